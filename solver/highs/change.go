package highs

// #include "capi.h"
import "C"

import "fmt"

// Changes keep the last basis or solution, from which the next solve starts.
// Where a call takes a set of columns or rows, these must ascend; infinities
// stand for missing bounds. Give integer columns whole bounds; see PassModel.

// ChangeColCost changes the cost of a column.
func (h *Highs) ChangeColCost(col int32, cost float64) error {
	return h.call("Highs_changeColCost", func() C.HighsInt {
		return C.Highs_changeColCost(h.ptr, C.HighsInt(col), C.double(cost))
	})
}

// ChangeColCosts changes the costs of a set of columns.
func (h *Highs) ChangeColCosts(cols []int32, costs []float64) error {
	const name = "Highs_changeColsCostBySet"
	return h.batch(name, len(cols), [][]float64{costs}, func() C.HighsInt {
		return C.Highs_changeColsCostBySet(h.ptr, C.HighsInt(len(cols)), ints(cols), doubles(costs))
	})
}

// ChangeColCostRange changes the costs of the columns from first on.
func (h *Highs) ChangeColCostRange(first int32, costs []float64) error {
	const name = "Highs_changeColsCostByRange"
	return h.batch(name, len(costs), nil, func() C.HighsInt {
		return C.Highs_changeColsCostByRange(h.ptr, C.HighsInt(first), last(first, costs), doubles(costs))
	})
}

// ChangeColBounds changes the bounds of a column.
func (h *Highs) ChangeColBounds(col int32, lower, upper float64) error {
	return h.call("Highs_changeColBounds", func() C.HighsInt {
		return C.Highs_changeColBounds(h.ptr, C.HighsInt(col), C.double(lower), C.double(upper))
	})
}

// ChangeColsBounds changes the bounds of a set of columns.
func (h *Highs) ChangeColsBounds(cols []int32, lower, upper []float64) error {
	const name = "Highs_changeColsBoundsBySet"
	return h.batch(name, len(cols), [][]float64{lower, upper}, func() C.HighsInt {
		return C.Highs_changeColsBoundsBySet(h.ptr, C.HighsInt(len(cols)), ints(cols), doubles(lower), doubles(upper))
	})
}

// ChangeColBoundsRange changes the bounds of the columns from first on.
func (h *Highs) ChangeColBoundsRange(first int32, lower, upper []float64) error {
	const name = "Highs_changeColsBoundsByRange"
	return h.batch(name, len(lower), [][]float64{upper}, func() C.HighsInt {
		return C.Highs_changeColsBoundsByRange(h.ptr, C.HighsInt(first), last(first, lower), doubles(lower), doubles(upper))
	})
}

// ChangeRowBounds changes the bounds of a row.
func (h *Highs) ChangeRowBounds(row int32, lower, upper float64) error {
	return h.call("Highs_changeRowBounds", func() C.HighsInt {
		return C.Highs_changeRowBounds(h.ptr, C.HighsInt(row), C.double(lower), C.double(upper))
	})
}

// ChangeRowsBounds changes the bounds of a set of rows.
func (h *Highs) ChangeRowsBounds(rows []int32, lower, upper []float64) error {
	const name = "Highs_changeRowsBoundsBySet"
	return h.batch(name, len(rows), [][]float64{lower, upper}, func() C.HighsInt {
		return C.Highs_changeRowsBoundsBySet(h.ptr, C.HighsInt(len(rows)), ints(rows), doubles(lower), doubles(upper))
	})
}

// ChangeRowBoundsRange changes the bounds of the rows from first on.
func (h *Highs) ChangeRowBoundsRange(first int32, lower, upper []float64) error {
	const name = "Highs_changeRowsBoundsByRange"
	return h.batch(name, len(lower), [][]float64{upper}, func() C.HighsInt {
		return C.Highs_changeRowsBoundsByRange(h.ptr, C.HighsInt(first), last(first, lower), doubles(lower), doubles(upper))
	})
}

// ChangeCoefficient changes the coefficient of a column in a row, which may
// have been zero.
func (h *Highs) ChangeCoefficient(row, col int32, value float64) error {
	return h.call("Highs_changeCoeff", func() C.HighsInt {
		return C.Highs_changeCoeff(h.ptr, C.HighsInt(row), C.HighsInt(col), C.double(value))
	})
}

// ChangeOffset changes what is added to the objective.
func (h *Highs) ChangeOffset(offset float64) error {
	return h.call("Highs_changeObjectiveOffset", func() C.HighsInt {
		return C.Highs_changeObjectiveOffset(h.ptr, C.double(offset))
	})
}

// ChangeMaximize changes the sense of the objective.
func (h *Highs) ChangeMaximize(maximize bool) error {
	sense := objSenseMinimize
	if maximize {
		sense = objSenseMaximize
	}
	return h.call("Highs_changeObjectiveSense", func() C.HighsInt { return C.Highs_changeObjectiveSense(h.ptr, sense) })
}

// batch makes a call with several values at once; without any, none is made.
func (h *Highs) batch(call string, n int, arrays [][]float64, f func() C.HighsInt) error {
	for _, array := range arrays {
		if len(array) != n {
			return fmt.Errorf("highs: %s: %d values for %d places", call, len(array), n)
		}
	}
	return h.call(call, func() C.HighsInt {
		if n == 0 {
			return statusOk
		}
		return f()
	})
}

// last is the index of the last of a range.
func last(first int32, values []float64) C.HighsInt {
	return C.HighsInt(int(first) + len(values) - 1)
}
