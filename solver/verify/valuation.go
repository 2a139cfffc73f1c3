package verify

import (
	"math"
	"math/big"
)

// valuation is what a plan is worth.
type valuation struct {
	f      *facts
	d      *decisions
	worlds []*accounts
	mean   *accounts // of the worlds, by their probabilities
	fleets []*fleet
	gains  []gain // by site
}

// valued closes the books of all worlds. What they have in common is booked
// once.
func valued(f *facts, d *decisions, terms []term) *valuation {
	v := &valuation{f: f, d: d, fleets: newFleets(f, d), gains: make([]gain, len(f.s.Sites))}
	common := newBook(f)
	common.bookConnections(d)
	common.bookHalls(d)
	s := newSales(f, d, terms)
	for i := range f.s.Worlds {
		w, b := newWorld(f, d, terms, i), common.copied()
		b.bookDelays(d, w)
		b.bookMining(w, v.fleets, v.gains)
		b.bookSales(w, s)
		v.worlds = append(v.worlds, newAccounts(b, d))
	}
	v.mean = v.blend()
	return v
}

// blend is the mean of the worlds' accounts. Loans are the same in all.
func (v *valuation) blend() *accounts {
	first := v.worlds[0]
	if len(v.worlds) == 1 {
		return first
	}
	one := func(get func(*accounts) *big.Rat) *big.Rat {
		list := make([]*big.Rat, len(v.worlds))
		for i, a := range v.worlds {
			list[i] = get(a)
		}
		return v.f.mean(list)
	}
	row := func(get func(*accounts) []*big.Rat) []*big.Rat {
		list := make([]*big.Rat, len(get(first)))
		for p := range list {
			list[p] = one(func(a *accounts) *big.Rat { return get(a)[p] })
		}
		return list
	}
	m := &accounts{f: v.f, loans: first.loans, drawn: first.drawn, repaid: first.repaid, interest: first.interest}
	for p := range first.cash {
		m.cash = append(m.cash, row(func(a *accounts) []*big.Rat { return a.cash[p] }))
	}
	m.tax = row(func(a *accounts) []*big.Rat { return a.tax })
	m.net = row(func(a *accounts) []*big.Rat { return a.net })
	m.discounted = row(func(a *accounts) []*big.Rat { return a.discounted })
	m.spending = first.spending
	m.reinvested = row(func(a *accounts) []*big.Rat { return a.reinvested })
	m.carriedIn = row(func(a *accounts) []*big.Rat { return a.carriedIn })
	m.carriedOut = row(func(a *accounts) []*big.Rat { return a.carriedOut })
	m.npv = one(func(a *accounts) *big.Rat { return a.npv })
	m.equity = one(func(a *accounts) *big.Rat { return a.equity })
	m.spendingPV, m.spentEver = first.spendingPV, first.spentEver
	return m
}

// scale is the largest amount of money of the accounts.
func (a *accounts) scale() float64 {
	most := 0.0
	for p, row := range a.cash {
		for _, x := range row {
			most = max(most, math.Abs(toFloat(x)))
		}
		most = max(most, math.Abs(toFloat(a.tax[p])), math.Abs(toFloat(a.net[p])))
	}
	return most
}
