package verify_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// Indices of the records of the base scenario.
const (
	miner = iota
	colo
	gpu
)

// base is a scenario with round numbers: one region at a temperature where PUE
// is 1.1 and gamma 1.2, energy at 20 and network at 10 a MWh, a hashprice at
// which a miner earns 100 a MWh, no tax and no discounting. Site "a" is an
// offer with two feeders.
func base(periods, months int) *model.Scenario {
	s := &model.Scenario{
		Name: "test", Title: "Test", Currency: "USD", PriceYear: 2026,
		Horizon:      model.Horizon{Start: model.Date{Year: 2027, Month: 1, Day: 1}, PeriodMonths: months, Periods: periods},
		LeadQuantile: model.Typical,
		Countries:    []model.Country{{ID: "X", Name: "X"}},
		Zones:        []model.PriceZone{{ID: "z", Blocks: []model.PriceBlock{{Hours: 1, Price: 1}}}},
		Regions: []model.Region{{
			ID: "r", Name: "R", Temperature: 10, EnergyPrice: 20, NetworkPrice: 10, CarbonIntensity: 0.5,
			Surplus: []model.Surplus{{From: model.Date{Year: 2027, Month: 1, Day: 1}, Firm: 100, Interruptible: 50}},
		}},
		Sites: []model.Site{{ID: "a", Name: "A", HasOffer: true, Offer: offer(2)}},
		Designs: []model.SupplyDesign{
			{ID: "n", Name: "N", Feeders: 1},
			{ID: "2n", Name: "2N", Feeders: 2, Capex: 100, Groups: []model.SupplyGroup{{
				Name:         "feed",
				Alternatives: []model.Alternative{{Count: 1, Need: 1, Chain: []model.Component{{ID: "ups", Availability: 0.75}}}},
			}}},
		},
		HallTypes:  hallTypes(),
		Connection: model.ConnectionTerms{Life: 48, Terminal: 0.5},
	}
	s.Worlds = []model.World{world(periods)}
	s.Markets = []model.ClientMarket{{ID: "m", Name: "M", Demand: []model.DemandStep{
		{ID: "m-colo", Product: model.Colocation, Depth: same(unit.MW(10), periods), Price: 0.5},
		{ID: "m-gpu", Product: model.GPUCloud, Depth: same(unit.MW(10), periods), Price: 0.8},
	}}}
	return s
}

func offer(feeders int) model.Offer {
	return model.Offer{
		Min: 5, Max: 60, MaxFirm: 60, MaxFlex: 40, Feeders: feeders, Lead: [3]unit.Months{6, 12, 24},
		FixedCost: 1000, CostPerMW: 100, Interruption: 876,
	}
}

func hallTypes() []model.HallType {
	climate := []model.ClimatePoint{{Temperature: 0, PUE: 1, GridPerIT: 1}, {Temperature: 20, PUE: 1.2, GridPerIT: 1.4}}
	return []model.HallType{
		{
			ID: "miner", Business: model.Mining, Machine: "asic", Module: 5, ShellCapex: 200, MachineCapex: 400, ShellLife: 120,
			MachineLife: 24, Construction: 12, FixedOM: 10, VariableOM: 1, Climate: climate, Resale: 0.5, Terminal: 0.5,
			UnitsPerMW: 300, Designs: []int{0}, Efficiency: 20, Uptime: 1,
		},
		{
			ID: "colo", Business: model.Colocation, Module: 4, ShellCapex: 900, ShellLife: 120, Construction: 12, FixedOM: 20,
			VariableOM: 2, Climate: climate, Terminal: 0.5, UnitsPerMW: 0, Designs: []int{0, 1}, LoadFactor: 0.5,
		},
		{
			ID: "gpu", Business: model.GPUCloud, Machine: "gpu", Module: 2, ShellCapex: 900, MachineCapex: 5000, ShellLife: 120,
			MachineLife: 36, Construction: 12, FixedOM: 20, Climate: climate, Resale: 0.25, Terminal: 0.5, UnitsPerMW: 700,
			Designs: []int{1}, LoadFactor: 0.5,
		},
	}
}

func world(periods int) model.World {
	w := model.World{
		Name: "base", Probability: 1, Hashprice: same(unit.Hashprice(48), periods),
		PowerIndex: [][]unit.Share{same(unit.Share(1), periods)},
	}
	rent := [3][]unit.MoneyPerMWMonth{}
	rent[model.Colocation] = same(unit.MoneyPerMWMonth(1000), periods)
	rent[model.GPUCloud] = same(unit.MoneyPerMWMonth(9000), periods)
	w.Rent = [][3][]unit.MoneyPerMWMonth{rent}
	return w
}

// branch gives a scenario worlds of the given probabilities, each a copy of its
// first with a change.
func branch(s *model.Scenario, change func(i int, w *model.World), chances ...unit.Share) {
	text, err := json.Marshal(s.Worlds[0])
	if err != nil {
		panic(err)
	}
	s.Worlds = nil
	for i, chance := range chances {
		var w model.World
		if err := json.Unmarshal(text, &w); err != nil {
			panic(err)
		}
		w.Name, w.Probability = fmt.Sprint("w", i), chance
		change(i, &w)
		s.Worlds = append(s.Worlds, w)
	}
}

