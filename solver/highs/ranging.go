package highs

// #include "capi.h"
import "C"

// Ranging says how far costs and bounds may move before the optimal basis of a
// linear program changes.
type Ranging struct {
	ColCostUp, ColCostDown   Range
	ColBoundUp, ColBoundDown Range
	RowBoundUp, RowBoundDown Range
}

// Range is one direction of a ranging, by column or row: the value up to which
// the cost or bound may move, the objective there, and which variables would
// then enter and leave the basis (rows counted after the columns, -1 for none).
type Range struct {
	Value, Objective  []float64
	Entering, Leaving []int32
}

func newRange(n int) Range {
	return Range{make([]float64, n), make([]float64, n), make([]int32, n), make([]int32, n)}
}

// Ranging computes the ranging of the linear program just solved to
// optimality.
func (h *Highs) Ranging() (*Ranging, error) {
	var r Ranging
	err := h.call("Highs_getRanging", func() C.HighsInt {
		cols, rows, _ := h.size()
		r = Ranging{
			ColCostUp: newRange(cols), ColCostDown: newRange(cols),
			ColBoundUp: newRange(cols), ColBoundDown: newRange(cols),
			RowBoundUp: newRange(rows), RowBoundDown: newRange(rows),
		}
		cu, cd := r.ColCostUp, r.ColCostDown
		bu, bd := r.ColBoundUp, r.ColBoundDown
		ru, rd := r.RowBoundUp, r.RowBoundDown
		return C.Highs_getRanging(h.ptr,
			doubles(cu.Value), doubles(cu.Objective), ints(cu.Entering), ints(cu.Leaving),
			doubles(cd.Value), doubles(cd.Objective), ints(cd.Entering), ints(cd.Leaving),
			doubles(bu.Value), doubles(bu.Objective), ints(bu.Entering), ints(bu.Leaving),
			doubles(bd.Value), doubles(bd.Objective), ints(bd.Entering), ints(bd.Leaving),
			doubles(ru.Value), doubles(ru.Objective), ints(ru.Entering), ints(ru.Leaving),
			doubles(rd.Value), doubles(rd.Objective), ints(rd.Entering), ints(rd.Leaving))
	})
	if err != nil {
		return nil, err
	}
	return &r, nil
}
