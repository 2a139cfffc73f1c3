package simulate_test

import (
	"context"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/simulate"
)

// TestValueIsThatOfTheSolver: solved plans are worth in each world, to the
// evaluator, what the plan says and verification has confirmed.
func TestValueIsThatOfTheSolver(t *testing.T) {
	waiting, signed := 0, 0
	for seed := range uint64(90) {
		s := scenariotest.WithWorlds(scenariotest.Random(seed), 3, seed%3 > 0, seed)
		s.Objective.Goal = []model.Goal{model.NPV, model.EquityValue}[seed%2]
		s.Objective.Multiple = [][3]unit.Share{{6, 15, 9}}
		answer, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{})
		if err != nil || answer.Plan == nil {
			t.Fatal(seed, err, answer)
		}
		plan := answer.Plan
		e, err := simulate.NewEvaluator(s, plan)
		if err != nil {
			t.Fatal(seed, err)
		}
		near := func(what string, got float64, want unit.Money) {
			if math.Abs(got-float64(want)) > 1+1e-7*math.Abs(float64(want)) {
				t.Errorf("scenario %d: %s is %.2f, the plan says %.2f", seed, what, got, want)
			}
		}
		expected := 0.0
		for w := range plan.Worlds {
			got := e.Value(&s.Worlds[w])
			near("NPV", got.NPV, plan.Worlds[w].NPV)
			near("equity value", got.EquityValue, plan.Worlds[w].EquityValue)
			near("discounted spending", got.SpendingPV, plan.Result.SpendingPV)
			expected += plan.Worlds[w].Probability * got.Goal
		}
		near("expected", expected, plan.Risk.Expected)
		for i := range plan.Halls {
			if plan.Halls[i].Waits {
				waiting++
			}
		}
		signed += len(plan.Signings)
	}
	t.Logf("%d signings, %d groups of halls that wait", signed, waiting)
	if signed < 30 || waiting < 3 {
		t.Error("not much of a test")
	}
}
