package model

import (
	"slices"

	"github.com/gridalloc/gridalloc/model/unit"
)

// ClientMarket is an area whose AI clients buy from any site within it.
type ClientMarket struct {
	ID, Name string
	// Demand is the merchant demand without contract, by product.
	Demand []DemandStep
	Provenance
}

// DemandStep is one step of a falling demand curve: up to Depth[p] MW of IT
// load find a client at Price times the market's rent.
type DemandStep struct {
	ID      string
	Product Business // Colocation or GPUCloud
	Depth   []unit.MW
	Price   unit.Share
	Provenance
}

// Contract is an AI client's offer to rent IT MW for a term.
type Contract struct {
	ID, Client string
	Product    Business
	Market     int // for re-letting after a default
	MW         unit.MW
	Start      Date // first month, day 1
	Term       unit.Months
	Ramp       unit.Months // linear by month from MW/Ramp to MW; 0 or 1 none
	Price      unit.MoneyPerMWMonth
	// PassThrough: the tenant pays for the power it draws.
	PassThrough bool
	// ExpectedUse is the mean share of its MW the tenant draws and would pay
	// for; TakeOrPay is the share it pays for at least.
	ExpectedUse, TakeOrPay unit.Share
	SLA                    unit.Share
	Regions                []int // allowed, in rising order
	Default                unit.Share
	RelettingGap           unit.Months
	RelettingPrice         unit.Share // of the market's rent
	Penalty                unit.MoneyPerMWMonth
	MaxShort               unit.Share
	Mandatory              bool
	Provenance
}

// Allows reports whether the contract may be served from a region.
func (c *Contract) Allows(region int) bool {
	_, ok := slices.BinarySearch(c.Regions, region)
	return ok
}

// CountryOfMarket is the country of the regions that sell to a client market;
// the input checks see to it that there is only one.
func (s *Scenario) CountryOfMarket(market int) int {
	for i := range s.Regions {
		if s.Regions[i].Market == market {
			return s.Regions[i].Country
		}
	}
	return 0
}
