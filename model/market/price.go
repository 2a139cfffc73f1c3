package market

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"

	"github.com/gridalloc/gridalloc/model"
)

// price is the process of the bitcoin price and of the fees on a clock
// (docs/market.md, Price and Fees).
type price struct {
	risk  *model.BitcoinRisk
	clock clock
	// logMean is the logarithm of the mean price at the beginning of each step
	// and at the end; level is that of the price without any deviation.
	logMean, level    []float64
	log, fee          [2]reversion // before and within the horizon
	feeLevel          []float64    // logarithm of the fees without deviation, over their mean
	reversion, jumpAt float64      // of the price; jumpAt is the mean time between jumps
}

// path is a course of price and fees at the beginning of each step of the clock
// and at its end: logarithms, that of the fees over their mean.
type path struct{ price, fee []float64 }

func newPrice(risk *model.BitcoinRisk, c clock) *price {
	p := &price{risk: risk, clock: c, jumpAt: math.Inf(1)}
	if risk.Model == model.RevertingJumps {
		p.reversion = risk.Reversion
		if risk.JumpRate > 0 {
			p.jumpAt = 1 / risk.JumpRate
		}
	}
	for i, h := range []float64{c.lead, c.step} {
		p.log[i] = newReversion(p.reversion, risk.Volatility, h)
		p.fee[i] = newReversion(risk.FeeReversion, risk.FeeVolatility, h)
	}
	jumps := 0.0
	for k := range c.steps() + 1 {
		t := c.time(k)
		if k > 0 {
			jumps += p.jumpMean(c.time(k-1), t)
		}
		mean := math.Log(float64(risk.Price)) + risk.Drift*t
		p.logMean = append(p.logMean, mean)
		p.level = append(p.level, mean-variance(p.reversion, risk.Volatility, t)/2-jumps)
		p.feeLevel = append(p.feeLevel, -variance(risk.FeeReversion, risk.FeeVolatility, t)/2)
	}
	return p
}

// jumpMean is by how much jumps in a time from..to before now raise the
// logarithm of the mean price: the rate times the integral of
// E[exp(Y exp(-reversion u))] - 1 over their age u.
func (p *price) jumpMean(from, to float64) float64 {
	if math.IsInf(p.jumpAt, 1) {
		return 0
	}
	raised := func(u float64) float64 {
		left := math.Exp(-p.reversion * u)
		return math.Expm1(p.risk.JumpMean*left + p.risk.JumpDeviation*p.risk.JumpDeviation*left*left/2)
	}
	return quad.Fixed(raised, from, to, 8, nil, 0) / p.jumpAt
}

// meanPath is the course of the means.
func (p *price) meanPath() path {
	return path{p.logMean, make([]float64, len(p.logMean))}
}

// draw fills a path from the standard shocks of the price in each step and, for
// jumps and fees, from the stream.
func (p *price) draw(shocks []float64, s *stream, to path) {
	x, fee := 0.0, 0.0
	jump := s.ExpFloat64() * p.jumpAt
	to.price[0], to.fee[0] = p.level[0], p.feeLevel[0]
	for k, shock := range shocks {
		within := 0
		if k >= p.clock.before {
			within = 1
		}
		x = x*p.log[within].keep + p.log[within].noise*shock
		fee = fee*p.fee[within].keep + p.fee[within].noise*s.NormFloat64()
		for end := p.clock.time(k + 1); jump <= end; jump += s.ExpFloat64() * p.jumpAt {
			size := p.risk.JumpMean + p.risk.JumpDeviation*s.NormFloat64()
			x += size * math.Exp(-p.reversion*(end-jump))
		}
		to.price[k+1], to.fee[k+1] = p.level[k+1]+x, p.feeLevel[k+1]+fee
	}
}
