package explain

import (
	"context"
	"fmt"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/solver"
)

// Swap is an input that differs between the scenarios of two plans, by its path and values.
// InA is the scenario of plan A with B's value of it alone, InB that of B with A's.
type Swap struct {
	Path, A, B string
	InA, InB   *model.Scenario
}

// InputEffect is what one input does to the worth of the best plan: the mean of what swapping it
// gains in the scenario of A and of what swapping it back loses in that of B.
type InputEffect struct {
	Path, A, B string
	Gain
}

// Effects explains why plan B is worth more than plan A, or less: the effect of each input,
// and what remains, which is due to inputs that act together. The two add up to the
// difference between the plans.
func (a *Analyst) Effects(ctx context.Context, planA, planB *model.Plan, swaps []Swap) (effects []InputEffect, remainder Gain, err error) {
	fromA, fromB := Of(planA), Of(planB)
	remainder = GainOf(fromA, fromB)
	known := solver.Known{Starts: []*model.Plan{planA, planB}}
	find := func(s *model.Scenario, what string) (*Found, error) {
		for _, plan := range known.Starts {
			if plan.Manifest.ScenarioSHA256 == file.Hash(s) {
				return Of(plan), nil
			}
		}
		return a.Find(ctx, what, s, known)
	}
	for _, swap := range swaps {
		inA, err := find(swap.InA, fmt.Sprintf("A with %s of B", swap.Path))
		if err != nil {
			return effects, remainder, err
		}
		inB, err := find(swap.InB, fmt.Sprintf("B with %s of A", swap.Path))
		if err != nil {
			return effects, remainder, err
		}
		there, back := GainOf(fromA, inA), GainOf(inB, fromB)
		mean := Gain{(there.Value + back.Value) / 2, (there.Low + back.Low) / 2, (there.High + back.High) / 2}
		effects = append(effects, InputEffect{swap.Path, swap.A, swap.B, mean})
		remainder = Gain{remainder.Value - mean.Value, remainder.Low - mean.High, remainder.High - mean.Low}
	}
	return effects, remainder, nil
}
