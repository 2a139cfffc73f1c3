package solver_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/solver/decompose"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// TestTaking: the decisions of a plan are found again in the program, plain and
// strong, also of brownfield halls and of halls that wait for late connections:
// with them it is worth what the plan is, and with as many of them as wanted no
// less and no more.
func TestTaking(t *testing.T) {
	engine := &highs.Engine{}
	built, waiting := 0, 0
	for seed := range uint64(120) {
		s := scenariotest.Random(seed)
		if seed%2 == 1 {
			s = scenariotest.WithWorlds(s, 3, true, seed)
		}
		plan := outcomeOf(t, s).Plan
		if plan == nil {
			continue
		}
		for _, h := range plan.Halls {
			built++
			if h.Waits {
				waiting++
			}
		}
		for _, strength := range []formulation.Strength{formulation.Plain, formulation.Strong} {
			f, err := formulation.Build(s, strength)
			if err != nil {
				t.Fatal(err)
			}
			for name, m := range map[string]*mip.Model{"taking": f.Taking(plan), "within": f.Within(plan)} {
				r, err := engine.Solve(t.Context(), m, mip.Options{})
				if err != nil || !r.HasSolution || !close6(formulation.Money(r.Objective), plan.Outcome.Objective) {
					t.Fatalf("seed %d, strength %d, %s: %+v, %v; the plan is worth %.6f million", seed, strength, name, r, err, plan.Outcome.Objective/1e6)
				}
				if e, err := f.Model.Evaluate(r.X, 1e-6); err != nil || len(e.Violations) > 0 {
					t.Errorf("seed %d, strength %d, %s: not a point of the program: %v, %v", seed, strength, name, e, err)
				}
			}
		}
	}
	t.Logf("%d groups of halls, %d wait", built, waiting)
	if built < 60 || waiting < 3 {
		t.Error("the plans are too dull to test anything")
	}
}

// worthSearching is a program whose relaxation is worth more than its plans, with
// its best point.
func worthSearching(t *testing.T) (*formulation.Formulation, *mip.Result) {
	t.Helper()
	engine := &highs.Engine{}
	for seed := range uint64(100) {
		f, err := formulation.Build(scenariotest.Random(seed), formulation.Strong)
		if err != nil {
			t.Fatal(err)
		}
		relaxed, err := engine.Solve(t.Context(), f.Model.Relaxed(), mip.Options{})
		if err != nil {
			t.Fatal(err)
		}
		whole, err := engine.Solve(t.Context(), f.Model, mip.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if whole.HasSolution && whole.Objective > 1 && relaxed.Objective > whole.Objective+0.01 {
			return f, whole
		}
	}
	t.Fatal("no program is worth searching")
	return nil, nil
}

// TestDecomposeStart: a start is the first plan if it is one, and no harm if not;
// with a bound that it reaches there is nothing to search for.
func TestDecomposeStart(t *testing.T) {
	engine := &highs.Engine{}
	f, whole := worthSearching(t)
	solve := func(opt mip.Options) (*mip.Result, []string) {
		t.Helper()
		var stages []string
		r, err := decompose.Solve(t.Context(), f, engine, opt, func(stage string) { stages = append(stages, stage) })
		if err != nil {
			t.Fatal(err)
		}
		if !close6(r.Objective, whole.Objective) || r.DualBound < whole.Objective-1e-6 || r.Termination != mip.Optimal {
			t.Errorf("%v, %g within %g, want %g", r.Termination, r.Objective, r.DualBound, whole.Objective)
		}
		return r, stages
	}
	if _, stages := solve(mip.Options{Start: whole.X}); len(stages) == 0 || stages[0] != "the relaxation" {
		t.Errorf("with a start: %v", stages)
	}
	if _, stages := solve(mip.Options{Start: whole.X, Bound: &whole.Objective}); len(stages) > 0 {
		t.Errorf("with a start that reaches its bound: %v", stages)
	}
	wrong := make([]float64, len(whole.X))
	for j := range wrong {
		wrong[j] = math.Pi
	}
	if _, stages := solve(mip.Options{Start: wrong}); len(stages) < 3 || stages[2] != "a first plan" {
		t.Errorf("with a start that is no plan: %v", stages)
	}
	if _, err := decompose.Solve(t.Context(), f, engine, mip.Options{Start: wrong[1:]}, nil); err == nil {
		t.Error("a start of the wrong length is accepted")
	}
}
