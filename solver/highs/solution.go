package highs

// #include "capi.h"
import "C"

import "fmt"

// Solution holds the values of columns and rows and their duals. The duals are
// zero after a MIP search.
type Solution struct {
	ColValue, ColDual []float64
	RowValue, RowDual []float64
}

// Solution is the point that HiGHS holds, feasible or not; see the infos
// primal_solution_status and dual_solution_status for what it is worth.
func (h *Highs) Solution() (*Solution, error) {
	if status, err := h.IntInfo("primal_solution_status"); err != nil {
		return nil, err
	} else if status == solutionStatusNone {
		return nil, fmt.Errorf("highs: Highs_getSolution: %w", ErrNoSolution)
	}
	s := &Solution{}
	err := h.call("Highs_getSolution", func() C.HighsInt {
		cols, rows, _ := h.size()
		s.ColValue, s.ColDual = make([]float64, cols), make([]float64, cols)
		s.RowValue, s.RowDual = make([]float64, rows), make([]float64, rows)
		return C.Highs_getSolution(h.ptr, doubles(s.ColValue), doubles(s.ColDual), doubles(s.RowValue), doubles(s.RowDual))
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// SetSolution gives a point to start the next MIP search from, one value per
// column.
func (h *Highs) SetSolution(colValue []float64) error {
	return h.perColumn("Highs_setSolution", len(colValue), func() C.HighsInt {
		return C.Highs_setSolution(h.ptr, doubles(colValue), nil, nil, nil)
	})
}

// BasisStatus is where a column or row stands in a basis.
type BasisStatus int32

// The places in a basis.
const (
	AtLower BasisStatus = iota
	Basic
	AtUpper
	AtZero
	Nonbasic
)

// Basis is a basis of the linear program.
type Basis struct {
	Col, Row []BasisStatus
}

// Basis is the basis that the last LP solve ended with.
func (h *Highs) Basis() (*Basis, error) {
	if valid, err := h.IntInfo("basis_validity"); err != nil {
		return nil, err
	} else if valid == basisValidityInvalid {
		return nil, fmt.Errorf("highs: Highs_getBasis: %w", ErrNoSolution)
	}
	var col, row []int32
	err := h.call("Highs_getBasis", func() C.HighsInt {
		cols, rows, _ := h.size()
		col, row = make([]int32, cols), make([]int32, rows)
		return C.Highs_getBasis(h.ptr, ints(col), ints(row))
	})
	if err != nil {
		return nil, err
	}
	return &Basis{Col: basisStatuses(col), Row: basisStatuses(row)}, nil
}

func basisStatuses(numbers []int32) []BasisStatus {
	statuses := make([]BasisStatus, len(numbers))
	for i, n := range numbers {
		statuses[i] = BasisStatus(n)
	}
	return statuses
}

// SetBasis gives a basis to start the next LP solve from.
func (h *Highs) SetBasis(b *Basis) error {
	col, row := make([]int32, len(b.Col)), make([]int32, len(b.Row))
	for j, s := range b.Col {
		col[j] = int32(s)
	}
	for i, s := range b.Row {
		row[i] = int32(s)
	}
	cols, rows, _, err := h.Size()
	if err != nil {
		return err
	}
	if len(col) != cols || len(row) != rows {
		return fmt.Errorf("highs: Highs_setBasis: a basis of %d columns and %d rows for %d and %d", len(col), len(row), cols, rows)
	}
	return h.call("Highs_setBasis", func() C.HighsInt { return C.Highs_setBasis(h.ptr, ints(col), ints(row)) })
}

// ClearSolver forgets the last solution and basis, so that the next solve
// starts afresh.
func (h *Highs) ClearSolver() error {
	return h.call("Highs_clearSolver", func() C.HighsInt { return C.Highs_clearSolver(h.ptr) })
}

// perColumn makes a call with so many values, which must be one per column.
func (h *Highs) perColumn(call string, values int, f func() C.HighsInt) error {
	cols, _, _, err := h.Size()
	if err != nil {
		return err
	}
	if values != cols {
		return fmt.Errorf("highs: %s: %d values for %d columns", call, values, cols)
	}
	return h.call(call, f)
}
