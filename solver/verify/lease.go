package verify

import (
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// term is a contract by period (section 4).
type term struct {
	f    *facts
	c    *model.Contract
	want []*big.Rat // W[c,p], the largest monthly MW
	// months are M[c,p], months at full price per MW of W.
	months []*big.Rat
	mean   *lease         // defaults count by their chance
	known  map[int]*lease // by month of default
}

// lease is what comes of a contract in a world, for each MW of W.
type lease struct {
	paid  []*fixed // by the client for a served MW
	relet []*fixed // months at the market's rent
	owed  []*fixed // penalty for a short or lost MW
	share []*fixed // of power, operation and reimbursement
}

// terms works out all contracts.
func (f *facts) terms() []term {
	list := make([]term, len(f.s.Contracts))
	for i := range list {
		list[i] = f.term(&f.s.Contracts[i])
	}
	return list
}

func (f *facts) term(c *model.Contract) term {
	t := term{f: f, c: c, want: zeros(f.n), known: map[int]*lease{}}
	t.eachMonth(func(_, p int, mw *big.Rat) { t.want[p] = larger(t.want[p], mw) })
	t.months = t.sum(func(int) *big.Rat { return whole(1) })
	t.mean = t.byChance()
	return t
}

// eachMonth tells of every month j of the term within the horizon its period
// and MW.
func (t *term) eachMonth(tell func(j, p int, mw *big.Rat)) {
	first := int(t.c.Start.MonthsSince(t.f.h.Start))
	for j := range int(t.c.Term) {
		month := first + j
		if month < 0 || month >= t.f.n*t.f.m {
			continue
		}
		mw := exact(t.c.MW)
		if j+1 < int(t.c.Ramp) {
			mw = mul(mw, ratio(j+1, int(t.c.Ramp)))
		}
		tell(j, month/t.f.m, mw)
	}
}

// sum adds up the MW of the months by period, each with its weight, divided by
// W.
func (t *term) sum(weight func(j int) *big.Rat) []*big.Rat {
	s := zeros(t.f.n)
	t.eachMonth(func(j, p int, mw *big.Rat) { s[p].Add(s[p], mul(mw, weight(j))) })
	for p := range s {
		s[p] = rounded(div(s[p], t.want[p]))
	}
	return s
}

// used is max(ExpectedUse, TakeOrPay), the share of its MW a tenant pays for.
func (t *term) used() *big.Rat { return larger(exact(t.c.ExpectedUse), exact(t.c.TakeOrPay)) }

// byChance is the lease where defaults count by their yearly chance: after j
// months the client still pays with (1-Default)^(j/12).
func (t *term) byChance() *lease {
	monthly := twelfthRoot(sub(whole(1), exact(t.c.Default)))
	stay := []*big.Rat{whole(1)}
	for j := 1; j < int(t.c.Term); j++ {
		stay = append(stay, rounded(mul(stay[j-1], monthly)))
	}
	return t.lease(
		func(j int) *big.Rat { return stay[j] },
		func(j int) *big.Rat { return sub(whole(1), stay[max(j-int(t.c.RelettingGap), 0)]) },
	)
}

// until is the lease where the client pays no more from a month of the term
// on, and its MW are let again after the gap.
func (t *term) until(month int) *lease {
	month = min(month, int(t.c.Term)) // later ones are all the same
	l, ok := t.known[month]
	if !ok {
		certain := func(yes bool) *big.Rat {
			if yes {
				return whole(1)
			}
			return zero()
		}
		l = t.lease(
			func(j int) *big.Rat { return certain(j < month) },
			func(j int) *big.Rat { return certain(j-month >= int(t.c.RelettingGap)) },
		)
		t.known[month] = l
	}
	return l
}

// lease is what comes of months that are paid and let again with the given
// chances.
func (t *term) lease(pays, again func(j int) *big.Rat) *lease {
	paid, let := t.sum(pays), t.sum(again)
	l := &lease{}
	for p := range paid {
		l.paid = append(l.paid, toFixed(mul(t.used(), paid[p], exact(t.c.Price))))
		l.relet = append(l.relet, toFixed(mul(t.used(), let[p], exact(t.c.RelettingPrice))))
		l.owed = append(l.owed, toFixed(mul(paid[p], exact(t.c.Penalty))))
		l.share = append(l.share, toFixed(div(add(paid[p], let[p]), t.months[p])))
	}
	return l
}
