package solver_test

import (
	"context"
	"maps"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// TestStrength: no part of the strong program, nor all of them, cuts off the best
// plan or lets in a better one; and together they bound the relaxation closer.
func TestStrength(t *testing.T) {
	closer := 0
	for seed := range uint64(120) {
		s := adverse(seed)
		plain := programOptimum(t, s, formulation.Plain, false)
		strengths := maps.Clone(formulation.Parts)
		strengths["all"] = formulation.Strong
		for name, strength := range strengths {
			strong := programOptimum(t, s, strength, false)
			if strong.Termination != plain.Termination || !close6(strong.Objective, plain.Objective) {
				t.Errorf("seed %d, %s: %v with %.9g million, plain %v with %.9g million", seed, name,
					strong.Termination, strong.Objective, plain.Termination, plain.Objective)
			}
		}
		if plain.Termination != mip.Optimal {
			continue
		}
		loose, tight := programOptimum(t, s, formulation.Plain, true), programOptimum(t, s, formulation.Strong, true)
		slack := 1e-6 * max(1, math.Abs(plain.Objective))
		if tight.Objective > loose.Objective+slack || tight.Objective < plain.Objective-slack {
			t.Errorf("seed %d: the relaxation is worth %g, of the strong program %g; the optimum is %g", seed, loose.Objective, tight.Objective, plain.Objective)
		}
		if tight.Objective < loose.Objective-slack {
			closer++
		}
	}
	t.Logf("the strong program bounds %d of 120 scenarios closer", closer)
	if closer < 30 {
		t.Errorf("the strong program bounds only %d scenarios closer", closer)
	}
}

// adverse is a small scenario: random, in several worlds, or hard in one of the
// ways of scenariotest.
func adverse(seed uint64) *model.Scenario {
	switch seed % 4 {
	case 0:
		return scenariotest.Random(seed)
	case 1:
		s := scenariotest.WithWorlds(scenariotest.Random(seed), 3, true, seed)
		s.Objective.Measure, s.Objective.Weight, s.Objective.Tail = model.CVaR, 0.5, 0.4
		return s
	default:
		return scenariotest.Hard(seed, scenariotest.Hardship(seed/4)%scenariotest.Hardships)
	}
}

// programOptimum solves the program of a scenario, or its relaxation.
func programOptimum(t *testing.T, s *model.Scenario, strength formulation.Strength, relaxed bool) *mip.Result {
	t.Helper()
	f, err := formulation.Build(s, strength)
	if err != nil {
		t.Fatal(err)
	}
	m := f.Model
	if relaxed {
		m = m.Relaxed()
	}
	r, err := highs.Engine{}.Solve(context.Background(), m, mip.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
