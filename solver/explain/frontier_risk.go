package explain

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// RiskFrontier is the mean of the goal's values against their CVaR: plans for objectives
// with so many weights of CVaR from one to another. As the objective is linear in the weight,
// the worth of the best plan is convex in it. Dominated plans are left out.
func (a *Analyst) RiskFrontier(ctx context.Context, s *model.Scenario, tail, from, to float64, points int) (*Frontier, error) {
	weights := evenly(from, to, points)
	found := make([]*Trial, len(weights))
	t := &trials{
		analyst: a, axes: []axis{{convex: true}},
		at:   func(v []float64) *model.Scenario { return weighted(s, tail, v[0]) },
		what: func(v []float64) string { return fmt.Sprintf("weight of CVaR %.3g %%", 100*v[0]) },
	}
	var err error
	for _, i := range t.axes[0].quickest(len(weights)) {
		if found[i], err = t.find(ctx, weights[i]); err != nil {
			break
		}
	}
	return efficient(found), err
}

// weighted is a scenario with a share of CVaR in its objective.
func weighted(s *model.Scenario, tail, weight float64) *model.Scenario {
	x := *s
	x.Objective.Measure, x.Objective.Weight, x.Objective.Tail = model.CVaR, unit.Share(weight), unit.Share(tail)
	if weight == 0 {
		x.Objective.Measure = model.Expected
	}
	return &x
}

// efficient are the plans of which none is at least as good as another in mean and CVaR.
func efficient(found []*Trial) *Frontier {
	f := &Frontier{}
	var all []Point
	for _, x := range found {
		switch {
		case x == nil:
		case x.Plan == nil:
			f.Dropped++
		default:
			r := &x.Plan.Risk
			all = append(all, Point{Limit: x.Values[0], Trial: x, Worth: float64(r.Expected), Quantity: float64(r.CVaR)})
		}
	}
	for i := range all {
		p := &all[i]
		if slices.ContainsFunc(all[:i], func(q Point) bool { return q.atLeast(p) }) ||
			slices.ContainsFunc(all[i+1:], func(q Point) bool { return q.atLeast(p) && !p.atLeast(&q) }) {
			f.Dropped++
			continue
		}
		p.Better = math.Inf(1)
		for _, x := range found {
			if x != nil {
				w := x.Values[0]
				p.Better = min(p.Better, max(x.Bound-(1-w)*p.Worth-w*p.Quantity, 0))
			}
		}
		f.Points = append(f.Points, *p)
	}
	f.slopes(func(p *Point) float64 { return p.Quantity })
	return f
}

// atLeast tells whether a plan is at least as good as another in both.
func (p *Point) atLeast(q *Point) bool {
	return p.Worth >= q.Worth-cent && p.Quantity >= q.Quantity-cent
}
