package verify

import (
	"math"
	"math/big"

	"github.com/gridalloc/gridalloc/model"
)

// value works out the cash row and the figures of section 7.
func (a *accounts) value() {
	f := a.f
	a.npv, a.spendingPV, a.spentEver = zero(), zero(), zero()
	for p := range f.n + 1 {
		for _, x := range a.cash[p] {
			a.net[p].Add(a.net[p], x)
		}
		a.net[p].Sub(a.net[p], a.tax[p])
		a.net[p].Add(a.net[p], sub(a.drawn[p], add(a.repaid[p], a.interest[p])))
		a.discounted[p] = mul(a.net[p], f.discount[p])
		a.npv.Add(a.npv, a.discounted[p])
		a.spendingPV.Add(a.spendingPV, mul(a.spent(p), f.discount[p]))
		a.spentEver.Add(a.spentEver, a.spent(p))
	}
	// Terminal values and their tax give way to multiples of EBITDA.
	terminal := sub(a.cash[f.n][resale], a.tax[f.n])
	change := sub(a.worth, terminal)
	a.equity = add(a.npv, mul(change, f.discount[f.n]))
}

// goal is the value of the scenario's goal.
func (a *accounts) goal() *big.Rat {
	switch a.f.s.Objective.Goal {
	case model.EquityValue:
		return a.equity
	case model.LeastCapex:
		return neg(a.spendingPV)
	default:
		return a.npv
	}
}

// presentValue is the cash row at a yearly rate > -1, and the sum of the
// absolute discounted amounts.
func (a *accounts) presentValue(rate *big.Rat) (value, size *big.Rat) {
	value, size = zero(), zero()
	for p, d := range discounts(rate, a.f.n, a.f.m) {
		x := mul(a.net[p], d)
		value.Add(value, x)
		size.Add(size, new(big.Rat).Abs(x))
	}
	return value, size
}

// signChanges counts the changes of sign in the cash row; amounts within a
// millionth of a unit of currency count as nothing.
func (a *accounts) signChanges() int {
	changes, last := 0, 0
	for _, x := range a.net {
		if math.Abs(toFloat(x)) <= 1e-6 {
			continue
		}
		if last != 0 && x.Sign() != last {
			changes++
		}
		last = x.Sign()
	}
	return changes
}

// The rates between which an internal rate of return must be stated.
const lowestRate, highestRate = -0.99, 10.0

// irr is the lowest internal rate of return, nil when there is none between
// lowestRate and highestRate.
func (a *accounts) irr() *float64 {
	if a.signChanges() == 0 {
		return nil
	}
	flows := make([]float64, a.f.n+1)
	for p := range flows {
		flows[p] = toFloat(a.net[p])
	}
	years := float64(a.f.m) / 12
	value := func(rate float64) float64 {
		v := flows[a.f.n] * math.Pow(1+rate, -float64(a.f.n)*years)
		for p := range a.f.n {
			v += flows[p] * math.Pow(1+rate, -(float64(p)+0.5)*years)
		}
		return v
	}
	for low := lowestRate; low < highestRate; {
		high := min(1.02*(1+low)-1, highestRate)
		if value(low)*value(high) <= 0 {
			x := bisect(value, low, high)
			return &x
		}
		low = high
	}
	return nil
}

// bisect finds a zero between two rates.
func bisect(value func(float64) float64, low, high float64) float64 {
	rising := value(high) > value(low)
	for range 200 {
		mid := (low + high) / 2
		if (value(mid) > 0) == rising {
			high = mid
		} else {
			low = mid
		}
	}
	return (low + high) / 2
}

// payback is the time in years until the cumulative cash, even within each
// period, turns positive for good; nil when it is not positive in the end.
func (a *accounts) payback() *float64 {
	n := a.f.n
	before := zeros(n + 1) // cumulative cash before each row
	for p := range n {
		before[p+1] = add(before[p], a.net[p])
	}
	if add(before[n], a.net[n]).Sign() <= 0 {
		return nil
	}
	p := n
	for p > 0 && before[p].Sign() > 0 {
		p--
	}
	t := whole(p) // the last time the cash was not positive
	if p < n {
		t = add(t, div(neg(before[p]), a.net[p]))
	}
	years := toFloat(mul(t, ratio(a.f.m, 12)))
	return &years
}

// checkIRR checks a stated rate against the exact cash row: it must bring the
// row to zero within the tolerance of its absolute discounted amounts. No rate
// may be stated where the row never changes its sign. One must be stated where
// the row is worth more than nothing at one end of the range of rates and less
// at the other; where it is not, there may be none.
func checkIRR(j *judge, a *accounts, stated *float64) {
	place := at{MoneyIRR, "", ""}
	changes := a.signChanges()
	switch {
	case stated == nil:
		low, _ := a.presentValue(exact(lowestRate))
		high, _ := a.presentValue(exact(highestRate))
		ok := changes == 0 || low.Sign()*high.Sign() >= 0
		j.holds(place, ok, "no rate is stated, but there is one")
	case !(*stated > -1) || math.IsInf(*stated, 0):
		j.holds(place, false, "the rate is stated as %v", *stated)
	default:
		if !j.holds(place, changes > 0, "a rate is stated, but the cash never changes its sign") {
			return
		}
		value, size := a.presentValue(exact(*stated))
		off := math.Abs(toFloat(div(value, size)))
		ok := off <= j.opt.MoneyTolerance
		j.holds(place, ok, "at the stated rate %s the cash is worth %s of its size, not 0", number(*stated), number(off))
	}
}

// checkPayback checks the stated payback time.
func checkPayback(j *judge, a *accounts, stated *float64) {
	place := at{MoneyPayback, "", ""}
	right := a.payback()
	if right == nil || stated == nil {
		j.holds(place, right == nil && stated == nil, "the payback time is stated as %s, recomputed %s", optional(stated), optional(right))
		return
	}
	j.figure(place, "the payback time", *stated, *right, j.slack(*right))
}

func optional(x *float64) string {
	if x == nil {
		return "none"
	}
	return number(*x)
}
