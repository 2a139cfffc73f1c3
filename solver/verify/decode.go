package verify

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/gridalloc/gridalloc/model"
)

// decoder resolves the names of a plan that nothing is known about.
type decoder struct {
	*judge
	f    *facts
	n    *names
	plan *model.Plan
	d    *decisions
	seen map[string]bool
}

// decode reads the decisions of a plan, reporting everything that does not
// make sense by itself.
func decode(j *judge, f *facts, plan *model.Plan) *decisions {
	d := &decisions{
		signed:   make([]*signing, len(f.s.Sites)),
		accepted: make([]bool, len(f.s.Contracts)),
		short:    grid(len(f.s.Contracts), f.n),
		loans:    zeros(len(f.years)),
	}
	c := &decoder{j, f, newNames(f.s), plan, d, map[string]bool{}}
	for i := range plan.Signings {
		c.signing(&plan.Signings[i])
	}
	for i := range plan.Halls {
		c.hall(i)
	}
	c.contracts()
	for i := range plan.Deliveries {
		c.delivery(&plan.Deliveries[i])
	}
	for i := range plan.Shortfalls {
		c.shortfall(&plan.Shortfalls[i])
	}
	for i := range plan.SpotSupply {
		c.supply(&plan.SpotSupply[i])
	}
	for i := range plan.SpotSales {
		c.sale(&plan.SpotSales[i])
	}
	for i := range plan.Loans {
		c.loan(&plan.Loans[i])
	}
	return d
}

// name resolves an id.
func (c *decoder) name(kind, id string, m map[string]int) (int, bool) {
	i, ok := m[id]
	return i, c.holds(at{PlanName, id, ""}, ok, "the scenario has no %s %q", kind, id)
}

// when resolves a period's label.
func (c *decoder) when(subject, label string) (int, bool) {
	p, ok := c.f.period[label]
	return p, c.holds(at{PlanPeriod, subject, label}, ok, "%q is no period of the horizon", label)
}

// once reports whether no earlier entry had the same key.
func (c *decoder) once(subject, period string, key ...any) bool {
	k := fmt.Sprintf("%q", key)
	dup := c.seen[k]
	c.seen[k] = true
	return c.holds(at{PlanDuplicate, subject, period}, !dup, "listed twice")
}

// amount reads an amount that cannot be negative. A solver's negative zero
// within the tolerance counts as 0.
func (c *decoder) amount(subject, period, what string, x float64) *big.Rat {
	fine := !math.IsNaN(x) && !math.IsInf(x, 0) && x >= -c.opt.Tolerance
	if !c.holds(at{PlanAmount, subject, period}, fine, "%s is %v", what, x) {
		return zero()
	}
	return positive(exact(x))
}

// label checks a text that repeats what the scenario says.
func (c *decoder) label(subject, what, stated, right string) {
	c.holds(at{PlanLabel, subject, ""}, stated == right, "%s is stated as %q, it is %q", what, stated, right)
}

// waits reads the mark of something that may wait for a late connection from
// period p on: that makes sense only where it is not sure to be there then.
func (c *decoder) waits(rule Rule, subject string, p, site int, marked, may bool) bool {
	place := at{rule, subject, c.f.h.Label(p)}
	right := !marked || (may && c.d.inWindow(c.f, site, p))
	return c.holds(place, right, "marked as waiting, but there is no late connection to wait for") && marked
}

func (c *decoder) signing(x *model.Signing) {
	site, ok1 := c.name("site", x.Site, c.n.sites)
	q, ok2 := c.when(x.Site, x.Signed)
	firm := c.amount(x.Site, x.Signed, "firm MW", float64(x.FirmMW))
	flex := c.amount(x.Site, x.Signed, "interruptible MW", float64(x.FlexMW))
	if !ok1 {
		return
	}
	c.label(x.Site, "region", x.Region, c.f.region(site).ID)
	offered := c.holds(at{SigningOffer, x.Site, x.Signed}, c.f.s.Sites[site].HasOffer, "no connection is offered here")
	first := c.holds(at{SigningOnce, x.Site, x.Signed}, c.d.signed[site] == nil, "signed more than once")
	if !ok2 || !offered || !first {
		return
	}
	e := q + c.f.lead(site)
	c.d.signed[site] = &signing{q, e, firm, flex}
	place := at{SigningEnergised, x.Site, x.Signed}
	if c.holds(place, e < c.f.n, "its lead of %d periods ends after the horizon", c.f.lead(site)) {
		c.holds(place, x.Energised == c.f.h.Label(e), "energised in %q, with its lead it is %q", x.Energised, c.f.h.Label(e))
	}
}

// stands are the kinds of MW by the names used in files.
var stands = map[string]int{
	model.Firm.String(): int(model.Firm), model.Headroom.String(): int(model.Headroom), model.Flex.String(): int(model.Flex),
}

// products are the AI businesses by the names used in files.
var products = map[string]int{
	model.Colocation.String(): int(model.Colocation), model.GPUCloud.String(): int(model.GPUCloud),
}

