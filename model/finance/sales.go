package finance

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
)

// Terms are what a contract wants and brings in each period of a world
// (section 4).
type Terms struct {
	Contract *model.Contract
	index    int // of the contract
	// MW is what the client wants, the largest monthly MW of the period.
	MW     []float64
	months []float64 // at full price, per MW
	// rent is what a served MW brings, drawn the share of its energy that is
	// drawn, penalty what a MW costs that is not served.
	rent, drawn, penalty []float64
}

// Terms works out a contract.
func (c *Calculator) Terms(contract int) *Terms {
	t := &Terms{Contract: &c.s.Contracts[contract], index: contract}
	t.MW, t.months = Profile(c.s.Horizon, t.Contract)
	t.rent, t.drawn, t.penalty = make([]float64, c.n), make([]float64, c.n), make([]float64, c.n)
	c.Renew(t)
	return t
}

// Renew works out terms again in the world that the calculator is now in.
func (c *Calculator) Renew(t *Terms) {
	use := float64(max(t.Contract.ExpectedUse, t.Contract.TakeOrPay))
	for p := range c.n {
		relet := float64(t.Contract.RelettingPrice) * float64(c.world.Rent[t.Contract.Market][t.Contract.Product][p])
		paid, let := c.months(t, p)
		t.rent[p] = use * (paid*float64(t.Contract.Price) + let*relet)
		t.penalty[p] = paid * float64(t.Contract.Penalty)
		t.drawn[p] = 0
		if t.months[p] > 0 {
			t.drawn[p] = (paid + let) / t.months[p]
		}
	}
}

// monthly is the MW that a contract wants in month j of its term.
func monthly(c *model.Contract, j int) float64 {
	if c.Ramp > 1 {
		return float64(c.MW) * min(1, float64(j+1)/float64(c.Ramp))
	}
	return float64(c.MW)
}

// Profile gives, by period, the MW a contract wants (the largest monthly MW of
// the period) and for how many months at full price a MW of it is paid
// (section 4).
func Profile(h model.Horizon, c *model.Contract) (mw, months []float64) {
	mw, months = make([]float64, h.Periods), make([]float64, h.Periods)
	first := int(c.Start.MonthsSince(h.Start))
	for j := range int(c.Term) {
		month := first + j
		if month < 0 || month >= h.Periods*h.PeriodMonths {
			continue
		}
		p := month / h.PeriodMonths
		level := monthly(c, j)
		mw[p] = max(mw[p], level)
		months[p] += level
	}
	for p := range months {
		if mw[p] > 0 {
			months[p] /= mw[p]
		}
	}
	return mw, months
}

// months counts, as Profile does, the months of period p that the client pays,
// and those in which the MW are let again.
func (c *Calculator) months(t *Terms, p int) (paid, let float64) {
	if t.MW[p] == 0 {
		return 0, 0
	}
	h := c.s.Horizon
	first := p*h.PeriodMonths - int(t.Contract.Start.MonthsSince(h.Start))
	for j := max(first, 0); j < min(first+h.PeriodMonths, int(t.Contract.Term)); j++ {
		pays, again := c.chances(t, j)
		paid += pays * monthly(t.Contract, j)
		let += again * monthly(t.Contract, j)
	}
	return paid / t.MW[p], let / t.MW[p]
}

// chances are those that a contract's client pays month j of the term, and that
// the MW are let again after a default: certain where the world says when it
// defaults.
func (c *Calculator) chances(t *Terms, j int) (pays, again float64) {
	gap := int(t.Contract.RelettingGap)
	if c.world.Default == nil {
		after := func(months int) float64 { return math.Pow(1-float64(t.Contract.Default), float64(months)/12) }
		return after(j), 1 - after(max(j-gap, 0))
	}
	switch fault := int(c.world.Default[t.index]); {
	case j < fault:
		return 1, 0
	case j >= fault+gap:
		return 0, 1
	default:
		return 0, 0
	}
}

// Serve is the money of one MW of IT load served to a contract from a site in
// period p.
func (c *Calculator) Serve(t *Terms, site, p int) Flow {
	f, reimbursed := c.power(t.Contract.Product, site, p, float64(t.Contract.ExpectedUse))
	if t.Contract.PassThrough {
		f.Power -= reimbursed
	}
	f.Power *= t.drawn[p]
	f.Operation *= t.drawn[p]
	f.GridMWh *= t.drawn[p]
	f.Revenue = t.rent[p]
	return f
}

// Short is the money of one MW that a contract is not served in period p.
func (c *Calculator) Short(t *Terms, p int) Flow { return Flow{Penalty: t.penalty[p]} }

// utilisation is the share of merchant MW that is let.
func (c *Calculator) utilisation(market int, product model.Business, p int) float64 {
	if c.world.Utilisation == nil {
		return 1
	}
	return float64(c.world.Utilisation[market][product][p])
}

// SpotSupply is the cost of one MW of IT load sold to the market from a site
// in period p.
func (c *Calculator) SpotSupply(product model.Business, site, p int) Flow {
	load := float64(c.s.HallTypes[c.hallOf[product]].LoadFactor)
	market := c.s.Regions[c.s.Sites[site].Region].Market
	f, _ := c.power(product, site, p, load*c.utilisation(market, product, p))
	return f
}

// SpotSale is the revenue of one MW of IT load sold on a step of a client
// market's demand in period p.
func (c *Calculator) SpotSale(market int, step *model.DemandStep, p int) Flow {
	return Flow{Revenue: float64(step.Price) * c.merchant(market, step.Product, p)}
}

// SpotLost is what a site's market loses by one MW of IT load that its halls
// cannot give in period p: the rent on the dearest step.
func (c *Calculator) SpotLost(product model.Business, site, p int) Flow {
	market := c.s.Regions[c.s.Sites[site].Region].Market
	dearest := 0.0
	for i := range c.s.Markets[market].Demand {
		if step := &c.s.Markets[market].Demand[i]; step.Product == product {
			dearest = max(dearest, float64(step.Price))
		}
	}
	return Flow{Revenue: -dearest * c.merchant(market, product, p)}
}

// merchant is what a MW sold at the market's rent earns in period p.
func (c *Calculator) merchant(market int, product model.Business, p int) float64 {
	rent := float64(c.world.Rent[market][product][p])
	return rent * float64(c.s.Horizon.PeriodMonths) * c.utilisation(market, product, p)
}

// power is what a sold MW of IT load draws and pays at a mean load of use
// (section 3, AI), and what a tenant who pays for power reimburses.
func (c *Calculator) power(product model.Business, site, p int, use float64) (f Flow, reimbursed float64) {
	hallType := &c.s.HallTypes[c.hallOf[product]]
	region := &c.s.Regions[c.s.Sites[site].Region]
	at := &c.climates[c.s.Sites[site].Region][c.hallOf[product]]
	mwh := use * c.hours[p]
	f.GridMWh = at.pue * mwh
	energy := f.GridMWh * float64(region.EnergyPrice) * float64(c.world.PowerIndex[region.Zone][p])
	declared := c.takeOrPay[site][p] * at.grid * c.hours[p]
	network := float64(region.NetworkPrice)
	f.Power = energy + network*max(0, f.GridMWh-declared)
	f.Operation = float64(hallType.VariableOM) * mwh
	return f, energy + network*max(f.GridMWh, declared)
}
