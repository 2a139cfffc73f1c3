package solver_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// optimum solves a scenario to proven optimality.
func optimum(t *testing.T, s *model.Scenario) float64 {
	t.Helper()
	answer := solve(t, s)
	if answer.Termination != mip.Optimal || answer.Plan == nil {
		t.Fatalf("%s: stopped %v, findings %v", s.Name, answer.Termination, answer.Report.Findings)
	}
	return answer.Plan.Outcome.Objective
}

// relation says how the optimum moves when a scenario is changed: it becomes
// factor times what it was, or better, or worse where that is allowed.
type relation struct {
	name          string
	change        func(*model.Scenario)
	factor        float64
	better, worse bool
	// holds, if not nil, says for which scenarios the relation is true.
	holds func(*model.Scenario) bool
}

var relations = []relation{
	{name: "more budget", change: moreBudget, factor: 1, better: true},
	{name: "more surplus", change: moreSurplus, factor: 1, better: true},
	{name: "shorter lead times", change: shorterLeads, factor: 1, better: true, holds: savesMoney},
	{name: "one more optional contract", change: anotherContract, factor: 1, better: true},
	{name: "a ban", change: banMining, factor: 1, worse: true},
	{name: "an allowed shortfall", change: allowShortfall, factor: 1, better: true},
	{name: "debt", change: allowDebt, factor: 1, better: true},
	{name: "losses carried forward", change: func(s *model.Scenario) { s.Countries[0].CarryForward = true }, factor: 1, worse: true},
	{name: "smallest site", change: rule(model.Rule{Kind: model.MinSite, Limit: 18}), factor: 1, worse: true},
	{name: "largest site", change: rule(model.Rule{Kind: model.MaxSite, Limit: 14}), factor: 1, worse: true},
	{name: "largest site from 2028", change: rule(model.Rule{Kind: model.MaxSite, Limit: 14, Span: model.Span{From: model.Date{Year: 2028, Month: 1, Day: 1}}}), factor: 1, worse: true},
	{name: "openings", change: rule(model.Rule{Kind: model.Openings, Limit: 0}), factor: 1, worse: true},
	{name: "largest share", change: rule(model.Rule{Kind: model.MaxShare, Share: 0.5, Business: []model.Business{model.Mining}}), factor: 1, worse: true},
	{name: "carbon cap", change: rule(model.Rule{Kind: model.CarbonCap, Limit: 40e3}), factor: 1, worse: true},
	{name: "equipment", change: rule(model.Rule{Kind: model.Equipment, Limit: 2850}), factor: 1, worse: true},
	{name: "no new AI halls", change: rule(model.Rule{Kind: model.NoNewHalls, Business: []model.Business{model.Colocation}}), factor: 1, worse: true},
	{name: "take-or-pay", change: rule(model.Rule{Kind: model.TakeOrPay, Share: 0.9}), factor: 1, worse: true},
	{name: "names", change: rename, factor: 1},
	{name: "order", change: reverse, factor: 1},
	{name: "currency", change: func(s *model.Scenario) { exchange(s, 90) }, factor: 90},
	{name: "scale", change: func(s *model.Scenario) { scale(s, 3) }, factor: 3},
}

func TestMetamorphic(t *testing.T) {
	const cases = 40
	for _, r := range relations {
		t.Run(r.name, func(t *testing.T) {
			moved := 0
			for seed := range uint64(cases) {
				s := scenariotest.Random(1000 + seed)
				if r.holds != nil && !r.holds(s) {
					continue
				}
				before := optimum(t, s)
				changed := scenariotest.Clone(s)
				r.change(changed)
				after := optimum(t, changed)
				slack := 1e-6 * r.factor * max(1e6, math.Abs(before))
				if after > r.factor*before+slack && !r.better || after < r.factor*before-slack && !r.worse {
					t.Errorf("seed %d: %g became %g", 1000+seed, before, after)
				}
				if math.Abs(after-r.factor*before) > slack {
					moved++
				}
			}
			if r.better || r.worse {
				t.Logf("moved %d of %d optima", moved, cases)
				if moved == 0 {
					t.Error("the change moves nothing, so the relation is not tested")
				}
			}
		})
	}
}

func moreBudget(s *model.Scenario) {
	for i := range s.Budget.Annual {
		s.Budget.Annual[i] *= 1.5
	}
	s.Budget.Total *= 1.5
}

func moreSurplus(s *model.Scenario) {
	add := func(list []model.Surplus) {
		for i := range list {
			list[i].Firm += 7
			list[i].Interruptible += 7
		}
	}
	for r := range s.Regions {
		add(s.Regions[r].Surplus)
	}
	for j := range s.JointLimits {
		add(s.JointLimits[j].Surplus)
	}
}

func shorterLeads(s *model.Scenario) {
	for i := range s.Sites {
		lead := &s.Sites[i].Offer.Lead[model.Typical]
		*lead = max(*lead-8, 0)
	}
}

// savesMoney reports whether money not spent in a year can be spent later. A
// connection that comes sooner is paid for in fewer years, which budgets that
// lapse may not allow.
func savesMoney(s *model.Scenario) bool { return s.Budget.Annual == nil || s.Budget.CarryOver == 1 }

func anotherContract(s *model.Scenario) {
	s.Contracts = append(s.Contracts, model.Contract{
		ID: "another", Client: "another", Product: model.Colocation, MW: 4, Start: model.Date{Year: 2028, Month: 1, Day: 1}, Term: 24,
		Price: 220e3, ExpectedUse: 0.8, TakeOrPay: 1, SLA: 0.99, Regions: []int{0},
	})
}

