package formulation

import (
	"sort"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
)

// figures fills in everything that follows from the decisions.
func (t *tally) figures(plan *model.Plan) {
	tax, operatingTax := t.taxes()
	t.cashFlows(plan, tax)
	t.budget(plan, operatingTax)
	t.results(plan)
	t.allocations(plan)
	t.shares(plan)
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

func (t *tally) cashFlows(plan *model.Plan, tax []float64) {
	sum := t.total()
	for p := range t.n {
		row := model.CashFlow{
			Period:     t.f.s.Horizon.Label(p),
			Connection: unit.Money(-sum.Connection[p]), Shell: unit.Money(-sum.Shell[p]), Machines: unit.Money(-sum.Machines[p]),
			Resale: unit.Money(sum.Resale[p]),
			Mining: unit.Money(t.revenue[model.Mining][p]), Colocation: unit.Money(t.revenue[model.Colocation][p]), GPUCloud: unit.Money(t.revenue[model.GPUCloud][p]),
			Penalty: unit.Money(-sum.Penalty[p]), Power: unit.Money(-sum.Power[p]), Operation: unit.Money(-sum.Operation[p]),
			Tax:       unit.Money(-tax[p]),
			LoanDrawn: unit.Money(t.loan.Draw[p]), LoanService: unit.Money(-t.loan.Principal[p] - t.loan.Interest[p]),
		}
		t.close(plan, row, p)
	}
	terminal := model.CashFlow{Period: "terminal", Resale: unit.Money(sum.TerminalValue), LoanService: unit.Money(-t.loan.Terminal)}
	for c, s := range t.byCountry {
		terminal.Tax -= unit.Money(float64(t.f.s.Countries[c].TaxRate) * (s.TerminalValue - s.TerminalDeduction))
	}
	t.close(plan, terminal, t.n)
}

// close adds a row of cash with its sum and present value.
func (t *tally) close(plan *model.Plan, row model.CashFlow, p int) {
	row.Net = row.Connection + row.Shell + row.Machines + row.Resale + row.Mining + row.Colocation + row.GPUCloud +
		row.Penalty + row.Power + row.Operation + row.Tax + row.LoanDrawn + row.LoanService
	row.Discounted = row.Net * unit.Money(t.f.calc.Discount(p))
	plan.CashFlows = append(plan.CashFlows, row)
}

// budget sets each year's spending against what was allowed.
func (t *tally) budget(plan *model.Plan, operatingTax []float64) {
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
	plan.Spending = rows
}

func (t *tally) results(plan *model.Plan) {
	years := t.f.s.Horizon.YearsPerPeriod()
	var cash finance.Cash
	var periods []float64
	r := &plan.Result
	for p, row := range plan.CashFlows {
		at := (float64(p) + 0.5) * years
		if p == t.n {
			at = float64(t.n) * years
		} else {
			periods = append(periods, float64(row.Net))
			spent := -(row.Connection + row.Shell + row.Machines)
			r.Capex += spent
			r.SpendingPV += spent * unit.Money(t.f.calc.Discount(p))
			r.EquityValue += row.Discounted
		}
		r.NPV += row.Discounted
		cash.Amount, cash.Time = append(cash.Amount, float64(row.Net)), append(cash.Time, at)
	}
	end := t.f.calc.Discount(t.n)
	r.EquityValue -= unit.Money(end * t.loan.Terminal)
	for _, b := range model.Businesses {
		for p := t.f.value.lastYear; p < t.n; p++ {
			r.EquityValue += unit.Money(end * float64(t.f.s.Objective.Multiple[0][b]) * t.ebitda[b][p])
		}
	}
	if irr, ok := cash.IRR(); ok {
		r.IRR = &irr
	}
	if payback, ok := finance.Payback(periods, float64(plan.CashFlows[t.n].Net), years); ok {
		r.PaybackYears = &payback
	}
}

func (t *tally) allocations(plan *model.Plan) {
	plan.Allocations = []model.Allocation{}
	for p := range t.n {
		keys := make([]placeKey, 0, len(t.running[p]))
		for key := range t.running[p] {
			keys = append(keys, key)
		}
		sort.Slice(keys, func(i, j int) bool {
			a, b := keys[i], keys[j]
			return a.site < b.site || a.site == b.site && a.business < b.business
		})
		for _, key := range keys {
			at := t.running[p][key]
			plan.Allocations = append(plan.Allocations, model.Allocation{
				Period: t.f.s.Horizon.Label(p), Region: t.f.regionOf(key.site), Site: t.f.s.Sites[key.site].ID,
				Business: key.business.String(), ITMW: unit.MW(at.it), GridMW: unit.MW(at.grid),
			})
		}
	}
}

// shares splits the running grid MW of the last period by what sites hold.
func (t *tally) shares(plan *model.Plan) {
	s := &plan.Shares
	s.Hybrids = []string{}
	for i := range t.f.s.Sites {
		hybrid := false
		for p := range t.n {
			mining := t.running[p][placeKey{i, model.Mining}].grid
			ai := t.running[p][placeKey{i, model.Colocation}].grid + t.running[p][placeKey{i, model.GPUCloud}].grid
			both := mining > 0 && ai > 0
			hybrid = hybrid || both
			if p != t.n-1 {
				continue
			}
			switch {
			case both:
				s.HybridMW += unit.MW(mining + ai)
			case ai > 0:
				s.GPUOnlyMW += unit.MW(ai)
			default:
				s.ASICOnlyMW += unit.MW(mining)
			}
		}
		if hybrid {
			s.Hybrids = append(s.Hybrids, t.f.s.Sites[i].ID)
		}
	}
	if all := float64(s.ASICOnlyMW + s.GPUOnlyMW + s.HybridMW); all > 0 {
		s.ASIC, s.GPU, s.Hybrid = float64(s.ASICOnlyMW)/all, float64(s.GPUOnlyMW)/all, float64(s.HybridMW)/all
	}
}
