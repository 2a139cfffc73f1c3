package verify

import (
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// column is an amount of money of a table's row.
type column[T any] struct {
	name string
	get  func(*T) unit.Money
}

var cashColumns = []column[model.CashFlow]{
	{"connection", func(x *model.CashFlow) unit.Money { return x.Connection }},
	{"shell", func(x *model.CashFlow) unit.Money { return x.Shell }},
	{"machines", func(x *model.CashFlow) unit.Money { return x.Machines }},
	{"resale", func(x *model.CashFlow) unit.Money { return x.Resale }},
	{"mining_revenue", func(x *model.CashFlow) unit.Money { return x.Mining }},
	{"colocation_revenue", func(x *model.CashFlow) unit.Money { return x.Colocation }},
	{"gpu_cloud_revenue", func(x *model.CashFlow) unit.Money { return x.GPUCloud }},
	{"penalty", func(x *model.CashFlow) unit.Money { return x.Penalty }},
	{"power", func(x *model.CashFlow) unit.Money { return x.Power }},
	{"operation", func(x *model.CashFlow) unit.Money { return x.Operation }},
	{"tax", func(x *model.CashFlow) unit.Money { return x.Tax }},
	{"loan_drawn", func(x *model.CashFlow) unit.Money { return x.LoanDrawn }},
	{"loan_service", func(x *model.CashFlow) unit.Money { return x.LoanService }},
	{"net", func(x *model.CashFlow) unit.Money { return x.Net }},
	{"discounted", func(x *model.CashFlow) unit.Money { return x.Discounted }},
}

var budgetColumns = []column[model.YearBudget]{
	{"budget", func(x *model.YearBudget) unit.Money { return x.Budget }},
	{"carried_in", func(x *model.YearBudget) unit.Money { return x.Carried }},
	{"reinvested", func(x *model.YearBudget) unit.Money { return x.Reinvest }},
	{"loan", func(x *model.YearBudget) unit.Money { return x.Loan }},
	{"spent", func(x *model.YearBudget) unit.Money { return x.Spent }},
	{"carried_out", func(x *model.YearBudget) unit.Money { return x.CarryOver }},
}

// compareTable holds a stated table against the recomputed one, row by row.
func compareTable[T any](j *judge, rule Rule, columns []column[T], label func(*T) string, stated, right []T) {
	if !j.holds(at{rule, "", ""}, len(stated) == len(right), "the table has %d rows, it should have %d", len(stated), len(right)) {
		return
	}
	for i := range right {
		period := label(&right[i])
		if !j.holds(at{rule, "", period}, label(&stated[i]) == period, "row %d is labelled %q, not %q", i+1, label(&stated[i]), period) {
			continue
		}
		scale := 0.0
		for _, c := range columns {
			scale = max(scale, math.Abs(float64(c.get(&right[i]))))
		}
		for _, c := range columns {
			j.money(at{rule, c.name, period}, c.name, float64(c.get(&stated[i])), float64(c.get(&right[i])), scale)
		}
	}
}

// compare holds the figures a plan states against the recomputed ones.
func compare(j *judge, v *valuation, plan *model.Plan, x *Figures, r *risk) {
	compareTable(j, MoneyCashFlow, cashColumns, func(r *model.CashFlow) string { return r.Period }, plan.CashFlows, x.CashFlows)
	compareTable(j, BudgetTable, budgetColumns, func(r *model.YearBudget) string { return fmt.Sprint(r.Year) }, plan.Spending, x.Spending)
	scale := v.mean.scale()
	total := func(rule Rule, what string, stated, right unit.Money) {
		j.money(at{rule, "", ""}, what, float64(stated), float64(right), scale)
	}
	total(MoneyNPV, "the net present value", plan.Result.NPV, x.Result.NPV)
	total(MoneyEquity, "the equity value", plan.Result.EquityValue, x.Result.EquityValue)
	total(MoneySpending, "the present value of spending", plan.Result.SpendingPV, x.Result.SpendingPV)
	total(MoneyCapex, "the sum of spending", plan.Result.Capex, x.Result.Capex)
	if r.objective(&v.f.s.Objective) != nil {
		total(MoneyObjective, "the objective", unit.Money(plan.Outcome.Objective), unit.Money(x.Objective))
		checkBound(j, &plan.Outcome, x.Objective, scale)
	}
	compareWorlds(j, v, plan.Worlds, x.Worlds)
	compareRisk(j, v, &plan.Risk, &x.Risk)
	compareFlexibility(j, plan.Flexibility, x.Flexibility, scale)
	compareAllocations(j, plan.Allocations, x.Allocations)
	compareShares(j, v.f, &plan.Shares, &x.Shares)
}

// checkBound checks that no plan is better than the bound and that the gap is
// the distance relative to the objective, or to one unit of money where that is
// more. An objective within the tolerance of 0 has no such gap; any that is a
// number and not negative will do.
func checkBound(j *judge, o *model.Outcome, objective, scale float64) {
	a := at{MoneyBound, "", ""}
	slack := j.moneySlack(objective, scale)
	j.holds(a, objective <= o.Bound+slack, "the objective %s exceeds the bound %s", number(objective), number(o.Bound))
	if math.IsInf(o.Bound, 1) {
		j.holds(a, math.IsInf(o.Gap, 1), "the gap is %v, but no bound is known", o.Gap)
		return
	}
	if math.Abs(objective) <= slack {
		j.holds(a, o.Gap >= 0, "the gap is %v", o.Gap)
		return
	}
	size := max(math.Abs(objective), 1)
	gap := math.Abs(o.Bound-objective) / size
	j.figure(a, "the gap", o.Gap, gap, j.opt.MoneyTolerance*max(1, gap)+slack/size)
}

// compareAllocations holds the table of operating MW against the recomputed
// one, in any order. What is not listed is 0.
func compareAllocations(j *judge, stated, right []model.Allocation) {
	type key struct{ period, site, business string }
	of := func(x *model.Allocation) key { return key{x.Period, x.Site, x.Business} }
	want := map[key]*model.Allocation{}
	for i := range right {
		want[of(&right[i])] = &right[i]
	}
	seen := map[key]bool{}
	for i := range stated {
		x := &stated[i]
		k := of(x)
		a := at{Allocation, x.Site + " " + x.Business, x.Period}
		if !j.holds(a, !seen[k], "listed twice") {
			continue
		}
		seen[k] = true
		w := want[k]
		if w == nil {
			w = &model.Allocation{Region: x.Region}
		}
		j.holds(a, x.Region == w.Region, "region is stated as %q, it is %q", x.Region, w.Region)
		j.megawatt(a, "IT MW", float64(x.ITMW), float64(w.ITMW))
		j.megawatt(a, "grid MW", float64(x.GridMW), float64(w.GridMW))
	}
	for i := range right {
		x := &right[i]
		j.holds(at{Allocation, x.Site + " " + x.Business, x.Period}, seen[of(x)], "%s MW of IT load are not listed", number(float64(x.ITMW)))
	}
}

// compareShares checks the split of the last period and the hybrid sites, in
// any order.
func compareShares(j *judge, f *facts, stated, right *model.Shares) {
	a := at{Shares, "", f.h.Label(f.n - 1)}
	j.megawatt(a, "MW of sites with miners only", float64(stated.ASICOnlyMW), float64(right.ASICOnlyMW))
	j.megawatt(a, "MW of sites with AI only", float64(stated.GPUOnlyMW), float64(right.GPUOnlyMW))
	j.megawatt(a, "MW of hybrid sites", float64(stated.HybridMW), float64(right.HybridMW))
	j.megawatt(a, "the share of sites with miners only", stated.ASIC, right.ASIC)
	j.megawatt(a, "the share of sites with AI only", stated.GPU, right.GPU)
	j.megawatt(a, "the share of hybrid sites", stated.Hybrid, right.Hybrid)
	x, y := slices.Sorted(slices.Values(stated.Hybrids)), slices.Sorted(slices.Values(right.Hybrids))
	j.holds(at{Shares, "", ""}, slices.Equal(x, y), "hybrid sites are stated as %q, they are %q", x, y)
}
