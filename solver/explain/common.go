package explain

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
)

// Presence says in which of the plans within a loss halls are started in a region.
type Presence int

// The presences. Must and None are proven, Some is shown by two plans.
const (
	Unknown Presence = iota // a limit ended the search
	None                    // in no plan
	Some                    // in some
	Must                    // in every plan
)

// String is the presence in a word.
func (p Presence) String() string { return [...]string{"unknown", "none", "some", "must"}[p] }

// RegionUse is what a region is for the plans that are worth the floor.
type RegionUse struct {
	Region   string
	Presence Presence
	// With and Without are plans that start halls there and that start none, nil where none
	// is found.
	With, Without *model.Plan
	// Bound is, for Must, what no plan without halls there is worth more than and, for None,
	// none with them: minus infinity where there is no such plan. It is below the floor.
	Bound float64
	// Least and Most are the grid MW there, as means over the periods and with existing halls,
	// nil where they were not asked for.
	Least, Most *Extent
}

// Extent is the least or most MW of a region: Found is what a plan has, Bound what no
// plan that is worth the floor goes beyond.
type Extent struct{ Found, Bound float64 }

// Common tells of every region whether all plans that are worth the floor start halls in it,
// some or none, and with extents the least and most MW there. What Differ found before
// answers much of that.
func (n *Nearby) Common(ctx context.Context, extents bool) error {
	for i := range n.scenario.Regions {
		use := RegionUse{Region: n.scenario.Regions[i].ID, Bound: math.NaN()}
		if err := n.presence(ctx, &use); err != nil {
			return err
		}
		n.Regions = append(n.Regions, use)
	}
	for i := range n.Regions {
		if !extents {
			break
		}
		use := &n.Regions[i]
		var err error
		if use.Least, err = n.extent(ctx, use.Region, true); err != nil {
			return err
		}
		if use.Most, err = n.extent(ctx, use.Region, false); err != nil {
			return err
		}
	}
	return nil
}

// presence finds the plans that show what a region is, or the bound that proves it.
func (n *Nearby) presence(ctx context.Context, use *RegionUse) error {
	for _, plan := range n.pool {
		if Builds(plan, use.Region) {
			use.With = first(use.With, plan)
		} else {
			use.Without = first(use.Without, plan)
		}
	}
	if use.With != nil && use.Without != nil {
		use.Presence = Some
		return nil
	}
	build := use.With == nil
	with, without := use.Region, []string(nil)
	if !build {
		with, without = "", []string{use.Region}
	}
	plan, bound, err := n.decide(ctx, with, without, n.Given)
	if err != nil {
		return err
	}
	switch {
	case plan != nil && build:
		use.With, use.Presence = plan, Some
	case plan != nil:
		use.Without, use.Presence = plan, Some
	case bound < n.Floor && build:
		use.Bound, use.Presence = bound, None
	case bound < n.Floor:
		use.Bound, use.Presence = bound, Must
	}
	return nil
}

// Builds reports whether a plan starts halls in a region.
func Builds(plan *model.Plan, region string) bool {
	for i := range plan.Halls {
		if h := &plan.Halls[i]; h.Region == region && h.Existing == "" && h.Start != h.End {
			return true
		}
	}
	return false
}

func first(a, b *model.Plan) *model.Plan {
	if a != nil {
		return a
	}
	return b
}

// unsure is by how much less than the floor is asked for, relative to it or a million: more
// than the bound of a search that ends without such a plan may be above what it asked for.
const unsure = 4 * tolerance

// decide looks for a plan that is worth the floor and starts halls in a region, where it is
// named, and none in others, from plans at hand: it returns such a plan, or what none of them
// is worth more than. In a large program the first such plan ends the search, and so does a
// bound below the floor; in a small one the best of them is found, which tells more.
func (n *Nearby) decide(ctx context.Context, with string, without []string, from ...*model.Plan) (*model.Plan, float64, error) {
	large, err := solver.InPhases(n.scenario)
	if err != nil {
		return nil, 0, err
	}
	s, opt := *n.scenario, n.analyst.Options
	opt.Starts, opt.Bound = from, &n.bound
	if large {
		wanted := n.Floor - unsure*max(math.Abs(n.Floor), 1e6)
		s.Solver.Gap, opt.Wanted = 0, &wanted
	}
	what := "new halls in " + with
	if with == "" {
		what = "no new halls in " + strings.Join(without, ", ")
	}
	opt.Region = &solver.Region{With: with, Without: without, Best: n.bound}
	answer, err := n.analyst.search(ctx, "the best plan with "+what, &s, opt)
	if err != nil {
		return nil, 0, err
	}
	if answer.Plan != nil && n.take(answer.Plan) {
		return answer.Plan, answer.Bound, nil
	}
	return nil, min(n.bound, answer.Bound), nil
}

// extent looks for the least or most MW in a region.
func (n *Nearby) extent(ctx context.Context, region string, least bool) (*Extent, error) {
	word := "most"
	if least {
		word = "least"
	}
	found, err := n.reach(ctx, fmt.Sprintf("the %s MW in %s", word, region), solver.Away{Region: region, Least: least})
	if err != nil {
		return nil, err
	}
	x := &Extent{Found: math.NaN(), Bound: found.Reached.Bound}
	for _, plan := range n.pool {
		mw := RegionMW(plan, region)
		if math.IsNaN(x.Found) || least == (mw < x.Found) {
			x.Found = mw
		}
	}
	return x, nil
}

// RegionMW are the mean grid MW of a region.
func RegionMW(plan *model.Plan, region string) float64 {
	sum, mean := 0.0, plan.MeanMW()
	for _, b := range model.Businesses {
		sum += float64(mean[model.Place{Region: region, Business: b.String()}])
	}
	return sum
}
