package verify

import (
	"math/big"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// world is what one world says, for the decisions of a plan.
type world struct {
	*facts
	hashprice []*fixed
	index     [][]*fixed // power index by zone and period
	spread    [][]*fixed // power index x spread by zone and period
	rent, let [][3][]*fixed
	leases    []*lease // by contract
	weight    []*fixed // probability x discount factor, by row
	// ready is the period of energisation of signed sites, 0 for others.
	ready []int
}

// newWorld prepares a world for the decisions of a plan.
func newWorld(f *facts, d *decisions, terms []term, i int) *world {
	in := &f.s.Worlds[i]
	w := &world{facts: f, hashprice: path(in.Hashprice, f.n)}
	for z := range f.s.Zones {
		index, spread := path(in.PowerIndex[z], f.n), ones(f.n)
		if in.PowerSpread != nil {
			spread = path(in.PowerSpread[z], f.n)
		}
		for p := range spread {
			spread[p] = index[p].times(spread[p])
		}
		w.index, w.spread = append(w.index, index), append(w.spread, spread)
	}
	for m := range f.s.Markets {
		var rent, let [3][]*fixed
		for _, b := range []model.Business{model.Colocation, model.GPUCloud} {
			rent[b], let[b] = path(in.Rent[m][b], f.n), ones(f.n)
			if in.Utilisation != nil {
				let[b] = path(in.Utilisation[m][b], f.n)
			}
		}
		w.rent, w.let = append(w.rent, rent), append(w.let, let)
	}
	for c := range terms {
		if in.Default == nil {
			w.leases = append(w.leases, terms[c].mean)
		} else {
			w.leases = append(w.leases, terms[c].until(int(in.Default[c])))
		}
	}
	for _, x := range f.discount {
		w.weight = append(w.weight, toFixed(mul(f.chance[i], x)))
	}
	w.ready = make([]int, len(f.s.Sites))
	for site, x := range d.signed {
		if x != nil {
			w.ready[site] = x.e + f.delay(i, site)
		}
	}
	return w
}

// delay is L[w] - L of a site in a world, in periods (section 2).
func (f *facts) delay(world, site int) int {
	lead := f.s.Worlds[world].Lead
	if lead == nil || !f.s.Sites[site].HasOffer {
		return 0
	}
	return max(f.h.CeilPeriods(lead[site])-f.lead(site), 0)
}

// idle reports whether what waits at a site stands idle in period p.
func (w *world) idle(site, p int) bool { return p < w.ready[site] }

// chances are the probabilities of the worlds, which add up to 1 exactly: of a
// scenario they may do so within rounding.
func chances(s *model.Scenario) []*big.Rat {
	sum, list := zero(), make([]*big.Rat, len(s.Worlds))
	for i := range list {
		list[i] = exact(s.Worlds[i].Probability)
		sum.Add(sum, list[i])
	}
	for i := range list {
		list[i] = div(list[i], sum)
	}
	return list
}

// within is the subject of a finding about a world, which goes unnamed where
// it is the only one.
func (f *facts) within(world int, subject string) string {
	if len(f.s.Worlds) == 1 {
		return subject
	}
	return strings.TrimSpace(subject + " " + f.s.Worlds[world].Name)
}
