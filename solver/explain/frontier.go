package explain

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// Frontier is what plans are worth against how much of something else they get or use.
type Frontier struct {
	// Points are by rising limit, or from the mean to the tail.
	Points []Point
	// Dropped points are dominated: other plans are at least as good in both.
	Dropped int
	// Reach is how many MW there is a plan for, where that was looked for.
	Reach *Reach
}

// Point is a plan of a frontier.
type Point struct {
	// Limit is what was set: a budget, a cap, MW, or a weight.
	Limit float64
	*Trial
	// Worth is the value of the plan in the frontier's objective, Quantity what it has of
	// the other.
	Quantity, Worth float64
	// Slope is by how much the worth rises, to the next point, for one more of the limit,
	// or of the quantity where the limit is a weight. nil for the last point.
	Slope *float64
	// Better is by how much at most a plan could be better in both at once.
	Better float64
}

// limited are the points of a frontier along a limit, which is wider on one side. A plan for
// a narrower limit is one for a wider limit, so that no point is worth less than a narrower
// one: where a search found less, within its gap, the better plan takes its place.
func limited(ctx context.Context, t *trials, limits []float64, quantity func(*model.Plan) float64) (*Frontier, error) {
	found := make([]*Trial, len(limits))
	limit := t.axes[0]
	err := func() error {
		for _, i := range limit.quickest(len(limits)) {
			var err error
			if found[i], err = t.find(ctx, limits[i]); err != nil {
				return err
			}
		}
		order := slices.Clone(found)
		if limit.room == less {
			slices.Reverse(order)
		}
		for i := 1; i < len(order); i++ {
			if err := t.raise(ctx, order[i], order[i-1]); err != nil {
				return err
			}
		}
		return nil
	}()
	f := &Frontier{}
	for i, x := range found {
		if x != nil {
			f.Points = append(f.Points, Point{Limit: limits[i], Trial: x, Worth: x.Worth, Quantity: math.NaN(), Better: x.Bound - x.Worth})
		}
	}
	for i := range f.Points {
		if p := &f.Points[i]; p.Plan != nil {
			p.Quantity = quantity(p.Plan)
		}
	}
	f.slopes(func(p *Point) float64 { return p.Limit })
	return f, err
}

// cent is a difference in money that does not count.
const cent = 0.01

// raise has a plan that is worth more where there is less room take the place of one.
func (t *trials) raise(ctx context.Context, wide, narrow *Trial) error {
	if narrow.Plan == nil || wide.Worth >= narrow.Worth-cent {
		return nil
	}
	bound := wide.Bound
	known := solver.Known{Starts: []*model.Plan{narrow.Plan}}
	if !math.IsInf(bound, 0) {
		known.Bound = &bound
	}
	found, err := t.analyst.Find(ctx, t.what(wide.Values), t.at(wide.Values), known)
	if err == nil && found.Worth > wide.Worth {
		wide.Found = found
	}
	return err
}

// slopes works out by how much the worth rises for one more of what is on the other axis.
func (f *Frontier) slopes(axis func(*Point) float64) {
	for i := range f.Points {
		p := &f.Points[i]
		p.Slope = nil
		if i+1 == len(f.Points) || p.Plan == nil || f.Points[i+1].Plan == nil {
			continue
		}
		if next := &f.Points[i+1]; axis(next) != axis(p) {
			slope := (next.Worth - p.Worth) / (axis(next) - axis(p))
			p.Slope = &slope
		}
	}
}

// BudgetFrontier is what plans are worth with the budget of all years at so many values
// from one to another, each year's in proportion.
func (a *Analyst) BudgetFrontier(ctx context.Context, s *model.Scenario, q *whatif.Quantity, from, to float64, points int) (*Frontier, error) {
	t := &trials{
		analyst: a, axes: []axis{{room: more}},
		at:   func(v []float64) *model.Scenario { return q.At(s, v[0]) },
		what: func(v []float64) string { return fmt.Sprintf("budget %.6g %s", v[0], q.Unit) },
	}
	return limited(ctx, t, Values(q, from, to, points), func(p *model.Plan) float64 { return float64(p.Result.Capex) / 1e6 })
}

// unlimited is the limit of a scenario as it is.
const unlimited = "as it is"

// CarbonFrontier is what plans are worth under caps on the tonnes of CO2 of each year in all
// regions together, from one share of what the best plan without a cap emits in its worst
// year to another. Caps of the scenario hold beside them.
func (a *Analyst) CarbonFrontier(ctx context.Context, s *model.Scenario, from, to float64, points int) (*Frontier, error) {
	base, err := a.Find(ctx, unlimited, s, solver.Known{})
	if err != nil || base.Plan == nil {
		return &Frontier{}, err
	}
	own := tonnes(s, base.Plan)
	t := &trials{
		analyst: a, axes: []axis{{room: more}},
		at:   func(v []float64) *model.Scenario { return capped(s, v[0]) },
		what: func(v []float64) string { return fmt.Sprintf("at most %.6g t a year", v[0]) },
		list: []*Trial{{Values: []float64{math.Inf(1)}, Found: base}},
	}
	return limited(ctx, t, evenly(from*own, to*own, points), func(p *model.Plan) float64 { return tonnes(s, p) })
}

// allRegions are the indices of all regions of a scenario.
func allRegions(s *model.Scenario) []int {
	list := make([]int, len(s.Regions))
	for i := range list {
		list[i] = i
	}
	return list
}

// withRule is a scenario with one more rule.
func withRule(s *model.Scenario, rule model.Rule) *model.Scenario {
	x := *s
	rule.ID, rule.Enabled, rule.Regions = "frontier", true, allRegions(s)
	x.Rules = append(slices.Clone(s.Rules), rule)
	return &x
}

// capped is a scenario with a cap on the tonnes of each year in all regions.
func capped(s *model.Scenario, limit float64) *model.Scenario {
	return withRule(s, model.Rule{Kind: model.CarbonCap, Limit: limit})
}

// tonnes is what a plan emits in its worst year and world: what verification counts against
// a cap of nothing.
func tonnes(s *model.Scenario, plan *model.Plan) float64 {
	most := 0.0
	for _, f := range verify.Check(capped(s, 0), plan, verify.Options{}).Findings {
		if f.Rule == verify.PolicyRule(model.CarbonCap) {
			most = max(most, f.Amount)
		}
	}
	return most
}
