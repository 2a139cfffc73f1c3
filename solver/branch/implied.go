package branch

import (
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/proof"
)

// implied finds bounds, where they are missing, that rows imply: a safe bound of
// a leaf needs one for every column whose reduced cost rounding may leave on the
// wrong side of zero. With an incumbent the objective is a row, too. It returns
// how they follow, and the bounds of all columns then.
func implied(m *mip.Model, incumbent *float64) (steps []proof.Implied, lower, upper []float64) {
	p := newPropagation(m, incumbent)
	for {
		before := len(p.steps)
		for j := range p.lower {
			if math.IsInf(p.upper[j], 1) {
				p.tighten(int32(j), true)
			}
			if math.IsInf(p.lower[j], -1) {
				p.tighten(int32(j), false)
			}
		}
		if len(p.steps) == before {
			return p.steps, p.lower, p.upper
		}
	}
}

// term is a coefficient of a row.
type term struct {
	col   int32
	value float64
}

// propagation finds implied bounds.
type propagation struct {
	m                  *mip.Model
	lower, upper       []float64
	rowLower, rowUpper []float64 // with the objective after the rows, or free
	rows               [][]term
	steps              []proof.Implied
}

func newPropagation(m *mip.Model, incumbent *float64) *propagation {
	p := &propagation{
		m: m, lower: slices.Clone(m.ColLower), upper: slices.Clone(m.ColUpper), rows: make([][]term, m.NumRows()+1),
		rowLower: append(slices.Clone(m.RowLower), math.Inf(-1)), rowUpper: append(slices.Clone(m.RowUpper), math.Inf(1)),
	}
	last := m.NumRows()
	switch {
	case incumbent == nil:
	case m.Maximize:
		p.rowLower[last] = *incumbent - m.Offset
	default:
		p.rowUpper[last] = *incumbent - m.Offset
	}
	for j, cost := range m.ColCost {
		if m.ColInteger[j] {
			p.lower[j], p.upper[j] = math.Ceil(p.lower[j]), math.Floor(p.upper[j])
		}
		for k := m.Start[j]; k < m.Start[j+1]; k++ {
			p.rows[m.Index[k]] = append(p.rows[m.Index[k]], term{int32(j), m.Value[k]})
		}
		if cost != 0 {
			p.rows[last] = append(p.rows[last], term{int32(j), cost})
		}
	}
	return p
}

// tighten gives a column the best bound that a row implies on one side, if any
// does.
func (p *propagation) tighten(col int32, above bool) {
	best, from := math.Inf(1), int32(-1)
	try := func(row int32, value float64) {
		if v, ok := p.from(row, col, value, above); ok && (from < 0 || v < best) {
			best, from = v, row
		}
	}
	for k := p.m.Start[col]; k < p.m.Start[col+1]; k++ {
		try(p.m.Index[k], p.m.Value[k])
	}
	if cost := p.m.ColCost[col]; cost != 0 {
		try(int32(len(p.rows)-1), cost)
	}
	if from < 0 {
		return
	}
	step := proof.Implied{Col: col, Row: from, Upper: above, Value: best}
	if int(from) == p.m.NumRows() {
		step.Row = proof.CutoffRow
	}
	if above {
		p.upper[col] = best
	} else {
		step.Value = -best
		p.lower[col] = -best
	}
	p.steps = append(p.steps, step)
}

// slack is by what share of the numbers in a row its implied bounds are widened,
// so that rounding cannot have made them too tight.
const slack = 1e-9

// from is the bound of a column that a row implies, of its negative for a lower
// bound; false when it implies none.
func (p *propagation) from(row, col int32, value float64, above bool) (float64, bool) {
	side := math.Copysign(1, value) // 1 where the row's upper bound counts
	if !above {
		side = -side
	}
	room := side * p.rowUpper[row]
	if side < 0 {
		room = side * p.rowLower[row]
	}
	size := math.Abs(room)
	for _, t := range p.rows[row] {
		if t.col == col {
			continue
		}
		at := p.lower[t.col]
		if side*t.value < 0 {
			at = p.upper[t.col]
		}
		room -= side * t.value * at
		size += math.Abs(t.value * at)
	}
	if math.IsInf(size, 0) || math.IsNaN(room) {
		return 0, false
	}
	bound := (room + slack*size) / math.Abs(value)
	if p.m.ColInteger[col] {
		bound = math.Floor(bound + integral)
	} else {
		bound += slack
	}
	return bound, math.Abs(bound) < 1<<53
}

// guard is what a missing bound costs in the relaxation per unit: more than the
// tolerance of engines for reduced costs.
const guard = 3e-9

// guarded is the relaxation to solve: with the bounds that are implied, and for
// columns without a bound still with a cost that is a little too high. The duals
// of that leave their true reduced costs on the right side of zero by more than
// the engine's tolerance. It returns the columns with such costs, too.
func guarded(m *mip.Model, lower, upper []float64) (g *mip.Model, guards []int32) {
	copied := *m
	g = &copied
	g.ColLower, g.ColUpper, g.ColCost = lower, upper, slices.Clone(m.ColCost)
	better := guard
	if !m.Maximize {
		better = -guard
	}
	for j := range g.ColCost {
		switch noUpper, noLower := math.IsInf(upper[j], 1), math.IsInf(lower[j], -1); {
		case noUpper && !noLower:
			g.ColCost[j] += better
			guards = append(guards, int32(j))
		case noLower && !noUpper:
			g.ColCost[j] -= better
			guards = append(guards, int32(j))
		}
	}
	for j := range lower {
		if lower[j] > upper[j] { // the search ends before it is solved
			g.ColLower, g.ColUpper = m.ColLower, m.ColUpper
		}
	}
	return g, guards
}