func banMining(s *model.Scenario) {
	s.Rules = append(s.Rules, model.Rule{ID: "ban", Kind: model.Ban, Enabled: true, Business: []model.Business{model.Mining}, Regions: []int{0}, Span: model.Span{From: model.Date{Year: 2028, Month: 4, Day: 7}}})
}

// rule switches on a rule about all regions.
func rule(r model.Rule) func(*model.Scenario) {
	return func(s *model.Scenario) {
		r.ID, r.Enabled, r.Regions = "rule", true, nil
		for i := range s.Regions {
			r.Regions = append(r.Regions, i)
		}
		s.Rules = append(s.Rules, r)
	}
}

func allowDebt(s *model.Scenario) {
	s.Budget.DebtShare, s.Budget.DebtRate, s.Budget.DebtYears = 0.6, 0.06, 2
}

// allowShortfall lets contracts be half served, at their penalty.
func allowShortfall(s *model.Scenario) {
	for i := range s.Contracts {
		s.Contracts[i].MaxShort = 0.5
	}
}

func rename(s *model.Scenario) {
	for i := range s.Sites {
		s.Sites[i].ID = fmt.Sprintf("z%d/with a much longer name", 9-i)
	}
	for i := range s.HallTypes {
		s.HallTypes[i].ID = "type-" + s.HallTypes[i].ID
	}
	for i := range s.Regions {
		s.Regions[i].ID = "region " + s.Regions[i].ID
	}
}

// reverse turns round the order of sites, regions, hall types and designs.
func reverse(s *model.Scenario) {
	last := len(s.Regions) - 1
	turn := func(list []int, last int) {
		for i := range list {
			list[i] = last - list[i]
		}
		slices.Sort(list)
	}
	slices.Reverse(s.Regions)
	slices.Reverse(s.Sites)
	slices.Reverse(s.HallTypes)
	slices.Reverse(s.Designs)
	for i := range s.Sites {
		s.Sites[i].Region = last - s.Sites[i].Region
		for x := range s.Sites[i].Existing.Halls {
			hall := &s.Sites[i].Existing.Halls[x]
			hall.HallType = len(s.HallTypes) - 1 - hall.HallType
			hall.Design = len(s.Designs) - 1 - hall.Design
		}
	}
	for i := range s.HallTypes {
		turn(s.HallTypes[i].Designs, len(s.Designs)-1)
	}
	for i := range s.JointLimits {
		turn(s.JointLimits[i].Regions, last)
	}
	for i := range s.Contracts {
		turn(s.Contracts[i].Regions, last)
	}
	for i := range s.Rules {
		turn(s.Rules[i].Regions, last)
	}
}

// exchange multiplies every amount of money.
func exchange(s *model.Scenario, x float64) {
	s.Currency = "RUB"
	for i := range s.Regions {
		s.Regions[i].EnergyPrice *= unit.MoneyPerMWh(x)
		s.Regions[i].NetworkPrice *= unit.MoneyPerMWh(x)
	}
	for i := range s.Sites {
		s.Sites[i].Offer.FixedCost *= unit.Money(x)
		s.Sites[i].Offer.CostPerMW *= unit.MoneyPerMW(x)
	}
	for i := range s.HallTypes {
		h := &s.HallTypes[i]
		h.ShellCapex, h.MachineCapex = h.ShellCapex*unit.MoneyPerMW(x), h.MachineCapex*unit.MoneyPerMW(x)
		h.FixedOM, h.VariableOM = h.FixedOM*unit.MoneyPerMWYear(x), h.VariableOM*unit.MoneyPerMWh(x)
	}
	for i := range s.Designs {
		s.Designs[i].Capex *= unit.MoneyPerMW(x)
	}
	for i := range s.Contracts {
		s.Contracts[i].Price *= unit.MoneyPerMWMonth(x)
		s.Contracts[i].Penalty *= unit.MoneyPerMWMonth(x)
	}
	for i := range s.Worlds[0].Hashprice {
		s.Worlds[0].Hashprice[i] *= unit.Hashprice(x)
	}
	for p := range s.Worlds[0].Rent[0][model.Colocation] {
		s.Worlds[0].Rent[0][model.Colocation][p] *= unit.MoneyPerMWMonth(x)
	}
	scaleBudget(s, x)
}

func scaleBudget(s *model.Scenario, x float64) {
	for i := range s.Budget.Annual {
		s.Budget.Annual[i] *= unit.Money(x)
	}
	s.Budget.Total *= unit.Money(x)
}

// scale multiplies all MW, modules and budgets.
func scale(s *model.Scenario, x float64) {
	mw := func(list ...*unit.MW) {
		for _, v := range list {
			*v *= unit.MW(x)
		}
	}
	surplus := func(list []model.Surplus) {
		for i := range list {
			mw(&list[i].Firm, &list[i].Interruptible)
		}
	}
	for i := range s.Regions {
		surplus(s.Regions[i].Surplus)
	}
	for i := range s.JointLimits {
		surplus(s.JointLimits[i].Surplus)
	}
	for i := range s.Sites {
		o := &s.Sites[i].Offer
		mw(&o.Min, &o.Max, &o.MaxFirm, &o.MaxFlex, &s.Sites[i].Existing.Firm, &s.Sites[i].Existing.Flex)
		o.FixedCost *= unit.Money(x)
	}
	for i := range s.HallTypes {
		mw(&s.HallTypes[i].Module)
	}
	for i := range s.Markets[0].Demand {
		for p := range s.Markets[0].Demand[i].Depth {
			mw(&s.Markets[0].Demand[i].Depth[p])
		}
	}
	for i := range s.Contracts {
		mw(&s.Contracts[i].MW)
	}
	for i := range s.Rules {
		if s.Rules[i].Kind == model.Equipment {
			s.Rules[i].Limit *= x
		}
	}
	scaleBudget(s, x)
}
