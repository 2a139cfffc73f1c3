package formulation

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Short names for types that appear in many signatures here.
type (
	familyID = mip.FamilyID
	mw       = unit.MW
)

// addSurplus holds the orders of every region and joint limit within its
// surplus (docs/model.md, section 5).
func (b *builder) addSurplus() {
	for r := range b.s.Regions {
		region := &b.s.Regions[r]
		b.addSurplusOf(region.ID, region.Surplus, func(i int) bool { return b.s.Sites[i].Region == r })
	}
	for j := range b.s.JointLimits {
		joint := &b.s.JointLimits[j]
		member := make([]bool, len(b.s.Regions))
		for _, r := range joint.Regions {
			member[r] = true
		}
		b.addSurplusOf(joint.ID, joint.Surplus, func(i int) bool { return member[b.s.Sites[i].Region] })
	}
}

// addSurplusOf adds the rows of one surplus. Orders never end, so a row is
// needed only in the last period before the surplus grows, and at the horizon.
func (b *builder) addSurplusOf(id string, surplus []model.Surplus, within func(site int) bool) {
	n := b.s.Horizon.Periods
	for p := range n {
		firm, both := b.surplusAt(surplus, p)
		if p+1 < n {
			nextFirm, nextBoth := b.surplusAt(surplus, p+1)
			if nextFirm == firm && nextBoth == both {
				continue
			}
		}
		label := b.labels[p]
		firmRow, bothRow := none, none
		for i := range b.s.Sites {
			cols := &b.signings[i]
			if !within(i) {
				continue
			}
			for q := 0; q < len(cols.sign) && q+cols.lead <= p; q++ {
				if firmRow == none {
					firmRow = b.AddRow(b.family.firmSurplus, math.Inf(-1), firm, id, label)
					bothRow = b.AddRow(b.family.surplus, math.Inf(-1), both, id, label)
					b.addLimit(limit{row: firmRow, col: none, family: "firm_surplus", name: id, period: label, unit: "MW"})
					b.addLimit(limit{row: bothRow, col: none, family: "surplus", name: id, period: label, unit: "MW"})
				}
				if cols.firm[q] != none {
					b.Term(firmRow, cols.firm[q], 1)
					b.Term(bothRow, cols.firm[q], 1)
				}
				if cols.flex[q] != none {
					b.Term(bothRow, cols.flex[q], 1)
				}
			}
		}
	}
}

// surplusAt adds up what may be ordered by period p: firm, and firm and
// interruptible together.
func (b *builder) surplusAt(surplus []model.Surplus, p int) (firm, both float64) {
	begin := b.s.Horizon.Begin(p)
	for _, s := range surplus {
		if !begin.Before(s.From) {
			firm += float64(s.Firm)
			both += float64(s.Firm + s.Interruptible)
		}
	}
	return firm, both
}
