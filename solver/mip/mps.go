package mip

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// WriteMPS writes a model in free MPS format, as CBC, GLPK, HiGHS and SCIP
// read it. MPS has no portable way to say maximise: the file always minimises,
// with the costs and the offset of a model that maximises negated, and says so
// in a comment. Nor has it a portable offset, whose sign readers dispute: it is
// the cost of a column fixed at one. Names are made safe: another program
// answers with those of the file.
func WriteMPS(w io.Writer, m *Model) error {
	if err := m.Validate(); err != nil {
		return err
	}
	f := mpsWriter{
		text: newText(w), m: m,
		cols: newFileNames(m.NumCols(), m.ColName).names,
		rows: newFileNames(m.NumRows(), m.RowName).names,
		sign: 1,
	}
	f.objective = untaken("OBJ", f.rows)
	f.one = untaken("one", f.cols)
	if m.Maximize {
		f.sign = -1
		f.line("* the model maximises; this file minimises its negative")
	}
	f.line("NAME", newFileNames(1, func(int32) string { return "model_" + m.Name }).names[0])
	f.writeRows()
	f.writeColumns()
	f.writeRHS()
	f.writeRanges()
	f.writeBounds()
	f.line("ENDATA")
	if err := f.close(); err != nil {
		return fmt.Errorf("mip: writing MPS: %w", err)
	}
	return nil
}

// untaken is the name, lengthened until it is none of the names.
func untaken(name string, names []string) string {
	for slices.Contains(names, name) {
		name += "_"
	}
	return name
}

// mpsWriter writes the sections of an MPS file.
type mpsWriter struct {
	*text
	m          *Model
	cols, rows []string
	objective  string
	one        string // the column fixed at one
	sign       float64
}

// line writes words as a line; all but section headers start with a blank.
func (f *mpsWriter) line(words ...string) {
	f.print(strings.Join(words, " "), "\n")
}

// rowSense is the letter of a row and its right-hand side. A row without
// bounds is another N row, which readers keep or drop.
func rowSense(lower, upper float64) (letter string, rhs float64) {
	switch {
	case lower == upper:
		return "E", lower
	case !math.IsInf(upper, 1):
		return "L", upper
	case !math.IsInf(lower, -1):
		return "G", lower
	}
	return "N", 0
}

func (f *mpsWriter) writeRows() {
	f.line("ROWS")
	f.line(" N", f.objective)
	for i := range f.rows {
		letter, _ := rowSense(f.m.RowLower[i], f.m.RowUpper[i])
		f.line(" "+letter, f.rows[i])
	}
}

func (f *mpsWriter) writeColumns() {
	f.line("COLUMNS")
	inside := false // a block of integer columns
	for j := range f.cols {
		if f.m.ColInteger[j] != inside {
			inside = !inside
			f.marker(j, inside)
		}
		cost := f.sign * f.m.ColCost[j]
		if cost != 0 || f.m.Start[j] == f.m.Start[j+1] {
			f.line("", f.cols[j], f.objective, number(cost))
		}
		for k := f.m.Start[j]; k < f.m.Start[j+1]; k++ {
			f.line("", f.cols[j], f.rows[f.m.Index[k]], number(f.m.Value[k]))
		}
	}
	if inside {
		f.marker(len(f.cols), false)
	}
	if f.m.Offset != 0 {
		f.line("", f.one, f.objective, number(f.sign*f.m.Offset))
	}
}

func (f *mpsWriter) marker(j int, begin bool) {
	kind := "'INTEND'"
	if begin {
		kind = "'INTORG'"
	}
	f.line("", "MARKER"+strconv.Itoa(j), "'MARKER'", kind)
}

func (f *mpsWriter) writeRHS() {
	f.line("RHS")
	for i := range f.rows {
		if _, rhs := rowSense(f.m.RowLower[i], f.m.RowUpper[i]); rhs != 0 {
			f.line("", "RHS", f.rows[i], number(rhs))
		}
	}
}

// writeRanges writes the width of rows with two different bounds.
func (f *mpsWriter) writeRanges() {
	header := false
	for i := range f.rows {
		lower, upper := f.m.RowLower[i], f.m.RowUpper[i]
		if lower == upper || math.IsInf(lower, 0) || math.IsInf(upper, 0) {
			continue
		}
		if !header {
			f.line("RANGES")
			header = true
		}
		f.line("", "RANGE", f.rows[i], number(upper-lower))
	}
}

// writeBounds writes all bounds of a column but those that every reader
// assumes: from zero, and for a continuous column without limit.
func (f *mpsWriter) writeBounds() {
	f.line("BOUNDS")
	for j, col := range f.cols {
		lower, upper := f.m.ColLower[j], f.m.ColUpper[j]
		noLower, noUpper := math.IsInf(lower, -1), math.IsInf(upper, 1)
		switch {
		case lower == upper:
			f.line(" FX", "BND", col, number(lower))
			continue
		case noLower && noUpper:
			f.line(" FR", "BND", col)
			continue
		case noLower:
			f.line(" MI", "BND", col)
		case lower != 0 || f.m.ColInteger[j] || upper <= 0:
			f.line(" LO", "BND", col, number(lower))
		}
		switch {
		case !noUpper:
			f.line(" UP", "BND", col, number(upper))
		case f.m.ColInteger[j]:
			f.line(" PL", "BND", col)
		}
	}
	if f.m.Offset != 0 {
		f.line(" FX", "BND", f.one, "1")
	}
}
