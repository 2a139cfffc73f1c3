package verify

import (
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// decisions is the decision part of a plan with its names resolved. Whatever
// could not be resolved is left out, after a finding.
type decisions struct {
	signed     []*signing // by site, nil where nothing is signed
	halls      []hall
	accepted   []bool // by contract
	deliveries []delivery
	short      [][]*big.Rat // MW by contract and period
	spot       []spot
	sales      []sale
	loans      []*big.Rat // by year
}

// signing is an offer taken in period q and energised in period e = q+L, which
// is n or more where the plan is refused for it.
type signing struct {
	q, e       int
	firm, flex *big.Rat
}

// hall is a group of equal halls that run from the beginning of start to the
// beginning of end.
type hall struct {
	row                    int // in Plan.Halls
	site, hallType, design int
	stand                  model.Stand
	existing               *model.ExistingHall // nil for new halls
	start, end, count      int
	// waits: idle where the connection comes late, until it is there. Marks
	// outside their place are dropped after a finding, here and below.
	waits bool
}

type delivery struct {
	contract, site, p int
	mw                *big.Rat
	waits             bool
}

type spot struct {
	site, p int
	product model.Business
	mw      *big.Rat
	waits   bool
}

type sale struct {
	market, step, p int
	mw              *big.Rat
}

// names finds the records of a scenario by their ids.
type names struct {
	sites, hallTypes, designs, contracts, markets map[string]int
	steps                                         []map[string]int // by market
}

func index[T any](list []T, id func(*T) string) map[string]int {
	m := make(map[string]int, len(list))
	for i := range list {
		m[id(&list[i])] = i
	}
	return m
}

func newNames(s *model.Scenario) *names {
	n := &names{
		sites:     index(s.Sites, func(x *model.Site) string { return x.ID }),
		hallTypes: index(s.HallTypes, func(x *model.HallType) string { return x.ID }),
		designs:   index(s.Designs, func(x *model.SupplyDesign) string { return x.ID }),
		contracts: index(s.Contracts, func(x *model.Contract) string { return x.ID }),
		markets:   index(s.Markets, func(x *model.ClientMarket) string { return x.ID }),
	}
	for i := range s.Markets {
		n.steps = append(n.steps, index(s.Markets[i].Demand, func(x *model.DemandStep) string { return x.ID }))
	}
	return n
}
