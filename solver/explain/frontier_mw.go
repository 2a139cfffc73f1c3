package explain

import (
	"context"
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// MWFrontier is what plans are worth that have at least so many MW of IT load running in
// every period that begins on a day or later, from what the best plan has, or from on if it
// is not nil, to the most that any plan has, or to. The most is found first: within 1 %
// of it a plan exists and one for more does not, or is not known.
func (a *Analyst) MWFrontier(ctx context.Context, s *model.Scenario, by model.Date, from, to *float64, points int) (*Frontier, error) {
	base, err := a.Find(ctx, "as it is", s, solver.Known{})
	if err != nil || base.Plan == nil {
		return &Frontier{}, err
	}
	low := online(s, base.Plan, by)
	var reach *Reach
	if to == nil {
		if reach, err = a.reach(ctx, s, by, low); err != nil {
			return &Frontier{}, err
		}
		to = &reach.Some
	}
	if from != nil {
		low = *from
	}
	t := &trials{
		analyst: a, axes: []axis{{room: less}},
		at:   func(v []float64) *model.Scenario { return atLeastMW(s, by, v[0]) },
		what: func(v []float64) string { return fmt.Sprintf("at least %.6g MW from %s on", v[0], by) },
		list: []*Trial{{Values: []float64{math.Inf(-1)}, Found: base}},
	}
	f, err := limited(ctx, t, evenly(min(low, *to), *to, points), func(p *model.Plan) float64 { return online(s, p, by) })
	f.Reach = reach
	return f, err
}

// atLeastMW is a scenario in which at least so much IT load runs from a day on.
func atLeastMW(s *model.Scenario, by model.Date, mw float64) *model.Scenario {
	return withRule(s, model.Rule{Kind: model.MinMW, Limit: mw, Span: model.Span{From: by}})
}

// online is the least IT load of a plan in the periods that begin on a day or later.
func online(s *model.Scenario, plan *model.Plan, by model.Date) float64 {
	running := map[string]unit.MW{}
	for _, a := range plan.Allocations {
		running[a.Period] += a.ITMW
	}
	least := math.Inf(1)
	for p := range s.Horizon.Periods {
		if !s.Horizon.Begin(p).Before(by) {
			least = min(least, float64(running[s.Horizon.Label(p)]))
		}
	}
	return least
}

// anyPlan is a gap at which the first plan found ends a search.
const anyPlan = 1e9

// leastMW is how near to the most MW the search for it comes where 1 % is less.
const leastMW = 0.1

// Reach is how many MW there is a plan for.
type Reach struct {
	// Some is the most MW for which a plan was found, None the fewest for which none was.
	Some, None float64
	// Proven tells that there is none for None, not only that none was found in time.
	Proven bool
}

// reach looks for the most MW from a day on that a plan has, by halving what lies between
// what one plan has and all that could be connected.
func (a *Analyst) reach(ctx context.Context, s *model.Scenario, by model.Date, own float64) (*Reach, error) {
	none := own
	for i := range s.Sites {
		x := &s.Sites[i]
		none += float64(x.Existing.Firm + x.Existing.Flex)
		if x.HasOffer {
			none += float64(x.Offer.Max)
		}
	}
	some, step, proven := own, max(own, 1), true
	for none-some > max(leastMW, fineness*some) {
		// Twice as much each time until there is no plan, then halving.
		mw := min(some+step, (some+none)/2)
		x := *atLeastMW(s, by, mw)
		x.Solver.Gap = anyPlan
		found, err := a.Find(ctx, fmt.Sprintf("is there a plan with %.6g MW from %s on", mw, by), &x, solver.Known{})
		if err != nil {
			return nil, err
		}
		step *= 2
		if found.Plan == nil {
			none, step, proven = mw, math.Inf(1), found.Ended == mip.Infeasible
			continue
		}
		some = max(mw, online(s, found.Plan, by))
	}
	return &Reach{some, none, proven}, nil
}
