package verify

import (
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// draw is what a sold MW of IT load uses in a period: money with the signs of
// the cash flow, and tonnes (section 3, AI).
type draw struct{ power, operation, carbon *big.Rat }

// use is what a draw depends on.
type use struct {
	site, p     int
	product     model.Business
	load        unitShare
	passThrough bool
}

// unitShare is a share as a map key.
type unitShare float64

// meter works out draws, once for every use.
type meter struct {
	f     *facts
	known map[use]*draw
}

func (m *meter) draw(u use) *draw {
	if d, ok := m.known[u]; ok {
		return d
	}
	d := m.f.draw(u)
	m.known[u] = d
	return d
}

func (f *facts) draw(u use) *draw {
	t := f.product[u.product]
	if t < 0 {
		return &draw{zero(), zero(), zero()} // no halls, and so refused already
	}
	site, r := &f.s.Sites[u.site], f.region(u.site)
	c := f.climate(site.Region, t)
	hours := f.hours(u.p)
	mwh := mul(exact(u.load), hours)
	grid := mul(c.pue, mwh)
	declared := mul(f.tau[u.site][u.p], c.gamma, hours)
	energy := mul(grid, exact(r.EnergyPrice), exact(f.world.PowerIndex[r.Zone][u.p]))
	network := exact(r.NetworkPrice)
	cost := add(energy, mul(network, positive(sub(grid, declared))))
	if u.passThrough {
		cost = sub(cost, add(energy, mul(network, larger(grid, declared))))
	}
	return &draw{
		power:     neg(rounded(cost)),
		operation: neg(rounded(mul(exact(f.s.HallTypes[t].VariableOM), mwh))),
		carbon:    rounded(mul(grid, exact(r.CarbonIntensity))),
	}
}

// bookSales books contracts and merchant sales (section 4).
func (b *book) bookSales(d *decisions, terms []term) {
	m := &meter{b.f, map[use]*draw{}}
	for _, x := range d.deliveries {
		c := &b.f.s.Contracts[x.contract]
		revenue := mul(x.mw, terms[x.contract].price[x.p])
		b.post(x.p, revenueOf(c.Product), revenue, b.country(x.site), c.Product)
		b.bookDraw(m, use{x.site, x.p, c.Product, unitShare(c.ExpectedUse), c.PassThrough}, x.mw)
	}
	for i := range b.f.s.Contracts {
		c := &b.f.s.Contracts[i]
		for p, mw := range d.short[i] {
			b.post(p, penalty, neg(rounded(mul(mw, terms[i].months[p], exact(c.Penalty)))), 0, c.Product)
		}
	}
	for _, x := range d.spot {
		if t := b.f.product[x.product]; t >= 0 {
			load := unitShare(b.f.s.HallTypes[t].LoadFactor)
			b.bookDraw(m, use{x.site, x.p, x.product, load, false}, x.mw)
		}
	}
	b.bookMerchant(d)
}

// bookDraw books what mw of sold IT load use.
func (b *book) bookDraw(m *meter, u use, mw *big.Rat) {
	x, country := m.draw(u), b.country(u.site)
	b.post(u.p, power, mul(mw, x.power), country, u.product)
	b.post(u.p, operation, mul(mw, x.operation), country, u.product)
	b.carbon[u.site][u.p].Add(b.carbon[u.site][u.p], mul(mw, x.carbon))
}

// bookMerchant books merchant sales. Steps are sold by the market as a whole;
// the regions of a market lie in one country, so that the country of the
// serving sites is that of the market.
func (b *book) bookMerchant(d *decisions) {
	for _, x := range d.sales {
		step := &b.f.s.Markets[x.market].Demand[x.step]
		rent := exact(b.f.world.Rent[x.market][step.Product][x.p])
		revenue := mul(x.mw, exact(step.Price), rent, whole(b.f.m))
		b.post(x.p, revenueOf(step.Product), revenue, b.f.s.CountryOfMarket(x.market), step.Product)
	}
}
