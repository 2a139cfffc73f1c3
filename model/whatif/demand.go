package whatif

import (
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// MerchantMW adds to the merchant demand of a client market for each of some products, in
// every period, at the best price that its demand pays. A product without demand gets none.
func MerchantMW(market string, products ...model.Business) Lever {
	return Lever{
		Kind: "merchant demand for " + together(products), Of: market, Unit: "MW", Sign: 1, Least: 0, Most: largestMW, Grain: 0.1,
		turn: func(s *model.Scenario, mw float64) {
			edited(&s.Markets, func(_ int, m *model.ClientMarket) {
				if m.ID == market {
					m.Demand = slices.Clone(m.Demand)
					for _, product := range products {
						deepen(m.Demand, product, unit.MW(mw))
					}
				}
			})
		},
	}
}

// deepen adds MW to the step of a product with the best price.
func deepen(steps []model.DemandStep, product model.Business, mw unit.MW) {
	best := -1
	for i := range steps {
		if steps[i].Product == product && (best < 0 || steps[i].Price > steps[best].Price) {
			best = i
		}
	}
	if best < 0 {
		return
	}
	steps[best].Depth = slices.Clone(steps[best].Depth)
	for p := range steps[best].Depth {
		steps[best].Depth[p] += mw
	}
}

// Admitted is a change that lets contracts for some products be served from a region; it
// names those that it opens.
func Admitted(s *model.Scenario, region string, products ...model.Business) (changed *model.Scenario, ids []string) {
	c := *s
	r := slices.IndexFunc(s.Regions, func(x model.Region) bool { return x.ID == region })
	edited(&c.Contracts, func(_ int, x *model.Contract) {
		if r < 0 || !slices.Contains(products, x.Product) || x.Allows(r) {
			return
		}
		x.Regions = append(slices.Clone(x.Regions), r)
		slices.Sort(x.Regions)
		ids = append(ids, x.ID)
	})
	return &c, ids
}
