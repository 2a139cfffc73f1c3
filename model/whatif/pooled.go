package whatif

import (
	"slices"

	"github.com/gridalloc/gridalloc/model"
)

// ServedAtHome is a scenario of several markets in which each contract is served from the
// regions that one of the markets serves it from alone: a client that takes any region of
// its own country does not take one abroad.
func ServedAtHome(s *model.Scenario, markets ...*model.Scenario) *model.Scenario {
	changed := *s
	edited(&changed.Contracts, func(_ int, c *model.Contract) {
		c.Regions = slices.DeleteFunc(slices.Clone(c.Regions), func(r int) bool {
			return !slices.ContainsFunc(markets, func(m *model.Scenario) bool { return serves(m, c.ID, s.Regions[r].ID) })
		})
	})
	return &changed
}

// serves tells whether a scenario lets a contract be served from a region.
func serves(s *model.Scenario, contract, region string) bool {
	return slices.ContainsFunc(s.Contracts, func(c model.Contract) bool {
		return c.ID == contract && slices.ContainsFunc(c.Regions, func(r int) bool { return s.Regions[r].ID == region })
	})
}
