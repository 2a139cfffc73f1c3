package highs

// #include "capi.h"
import "C"

import "github.com/gridalloc/gridalloc/solver/mip"

// AddRows appends rows. What is basic in them keeps the last basis a basis.
func (h *Highs) AddRows(rows mip.Vectors) error {
	cols, _, _, err := h.Size()
	if err != nil {
		return err
	}
	if err := rows.Validate(cols); err != nil {
		return err
	}
	const name = "Highs_addRows"
	return h.batch(name, len(rows.Lower), nil, func() C.HighsInt {
		return C.Highs_addRows(h.ptr, C.HighsInt(len(rows.Lower)), doubles(rows.Lower), doubles(rows.Upper),
			C.HighsInt(len(rows.Index)), ints(rows.Start), ints(rows.Index), doubles(rows.Value))
	})
}

// AddCols appends continuous columns.
func (h *Highs) AddCols(cols mip.Vectors, costs []float64) error {
	_, rows, _, err := h.Size()
	if err != nil {
		return err
	}
	if err := cols.Validate(rows); err != nil {
		return err
	}
	const name = "Highs_addCols"
	return h.batch(name, len(cols.Lower), [][]float64{costs}, func() C.HighsInt {
		return C.Highs_addCols(h.ptr, C.HighsInt(len(cols.Lower)), doubles(costs), doubles(cols.Lower), doubles(cols.Upper),
			C.HighsInt(len(cols.Index)), ints(cols.Start), ints(cols.Index), doubles(cols.Value))
	})
}

// DeleteRows takes a set of rows out; those after them move up. It keeps the
// last basis where the rows are basic in it.
func (h *Highs) DeleteRows(rows []int32) error {
	const name = "Highs_deleteRowsBySet"
	return h.batch(name, len(rows), nil, func() C.HighsInt {
		return C.Highs_deleteRowsBySet(h.ptr, C.HighsInt(len(rows)), ints(rows))
	})
}

// DeleteRowRange takes rows out from first up to, but not including, end.
func (h *Highs) DeleteRowRange(first, end int32) error {
	const name = "Highs_deleteRowsByRange"
	return h.batch(name, int(end-first), nil, func() C.HighsInt {
		return C.Highs_deleteRowsByRange(h.ptr, C.HighsInt(first), C.HighsInt(end-1))
	})
}
