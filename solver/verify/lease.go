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
	share []*fixed // of power, operation and reimbursement; nil for all
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
	t.months = t.sum(func(int) bool { return true })
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

// sum adds up the MW of the months that count by period, divided by W.
func (t *term) sum(counts func(j int) bool) []*big.Rat {
	s := zeros(t.f.n)
	t.eachMonth(func(j, p int, mw *big.Rat) {
		if counts(j) {
			s[p].Add(s[p], mw)
		}
	})
	for p := range s {
		s[p] = div(s[p], t.want[p])
	}
	return s
}

// used is max(ExpectedUse, TakeOrPay), the share of its MW a tenant pays for.
func (t *term) used() *big.Rat { return larger(exact(t.c.ExpectedUse), exact(t.c.TakeOrPay)) }

// byChance is the lease where defaults count by their yearly chance.
func (t *term) byChance() *lease {
	l := &lease{}
	for p, months := range t.months {
		span := int(t.f.h.Begin(p).MonthsSince(t.c.Start))
		stay := sub(whole(1), exact(t.c.Default))
		pays, relet := pow(stay, max(span, 0)/12), zero()
		if rest := span - int(t.c.RelettingGap); rest >= 0 {
			relet = sub(whole(1), pow(stay, rest/12))
		}
		l.paid = append(l.paid, toFixed(mul(t.used(), months, pays, exact(t.c.Price))))
		l.relet = append(l.relet, toFixed(mul(t.used(), months, relet, exact(t.c.RelettingPrice))))
		l.owed = append(l.owed, toFixed(mul(months, exact(t.c.Penalty))))
	}
	return l
}

// until is the lease where the client pays no more from a month of the term
// on, and its MW are let again after the gap.
func (t *term) until(month int) *lease {
	month = min(month, int(t.c.Term)) // later ones are all the same
	if l, ok := t.known[month]; ok {
		return l
	}
	pay := t.sum(func(j int) bool { return j < month })
	again := t.sum(func(j int) bool { return j-month >= int(t.c.RelettingGap) })
	l := &lease{}
	for p := range pay {
		l.paid = append(l.paid, toFixed(mul(t.used(), pay[p], exact(t.c.Price))))
		l.relet = append(l.relet, toFixed(mul(t.used(), again[p], exact(t.c.RelettingPrice))))
		l.owed = append(l.owed, toFixed(mul(pay[p], exact(t.c.Penalty))))
		l.share = append(l.share, toFixed(div(add(pay[p], again[p]), t.months[p])))
	}
	t.known[month] = l
	return l
}
