package explain

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Nearby asks what else a plan could be: which plans of its scenario are worth nearly as
// much and as unlike it as possible, and what all of them have in common (modelling to
// generate alternatives: Brill, Chang and Hopkins, Management Science 28, 1982; DeCarolis,
// Energy Economics 33, 2011; must-haves and ranges as in Neumann and Brown, Electric Power
// Systems Research 190, 2021). What is found is kept as it comes, also where an error
// ends the work.
type Nearby struct {
	analyst  *Analyst
	scenario *model.Scenario
	// Given is the plan, Floor what others are to be worth at least by the measure.
	Given *model.Plan
	Floor float64
	bound float64 // what no plan of the scenario is worth more than
	// Alternatives are the plans found by Differ, in the order found; Last is the search
	// that found no more, nil where there was none.
	Alternatives []Alternative
	Last         *Alternative
	// Regions are answered by Common, in the order of the scenario.
	Regions []RegionUse
	pool    []*model.Plan // all plans found that are worth the floor, the given one first
}

// Alternative is a plan that is worth the floor and as far as possible from the given one
// and the alternatives before it.
type Alternative struct {
	Plan *model.Plan
	// Apart is how far it is from the nearest of those, Most what no plan that is worth the
	// floor exceeds: grid MW, see Apart.
	Apart, Most float64
	// Ended says how its search ended.
	Ended mip.Termination
}

const (
	// apartGap is how near to the most a distance, or the extent of a region, is looked for.
	apartGap = 0.02
	// leastApart is the distance, in MW, below which two plans do not differ.
	leastApart = 0.01
)

// Nearby prepares to ask for plans within a loss, a share of the given plan's worth. The
// plan must be a verified one of the scenario; its bound counts where it was made for it.
func (a *Analyst) Nearby(s *model.Scenario, given *model.Plan, loss float64) *Nearby {
	worth, bound := given.Outcome.Objective, math.Inf(1)
	if given.Manifest.ScenarioSHA256 == file.Hash(s) {
		bound = given.Outcome.Bound
	}
	return &Nearby{
		analyst: a, scenario: s, Given: given, bound: bound,
		Floor: worth - loss*math.Abs(worth), pool: []*model.Plan{given},
	}
}

// Differ looks for so many alternatives. Its searches start from the plans found so far.
func (n *Nearby) Differ(ctx context.Context, count int) error {
	large, err := solver.InPhases(n.scenario)
	if err != nil {
		return err
	}
	for len(n.Alternatives) < count {
		from := []*model.Plan{n.Given}
		for i := range n.Alternatives {
			from = append(from, n.Alternatives[i].Plan)
		}
		if large {
			if err := n.depart(ctx, from); err != nil {
				return err
			}
		}
		what := fmt.Sprintf("alternative %d of %d", len(from), count)
		found, err := n.reach(ctx, what, solver.Away{From: from})
		if err != nil {
			return err
		}
		next := Alternative{Plan: found.Plan, Most: found.Reached.Bound, Ended: found.Termination}
		if next.Plan != nil {
			next.Apart = math.Inf(1)
			for _, other := range from {
				next.Apart = min(next.Apart, Apart(next.Plan, other))
			}
			next.Most = max(next.Most, next.Apart)
		}
		if next.Apart < leastApart {
			n.Last = &next
			return nil
		}
		n.Alternatives = append(n.Alternatives, next)
		n.show(next.Plan)
	}
	return nil
}

// show has an alternative take the place of a plan that was found only to show what a
// region is.
func (n *Nearby) show(plan *model.Plan) {
	for i := range n.Regions {
		use := &n.Regions[i]
		shown := &use.Without
		if Builds(plan, use.Region) {
			shown = &use.With
		}
		if use.Presence == Some && !n.listed(*shown) {
			*shown = plan
		}
	}
}

// listed reports whether a plan is the given one or an alternative before the last.
func (n *Nearby) listed(plan *model.Plan) bool {
	last := len(n.Alternatives) - 1
	return plan == n.Given || slices.ContainsFunc(n.Alternatives[:last], func(a Alternative) bool { return a.Plan == plan })
}

