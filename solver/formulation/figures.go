package formulation

import (
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
)

// figures fills in everything that follows from the decisions.
func (f *Formulation) figures(x []float64, plan *model.Plan) {
	var values []float64
	for w := range f.worlds {
		t := newTally(f, w, x)
		result := t.result()
		values = append(values, f.goal(&result))
		plan.Worlds = append(plan.Worlds, model.WorldResult{
			World: f.s.Worlds[w].Name, Probability: float64(f.s.Worlds[w].Probability), NPV: result.npv, EquityValue: result.equity,
		})
		f.average(plan, &result, f.worlds[w].probability)
	}
	f.results(plan)
	f.riskFigures(plan, values)
	o := f.running(x)
	o.allocations(plan)
	o.shares(plan)
	f.flexibility(x, plan)
}

// result is the money of a plan in one world.
type result struct {
	cash        []model.CashFlow
	budget      []model.YearBudget
	npv, equity unit.Money
}

func (t *tally) result() result {
	var r result
	tax, operatingTax := t.taxes()
	r.cash = t.cashFlows(tax)
	r.budget = t.budget(operatingTax)
	for p := range r.cash {
		r.npv += r.cash[p].Discounted
	}
	end := t.f.calc.Discount(t.n)
	r.equity = r.npv - r.cash[t.n].Discounted + unit.Money(end*(t.worth-t.loan.Terminal))
	return r
}

// goal is the scenario's goal in a world.
func (f *Formulation) goal(r *result) float64 {
	switch f.s.Objective.Goal {
	case model.EquityValue:
		return float64(r.equity)
	case model.LeastCapex:
		spent := 0.0
		for p := range f.s.Horizon.Periods {
			spent += f.calc.Discount(p) * float64(r.cash[p].Connection+r.cash[p].Shell+r.cash[p].Machines)
		}
		return spent
	default:
		return float64(r.npv)
	}
}

// average adds a world's share to the mean money of the plan.
func (f *Formulation) average(plan *model.Plan, r *result, share float64) {
	if len(f.worlds) == 1 {
		share = 1 // exactly
	}
	if plan.CashFlows == nil {
		plan.CashFlows, plan.Spending = make([]model.CashFlow, len(r.cash)), make([]model.YearBudget, len(r.budget))
	}
	for p := range r.cash {
		plan.CashFlows[p].Period = r.cash[p].Period
		from := r.cash[p].Amounts()
		for i, to := range plan.CashFlows[p].Amounts() {
			*to += unit.Money(share) * *from[i]
		}
	}
	for y := range r.budget {
		plan.Spending[y].Year = r.budget[y].Year
		from := r.budget[y].Amounts()
		for i, to := range plan.Spending[y].Amounts() {
			*to += unit.Money(share) * *from[i]
		}
	}
	plan.Result.NPV += unit.Money(share) * r.npv
	plan.Result.EquityValue += unit.Money(share) * r.equity
}

// taxes is the tax of each period, and the tax that counts against operating
// cash: without the relief of interest where losses are used at once
// (docs/model.md, section 6).
func (t *tally) taxes() (paid, operating []float64) {
	paid, operating = make([]float64, t.n), make([]float64, t.n)
	for c := range t.f.s.Countries {
		country, stock := &t.f.s.Countries[c], 0.0
		for p := range t.n {
			before := t.byCountry[c].Income(p)
			income := before
			if c == 0 {
				income -= t.loan.Interest[p]
			}
			if country.CarryForward {
				taxable := max(0, income-stock)
				stock += taxable - income
				income, before = taxable, taxable
			}
			paid[p] += float64(country.TaxRate) * income
			operating[p] += float64(country.TaxRate) * before
		}
	}
	return paid, operating
}

// total adds up the countries.
func (t *tally) total() *finance.Stream {
	sum := finance.NewStream(t.n)
	for _, s := range t.byCountry {
		sum.Add(s, 1)
	}
	return sum
}

