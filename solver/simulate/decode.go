package simulate

import (
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// group is equal halls of a plan.
type group struct {
	site       int
	hallType   *model.HallType
	design     int
	stand      model.Stand
	existing   *model.ExistingHall // nil for new halls
	start, end int
	replaced   int // period in which the first machines are bought
	count      int
	waits      bool
	halls      *finance.Halls
	mines      []int // of miners, by period from start: index into Evaluator.mines
}

func (g *group) itMW(count int) float64 { return float64(g.hallType.Module) * float64(count) }

func (g *group) gridMW(count int) float64 { return g.itMW(count) * g.halls.GridPerIT() }

// decisions are those of a plan that the Evaluator does not keep itself.
type decisions struct {
	groups   []group
	bySite   []int // index into Evaluator.signed, -1 for sites that are not signed
	accepted map[int]bool
}

// decoder resolves the names of a plan. The first thing that cannot be
// understood is kept in err.
type decoder struct {
	e       *Evaluator
	d       *decisions
	names   map[string]map[string]int // by kind, then id
	terms   map[int]*finance.Terms    // by contract
	scratch *finance.Stream
	err     error
}

// decode enters the decisions of a plan into e.
func decode(e *Evaluator, plan *model.Plan) (*decisions, error) {
	c := &decoder{
		e: e, d: &decisions{accepted: map[int]bool{}}, names: namesOf(e.s),
		terms: map[int]*finance.Terms{}, scratch: finance.NewStream(e.n),
	}
	for i := range e.s.Sites {
		c.d.bySite = append(c.d.bySite, -1)
		c.scratch.Reset()
		e.calc.ExistingConnection(i, c.scratch)
		e.book(c.scratch, 1, i, model.Mining)
	}
	each(c, plan.Signings, c.signing)
	each(c, plan.Halls, c.hall)
	each(c, plan.Contracts, func(x *model.ContractOutcome) {
		c.d.accepted[c.find("contract", x.Contract)] = x.Accepted
	})
	each(c, plan.Deliveries, c.delivery)
	each(c, plan.Shortfalls, c.shortfall)
	each(c, plan.SpotSupply, c.supply)
	each(c, plan.SpotSales, c.sale)
	each(c, plan.Loans, c.loan)
	return c.d, c.err
}

// each enters records until one cannot be understood.
func each[T any](c *decoder, records []T, enter func(*T)) {
	for i := range records {
		if c.err != nil {
			return
		}
		enter(&records[i])
	}
}

func namesOf(s *model.Scenario) map[string]map[string]int {
	names := map[string]map[string]int{}
	add := func(kind, id string, i int) {
		if names[kind] == nil {
			names[kind] = map[string]int{}
		}
		names[kind][id] = i
	}
	for i := range s.Sites {
		add("site", s.Sites[i].ID, i)
	}
	for i := range s.HallTypes {
		add("hall type", s.HallTypes[i].ID, i)
	}
	for i := range s.Designs {
		add("supply design", s.Designs[i].ID, i)
	}
	for i := range s.Contracts {
		add("contract", s.Contracts[i].ID, i)
	}
	for i := range s.Markets {
		add("client market", s.Markets[i].ID, i)
	}
	for p := range s.Horizon.Periods {
		add("period", s.Horizon.Label(p), p)
	}
	for _, b := range model.Businesses {
		add("business", b.String(), int(b))
	}
	for _, stand := range []model.Stand{model.Firm, model.Headroom, model.Flex} {
		add("stand", stand.String(), int(stand))
	}
	return names
}

// fail keeps the first error.
func (c *decoder) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("plan: "+format, args...)
	}
}

// find resolves a name; the index of one that is not there counts for nothing.
func (c *decoder) find(kind, id string) int {
	i, ok := c.names[kind][id]
	if !ok {
		c.fail("the scenario has no %s %q", kind, id)
	}
	return i
}

// amount reads an amount that cannot be negative.
func (c *decoder) amount(subject, what string, x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
		c.fail("%s: %s is %v", subject, what, x)
	}
	return x
}

