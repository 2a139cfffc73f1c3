package market

import (
	"github.com/gridalloc/gridalloc/model"
)

// features appends what the businesses earn in a world.
func (c *cash) features(w *model.World, row []float64) []float64 {
	earned := *c
	earned.calc = c.calc.In(w)
	for z := range c.zones {
		if c.zones[z].site >= 0 {
			row = earned.power(z, earned.mining(z, row))
		}
	}
	for market := range c.m.s.Markets {
		for _, product := range []model.Business{model.Colocation, model.GPUCloud} {
			row = earned.sales(market, product, row)
		}
	}
	return c.lateness(w, row)
}

// part is the half of the horizon that a period is in.
func (c *cash) part(p int) int { return p * parts / c.m.clock.periods }

// mining appends what each type of mining hall earns on its share of the MW of
// a zone, its machines replaced at the end of their lives.
func (c *cash) mining(z int, row []float64) []float64 {
	s, zone := c.m.s, c.zones[z]
	for _, t := range c.miner {
		hall := &s.HallTypes[t]
		h := c.calc.Halls(zone.site, t, hall.Designs[0], model.Firm)
		life := max(s.Horizon.CeilPeriods(hall.MachineLife), 1)
		mw := zone.mw / h.GridPerIT() / float64(len(c.miner))
		var sums [parts]float64
		for p := range c.m.clock.periods {
			bought := s.Horizon.Year(p-p%life) - s.Horizon.Year(0)
			sums[c.part(p)] += c.calc.Discount(p) * mw * h.Mine(p, bought).EBITDA()
		}
		row = append(row, sums[:]...)
	}
	return row
}

// power appends what merchant AI would pay for power in a zone, on its share of
// the MW.
func (c *cash) power(z int, row []float64) []float64 {
	zone := c.zones[z]
	for _, product := range []model.Business{model.Colocation, model.GPUCloud} {
		t := c.calc.HallTypeOf(product)
		if t < 0 {
			continue
		}
		mw := zone.mw / c.calc.GridPerIT(t, zone.site) / float64(len(model.Businesses))
		var sums [parts]float64
		for p := range c.m.clock.periods {
			f := c.calc.SpotSupply(product, zone.site, p)
			sums[c.part(p)] += c.calc.Discount(p) * mw * f.EBITDA()
		}
		row = append(row, sums[:]...)
	}
	return row
}

// sales appends what the merchant demand and the contracts of a client market
// bring for a product.
func (c *cash) sales(market int, product model.Business, row []float64) []float64 {
	s := c.m.s
	var merchant, contracts [parts]float64
	for k := range s.Markets[market].Demand {
		step := &s.Markets[market].Demand[k]
		for p := 0; step.Product == product && p < len(step.Depth); p++ {
			merchant[c.part(p)] += c.calc.Discount(p) * float64(step.Depth[p]) * c.calc.SpotSale(market, step, p).Revenue
		}
	}
	for k := range s.Contracts {
		contract := &s.Contracts[k]
		if contract.Market != market || contract.Product != product || c.calc.HallTypeOf(product) < 0 {
			continue
		}
		terms := c.calc.Terms(k)
		site := c.siteOf(contract)
		for p := 0; site >= 0 && p < c.m.clock.periods; p++ {
			contracts[c.part(p)] += c.calc.Discount(p) * terms.MW[p] * c.calc.Serve(terms, site, p).Revenue
		}
	}
	return append(append(row, merchant[:]...), contracts[:]...)
}

// siteOf is a site that may serve a contract, -1 for none.
func (c *cash) siteOf(contract *model.Contract) int {
	for i := range c.m.s.Sites {
		if contract.Allows(c.m.s.Sites[i].Region) {
			return i
		}
	}
	return -1
}

// lateness appends, by grid company, what the time by which connections come
// later than planned would earn: their MW times the base world's mean earnings
// of a MW of miners and month.
func (c *cash) lateness(w *model.World, row []float64) []float64 {
	s := c.m.s
	first := len(row)
	row = append(row, make([]float64, c.m.delays.companies)...)
	for i := range s.Sites {
		site := &s.Sites[i]
		planned := site.Offer.Lead[s.LeadQuantile]
		if site.HasOffer && w.Lead[i] > planned {
			zone := s.Regions[site.Region].Zone
			company := s.Risk.Delay.Company[site.Region]
			row[first+company] += float64(w.Lead[i]-planned) * float64(site.Offer.Max) * c.monthly[zone]
		}
	}
	return row
}
