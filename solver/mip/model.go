package mip

import (
	"math"
	"slices"
	"strconv"
)

// Model is a mixed-integer linear program. The slices named Col... have one
// entry per column, those named Row... one per row. Families, ColFamily,
// RowFamily and the names may be left out altogether. Models are data: they
// may be read from several goroutines and changed by their owner.
type Model struct {
	Name     string
	Maximize bool
	// Offset is added to the objective.
	Offset float64

	// Families are the kinds of columns and rows; ColFamily and RowFamily
	// index them.
	Families []Family

	ColCost    []float64
	ColLower   []float64 // may be -Inf
	ColUpper   []float64 // may be +Inf
	ColInteger []bool
	ColFamily  []uint16
	ColNames   Names

	RowLower  []float64 // may be -Inf
	RowUpper  []float64 // may be +Inf
	RowFamily []uint16
	RowNames  Names

	// Start, Index and Value hold the coefficients by columns: those of column
	// j are Value[Start[j]:Start[j+1]], in the rows Index[Start[j]:Start[j+1]],
	// which ascend. Start has one entry more than there are columns.
	Start []int32
	Index []int32
	Value []float64
}

// Family is a kind of column or row: all signings, all budgets.
type Family struct {
	Name string // short, as it stands in the names of its members
	Unit string // of the column's value or the row's activity
	Help string // one line for a reader
}

// FamilyID is the index of a family in Model.Families.
type FamilyID uint16

// NumCols is the number of columns.
func (m *Model) NumCols() int { return len(m.ColCost) }

// NumRows is the number of rows.
func (m *Model) NumRows() int { return len(m.RowLower) }

// NumNonzeros is the number of coefficients.
func (m *Model) NumNonzeros() int { return len(m.Value) }

// NumIntegers is the number of integer columns.
func (m *Model) NumIntegers() int {
	n := 0
	for _, integer := range m.ColInteger {
		if integer {
			n++
		}
	}
	return n
}

// ColName is the full name of a column, such as "sign[norilsk,2028]".
func (m *Model) ColName(col int32) string {
	return fullName(m.Families, m.ColFamily, &m.ColNames, col, "c")
}

// RowName is the full name of a row, such as "budget[2028]".
func (m *Model) RowName(row int32) string {
	return fullName(m.Families, m.RowFamily, &m.RowNames, row, "r")
}

// fullName joins family and name; where there is no name the index stands in.
func fullName(families []Family, family []uint16, names *Names, i int32, letter string) string {
	var kind, name string
	if int(i) < len(family) && int(family[i]) < len(families) {
		kind = families[family[i]].Name
	}
	if int(i) < names.Len() {
		name = names.At(int(i))
	}
	switch {
	case kind != "" && name != "":
		return kind + "[" + name + "]"
	case kind != "":
		return kind + "[" + strconv.Itoa(int(i)) + "]"
	case name != "":
		return name
	}
	return letter + strconv.Itoa(int(i))
}

// Relaxed is the linear program that is left of the model when integer columns
// need not be whole. It shares everything but integrality with m.
func (m *Model) Relaxed() *Model {
	relaxed := *m
	relaxed.ColInteger = make([]bool, m.NumCols())
	return &relaxed
}

// FixIntegers is the linear program that is left of the model when every
// integer column is held at its value in x, rounded and kept within the
// column's bounds. It shares everything but bounds and integrality with m.
func (m *Model) FixIntegers(x []float64) *Model {
	fixed := *m
	fixed.ColLower = slices.Clone(m.ColLower)
	fixed.ColUpper = slices.Clone(m.ColUpper)
	fixed.ColInteger = make([]bool, m.NumCols())
	for j, integer := range m.ColInteger {
		if !integer {
			continue
		}
		v := max(math.Ceil(m.ColLower[j]), min(math.Round(x[j]), math.Floor(m.ColUpper[j])))
		fixed.ColLower[j], fixed.ColUpper[j] = v, v
	}
	return &fixed
}
