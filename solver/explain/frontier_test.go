package explain_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/explain"
)

// rises holds that with more room no plan is worth less.
func rises(t *testing.T, what string, f *explain.Frontier, falling bool) {
	t.Helper()
	for i := 1; i < len(f.Points); i++ {
		low, high := &f.Points[i-1], &f.Points[i]
		if falling {
			low, high = high, low
		}
		if low.Plan != nil && high.Worth < low.Worth-1 {
			t.Errorf("%s: %g is worth %g, %g with more room only %g", what, low.Limit, low.Worth, high.Limit, high.Worth)
		}
		if slope := f.Points[i-1].Slope; slope != nil && math.Abs(*slope*(f.Points[i].Limit-f.Points[i-1].Limit)-(f.Points[i].Worth-f.Points[i-1].Worth)) > 1 {
			t.Errorf("%s: the slope before %g is %g", what, f.Points[i].Limit, *slope)
		}
	}
}

// TestBudgetFrontier: points end as they do afresh, and more budget is never worth less.
func TestBudgetFrontier(t *testing.T) {
	var c searcher
	steep := 0
	for seed := range uint64(10) {
		s := scenariotest.Random(300 + seed)
		s.Solver.Gap = unit.Share([]float64{0, 0.05}[seed%2])
		if s.Budget.Annual == nil && !s.Budget.HasTotal {
			continue
		}
		q := quantity(t, s, "budget")
		f, err := c.analyst().BudgetFrontier(t.Context(), s, q, 0.05*q.Now, 0.6*q.Now, 5)
		if err != nil || len(f.Points) != 5 {
			t.Fatalf("seed %d: %d points, %v", seed, len(f.Points), err)
		}
		rises(t, "budget", f, false)
		for i := range f.Points {
			if slope := f.Points[i].Slope; slope != nil && *slope > 1 {
				steep++
			}
			afresh(t, "budget", q.At(s, f.Points[i].Limit), f.Points[i].Found)
			if p := f.Points[i]; p.Plan != nil && math.Abs(p.Quantity-float64(p.Plan.Result.Capex)/1e6) > 1e-9 {
				t.Errorf("seed %d: %g is spent, not %g", seed, p.Quantity, float64(p.Plan.Result.Capex)/1e6)
			}
		}
	}
	if c.bounds < 12 || c.starts < 12 || steep < 8 {
		t.Errorf("%d bounds and %d starts carried, %d steps that pay are too few to test anything", c.bounds, c.starts, steep)
	}
}

// withRule is a scenario with a rule about all regions.
func withRule(s *model.Scenario, r model.Rule) *model.Scenario {
	c := scenariotest.Clone(s)
	r.ID, r.Enabled = "test", true
	for i := range c.Regions {
		r.Regions = append(r.Regions, i)
	}
	c.Rules = append(c.Rules, r)
	return c
}

// TestCarbonFrontier: points end as they do afresh, emit no more than their caps and are
// worth no less with larger ones; the last cap does not hold the plan back.
func TestCarbonFrontier(t *testing.T) {
	seen := 0
	for seed := range uint64(8) {
		s := scenariotest.Random(400 + seed)
		s.Solver.Gap = unit.Share([]float64{0, 0.05}[seed%2])
		if dull(t, s) {
			continue
		}
		f, err := (&searcher{}).analyst().CarbonFrontier(t.Context(), s, 0, 1, 4)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		rises(t, "carbon", f, false)
		for i := range f.Points {
			p := &f.Points[i]
			afresh(t, "carbon", withRule(s, model.Rule{Kind: model.CarbonCap, Limit: p.Limit}), p.Found)
			if p.Quantity > p.Limit*(1+1e-6)+1e-6 {
				t.Errorf("seed %d: %g t are emitted, %g t are allowed", seed, p.Quantity, p.Limit)
			}
		}
		if last := f.Points[len(f.Points)-1]; last.Limit > 0 {
			seen++
			afresh(t, "without a cap", s, last.Found)
		}
	}
	if seen < 3 {
		t.Errorf("%d scenarios emit something", seen)
	}
}

