package simulate

import (
	"cmp"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
)

// connection is a signed site.
type connection struct {
	site, ready int // ready: energised as planned
	mw          float64
	// By period from ready on: what is lost if the site is not energised then,
	// and the charge for declared power that is not paid.
	losses  [][]loss
	charges []float64
	at      []place
}

// loss is MW of something planned that are not there.
type loss struct {
	kind  lossKind
	index int // of mines, serves or supplies; of a business for the grid MW online
	mw    float64
}

type lossKind int

const (
	ofMine lossKind = iota
	ofServe
	ofSupply
	ofOnline
)

// slackMW is how much a plan may exceed what is there by rounding.
const slackMW = 1e-6

// withoutOrder works out what is lost in each period in which a signed site is
// not yet energised. What the plan marks as waiting is lost (section 2). Where
// a world is later than all that the plan was made for, halls that it does not
// mark may need the order too: then as many of them run as the existing
// connection carries (docs/model.md, section 9).
func (e *Evaluator) withoutOrder(c *connection, d *decisions) {
	for p := c.ready; p < e.n; p++ {
		var losses []loss
		running := e.runWithout(c.site, p, d, &losses)
		for _, product := range []model.Business{model.Colocation, model.GPUCloud} {
			e.sellWithout(c.site, p, product, running, &losses)
		}
		c.losses = append(c.losses, losses)
		c.charges = append(c.charges, c.mw*e.calc.Declared(c.site, p).Power)
		c.at = append(c.at, e.at(c.site, model.Mining, p))
	}
}

// part is AI halls that run: MW that they can give, and their design.
type part struct {
	product model.Business
	design  int
	mw      float64
}

// runWithout decides which halls run at a site in a period without its order,
// those first that started first, AI before miners; it returns the AI halls
// that run.
func (e *Evaluator) runWithout(site, p int, d *decisions, losses *[]loss) []part {
	var groups []*group
	for i := range d.groups {
		if g := &d.groups[i]; g.site == site && g.start <= p && p < g.end {
			groups = append(groups, g)
		}
	}
	slices.SortStableFunc(groups, func(a, b *group) int {
		return cmp.Or(boolean(a.existing == nil)-boolean(b.existing == nil), a.start-b.start,
			boolean(!a.hallType.Business.IsAI())-boolean(!b.hallType.Business.IsAI()))
	})
	existing := &e.s.Sites[site].Existing
	firm, flex := float64(existing.Firm), float64(existing.Flex)
	secure := finance.SecureShare(existing.Feeders) * firm
	var parts []part
	for _, g := range groups {
		kind, room := &firm, firm
		ai := g.hallType.Business.IsAI()
		switch {
		case ai:
			room = min(firm, secure)
		case g.stand == model.Flex:
			kind, room = &flex, flex
		}
		runs := 0
		switch {
		case g.existing != nil:
			runs = g.count
		case !g.waits:
			runs = min(g.count, int(math.Floor((max(room, 0)+slackMW)/g.gridMW(1))))
		}
		*kind -= g.gridMW(runs)
		if ai {
			secure -= g.gridMW(runs)
			parts = append(parts, part{g.hallType.Business, g.design, g.itMW(runs) * g.halls.Availability()})
		}
		if idle := g.count - runs; idle > 0 {
			*losses = append(*losses, loss{ofOnline, int(g.hallType.Business), g.gridMW(idle)})
			if !ai {
				*losses = append(*losses, loss{ofMine, g.mines[p-g.start], g.itMW(idle)})
			}
		}
	}
	return parts
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// sellWithout decides what a site sells of a product in a period without its
// order: of what does not wait as much as the halls that run can give, at
// first to the contracts with the highest SLA, in equal shares to those with
// the same, to the market last.
func (e *Evaluator) sellWithout(site, p int, product model.Business, running []part, losses *[]loss) {
	var serves, supplies []int
	for i := range e.serves {
		if x := &e.serves[i]; x.site == site && x.period == p && x.terms.Contract.Product == product {
			if x.waits {
				*losses = append(*losses, loss{ofServe, i, x.mw})
			} else {
				serves = append(serves, i)
			}
		}
	}
	for i := range e.supplies {
		if x := &e.supplies[i]; x.site == site && x.period == p && x.product == product {
			if x.waits {
				*losses = append(*losses, loss{ofSupply, i, x.mw})
			} else {
				supplies = append(supplies, i)
			}
		}
	}
	sla := func(i int) unit.Share { return e.serves[i].terms.Contract.SLA }
	slices.SortStableFunc(serves, func(a, b int) int { return cmp.Compare(sla(b), sla(a)) })
	given := 0.0
	for len(serves) > 0 {
		level, wanted := 0, 0.0
		for ; level < len(serves) && sla(serves[level]) == sla(serves[0]); level++ {
			wanted += e.serves[serves[level]].mw
		}
		missing := wanted - min(wanted, max(e.canGive(product, sla(serves[0]), running)-given, 0))
		for _, i := range serves[:level] {
			lose(losses, ofServe, i, e.serves[i].mw, missing, wanted)
		}
		given += wanted - missing
		serves = serves[level:]
	}
	wanted := 0.0
	for _, i := range supplies {
		wanted += e.supplies[i].mw
	}
	missing := wanted - min(wanted, max(e.canGive(product, 0, running)-given, 0))
	for _, i := range supplies {
		lose(losses, ofSupply, i, e.supplies[i].mw, missing, wanted)
	}
}

// canGive is the MW of the halls that run and meet an SLA.
func (e *Evaluator) canGive(product model.Business, sla unit.Share, running []part) float64 {
	sum := 0.0
	for _, h := range running {
		if h.product == product && e.calc.Meets(h.design, sla) {
			sum += h.mw
		}
	}
	return sum
}

// lose takes from mw its part of what is missing of all that is wanted.
func lose(losses *[]loss, kind lossKind, index int, mw, missing, wanted float64) {
	if missing > slackMW {
		*losses = append(*losses, loss{kind, index, mw * missing / wanted})
	}
}
