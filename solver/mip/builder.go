package mip

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
)

// Builder collects a model column by column, row by row and term by term, in
// any order. Mistakes are reported by Build.
type Builder struct {
	model  Model
	chunks [][]term // full ones of chunkLength terms, and the last
	err    error
}

// chunkLength is how many terms are stored together; what has been stored is
// never copied to make room.
const chunkLength = 4096

type term struct {
	row, col int32
	value    float64
}

// NewBuilder starts a model.
func NewBuilder(name string, maximize bool) *Builder {
	return &Builder{model: Model{Name: name, Maximize: maximize}}
}

// nameLength is how many bytes Grow reserves per name.
const nameLength = 48

// Grow makes room for so many more columns and rows. It is not needed, but
// saves copying.
func (b *Builder) Grow(cols, rows int) {
	m := &b.model
	m.ColCost = growTo(m.ColCost, cols)
	m.ColLower = growTo(m.ColLower, cols)
	m.ColUpper = growTo(m.ColUpper, cols)
	m.ColInteger = growTo(m.ColInteger, cols)
	m.ColFamily = growTo(m.ColFamily, cols)
	m.ColNames.grow(cols, nameLength)
	m.RowLower = growTo(m.RowLower, rows)
	m.RowUpper = growTo(m.RowUpper, rows)
	m.RowFamily = growTo(m.RowFamily, rows)
	m.RowNames.grow(rows, nameLength)
}

func growTo[T any](s []T, n int) []T { return slices.Grow(s, max(n, 0)) }

// AddFamily adds a kind of columns or rows.
func (b *Builder) AddFamily(f Family) FamilyID {
	if len(b.model.Families) > math.MaxUint16 {
		b.fail(errors.New("mip: more than 65536 families"))
		return 0
	}
	b.model.Families = append(b.model.Families, f)
	return FamilyID(len(b.model.Families) - 1)
}

// AddCol adds a column and returns its index. The parts of its name are joined
// by commas.
func (b *Builder) AddCol(family FamilyID, lower, upper, cost float64, integer bool, name ...string) int32 {
	m := &b.model
	col := int32(len(m.ColCost))
	m.ColCost = append(m.ColCost, cost)
	m.ColLower = append(m.ColLower, lower)
	m.ColUpper = append(m.ColUpper, upper)
	m.ColInteger = append(m.ColInteger, integer)
	m.ColFamily = append(m.ColFamily, uint16(family))
	m.ColNames.Append(name...)
	return col
}

// Costs is the objective by column so far; its values may be changed.
func (b *Builder) Costs() []float64 { return b.model.ColCost }

// AddRow adds a row and returns its index. The parts of its name are joined by
// commas.
func (b *Builder) AddRow(family FamilyID, lower, upper float64, name ...string) int32 {
	m := &b.model
	row := int32(len(m.RowLower))
	m.RowLower = append(m.RowLower, lower)
	m.RowUpper = append(m.RowUpper, upper)
	m.RowFamily = append(m.RowFamily, uint16(family))
	m.RowNames.Append(name...)
	return row
}

// Term adds value times the column to the row. Terms with the same row and
// column add up; what adds up to exactly zero is left out of the model.
func (b *Builder) Term(row, col int32, value float64) {
	last := len(b.chunks) - 1
	if last < 0 || len(b.chunks[last]) == chunkLength {
		b.chunks = append(b.chunks, make([]term, 0, chunkLength))
		last++
	}
	b.chunks[last] = append(b.chunks[last], term{row, col, value})
}

// numTerms is the number of terms stored.
func (b *Builder) numTerms() int {
	n := 0
	for _, chunk := range b.chunks {
		n += len(chunk)
	}
	return n
}

// Build returns the model, or the first mistake in it: a coefficient, cost or
// bound that is not a number, crossed bounds, a term outside the model. The
// builder is spent afterwards.
func (b *Builder) Build() (*Model, error) {
	m := &b.model
	if err := b.checkTerms(); err != nil {
		return nil, err
	}
	b.scatter()
	m.mergeColumns()
	if err := m.Validate(); err != nil {
		return nil, err
	}
	built := *m
	*b = Builder{err: errors.New("mip: the builder is spent")}
	return &built, nil
}

// fail keeps the first mistake.
func (b *Builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *Builder) checkTerms() error {
	m := &b.model
	if b.err != nil {
		return b.err
	}
	if b.numTerms() > math.MaxInt32 || m.NumCols() > math.MaxInt32 || m.NumRows() > math.MaxInt32 {
		return fmt.Errorf("mip: %d columns, %d rows and %d terms are too many: the limit is %d of each",
			m.NumCols(), m.NumRows(), b.numTerms(), math.MaxInt32)
	}
	for _, chunk := range b.chunks {
		if err := m.checkTerms(chunk); err != nil {
			return err
		}
	}
	return nil
}

// checkTerms reports the first term that is not within the model.
func (m *Model) checkTerms(terms []term) error {
	cols, rows := uint32(m.NumCols()), uint32(m.NumRows())
	for _, t := range terms {
		switch {
		case uint32(t.col) >= cols:
			return fmt.Errorf("mip: a term names column %d of %d", t.col, cols)
		case uint32(t.row) >= rows:
			return fmt.Errorf("mip: a term of column %s names row %d of %d", m.ColName(t.col), t.row, rows)
		case !finite(t.value):
			return fmt.Errorf("mip: the coefficient of column %s in row %s is %v", m.ColName(t.col), m.RowName(t.row), t.value)
		}
	}
	return nil
}

// scatter brings the terms into column order: a counting sort.
func (b *Builder) scatter() {
	m := &b.model
	m.Start = make([]int32, m.NumCols()+1)
	m.Index = make([]int32, b.numTerms())
	m.Value = make([]float64, len(m.Index))
	for _, chunk := range b.chunks {
		for _, t := range chunk {
			m.Start[t.col+1]++
		}
	}
	for j := range m.ColCost {
		m.Start[j+1] += m.Start[j]
	}
	// Start[j] runs through column j and ends at the start of the next one.
	for _, chunk := range b.chunks {
		for _, t := range chunk {
			k := m.Start[t.col]
			m.Index[k], m.Value[k] = t.row, t.value
			m.Start[t.col]++
		}
	}
	copy(m.Start[1:], m.Start)
	m.Start[0] = 0
	b.chunks = nil
}

// mergeColumns sorts every column by rows, adds up equal rows and drops zeros.
func (m *Model) mergeColumns() {
	var column entries
	kept := int32(0)
	start := int32(0)
	for j := range m.ColCost {
		end := m.Start[j+1]
		column = entries{m.Index[start:end], m.Value[start:end]}
		if !slices.IsSorted(column.index) {
			sort.Sort(&column)
		}
		for k := start; k < end; {
			row, sum := m.Index[k], 0.0
			for ; k < end && m.Index[k] == row; k++ {
				sum += m.Value[k]
			}
			if sum != 0 {
				m.Index[kept], m.Value[kept] = row, sum
				kept++
			}
		}
		start, m.Start[j+1] = end, kept
	}
	m.Index, m.Value = m.Index[:kept], m.Value[:kept]
}

// entries sorts the coefficients of a column by rows.
type entries struct {
	index []int32
	value []float64
}

func (e *entries) Len() int           { return len(e.index) }
func (e *entries) Less(i, j int) bool { return e.index[i] < e.index[j] }
func (e *entries) Swap(i, j int) {
	e.index[i], e.index[j] = e.index[j], e.index[i]
	e.value[i], e.value[j] = e.value[j], e.value[i]
}
