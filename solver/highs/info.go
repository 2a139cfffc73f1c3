package highs

// #include "capi.h"
import "C"

import (
	"errors"
	"fmt"
)

// InfoType is the type of a fact about the last solve.
type InfoType int

// The types of facts.
const (
	Int64Info  InfoType = -1
	IntInfo    InfoType = 1
	DoubleInfo InfoType = 2
)

// InfoNames lists the facts that HiGHS knows of the last solve.
func InfoNames() []string {
	return []string{
		"simplex_iteration_count", "ipm_iteration_count", "crossover_iteration_count", "pdlp_iteration_count", "qp_iteration_count",
		"primal_solution_status", "dual_solution_status", "basis_validity",
		"objective_function_value", "mip_node_count", "mip_dual_bound", "mip_gap", "max_integrality_violation",
		"num_primal_infeasibilities", "max_primal_infeasibility", "sum_primal_infeasibilities",
		"num_dual_infeasibilities", "max_dual_infeasibility", "sum_dual_infeasibilities",
		"num_relative_primal_infeasibilities", "max_relative_primal_infeasibility",
		"num_relative_dual_infeasibilities", "max_relative_dual_infeasibility",
		"num_primal_residual_errors", "max_primal_residual_error",
		"num_dual_residual_errors", "max_dual_residual_error",
		"num_relative_primal_residual_errors", "max_relative_primal_residual_error",
		"num_relative_dual_residual_errors", "max_relative_dual_residual_error",
		"num_complementarity_violations", "max_complementarity_violation",
		"primal_dual_objective_error", "primal_dual_integral",
	}
}

// InfoTypeOf is the type of a fact.
func (h *Highs) InfoTypeOf(name string) (InfoType, error) {
	var kind C.HighsInt
	err := h.named("Highs_getInfoType", name, func(name *C.char) C.HighsInt {
		return C.Highs_getInfoType(h.ptr, name, &kind)
	})
	return InfoType(kind), err
}

// IntInfo is a fact of type int.
func (h *Highs) IntInfo(name string) (int, error) {
	var value C.HighsInt
	err := h.named("Highs_getIntInfoValue", name, func(name *C.char) C.HighsInt {
		return C.Highs_getIntInfoValue(h.ptr, name, &value)
	})
	return int(value), unavailable(err)
}

// Int64Info is a fact of type int64.
func (h *Highs) Int64Info(name string) (int64, error) {
	var value C.int64_t
	err := h.named("Highs_getInt64InfoValue", name, func(name *C.char) C.HighsInt {
		return C.Highs_getInt64InfoValue(h.ptr, name, &value)
	})
	return int64(value), unavailable(err)
}

// DoubleInfo is a fact of type double.
func (h *Highs) DoubleInfo(name string) (float64, error) {
	var value C.double
	err := h.named("Highs_getDoubleInfoValue", name, func(name *C.char) C.HighsInt {
		return C.Highs_getDoubleInfoValue(h.ptr, name, &value)
	})
	return float64(value), unavailable(err)
}

// unavailable is the error of asking for a fact, where a warning means that
// there is none since nothing was solved.
func unavailable(err error) error {
	var e *Error
	if errors.As(err, &e) && e.Status == StatusWarning {
		return fmt.Errorf("highs: %s: %w", e.Call, ErrNoSolution)
	}
	return err
}

// Info is a fact of any type, as a number.
func (h *Highs) Info(name string) (float64, error) {
	kind, err := h.InfoTypeOf(name)
	if err != nil {
		return 0, err
	}
	switch kind {
	case Int64Info:
		v, err := h.Int64Info(name)
		return float64(v), err
	case IntInfo:
		v, err := h.IntInfo(name)
		return float64(v), err
	case DoubleInfo:
		return h.DoubleInfo(name)
	}
	return 0, fmt.Errorf("highs: info %s has the unknown type %d", name, kind)
}
