package verify

import (
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// draw is what MW of sold IT load of a product take at full use, positive
// amounts that are the same in all worlds (section 3, AI).
type draw struct {
	grid, declared    *fixed // MWh at the connection, and what the network is paid for in any case
	energy, operation *fixed // energy at an index of 1
	carbon            *fixed
}

// draw works that out for mw; use is u without the share that is let.
func (f *facts) draw(site, p int, product model.Business, use, mw *big.Rat) *draw {
	t := f.product[product]
	if t < 0 {
		return &draw{new(fixed), new(fixed), new(fixed), new(fixed), new(fixed)} // no halls, and so refused already
	}
	r := f.region(site)
	c := f.climate(f.s.Sites[site].Region, t)
	mwh := mul(mw, use, f.hours(p))
	grid := mul(c.pue, mwh)
	return &draw{
		grid:      toFixed(grid),
		declared:  toFixed(mul(mw, f.tau[site][p], c.gamma, f.hours(p))),
		energy:    toFixed(mul(grid, exact(r.EnergyPrice))),
		operation: toFixed(mul(mwh, exact(f.s.HallTypes[t].VariableOM))),
		carbon:    toFixed(mul(grid, exact(r.CarbonIntensity))),
	}
}

// served is a delivery with what it takes.
type served struct {
	delivery
	owner
	amount            *fixed // MW
	energy, network   *fixed // after reimbursement, energy at an index of 1
	operation, carbon *fixed
}

// offered is merchant supply with what it takes.
type offered struct {
	spot
	owner
	*draw
	networkPrice *fixed
	lost         *fixed // revenue that it loses where it stands idle, at a rent and share let of 1
}

// sales is what a plan sells, as far as it is the same in all worlds.
type sales struct {
	d        *decisions
	terms    []term
	served   []served
	offered  []offered
	merchant [][3][]*fixed // revenue by market, product and period, at a rent and share let of 1
}

func newSales(f *facts, d *decisions, terms []term) *sales {
	s := &sales{d: d, terms: terms, merchant: make([][3][]*fixed, len(f.s.Markets))}
	for _, x := range d.deliveries {
		s.served = append(s.served, f.serve(x))
	}
	for _, x := range d.spot {
		use := zero()
		if t := f.product[x.product]; t >= 0 {
			use = exact(f.s.HallTypes[t].LoadFactor)
		}
		r := f.region(x.site)
		s.offered = append(s.offered, offered{
			spot: x, owner: f.owner(x.site, x.product), draw: f.draw(x.site, x.p, x.product, use, x.mw),
			networkPrice: toFixed(exact(r.NetworkPrice)),
			lost:         toFixed(mul(x.mw, f.dearest(r.Market, x.product), whole(f.m))),
		})
	}
	for i := range s.merchant {
		for b := range s.merchant[i] {
			s.merchant[i][b] = table(1, f.n)[0]
		}
	}
	for _, x := range d.sales {
		step := &f.s.Markets[x.market].Demand[x.step]
		s.merchant[x.market][step.Product][x.p].add(toFixed(mul(x.mw, exact(step.Price), whole(f.m))))
	}
	return s
}

// serve works out a delivery. With PassThrough the tenant reimburses the energy
// and the network, at least for what was declared.
func (f *facts) serve(x delivery) served {
	c := &f.s.Contracts[x.contract]
	o := f.draw(x.site, x.p, c.Product, exact(c.ExpectedUse), x.mw)
	price := toFixed(exact(f.region(x.site).NetworkPrice))
	energy, network := o.energy, price.times(o.grid.minus(o.declared).positive())
	if c.PassThrough {
		billed := o.grid
		if o.declared.exceeds(billed) {
			billed = o.declared
		}
		energy, network = new(fixed), network.minus(price.times(billed))
	}
	return served{
		delivery: x, owner: f.owner(x.site, c.Product), amount: toFixed(x.mw),
		energy: energy, network: network, operation: o.operation, carbon: o.carbon,
	}
}

// dearest is the largest Price of a market's demand steps for a product.
func (f *facts) dearest(market int, product model.Business) *big.Rat {
	most := zero()
	if market < len(f.s.Markets) {
		for i := range f.s.Markets[market].Demand {
			if s := &f.s.Markets[market].Demand[i]; s.Product == product {
				most = larger(most, exact(s.Price))
			}
		}
	}
	return most
}

// bookSales books contracts and merchant sales in a world (section 4).
func (b *book) bookSales(w *world, s *sales) {
	for i := range s.served {
		b.bookServed(w, &s.served[i])
	}
	for c := range s.terms {
		for p, mw := range s.d.short[c] {
			if mw.Sign() > 0 {
				contract := &b.f.s.Contracts[c]
				b.bookPenalty(w, c, p, toFixed(mw), owner{0, contract.Market, contract.Product})
			}
		}
	}
	for i := range s.offered {
		b.bookOffered(w, &s.offered[i])
	}
	for m := range s.merchant {
		for _, product := range []model.Business{model.Colocation, model.GPUCloud} {
			o := owner{b.f.s.CountryOfMarket(m), m, product}
			for p, x := range s.merchant[m][product] {
				b.post(p, revenueOf(product), x.times(w.rent[m][product][p]).times(w.let[m][product][p]), o)
			}
		}
	}
}

// bookServed books a delivery. One that waits for a late connection is lost.
func (b *book) bookServed(w *world, x *served) {
	if x.waits && w.idle(x.site, x.p) {
		b.bookPenalty(w, x.contract, x.p, x.amount, x.owner)
		return
	}
	l, c := w.leases[x.contract], &b.f.s.Contracts[x.contract]
	share := l.share[x.p]
	price := l.paid[x.p].plus(l.relet[x.p].times(w.rent[c.Market][c.Product][x.p]))
	cost := w.index[w.region(x.site).Zone][x.p].times(x.energy).plus(x.network)
	b.post(x.p, revenueOf(c.Product), x.amount.times(price), x.owner)
	b.post(x.p, power, share.times(cost).negated(), x.owner)
	b.post(x.p, operation, share.times(x.operation).negated(), x.owner)
	b.carbon[x.site][x.p].add(share.times(x.carbon))
}

// bookPenalty books what short or lost MW of a contract cost their owner.
func (b *book) bookPenalty(w *world, contract, p int, mw *fixed, o owner) {
	b.post(p, penalty, mw.times(w.leases[contract].owed[p]).negated(), o)
}

// bookOffered books what merchant supply draws. What waits for a late
// connection draws nothing and loses the dearest sales of its market.
func (b *book) bookOffered(w *world, x *offered) {
	let := w.let[x.market][x.product][x.p]
	if x.waits && w.idle(x.site, x.p) {
		lost := x.lost.times(w.rent[x.market][x.product][x.p]).times(let)
		b.post(x.p, revenueOf(x.product), lost.negated(), x.owner)
		return
	}
	beyond := let.times(x.grid).minus(x.declared).positive()
	cost := w.index[w.region(x.site).Zone][x.p].times(let.times(x.energy)).plus(x.networkPrice.times(beyond))
	b.post(x.p, power, cost.negated(), x.owner)
	b.post(x.p, operation, let.times(x.operation).negated(), x.owner)
	b.carbon[x.site][x.p].add(let.times(x.carbon))
}