func (c *decoder) hall(row int) {
	x := &c.plan.Halls[row]
	site, ok1 := c.name("site", x.Site, c.n.sites)
	typ, ok2 := c.name("hall type", x.HallType, c.n.hallTypes)
	design, ok3 := c.name("supply design", x.Design, c.n.designs)
	stand, ok4 := c.name("stand", x.Stand, stands)
	start, ok5 := c.when(x.Site, x.Start)
	end, ok6 := c.f.n, true
	if x.End != "" {
		end, ok6 = c.when(x.Site, x.End)
	}
	ok7 := c.holds(at{PlanAmount, x.Site, x.Start}, x.Count >= 1, "a group of %d halls", x.Count)
	if !(ok1 && ok2 && ok3 && ok4 && ok5 && ok6 && ok7) {
		return
	}
	h := hall{row, site, typ, design, model.Stand(stand), nil, start, end, x.Count, false}
	c.label(x.Site, "region", x.Region, c.f.region(site).ID)
	c.label(x.Site, "business", x.Business, c.f.s.HallTypes[typ].Business.String())
	if !c.once(x.Site, x.Start, "hall", site, typ, design, stand, x.Existing, start, end, x.Waits) {
		return
	}
	if x.Existing != "" && !c.existing(x, &h) {
		return
	}
	h.waits = c.waits(HallWaits, x.Site, h.start, site, x.Waits, h.existing == nil)
	ordered := start < end || h.existing != nil // existing halls may stop at once
	if c.holds(at{HallStop, x.Site, x.Start}, ordered, "halls stop in %q before they start in %q", x.End, x.Start) {
		c.d.halls = append(c.d.halls, h)
	}
}

// existing binds a group to its brownfield halls, whose data replace those
// stated.
func (c *decoder) existing(x *model.Hall, h *hall) bool {
	halls := c.f.s.Sites[h.site].Existing.Halls
	i := slices.IndexFunc(halls, func(e model.ExistingHall) bool { return e.ID == x.Existing })
	if !c.holds(at{PlanName, x.Existing, ""}, i >= 0, "site %q has no existing halls %q", x.Site, x.Existing) {
		return false
	}
	e := &halls[i]
	c.label(x.Existing, "hall type", x.HallType, c.f.s.HallTypes[e.HallType].ID)
	c.label(x.Existing, "design", x.Design, c.f.s.Designs[e.Design].ID)
	c.label(x.Existing, "stand", x.Stand, e.Stand.String())
	c.label(x.Existing, "start", x.Start, c.f.h.Label(0))
	h.existing, h.hallType, h.design, h.stand, h.start = e, e.HallType, e.Design, e.Stand, 0
	return true
}

func (c *decoder) contracts() {
	for i := range c.plan.Contracts {
		x := &c.plan.Contracts[i]
		k, ok := c.name("contract", x.Contract, c.n.contracts)
		if !ok || !c.once(x.Contract, "", "contract", k) {
			continue
		}
		t := &c.f.s.Contracts[k]
		c.d.accepted[k] = x.Accepted
		c.label(x.Contract, "client", x.Client, t.Client)
		c.label(x.Contract, "product", x.Product, t.Product.String())
		c.figure(at{PlanLabel, x.Contract, ""}, "MW", float64(x.MW), float64(t.MW), c.slack(float64(t.MW)))
	}
	for i := range c.f.s.Contracts {
		id := c.f.s.Contracts[i].ID
		c.holds(at{ContractListed, id, ""}, c.seen[fmt.Sprintf("%q", []any{"contract", i})], "the plan does not say whether it is accepted")
	}
}

func (c *decoder) delivery(x *model.Delivery) {
	k, ok1 := c.name("contract", x.Contract, c.n.contracts)
	site, ok2 := c.name("site", x.Site, c.n.sites)
	p, ok3 := c.when(x.Contract, x.Period)
	mw := c.amount(x.Contract, x.Period, "delivery", float64(x.MW))
	if ok1 && ok2 && ok3 && c.once(x.Contract, x.Period, "delivery", k, site, p, x.Waits) {
		waits := c.waits(SaleWaits, x.Contract+" "+x.Site, p, site, x.Waits, true)
		c.d.deliveries = append(c.d.deliveries, delivery{k, site, p, mw, waits})
	}
}

func (c *decoder) shortfall(x *model.Shortfall) {
	k, ok1 := c.name("contract", x.Contract, c.n.contracts)
	p, ok2 := c.when(x.Contract, x.Period)
	mw := c.amount(x.Contract, x.Period, "shortfall", float64(x.MW))
	if ok1 && ok2 && c.once(x.Contract, x.Period, "shortfall", k, p) {
		c.d.short[k][p] = mw
	}
}

func (c *decoder) supply(x *model.SpotSupply) {
	site, ok1 := c.name("site", x.Site, c.n.sites)
	b, ok2 := c.name("product", x.Product, products)
	p, ok3 := c.when(x.Site, x.Period)
	mw := c.amount(x.Site, x.Period, "merchant supply", float64(x.MW))
	if ok1 && ok2 && ok3 && c.once(x.Site, x.Period, "supply", site, b, p, x.Waits) {
		waits := c.waits(SaleWaits, x.Site+" "+x.Product, p, site, x.Waits, true)
		c.d.spot = append(c.d.spot, spot{site, p, model.Business(b), mw, waits})
	}
}

func (c *decoder) sale(x *model.SpotSale) {
	p, ok1 := c.when(x.Market, x.Period)
	mw := c.amount(x.Market, x.Period, "merchant sale", float64(x.MW))
	market, ok2 := c.name("client market", x.Market, c.n.markets)
	if !ok1 || !ok2 {
		return
	}
	step, ok := c.name("demand step", x.Step, c.n.steps[market])
	if ok && c.once(x.Market, x.Period, "sale", market, step, p) {
		c.d.sales = append(c.d.sales, sale{market, step, p, mw})
	}
}

func (c *decoder) loan(x *model.Loan) {
	year := fmt.Sprint(x.Year)
	y := slices.Index(c.f.years, x.Year)
	ok := c.holds(at{PlanPeriod, "loan", year}, y >= 0, "%d is no year of the horizon", x.Year)
	amount := c.amount("loan", year, "loan", float64(x.Amount))
	if ok && c.once("loan", year, "loan", y) {
		c.d.loans[y] = amount
	}
}
