package verify

import (
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// checkSignings checks the sizes of section 2.
func checkSignings(j *judge, f *facts, d *decisions) {
	for i, x := range d.signed {
		if x == nil {
			continue
		}
		site := &f.s.Sites[i]
		o := &site.Offer
		a := at{SigningSize, site.ID, f.h.Label(x.q)}
		total := add(x.firm, x.flex)
		j.atLeast(a, "ordered MW", total, exact(o.Min))
		j.atMost(a, "ordered MW", total, exact(o.Max))
		j.atMost(a, "ordered firm MW", x.firm, exact(o.MaxFirm))
		j.atMost(a, "ordered interruptible MW", x.flex, exact(o.MaxFlex))
	}
}

// energised is the signing of a site if it is usable in period p.
func (d *decisions) energised(site, p int) *signing {
	if x := d.signed[site]; x != nil && x.e <= p {
		return x
	}
	return nil
}

// supply is the MW a site has in period p, and its secure firm MW.
func supply(f *facts, d *decisions, site, p int) (firm, flex, safe *big.Rat) {
	e := &f.s.Sites[site].Existing
	firm, flex = exact(e.Firm), exact(e.Flex)
	before, after, _ := f.feeders(site)
	if x := d.energised(site, p); x != nil {
		firm, flex = add(firm, x.firm), add(flex, x.flex)
		before = after
	}
	return firm, flex, mul(secure(before), firm)
}

// load is the grid MW of halls by site and period.
type load struct {
	firm, ai, flex [][]*big.Rat // on firm MW or headroom, AI among it, on flex MW
}

// loads adds up the halls that count.
func loads(f *facts, d *decisions, counts func(*hall) bool) load {
	u := load{grid(len(f.s.Sites), f.n), grid(len(f.s.Sites), f.n), grid(len(f.s.Sites), f.n)}
	for i := range d.halls {
		h := &d.halls[i]
		if !counts(h) {
			continue
		}
		t := &f.s.HallTypes[h.hallType]
		mw := mul(whole(h.count), exact(t.Module), f.climate(f.s.Sites[h.site].Region, h.hallType).gamma)
		for p := h.start; p < h.end; p++ {
			if h.stand == model.Flex {
				u.flex[h.site][p].Add(u.flex[h.site][p], mw)
				continue
			}
			u.firm[h.site][p].Add(u.firm[h.site][p], mw)
			if t.Business.IsAI() {
				u.ai[h.site][p].Add(u.ai[h.site][p], mw)
			}
		}
	}
	return u
}

// checkSites checks the three rows of section 2 for every site and period.
func checkSites(j *judge, f *facts, d *decisions) {
	used := loads(f, d, func(*hall) bool { return true })
	for i := range f.s.Sites {
		id := f.s.Sites[i].ID
		for p := range f.n {
			firm, flex, safe := supply(f, d, i, p)
			label := f.h.Label(p)
			j.atMost(at{SiteCapacity, id, label}, "grid MW of halls on firm MW", used.firm[i][p], firm)
			j.atMost(at{SiteNMinus1, id, label}, "grid MW of AI halls with one feeder out", used.ai[i][p], safe)
			j.atMost(at{SiteFlex, id, label}, "grid MW of halls on interruptible MW", used.flex[i][p], flex)
		}
	}
}

// bookConnections books what connections cost and recover (section 2) and the
// take-or-pay charge of energised MW (section 5), all as planned.
func (b *book) bookConnections(d *decisions) {
	for i, x := range d.signed {
		if x == nil || x.e >= b.f.n {
			continue
		}
		o, terms := &b.f.s.Sites[i].Offer, &b.f.s.Connection
		cost := add(exact(o.FixedCost), mul(exact(o.CostPerMW), add(x.firm, x.flex)))
		c := newCapital(b.f.n)
		c.pay(connection, cost, x.q, max(x.e, x.q+1))
		c.depreciate(cost, x.e, b.f.h.CeilPeriods(terms.Life), b.f.n, exact(terms.Terminal))
		b.own(c, whole(1), i)
	}
	for i := range b.f.s.Sites {
		for p := range b.f.n {
			firm, flex, _ := supply(b.f, d, i, p)
			b.bookDeclared(i, p, add(firm, flex))
		}
	}
}

// bookDelays takes back the charge for the ordered MW of connections that a
// world energises later than planned.
func (b *book) bookDelays(d *decisions, w *world) {
	for i, x := range d.signed {
		if x == nil {
			continue
		}
		for p := x.e; p < min(w.ready[i], b.f.n); p++ {
			b.bookDeclared(i, p, neg(add(x.firm, x.flex)))
		}
	}
}

// bookDeclared books the charge for declared power of MW of a site.
func (b *book) bookDeclared(site, p int, mw *big.Rat) {
	if b.f.tau[site][p].Sign() == 0 {
		return
	}
	charge := mul(b.f.tau[site][p], b.f.hours(p), exact(b.f.region(site).NetworkPrice), mw)
	b.post(p, power, toFixed(neg(charge)), b.f.owner(site, model.Mining))
}
