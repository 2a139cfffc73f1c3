package decompose

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// A dive makes a plan of a relaxation column by column: the whole-number column
// with the largest fraction is rounded up and down, each in a linear program that is
// kept in place, and is held to whichever leaves the program worth more. First
// contracts, which decide most, then signings, then all the rest; contracts are held
// at what they are once all are whole. Dives are described by Berthold, Primal
// Heuristics for Mixed Integer Programs (2006); trying both sides costs twice the
// programs and pays where rounding spends budgets that bind.

// wholeEnough is how far a value may be from a whole number.
const wholeEnough = 1e-6

// dive is a plan in the making. Rounding up and rounding down have a linear program
// each, so that they can be solved side by side, and each starts from the basis that
// its own last solve ended with: the outcome is the same one after another.
type dive struct {
	lps          [2]mip.Relaxer // for rounding up, and down
	threads      int
	lower, upper []float64
	at           *mip.Relaxation // the relaxation within the bounds, nil for no optimum
}

// newDive opens the relaxation of a program.
func newDive(ctx context.Context, engine mip.RelaxEngine, m *mip.Model, threads int) (*dive, error) {
	d := &dive{threads: threads, lower: slices.Clone(m.ColLower), upper: slices.Clone(m.ColUpper)}
	for i := range d.lps {
		lp, err := engine.Relax(m)
		if err != nil {
			d.close()
			return nil, err
		}
		d.lps[i] = lp
	}
	at, err := d.both(func(i int) (*mip.Relaxation, error) { return optimum(ctx, d.lps[i]) })
	if err != nil {
		d.close()
		return nil, err
	}
	d.at = at[0]
	return d, nil
}

func (d *dive) close() {
	for _, lp := range d.lps {
		if lp != nil {
			lp.Close()
		}
	}
}

// both does something for each linear program.
func (d *dive) both(do func(i int) (*mip.Relaxation, error)) (r [2]*mip.Relaxation, err error) {
	var errs [2]error
	if d.threads < len(d.lps) {
		for i := range d.lps {
			r[i], errs[i] = do(i)
		}
		return r, errors.Join(errs[:]...)
	}
	var wait sync.WaitGroup
	for i := range d.lps {
		wait.Go(func() { r[i], errs[i] = do(i) })
	}
	wait.Wait()
	return r, errors.Join(errs[:]...)
}

// optimum solves a program as it stands; nil stands for no optimum.
func optimum(ctx context.Context, lp mip.Relaxer) (*mip.Relaxation, error) {
	r, err := lp.Solve(ctx)
	if err != nil {
		return nil, err
	}
	if r.Termination != mip.Optimal {
		return nil, nil
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
	above, below := math.Ceil(d.at.X[col]), math.Floor(d.at.X[col])
	bounds := [2][2]float64{{above, d.upper[col]}, {d.lower[col], below}}
	at, err := d.both(func(i int) (*mip.Relaxation, error) {
		if err := d.lps[i].SetColBounds([]int32{col}, bounds[i][:1], bounds[i][1:]); err != nil {
			return nil, err
		}
		return optimum(ctx, d.lps[i])
	})
	if err != nil {
		return err
	}
	choice := 0
	if at[0] == nil || at[1] != nil && at[1].Objective > at[0].Objective {
		choice = 1
	}
	d.at = at[choice]
	return d.bound(col, bounds[choice][0], bounds[choice][1])
}

// bound changes the bounds of a column.
func (d *dive) bound(col int32, lower, upper float64) error {
	d.lower[col], d.upper[col] = lower, upper
	for _, lp := range d.lps {
		if err := lp.SetColBounds([]int32{col}, []float64{lower}, []float64{upper}); err != nil {
			return err
		}
	}
	return nil
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
	ctx, cancel := s.timed(ctx)
	defer cancel()
	r := reduce(m)
	d, err := newDive(ctx, engine, r.model, s.threads())
	if err != nil {
		return nil, err
	}
	defer d.close()
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
