package chart

import "math"

// ticks are rising round numbers (1, 2 or 5 times a power of ten, and their
// multiples) from at most low to at least high, about n of them, and the decimals that they need.
func ticks(low, high float64, n int) (list []float64, decimals int) {
	if low == high {
		low, high = min(low, 0), max(high, 0)
		if low == high {
			high = 1
		}
	}
	step := roundUp((high - low) / float64(max(n, 1)))
	first, last := math.Floor(low/step+1e-9), math.Ceil(high/step-1e-9)
	for k := first; k <= last; k++ {
		list = append(list, k*step)
	}
	return list, max(0, -int(math.Floor(math.Log10(step)+1e-9)))
}

// roundUp is the least of 1, 2 and 5 times a power of ten that is not less than x.
func roundUp(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= x*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// bounds are the upper limits of at most n classes of rising round size, of
// which the last holds the highest.
func bounds(high float64, n int) []float64 {
	if high <= 0 {
		return nil
	}
	list := []float64{roundUp(high)}
	for len(list) < n {
		list = append([]float64{roundUp(list[0] / 2.6)}, list...) // 100 after 200, 20 after 50
	}
	return list
}

// classOf is the class of x: the first whose limit holds it.
func classOf(x float64, limits []float64) int {
	for i, limit := range limits {
		if x <= limit {
			return i
		}
	}
	return len(limits) - 1
}

// scale turns figures into places along a line of the drawing.
type scale struct{ low, high, from, to float64 }

func (s scale) at(x float64) float64 { return s.from + (x-s.low)/(s.high-s.low)*(s.to-s.from) }
