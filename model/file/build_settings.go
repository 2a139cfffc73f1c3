package file

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/unit"
)

// buildSettings fills in what the scenario file itself says.
func (r *resolver) buildSettings() {
	s, top, part := r.s, r.in.scenario, r.in.part
	s.Name, s.Title = top.text("name"), top.text("title")
	s.Currency, s.PriceYear = part["money"].text("currency"), int(part["money"].num("price_year"))
	s.DiscountRate = unit.Share(top.num("discount_rate"))
	s.LeadQuantile = model.Quantile(top.num("lead_time"))
	if c := part["money"].cell("currency"); c.ok && !r.known(c.text) {
		r.report(diag.UnknownCurrency, c.at, r.nearest(c.text, r.currencies()), "there are no exchange rates of %q", c.text)
	}
	r.buildHorizon(part["horizon"])
	r.buildBudget(part["budget"], part["debt"])
	r.buildObjective(part["objective"])
	solver := part["solver"]
	s.Solver = model.SolverOptions{
		Gap: unit.Share(solver.num("gap")), TimeLimit: solver.num("time_limit"), MemoryLimit: solver.num("memory_limit"), Threads: int(solver.num("threads")), Seed: int(solver.num("seed")),
		Method: model.SolveMethod(solver.num("method")),
	}
}

// periodMonths gives the months of each choice of horizon.period.
var periodMonths = []int{12, 6, 3}

// buildHorizon fills in the horizon, whose periods may not straddle calendar
// years.
func (r *resolver) buildHorizon(rec *record) {
	start := rec.cell("start")
	if !start.ok || !rec.has("period") || !rec.has("periods") {
		return
	}
	h := model.Horizon{Start: start.date, PeriodMonths: periodMonths[int(rec.num("period"))], Periods: int(rec.num("periods"))}
	if h.Start.Day != 1 || (h.Start.Month-1)%h.PeriodMonths != 0 {
		r.report(diag.HorizonStraddles, start.at, "start on the first day of a "+rec.text("period")+", such as "+strconv.Itoa(h.Start.Year)+"-01-01",
			"periods from %s straddle calendar years", h.Start)
		return
	}
	r.s.Horizon = h
}

// buildBudget fills in the limits on spending.
func (r *resolver) buildBudget(rec, debt *record) {
	b := &r.s.Budget
	r.checkUnits(rec)
	scale := r.in.part["scale"]
	factor := scale.num("budget")
	if factor != 1 && r.in.scenario.cell("budget").tree == nil {
		r.report(diag.UnusedField, scale.where("budget"), "write a budget, or leave the factor out", "scale.budget has no meaning without a budget")
	}
	b.CarryOver, b.Reinvest = unit.Share(rec.num("carry_over")), unit.Share(rec.num("reinvest"))
	b.DebtShare, b.DebtRate, b.DebtYears = unit.Share(debt.num("share")), unit.Share(debt.num("rate")), int(debt.num("years"))
	if rec.has("total") {
		b.HasTotal, b.Total = true, unit.Money(r.money(rec, "total")*factor)
	}
	annual := rec.cell("annual")
	switch {
	case annual.tree != nil:
		r.annualByYear(rec, annual.tree, factor)
	case annual.written() && annual.ok:
		for range r.s.Horizon.Years() {
			b.Annual = append(b.Annual, unit.Money(r.money(rec, "annual")*factor))
		}
	}
}

// annualByYear fills in budgets written year by year, times a factor: exactly those
// of the horizon.
func (r *resolver) annualByYear(rec *record, tree *node, factor float64) {
	years := r.s.Horizon.Years()
	if len(years) == 0 {
		return // the horizon has been reported
	}
	f := &rec.table.Fields[rec.table.byName["annual"]]
	given := map[int]*cell{}
	for i, key := range tree.keys {
		year, err := strconv.Atoi(key.value)
		if err != nil || !slices.Contains(years, year) {
			r.report(diag.BudgetYear, key.at, "the horizon has the years "+strconv.Itoa(years[0])+" to "+strconv.Itoa(years[len(years)-1]),
				"the budget is for %s, which is not a year of the horizon", key.value)
			continue
		}
		given[year] = r.numberOf(f, tree.vals[i], "the budget of "+key.value)
	}
	amount := 0.0
	if u := rec.cell("unit"); u.ok {
		amount = factor * r.factor(rec, f, u)
	}
	var missing []string
	for _, year := range years {
		c := given[year]
		if c == nil {
			missing = append(missing, strconv.Itoa(year))
			continue
		}
		r.s.Budget.Annual = append(r.s.Budget.Annual, unit.Money(c.num*amount))
	}
	if len(missing) > 0 {
		r.report(diag.BudgetYear, tree.at, "write an amount for every year of the horizon, 0 for none", "the budget of %s is missing", strings.Join(missing, ", "))
	}
}
