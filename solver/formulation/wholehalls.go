package formulation

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
)

// Halls stand on a site's MW in whole numbers: 25 secure MW carry three halls of
// 7 MW, where fractions fill them with 3.57. If a site can have capacity C[q] MW
// of a kind in period p after signing in q, and C without, and the smallest halls
// that stand on it need d MW each, then for the halls x of all campaigns that run
//
//	sum of floor(size/d) x  <=  floor(C/d) + sum over q energised by p of (floor(C[q]/d) - floor(C/d)) sign[q]
//
// (Chvatal-Gomory rounding in each of the cases "signed in q" and "not signed", of
// which at most one signing makes a single row.) Likewise the AI halls of a region
// or joint limit stand on its firm surplus, as far as feeders make that secure.

// almost is how much a quotient may miss a whole number by rounding.
const almost = 1e-9

func whole(capacity, size float64) float64 { return math.Floor(capacity/size + almost) }

// standing is a campaign with the grid MW of each of its halls.
type standing struct {
	campaign
	size float64
}

// standingOn lists the campaigns at each site that a test holds for.
func (b *builder) standingOn(test func(c campaign, business model.Business) bool) [][]standing {
	at := make([][]standing, len(b.s.Sites))
	for _, c := range b.campaigns {
		t := &b.s.HallTypes[c.hallType]
		if test(c, t.Business) {
			at[c.site] = append(at[c.site], standing{c, b.calc.GridPerIT(c.hallType, c.site) * float64(t.Module)})
		}
	}
	return at
}

func (b *builder) aiBySite() [][]standing {
	return b.standingOn(func(_ campaign, business model.Business) bool { return business.IsAI() })
}

// smallest is the least size of halls, infinite for none.
func smallest(list []standing) float64 {
	size := math.Inf(1)
	for _, c := range list {
		size = min(size, c.size)
	}
	return size
}

// addSiteHalls adds the rows of sites: for AI halls, for halls on flex and, where
// there are miners on firm MW, for all halls on firm MW.
func (b *builder) addSiteHalls() {
	ai := b.aiBySite()
	flex := b.standingOn(func(c campaign, _ model.Business) bool { return c.stand == model.Flex })
	firm := b.standingOn(func(c campaign, _ model.Business) bool { return c.stand != model.Flex })
	for i := range b.s.Sites {
		site := &b.s.Sites[i]
		now, later := finance.SecureShare(site.Existing.Feeders), finance.SecureShare(finance.Feeders(site))
		hasFirm, hasFlex := float64(site.Existing.Firm), float64(site.Existing.Flex)
		b.addHallsOf(i, "ai", ai[i], now*hasFirm, func(firm, _ float64) float64 { return later * (hasFirm + firm) })
		b.addHallsOf(i, "flex", flex[i], hasFlex, func(_, flex float64) float64 { return hasFlex + flex })
		if len(firm[i]) > len(ai[i]) {
			b.addHallsOf(i, "firm", firm[i], hasFirm, func(firm, _ float64) float64 { return hasFirm + firm })
		}
	}
}

// addHallsOf adds the rows of a site for one kind of MW: has without a signing,
// and what gains makes of the most firm and flex MW of a signing.
func (b *builder) addHallsOf(i int, kind string, list []standing, has float64, gains func(firm, flex float64) float64) {
	size := smallest(list)
	for p := range b.s.Horizon.Periods {
		row := none
		for _, c := range list {
			if c.start > p || p >= c.stop {
				continue
			}
			if row == none {
				row = b.AddRow(b.family.siteHalls, math.Inf(-1), whole(has, size), b.s.Sites[i].ID, kind, b.labels[p])
			}
			b.Term(row, c.col, whole(c.size, size))
		}
		if row != none {
			b.eachSigned(i, p, func(sign int32, firm, flex float64) {
				b.termIf(row, sign, whole(has, size)-whole(gains(firm, flex), size))
			})
		}
	}
}

// eachSigned visits the signings of a site that are energised by period p, with
// the most firm and flex MW that they can have by then.
func (b *builder) eachSigned(i, p int, visit func(sign int32, firm, flex float64)) {
	cols := &b.signings[i]
	firm, both := b.surplusOf(i, p)
	for q := 0; q < len(cols.sign) && q+cols.lead <= p; q++ {
		offer := b.offerIn(i, q)
		visit(cols.sign[q], min(float64(offer.MaxFirm), firm), min(float64(offer.MaxFlex), both))
	}
}

// surplusOf is the most firm, and firm and flex MW together, that may be ordered
// at a site by period p.
func (b *builder) surplusOf(i, p int) (firm, both float64) {
	r := b.s.Sites[i].Region
	firm, both = b.surplusAt(b.s.Regions[r].Surplus, p)
	for j := range b.s.JointLimits {
		for _, member := range b.s.JointLimits[j].Regions {
			if member == r {
				jointFirm, jointBoth := b.surplusAt(b.s.JointLimits[j].Surplus, p)
				firm, both = min(firm, jointFirm), min(both, jointBoth)
			}
		}
	}
	return firm, both
}

// addRegionHalls adds the rows of regions and joint limits, over the sites that
// have no firm MW of their own.
func (b *builder) addRegionHalls() {
	ai := b.aiBySite()
	for r := range b.s.Regions {
		b.addHallsWithin(b.s.Regions[r].ID, b.s.Regions[r].Surplus, []int{r}, ai)
	}
	for j := range b.s.JointLimits {
		b.addHallsWithin(b.s.JointLimits[j].ID, b.s.JointLimits[j].Surplus, b.s.JointLimits[j].Regions, ai)
	}
}

func (b *builder) addHallsWithin(id string, surplus []model.Surplus, regions []int, ai [][]standing) {
	member := make([]bool, len(b.s.Regions))
	for _, r := range regions {
		member[r] = true
	}
	var list []standing
	secure := 0.0
	for i := range b.s.Sites {
		site := &b.s.Sites[i]
		if member[site.Region] && site.Existing.Firm == 0 {
			list = append(list, ai[i]...)
			secure = max(secure, finance.SecureShare(finance.Feeders(site)))
		}
	}
	size := smallest(list)
	for p := range b.s.Horizon.Periods {
		row := none
		firm, _ := b.surplusAt(surplus, p)
		for _, c := range list {
			if c.start > p || p >= c.stop {
				continue
			}
			if row == none {
				row = b.AddRow(b.family.regionHalls, math.Inf(-1), whole(secure*firm, size), id, b.labels[p])
			}
			b.Term(row, c.col, whole(c.size, size))
		}
	}
}