// depart looks for a plan far from others to start from, where the program is too large for
// a search to find one by itself: a plan without new halls in one region more at a time, the
// largest of the others first, as long as there is one that is worth the floor.
func (n *Nearby) depart(ctx context.Context, from []*model.Plan) error {
	var left []string
	last := n.Given
	for _, region := range n.largest(from) {
		plan, _, err := n.decide(ctx, "", append(left[:len(left):len(left)], region), last)
		if err != nil {
			return err
		}
		if plan != nil {
			left, last = append(left, region), plan
		}
	}
	return nil
}

// largest are the regions where plans start halls and others within the loss may start
// none, that with the most MW of all plans first.
func (n *Nearby) largest(plans []*model.Plan) []string {
	sum := map[string]float64{}
	var list []string
	for i := range n.scenario.Regions {
		region := n.scenario.Regions[i].ID
		if len(n.Regions) > 0 && n.Regions[i].Presence == Must {
			continue
		}
		for _, plan := range plans {
			if Builds(plan, region) {
				sum[region] += RegionMW(plan, region)
			}
		}
		if sum[region] > 0 {
			list = append(list, region)
		}
	}
	slices.SortStableFunc(list, func(a, b string) int { return cmp.Compare(sum[b], sum[a]) })
	return list
}

// reach searches for a plan that is worth the floor by another goal. There is no plan in the
// answer where that found is worth less after all, within what rounding does.
func (n *Nearby) reach(ctx context.Context, what string, away solver.Away) (*solver.Answer, error) {
	worth := n.Given.Outcome.Objective
	// The program meets the floor within its tolerance; the plan is to meet it exactly.
	away.Floor = n.Floor + min(tolerance*max(math.Abs(worth), 1e6), (worth-n.Floor)/100)
	away.Best, away.Gap = n.bound, apartGap
	for i := range n.Regions {
		switch use := &n.Regions[i]; use.Presence {
		case None:
			away.Without = append(away.Without, use.Region)
		case Must:
			away.With = append(away.With, use.Region)
		}
	}
	opt := n.analyst.Options
	opt.Starts, opt.Away = n.pool, &away
	answer, err := n.analyst.search(ctx, what, n.scenario, opt)
	if err != nil {
		return nil, err
	}
	if answer.Plan != nil && !n.take(answer.Plan) {
		answer.Plan = nil
	}
	return answer, nil
}

// take keeps a plan that is worth the floor.
func (n *Nearby) take(plan *model.Plan) bool {
	if plan.Outcome.Objective < n.Floor {
		return false
	}
	n.pool = append(n.pool, plan)
	return true
}

// Apart is how far two plans are from each other: the grid MW, as means over the periods,
// that one has in a region for a business and the other has not, summed up. A hall that
// stands elsewhere counts twice: where it is missing and where it is.
func Apart(a, b *model.Plan) float64 {
	sum := 0.0
	for _, x := range Differences(a, b) {
		sum += math.Abs(float64(x.MW))
	}
	return sum
}

// Share is how far two plans are from each other as a share of what both have: 0 where
// all MW stand alike, 1 where none do.
func Share(a, b *model.Plan) float64 {
	all := 0.0
	for _, p := range []*model.Plan{a, b} {
		for _, x := range Places(p) {
			all += float64(x.MW)
		}
	}
	if all == 0 {
		return 0
	}
	return Apart(a, b) / all
}

// PlaceMW are the mean grid MW of a business in a region.
type PlaceMW struct {
	model.Place
	MW unit.MW
}

// Differences are the places where two plans differ, and by how much more b has there, the
// largest first.
func Differences(a, b *model.Plan) []PlaceMW {
	mean := b.MeanMW()
	for at, mw := range a.MeanMW() {
		mean[at] -= mw
	}
	return slices.DeleteFunc(sorted(mean), func(x PlaceMW) bool { return math.Abs(float64(x.MW)) < leastApart })
}

// Places are where the MW of a plan stand, the largest first.
func Places(p *model.Plan) []PlaceMW { return sorted(p.MeanMW()) }

func sorted(mean map[model.Place]unit.MW) []PlaceMW {
	list := make([]PlaceMW, 0, len(mean))
	for at, mw := range mean {
		list = append(list, PlaceMW{at, mw})
	}
	slices.SortFunc(list, func(a, b PlaceMW) int {
		return cmp.Or(
			cmp.Compare(math.Abs(float64(b.MW)), math.Abs(float64(a.MW))),
			cmp.Compare(a.Region, b.Region), cmp.Compare(a.Business, b.Business))
	})
	return list
}
