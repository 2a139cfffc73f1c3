package verify

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
