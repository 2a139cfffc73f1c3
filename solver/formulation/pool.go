package formulation

import (
	"encoding/binary"
	"math"

	"github.com/gridalloc/gridalloc/model"
)

// Most serve columns say which of many sites serves a contract, where it makes no
// difference: tenants that pay for their power are worth the same everywhere. Sites
// are interchangeable for a product if the same contracts allow them, with halls
// that meet the same SLAs, at the same money in every world, in one country and
// client market. Such a pool has serve columns and service rows as one site would.
// Merchant MW, whose power is paid for here, are sold by each site from its own
// halls - or by sellers, the sites of a pool that pay the same -, by the SLA level
// that these meet, and count in the rows of the pool too:
//
//	spot[s,l]                                                 <=  halls of seller s with exactly level l
//	sum of serve with SLA >= l + sum over l' >= l of spot[s,l']  <=  halls of the pool with level >= l
//
// Whatever meets these rows can be shared among the sites of the pool, as any of
// them serves any of the contracts: the projection is exact. Who serves whom is
// found by the linear program that is left when the whole-number decisions are
// fixed in the plain program (Adopt).
//
// Sites that some world energises late are not pooled: what waits there differs.

// pools are the sites of a product that do something together: the first site of
// the pool of each site, or the site itself.
type pools [3][]int

// exact is the precision of money, in the scenario's currency per MW and period, to
// which sites are interchangeable.
const exact = 0.01

func (b *builder) addPools() {
	for _, product := range model.Businesses {
		if !product.IsAI() || b.calc.HallTypeOf(product) < 0 {
			continue
		}
		b.pools[product], b.sellers[product] = make([]int, len(b.s.Sites)), make([]int, len(b.s.Sites))
		pool, seller := map[string]int{}, map[string]int{}
		for i := range b.s.Sites {
			b.pools[product][i], b.sellers[product][i] = i, i
			if !b.pooled(i) {
				continue
			}
			key := b.poolKey(i, product)
			b.pools[product][i] = firstOf(pool, key, i)
			b.sellers[product][i] = firstOf(seller, key+b.sellerKey(i, product), i)
		}
	}
}

// firstOf is the first site with a key.
func firstOf(sites map[string]int, key string, site int) int {
	if _, ok := sites[key]; !ok {
		sites[key] = site
	}
	return sites[key]
}

// sellerKey is equal for sites of a pool that pay the same for merchant MW.
func (b *builder) sellerKey(site int, product model.Business) string {
	key := []byte{}
	for w := range b.worlds {
		for p := range b.s.Horizon.Periods {
			key = appendMoney(key, b.worlds[w].calc.SpotSupply(product, site, p).EBITDA())
		}
	}
	return string(key)
}

func appendMoney(key []byte, amount float64) []byte {
	return binary.LittleEndian.AppendUint64(key, uint64(int64(math.Round(amount/exact))))
}

// poolKey is equal for interchangeable sites.
func (b *builder) poolKey(site int, product model.Business) string {
	at := b.at(site, product)
	key := []byte{}
	add := func(v int64) { key = binary.LittleEndian.AppendUint64(key, uint64(v)) }
	add(int64(at.country))
	add(int64(at.market))
	for r := range b.s.Rules {
		if b.s.Rules[r].Enabled && b.s.Rules[r].Kind == model.CarbonCap {
			add(int64(b.s.Sites[site].Region)) // power differs in carbon
		}
	}
	for i := range b.s.Contracts {
		contract := &b.s.Contracts[i]
		if contract.Product != product {
			continue
		}
		if !contract.Allows(b.s.Sites[site].Region) || !b.meetsSLA(site, contract) {
			add(0)
			continue
		}
		add(1)
		for w := range b.worlds {
			calc := b.worlds[w].calc
			terms := b.terms(w, i)
			for p, wanted := range terms.MW {
				if wanted > 0 {
					key = appendMoney(key, calc.Serve(terms, site, p).EBITDA())
				}
			}
		}
	}
	return string(key)
}

// pooled reports whether a site is of a pool, though it may be the only one.
func (b *builder) pooled(site int) bool {
	return b.strength&Pools != 0 && b.late[site] == 0
}

// spotKey is a place, the first site of a seller, time and SLA level at which
// pooled sites sell to merchants.
type spotKey struct {
	site, period int
	product      model.Business
	level        int
}

// offerSpot gives the IT MW of an AI campaign of a pooled site to the row of what
// the site sells to merchants.
func (b *builder) offerSpot(c campaign, product model.Business, mw float64) {
	level := 0
	for l, sla := range b.levels[product] {
		if b.calc.Meets(c.design, sla) {
			level = l
		}
	}
	for p := c.start; p < c.stop; p++ {
		key := spotKey{b.sellers[product][c.site], p, product, level}
		row, ok := b.spotRows[key]
		if !ok {
			name := []string{b.s.Sites[key.site].ID, product.String(), slaName(b.levels[product][level]), b.labels[p], "spot"}
			row = b.AddRow(b.family.service, math.Inf(-1), 0, name...)
			b.spotRows[key] = row
		}
		b.Term(row, c.col, -mw)
	}
}

// addPooledSpot adds what a seller sells to its market from halls of each level.
func (b *builder) addPooledSpot(x spotColumn, demand int32) {
	levels := b.service[serviceKey{b.pools[x.product][x.site], x.period, x.product, settled}]
	for l := range levels {
		row, ok := b.spotRows[spotKey{x.site, x.period, x.product, l}]
		if !ok {
			continue
		}
		col := b.addSpotColumn(x, demand, slaName(levels[l].sla))
		b.Term(row, col, 1)
		for _, level := range levels[:l+1] {
			b.Term(level.row, col, 1)
		}
	}
}
