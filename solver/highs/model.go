package highs

// #include "capi.h"
import "C"

import (
	"errors"
	"math"
	"slices"
	"unsafe"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// PassModel replaces the model, in one call. Bounds of integer columns are
// rounded to the whole numbers between them, if any. Names are not passed; see
// PassNames.
func (h *Highs) PassModel(m *mip.Model) error {
	if err := m.Validate(); err != nil {
		return err
	}
	sense := objSenseMinimize
	if m.Maximize {
		sense = objSenseMaximize
	}
	integers, kinds := integerColumns(m)
	lower, upper := wholeBounds(m, integers)
	return h.call("Highs_passModel", func() C.HighsInt {
		h.integers = integers
		return C.Highs_passModel(h.ptr,
			C.HighsInt(m.NumCols()), C.HighsInt(m.NumRows()), C.HighsInt(m.NumNonzeros()), 0,
			matrixFormatColwise, hessianFormatTriangular, sense, C.double(m.Offset),
			doubles(m.ColCost), doubles(lower), doubles(upper),
			doubles(m.RowLower), doubles(m.RowUpper),
			ints(m.Start), ints(m.Index), doubles(m.Value),
			nil, nil, nil, ints(kinds))
	})
}

// integerColumns lists the integer columns, and the types of all columns for
// HiGHS; none where all are continuous.
func integerColumns(m *mip.Model) (integers, kinds []int32) {
	for j, integer := range m.ColInteger {
		if integer {
			integers = append(integers, int32(j))
		}
	}
	if len(integers) > 0 {
		kinds = make([]int32, m.NumCols())
		for _, j := range integers {
			kinds[j] = varTypeInteger
		}
	}
	return integers, kinds
}

// wholeBounds are the bounds of the columns, with those of integer columns at
// whole numbers: at others, the presolve of HiGHS 1.15.1 can leave an integer
// column at a fraction and call that optimal.
func wholeBounds(m *mip.Model, integers []int32) (lower, upper []float64) {
	lower, upper = m.ColLower, m.ColUpper
	if len(integers) > 0 {
		lower, upper = slices.Clone(lower), slices.Clone(upper)
	}
	for _, j := range integers {
		if low, up := math.Ceil(lower[j]), math.Floor(upper[j]); low <= up {
			lower[j], upper[j] = low, up
		}
	}
	return lower, upper
}

// PassNames gives the columns and rows the names of the model. Only the files
// that HiGHS writes and its log need them.
func (h *Highs) PassNames(m *mip.Model) error {
	if err := h.named("Highs_passModelName", m.Name, func(name *C.char) C.HighsInt {
		return C.Highs_passModelName(h.ptr, name)
	}); m.Name != "" && err != nil {
		return err
	}
	for j := range C.HighsInt(m.NumCols()) {
		if err := h.named("Highs_passColName", m.ColName(int32(j)), func(name *C.char) C.HighsInt {
			return C.Highs_passColName(h.ptr, j, name)
		}); err != nil {
			return err
		}
	}
	for i := range C.HighsInt(m.NumRows()) {
		if err := h.named("Highs_passRowName", m.RowName(int32(i)), func(name *C.char) C.HighsInt {
			return C.Highs_passRowName(h.ptr, i, name)
		}); err != nil {
			return err
		}
	}
	return nil
}

// WriteModel has HiGHS write its model to a file, as MPS or LP by the ending
// of the name. Names that are missing or occur twice it replaces by others.
func (h *Highs) WriteModel(path string) error {
	err := h.named("Highs_writeModel", path, func(path *C.char) C.HighsInt {
		return C.Highs_writeModel(h.ptr, path)
	})
	var e *Error
	if errors.As(err, &e) && e.Status == StatusWarning {
		return nil // about the names
	}
	return err
}

// ReadModel has HiGHS read a model of the kind of mip.Model from a file, MPS or
// LP by the ending of the name.
func (h *Highs) ReadModel(path string) error {
	if err := h.named("Highs_readModel", path, func(path *C.char) C.HighsInt {
		return C.Highs_readModel(h.ptr, path)
	}); err != nil {
		return err
	}
	return h.call("Highs_getColIntegrality", func() C.HighsInt {
		h.integers = nil
		for j := range C.Highs_getNumCol(h.ptr) {
			var kind C.HighsInt
			if status := C.Highs_getColIntegrality(h.ptr, j, &kind); status != statusOk {
				return status
			}
			if kind == varTypeInteger {
				h.integers = append(h.integers, int32(j))
			}
		}
		return statusOk
	})
}

// Size is the number of columns, rows and coefficients of the model.
func (h *Highs) Size() (cols, rows, nonzeros int, err error) {
	err = h.call("Highs_getNumCol", func() C.HighsInt {
		cols, rows, nonzeros = h.size()
		return statusOk
	})
	return cols, rows, nonzeros, err
}

// size is Size for those who hold the lock.
func (h *Highs) size() (cols, rows, nonzeros int) {
	return int(C.Highs_getNumCol(h.ptr)), int(C.Highs_getNumRow(h.ptr)), int(C.Highs_getNumNz(h.ptr))
}

func doubles(s []float64) *C.double { return (*C.double)(unsafe.SliceData(s)) }

func ints(s []int32) *C.HighsInt { return (*C.HighsInt)(unsafe.SliceData(s)) }
