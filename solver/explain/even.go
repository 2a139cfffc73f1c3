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
	// Threshold has the amount that is enough, at which a verified plan is worth the target,
	// and the largest amount that is not.
	Threshold
	// Proven tells whether a bound rules out the amount that is not enough, rather than
	// that no plan was found there that is worth the target.
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
// at, is worth as much as target. Each trial ends as soon as its plan or its bound tells.
// The largest amount is tried first: where it is not enough, none is.
func (a *Analyst) Even(ctx context.Context, s *model.Scenario, at *Found, l whatif.Lever, target float64) (*Even, error) {
	t := &trial{Analyst: a, s: s, lever: l, target: target, from: at, bounds: map[float64]float64{0: at.Bound}}
	e := &Even{Threshold: Threshold{Lever: l}}
	if l.Most > 0 { // else there is nothing to turn
		var err error
		if e.Threshold, err = a.Threshold(ctx, l, l.Most, l.Most, t.enough); err != nil {
			return nil, err
		}
	}
	e.Proven = t.bounds[e.Below] < target
	return e, nil
}

// trial solves a scenario with a lever turned.
type trial struct {
	*Analyst
	s      *model.Scenario
	lever  whatif.Lever
	target float64
	from   *Found              // plan to start from
	bounds map[float64]float64 // by amount
}

// enough tells whether the best plan at an amount is worth the target. The search ends as
// soon as its plan or its bound says so.
func (t *trial) enough(ctx context.Context, amount float64) (bool, error) {
	found, err := t.solve(ctx, amount, true)
	if err == nil && found.Worth < t.target && found.Bound >= t.target && found.Ended == mip.Interrupted {
		// What ended the search was the progress of a part of it.
		found, err = t.solve(ctx, amount, false)
	}
	if err != nil {
		return false, err
	}
	t.bounds[amount] = found.Bound
	return found.Worth >= t.target, nil
}

// million is the unit of a search's progress.
const million = 1e6

// solve looks for a plan at an amount; early ends the search as soon as it is known whether
// it is worth the target.
func (t *trial) solve(ctx context.Context, amount float64, early bool) (*Found, error) {
	var known solver.Known
	if t.from.Plan != nil {
		known.Starts = []*model.Plan{t.from.Plan}
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
	return a.Find(ctx, what, t.lever.Turn(t.s, amount), known)
}
