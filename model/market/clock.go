package market

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
)

// stepsPerYear makes a step of the clock about as long as the 2,016 blocks of
// a difficulty epoch, two weeks.
const stepsPerYear = 26

// clock divides the time from the day of the starting values to the end of the
// horizon into steps. Time is in years from that day; a period is its months
// over 12. Periods are divided into equal steps, and so is the time before the
// horizon.
type clock struct {
	before, each, periods int     // steps before the horizon, steps in a period, periods
	start                 float64 // beginning of the horizon
	lead, step            float64 // length of a step before and within the horizon
}

// newClock runs from day at over a horizon that does not begin before it.
func newClock(at model.Date, h model.Horizon) clock {
	c := clock{periods: h.Periods, start: float64(h.Start.DaysSince(at)) / 365}
	c.before = int(math.Ceil(c.start*stepsPerYear - 1e-9))
	if c.before > 0 {
		c.lead = c.start / float64(c.before)
	}
	c.each = int(math.Round(h.YearsPerPeriod() * stepsPerYear))
	c.step = h.YearsPerPeriod() / float64(c.each)
	return c
}

// steps is the number of steps.
func (c *clock) steps() int { return c.before + c.each*c.periods }

// time is when step k begins; k = steps() gives the end.
func (c *clock) time(k int) float64 {
	if k <= c.before {
		return float64(k) * c.lead
	}
	return c.start + float64(k-c.before)*c.step
}

// end is the end of the horizon.
func (c *clock) end() float64 { return c.time(c.steps()) }

// years is the length of a period.
func (c *clock) years() float64 { return float64(c.each) * c.step }

// at is where time t lies: in step k, the given part of it gone.
func (c *clock) at(t float64) (k int, part float64) {
	x := float64(c.before) + (t-c.start)/c.step
	if t < c.start {
		x = t / c.lead
	}
	k = min(int(x), c.steps()-1)
	return k, x - float64(k)
}
