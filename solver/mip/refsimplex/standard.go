package refsimplex

import (
	"math"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// standard is a linear program min c'v, A v = b, v >= 0, made from the
// relaxation of a model.
type standard struct {
	columns   []column // of the model
	cost      []float64
	equations []equation
}

// column says how a column of the model is made of variables: base plus sign
// times the variable, less the next variable when the column is free.
type column struct {
	base     float64
	sign     float64
	variable int // -1 where the column is fixed at base
	free     bool
}

// equation is a dense row of the standard form. Its slack, of the given sign,
// is a variable of its own; none where the sign is zero.
type equation struct {
	coefficients []float64
	rhs          float64
	slack        float64
}

// newStandard brings the relaxation of the model, under the given bounds of
// its columns, to standard form.
func newStandard(m *mip.Model, lower, upper []float64) *standard {
	s := &standard{columns: make([]column, m.NumCols())}
	for j := range s.columns {
		s.columns[j] = s.newColumn(lower[j], upper[j])
	}
	sign := 1.0
	if m.Maximize {
		sign = -1
	}
	rows := make([]equation, m.NumRows())
	for i := range rows {
		rows[i].coefficients = make([]float64, len(s.cost))
	}
	for j, c := range s.columns {
		c.add(s.cost, sign*m.ColCost[j])
		for k := m.Start[j]; k < m.Start[j+1]; k++ {
			row := &rows[m.Index[k]]
			row.rhs -= m.Value[k] * c.base
			c.add(row.coefficients, m.Value[k])
		}
	}
	for i, row := range rows {
		s.addRow(row, m.RowLower[i], m.RowUpper[i])
	}
	for j, c := range s.columns {
		if width := upper[j] - lower[j]; c.variable >= 0 && !math.IsInf(width, 0) {
			row := equation{coefficients: make([]float64, len(s.cost))}
			row.coefficients[c.variable] = 1
			s.addRow(row, math.Inf(-1), width)
		}
	}
	return s
}

func (s *standard) newColumn(lower, upper float64) column {
	c := column{sign: 1, variable: len(s.cost)}
	switch {
	case lower == upper:
		return column{base: lower, variable: -1}
	case !math.IsInf(lower, -1):
		c.base = lower
	case !math.IsInf(upper, 1):
		c.base, c.sign = upper, -1
	default:
		c.free = true
		s.cost = append(s.cost, 0)
	}
	s.cost = append(s.cost, 0)
	return c
}

// add adds value times the column to a dense row of variables.
func (c column) add(row []float64, value float64) {
	if c.variable < 0 {
		return
	}
	row[c.variable] += value * c.sign
	if c.free {
		row[c.variable+1] -= value
	}
}

// value is the value of the column at the variables v.
func (c column) value(v []float64) float64 {
	switch {
	case c.variable < 0:
		return c.base
	case c.free:
		return v[c.variable] - v[c.variable+1]
	}
	return c.base + c.sign*v[c.variable]
}

// addRow adds the equations of a row between bounds, to which row.rhs is added.
func (s *standard) addRow(row equation, lower, upper float64) {
	if lower == upper {
		s.equations = append(s.equations, equation{row.coefficients, row.rhs + upper, 0})
		return
	}
	if !math.IsInf(upper, 1) {
		s.equations = append(s.equations, equation{row.coefficients, row.rhs + upper, 1})
	}
	if !math.IsInf(lower, -1) {
		s.equations = append(s.equations, equation{row.coefficients, row.rhs + lower, -1})
	}
}

// point is the point of the model at the variables v.
func (s *standard) point(v []float64) []float64 {
	x := make([]float64, len(s.columns))
	for j, c := range s.columns {
		x[j] = c.value(v)
	}
	return x
}
