package solver_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// TestAnyPlan: some plan is found where there is one, by both methods, with regret too, and none where
// there is none; it claims no bound, and a plan that fits is taken as it is.
func TestAnyPlan(t *testing.T) {
	engine := &highs.Engine{}
	planless := 0
	for seed := range uint64(35) {
		s := scenariotest.Hard(seed, scenariotest.Hardship(seed%uint64(scenariotest.Hardships)))
		for i := range s.Contracts {
			s.Contracts[i].Mandatory = i == 0 && seed%3 > 0
		}
		s.Solver.Method = []model.SolveMethod{model.Whole, model.Decompose}[seed%2]
		best := outcomeOf(t, s)
		if seed%3 == 0 {
			s.Objective.Measure = model.Regret
		}
		got, err := solver.Solve(t.Context(), s, engine, solver.Options{AnyPlan: true})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if best.Plan == nil {
			planless++
			if got.Termination != mip.Infeasible || got.Plan != nil {
				t.Errorf("seed %d: stopped %v, but there is no plan", seed, got.Termination)
			}
			continue
		}
		if got.Termination != mip.LimitReached || got.Limit != mip.SolutionLimit || got.Plan == nil || !math.IsInf(got.Plan.Outcome.Bound, 1) {
			t.Fatalf("seed %d: stopped %v (%v) with plan %v", seed, got.Termination, got.Limit, got.Plan)
		}
		again, err := solver.Solve(t.Context(), s, engine, solver.Options{AnyPlan: true, Starts: []*model.Plan{best.Plan}})
		if err != nil || again.Plan == nil || !close6(again.Plan.Outcome.Objective, best.Plan.Outcome.Objective) {
			t.Errorf("seed %d: the plan to start from was not taken: %v, %+v", seed, err, again.Plan)
		}
	}
	t.Logf("%d have no plan", planless)
	if planless < 5 || planless > 30 {
		t.Errorf("%d of 35 have no plan", planless)
	}
}
