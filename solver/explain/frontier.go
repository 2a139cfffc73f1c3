package explain

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
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
	room := t.room[0]
	err := func() error {
		for _, i := range quickest(len(limits), room) {
			var err error
			if found[i], err = t.find(ctx, limits[i]); err != nil {
				return err
			}
		}
		order := slices.Clone(found)
		if room == less {
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

// raise has a plan that is worth more where there is less room take the place of one.
func (t *trials) raise(ctx context.Context, wide, narrow *Trial) error {
	if narrow.Plan == nil || wide.Worth >= narrow.Worth {
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
		analyst: a, room: []side{more},
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
		analyst: a, room: []side{more},
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

// RiskFrontier is the mean of the goal's values against their CVaR: plans for objectives
// with so many weights of CVaR from one to another. What no plan is worth more than between
// two weights follows from both, as the objective is linear in the weight. Dominated plans
// are left out.
func (a *Analyst) RiskFrontier(ctx context.Context, s *model.Scenario, tail, from, to float64, points int) (*Frontier, error) {
	weights := evenly(from, to, points)
	found := make([]*Trial, len(weights))
	t := &trials{
		analyst: a, room: []side{neither},
		at:   func(v []float64) *model.Scenario { return weighted(s, tail, v[0]) },
		what: func(v []float64) string { return fmt.Sprintf("weight of CVaR %.3g %%", 100*v[0]) },
	}
	t.bound = func(v []float64) *float64 { return between(t.list, v[0]) }
	var err error
	for _, i := range quickest(len(weights), more) {
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

// between is what no plan is worth more than at a weight, by the searches at the nearest
// weights on both sides: the bounds of both, mixed. nil where they are not known.
func between(list []*Trial, weight float64) *float64 {
	var low, high *Trial
	for _, x := range list {
		switch w := x.Values[0]; {
		case math.IsInf(x.Bound, 0):
		case w < weight && (low == nil || w > low.Values[0]):
			low = x
		case w > weight && (high == nil || w < high.Values[0]):
			high = x
		}
	}
	if low == nil || high == nil {
		return nil
	}
	share := (weight - low.Values[0]) / (high.Values[0] - low.Values[0])
	bound := (1-share)*low.Bound + share*high.Bound
	return &bound
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

// cent is a difference in money that does not count.
const cent = 0.01

// atLeast tells whether a plan is at least as good as another in both.
func (p *Point) atLeast(q *Point) bool { return p.Worth >= q.Worth-cent && p.Quantity >= q.Quantity-cent }
