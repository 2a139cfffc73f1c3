package calibrate

import (
	"fmt"
	"math"
	"slices"
)

// minRentSteps is the smallest number of changes that is fitted.
const minRentSteps = 5

// Rents fits the volatility of GPU rents from changes between months that
// follow each other, pooled over all GPUs.
func Rents(history []RentMonth) ([]Estimate, error) {
	byGPU := map[string][]RentMonth{}
	for _, m := range history {
		byGPU[m.GPU] = append(byGPU[m.GPU], m)
	}
	var steps []float64
	spans := map[Month]bool{}
	for _, gpu := range sortedKeys(byGPU) {
		list := byGPU[gpu]
		slices.SortFunc(list, func(a, b RentMonth) int { return int(a.Month - b.Month) })
		for i := 1; i < len(list); i++ {
			if list[i].Month == list[i-1].Month+1 {
				steps = append(steps, math.Log(list[i].Price/list[i-1].Price))
				spans[list[i].Month] = true
			}
		}
	}
	if len(steps) < minRentSteps {
		return nil, tooShort("GPU rents, in changes", len(steps), minRentSteps)
	}
	s, err := deviation(steps)
	perYear := 1 / math.Sqrt(month)
	note := fmt.Sprintf("list prices, %d GPUs, %d month(s)", len(byGPU), len(spans))
	if len(spans) < monthsPerYear {
		note += ": too short to say how GPUs move together, return or grow, and sampling of clouds counts as volatility"
	}
	return []Estimate{{"rents.csv", "volatility", s * perYear, err * perYear, "1/year^0.5", len(steps), note}}, nil
}
