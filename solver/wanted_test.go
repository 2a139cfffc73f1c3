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

// TestWanted: by both methods a plan worth what is wanted is found where the best one is
// worth it, and else a bound that says there is none; the bound always holds.
func TestWanted(t *testing.T) {
	engine := &highs.Engine{}
	found, none := 0, 0
	for seed := range uint64(40) {
		s := scenariotest.Random(seed)
		if seed%4 == 1 {
			s = scenariotest.WithWorlds(s, 3, true, seed)
		}
		best := outcomeOf(t, s).Plan
		if best == nil {
			continue
		}
		worth := best.Outcome.Objective
		for _, method := range []model.SolveMethod{model.Whole, model.Decompose} {
			for _, better := range []float64{-0.3, -0.01, 0.01, 0.3} {
				wanted := worth + better*max(math.Abs(worth), 1e6)
				x := *s
				x.Solver.Gap, x.Solver.Method, x.Solver.Threads = 0, method, int(1+seed%2)
				got, err := solver.Solve(t.Context(), &x, engine, solver.Options{Wanted: &wanted})
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				decided := got.Termination == mip.Optimal || got.Termination == mip.LimitReached && got.Limit == mip.ObjectiveLimit
				if !decided || got.Bound < worth-1e-4*max(math.Abs(worth), 1e6) {
					t.Errorf("seed %d, %v, %+.2f: stopped %v (%v), bound %.6g, the best plan is worth %.6g", seed, method, better, got.Termination, got.Limit, got.Bound, worth)
				}
				switch {
				case better < 0 && (got.Plan == nil || got.Plan.Outcome.Objective < wanted-2):
					t.Errorf("seed %d, %v, %+.2f: no plan worth %.6g, the best one is worth %.6g", seed, method, better, wanted, worth)
				case better < 0:
					found++
				case got.Bound > wanted+2:
					t.Errorf("seed %d, %v, %+.2f: the bound is %.6g, %.6g was wanted", seed, method, better, got.Bound, wanted)
				default:
					none++
				}
			}
		}
	}
	t.Logf("%d found, %d proven that there is none", found, none)
	if found < 100 || none < 100 {
		t.Error("too few plans to test anything")
	}
}
