package verify

import (
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// miner is what the choice of a miner in a period depends on, besides the
// world.
type miner struct {
	site, hallType, design int
	stand                  model.Stand
	bought                 int // period of purchase, -1 for machines that were there
	p                      int
	waits                  bool // for a late connection
}

// fleet is equal miners in a period, and the ways in which they may run: in
// none, one, two ... and all of the price blocks, from the cheapest on, and
// where there is a demand-response programme in all hours but the dearest.
type fleet struct {
	miner
	units   *big.Rat // MW of IT load
	blocks  []option
	respond *option // nil without a programme
}

// option is a way to run, with what does not depend on the world: amounts for
// all units, positive.
type option struct {
	earn        *fixed // revenue for each unit of hashprice
	paid        *fixed // by the demand-response programme
	level       *fixed // energy at an index of 1 without spread
	tilt        *fixed // what the spread adds at an index and spread of 1
	network     *fixed
	networkAt90 *fixed // with 90 % of declared power paid in any case
	operation   *fixed
	carbon      *fixed
}

// takeOrPayAt90 is the take-or-pay share of section 8, Flexibility.
var takeOrPayAt90 = ratio(9, 10)

// newFleets lists the miners of a plan by kind and period.
func newFleets(f *facts, d *decisions) []*fleet {
	var list []*fleet
	known := map[miner]*fleet{}
	for i := range d.halls {
		h := &d.halls[i]
		t := &f.s.HallTypes[h.hallType]
		if t.Business != model.Mining {
			continue
		}
		_, sure := d.window(f, h.site)
		bought, current := f.purchases(h), -1
		for p := h.start; p < h.end; p++ {
			for len(bought) > 0 && bought[0] <= p {
				current, bought = bought[0], bought[1:]
			}
			m := miner{h.site, h.hallType, h.design, h.stand, current, p, h.waits && p < sure}
			if known[m] == nil {
				known[m] = &fleet{miner: m, units: zero()}
				list = append(list, known[m])
			}
			known[m].units.Add(known[m].units, mul(whole(h.count), exact(t.Module)))
		}
	}
	for _, x := range list {
		f.prepare(x)
	}
	return list
}

// earning is what a MWh at the machines earns before the pool's fee for each
// unit of hashprice: 1000 / (24 k) (section 3, Mining).
func (f *facts) earning(m *miner) *big.Rat {
	t := &f.s.HallTypes[m.hallType]
	k := exact(t.Efficiency)
	if m.bought >= 0 {
		k = mul(k, grown(exact(t.EfficiencyTrend), f.yearsTo(m.bought)))
	}
	return div(whole(1000), mul(whole(24), k))
}

// available is A[p], the hours the miner could run (section 3, Mining).
func (f *facts) available(m *miner) *big.Rat {
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

// prepare works out the options of a fleet.
func (f *facts) prepare(x *fleet) {
	zone := &f.s.Zones[f.region(x.site).Zone]
	hours := f.available(&x.miner)
	share, dearer := zero(), zero() // of the hours, and that times (multiplier - 1)
	x.blocks = append(x.blocks, f.option(x, hours, share, dearer, zero()))
	for _, b := range zone.Blocks {
		share = add(share, exact(b.Hours))
		dearer = add(dearer, mul(exact(b.Hours), sub(exact(b.Price), whole(1))))
		x.blocks = append(x.blocks, f.option(x, hours, share, dearer, zero()))
	}
	if !(zone.Response.Payment > 0) {
		return
	}
	cut := positive(div(exact(zone.Response.Hours), whole(8760)))
	for i := len(zone.Blocks) - 1; i >= 0 && cut.Sign() > 0; i-- {
		b := &zone.Blocks[i]
		part := exact(b.Hours)
		if part.Cmp(cut) > 0 {
			part = cut
		}
		share, cut = sub(share, part), sub(cut, part)
		dearer = sub(dearer, mul(part, sub(exact(b.Price), whole(1))))
	}
	c := f.climate(f.s.Sites[x.site].Region, x.hallType)
	mean := div(mul(c.pue, hours), f.hours(x.p)) // grid MW of a unit
	o := f.option(x, hours, share, dearer, mul(exact(zone.Response.Payment), ratio(f.m, 12), mean))
	x.respond = &o
}

// option is running in a share of the hours.
func (f *facts) option(x *fleet, hours, share, dearer, paid *big.Rat) option {
	t, r := &f.s.HallTypes[x.hallType], f.region(x.site)
	c := f.climate(f.s.Sites[x.site].Region, x.hallType)
	run := mul(hours, share)
	grid := mul(c.pue, run)
	price := mul(c.pue, exact(r.EnergyPrice), hours)
	network := func(tau *big.Rat) *fixed {
		beyond := positive(sub(grid, mul(tau, c.gamma, f.hours(x.p))))
		return toFixed(mul(x.units, exact(r.NetworkPrice), beyond))
	}
	of := func(amount *big.Rat) *fixed { return toFixed(mul(x.units, amount)) }
	return option{
		earn: of(mul(run, f.earning(&x.miner), sub(whole(1), exact(t.PoolFee)))), paid: of(paid),
		level: of(mul(price, share)), tilt: of(mul(price, dearer)),
		network: network(f.tau[x.site][x.p]), networkAt90: network(takeOrPayAt90),
		operation: of(mul(run, exact(t.VariableOM))), carbon: of(mul(grid, exact(r.CarbonIntensity))),
	}
}
