package verify

import (
	"fmt"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// checkHalls checks section 3's rules of time, stand, design and size.
func checkHalls(j *judge, f *facts, plan *model.Plan, d *decisions) {
	counted := map[*model.ExistingHall]int{}
	for i := range d.halls {
		h := &d.halls[i]
		x := &plan.Halls[h.row]
		checkTime(j, f, h)
		if h.existing == nil {
			checkStand(j, f, h)
		} else {
			counted[h.existing] += h.count
		}
		it, grid := hallSize(f, h)
		a := at{HallSize, x.Site + " " + x.HallType, x.Start}
		j.megawatt(a, "IT MW", float64(x.ITMW), it)
		j.megawatt(a, "grid MW", float64(x.GridMW), grid)
	}
	for i := range f.s.Sites {
		for k := range f.s.Sites[i].Existing.Halls {
			e := &f.s.Sites[i].Existing.Halls[k]
			a := at{HallExistingCount, e.ID, ""}
			j.equal(a, "existing halls accounted for", whole(counted[e]), whole(e.Count))
		}
	}
}

// hallSize is the IT and grid MW of a group.
func hallSize(f *facts, h *hall) (it, grid float64) {
	x := mul(whole(h.count), exact(f.s.HallTypes[h.hallType].Module))
	return toFloat(x), toFloat(mul(x, f.climate(f.s.Sites[h.site].Region, h.hallType).gamma))
}

// checkTime checks when halls may start and stop.
func checkTime(j *judge, f *facts, h *hall) {
	t := &f.s.HallTypes[h.hallType]
	subject := f.s.Sites[h.site].ID + " " + t.ID
	label := f.h.Label(h.start)
	age := unit.Months(0)
	if h.existing != nil {
		age = h.existing.ShellAge
	}
	// A shell older than its life has no periods left, not a negative number.
	fit := f.h.CeilPeriods(max(t.ShellLife-age, 0))
	j.holds(at{HallShell, subject, label}, h.end-h.start <= fit, "runs %d periods, its shell lasts %d", h.end-h.start, fit)
	if h.existing != nil {
		return // may stop at any period
	}
	c := f.h.CeilPeriods(t.Construction)
	j.holds(at{HallConstruction, subject, label}, h.start >= c, "starts in %q, construction takes %d periods", label, c)
	k := f.h.CeilPeriods(t.MachineLife)
	stops := h.end == f.n || (k > 0 && (h.end-h.start)%k == 0)
	j.holds(at{HallStop, subject, label}, stops, "runs %d periods, its machines last %d", h.end-h.start, k)
}

// checkStand checks the kind of MW a new hall stands on and its design.
func checkStand(j *judge, f *facts, h *hall) {
	t := &f.s.HallTypes[h.hallType]
	subject := f.s.Sites[h.site].ID + " " + t.ID
	label := f.h.Label(h.start)
	_, _, most := f.feeders(h.site)
	firm := model.Firm
	if t.Business == model.Mining && most >= 2 {
		firm = model.Headroom
	}
	right := h.stand == firm || (t.Business == model.Mining && h.stand == model.Flex)
	j.holds(at{HallStand, subject, label}, right, "stands on %s MW with %d feeders", h.stand, most)
	x := &f.s.Designs[h.design]
	a := at{HallDesign, subject, label}
	j.holds(a, slices.Contains(t.Designs, h.design), "cannot be built with design %q", x.ID)
	j.holds(a, x.Feeders <= most, "design %q needs %d feeders, the site has at most %d", x.ID, x.Feeders, most)
}

// purchases are the periods in which the halls get machines: new halls when
// they start, existing ones when their first machines are too old, both again
// after every machine life while they run (section 3).
func (f *facts) purchases(h *hall) []int {
	t := &f.s.HallTypes[h.hallType]
	k := f.h.CeilPeriods(t.MachineLife)
	if k <= 0 {
		return nil
	}
	first := h.start
	if h.existing != nil {
		first = f.h.CeilPeriods(max(t.MachineLife-h.existing.MachineAge, 0))
	}
	var list []int
	for b := first; b < h.end; b += k {
		list = append(list, b)
	}
	return list
}

// yearsTo is Y(p)-Y0, the years over which trends work.
func (f *facts) yearsTo(p int) int { return f.h.Year(p) - f.h.Year(0) }

// capital is the money of one MW of IT load of a hall (section 3).
func (f *facts) capital(h *hall) *capital {
	t := &f.s.HallTypes[h.hallType]
	c := newCapital(f.n)
	if h.existing == nil {
		cost := add(exact(t.ShellCapex), exact(f.s.Designs[h.design].Capex))
		built := f.h.CeilPeriods(t.Construction)
		c.pay(shell, cost, h.start-built, max(h.start, h.start-built+1))
		share := zero() // a shell given up before the horizon is worth nothing
		if h.end == f.n {
			share = exact(t.Terminal)
		}
		c.depreciate(cost, h.start, f.h.CeilPeriods(t.ShellLife), h.end, share)
	}
	life := f.h.CeilPeriods(t.MachineLife)
	bought := f.purchases(h)
	for _, b := range bought {
		cost := rounded(mul(exact(t.MachineCapex), grown(exact(t.MachineTrend), f.yearsTo(b))))
		c.pay(machines, cost, b, b+1)
		c.depreciate(cost, b, life, h.end, exact(t.Resale))
	}
	if h.existing != nil && len(bought) == 0 && t.MachineLife > 0 {
		// Stopping with the first machines: their residual is income in full.
		left := t.MachineLife - h.existing.MachineAge - unit.Months(h.end*f.m)
		value := mul(exact(t.Resale), exact(t.MachineCapex), ratio(int(max(left, 0)), int(t.MachineLife)))
		c.cash[resale][h.end].Add(c.cash[resale][h.end], rounded(value))
	}
	return c
}

// bookHalls books shells, machines and the fixed operation of all halls, which
// are the same in every world.
func (b *book) bookHalls(d *decisions) {
	streams := map[string]*capital{}
	for i := range d.halls {
		h := &d.halls[i]
		t := &b.f.s.HallTypes[h.hallType]
		key := fmt.Sprint(h.hallType, h.design, h.start, h.end)
		if h.existing != nil {
			key += fmt.Sprint(" ", h.existing.MachineAge)
		}
		c, ok := streams[key]
		if !ok {
			c = b.f.capital(h)
			streams[key] = c
		}
		units := mul(whole(h.count), exact(t.Module))
		b.own(c, units, h.site)
		standing := toFixed(neg(mul(units, exact(t.FixedOM), ratio(b.f.m, 12))))
		for p := h.start; p < h.end; p++ {
			b.post(p, operation, standing, b.f.owner(h.site, t.Business))
		}
	}
}
