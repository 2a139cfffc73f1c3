// Package scenariotest makes small scenarios for tests: random ones from a
// seed, small enough to be solved by enumeration.
package scenariotest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Random makes a scenario of two sites in one or two regions over three yearly
// periods, with miners, a colocation hall type, merchant demand and at most
// one contract, under random budgets, surpluses and rules. Power costs the
// same everywhere, so that it does not matter which site serves whom. Equal
// seeds give equal scenarios.
func Random(seed uint64) *model.Scenario {
	r := rand.New(rand.NewPCG(seed, 7))
	const n = 3
	s := &model.Scenario{
		Name: fmt.Sprintf("random-%d", seed), Currency: "USD", PriceYear: 2026,
		Horizon:      model.Horizon{Start: model.Date{Year: 2027, Month: 1, Day: 1}, PeriodMonths: 12, Periods: n},
		DiscountRate: unit.Share(0.02 * float64(r.IntN(8))), LeadQuantile: model.Typical,
		Countries:  []model.Country{{ID: "X", Name: "X", TaxRate: unit.Share(pick(r, 0, 0.2, 0.25))}},
		Zones:      []model.PriceZone{{ID: "z", Blocks: []model.PriceBlock{{Hours: 0.75, Price: 0.8}, {Hours: 0.25, Price: 1.6}}}},
		Connection: model.ConnectionTerms{Life: 240, Terminal: unit.Share(pick(r, 0, 0.5, 1))},
		Designs:    designs(),
		Worlds: []model.World{{
			Name: "base", Probability: 1, PowerIndex: [][]unit.Share{{1, 1, 1}},
			Hashprice: []unit.Hashprice{unit.Hashprice(25 + r.IntN(60)), unit.Hashprice(25 + r.IntN(60)), unit.Hashprice(25 + r.IntN(60))},
			Rent:      [][3][]unit.MoneyPerMWMonth{{{0, 0, 0}, rents(r), {0, 0, 0}}},
		}},
		Solver: model.SolverOptions{Gap: 0, Threads: 1, Seed: 1},
	}
	s.Base = s.Worlds[0]
	s.HallTypes = hallTypes(r)
	s.Markets = []model.ClientMarket{{ID: "m", Demand: []model.DemandStep{
		{ID: "first", Product: model.Colocation, Depth: []unit.MW{unit.MW(r.IntN(8)), unit.MW(r.IntN(8)), unit.MW(r.IntN(12))}, Price: 1},
		{ID: "second", Product: model.Colocation, Depth: []unit.MW{4, 4, 4}, Price: 0.7},
	}}}
	addRegions(s, r)
	addSites(s, r)
	addBudget(s, r)
	if r.IntN(6) > 0 {
		s.Contracts = []model.Contract{contract(s, r)}
	}
	addRules(s, r)
	return s
}