func (t *tally) cashFlows(tax []float64) []model.CashFlow {
	var rows []model.CashFlow
	sum := t.total()
	for p := range t.n {
		rows = append(rows, t.closed(model.CashFlow{
			Period:     t.f.s.Horizon.Label(p),
			Connection: unit.Money(-sum.Connection[p]), Shell: unit.Money(-sum.Shell[p]), Machines: unit.Money(-sum.Machines[p]),
			Resale: unit.Money(sum.Resale[p]),
			Mining: unit.Money(t.revenue[model.Mining][p]), Colocation: unit.Money(t.revenue[model.Colocation][p]), GPUCloud: unit.Money(t.revenue[model.GPUCloud][p]),
			Penalty: unit.Money(-sum.Penalty[p]), Power: unit.Money(-sum.Power[p]), Operation: unit.Money(-sum.Operation[p]),
			Tax:       unit.Money(-tax[p]),
			LoanDrawn: unit.Money(t.loan.Draw[p]), LoanService: unit.Money(-t.loan.Principal[p] - t.loan.Interest[p]),
		}, p))
	}
	terminal := model.CashFlow{Period: "terminal", Resale: unit.Money(sum.TerminalValue), LoanService: unit.Money(-t.loan.Terminal)}
	for c, s := range t.byCountry {
		terminal.Tax -= unit.Money(float64(t.f.s.Countries[c].TaxRate) * (s.TerminalValue - s.TerminalDeduction))
	}
	return append(rows, t.closed(terminal, t.n))
}

// closed is a row of cash with its sum and present value.
func (t *tally) closed(row model.CashFlow, p int) model.CashFlow {
	row.Net = row.Connection + row.Shell + row.Machines + row.Resale + row.Mining + row.Colocation + row.GPUCloud +
		row.Penalty + row.Power + row.Operation + row.Tax + row.LoanDrawn + row.LoanService
	row.Discounted = row.Net * unit.Money(t.f.calc.Discount(p))
	return row
}

// budget sets each year's spending against what was allowed.
func (t *tally) budget(operatingTax []float64) []model.YearBudget {
	sum, b := t.total(), &t.f.s.Budget
	years := t.f.s.Horizon.Years()
	rows := make([]model.YearBudget, len(years))
	operating := make([]float64, len(years))
	for p := range t.n {
		y := t.f.s.Horizon.Year(p) - years[0]
		rows[y].Spent += unit.Money(sum.Spending(p))
		operating[y] += sum.EBITDA(p) + sum.Resale[p] - operatingTax[p]
	}
	for y := range rows {
		row := &rows[y]
		row.Year, row.Loan = years[y], unit.Money(t.loans[y])
		if y > 0 {
			row.Reinvest = unit.Money(float64(b.Reinvest) * operating[y-1])
		}
		if b.Annual != nil {
			row.Budget = b.Annual[y]
			if y > 0 {
				row.Carried = unit.Money(b.CarryOver) * rows[y-1].CarryOver
			}
			row.CarryOver = row.Budget + row.Carried + row.Reinvest + row.Loan - row.Spent
		}
	}
	return rows
}

// results fills in what follows from the mean cash.
func (f *Formulation) results(plan *model.Plan) {
	years, n := f.s.Horizon.YearsPerPeriod(), f.s.Horizon.Periods
	var cash finance.Cash
	var periods []float64
	r := &plan.Result
	for p, row := range plan.CashFlows {
		at := (float64(p) + 0.5) * years
		if p == n {
			at = float64(n) * years
		} else {
			periods = append(periods, float64(row.Net))
			spent := -(row.Connection + row.Shell + row.Machines)
			r.Capex += spent
			r.SpendingPV += spent * unit.Money(f.calc.Discount(p))
		}
		cash.Amount, cash.Time = append(cash.Amount, float64(row.Net)), append(cash.Time, at)
	}
	if irr, ok := cash.IRR(); ok {
		r.IRR = &irr
	}
	if payback, ok := finance.Payback(periods, float64(plan.CashFlows[n].Net), years); ok {
		r.PaybackYears = &payback
	}
}
