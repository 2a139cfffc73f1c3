package verify

import (
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// checkSurplus checks the MW ordered in regions, alone and jointly (section 5).
func checkSurplus(j *judge, f *facts, d *decisions) {
	firm, all := grid(len(f.s.Regions), f.n), grid(len(f.s.Regions), f.n)
	for i, x := range d.signed {
		if x == nil {
			continue
		}
		r := f.s.Sites[i].Region
		for p := x.e; p < f.n; p++ {
			firm[r][p].Add(firm[r][p], x.firm)
			all[r][p].Add(all[r][p], add(x.firm, x.flex))
		}
	}
	for r := range f.s.Regions {
		for p := range f.n {
			a := at{SurplusFirm, f.s.Regions[r].ID, f.h.Label(p)}
			most, total := f.surplus(f.s.Regions[r].Surplus, p)
			j.atMost(a, "firm MW ordered", firm[r][p], most)
			a.rule = SurplusTotal
			j.atMost(a, "MW ordered", all[r][p], total)
		}
	}
	for i := range f.s.JointLimits {
		l := &f.s.JointLimits[i]
		for p := range f.n {
			a := at{SurplusJoint, l.ID, f.h.Label(p)}
			most, total := f.surplus(l.Surplus, p)
			j.atMost(a, "firm MW ordered", over(firm, l.Regions, p), most)
			j.atMost(a, "MW ordered", over(all, l.Regions, p), total)
		}
	}
}

// over adds up rows of a column.
func over(m [][]*big.Rat, rows []int, p int) *big.Rat {
	t := zero()
	for _, r := range rows {
		t.Add(t, m[r][p])
	}
	return t
}

// surplus is the firm and the whole surplus that is there from the beginning
// of period p.
func (f *facts) surplus(list []model.Surplus, p int) (firm, all *big.Rat) {
	firm, all = zero(), zero()
	for i := range list {
		x := &list[i]
		if x.From.IsZero() || !f.h.Begin(p).Before(x.From) {
			firm.Add(firm, exact(x.Firm))
			all.Add(all, add(exact(x.Firm), exact(x.Interruptible)))
		}
	}
	return firm, all
}
