package finance

import (
	"math"

	"github.com/gridalloc/gridalloc/model/unit"
)

// Cash is a row of amounts with the times, in years from the start, at which
// they count.
type Cash struct{ Amount, Time []float64 }

// PresentValue discounts the cash at a yearly rate.
func (c Cash) PresentValue(rate float64) float64 {
	sum := 0.0
	for i, a := range c.Amount {
		sum += a * math.Pow(1+rate, -c.Time[i])
	}
	return sum
}

// irrGrid are the yearly rates between which a root is looked for: first among
// gains, then among losses.
var irrGrid = [][]float64{
	{0, .05, .1, .15, .2, .3, .4, .6, .8, 1, 1.5, 2, 3, 5, 10},
	{0, -.05, -.1, -.15, -.2, -.3, -.4, -.5, -.6, -.7, -.8, -.9, -.95, -.99},
}

// IRR is the yearly rate at which the cash has no present value. ok is false
// when there is none between -99 % and 1,000 %; of several, the one nearest to
// zero is given, a gain before a loss.
func (c Cash) IRR() (rate float64, ok bool) {
	for _, grid := range irrGrid {
		for i := 1; i < len(grid); i++ {
			if rate, ok = c.root(grid[i-1], grid[i]); ok {
				return rate, true
			}
		}
	}
	return 0, false
}

// root bisects between two rates whose present values differ in sign.
func (c Cash) root(low, high float64) (float64, bool) {
	atLow, atHigh := c.PresentValue(low), c.PresentValue(high)
	if atLow == 0 && atHigh == 0 || atLow*atHigh > 0 {
		return 0, false
	}
	if atLow == 0 {
		return low, true
	}
	for range 200 {
		middle := (low + high) / 2
		if at := c.PresentValue(middle); (at > 0) == (atLow > 0) {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2, true
}

// Payback is the time in years after which the cumulative cash stays positive:
// the cash of each period of the given length counts as even within it, the
// terminal cash at the end. ok is false when it is not positive in the end.
func Payback(periods []float64, terminal, years float64) (t float64, ok bool) {
	cumulative := 0.0
	for p, cash := range periods {
		if cumulative <= 0 {
			t = float64(p) - cumulative/cash // used if it stays positive from here on
		}
		cumulative += cash
	}
	switch {
	case cumulative+terminal <= 0:
		return 0, false
	case cumulative <= 0:
		t = float64(len(periods))
	}
	return t * years, true
}

// Loan is the money of one unit of currency borrowed in a calendar year: by
// period what is drawn, repaid and paid as interest, and what is still owed at
// the horizon (section 6).
type Loan struct {
	Draw, Principal, Interest []float64
	Terminal                  float64
}

// Loan works out a loan of the horizon's i-th calendar year.
func (c *Calculator) Loan(i int) Loan {
	l := Loan{make([]float64, c.n), make([]float64, c.n), make([]float64, c.n), 0}
	rate := math.Pow(1+float64(c.s.Budget.DebtRate), c.s.Horizon.YearsPerPeriod()) - 1
	instalments := c.s.Horizon.CeilPeriods(unit.Months(12 * c.s.Budget.DebtYears))
	var draws []int
	for p := range c.n {
		if c.yearOf(p) == i {
			draws = append(draws, p)
		}
	}
	part := 1 / float64(len(draws))
	for _, drawn := range draws {
		l.Draw[drawn] += part
		balance := part
		for p := drawn + 1; p < c.n && p <= drawn+instalments; p++ {
			l.Interest[p] += balance * rate
			l.Principal[p] += part / float64(instalments)
			balance -= part / float64(instalments)
		}
		l.Terminal += max(balance, 0)
	}
	return l
}
