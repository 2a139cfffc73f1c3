package decompose

import (
	"context"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// A dive makes a plan of a relaxation column by column: the whole-number column
// with the largest fraction is rounded up and down, each in the linear program that
// is kept in place, and is held to whichever leaves the program worth more. First
// contracts, which decide most, then signings, then all the rest; contracts are
// held at what they are once all are whole. Berthold, Primal Heuristics for Mixed
// Integer Programs (2006), section 3.3, describes dives; trying both sides costs
// twice the programs and is much of the worth where rounding spends budgets that
// bind.
//
// An engine's own search rounds too, but at most a few times and without knowing
// what decides most.

// wholeEnough is how far a value may be from a whole number.
const wholeEnough = 1e-6

// dive is a plan in the making.
type dive struct {
	lp           mip.Relaxer
	lower, upper []float64
	at           *mip.Relaxation // the relaxation within the bounds
}

// newDive opens the relaxation of a program. at is nil where it has no optimum.
func newDive(ctx context.Context, engine mip.RelaxEngine, m *mip.Model) (*dive, error) {
	lp, err := engine.Relax(m)
	if err != nil {
		return nil, err
	}
	d := &dive{lp: lp, lower: slices.Clone(m.ColLower), upper: slices.Clone(m.ColUpper)}
	if d.at, err = d.solve(ctx); err != nil {
		lp.Close()
		return nil, err
	}
	return d, nil
}

// solve solves the program as it stands; nil stands for no optimum.
func (d *dive) solve(ctx context.Context) (*mip.Relaxation, error) {
	if ctx.Err() != nil {
		return nil, nil
	}
	r, err := d.lp.Solve(ctx)
	if err != nil || r.Termination != mip.Optimal {
		return nil, err
	}
	return r, nil
}

// settle makes columns whole, and reports whether it could.
func (d *dive) settle(ctx context.Context, cols []int32) (bool, error) {
	for d.at != nil {
		col := mostFractional(cols, d.at.X)
		if col < 0 {
			return true, nil
		}
		if err := d.round(ctx, col); err != nil {
			return false, err
		}
	}
	return false, nil
}

// round holds a column to the whole number above its value or below, whichever is
// worth more. Where neither leaves an optimum, at is nil.
func (d *dive) round(ctx context.Context, col int32) error {
	v := d.at.X[col]
	low, high := d.lower[col], d.upper[col]
	above, err := d.within(ctx, col, math.Ceil(v), high)
	if err != nil {
		return err
	}
	below, err := d.within(ctx, col, low, math.Floor(v))
	if err != nil {
		return err
	}
	if above != nil && (below == nil || above.Objective >= below.Objective) {
		d.at = above
		return d.bound(col, math.Ceil(v), high)
	}
	d.at, d.upper[col] = below, math.Floor(v)
	return nil
}

// within is the relaxation with other bounds of a column, which stay in place.
func (d *dive) within(ctx context.Context, col int32, lower, upper float64) (*mip.Relaxation, error) {
	if err := d.bound(col, lower, upper); err != nil {
		return nil, err
	}
	return d.solve(ctx)
}

func (d *dive) bound(col int32, lower, upper float64) error {
	d.lower[col], d.upper[col] = lower, upper
	return d.lp.SetColBounds([]int32{col}, []float64{lower}, []float64{upper})
}

// hold keeps whole columns at what they are.
func (d *dive) hold(cols []int32) error {
	for _, col := range cols {
		v := math.Round(d.at.X[col])
		if err := d.bound(col, v, v); err != nil {
			return err
		}
	}
	return nil
}

// mostFractional is the column with the largest fraction, -1 where all are whole.
func mostFractional(cols []int32, x []float64) int32 {
	best, col := wholeEnough, int32(-1)
	for _, j := range cols {
		fraction := x[j] - math.Floor(x[j])
		if fraction > best && fraction < 1-wholeEnough {
			best, col = fraction, j
		}
	}
	return col
}

// dive looks for a plan of a program by a dive; nil stands for none found.
func (s *search) dive(ctx context.Context, m *mip.Model) ([]float64, error) {
	engine, ok := s.engine.(mip.RelaxEngine)
	if !ok {
		return nil, nil
	}
	if s.opt.TimeLimit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, s.begin.Add(s.opt.TimeLimit))
		defer cancel()
	}
	r := reduce(m)
	d, err := newDive(ctx, engine, r.model)
	if err != nil {
		return nil, err
	}
	defer d.lp.Close()
	var rest []int32
	for j, integer := range r.model.ColInteger {
		if integer {
			rest = append(rest, int32(j))
		}
	}
	contracts := r.columns(s.f.Accepts())
	for _, stage := range [][]int32{contracts, r.columns(s.f.Signings()), rest} {
		whole, err := d.settle(ctx, stage)
		if err != nil || !whole {
			return nil, err
		}
		if err := d.hold(contracts); err != nil {
			return nil, err
		}
	}
	return r.expand(d.at.X), nil
}
