package model

import "github.com/gridalloc/gridalloc/model/unit"

// World is one market scenario: what lies outside the planner's control, by
// period. A scenario without risk has one world of probability 1.
type World struct {
	Name        string
	Probability unit.Share
	Hashprice   []unit.Hashprice
	// Rent is by client market, then product (Colocation, GPUCloud; index
	// Business), then period.
	Rent [][3][]unit.MoneyPerMWMonth
	// Utilisation is the share of sold merchant MW that is let, over what the
	// rents count on, like Rent; nil stands for 1.
	Utilisation [][3][]unit.Share
	// PowerIndex multiplies energy prices, by zone and period.
	PowerIndex [][]unit.Share
	// PowerSpread multiplies the distance of a zone's block prices from their
	// mean, by zone and period; nil stands for 1.
	PowerSpread [][]unit.Share
	// Lead is the time from signing to energisation, by site; nil stands for
	// that of the scenario's quantile. Sooner than that changes nothing.
	Lead []unit.Months
	// Default is the month of its term (0 the first) from which a contract's
	// client pays no more, by contract; a month after the term stands for a
	// client that never defaults. nil: defaults count by their chance.
	Default []unit.Months
	Provenance
}