// pick chooses one of the values.
func pick[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

func rents(r *rand.Rand) []unit.MoneyPerMWMonth {
	base := 60e3 + 10e3*float64(r.IntN(20))
	return []unit.MoneyPerMWMonth{unit.MoneyPerMWMonth(base), unit.MoneyPerMWMonth(0.95 * base), unit.MoneyPerMWMonth(0.9 * base)}
}

func designs() []model.SupplyDesign {
	one := func(a unit.Share, count, need int) []model.SupplyGroup {
		return []model.SupplyGroup{{Name: "power", Alternatives: []model.Alternative{{Chain: []model.Component{{ID: "feeder", Availability: a}}, Count: count, Need: need}}}}
	}
	return []model.SupplyDesign{
		{ID: "single", Feeders: 1, Groups: one(0.99, 1, 1)},
		{ID: "double", Feeders: 2, Capex: 5e5, Groups: one(0.99, 2, 1)},
	}
}

func hallTypes(r *rand.Rand) []model.HallType {
	climate := func(pue, grid unit.Share) []model.ClimatePoint {
		return []model.ClimatePoint{{Temperature: 0, PUE: pue, GridPerIT: grid}}
	}
	return []model.HallType{
		{
			ID: "asic", Business: model.Mining, Module: 10, ShellCapex: unit.MoneyPerMW(200e3 + 100e3*float64(r.IntN(4))), MachineCapex: unit.MoneyPerMW(600e3 + 200e3*float64(r.IntN(5))),
			ShellLife: 120, MachineLife: pick[unit.Months](r, 24, 36, 48), Construction: pick[unit.Months](r, 0, 6), FixedOM: 20e3, VariableOM: 1,
			Climate: climate(1.05, 1.1), Resale: 0.5, Terminal: 0.5, UnitsPerMW: 285, Designs: []int{0}, Efficiency: 15, EfficiencyTrend: -0.1, MachineTrend: -0.05, Uptime: 0.95, PoolFee: 0.02,
		},
		{
			ID: "colo", Business: model.Colocation, Module: 5, ShellCapex: unit.MoneyPerMW(2e6 + 1e6*float64(r.IntN(5))), ShellLife: 240, Construction: pick[unit.Months](r, 6, 12, 18),
			FixedOM: 200e3, VariableOM: 1, Climate: climate(1.25, 1.4), Terminal: unit.Share(pick(r, 0.6, 0.9)), Designs: []int{1}, LoadFactor: 0.8,
		},
	}
}

func addRegions(s *model.Scenario, r *rand.Rand) {
	for i := range 1 + r.IntN(2) {
		s.Regions = append(s.Regions, model.Region{
			ID: string(rune('A' + i)), Name: string(rune('A' + i)), Temperature: 4, EnergyPrice: 35, NetworkPrice: 10, CarbonIntensity: 0.4,
			Surplus: []model.Surplus{
				{From: model.Date{Year: 2027, Month: 1, Day: 1}, Firm: unit.MW(5 * r.IntN(9)), Interruptible: unit.MW(5 * r.IntN(5))},
				{From: model.Date{Year: 2029, Month: 1, Day: 1}, Firm: unit.MW(5 * r.IntN(3))},
			},
		})
	}
	if r.IntN(2) == 0 {
		joint := model.JointLimit{ID: "joint", Surplus: []model.Surplus{{From: model.Date{Year: 2027, Month: 1, Day: 1}, Firm: unit.MW(10 + 5*r.IntN(8)), Interruptible: unit.MW(5 * r.IntN(4))}}}
		for i := range s.Regions {
			joint.Regions = append(joint.Regions, i)
		}
		s.JointLimits = []model.JointLimit{joint}
	}
}

func addSites(s *model.Scenario, r *rand.Rand) {
	for i := range 2 {
		site := model.Site{ID: fmt.Sprintf("s%d", i), Region: r.IntN(len(s.Regions)), HasOffer: true, Offer: model.Offer{
			Min: unit.MW(5 * r.IntN(2)), Max: 30, MaxFirm: pick[unit.MW](r, 15, 30), MaxFlex: pick[unit.MW](r, 0, 10, 20), Feeders: pick(r, 1, 2, 2),
			Lead:      [3]unit.Months{0, pick[unit.Months](r, 0, 6, 13, 18), 36},
			FixedCost: unit.Money(1e6 * float64(r.IntN(4))), CostPerMW: unit.MoneyPerMW(1e5 * float64(1+r.IntN(4))), Interruption: unit.HoursPerYear(100 * r.IntN(5)),
		}}
		if i == 0 && r.IntN(2) == 0 {
			site.Existing = model.Existing{Firm: 12, Feeders: 1, Halls: []model.ExistingHall{{
				ID: "old", HallType: 0, Design: 0, Stand: model.Firm, Count: 1, MachineAge: pick[unit.Months](r, 6, 20, 30), ShellAge: 36,
			}}}
		}
		s.Sites = append(s.Sites, site)
	}
}

func addBudget(s *model.Scenario, r *rand.Rand) {
	if r.IntN(4) > 0 {
		for range s.Horizon.Periods {
			s.Budget.Annual = append(s.Budget.Annual, unit.Money(1e6*float64(2+r.IntN(50))))
		}
		s.Budget.CarryOver = unit.Share(pick(r, 0, 0.5, 1))
		s.Budget.Reinvest = unit.Share(pick(r, 0, 0, 0.5))
	}
	if r.IntN(2) == 0 {
		s.Budget.Total, s.Budget.HasTotal = unit.Money(1e6*float64(15+r.IntN(80))), true
	}
}

func contract(s *model.Scenario, r *rand.Rand) model.Contract {
	c := model.Contract{
		ID: "c", Client: "client", Product: model.Colocation, MW: unit.MW(3 + r.IntN(6)), Start: model.Date{Year: pick(r, 2028, 2029, 2029, 2029), Month: 1, Day: 1}, Term: 36,
		Ramp: pick[unit.Months](r, 0, 12), Price: unit.MoneyPerMWMonth(200e3 + 40e3*float64(r.IntN(10))), PassThrough: r.IntN(2) == 0,
		ExpectedUse: 0.8, TakeOrPay: 0.9, SLA: pick[unit.Share](r, 0.99, 0.9995), Default: 0.05, RelettingGap: 6, RelettingPrice: 0.8, Penalty: 50e3,
	}
	for i := range s.Regions {
		c.Regions = append(c.Regions, i)
	}
	return c
}

func addRules(s *model.Scenario, r *rand.Rand) {
	var all []int
	for i := range s.Regions {
		all = append(all, i)
	}
	if r.IntN(3) == 0 {
		s.Rules = append(s.Rules, model.Rule{ID: "crews", Kind: model.Openings, Enabled: true, Limit: 1, Regions: all})
	}
	if r.IntN(4) == 0 {
		s.Rules = append(s.Rules, model.Rule{ID: "declared", Kind: model.TakeOrPay, Enabled: true, Share: 0.9, Regions: all, Span: model.Span{From: model.Date{Year: 2028, Month: 1, Day: 1}}})
	}
	if r.IntN(4) == 0 {
		s.Rules = append(s.Rules, model.Rule{ID: "winter", Kind: model.Ban, Enabled: true, Business: []model.Business{model.Mining}, Regions: []int{0}, Span: model.Span{Months: 1<<1 | 1<<2 | 1<<12}})
	}
	if r.IntN(4) == 0 {
		s.Rules = append(s.Rules, model.Rule{ID: "imports", Kind: model.Equipment, Enabled: true, Limit: 2850, Business: []model.Business{model.Mining}, Regions: all})
	}
}

// Clone copies a scenario deeply.
func Clone(s *model.Scenario) *model.Scenario {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	var c model.Scenario
	if err := json.Unmarshal(text, &c); err != nil {
		panic(err)
	}
	return &c
}

// Split is a scenario of yearly periods with each period divided into equal
// parts, 2 or 4.
func Split(s *model.Scenario, parts int) *model.Scenario {
	c := Clone(s)
	c.Horizon.PeriodMonths /= parts
	c.Horizon.Periods *= parts
	for m := range c.Markets {
		for k := range c.Markets[m].Demand {
			c.Markets[m].Demand[k].Depth = repeat(c.Markets[m].Demand[k].Depth, parts)
		}
	}
	for w := range c.Worlds {
		world := &c.Worlds[w]
		world.Hashprice = repeat(world.Hashprice, parts)
		for m := range world.Rent {
			for b := range world.Rent[m] {
				world.Rent[m][b] = repeat(world.Rent[m][b], parts)
			}
		}
		for m := range world.Utilisation {
			for b := range world.Utilisation[m] {
				world.Utilisation[m][b] = repeat(world.Utilisation[m][b], parts)
			}
		}
		for _, paths := range [][][]unit.Share{world.PowerIndex, world.PowerSpread} {
			for z := range paths {
				paths[z] = repeat(paths[z], parts)
			}
		}
	}
	return c
}

// repeat gives every value as often as there are parts.
func repeat[T any](values []T, parts int) []T {
	var list []T
	for _, v := range values {
		for range parts {
			list = append(list, v)
		}
	}
	return list
}
