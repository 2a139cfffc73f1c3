package calibrate

import (
	"fmt"
	"math"
	"slices"
)

// minPowerSteps is the smallest number of changes that is fitted.
const minPowerSteps = 10

// Power fits the volatility of yearly power prices, pooled over all states,
// and the part of it that all have in common. A change over several years
// counts as such of a random walk. Reversion is not fitted: it needs years
// without gaps.
func Power(history []PowerYear) ([]Estimate, error) {
	byState := map[string][]PowerYear{}
	for _, y := range history {
		byState[y.State] = append(byState[y.State], y)
	}
	type step struct{ change, years float64 }
	type span struct{ from, to int }
	steps := map[span][]step{}
	change, years, n := 0.0, 0.0, 0
	for _, state := range sortedKeys(byState) {
		list := byState[state]
		slices.SortFunc(list, func(a, b PowerYear) int { return a.Year - b.Year })
		for i := 1; i < len(list); i++ {
			s := step{math.Log(list[i].Price / list[i-1].Price), float64(list[i].Year - list[i-1].Year)}
			at := span{list[i-1].Year, list[i].Year}
			steps[at] = append(steps[at], s)
			change, years, n = change+s.change, years+s.years, n+1
		}
	}
	if n < minPowerSteps {
		return nil, tooShort("power prices, in changes", n, minPowerSteps)
	}
	drift := change / years
	var all []float64
	spans := make([]span, 0, len(steps))
	for at := range steps {
		spans = append(spans, at)
	}
	slices.SortFunc(spans, func(a, b span) int { return 1000*(a.from-b.from) + a.to - b.to })
	layout := make(groups, len(spans))
	for i, at := range spans {
		for _, s := range steps[at] {
			z := (s.change - drift*s.years) / math.Sqrt(s.years)
			layout[i] = append(layout[i], z)
			all = append(all, z)
		}
	}
	volatility, err := deviation(all)
	estimates := []Estimate{
		{"power.csv", "volatility", volatility, err, "1/year^0.5", n, fmt.Sprintf("%d states, %d spans of years; nominal; changes of a span go together, so the error is larger", len(byState), len(layout))},
		{"", "power_drift", drift, volatility / math.Sqrt(years/float64(len(byState))), "1/year", n, "nominal growth; years go together, so the error is that of one state"},
	}
	if share, shareErr, ok := layout.common(); ok {
		estimates = append(estimates, Estimate{"power.csv", "common", share, shareErr, "share", n, fmt.Sprintf("from %d spans only", len(layout))})
	}
	return estimates, nil
}
