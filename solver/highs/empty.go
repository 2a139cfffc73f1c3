package highs

// #include "capi.h"
import "C"

import "github.com/gridalloc/gridalloc/solver/mip"

// emptyResult is the answer for a model without columns. HiGHS calls it
// optimal whatever its rows demand of their activity, which is zero.
func (h *Highs) emptyResult(r *mip.Result) (*mip.Result, error) {
	var offset C.double
	if err := h.call("Highs_getObjectiveOffset", func() C.HighsInt {
		return C.Highs_getObjectiveOffset(h.ptr, &offset)
	}); err != nil {
		return nil, err
	}
	lower, upper, err := h.rowBounds()
	if err != nil {
		return nil, err
	}
	for i := range lower {
		if lower[i] > 0 || upper[i] < 0 {
			r.Termination = mip.Infeasible
			return r, nil
		}
	}
	r.HasSolution, r.X = true, []float64{}
	r.Objective, r.DualBound = float64(offset), float64(offset)
	return r, nil
}

// rowBounds reads the bounds of all rows.
func (h *Highs) rowBounds() (lower, upper []float64, err error) {
	err = h.call("Highs_getRowsByRange", func() C.HighsInt {
		_, rows, _ := h.size()
		if rows == 0 {
			return statusOk
		}
		lower, upper = make([]float64, rows), make([]float64, rows)
		var numRow, numNonzero C.HighsInt
		return C.Highs_getRowsByRange(h.ptr, 0, C.HighsInt(rows-1), &numRow, doubles(lower), doubles(upper), &numNonzero, nil, nil, nil)
	})
	return lower, upper, err
}
