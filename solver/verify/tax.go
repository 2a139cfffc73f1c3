package verify

import (
	"math/big"

	"github.com/gridalloc/gridalloc/model/unit"
)

// accounts are the loans, tax and budgets of section 6 on top of the book of a
// world. Those of several worlds have a mean.
type accounts struct {
	f      *facts
	cash   [][]*big.Rat // as in the book
	income [][]*big.Rat
	carbon [][]*fixed
	worth  *big.Rat

	drawn, repaid, interest []*big.Rat // by row, positive
	// tax is what is paid by row; ownTax is tax without interest relief, as
	// reinvestment sees it, except where losses are carried forward.
	tax, ownTax []*big.Rat
	// By year.
	loans, spending, operating         []*big.Rat
	reinvested, carriedIn, carriedOut  []*big.Rat
	net, discounted                    []*big.Rat // by row
	npv, equity, spendingPV, spentEver *big.Rat
}

// newAccounts closes the book.
func newAccounts(b *book, d *decisions) *accounts {
	n := b.f.n + 1
	a := &accounts{
		f: b.f, cash: fractions(b.cash), income: fractions(b.income), carbon: b.carbon, worth: b.worth.rat(),
		loans: d.loans, drawn: zeros(n), repaid: zeros(n), interest: zeros(n),
		tax: zeros(n), ownTax: zeros(n), net: zeros(n), discounted: zeros(n),
	}
	a.borrow()
	for c := range b.f.s.Countries {
		a.payTax(c)
	}
	a.budget()
	a.value()
	return a
}

// sum adds up some lines of row p.
func (a *accounts) sum(p int, which ...line) *big.Rat {
	t := zero()
	for _, l := range which {
		t.Add(t, a.cash[p][l])
	}
	return t
}

// spent is the spending of row p, a positive number.
func (a *accounts) spent(p int) *big.Rat { return neg(a.sum(p, connection, shell, machines)) }

// periodRate is (1+DebtRate)^D - 1.
func (f *facts) periodRate() *big.Rat {
	yearly := add(whole(1), exact(f.s.Budget.DebtRate))
	if f.m == 12 {
		return sub(yearly, whole(1))
	}
	return sub(fraction(root(yearly, halvings(f.m))), whole(1))
}

// borrow draws each year's loan in equal parts in its periods, repays each
// part in equal instalments from the next period on, what is left in the
// terminal row, and pays interest on the balance at the beginning of each
// period.
func (a *accounts) borrow() {
	f := a.f
	rate := f.periodRate()
	instalments := max(f.h.CeilPeriods(unit.Months(12*f.s.Budget.DebtYears)), 1)
	inYear := make([]int, len(f.years))
	for _, y := range f.yearOf {
		inYear[y]++
	}
	for p, y := range f.yearOf {
		if a.loans[y].Sign() == 0 {
			continue
		}
		part := div(a.loans[y], whole(inYear[y]))
		a.drawn[p].Add(a.drawn[p], part)
		left, instalment := part, rounded(div(part, whole(instalments)))
		for t := p + 1; t < f.n && t <= p+instalments; t++ {
			a.interest[t].Add(a.interest[t], mul(rate, left))
			back := instalment
			if t == p+instalments {
				back = left // with what rounding left over
			}
			a.repaid[t].Add(a.repaid[t], back)
			left = sub(left, back)
		}
		a.repaid[f.n].Add(a.repaid[f.n], left)
	}
}

// payTax adds a country's tax. Interest is deducted in the first country.
// Losses are used at once, or kept in a stock and set against the next income:
// taxable = max(0, income - stock). The terminal row is taxed directly.
func (a *accounts) payTax(country int) {
	c := &a.f.s.Countries[country]
	rate, stock := exact(c.TaxRate), zero()
	for p, own := range a.income[country] {
		income := own
		if country == 0 {
			income = sub(own, a.interest[p])
		}
		if !c.CarryForward || p == a.f.n {
			a.tax[p].Add(a.tax[p], mul(rate, income))
			a.ownTax[p].Add(a.ownTax[p], mul(rate, own))
			continue
		}
		taxable := positive(sub(income, stock))
		stock = add(sub(stock, income), taxable)
		a.tax[p].Add(a.tax[p], mul(rate, taxable))
		a.ownTax[p].Add(a.ownTax[p], mul(rate, taxable))
	}
}
