package solver

import (
	"context"
	"fmt"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/simulate"
)

// candidates is how many worlds plans are made for to tell draws apart by what
// plans earn in them.
const candidates = 8

// Worlds draws the worlds of a scenario and reduces them as its sampling says.
// By plans, two draws are alike when they make the same of a few plans that are
// each the best in some world (decision-based clustering: Hewitt, Ortmann and
// Rei, Annals of Operations Research 315, 2022); these are searched for first,
// each within the scenario's gap and time limit. progress, if not nil, is told of
// what is drawn, opt.Stage and opt.Progress of the searches. A context that ends is the error
// context.Canceled, the memory limit ErrMemory.
func Worlds(ctx context.Context, s *model.Scenario, engine mip.Engine, opt Options, progress func(done, of int)) ([]model.World, market.Reduced, error) {
	if s.Sampling.Reduction != model.ByPlans {
		return market.Worlds(ctx, s, &s.Base, progress)
	}
	ctx, stop, err := watched(ctx, s, opt.Memory)
	if err != nil {
		return nil, market.Reduced{}, err
	}
	defer stop()
	r := &run{s: s, engine: engine, opt: opt}
	kept, reduced, err := r.worldsByPlans(ctx, progress)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx) // context.Canceled or ErrMemory
	}
	return kept, reduced, err
}

// worldsByPlans is Worlds where draws are told apart by plans.
func (r *run) worldsByPlans(ctx context.Context, progress func(done, of int)) ([]model.World, market.Reduced, error) {
	s, few := r.s, *r.s
	few.Sampling.Reduction = model.ByCash
	few.Sampling.Keep = min(candidates, s.Sampling.Keep)
	worlds, _, err := market.Worlds(ctx, &few, &s.Base, progress)
	if err != nil {
		return nil, market.Reduced{}, err
	}
	evaluators, err := r.plansFor(ctx, append(worlds, s.Base))
	if err != nil {
		return nil, market.Reduced{}, err
	}
	earned := func(w *model.World, row []float64) []float64 {
		for _, e := range evaluators {
			row = append(row, e.Value(w).Goal)
		}
		return row
	}
	return market.WorldsBy(ctx, s, &s.Base, earned, progress)
}

// plansFor makes a plan for each of several worlds alone. Where a search stops
// early the best plan it found will do.
func (r *run) plansFor(ctx context.Context, worlds []model.World) ([]*simulate.Evaluator, error) {
	var list []*simulate.Evaluator
	for w := range worlds {
		r.stage("a plan to tell draws apart by, %d of %d", w+1, len(worlds))
		f, found, err := r.solved(ctx, certain(r.s, worlds[w]))
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !found.HasSolution {
			return nil, fmt.Errorf("solver: no plan to tell draws apart by: the search for one stopped (%s)", found.Termination)
		}
		e, err := simulate.NewEvaluator(r.s, f.Decode(found.X))
		if err != nil {
			return nil, fmt.Errorf("solver: %w", err)
		}
		list = append(list, e)
	}
	return list, nil
}
