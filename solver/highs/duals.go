package highs

// #include "capi.h"
import "C"

import (
	"context"
	"errors"
	"math"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// fixedDuals adds the duals of the linear program to a result. A MIP becomes
// one by holding its integer columns at the solution, for the time of another
// solve; that one is not subject to the time limit.
func (h *Highs) fixedDuals(ctx context.Context, r *mip.Result) error {
	if len(h.integers) == 0 {
		return h.collectDuals(r)
	}
	restore, err := h.fixIntegers(r.X)
	if err != nil {
		return err
	}
	return errors.Join(h.solveFixed(ctx, r), restore())
}

func (h *Highs) solveFixed(ctx context.Context, r *mip.Result) error {
	if err := h.SetDoubleOption("time_limit", math.Inf(1)); err != nil {
		return err
	}
	if status, err := h.Run(ctx); err != nil || status != Optimal {
		return err
	}
	return h.collectDuals(r)
}

// collectDuals notes the duals where HiGHS calls them feasible.
func (h *Highs) collectDuals(r *mip.Result) error {
	status, err := h.IntInfo("dual_solution_status")
	if err != nil || status != solutionStatusFeasible {
		return err
	}
	s, err := h.Solution()
	if err != nil {
		return err
	}
	r.RowDual, r.ColDual = s.RowDual, s.ColDual
	return nil
}

// fixIntegers makes the integer columns continuous and holds them at x,
// rounded. The function it returns undoes that.
func (h *Highs) fixIntegers(x []float64) (restore func() error, err error) {
	n := C.HighsInt(len(h.integers))
	lower, upper := make([]float64, n), make([]float64, n)
	if err := h.columnBounds(h.integers, lower, upper); err != nil {
		return nil, err
	}
	fixed := make([]float64, n)
	kinds := make([]int32, n)
	for i, j := range h.integers {
		fixed[i] = math.Round(x[j])
		kinds[i] = varTypeInteger
	}
	if err := h.call("Highs_clearIntegrality", func() C.HighsInt { return C.Highs_clearIntegrality(h.ptr) }); err != nil {
		return nil, err
	}
	restore = func() error {
		return errors.Join(
			h.ChangeColsBounds(h.integers, lower, upper),
			h.call("Highs_changeColsIntegralityBySet", func() C.HighsInt {
				return C.Highs_changeColsIntegralityBySet(h.ptr, n, ints(h.integers), ints(kinds))
			}))
	}
	if err := h.ChangeColsBounds(h.integers, fixed, fixed); err != nil {
		return nil, errors.Join(err, restore())
	}
	return restore, nil
}

// columnBounds reads the bounds of a set of columns.
func (h *Highs) columnBounds(cols []int32, lower, upper []float64) error {
	return h.call("Highs_getColsBySet", func() C.HighsInt {
		var numCol, numNonzero C.HighsInt
		return C.Highs_getColsBySet(h.ptr, C.HighsInt(len(cols)), ints(cols), &numCol,
			nil, doubles(lower), doubles(upper), &numNonzero, nil, nil, nil)
	})
}
