package proof

import (
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// wholeBounds are the bounds of the columns, those of integer columns at the
// whole numbers between them.
func wholeBounds(m *mip.Model) (lower, upper []float64) {
	lower, upper = make([]float64, m.NumCols()), make([]float64, m.NumCols())
	for j := range lower {
		lower[j], upper[j] = m.ColLower[j], m.ColUpper[j]
		if m.ColInteger[j] {
			lower[j], upper[j] = math.Ceil(lower[j]), math.Floor(upper[j])
		}
	}
	return lower, upper
}

// entry is a term of a row.
type entry struct {
	col   int32
	value float64
}

// implier checks implied bounds and notes them in lower and upper.
type implier struct {
	m            *mip.Model
	lower, upper []float64
	rows         map[int32][]entry // those that implied bounds name
	cutoff       *float64
}

// newImplier collects the terms of the rows that are named.
func newImplier(m *mip.Model, c *Certificate) *implier {
	im := &implier{m: m, rows: map[int32][]entry{}, cutoff: c.Cutoff}
	im.lower, im.upper = wholeBounds(m)
	for _, b := range c.Implied {
		im.rows[b.Row] = nil
	}
	_, cut := im.rows[CutoffRow]
	for j, cost := range m.ColCost {
		if cut && cost != 0 {
			im.rows[CutoffRow] = append(im.rows[CutoffRow], entry{int32(j), cost})
		}
		for k := m.Start[j]; k < m.Start[j+1]; k++ {
			if terms, named := im.rows[m.Index[k]]; named {
				im.rows[m.Index[k]] = append(terms, entry{int32(j), m.Value[k]})
			}
		}
	}
	return im
}

// imply checks one implied bound. Were the column beyond it - by one where it is
// an integer column - then the row would miss its bound on one side even with
// its other columns where that is least so.
func (im *implier) imply(b Implied) error {
	m := im.m
	switch {
	case b.Col < 0 || int(b.Col) >= m.NumCols():
		return fmt.Errorf("there is no column %d", b.Col)
	case b.Row < CutoffRow || int(b.Row) >= m.NumRows():
		return fmt.Errorf("there is no row %d", b.Row)
	case b.Row == CutoffRow && im.cutoff == nil:
		return fmt.Errorf("there is no cutoff")
	case math.IsNaN(b.Value) || math.IsInf(b.Value, 0):
		return fmt.Errorf("the bound is %v", b.Value)
	}
	beyond := b.Value
	integer := m.ColInteger[b.Col]
	if integer {
		if b.Value != math.Trunc(b.Value) || math.Abs(b.Value) >= 1<<53 {
			return fmt.Errorf("%v is no bound of an integer column", b.Value)
		}
		beyond--
		if b.Upper {
			beyond += 2
		}
	}
	if !im.missed(b, beyond, integer) {
		return fmt.Errorf("row %d does not imply that column %d has the bound %v", b.Row, b.Col, b.Value)
	}
	if b.Upper {
		im.upper[b.Col] = min(im.upper[b.Col], b.Value)
	} else {
		im.lower[b.Col] = max(im.lower[b.Col], b.Value)
	}
	return nil
}

// missed reports whether the row misses a bound when the column is beyond a
// value: at it and farther (strictly) or only farther.
func (im *implier) missed(b Implied, beyond float64, strictly bool) bool {
	side := 0.0 // 1 where the row must not exceed its bound
	for _, t := range im.rows[b.Row] {
		if t.col == b.Col {
			side = math.Copysign(1, t.value)
		}
	}
	if !b.Upper {
		side = -side
	}
	bound, upper := im.bounds(b.Row)
	if side > 0 {
		bound = upper
	}
	if side == 0 || math.IsInf(bound, 0) {
		return false // the column is not in the row, or the row allows all
	}
	var excess exact // the least of side times (row less bound)
	excess.addProduct(-side, bound)
	for _, t := range im.rows[b.Row] {
		at := beyond
		if t.col != b.Col {
			at = im.lower[t.col]
			if side*t.value < 0 {
				at = im.upper[t.col]
			}
		}
		if math.IsInf(at, 0) {
			return false
		}
		excess.addProduct(side*t.value, at)
	}
	if strictly {
		return excess.sign() > 0
	}
	return excess.sign() >= 0
}

// bounds are those of a row; of the cutoff, less the objective's offset, rounded
// so that they allow no less.
func (im *implier) bounds(row int32) (lower, upper float64) {
	m := im.m
	if row != CutoffRow {
		return m.RowLower[row], m.RowUpper[row]
	}
	if m.Maximize {
		return math.Nextafter(*im.cutoff-m.Offset, math.Inf(-1)), math.Inf(1)
	}
	return math.Inf(-1), math.Nextafter(*im.cutoff-m.Offset, math.Inf(1))
}
