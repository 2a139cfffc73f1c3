package highs

// #include "capi.h"
import "C"

import (
	"context"
	"errors"
	"fmt"

	"github.com/gridalloc/gridalloc/solver/mip"
)

var _ mip.RelaxEngine = Engine{}

// dualTolerance is how far a reduced cost may be on the wrong side of zero. What
// is asked of relaxations is mostly bounds, which are as good as their duals.
const dualTolerance = 1e-9

// Relax opens the linear relaxation of a model in an instance of its own.
func (Engine) Relax(m *mip.Model) (mip.Relaxer, error) {
	lp := *m
	lp.ColInteger = make([]bool, m.NumCols())
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
	return &relaxer{h: h}, nil
}

// relaxer is an instance as a mip.Relaxer.
type relaxer struct{ h *Highs }

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
	return r.h.ChangeColCosts(cols, costs)
}

func (r *relaxer) AddCols(cols mip.Vectors, costs []float64) error { return r.h.AddCols(cols, costs) }

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

// Solve solves the program by the dual simplex, which starts well after changes
// of bounds.
func (r *relaxer) Solve(ctx context.Context) (*mip.Relaxation, error) {
	status, err := r.h.Run(ctx)
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
		answer.X, answer.Objective = found.X, found.Objective
		if status == ModelEmpty {
			_, rows := r.Size()
			answer.RowDual, answer.ColDual = make([]float64, rows), []float64{}
			return answer, nil
		}
		if err := r.h.collectDuals(found); err != nil {
			return nil, err
		}
		answer.RowDual, answer.ColDual = found.RowDual, found.ColDual
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
