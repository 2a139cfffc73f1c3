package simulate

import "math/bits"

// shapley divides what a coalition of n players wins among them: to each the
// mean, over all orders in which they may join, of what it adds (Shapley, A
// value for n-person games, 1953). value is by coalition, a bit for each
// player; the parts add up to value[all] - value[0].
func shapley(value []float64, parts []float64) {
	n := len(parts)
	orders := make([]float64, n+1) // factorials
	orders[0] = 1
	for i := 1; i <= n; i++ {
		orders[i] = orders[i-1] * float64(i)
	}
	for player := range parts {
		// Orders are counted as whole numbers, so that a game of whole numbers is
		// divided without rounding but for the last division.
		sum := 0.0
		for set := range value {
			if set&(1<<player) == 0 {
				before := bits.OnesCount(uint(set))
				sum += orders[before] * orders[n-before-1] * (value[set|1<<player] - value[set])
			}
		}
		parts[player] = sum / orders[n]
	}
}
