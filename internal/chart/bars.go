package chart

import "fmt"

// sums adds up series place by place.
func sums(list []Series, n int) []float64 {
	total := make([]float64, n)
	for _, s := range list {
		for i, v := range s.Values {
			total[i] += v
		}
	}
	return total
}

// most is the largest of figures, at least 0, and least the smallest, at most 0.
func most(lists ...[]float64) float64 {
	m := 0.0
	for _, list := range lists {
		for _, x := range list {
			m = max(m, x)
		}
	}
	return m
}

func least(lists ...[]float64) float64 {
	m := 0.0
	for _, list := range lists {
		for _, x := range list {
			m = min(m, x)
		}
	}
	return m
}

// barGap is left on both sides of a bar in a place: none where bars are thin.
func barGap(place float64) float64 {
	if place < 8 {
		return 0
	}
	return min(0.16*place, 14)
}

// withName heads a column: "spent, USD million".
func withName(name, unit string) string {
	if unit == "" {
		return name
	}
	return name + ", " + unit
}

// notNegative finds an amount below 0, which cannot be stacked.
func (h *Head) notNegative(list []Series) error {
	for _, s := range list {
		for _, v := range s.Values {
			if v < 0 {
				return fmt.Errorf("picture %s: %q has the negative amount %g", h.ID, s.Name, v)
			}
		}
	}
	return nil
}
