package solver

import (
	"fmt"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/simulate"
)

// sample values a plan on all the draws that its worlds stand for.
func (r *run) sample(plan *model.Plan) (*model.Sample, error) {
	s, reduced := r.s, r.opt.Reduced
	m, err := market.New(s, &s.Base)
	if err != nil {
		return nil, fmt.Errorf("solver: %w", err)
	}
	evaluator, err := simulate.NewEvaluator(s, plan)
	if err != nil {
		return nil, fmt.Errorf("solver: %w", err)
	}
	r.stage("the plan on all %d draws", reduced.Draws)
	drawer, n := m.Drawer(), reduced.Draws
	values, chances := make([]float64, n), make([]float64, n)
	sample := &model.Sample{
		Draws: n, Kept: len(s.Worlds), Seed: s.Sampling.Seed,
		Reduction: s.Sampling.Reduction.String(), Distance: reduced.Distance,
	}
	var world model.World
	mean := 0.0
	for i := range n {
		drawer.Draw(uint64(s.Sampling.Seed), uint64(i), market.All, &world)
		reduced.Recentre(&world)
		outcome := evaluator.Value(&world)
		values[i], chances[i] = outcome.Goal, 1/float64(n)
		mean += outcome.Goal / float64(n)
		if outcome.NPV < 0 {
			sample.Loss += 1 / float64(n)
		}
	}
	sample.Expected = unit.Money(mean)
	sample.CVaR = unit.Money(formulation.CVaR(values, chances, plan.Risk.Tail))
	return sample, nil
}
