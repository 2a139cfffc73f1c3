package scenariotest

import (
	"fmt"
	"math/rand/v2"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Hardship is a way in which a scenario of Hard is hard to get right.
type Hardship int

// The hardships.
const (
	ManyContracts  Hardship = iota // several contracts compete for tight budgets
	TooLarge                       // contracts that no supply can serve
	OnlyMandatory                  // every contract is mandatory
	NoBudget                       // not a coin to spend
	IdenticalSites                 // nothing tells the sites apart
	Banned                         // no site may ever run anything
	WideRange                      // coefficients over a range of 1e9
	Hardships                      // how many there are
)

// String is the hardship in words.
func (h Hardship) String() string {
	names := [...]string{"many contracts", "contracts too large", "only mandatory contracts", "no budget", "identical sites", "all banned", "wide range"}
	if h >= 0 && int(h) < len(names) {
		return names[h]
	}
	return fmt.Sprintf("Hardship(%d)", int(h))
}

// Hard makes a scenario of Random harder in one way: with three or four sites
// and up to four contracts, too large for enumeration. Equal arguments give
// equal scenarios.
func Hard(seed uint64, h Hardship) *model.Scenario {
	r := rand.New(rand.NewPCG(seed, 13))
	s := Clone(Random(seed))
	s.Name = fmt.Sprintf("hard-%d-%d", h, seed)
	addMoreSites(s, r, h == IdenticalSites)
	addMoreContracts(s, r)
	switch h {
	case TooLarge:
		for i := range s.Contracts {
			if r.IntN(2) == 0 {
				s.Contracts[i].MW *= unit.MW(10 + r.IntN(100))
			}
			s.Contracts[i].Mandatory = r.IntN(8) == 0
		}
	case OnlyMandatory:
		for i := range s.Contracts {
			s.Contracts[i].Mandatory = true
		}
		s.Contracts = s.Contracts[:1+r.IntN(len(s.Contracts))]
	case NoBudget:
		s.Budget = model.Budget{Annual: make([]unit.Money, s.Horizon.Periods), Reinvest: s.Budget.Reinvest}
	case Banned:
		s.Rules = append(s.Rules, model.Rule{
			ID: "nothing", Kind: model.Ban, Enabled: true, Regions: s.Contracts[0].Regions,
			Business: []model.Business{model.Mining, model.Colocation, model.GPUCloud},
		})
	case WideRange:
		widen(s, r)
	default:
		for y := range s.Budget.Annual {
			s.Budget.Annual[y] *= unit.Money(0.2 + 0.8*r.Float64())
		}
	}
	return s
}

// addMoreSites adds one or two sites like those there are, all alike where that
// is asked for.
func addMoreSites(s *model.Scenario, r *rand.Rand, alike bool) {
	for range 1 + r.IntN(2) {
		site := s.Sites[r.IntN(len(s.Sites))]
		site.ID = fmt.Sprintf("s%d", len(s.Sites))
		site.Existing = model.Existing{}
		site.Offer.CostPerMW *= unit.MoneyPerMW(1 + r.Float64())
		s.Sites = append(s.Sites, site)
	}
	for i := range s.Sites {
		if alike {
			s.Sites[i].Region, s.Sites[i].Offer, s.Sites[i].Existing = s.Sites[0].Region, s.Sites[0].Offer, model.Existing{}
		}
	}
}

// addMoreContracts brings the contracts to two, three or four, of which some
// allow a shortfall.
func addMoreContracts(s *model.Scenario, r *rand.Rand) {
	for wanted := 2 + r.IntN(3); len(s.Contracts) < wanted; {
		c := contract(s, r)
		c.ID = fmt.Sprintf("c%d", len(s.Contracts))
		c.MW = unit.MW(1 + r.IntN(12))
		if r.IntN(3) == 0 {
			c.MaxShort = 0.5
		}
		s.Contracts = append(s.Contracts, c)
	}
}

// widen spreads the numbers of a scenario: a contract of a few watts beside one
// of gigawatts, a connection nearly for nothing beside one that costs billions.
func widen(s *model.Scenario, r *rand.Rand) {
	s.Contracts[0].MW *= 1e-5
	s.Contracts[1].MW *= 1e3
	s.Contracts[1].Price *= unit.MoneyPerMWMonth(pick(r, 1e-3, 1, 1e3))
	s.Sites[0].Offer.CostPerMW, s.Sites[0].Offer.FixedCost = 1, 1
	s.Sites[1].Offer.FixedCost += 1e9
	for y := range s.Budget.Annual {
		s.Budget.Annual[y] *= unit.Money(pick(r, 1e-3, 1, 1e3))
	}
}
