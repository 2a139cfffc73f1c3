package mip

import (
	"fmt"
	"math"
)

// Validate reports the first mistake in a model: arrays that do not fit
// together, costs or coefficients that are not finite numbers, bounds that
// cross, rows of a column that do not ascend.
func (m *Model) Validate() error {
	if err := m.validateShape(); err != nil {
		return err
	}
	if !finite(m.Offset) {
		return fmt.Errorf("mip: the objective's offset is %v", m.Offset)
	}
	for j, cost := range m.ColCost {
		if !finite(cost) {
			return fmt.Errorf("mip: the cost of column %s is %v", m.ColName(int32(j)), cost)
		}
		if err := validateBounds(m.ColLower[j], m.ColUpper[j]); err != nil {
			return fmt.Errorf("mip: column %s: %w", m.ColName(int32(j)), err)
		}
	}
	for i := range m.RowLower {
		if err := validateBounds(m.RowLower[i], m.RowUpper[i]); err != nil {
			return fmt.Errorf("mip: row %s: %w", m.RowName(int32(i)), err)
		}
	}
	return m.validateMatrix()
}

func (m *Model) validateShape() error {
	cols, rows := m.NumCols(), m.NumRows()
	for _, array := range []struct {
		name      string
		got, want int
		optional  bool
	}{
		{"ColLower", len(m.ColLower), cols, false},
		{"ColUpper", len(m.ColUpper), cols, false},
		{"ColInteger", len(m.ColInteger), cols, false},
		{"ColFamily", len(m.ColFamily), cols, true},
		{"ColNames", m.ColNames.Len(), cols, true},
		{"RowUpper", len(m.RowUpper), rows, false},
		{"RowFamily", len(m.RowFamily), rows, true},
		{"RowNames", m.RowNames.Len(), rows, true},
		{"Start", len(m.Start), cols + 1, false},
		{"Value", len(m.Value), len(m.Index), false},
	} {
		if array.optional && array.got == 0 {
			continue
		}
		if array.got != array.want {
			return fmt.Errorf("mip: %s has %d entries instead of %d", array.name, array.got, array.want)
		}
	}
	if m.Start[0] != 0 || int(m.Start[cols]) != len(m.Index) {
		return fmt.Errorf("mip: Start runs from %d to %d instead of 0 to %d", m.Start[0], m.Start[cols], len(m.Index))
	}
	return nil
}

func (m *Model) validateMatrix() error {
	rows := int32(m.NumRows())
	for j := range m.ColCost {
		start, end := m.Start[j], m.Start[j+1]
		if start > end || int(end) > len(m.Index) {
			return fmt.Errorf("mip: Start does not ascend at column %s", m.ColName(int32(j)))
		}
		last := int32(-1)
		for k := start; k < end; k++ {
			row := m.Index[k]
			if row <= last || row >= rows {
				return fmt.Errorf("mip: column %s has row index %d after %d, of %d rows", m.ColName(int32(j)), row, last, rows)
			}
			if !finite(m.Value[k]) {
				return fmt.Errorf("mip: the coefficient of column %s in row %s is %v", m.ColName(int32(j)), m.RowName(row), m.Value[k])
			}
			last = row
		}
	}
	return nil
}

func validateBounds(lower, upper float64) error {
	switch {
	case math.IsNaN(lower) || math.IsNaN(upper):
		return fmt.Errorf("the bounds %v and %v are not numbers", lower, upper)
	case lower > upper:
		return fmt.Errorf("the lower bound %v is above the upper bound %v", lower, upper)
	case math.IsInf(lower, 1) || math.IsInf(upper, -1):
		return fmt.Errorf("no value lies between %v and %v", lower, upper)
	}
	return nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
