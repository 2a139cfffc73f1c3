package proof

import (
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// Evaluator computes the bounds that multipliers give, without rounding. It
// treats every program as one that maximises: what is minimised is maximised
// with its sign turned. The model must be valid and is not changed.
type Evaluator struct {
	m    *mip.Model
	sign float64 // -1 when the model minimises

	y       []float64 // by row, of the multipliers at work
	reduced []exact   // cost of each column less what the multipliers charge
	rows    exact     // offset, and the most that the multipliers' rows give
	open    bool      // a row that the multipliers lean on has no bound
}

// NewEvaluator makes an evaluator for a model.
func NewEvaluator(m *mip.Model) *Evaluator {
	ev := &Evaluator{m: m, sign: 1, y: make([]float64, m.NumRows()), reduced: make([]exact, m.NumCols())}
	if !m.Maximize {
		ev.sign = -1
	}
	return ev
}

// Take puts a set of multipliers to work: as duals, with the signs of
// mip.Relaxation.RowDual, or as a ray, with those of mip.Relaxation.Ray.
func (ev *Evaluator) Take(set Multipliers, ray bool) error {
	if err := ev.spread(set, ray); err != nil {
		return err
	}
	m := ev.m
	ev.open = false
	ev.rows.set(0)
	if !ray {
		ev.rows.set(ev.sign * m.Offset)
	}
	for _, i := range set.Rows {
		ev.open = !lean(&ev.rows, ev.y[i], m.RowLower[i], m.RowUpper[i]) || ev.open
	}
	for j := range ev.reduced {
		d := &ev.reduced[j]
		d.set(0)
		if !ray {
			d.set(ev.sign * m.ColCost[j])
		}
		for k := m.Start[j]; k < m.Start[j+1]; k++ {
			if y := ev.y[m.Index[k]]; y != 0 {
				d.addProduct(-y, m.Value[k])
			}
		}
	}
	for _, i := range set.Rows {
		ev.y[i] = 0
	}
	return nil
}

// spread notes the multipliers by row.
func (ev *Evaluator) spread(set Multipliers, ray bool) error {
	if len(set.Rows) != len(set.Values) {
		return fmt.Errorf("%d values for %d rows", len(set.Values), len(set.Rows))
	}
	last := int32(-1)
	for k, i := range set.Rows {
		v := set.Values[k]
		if i <= last || int(i) >= len(ev.y) || math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("the multiplier %v of row %d after row %d, of %d rows", v, i, last, len(ev.y))
		}
		last = i
	}
	for k, i := range set.Rows {
		ev.y[i] = set.Values[k]
		if !ray {
			ev.y[i] *= ev.sign
		}
	}
	return nil
}

// lean adds to a sum the most of v times a number between bounds. It reports
// false when there is no most.
func lean(sum *exact, v, lower, upper float64) bool {
	bound := upper
	switch {
	case v == 0:
		return true
	case v < 0:
		bound = lower
	}
	if math.IsInf(bound, 0) {
		return false
	}
	sum.addProduct(v, bound)
	return true
}

// most is the most that a point between the bounds of columns can be worth
// under the multipliers at work; it reports false when there is no most.
func (ev *Evaluator) most(lower, upper []float64) (*exact, bool) {
	sum := new(exact)
	sum.addScaled(&ev.rows.n, ev.rows.e)
	if ev.open {
		return nil, false
	}
	for j := range ev.reduced {
		d := &ev.reduced[j]
		bound := upper[j]
		switch d.sign() {
		case 0:
			continue
		case -1:
			bound = lower[j]
		}
		if math.IsInf(bound, 0) {
			return nil, false
		}
		sum.addTimes(d, bound)
	}
	return sum, true
}

// Bound is what no point between the bounds of columns is worth more than
// (less, when minimising) by the duals at work, rounded outward. It is infinite
// where they prove nothing.
func (ev *Evaluator) Bound(lower, upper []float64) float64 {
	sum, finite := ev.most(lower, upper)
	if !finite {
		return ev.sign * math.Inf(1)
	}
	return ev.sign * sum.upward()
}

// Infeasible reports whether the ray at work shows that no point lies between
// the bounds of columns: all of them would be worth less than nothing where
// everything is worth nothing. Bounds that cross need no ray.
func (ev *Evaluator) Infeasible(lower, upper []float64) bool {
	for j := range lower {
		if lower[j] > upper[j] {
			return true
		}
	}
	sum, finite := ev.most(lower, upper)
	return finite && sum.sign() < 0
}
