package solver_test

import (
	"context"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// TestLeastMW holds the optimum under a rule that asks for MW, solved whole and in
// phases, against enumeration, and against the optimum without the rule: it cannot be
// better. Where enumeration finds no plan there is none.
func TestLeastMW(t *testing.T) {
	impossible, worse, mined := 0, 0, 0
	for seed := range uint64(160) {
		free := scenariotest.Random(seed)
		s := scenariotest.WithLeastMW(free, seed)
		want := enumerate(s).objective
		for _, method := range []model.SolveMethod{model.Whole, model.Decompose} {
			s.Solver.Method = method
			answer, err := solver.Solve(context.Background(), s, highs.Engine{}, solver.Options{})
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if math.IsInf(want, -1) {
				if answer.Termination != mip.Infeasible {
					t.Errorf("seed %d: there is no plan by enumeration, but the search ended %v", seed, answer.Termination)
				}
				continue
			}
			if answer.Plan == nil {
				t.Fatalf("seed %d: stopped %v, %v", seed, answer.Termination, answer.Report)
			}
			if got := answer.Plan.Outcome.Objective; math.Abs(got-want) > 1e-6*max(1e6, math.Abs(want)) {
				t.Errorf("seed %d, %v: the optimum is %.6f million by enumeration, %.6f million by the solver", seed, method, want/1e6, got/1e6)
			}
		}
		if math.IsInf(want, -1) {
			impossible++
			continue
		}
		before := enumerate(free).objective
		switch {
		case want > before+1:
			t.Errorf("seed %d: the rule makes the plan better: %g became %g", seed, before, want)
		case want < before-1:
			worse++
			if rule := s.Rules[len(s.Rules)-1]; len(rule.Business) == 1 && rule.Business[0] == model.Mining {
				mined++
			}
		}
	}
	t.Logf("%d of 160 rules cannot be met, %d cost something, of those %d ask for mining alone", impossible, worse, mined)
	if impossible < 10 || worse < 25 || mined < 8 {
		t.Errorf("the rules are too dull: %d cannot be met, %d cost something, of those %d ask for mining alone", impossible, worse, mined)
	}
}

// TestLeastMWStrength: under a rule that asks for MW no part of the strong program, nor
// all of them, changes the optimum. Halls that are worth nothing are then needed.
func TestLeastMWStrength(t *testing.T) {
	possible := 0
	for seed := range uint64(60) {
		s := scenariotest.WithLeastMW(adverse(seed), seed)
		plain := programOptimum(t, s, formulation.Plain, false)
		for _, strength := range []formulation.Strength{formulation.Worthless, formulation.Strong} {
			strong := programOptimum(t, s, strength, false)
			if strong.Termination != plain.Termination || !close6(strong.Objective, plain.Objective) {
				t.Errorf("seed %d, strength %d: %v with %.9g million, plain %v with %.9g million", seed, strength,
					strong.Termination, strong.Objective, plain.Termination, plain.Objective)
			}
		}
		if plain.Termination == mip.Optimal {
			possible++
		}
	}
	if possible < 20 {
		t.Errorf("only %d of 60 rules can be met", possible)
	}
}
