package verify

import (
	"fmt"
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// policies checks the enabled rules of section 5.
type policies struct {
	*judge
	f *facts
	d *decisions
}

// checkPolicies checks the rules that are the same in all worlds.
func checkPolicies(j *judge, f *facts, d *decisions) {
	c := &policies{j, f, d}
	for i := range f.s.Rules {
		r := &f.s.Rules[i]
		if !r.Enabled {
			continue
		}
		switch r.Kind {
		case model.MinSite, model.MaxSite:
			c.siteSize(r)
		case model.Openings:
			c.openings(r)
		case model.MaxShare:
			c.maxShare(r)
		case model.MinMW:
			c.minMW(r)
		case model.Equipment:
			c.equipment(r)
		case model.NoNewHalls:
			c.noNewHalls(r)
		}
	}
}

// begins reports whether the rule holds in period p, which is when it is in
// force on the period's first day.
func (c *policies) begins(r *model.Rule, p int) bool { return r.Span.Covers(c.f.h.Begin(p)) }

// yearly checks yearly totals against a rule's limit, in the calendar years
// whose first day is in its span.
func (f *facts) yearly(j *judge, r *model.Rule, subject, what string, totals []*big.Rat) {
	for y, total := range totals {
		if r.Span.Covers(model.Date{Year: f.years[y], Month: 1, Day: 1}) {
			a := at{PolicyRule(r.Kind), subject, fmt.Sprint(f.years[y])}
			j.atMost(a, what, total, exact(r.Limit))
		}
	}
}

// siteSize bounds the ordered MW of the offers signed in a period that begins
// in the rule's span.
func (c *policies) siteSize(r *model.Rule) {
	for i, x := range c.d.signed {
		if x == nil || !r.Covers(i, c.f.s.Sites[i].Region) || !c.begins(r, x.q) {
			continue
		}
		a := at{PolicyRule(r.Kind), r.ID + " " + c.f.s.Sites[i].ID, c.f.h.Label(x.q)}
		if r.Kind == model.MinSite {
			c.atLeast(a, "ordered MW", add(x.firm, x.flex), exact(r.Limit))
		} else {
			c.atMost(a, "ordered MW", add(x.firm, x.flex), exact(r.Limit))
		}
	}
}

func (c *policies) openings(r *model.Rule) {
	totals := zeros(len(c.f.years))
	for i, x := range c.d.signed {
		if x != nil && r.Covers(i, c.f.s.Sites[i].Region) {
			t := totals[c.f.yearOf[x.q]]
			t.Add(t, whole(1))
		}
	}
	c.f.yearly(c.judge, r, r.ID, "connections signed", totals)
}

// runningIT is the running IT MW by period, of what a rule is about and in all.
func (c *policies) runningIT(r *model.Rule) (group, all []*big.Rat) {
	group, all = zeros(c.f.n), zeros(c.f.n)
	for i := range c.d.halls {
		h := &c.d.halls[i]
		t := &c.f.s.HallTypes[h.hallType]
		mw := mul(whole(h.count), exact(t.Module))
		for p := h.start; p < h.end; p++ {
			all[p].Add(all[p], mw)
			if r.Applies(h.site, c.f.s.Sites[h.site].Region, t.Business) {
				group[p].Add(group[p], mw)
			}
		}
	}
	return group, all
}

func (c *policies) maxShare(r *model.Rule) {
	group, all := c.runningIT(r)
	for p := range c.f.n {
		if c.begins(r, p) {
			a := at{PolicyRule(r.Kind), r.ID, c.f.h.Label(p)}
			c.atMost(a, "IT MW of the group", group[p], mul(exact(r.Share), all[p]))
		}
	}
}

func (c *policies) minMW(r *model.Rule) {
	group, _ := c.runningIT(r)
	for p := range c.f.n {
		if c.begins(r, p) {
			a := at{PolicyRule(r.Kind), r.ID, c.f.h.Label(p)}
			c.atLeast(a, "running IT MW", group[p], exact(r.Limit))
		}
	}
}

// checkCarbon checks the carbon caps in a world.
func checkCarbon(j *judge, a *accounts, world int) {
	for i := range a.f.s.Rules {
		r := &a.f.s.Rules[i]
		if !r.Enabled || r.Kind != model.CarbonCap {
			continue
		}
		sums := table(1, len(a.f.years))[0]
		for site, tonnes := range a.carbon {
			if !r.Covers(site, a.f.s.Sites[site].Region) {
				continue
			}
			for p, t := range tonnes {
				sums[a.f.yearOf[p]].add(t)
			}
		}
		a.f.yearly(j, r, a.f.within(world, r.ID), "tonnes of CO2", fractions([][]*fixed{sums})[0])
	}
}

func (c *policies) equipment(r *model.Rule) {
	totals := zeros(len(c.f.years))
	for i := range c.d.halls {
		h := &c.d.halls[i]
		t := &c.f.s.HallTypes[h.hallType]
		if !r.Applies(h.site, c.f.s.Sites[h.site].Region, t.Business) {
			continue
		}
		units := mul(whole(h.count), exact(t.UnitsPerMW), exact(t.Module))
		for _, b := range c.f.purchases(h) {
			x := totals[c.f.yearOf[b]]
			x.Add(x, units)
		}
	}
	c.f.yearly(c.judge, r, r.ID, "machines bought", totals)
}

func (c *policies) noNewHalls(r *model.Rule) {
	for i := range c.d.halls {
		h := &c.d.halls[i]
		t := &c.f.s.HallTypes[h.hallType]
		site := &c.f.s.Sites[h.site]
		if h.existing == nil && r.Applies(h.site, site.Region, t.Business) {
			a := at{PolicyRule(r.Kind), r.ID + " " + site.ID, c.f.h.Label(h.start)}
			c.holds(a, !c.begins(r, h.start), "new %s halls are forbidden", t.Business)
		}
	}
}
