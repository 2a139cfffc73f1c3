package verify

import (
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// window is the periods from..to-1 in which it is not sure that a site's order
// is energised (section 2, Late connections); there are none without an order.
func (d *decisions) window(f *facts, site int) (from, to int) {
	x := d.signed[site]
	if x == nil {
		return 0, 0
	}
	return x.e, min(x.e+f.late[site], f.n)
}

// inWindow reports whether period p is one of them.
func (d *decisions) inWindow(f *facts, site, p int) bool {
	from, to := d.window(f, site)
	return from <= p && p < to
}

// checkLate checks that the halls that do not wait for a late connection have
// room without it.
func checkLate(j *judge, f *facts, d *decisions) {
	used := loads(f, d, func(h *hall) bool { return !h.waits })
	for i := range f.s.Sites {
		id, e := f.s.Sites[i].ID, &f.s.Sites[i].Existing
		before, _, _ := f.feeders(i)
		safe := mul(secure(before), exact(e.Firm))
		from, to := d.window(f, i)
		for p := from; p < to; p++ {
			label := f.h.Label(p)
			j.atMost(at{LateCapacity, id, label}, "grid MW of halls on firm MW that do not wait", used.firm[i][p], exact(e.Firm))
			j.atMost(at{LateNMinus1, id, label}, "grid MW of AI halls that do not wait, with one feeder out", used.ai[i][p], safe)
			j.atMost(at{LateFlex, id, label}, "grid MW of halls on interruptible MW that do not wait", used.flex[i][p], exact(e.Flex))
		}
	}
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
