package explain

import (
	"context"
	"math"

	"github.com/gridalloc/gridalloc/model/whatif"
)

// Threshold is from which amount of a lever on something holds.
type Threshold struct {
	Lever whatif.Lever
	// Reached is false where it does not hold at the largest amount that was tried, which
	// is then Below.
	Reached bool
	// Holds is the least amount tried at which it holds, Below the largest at which it
	// does not. Both were tried, not computed.
	Holds, Below float64
}

// fineness is how near to each other Holds and Below are, as a share of Holds, where the
// lever's grain is finer.
const fineness = 0.01

// Threshold looks for the least amount of a lever at which something holds that does
// not without it and that more of the lever never undoes: doubling from a first amount,
// then halving what lies between. most bounds the search beside the lever's own bound.
func (a *Analyst) Threshold(ctx context.Context, l whatif.Lever, first, most float64, holds func(ctx context.Context, amount float64) (bool, error)) (Threshold, error) {
	t := Threshold{Lever: l}
	most = l.Round(min(most, l.Most))
	for amount := l.Round(max(first, l.Grain)); ; amount = l.Round(min(2*amount, most)) {
		amount = min(amount, most)
		ok, err := holds(ctx, amount)
		if err != nil {
			return t, err
		}
		if ok {
			t.Reached, t.Holds = true, amount
			break
		}
		t.Below = amount
		if amount >= most {
			return t, nil
		}
	}
	for t.Holds-t.Below > max(l.Grain*1.5, fineness*math.Abs(t.Holds)) {
		middle := l.Round((t.Holds + t.Below) / 2)
		if middle <= t.Below || middle >= t.Holds {
			break
		}
		ok, err := holds(ctx, middle)
		if err != nil {
			return t, err
		}
		if ok {
			t.Holds = middle
		} else {
			t.Below = middle
		}
	}
	return t, nil
}