// TestMWFrontier: points end as they do afresh, run what they are asked to and are worth no
// less where less is asked; a plan has the most MW, none has as much as is said.
func TestMWFrontier(t *testing.T) {
	seen := 0
	for seed := range uint64(8) {
		s := scenariotest.Random(500 + seed)
		s.Solver.Gap = unit.Share([]float64{0, 0.05}[seed%2])
		by := model.Date{Year: 2028, Month: 2, Day: 1}
		f, err := (&searcher{}).analyst().MWFrontier(t.Context(), s, by, nil, nil, 4)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		rises(t, "MW", f, true)
		asked := func(mw float64) *model.Scenario {
			return withRule(s, model.Rule{Kind: model.MinMW, Limit: mw, Span: model.Span{From: by}})
		}
		for i := range f.Points {
			p := &f.Points[i]
			afresh(t, "MW", asked(p.Limit), p.Found)
			if p.Plan != nil && p.Quantity < p.Limit-1e-6 {
				t.Errorf("seed %d: %g MW run, %g are asked for", seed, p.Quantity, p.Limit)
			}
		}
		if last := f.Points[len(f.Points)-1]; !optimal(last.Found) || last.Limit != f.Reach.Some {
			t.Errorf("seed %d: there is no plan for the most, %g MW", seed, last.Limit)
		}
		none, err := (&searcher{}).analyst().Find(t.Context(), "", asked(f.Reach.None), knownNothing)
		if err != nil || none.Plan != nil || !f.Reach.Proven {
			t.Errorf("seed %d: there is a plan for %g MW (%v)", seed, f.Reach.None, err)
		}
		if f.Reach.Some > f.Points[0].Limit {
			seen++
		}
	}
	if seen < 3 {
		t.Errorf("in %d scenarios more MW can be had", seen)
	}
}

// TestRiskFrontier: no point is dominated; each is the best for its weight within the gap, as
// it is afresh; no plan found afresh is better in both by more than is said.
func TestRiskFrontier(t *testing.T) {
	several := 0
	var c searcher
	for seed := range uint64(10) {
		s := scenariotest.WithWorlds(scenariotest.Random(600+seed), 4, false, seed)
		s.Solver.Gap = unit.Share([]float64{0, 0.03}[seed%2])
		f, err := c.analyst().RiskFrontier(t.Context(), s, 0.3, 0, 1, 5)
		if err != nil || len(f.Points) == 0 || len(f.Points)+f.Dropped != 5 {
			t.Fatalf("seed %d: %d points, %d dropped, %v", seed, len(f.Points), f.Dropped, err)
		}
		if len(f.Points) > 1 {
			several++
		}
		for i := range f.Points {
			p := &f.Points[i]
			for k := range f.Points {
				if q := &f.Points[k]; i != k && q.Worth >= p.Worth && q.Quantity >= p.Quantity {
					t.Errorf("seed %d: (%g, %g) is no better than (%g, %g)", seed, p.Worth, p.Quantity, q.Worth, q.Quantity)
				}
			}
		}
		for _, weight := range []float64{0, 0.25, 0.5, 0.6, 0.75, 1} {
			x := scenariotest.Clone(s)
			x.Objective.Measure, x.Objective.Tail, x.Objective.Weight = model.CVaR, 0.3, unit.Share(weight)
			fresh, err := (&searcher{}).analyst().Find(t.Context(), "", x, knownNothing)
			if err != nil {
				t.Fatal(err)
			}
			r := fresh.Plan.Risk
			for i := range f.Points {
				p := &f.Points[i]
				if p.Limit == weight {
					afresh(t, "weight", x, p.Found)
				}
				if better := min(float64(r.Expected)-p.Worth, float64(r.CVaR)-p.Quantity); better > p.Better+1 {
					t.Errorf("seed %d: a plan is better than (%g, %g) by %g in both, not by %g at most", seed, p.Worth, p.Quantity, better, p.Better)
				}
			}
		}
	}
	t.Logf("%d of 10 frontiers have several points; %d bounds carried", several, c.bounds)
	if several < 3 || c.bounds < 20 {
		t.Error("the frontiers are too dull to test anything")
	}
}
