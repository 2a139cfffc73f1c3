package finance

import "math"

// IRR is that of Cash for a net cash row of periods of the given length in
// years, the last amount being that of the end of the horizon. It is worked out
// without allocation, for those who value many worlds.
func IRR(net []float64, years float64) (rate float64, ok bool) {
	for _, grid := range irrGrid {
		low, atLow := grid[0], present(net, years, grid[0])
		for _, high := range grid[1:] {
			atHigh := present(net, years, high)
			switch {
			case atLow == 0 && atHigh == 0 || atLow*atHigh > 0:
				low, atLow = high, atHigh
			case atLow == 0:
				return low, true
			default:
				return rootOf(net, years, low, high, atLow), true
			}
		}
	}
	return 0, false
}

// present has the sign of the present value of a net cash row at a yearly
// rate: it is a polynomial in x, the factor of half a period, and this is that
// value over x, by Horner's rule.
func present(net []float64, years, rate float64) float64 {
	x := math.Pow(1+rate, -years/2)
	n := len(net) - 1
	sum := net[n]*x + net[n-1]
	for p := n - 2; p >= 0; p-- {
		sum = sum*x*x + net[p]
	}
	return sum
}

// rootOf finds the root that Cash.root bisects to: some bisections single it
// out, false position (the Illinois variant: Dowell and Jarratt, 1971) polishes
// it.
func rootOf(net []float64, years, low, high, atLow float64) float64 {
	const bisections, polish, accuracy = 10, 60, 1e-14
	for range bisections {
		middle := (low + high) / 2
		if at := present(net, years, middle); (at > 0) == (atLow > 0) {
			low, atLow = middle, at
		} else {
			high = middle
		}
	}
	atHigh := present(net, years, high)
	rate, kept := low, 0 // kept: the end that the last step did not move
	for range polish {
		next := high - atHigh*(high-low)/(atHigh-atLow)
		at := present(net, years, next)
		if math.Abs(next-rate) < accuracy*(1+math.Abs(next)) || at == 0 {
			return next
		}
		rate = next
		if (at > 0) == (atLow > 0) {
			low, atLow = next, at
			if kept == 1 {
				atHigh /= 2
			}
			kept = 1
		} else {
			high, atHigh = next, at
			if kept == -1 {
				atLow /= 2
			}
			kept = -1
		}
	}
	return rate
}