func same[T any](x T, n int) []T { return slices.Repeat([]T{x}, n) }

// contract is 3 MW of colocation for three years from the second on.
func contract() model.Contract {
	return model.Contract{
		ID: "c", Client: "C", Product: model.Colocation, MW: 3, Start: model.Date{Year: 2028, Month: 1, Day: 1},
		Term: 36, Price: 2000, ExpectedUse: 0.5, TakeOrPay: 0.75, SLA: 0.7, Regions: []int{0}, Penalty: 500, MaxShort: 0.5,
	}
}

// fill gives a plan its header and figures.
func fill(t testing.TB, s *model.Scenario, plan *model.Plan) *model.Plan {
	t.Helper()
	plan.Format, plan.Scenario, plan.Title, plan.Currency, plan.Prices = model.PlanFormat, s.Name, s.Title, s.Currency, s.PriceYear
	plan.Periods = nil
	for p := range s.Horizon.Periods {
		plan.Periods = append(plan.Periods, s.Horizon.Label(p))
	}
	if plan.Contracts == nil {
		for _, c := range s.Contracts {
			plan.Contracts = append(plan.Contracts, model.ContractOutcome{Contract: c.ID, Client: c.Client, Product: c.Product.String(), MW: c.MW, Accepted: true})
		}
	}
	x, err := verify.Recompute(s, plan)
	if err != nil {
		t.Fatal(err)
	}
	for i := range plan.Halls {
		plan.Halls[i].ITMW, plan.Halls[i].GridMW = x.HallSizes[i].ITMW, x.HallSizes[i].GridMW
	}
	plan.Outcome = model.Outcome{Goal: s.Objective.Goal.String(), Termination: "optimal", Objective: x.Objective, Bound: x.Objective}
	plan.Result, plan.Shares, plan.Allocations = x.Result, x.Shares, x.Allocations
	plan.CashFlows, plan.Spending = x.CashFlows, x.Spending
	plan.Worlds, plan.Risk, plan.Flexibility = x.Worlds, x.Risk, x.Flexibility
	return plan
}

// accepted fills in a plan and expects it to pass.
func accepted(t *testing.T, s *model.Scenario, plan *model.Plan) *model.Plan {
	t.Helper()
	r := verify.Check(s, fill(t, s, plan), verify.Options{})
	for _, f := range r.Findings {
		t.Error(f)
	}
	if !r.OK {
		t.Error("refused")
	}
	return plan
}

// refused fills in a plan and expects findings of exactly the rules.
func refused(t *testing.T, s *model.Scenario, plan *model.Plan, rules ...verify.Rule) {
	t.Helper()
	r := verify.Check(s, fill(t, s, plan), verify.Options{})
	if got := broken(r); r.OK || !slices.Equal(got, slices.Sorted(slices.Values(rules))) {
		t.Errorf("broken rules %q, want %q\n%v", got, rules, r.Findings)
	}
}

// broken lists the rules of a report's findings.
func broken(r *verify.Report) []verify.Rule {
	var rules []verify.Rule
	for _, f := range r.Findings {
		rules = append(rules, f.Rule)
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

// clone copies a plan.
func clone(t *testing.T, plan *model.Plan) *model.Plan {
	t.Helper()
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	c := new(model.Plan)
	if err := json.Unmarshal(text, c); err != nil {
		t.Fatal(err)
	}
	return c
}

// near expects a figure to nine digits.
func near[T, U ~float64](t *testing.T, what string, got T, want U) {
	t.Helper()
	if math.Abs(float64(got)-float64(want)) > 1e-9*math.Max(1, math.Abs(float64(want))) {
		t.Errorf("%s is %.12g, want %.12g", what, float64(got), float64(want))
	}
}

// total adds up a column of the cash flows.
func total(plan *model.Plan, get func(*model.CashFlow) unit.Money) (sum float64) {
	for i := range plan.CashFlows {
		sum += float64(get(&plan.CashFlows[i]))
	}
	return sum
}

// sign orders a connection of site "a" at the start, energised in the second
// year.
func sign(firm, flex unit.MW) []model.Signing {
	return []model.Signing{{Site: "a", Region: "r", Signed: "2027", Energised: "2028", FirmMW: firm, FlexMW: flex}}
}

// halls is a group at site "a".
func halls(hallType, business, design, stand, start, end string, count int) model.Hall {
	return model.Hall{
		Site: "a", Region: "r", HallType: hallType, Business: business, Design: design, Stand: stand,
		Start: start, End: end, Count: count,
	}
}

// deliver serves contract "c" from site "a" in the periods.
func deliver(mw unit.MW, periods ...string) (list []model.Delivery) {
	for _, p := range periods {
		list = append(list, model.Delivery{Contract: "c", Site: "a", Period: p, MW: mw})
	}
	return list
}
