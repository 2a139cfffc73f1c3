package formulation

import (
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// valuation turns money over time into the objective (docs/model.md, section
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

// stream values the money of one unit of a decision.
func (v valuation) stream(st *finance.Stream, country int, business model.Business) float64 {
	sum := 0.0
	if v.s.Objective.Goal == model.LeastCapex {
		for p := range v.n {
			sum -= v.calc.Discount(p) * st.Spending(p)
		}
		return scaled(sum)
	}
	tax := v.periodTax(country)
	for p := range v.n {
		cash := st.EBITDA(p) + st.Resale[p] - st.Spending(p) - tax*st.Income(p)
		sum += v.calc.Discount(p) * cash
	}
	end := v.calc.Discount(v.n)
	if v.s.Objective.Goal == model.EquityValue {
		multiple := float64(v.s.Objective.Multiple[0][business])
		for p := v.lastYear; p < v.n; p++ {
			sum += end * multiple * st.EBITDA(p)
		}
		return scaled(sum)
	}
	return scaled(sum + end*v.terminal(st, country))
}

// terminal is a stream's value recovered at the horizon after tax.
func (v valuation) terminal(st *finance.Stream, country int) float64 {
	return st.TerminalValue - float64(v.s.Countries[country].TaxRate)*(st.TerminalValue-st.TerminalDeduction)
}

// flow values the money of one MW in one period.
func (v valuation) flow(f finance.Flow, p, country int, business model.Business) float64 {
	if v.s.Objective.Goal == model.LeastCapex {
		return 0
	}
	value := v.calc.Discount(p) * (1 - v.periodTax(country)) * f.EBITDA()
	if v.s.Objective.Goal == model.EquityValue && p >= v.lastYear {
		value += v.calc.Discount(v.n) * float64(v.s.Objective.Multiple[0][business]) * f.EBITDA()
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
