package highs

// #include "capi.h"
import "C"

import "context"

// IIS is an irreducible infeasible subsystem: rows and columns whose bounds
// contradict each other, and would not if any one were left out.
type IIS struct {
	Cols, Rows []IISMember
}

// IISMember is a column or row of an IIS, with the bounds that take part.
type IISMember struct {
	Index        int32
	Lower, Upper bool
}

// IIS finds an irreducible infeasible subsystem of the model without its
// integrality. It is empty when that relaxation is feasible.
func (h *Highs) IIS(ctx context.Context) (*IIS, error) {
	if err := h.SetIntOption("iis_strategy", iisStrategy); err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	const name = "Highs_getIis"
	if h.ptr == nil {
		return nil, closed(name)
	}
	cols, rows, _ := h.size()
	col, colBound := make([]int32, cols), make([]int32, cols)
	row, rowBound := make([]int32, rows), make([]int32, rows)
	var numCol, numRow C.HighsInt
	if err := h.solving(ctx, name, func() C.HighsInt {
		return C.Highs_getIis(h.ptr, &numCol, &numRow, ints(col), ints(row), ints(colBound), ints(rowBound), nil, nil)
	}); err != nil {
		return nil, err
	}
	return &IIS{
		Cols: iisMembers(col[:numCol], colBound),
		Rows: iisMembers(row[:numRow], rowBound),
	}, nil
}

func iisMembers(index, bound []int32) []IISMember {
	members := make([]IISMember, len(index))
	for i, j := range index {
		b := bound[i]
		members[i] = IISMember{
			Index: j,
			Lower: b == iisBoundLower || b == iisBoundBoxed,
			Upper: b == iisBoundUpper || b == iisBoundBoxed,
		}
	}
	return members
}
