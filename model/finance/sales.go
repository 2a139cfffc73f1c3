package finance

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

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
		level := float64(c.MW)
		if c.Ramp > 1 {
			level *= min(1, float64(j+1)/float64(c.Ramp))
		}
		p := month / h.PeriodMonths
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

// rentPerMW is what a contract is expected to pay per MW and month in period
// p: its price while the client lasts, the market's rent once re-let.
func (c *Calculator) rentPerMW(contract *model.Contract, p int) float64 {
	elapsed := max(c.s.Horizon.Begin(p).MonthsSince(contract.Start), 0)
	stays := func(m unit.Months) float64 { return math.Pow(1-float64(contract.Default), float64(m/12)) }
	relet := 0.0
	if elapsed >= contract.RelettingGap {
		relet = 1 - stays(elapsed-contract.RelettingGap)
	}
	merchant := float64(contract.RelettingPrice) * float64(c.world.Rent[contract.Market][contract.Product][p])
	return stays(elapsed)*float64(contract.Price) + relet*merchant
}

// Serve is the money of one MW of IT load served to a contract from a site in
// period p; months is from Profile.
func (c *Calculator) Serve(contract *model.Contract, site, p int, months float64) Flow {
	f, reimbursed := c.power(contract.Product, site, p, float64(contract.ExpectedUse))
	if contract.PassThrough {
		f.Power -= reimbursed
	}
	f.Revenue = float64(max(contract.ExpectedUse, contract.TakeOrPay)) * months * c.rentPerMW(contract, p)
	return f
}

// Short is the money of one MW of shortfall.
func (c *Calculator) Short(contract *model.Contract, months float64) Flow {
	return Flow{Penalty: months * float64(contract.Penalty)}
}

// SpotSupply is the cost of one MW of IT load sold to the market from a site
// in period p.
func (c *Calculator) SpotSupply(product model.Business, site, p int) Flow {
	load := c.s.HallTypes[c.hallOf[product]].LoadFactor
	f, _ := c.power(product, site, p, float64(load))
	return f
}

// SpotSale is the revenue of one MW of IT load sold on a step of a client
// market's demand in period p.
func (c *Calculator) SpotSale(market int, step *model.DemandStep, p int) Flow {
	rent := float64(c.world.Rent[market][step.Product][p])
	return Flow{Revenue: float64(step.Price) * rent * float64(c.s.Horizon.PeriodMonths)}
}

// power is what a sold MW of IT load draws and pays at a mean load of use
// (section 3, AI), and what a tenant who pays for power reimburses.
func (c *Calculator) power(product model.Business, site, p int, use float64) (f Flow, reimbursed float64) {
	hallType := &c.s.HallTypes[c.hallOf[product]]
	region := &c.s.Regions[c.s.Sites[site].Region]
	pue, grid := Climate(hallType.Climate, region.Temperature)
	mwh := use * c.hours[p]
	f.GridMWh = pue * mwh
	energy := f.GridMWh * float64(region.EnergyPrice) * float64(c.world.PowerIndex[region.Zone][p])
	declared := c.takeOrPay[site][p] * grid * c.hours[p]
	network := float64(region.NetworkPrice)
	f.Power = energy + network*max(0, f.GridMWh-declared)
	f.Operation = float64(hallType.VariableOM) * mwh
	return f, energy + network*max(f.GridMWh, declared)
}
