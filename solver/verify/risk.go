package verify

import (
	"math/big"
	"slices"

	"github.com/gridalloc/gridalloc/model"
)

// usualTail is the tail of CVaR where the scenario gives none.
const usualTail = 0.1

// tail is the share of worst worlds that CVaR is the mean of.
func tail(o *model.Objective) float64 {
	if o.Tail == 0 {
		return usualTail
	}
	return float64(o.Tail)
}

// cvar is the mean of the worst share of values (section 8): those of the
// smallest values, the last of them with the part of its chance that is left.
// The chances add up to 1, and share > 0 is at most 1.
func cvar(values, chances []*big.Rat, share *big.Rat) *big.Rat {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return values[a].Cmp(values[b]) })
	sum, left := zero(), share
	for _, i := range order {
		part := chances[i]
		if part.Cmp(left) > 0 {
			part = left
		}
		sum.Add(sum, mul(part, values[i]))
		left = sub(left, part)
	}
	return div(sum, share)
}

// mean is that of values with the worlds' chances.
func (f *facts) mean(values []*big.Rat) *big.Rat {
	t := zero()
	for i, x := range values {
		t.Add(t, mul(f.chance[i], x))
	}
	return t
}

// risk holds the goal's values in all worlds and what section 8 makes of them.
type risk struct {
	values                []*big.Rat
	expected, cvar, worst *big.Rat
	// regret is nil where it does not count, or not all best values are known.
	regret *big.Rat
}

// newRisk sums up the worlds of a valuation; best are the stated values of
// the best plans by world, nil where the measure is not regret.
func newRisk(v *valuation, best []*big.Rat) *risk {
	r := &risk{}
	for _, a := range v.worlds {
		r.values = append(r.values, a.goal())
	}
	r.expected = v.f.mean(r.values)
	r.cvar = cvar(r.values, v.f.chance, exact(tail(&v.f.s.Objective)))
	r.worst = slices.MinFunc(r.values, (*big.Rat).Cmp)
	for i, x := range best {
		if d := sub(x, r.values[i]); r.regret == nil || d.Cmp(r.regret) > 0 {
			r.regret = d
		}
	}
	return r
}

// objective is what the scenario's measure maximises, nil where it is regret
// and that is not known.
func (r *risk) objective(o *model.Objective) *big.Rat {
	switch {
	case o.Measure == model.Expected:
		return r.expected
	case o.Measure == model.CVaR:
		weight := exact(o.Weight)
		return add(mul(sub(whole(1), weight), r.expected), mul(weight, r.cvar))
	case r.regret != nil:
		return neg(r.regret)
	default:
		return nil
	}
}

// figures puts the figures of risk into the form of a plan.
func (r *risk) figures(f *facts, loss *big.Rat) model.RiskFigures {
	o := &f.s.Objective
	x := model.RiskFigures{
		Measure: o.Measure.String(), Weight: float64(o.Weight), Tail: tail(o),
		Expected: money(r.expected), CVaR: money(r.cvar), Worst: money(r.worst), Loss: toFloat(loss),
	}
	if r.regret != nil {
		regret := money(r.regret)
		x.Regret = &regret
	}
	return x
}

// loss is the chance of an NPV below a limit of each world.
func (v *valuation) loss(below func(a *accounts) float64) *big.Rat {
	t := zero()
	for i, a := range v.worlds {
		if a.npv.Cmp(exact(below(a))) < 0 {
			t.Add(t, v.f.chance[i])
		}
	}
	return t
}
