package solver

import (
	"context"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/unit"
)

// A sweep solves scenarios that differ in one figure. What one of them leaves
// behind helps with the next:
//
// Plans. Those of the nearest points on both sides that are solved are starts. A
// plan for a smaller budget fits as it is; of one for a larger budget there is
// left what fits.
//
// Bounds, where they hold. Only a point that allows all that another one does,
// for the same money, bounds what plans of the other are worth: see allows.
//
// Each point is solved to the gap of its scenario with these aids as without: a
// start is a plan like any other, and the bound carried is a bound.

// Sweep solves points of one sweep, which stand in the order of the figure that
// is swept. solve is told which point to solve and what is known of it; where it
// fails it returns an answer without a plan, or nil. The context ends a sweep
// after the point at hand.
func Sweep(ctx context.Context, points []*model.Scenario, solve func(i int, known Known) *Answer) {
	w := newWidths(points)
	solved := make([]*Answer, len(points))
	for _, i := range w.order() {
		if ctx.Err() != nil {
			return
		}
		solved[i] = solve(i, w.known(i, solved))
	}
}

// known is what the points solved so far tell of another one.
func (w *widths) known(i int, solved []*Answer) Known {
	var known Known
	for _, step := range []int{-1, 1} {
		for k := i + step; k >= 0 && k < len(solved); k += step {
			if solved[k] != nil && solved[k].Plan != nil {
				known.Starts = append(known.Starts, solved[k].Plan)
				break
			}
		}
	}
	for k, answer := range solved {
		if answer == nil || answer.Plan == nil || !w.allows(k, i) {
			continue
		}
		if bound := answer.Plan.Outcome.Bound; known.Bound == nil || bound < *known.Bound {
			known.Bound = &bound
		}
	}
	return known
}

// Known is what is known of a scenario before it is solved: see Options.
type Known struct {
	Starts []*model.Plan
	Bound  *float64
}

// widths tells which points of a sweep allow more than others.
type widths struct {
	points []*model.Scenario
	rest   []string // hash of all but the budget
}

func newWidths(points []*model.Scenario) *widths {
	w := &widths{points: points}
	for _, s := range points {
		x := *s
		x.Budget.Annual, x.Budget.Total, x.Budget.HasTotal = nil, 0, false
		w.rest = append(w.rest, file.Hash(&x))
	}
	return w
}

// allows reports whether every plan of point b is one of point a and is worth the
// same there, so that a bound for a is one for b. That is so where all is equal
// but budgets, and those of a are nowhere smaller: a budget is only an upper limit
// on spending, unspent money earns nothing, and nothing else depends on it
// (docs/model.md, section 6). It is not so for
//   - regret, which is measured against the best plans, and they change too;
//   - prices, rents and hashprice, which change what the same plan is worth: more
//     is not better where halls wait for their connection and lose their rent;
//   - lead times: connections cannot be paid later to come at the same time;
//   - worlds that differ, as they do where they were chosen by plans.
func (w *widths) allows(a, b int) bool {
	x, y := &w.points[a].Budget, &w.points[b].Budget
	if w.rest[a] != w.rest[b] || w.points[a].Objective.Measure == model.Regret {
		return false
	}
	if x.HasTotal && (!y.HasTotal || x.Total < y.Total) {
		return false
	}
	if x.Annual == nil {
		return true
	}
	return y.Annual != nil && atLeast(x.Annual, y.Annual)
}

// atLeast reports whether no amount of x is smaller than that of y.
func atLeast(x, y []unit.Money) bool {
	for i := range x {
		if x[i] < y[i] {
			return false
		}
	}
	return true
}

// order is the order in which the points are solved. Where bounds carry from one
// end to the other it is the widest point first, whose bound holds for all, then
// the narrowest, whose plan is one for all, then the middle of what lies between,
// and so on: where the value hardly changes between two points those between them
// need no search. Otherwise each point follows its neighbour.
func (w *widths) order() []int {
	last := len(w.points) - 1
	list := make([]int, 0, len(w.points))
	switch {
	case last > 0 && w.allows(last, 0):
		list = append(list, last, 0)
	case last > 0 && w.allows(0, last):
		list = append(list, 0, last)
	default:
		for i := range w.points {
			list = append(list, i)
		}
		return list
	}
	between := [][2]int{{0, last}}
	for len(between) > 0 {
		low, high := between[0][0], between[0][1]
		between = between[1:]
		if high-low < 2 {
			continue
		}
		middle := (low + high) / 2
		list = append(list, middle)
		between = append(between, [2]int{low, middle}, [2]int{middle, high})
	}
	return list
}
