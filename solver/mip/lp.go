package mip

import (
	"fmt"
	"io"
	"math"
)

// WriteLP writes a model in CPLEX LP format, for people to read and for CBC,
// GLPK, HiGHS and SCIP. Names are made safe as in WriteMPS. A row without
// bounds is left out: the format has no word for it.
func WriteLP(w io.Writer, m *Model) error {
	if err := m.Validate(); err != nil {
		return err
	}
	f := lpWriter{
		text: newText(w), m: m,
		cols: newFileNames(m.NumCols(), m.ColName).names,
		rows: newFileNames(m.NumRows(), m.RowName).names,
	}
	f.one = untaken("one", f.cols)
	f.writeObjective()
	f.writeRows()
	f.writeBounds()
	f.writeIntegers()
	f.print("End\n")
	if err := f.close(); err != nil {
		return fmt.Errorf("mip: writing LP: %w", err)
	}
	return nil
}

// lpWriter writes the sections of an LP file.
type lpWriter struct {
	*text
	m          *Model
	cols, rows []string
	one        string // the column fixed at one
	wide       int    // characters on the line
}

// lpLine is where lines are broken; no reader takes more than 255.
const lpLine = 100

// word writes a word of an expression, on a new line where it would get long.
func (f *lpWriter) word(word string) {
	if f.wide += len(word) + 1; f.wide > lpLine {
		f.print("\n  ")
		f.wide = len(word) + 2
	}
	f.print(" ", word)
}

func (f *lpWriter) term(value float64, name string) {
	sign := "+"
	if value < 0 {
		sign, value = "-", -value
	}
	f.word(sign + " " + number(value) + " " + name)
}

// end closes a line.
func (f *lpWriter) end() {
	f.print("\n")
	f.wide = 0
}

// writeObjective writes the objective. Its offset is a column fixed at one,
// which every reader takes.
func (f *lpWriter) writeObjective() {
	if f.m.Maximize {
		f.print("Maximize\n")
	} else {
		f.print("Minimize\n")
	}
	f.word("obj:")
	for j, cost := range f.m.ColCost {
		if cost != 0 {
			f.term(cost, f.cols[j])
		}
	}
	f.term(f.m.Offset, f.one)
	f.end()
}

func (f *lpWriter) writeRows() {
	f.print("Subject To\n")
	byRow := f.m.transpose()
	written := false
	for i, name := range f.rows {
		lower, upper := f.m.RowLower[i], f.m.RowUpper[i]
		noLower, noUpper := math.IsInf(lower, -1), math.IsInf(upper, 1)
		written = written || !noLower || !noUpper
		switch {
		case lower == upper:
			f.row(name, byRow, i, "=", lower)
		case !noLower && !noUpper:
			f.row(name+"#lower", byRow, i, ">=", lower)
			f.row(name+"#upper", byRow, i, "<=", upper)
		case !noUpper:
			f.row(name, byRow, i, "<=", upper)
		case !noLower:
			f.row(name, byRow, i, ">=", lower)
		}
	}
	if !written {
		f.print(" ", untaken("none", f.rows), ": 0 ", f.one, " >= 0\n") // GLPK does not take an empty section
	}
}

func (f *lpWriter) row(name string, byRow *rows, i int, relation string, rhs float64) {
	f.word(name + ":")
	if byRow.start[i] == byRow.start[i+1] {
		f.term(0, f.one)
	}
	for k := byRow.start[i]; k < byRow.start[i+1]; k++ {
		f.term(byRow.value[k], f.cols[byRow.index[k]])
	}
	f.word(relation + " " + number(rhs))
	f.end()
}

func (f *lpWriter) writeBounds() {
	f.print("Bounds\n")
	for j, name := range f.cols {
		lower, upper := f.m.ColLower[j], f.m.ColUpper[j]
		noLower, noUpper := math.IsInf(lower, -1), math.IsInf(upper, 1)
		switch {
		case lower == upper:
			f.print(" ", name, " = ", number(lower), "\n")
		case noLower && noUpper:
			f.print(" ", name, " free\n")
		case noLower:
			f.print(" -inf <= ", name, " <= ", number(upper), "\n")
		case noUpper:
			f.print(" ", name, " >= ", number(lower), "\n")
		default:
			f.print(" ", number(lower), " <= ", name, " <= ", number(upper), "\n")
		}
	}
	f.print(" ", f.one, " = 1\n")
}

func (f *lpWriter) writeIntegers() {
	if f.m.NumIntegers() == 0 {
		return
	}
	f.print("General\n")
	for j, name := range f.cols {
		if f.m.ColInteger[j] {
			f.word(name)
		}
	}
	f.end()
}

// rows is the matrix of a model compressed by rows.
type rows struct {
	start, index []int32
	value        []float64
}

func (m *Model) transpose() *rows {
	r := &rows{
		start: make([]int32, m.NumRows()+1),
		index: make([]int32, len(m.Index)),
		value: make([]float64, len(m.Value)),
	}
	for _, i := range m.Index {
		r.start[i+1]++
	}
	for i := range m.RowLower {
		r.start[i+1] += r.start[i]
	}
	next := append([]int32(nil), r.start...)
	for j := range m.ColCost {
		for k := m.Start[j]; k < m.Start[j+1]; k++ {
			i := m.Index[k]
			r.index[next[i]], r.value[next[i]] = int32(j), m.Value[k]
			next[i]++
		}
	}
	return r
}
