package verify_test

import (
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// luck gives a mined plan worlds that differ in the hashprice of 2028 to 2030.
func luck(change func(*model.Scenario), hashprice []unit.Hashprice, chances ...unit.Share) *model.Scenario {
	s := base(4, 12)
	s.HallTypes[miner].ShellCapex, s.HallTypes[miner].MachineCapex = 2e5, 5e5
	branch(s, func(i int, w *model.World) { w.Hashprice = same(hashprice[i], 4) }, chances...)
	change(s)
	return s
}

func npvs(plan *model.Plan) (list []float64) {
	for _, w := range plan.Worlds {
		list = append(list, float64(w.NPV))
	}
	return list
}

// TestCVaR holds it against the sum written out and against the maximum of
// Rockafellar and Uryasev, which lies at one of the values.
func TestCVaR(t *testing.T) {
	chances := []unit.Share{0.3, 0.05, 0.5, 0.15}
	for _, x := range []struct {
		tail    unit.Share
		weights []float64 // of the worlds, sum to 1
	}{
		{0, []float64{0, 0.5, 0, 0.5}}, // 10 % by default
		{0.02, []float64{0, 1, 0, 0}},
		{0.05, []float64{0, 1, 0, 0}},
		{0.25, []float64{0.2, 0.2, 0, 0.6}},
		{0.5, []float64{0.6, 0.1, 0, 0.3}},
		{1, []float64{0.3, 0.05, 0.5, 0.15}},
	} {
		s := luck(func(s *model.Scenario) {
			s.Objective = model.Objective{Measure: model.CVaR, Weight: 0.25, Tail: x.tail}
		}, []unit.Hashprice{40, 15, 60, 30}, chances...)
		plan := accepted(t, s, mined())
		tail, want, mean := plan.Risk.Tail, 0.0, 0.0
		for i, v := range npvs(plan) {
			want += x.weights[i] * v
			mean += float64(chances[i]) * v
		}
		best := math.Inf(-1)
		for _, eta := range npvs(plan) {
			value := eta
			for i, v := range npvs(plan) {
				value -= float64(chances[i]) * max(0, eta-v) / tail
			}
			best = max(best, value)
		}
		near(t, "CVaR", plan.Risk.CVaR, want)
		near(t, "its maximum", plan.Risk.CVaR, best)
		near(t, "expected", plan.Risk.Expected, mean)
		near(t, "worst", plan.Risk.Worst, slices.Min(npvs(plan)))
		near(t, "objective", plan.Outcome.Objective, 0.75*mean+0.25*want)
		near(t, "NPV", plan.Result.NPV, mean)
	}
}

// TestMeans: what is not linear is worked out in each world before the mean.
func TestMeans(t *testing.T) {
	s := luck(func(s *model.Scenario) {
		s.DiscountRate = 0.21
		s.Countries[0].TaxRate, s.Countries[0].CarryForward = 0.5, true
	}, []unit.Hashprice{0, 48}, 0.5, 0.5)
	plan := accepted(t, s, mined())
	income := 87600*66.0 - 100 - 550 - 2e5 - 2.5e6
	near(t, "tax", plan.CashFlows[1].Tax, -0.5*0.5*income)
	near(t, "revenue", plan.CashFlows[1].Mining, 0.5*8760000)
	near(t, "discounted", plan.CashFlows[2].Discounted, plan.CashFlows[2].Net/unit.Money(math.Pow(1.21, 2.5)))
	lucky := base(4, 12)
	lucky.DiscountRate = 0.21
	lucky.HallTypes, lucky.Countries = s.HallTypes, s.Countries
	near(t, "a world alone", accepted(t, lucky, mined()).Result.NPV, plan.Worlds[1].NPV)
	rate, left := *plan.Result.IRR, 0.0
	for p, row := range plan.CashFlows {
		middle := float64(p) + 0.5
		if p == 4 {
			middle = 4
		}
		left += float64(row.Net) * math.Pow(1+rate, -middle)
	}
	if math.Abs(left) > 1e-3 {
		t.Errorf("at the IRR the mean cash is worth %v", left)
	}
}

func TestRegret(t *testing.T) {
	s := luck(func(s *model.Scenario) { s.Objective.Measure = model.Regret }, []unit.Hashprice{15, 48}, 0.5, 0.5)
	plan := mined()
	if _, err := verify.Recompute(s, plan); err == nil {
		t.Error("recomputed without best values")
	}
	// with sets the best values of both worlds.
	with := func(first, second unit.Money) *model.Plan {
		plan.Worlds = []model.WorldResult{{World: "w0", Best: &first}, {World: "w1", Best: &second}}
		return plan
	}
	accepted(t, s, with(0, 1e9))
	near(t, "regret", *plan.Risk.Regret, 1e9-plan.Worlds[1].NPV)
	near(t, "objective", plan.Outcome.Objective, float64(plan.Worlds[1].NPV)-1e9)
	value := plan.Worlds[1].NPV
	accepted(t, s, with(0, value))
	near(t, "regret of the other world", *plan.Risk.Regret, -plan.Worlds[0].NPV)
	refused(t, s, with(0, value-100), verify.WorldBest)
	with(0, 1e9)
	good := accepted(t, s, plan)
	for _, m := range []mutation{
		{"no best value", verify.WorldBest, func(p *model.Plan) { p.Worlds[1].Best = nil }},
		{"infinite best value", verify.WorldBest, func(p *model.Plan) { *p.Worlds[1].Best = unit.Money(math.Inf(1)) }},
		{"no regret", verify.RiskFigures, func(p *model.Plan) { p.Risk.Regret = nil }},
		{"less regret", verify.RiskFigures, func(p *model.Plan) { *p.Risk.Regret *= 0.999 }},
		{"less regret", verify.MoneyObjective, func(p *model.Plan) { p.Outcome.Objective *= 0.999 }},
	} {
		m.expect(t, s, good)
	}
}

// TestGoals: the goal's values are those that risk is about.
func TestGoals(t *testing.T) {
	equity := func(s *model.Scenario) {
		s.Objective = model.Objective{Goal: model.EquityValue, Multiple: [][3]unit.Share{{5, 0, 0}}, Measure: model.CVaR, Weight: 1, Tail: 0.5}
	}
	plan := accepted(t, luck(equity, []unit.Hashprice{30, 48}, 0.5, 0.5), mined())
	near(t, "objective", plan.Outcome.Objective, plan.Worlds[0].EquityValue)
	year := plan.CashFlows[3]
	mean := year.Mining + year.Power + year.Operation
	near(t, "mean equity value", plan.Result.EquityValue, plan.Result.NPV+5*mean-plan.CashFlows[4].Resale)
	spend := func(s *model.Scenario) {
		s.Objective = model.Objective{Goal: model.LeastCapex, Measure: model.CVaR, Weight: 0.5}
	}
	plan = accepted(t, luck(spend, []unit.Hashprice{30, 48}, 0.5, 0.5), mined())
	near(t, "spending is the same in all worlds", plan.Risk.CVaR, -plan.Result.SpendingPV)
}

func TestLoss(t *testing.T) {
	s := luck(func(*model.Scenario) {}, []unit.Hashprice{0, 48, 20}, 0.25, 0.5, 0.25)
	plan := accepted(t, s, mined())
	near(t, "chance of a loss", plan.Risk.Loss, 0.5)
	for loss, ok := range map[float64]bool{0.5: true, 0.25: false, 0.75: false, math.NaN(): false} {
		plan.Risk.Loss = loss
		if verify.Check(s, plan, verify.Options{}).OK != ok {
			t.Errorf("a chance of %v is judged wrongly", loss)
		}
	}
	plan = accepted(t, s, &model.Plan{}) // worth 0 in every world
	near(t, "nothing is lost", plan.Risk.Loss, 0.0)
	for loss, ok := range map[float64]bool{0.25: true, 1: true, -0.1: false, 1.1: false} {
		plan.Risk.Loss = loss
		if verify.Check(s, plan, verify.Options{}).OK != ok {
			t.Errorf("a chance of %v of losing nothing is judged wrongly", loss)
		}
	}
}

// TestBudgetsInEveryWorld: reinvested money has to suffice in each of them.
func TestBudgetsInEveryWorld(t *testing.T) {
	s := luck(func(s *model.Scenario) {
		s.Budget = model.Budget{Annual: []unit.Money{2002200, 5e6, 0, 0}, CarryOver: 0, Reinvest: 1}
		s.HallTypes[miner].FixedOM = 0
	}, []unit.Hashprice{45, 48}, 0.5, 0.5)
	// Machines of 5,000,000 in 2030 are paid by the year before: 60.75 or 66 a MWh.
	plan := accepted(t, s, mined())
	near(t, "mean of what is left", plan.Spending[3].CarryOver, plan.Spending[3].Reinvest-5e6)
	near(t, "mean of what is reinvested", plan.Spending[3].Reinvest, 0.5*87600*((93.75-34)+66))
	s.Worlds[0].Hashprice[2] = 40
	r := verify.Check(s, fill(t, s, mined()), verify.Options{})
	if len(r.Findings) != 1 || r.Findings[0].Rule != verify.BudgetYear || r.Findings[0].Subject != "w0" {
		t.Errorf("findings: %v", r.Findings)
	}
	s.Budget.Annual, s.Budget.HasTotal, s.Budget.Total = nil, true, 2002200
	refused(t, s, mined(), verify.BudgetTotal)
}

func TestCarbonInEveryWorld(t *testing.T) {
	s := luck(func(s *model.Scenario) {
		s.Rules = []model.Rule{{ID: "c", Kind: model.CarbonCap, Enabled: true, Regions: []int{0}, Limit: 87600*1.1*0.5 - 1}}
	}, []unit.Hashprice{0, 48}, 0.999, 0.001)
	r := verify.Check(s, fill(t, s, mined()), verify.Options{})
	if len(r.Findings) != 3 || r.Findings[0].Subject != "c w1" || r.Findings[0].Rule != verify.PolicyRule(model.CarbonCap) {
		t.Errorf("findings: %v", r.Findings)
	}
	s.Rules[0].Limit++
	accepted(t, s, mined())
}

// TestWorldsAreAlike: worlds that do not differ are as good as one.
func TestWorldsAreAlike(t *testing.T) {
	s, one := rich(t)
	branch(s, func(int, *model.World) {}, same(unit.Share(0.1), 10)...)
	many := accepted(t, s, clone(t, one))
	for p := range one.CashFlows {
		near(t, "net", many.CashFlows[p].Net, one.CashFlows[p].Net)
	}
	near(t, "NPV", many.Result.NPV, one.Result.NPV)
	near(t, "IRR", *many.Result.IRR, *one.Result.IRR)
	near(t, "CVaR", many.Risk.CVaR, one.Result.NPV)
	near(t, "flexibility", many.Flexibility[0].Stopping, one.Flexibility[0].Stopping)
}

// TestWorldsSplitAndReordered: neither the order of worlds matters nor whether
// one is listed as two halves.
func TestWorldsSplitAndReordered(t *testing.T) {
	s, plan := risky(t)
	half := s.Worlds[1]
	half.Name, half.Probability = "half", half.Probability/2
	s.Worlds[1].Probability /= 2
	s.Worlds = []model.World{s.Worlds[2], half, s.Worlds[0], s.Worlds[1]}
	plan.Sample.Kept = 4
	other := accepted(t, s, clone(t, plan))
	for p, row := range plan.CashFlows {
		near(t, "net "+row.Period, other.CashFlows[p].Net, row.Net)
		near(t, "tax "+row.Period, other.CashFlows[p].Tax, row.Tax)
	}
	near(t, "objective", other.Outcome.Objective, plan.Outcome.Objective)
	near(t, "CVaR", other.Risk.CVaR, plan.Risk.CVaR)
	near(t, "loss", other.Risk.Loss, plan.Risk.Loss)
	near(t, "last world", other.Worlds[3].NPV, plan.Worlds[1].NPV)
	for i, row := range plan.Flexibility {
		near(t, "stopping", other.Flexibility[i].Stopping, row.Stopping)
		near(t, "demand response", other.Flexibility[i].Response, row.Response)
		near(t, "take-or-pay", other.Flexibility[i].TakeOrPay, row.TakeOrPay)
	}
}
