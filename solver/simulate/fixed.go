package simulate

import (
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// fixed is the money that no world changes: what is paid for connections,
// shells and machines, its depreciation and what is recovered of it, fixed
// operation, the charge for declared power as if nothing were late, loans.
type fixed struct {
	cash       []float64 // by period, all but EBITDA and tax
	ebitda     []float64 // by country and period (see place)
	income     []float64 // taxable income besides EBITDA, by country and period
	worth      float64   // multiples x EBITDA of the last 12 months
	terminal   float64   // recovered at the horizon, after tax
	loans      float64   // still owed at the horizon
	spendingPV float64
}

func newFixed(countries, n int) fixed {
	return fixed{
		cash:   make([]float64, n),
		ebitda: make([]float64, countries*n), income: make([]float64, countries*n),
	}
}

// book enters units x a stream that a site's business causes.
func (e *Evaluator) book(s *finance.Stream, units float64, site int, b model.Business) {
	f := &e.fixed
	for p := range e.n {
		at := e.at(site, b, p)
		f.spendingPV += units * e.calc.Discount(p) * s.Spending(p)
		f.cash[p] += units * (s.Resale[p] - s.Spending(p))
		f.income[at.cell] += units * (s.Resale[p] - s.Deduction[p])
		ebitda := units * s.EBITDA(p)
		f.ebitda[at.cell] += ebitda
		f.worth += at.multiple * ebitda
	}
	f.terminal += units * (s.TerminalValue - e.calc.TaxRate(site)*(s.TerminalValue-s.TerminalDeduction))
}

// borrow enters an amount borrowed in the horizon's i-th calendar year; its
// interest is deducted in the first country (section 6).
func (e *Evaluator) borrow(i int, amount float64) {
	f, loan := &e.fixed, e.calc.Loan(i)
	for p := range e.n {
		f.cash[p] += amount * (loan.Draw[p] - loan.Principal[p] - loan.Interest[p])
		f.income[p] -= amount * loan.Interest[p]
	}
	f.loans += amount * loan.Terminal
}
