package whatif

import (
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// rateParts: the discount rate, which becomes the other's.
func rateParts() []part {
	return []part{{
		name: "discount rate", unit: "share", absolute: true,
		level: func(s *model.Scenario) float64 { return float64(s.DiscountRate) },
		turn:  func(s *model.Scenario, _, to float64) { s.DiscountRate = unit.Share(to) },
	}}
}

// MeanTax is the rate of tax on profit in a market: the mean over its regions by MW.
func MeanTax(s *model.Scenario) float64 {
	mw := weights(s)
	return weightedMean(len(mw), func(i int) (x, weight float64) {
		return float64(s.Countries[s.Regions[i].Country].TaxRate), mw[i]
	})
}

// taxParts: the mean rate by MW. Rates are multiplied, up to 100 %; where none of them is
// above zero, all become the level.
func taxParts() []part {
	return []part{{
		name: "tax on profit", unit: "share", absolute: true, level: MeanTax,
		turn: func(s *model.Scenario, from, to float64) {
			edited(&s.Countries, func(_ int, c *model.Country) {
				rate := unit.Share(to)
				if from > 0 {
					rate = c.TaxRate * unit.Share(to/from)
				}
				c.TaxRate = min(rate, 1)
			})
		},
	}}
}

// takeLosses: losses count as in the other market's first country.
func takeLosses(s, _, other *model.Scenario) {
	edited(&s.Countries, func(_ int, c *model.Country) { c.CarryForward = other.Countries[0].CarryForward })
}
