package solver_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// swept are scenarios that differ in one figure, changed step by step.
func swept(s *model.Scenario, n int, change func(s *model.Scenario, share float64)) []*model.Scenario {
	points := make([]*model.Scenario, n)
	for i := range points {
		points[i] = scenariotest.Clone(s)
		change(points[i], float64(i)/float64(n-1))
	}
	return points
}

func budgets(s *model.Scenario, share float64) {
	for y := range s.Budget.Annual {
		s.Budget.Annual[y] *= unit.Money(2 * share)
	}
	s.Budget.Total *= unit.Money(2 * share)
}

func hashprices(s *model.Scenario, share float64) {
	for w := range s.Worlds {
		s.Worlds[w].Hashprice = slices.Clone(s.Worlds[w].Hashprice)
		for p := range s.Worlds[w].Hashprice {
			s.Worlds[w].Hashprice[p] *= unit.Hashprice(0.5 + share)
		}
	}
	s.Base = s.Worlds[0]
}

func leads(s *model.Scenario, share float64) {
	for i := range s.Sites {
		s.Sites[i].Offer.Lead[model.Typical] += unit.Months(24 * share)
	}
}

// TestSweep: a sweep finds of each point what solving it alone does, within the
// gaps of both, whatever is swept, with either method; what it says is known of a
// point is true; and more budget is never worth less.
func TestSweep(t *testing.T) {
	engine := &highs.Engine{}
	starts, bounds, planless := 0, 0, 0
	for seed := range uint64(24) {
		s := scenariotest.Random(seed)
		s.Solver.Method = model.SolveMethod(seed % 2)
		s.Solver.Gap = unit.Share([]float64{0, 0.02}[seed/2%2])
		for i := range s.Contracts {
			s.Contracts[i].Mandatory = seed%8 == 7
		}
		change, falls := []func(*model.Scenario, float64){budgets, hashprices, leads}[seed%3], seed%3 == 0
		points := swept(s, 5, change)
		found := make([]*solver.Answer, len(points))
		solver.Sweep(t.Context(), points, func(i int, known solver.Known) *solver.Answer {
			starts += len(known.Starts)
			if known.Bound != nil {
				bounds++
			}
			answer, err := solver.Solve(t.Context(), points[i], engine, solver.Options{Starts: known.Starts, Bound: known.Bound})
			if err != nil {
				t.Fatalf("seed %d, point %d: %v", seed, i, err)
			}
			found[i] = answer
			return answer
		})
		for i, answer := range found {
			alone := outcomeOf(t, points[i])
			if answer.Termination != alone.Termination || (answer.Plan == nil) != (alone.Plan == nil) {
				t.Fatalf("seed %d, point %d: in the sweep it stopped %v, alone %v", seed, i, answer.Termination, alone.Termination)
			}
			if alone.Plan == nil {
				planless++
				continue
			}
			a, b := answer.Plan.Outcome, alone.Plan.Outcome
			if a.Bound < b.Objective-1 || b.Bound < a.Objective-1 || a.Gap > float64(s.Solver.Gap)*(1+1e-9)+1e-6 {
				t.Errorf("seed %d, point %d: in the sweep %.6f within %.6f million, alone %.6f within %.6f; gap %g", seed, i, a.Objective/1e6, a.Bound/1e6, b.Objective/1e6, b.Bound/1e6, a.Gap)
			}
			if s.Solver.Gap == 0 && !close6(a.Objective, b.Objective) {
				t.Errorf("seed %d, point %d: in the sweep %.6f million, alone %.6f", seed, i, a.Objective/1e6, b.Objective/1e6)
			}
			if before := max(i-1, 0); falls && found[before].Plan != nil && a.Bound < found[before].Plan.Outcome.Objective-1 {
				t.Errorf("seed %d, point %d: with more budget no plan is worth more than %.6f million, with less one was worth %.6f", seed, i, a.Bound/1e6, found[before].Plan.Outcome.Objective/1e6)
			}
		}
	}
	t.Logf("%d starts and %d bounds carried, %d points without a plan", starts, bounds, planless)
	if starts < 100 || bounds < 20 || planless < 3 {
		t.Error("the sweeps carry too little to test anything")
	}
}

