package highs_test

import (
	"context"
	"testing"

	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/mip/miptest"
)

// TestJoin: a search is asked for better points at the same moments in every run,
// takes what it is given, and gives nothing up for it.
func TestJoin(t *testing.T) {
	m := miptest.Hard(t)
	engine := highs.Engine{}
	limited := mip.Options{MaxNodes: 20}
	alone, err := engine.Solve(context.Background(), m, limited)
	if err != nil || !alone.HasSolution {
		t.Fatalf("%v, %v", alone, err)
	}
	better, err := engine.Solve(context.Background(), m, mip.Options{MaxNodes: 400, Seed: 3})
	if err != nil || better.Objective >= alone.Objective {
		t.Fatalf("%v, to be better than %v: %v", better, alone.Objective, err)
	}
	var moments []int
	for range 2 {
		asked := 0
		limited.Join = func(moment int) []float64 {
			if asked != moment {
				t.Errorf("asked at moment %d after %d", moment, asked)
			}
			asked++
			if moment == 2 {
				return better.X
			}
			return nil
		}
		joined, err := engine.Solve(context.Background(), m, limited)
		if err != nil || joined.Objective > better.Objective+1e-6 {
			t.Errorf("given %v the search ended with %v: %v", better.Objective, joined, err)
		}
		moments = append(moments, asked)
	}
	if moments[0] < 3 || moments[0] != moments[1] {
		t.Errorf("asked %v times", moments)
	}
}
