package explain

import (
	"context"
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Even is how far one lever has to be turned for a market to be worth as much as another.
type Even struct {
	Threshold
	// At is what was found at the amount that is enough, nil where none is; Under what was
	// found at the largest amount that is not. Both were searched to the scenario's gap.
	At, Under *Found
	// Proven tells whether the bound of Under rules it out, rather than that no plan was
	// found that is worth enough.
	Proven bool
}

// EvenLevers lists what a market might need to draw level: cheaper power, sooner
// connections, more clients, cheaper capital; each in all regions at once.
func EvenLevers(s *model.Scenario) []whatif.Lever {
	power, lead := whatif.PowerPrice(s, ""), whatif.LeadTime("")
	power.Most, lead.Most = 0, 0
	for i := range s.Regions {
		power.Most = max(power.Most, math.Ceil(float64(s.Regions[i].EnergyPrice)))
	}
	for i := range s.Sites {
		if s.Sites[i].HasOffer {
			lead.Most = max(lead.Most, float64(s.Sites[i].Offer.Lead[s.LeadQuantile]))
		}
	}
	return []whatif.Lever{power, lead, whatif.Demand(), whatif.DiscountRate(s)}
}

// Even looks for the least amount of a lever at which the best plan of a scenario, found as
// at, is worth as much as target. The largest amount is tried first: where it is not enough,
// none is.
func (a *Analyst) Even(ctx context.Context, s *model.Scenario, at *Found, l whatif.Lever, target float64) (*Even, error) {
	e := &Even{Threshold: Threshold{Lever: l}, Under: at}
	if l.Most <= 0 { // nothing to turn
		e.Proven = at.Bound < target
		return e, nil
	}
	t := &trial{Analyst: a, s: s, lever: l, target: target, known: at, tried: map[float64]*Found{0: at}}
	var err error
	if e.Threshold, err = a.Threshold(ctx, l, l.Most, l.Most, t.enough); err != nil {
		return nil, err
	}
	e.Proven = t.tried[e.Below].Bound < target
	if e.Under, err = t.settled(ctx, e.Below); err != nil {
		return nil, err
	}
	e.Proven = e.Proven || e.Under.Bound < target
	if e.Reached {
		e.At, err = t.settled(ctx, e.Holds)
	}
	return e, err
}

// trial solves a scenario with a lever turned.
type trial struct {
	*Analyst
	s      *model.Scenario
	lever  whatif.Lever
	target float64
	known  *Found // to start from
	tried  map[float64]*Found
}

// enough tells whether the best plan at an amount is worth the target. The search ends as
// soon as its plan or its bound says so.
func (t *trial) enough(ctx context.Context, amount float64) (bool, error) {
	found, err := t.solve(ctx, amount, t.known, true)
	if err != nil {
		return false, err
	}
	if found.Worth < t.target && found.Bound >= t.target && found.Ended == mip.Interrupted {
		// What ended the search was the progress of a part of it.
		if found, err = t.solve(ctx, amount, t.known, false); err != nil {
			return false, err
		}
	}
	t.tried[amount] = found
	return found.Worth >= t.target, nil
}

// settled is what is found at an amount by a search to the gap. It starts as if there had
// been none before, so that when that one ended does not matter; only where it then ends
// below the target, which the gap allows, does it start from the plan that was enough.
func (t *trial) settled(ctx context.Context, amount float64) (*Found, error) {
	before := t.tried[amount]
	if before.Ended != mip.Interrupted {
		return before, nil
	}
	found, err := t.solve(ctx, amount, t.known, false)
	if err == nil && before.Worth >= t.target && found.Worth < t.target {
		found, err = t.solve(ctx, amount, before, false)
	}
	return found, err
}

// million is the unit of a search's progress.
const million = 1e6

// solve looks for a plan at an amount; early ends the search as soon as it is known whether
// it is worth the target.
func (t *trial) solve(ctx context.Context, amount float64, from *Found, early bool) (*Found, error) {
	var known solver.Known
	if from.Plan != nil {
		known.Starts = []*model.Plan{from.Plan}
	}
	inner, stop := context.WithCancel(ctx)
	defer stop()
	a, report := *t.Analyst, t.Options.Progress
	if early {
		// Only the search ends early: Find looks at the context that it is given.
		a.Solve = func(_ context.Context, s *model.Scenario, opt solver.Options) (*solver.Answer, error) {
			return t.Solve(inner, s, opt)
		}
		a.Options.Progress = func(p mip.Progress) {
			if report != nil {
				report(p)
			}
			if p.HasPrimal && p.Primal*million >= t.target || p.Dual*million < t.target {
				stop()
			}
		}
	}
	what := fmt.Sprintf("%s with %s", t.s.Name, t.lever.Words(amount))
	if !early {
		what += ", to the gap"
	}
	return a.Find(ctx, what, t.lever.Turn(t.s, amount), known)
}
