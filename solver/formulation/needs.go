package formulation

import (
	"math"

	"github.com/gridalloc/gridalloc/model/finance"
)

// A contract that needs h halls in a period needs sites that can hold them. If a
// site can hold K[q] AI halls after signing in q, and K without, then
//
//	sum over allowed sites of min(K,h) + sum over q energised by p of (min(K[q],h) - min(K,h)) sign[q]  >=  h accept
//
// A signing's share of what the contract needs is cut to all of it (coefficient
// tightening), so that a small contract takes a connection rather than a tenth of
// one. Signings add up over time, so the row is needed only in the first period in
// which so many halls are.

// addNeeds adds the rows of all contracts.
func (b *builder) addNeeds() {
	ai := b.aiBySite()
	size := make([]float64, len(ai))
	for i := range ai {
		size[i] = smallest(ai[i])
	}
	for i := range b.s.Contracts {
		b.addNeedsOf(i, size)
	}
}

func (b *builder) addNeedsOf(i int, size []float64) {
	contract := &b.s.Contracts[i]
	t := b.calc.HallTypeOf(contract.Product)
	if t < 0 {
		return
	}
	most := 0.0
	hall := float64(b.s.HallTypes[t].Module) * b.bestAvailability(t)
	for p, wanted := range b.contracts[i].mw {
		halls := math.Ceil(wanted*(1-float64(contract.MaxShort))/hall - almost)
		if halls <= most {
			continue
		}
		most = halls
		sites, without := []int{}, 0.0
		for site := range b.s.Sites {
			if contract.Allows(b.s.Sites[site].Region) && b.meetsSLA(site, contract) && !math.IsInf(size[site], 1) {
				sites, without = append(sites, site), without+min(b.holdsWithout(site, size[site]), halls)
			}
		}
		row := b.AddRow(b.family.contractSites, -without, math.Inf(1), contract.ID, b.labels[p])
		b.Term(row, b.contracts[i].accept, -halls)
		for _, site := range sites {
			b.addHolding(row, site, p, size[site], halls)
		}
	}
}

// holdsWithout is how many AI halls of a size a site can hold without a signing.
func (b *builder) holdsWithout(site int, size float64) float64 {
	existing := &b.s.Sites[site].Existing
	return whole(finance.SecureShare(existing.Feeders)*float64(existing.Firm), size)
}

// addHolding enters a site's signings in a row of what a contract needs.
func (b *builder) addHolding(row int32, site, p int, size, halls float64) {
	s := &b.s.Sites[site]
	later := finance.SecureShare(finance.Feeders(s))
	without := min(b.holdsWithout(site, size), halls)
	b.eachSigned(site, p, func(sign int32, firm, _ float64) {
		b.termIf(row, sign, min(whole(later*(float64(s.Existing.Firm)+firm), size), halls)-without)
	})
}