func (c *decoder) signing(x *model.Signing) {
	e := c.e
	site, q := c.find("site", x.Site), c.find("period", x.Signed)
	mw := c.amount(x.Site, "firm MW", float64(x.FirmMW)) + c.amount(x.Site, "interruptible MW", float64(x.FlexMW))
	switch {
	case c.err != nil:
		return
	case !e.s.Sites[site].HasOffer:
		c.fail("no connection is offered at site %q", x.Site)
		return
	case c.d.bySite[site] >= 0:
		c.fail("site %q is signed twice", x.Site)
		return
	}
	ready := q + finance.LeadPeriods(e.s, site)
	if ready >= e.n {
		c.fail("site %q signed in %s is energised after the horizon", x.Site, x.Signed)
		return
	}
	fixed, perMW := finance.NewStream(e.n), finance.NewStream(e.n)
	e.calc.Connection(site, q, fixed, perMW)
	for p := ready; p < e.n; p++ {
		perMW.AddFlow(p, e.calc.Declared(site, p), 1)
	}
	e.book(fixed, 1, site, model.Mining)
	e.book(perMW, mw, site, model.Mining)
	c.d.bySite[site] = len(e.signed)
	e.signed = append(e.signed, connection{site: site, ready: ready, mw: mw})
}

func (c *decoder) hall(x *model.Hall) {
	e := c.e
	g := group{
		site: c.find("site", x.Site), design: c.find("supply design", x.Design), stand: model.Stand(c.find("stand", x.Stand)),
		start: c.find("period", x.Start), end: e.n, count: x.Count, waits: x.Waits,
	}
	hallType := c.find("hall type", x.HallType)
	if x.End != "" {
		g.end = c.find("period", x.End)
	}
	if c.err != nil {
		return
	}
	g.hallType = &e.s.HallTypes[hallType]
	g.halls = e.calc.Halls(g.site, hallType, g.design, g.stand)
	g.replaced = g.start
	if x.Existing != "" && !c.existing(x, &g) {
		return
	}
	switch {
	case x.Count < 1:
		c.fail("site %q: a group of %d halls", x.Site, x.Count)
	case g.end < g.start || g.end == g.start && g.existing == nil:
		c.fail("site %q: halls stop in %s before they start in %s", x.Site, x.End, x.Start)
	case g.existing == nil && g.start < g.halls.Construction():
		c.fail("site %q: halls that start in %s would have been begun before the horizon", x.Site, x.Start)
	case x.Waits:
		c.waits(x.Site, g.site, g.start)
	}
	if c.err != nil {
		return
	}
	c.scratch.Reset()
	if g.existing != nil {
		g.halls.ExistingFixed(g.existing, g.end, c.scratch)
	} else {
		g.halls.NewFixed(g.start, g.end, c.scratch)
	}
	e.book(c.scratch, g.itMW(g.count), g.site, g.hallType.Business)
	c.d.groups = append(c.d.groups, g)
}

// existing binds a group to its brownfield halls.
func (c *decoder) existing(x *model.Hall, g *group) bool {
	halls := c.e.s.Sites[g.site].Existing.Halls
	i := slices.IndexFunc(halls, func(h model.ExistingHall) bool { return h.ID == x.Existing })
	switch {
	case i < 0:
		c.fail("site %q has no existing halls %q", x.Site, x.Existing)
	case c.e.s.HallTypes[halls[i].HallType].ID != x.HallType || halls[i].Design != g.design || halls[i].Stand != g.stand:
		c.fail("the existing halls %q are of another type, design or stand", x.Existing)
	case g.start != 0:
		c.fail("the existing halls %q run from the first period, not from %s", x.Existing, x.Start)
	case x.Waits:
		c.fail("the existing halls %q cannot wait for a connection", x.Existing)
	default:
		g.existing = &halls[i]
		g.replaced = g.halls.Replaced(g.existing)
		return true
	}
	return false
}

// waits checks that what waits in a period waits for something.
func (c *decoder) waits(subject string, site, p int) {
	if i := c.d.bySite[site]; i < 0 || p < c.e.signed[i].ready {
		c.fail("%s: waits in %s for a connection that site %q does not then get", subject, c.e.s.Horizon.Label(p), c.e.s.Sites[site].ID)
	}
}
