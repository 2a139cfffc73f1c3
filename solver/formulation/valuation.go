package formulation

import (
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// place is where money arises: what its tax and its multiple depend on.
type place struct {
	country, market int
	business        model.Business
}

// at is the place of a business at a site.
func (f *Formulation) at(site int, business model.Business) place {
	region := &f.s.Regions[f.s.Sites[site].Region]
	return place{region.Country, region.Market, business}
}

// valuation turns money over time into the goal's value (docs/model.md, section
// 7), in the program's unit.
type valuation struct {
	s    *model.Scenario
	calc *finance.Calculator
	n    int
	// lastYear is the first period of the last 12 months.
	lastYear int
}

func newValuation(s *model.Scenario, calc *finance.Calculator) valuation {
	n := s.Horizon.Periods
	return valuation{s, calc, n, max(n-12/s.Horizon.PeriodMonths, 0)}
}

// periodTax is the tax rate that applies to a period's income at once; with
// losses carried forward tax is a decision of its own (see ledger).
func (v valuation) periodTax(country int) float64 {
	if c := v.s.Countries[country]; !c.CarryForward {
		return float64(c.TaxRate)
	}
	return 0
}

// multiple is enterprise value over yearly EBITDA at a place.
func (v valuation) multiple(at place) float64 {
	return float64(v.s.Objective.Multiple[at.market][at.business])
}

// stream values the money of one unit of a decision.
func (v valuation) stream(st *finance.Stream, at place) float64 {
	sum := 0.0
	if v.s.Objective.Goal == model.LeastCapex {
		for p := range v.n {
			sum -= v.calc.Discount(p) * st.Spending(p)
		}
		return scaled(sum)
	}
	tax := v.periodTax(at.country)
	for p := range v.n {
		cash := st.EBITDA(p) + st.Resale[p] - st.Spending(p) - tax*st.Income(p)
		sum += v.calc.Discount(p) * cash
	}
	end := v.calc.Discount(v.n)
	if v.s.Objective.Goal == model.EquityValue {
		for p := v.lastYear; p < v.n; p++ {
			sum += end * v.multiple(at) * st.EBITDA(p)
		}
		return scaled(sum)
	}
	return scaled(sum + end*v.terminal(st, at.country))
}

// terminal is a stream's value recovered at the horizon after tax.
func (v valuation) terminal(st *finance.Stream, country int) float64 {
	return st.TerminalValue - float64(v.s.Countries[country].TaxRate)*(st.TerminalValue-st.TerminalDeduction)
}

// ebitda values an amount of EBITDA in one period.
func (v valuation) ebitda(amount float64, p int, at place) float64 {
	if v.s.Objective.Goal == model.LeastCapex {
		return 0
	}
	value := v.calc.Discount(p) * (1 - v.periodTax(at.country)) * amount
	if v.s.Objective.Goal == model.EquityValue && p >= v.lastYear {
		value += v.calc.Discount(v.n) * v.multiple(at) * amount
	}
	return scaled(value)
}

// loan values one unit of money borrowed.
func (v valuation) loan(l finance.Loan) float64 {
	if v.s.Objective.Goal == model.LeastCapex {
		return 0
	}
	sum := -v.calc.Discount(v.n) * l.Terminal
	for p := range v.n {
		sum += v.calc.Discount(p) * (l.Draw[p] - l.Principal[p] - (1-v.periodTax(0))*l.Interest[p])
	}
	return sum
}

// tax values one unit of income that is taxed in a period.
func (v valuation) tax(p, country int) float64 {
	if v.s.Objective.Goal == model.LeastCapex {
		return 0
	}
	return -v.calc.Discount(p) * float64(v.s.Countries[country].TaxRate)
}
