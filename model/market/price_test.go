package market

import (
	"fmt"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/model"
)

func horizon(months, periods int) model.Horizon {
	return model.Horizon{Start: model.Date{Year: 2027, Month: 1, Day: 1}, PeriodMonths: months, Periods: periods}
}

// TestPrice: the mean of the price grows by the drift, its logarithm varies as
// the closed forms say, at every kind of step.
func TestPrice(t *testing.T) {
	gbm, still := bitcoin(), bitcoin()
	gbm.Model = model.GBM
	still.JumpRate = 0
	brownian := bitcoin()
	brownian.Reversion = 0
	for name, r := range map[string]model.BitcoinRisk{"gbm": gbm, "reverting": still, "jumps": bitcoin(), "jumps without return": brownian} {
		for _, months := range []int{12, 6, 3} {
			t.Run(fmt.Sprintf("%s in periods of %d months", name, months), func(t *testing.T) { checkPrice(t, &r, newClock(r.At, horizon(months, 24/months))) })
		}
	}
}

func checkPrice(t *testing.T, r *model.BitcoinRisk, c clock) {
	p := newPrice(r, c)
	at := []int{1, c.before, c.before + c.each, c.steps()}
	s, shocks := newStream(), make([]float64, c.steps())
	to := path{make([]float64, c.steps()+1), make([]float64, c.steps()+1)}
	var price, logs sample
	for i := range uint64(20000) {
		s.begin(5, i, Bitcoin)
		for k := range shocks {
			shocks[k] = s.NormFloat64()
		}
		p.draw(shocks, s, to)
		var x, y []float64
		for _, k := range at {
			x = append(x, math.Exp(to.price[k]), math.Exp(to.fee[k]))
			y = append(y, to.price[k], to.fee[k])
		}
		price.x, logs.x = append(price.x, x), append(logs.x, y)
	}
	speed, jumps := r.Reversion, r.JumpRate*(r.JumpMean*r.JumpMean+r.JumpDeviation*r.JumpDeviation)
	if r.Model == model.GBM {
		speed, jumps = 0, 0
	}
	for j, k := range at {
		years := c.time(k)
		mean, _, e, _ := price.moments(2 * j)
		within(t, "mean price", mean, float64(r.Price)*math.Exp(r.Drift*years), e)
		_, deviation, _, e := logs.moments(2 * j)
		span := years
		if speed > 0 {
			span = (1 - math.Exp(-2*speed*years)) / (2 * speed)
		}
		within(t, "deviation of the log price", deviation, math.Sqrt((r.Volatility*r.Volatility+jumps)*span), e)
		mean, _, e, _ = price.moments(2*j + 1)
		within(t, "mean fees over their mean", mean, 1, e)
		_, deviation, _, e = logs.moments(2*j + 1)
		within(t, "deviation of the log fees", deviation, r.FeeVolatility*math.Sqrt((1-math.Exp(-2*r.FeeReversion*years))/(2*r.FeeReversion)), e)
	}
}

// TestClock: steps fit the periods, and the time before the horizon counts.
func TestClock(t *testing.T) {
	at := model.Date{Year: 2026, Month: 6, Day: 14}
	for _, months := range []int{12, 6, 3} {
		c := newClock(at, horizon(months, 24/months))
		within(t, "start", c.start, 201.0/365, 0)
		within(t, "end", c.end(), 201.0/365+2, 0)
		within(t, "period", c.time(c.before+c.each)-c.time(c.before), float64(months)/12, 0)
		for k := range c.steps() {
			if d := (c.time(k+1) - c.time(k)) * 365; d < 12.5 || d > 14.1 {
				t.Errorf("step %d has %g days", k, d)
			}
			middle := (c.time(k) + c.time(k+1)) / 2
			got, part := c.at(middle)
			if got != k {
				t.Errorf("the middle of step %d is in step %d", k, got)
			}
			within(t, "part of the step", part, 0.5, 1e-9)
		}
	}
	c := newClock(model.Date{Year: 2027, Month: 1, Day: 1}, horizon(12, 1))
	if c.before != 0 || c.start != 0 || c.steps() != 26 {
		t.Errorf("a horizon that begins at once: %+v", c)
	}
}
