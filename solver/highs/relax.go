package highs

// #include "capi.h"
import "C"

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/solver/mip"
)

var _ mip.RelaxEngine = Engine{}

// dualTolerance is how far a reduced cost may be on the wrong side of zero. What
// is asked of relaxations is mostly bounds, which are as good as their duals.
const dualTolerance = 1e-9

// Relax opens the linear relaxation of a model in an instance of its own. HiGHS heeds
// cutoffs only where it minimises, so that it always does.
func (Engine) Relax(m *mip.Model) (mip.Relaxer, error) {
	lp, sign := *m, 1.0
	lp.ColInteger = make([]bool, m.NumCols())
	if m.Maximize {
		sign = -1
		lp.Maximize, lp.Offset, lp.ColCost = false, -m.Offset, times(sign, m.ColCost)
	}
	h, err := New()
	if err != nil {
		return nil, err
	}
	// Presolve would start each solve afresh and leaves no dual ray.
	err = h.SetStringOption("presolve", "off")
	if err == nil {
		err = h.SetDoubleOption("dual_feasibility_tolerance", dualTolerance)
	}
	if err == nil {
		err = h.PassModel(&lp)
	}
	if err != nil {
		h.Close()
		return nil, err
	}
	return &relaxer{h, sign}, nil
}

// relaxer is an instance as a mip.Relaxer.
type relaxer struct {
	h    *Highs
	sign float64 // -1 where the model maximises
}

// times is a list of numbers times a sign.
func times(sign float64, list []float64) []float64 {
	product := make([]float64, len(list))
	for i, v := range list {
		product[i] = sign * v
	}
	return product
}

func (r *relaxer) Close() { r.h.Close() }

func (r *relaxer) Size() (cols, rows int) {
	cols, rows, _, err := r.h.Size()
	if err != nil {
		return 0, 0 // closed
	}
	return cols, rows
}

func (r *relaxer) SetColBounds(cols []int32, lower, upper []float64) error {
	return r.h.ChangeColsBounds(cols, lower, upper)
}

func (r *relaxer) SetRowBounds(rows []int32, lower, upper []float64) error {
	return r.h.ChangeRowsBounds(rows, lower, upper)
}

func (r *relaxer) SetColCosts(cols []int32, costs []float64) error {
	return r.h.ChangeColCosts(cols, times(r.sign, costs))
}

func (r *relaxer) AddCols(cols mip.Vectors, costs []float64) error {
	return r.h.AddCols(cols, times(r.sign, costs))
}

func (r *relaxer) AddRows(rows mip.Vectors) error { return r.h.AddRows(rows) }

func (r *relaxer) DeleteRows(rows []int32) error { return r.h.DeleteRows(rows) }

func (r *relaxer) SaveBasis() (mip.Basis, error) {
	b, err := r.h.Basis()
	if errors.Is(err, ErrNoSolution) {
		return nil, nil
	}
	return b, err
}

func (r *relaxer) LoadBasis(b mip.Basis) error {
	if b == nil {
		return r.h.ClearSolver()
	}
	basis, ok := b.(*Basis)
	if !ok {
		return fmt.Errorf("highs: a basis of another engine: %T", b)
	}
	return r.h.SetBasis(basis)
}

func (r *relaxer) SetCutoff(worth float64) error {
	if math.IsInf(worth, 0) {
		return r.h.SetDoubleOption("objective_bound", math.Inf(1))
	}
	return r.h.SetDoubleOption("objective_bound", r.sign*worth)
}

// Solve solves the program by the dual simplex, which starts well after changes
// of bounds. Where HiGHS cannot go on from the basis at hand it starts afresh.
func (r *relaxer) Solve(ctx context.Context) (*mip.Relaxation, error) {
	status, err := r.h.Run(ctx)
	if err != nil && ctx.Err() == nil {
		if clearing := r.h.ClearSolver(); clearing != nil {
			return nil, err // not for numerical reasons
		}
		status, err = r.h.Run(ctx)
	}
	if err != nil {
		return nil, err
	}
	found, err := r.h.result(status)
	if err != nil {
		return nil, err
	}
	answer := &mip.Relaxation{Termination: found.Termination, Limit: found.Limit, Iterations: found.Iterations}
	switch found.Termination {
	case mip.Optimal:
		answer.X, answer.Objective = found.X, r.sign*found.Objective
		if status == ModelEmpty {
			_, rows := r.Size()
			answer.RowDual, answer.ColDual = make([]float64, rows), []float64{}
			return answer, nil
		}
		if err := r.h.collectDuals(found); err != nil {
			return nil, err
		}
		answer.RowDual, answer.ColDual = times(r.sign, found.RowDual), times(r.sign, found.ColDual)
	case mip.Infeasible, mip.InfeasibleOrUnbounded:
		if answer.Ray, err = r.h.DualRay(ctx); answer.Ray != nil {
			answer.Termination = mip.Infeasible
		}
	}
	return answer, err
}

// DualRay is a ray of the dual program of an infeasible one, one multiplier per
// row; see mip.Relaxation.Ray, whose sign it has. HiGHS solves once more where
// it noticed the infeasibility without one. It is nil where HiGHS has none.
func (h *Highs) DualRay(ctx context.Context) ([]float64, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	const name = "Highs_getDualRay"
	if h.ptr == nil {
		return nil, closed(name)
	}
	_, rows, _ := h.size()
	ray := make([]float64, rows)
	var has C.HighsInt
	if err := h.solving(ctx, name, func() C.HighsInt {
		return C.Highs_getDualRay(h.ptr, &has, doubles(ray))
	}); err != nil || has == 0 {
		return nil, err
	}
	for i := range ray {
		ray[i] = -ray[i] // HiGHS has the least of yr above the most of (yA)x
	}
	return ray, nil
}
