//go:build long

package main

import (
	"context"
	"fmt"
	"testing"

	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// The budget binds: with twice as much the relaxation is worth more, in every
// one of the countries that are measured.
func TestBudgetBinds(t *testing.T) {
	for seed := 1; seed <= 5; seed++ {
		path := write(t, "-seed", fmt.Sprint(seed))
		var worth [2]float64
		for i, budget := range []string{"1500", "3000"} {
			f, err := formulation.Build(load(t, path, "budget.annual="+budget), formulation.Plain)
			if err != nil {
				t.Fatal(err)
			}
			clear(f.Model.ColInteger)
			r, err := (&highs.Engine{}).Solve(context.Background(), f.Model, mip.Options{})
			if err != nil || r.Termination != mip.Optimal {
				t.Fatal(r, err)
			}
			worth[i] = r.Objective
		}
		if worth[1] < 1.01*worth[0] {
			t.Errorf("seed %d: worth %.1f with a budget of 1500 and %.1f with twice as much", seed, worth[0], worth[1])
		}
	}
}