// TestSweepOrder: bounds come from points that allow at least as much, and only
// from these; all points are solved, once.
func TestSweepOrder(t *testing.T) {
	base := scenariotest.Random(3)
	base.Budget.Annual = []unit.Money{1e6, 1e6, 1e6}
	tilted := func(s *model.Scenario, share float64) {
		s.Budget.Annual[0] *= unit.Money(1 + share)
		s.Budget.Annual[1] *= unit.Money(1 - share)
	}
	regret := scenariotest.Clone(base)
	regret.Objective.Measure = model.Regret
	for _, x := range []struct {
		name   string
		s      *model.Scenario
		change func(*model.Scenario, float64)
		order  []int
		bounds int
	}{
		{"budgets", base, budgets, []int{6, 0, 3, 1, 4, 2, 5}, 6},
		{"falling budgets", base, func(s *model.Scenario, share float64) { budgets(s, 1-share) }, []int{0, 6, 3, 1, 4, 2, 5}, 6},
		{"budgets neither larger nor smaller", base, tilted, []int{0, 1, 2, 3, 4, 5, 6}, 0},
		{"budgets with regret", regret, budgets, []int{0, 1, 2, 3, 4, 5, 6}, 0},
		{"hashprices", base, hashprices, []int{0, 1, 2, 3, 4, 5, 6}, 0},
		{"the same", base, func(*model.Scenario, float64) {}, []int{6, 0, 3, 1, 4, 2, 5}, 6},
	} {
		var order []int
		bounds := 0
		points := swept(x.s, 7, x.change)
		solver.Sweep(t.Context(), points, func(i int, known solver.Known) *solver.Answer {
			order = append(order, i)
			if known.Bound != nil {
				bounds++
				if want := math.Abs(float64(points[i].Budget.Annual[0])); *known.Bound < want {
					t.Errorf("%s: point %d has the bound of a smaller one", x.name, i)
				}
			}
			return &solver.Answer{Plan: &model.Plan{Outcome: model.Outcome{Bound: float64(points[i].Budget.Annual[0])}}}
		})
		if !slices.Equal(order, x.order) || bounds != x.bounds {
			t.Errorf("%s: solved in the order %v with %d bounds, want %v with %d", x.name, order, bounds, x.order, x.bounds)
		}
	}
}

// TestSweepEnds: an interrupt ends a sweep after the point at hand.
func TestSweepEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	solver.Sweep(ctx, swept(scenariotest.Random(1), 5, budgets), func(int, solver.Known) *solver.Answer {
		if n++; n == 2 {
			cancel()
		}
		return &solver.Answer{Termination: mip.Infeasible}
	})
	if n != 2 {
		t.Errorf("%d points", n)
	}
}

// TestStartThatDoesNotFit: of a plan for a large budget there is left what fits a
// smaller one, and a plan with names that the scenario does not have is no start.
func TestStartThatDoesNotFit(t *testing.T) {
	engine := &highs.Engine{}
	smaller := 0
	for seed := range uint64(20) {
		wide := scenariotest.Random(seed)
		narrow := scenariotest.Clone(wide)
		budgets(narrow, 0.25)
		for _, method := range []model.SolveMethod{model.Whole, model.Decompose} {
			wide.Solver.Method, narrow.Solver.Method = method, method
			plan := outcomeOf(t, wide).Plan
			want := outcomeOf(t, narrow)
			if plan == nil || want.Plan == nil {
				continue
			}
			strange := *plan
			strange.Signings = []model.Signing{{Site: "nowhere", Signed: "1999"}}
			strange.Halls = []model.Hall{{Site: "nowhere", HallType: "none", Count: 3, Start: "1999"}}
			got, err := solver.Solve(t.Context(), narrow, engine, solver.Options{Starts: []*model.Plan{plan, &strange}})
			if err != nil || got.Plan == nil || !close6(got.Plan.Outcome.Objective, want.Plan.Outcome.Objective) {
				t.Fatalf("seed %d, %v: %v, %+v; want %.6f million", seed, method, err, got, want.Plan.Outcome.Objective/1e6)
			}
			if want.Plan.Outcome.Objective < plan.Outcome.Objective-1 {
				smaller++
			}
		}
	}
	if smaller < 5 {
		t.Errorf("only %d budgets bind", smaller)
	}
}
