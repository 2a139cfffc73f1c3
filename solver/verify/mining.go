package verify

import (
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// fleet works out what miners choose, once for every kind of miner.
type fleet struct {
	f     *facts
	known map[miner]*yield
}

// miner is what the choice of a miner in a period depends on.
type miner struct {
	site, hallType, design int
	stand                  model.Stand
	bought                 int // period of purchase, -1 for machines that were there
	p                      int
}

// yield is what one MW of IT load earns in a period: money with the signs of
// the cash flow, and tonnes.
type yield struct{ revenue, power, operation, carbon *big.Rat }

func newFleet(f *facts) *fleet { return &fleet{f, map[miner]*yield{}} }

// bookMining books a group of miners period by period.
func (b *book) bookMining(fl *fleet, h *hall, units *big.Rat) {
	bought := b.f.purchases(h)
	country := b.country(h.site)
	current := -1
	for p := h.start; p < h.end; p++ {
		for len(bought) > 0 && bought[0] <= p {
			current, bought = bought[0], bought[1:]
		}
		y := fl.yield(miner{h.site, h.hallType, h.design, h.stand, current, p})
		b.post(p, miningRevenue, mul(units, y.revenue), country, model.Mining)
		b.post(p, power, mul(units, y.power), country, model.Mining)
		b.post(p, operation, mul(units, y.operation), country, model.Mining)
		b.carbon[h.site][p].Add(b.carbon[h.site][p], mul(units, y.carbon))
	}
}

func (fl *fleet) yield(m miner) *yield {
	if y, ok := fl.known[m]; ok {
		return y
	}
	y := fl.f.choose(m)
	fl.known[m] = y
	return y
}

// earning is what a MWh at the machines earns before the pool's fee:
// hashprice / (24 k) x 1000 (section 3, Mining).
func (f *facts) earning(m miner) *big.Rat {
	t := &f.s.HallTypes[m.hallType]
	k := exact(t.Efficiency)
	if m.bought >= 0 {
		k = mul(k, grown(exact(t.EfficiencyTrend), f.yearsTo(m.bought)))
	}
	return rounded(div(mul(exact(f.world.Hashprice[m.p]), whole(1000)), mul(whole(24), k)))
}

// available is A[p], the hours the miner could run (section 3, Mining).
func (f *facts) available(m miner) *big.Rat {
	a := f.avail[m.design]
	cut := zero()
	switch m.stand {
	case model.Headroom:
		_, _, most := f.feeders(m.site)
		a = pow(a, most)
	case model.Flex:
		if f.s.Sites[m.site].HasOffer {
			cut = div(exact(f.s.Sites[m.site].Offer.Interruption), whole(8760))
		}
	}
	up := mul(f.hours(m.p), exact(f.s.HallTypes[m.hallType].Uptime), a)
	return rounded(mul(up, sub(whole(1), f.banned[m.site][m.p]), sub(whole(1), cut)))
}

// choose runs the miner in the cheapest blocks that pay together, as few as
// possible (section 3, Mining).
func (f *facts) choose(m miner) *yield {
	t, r := &f.s.HallTypes[m.hallType], f.region(m.site)
	c := f.climate(f.s.Sites[m.site].Region, m.hallType)
	hours, network := f.available(m), exact(r.NetworkPrice)
	net := mul(f.earning(m), sub(whole(1), exact(t.PoolFee)))
	margin := sub(net, exact(t.VariableOM))
	mean := mul(c.pue, exact(r.EnergyPrice), exact(f.world.PowerIndex[r.Zone][m.p]))
	declared := mul(f.tau[m.site][m.p], c.gamma, f.hours(m.p))

	run, energy := zero(), zero() // hours and cost of energy of the blocks so far
	best, bestRun, bestPower := zero(), zero(), zero()
	for _, block := range f.s.Zones[r.Zone].Blocks {
		part := mul(hours, exact(block.Hours))
		run = add(run, part)
		energy = add(energy, mul(part, mean, exact(block.Price)))
		cost := add(energy, mul(network, positive(sub(mul(c.pue, run), declared))))
		if value := sub(mul(run, margin), cost); value.Cmp(best) > 0 {
			best, bestRun, bestPower = value, run, cost
		}
	}
	return &yield{
		revenue:   rounded(mul(bestRun, net)),
		power:     neg(rounded(bestPower)),
		operation: neg(rounded(mul(bestRun, exact(t.VariableOM)))),
		carbon:    rounded(mul(bestRun, c.pue, exact(r.CarbonIntensity))),
	}
}
