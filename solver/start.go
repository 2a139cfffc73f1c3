package solver

import (
	"context"
	"math"
	"time"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// startNodes ends the search for what is left of a plan that does not fit: a start
// need not be the best one.
const startNodes = 200

// begin prepares a search: what the caller knows becomes its start and bound, and
// the time this takes is part of the search's. Where the start is good enough
// there is nothing to search for, and begin returns the result.
func (r *run) begin(ctx context.Context, f *formulation.Formulation, options *mip.Options) (*mip.Result, error) {
	if r.opt.Bound != nil {
		bound := formulation.Value(*r.opt.Bound)
		options.Bound = &bound
	}
	if r.opt.Wanted != nil {
		wanted := formulation.Value(*r.opt.Wanted)
		options.Target, options.Cutoff = &wanted, &wanted
	}
	began := time.Now()
	var best *mip.Result
	for _, plan := range r.opt.Starts {
		left, err := r.left(ctx, f, plan)
		if err != nil {
			return nil, err
		}
		if left != nil && (best == nil || left.Objective > best.Objective) {
			best = left
		}
	}
	if best == nil {
		return nil, nil
	}
	options.Start = best.X
	if options.TimeLimit > 0 {
		options.TimeLimit = max(options.TimeLimit-time.Since(began), time.Millisecond)
	}
	if options.Target != nil && best.Objective >= *options.Target {
		best.Termination, best.Limit, best.DualBound = mip.LimitReached, mip.ObjectiveLimit, math.Inf(1)
		return best, nil
	}
	if options.Bound == nil || mip.RelativeGap(best.Objective, *options.Bound) > options.RelativeGap {
		return nil, nil
	}
	best.DualBound, best.Termination = *options.Bound, mip.Optimal
	return best, nil
}

// left is the best point of the program that is left of a plan, nil for none: the
// plan itself where it fits, else the plan without what does not.
func (r *run) left(ctx context.Context, f *formulation.Formulation, plan *model.Plan) (*mip.Result, error) {
	options := engineOptions(r.s)
	options.MaxNodes = startNodes
	for _, m := range []*mip.Model{f.Taking(plan), f.Within(plan)} {
		found, err := r.engine.Solve(ctx, m, options)
		if err != nil {
			return nil, err
		}
		if !found.HasSolution {
			continue
		}
		e, err := f.Model.Evaluate(found.X, mip.DefaultIntegralityTolerance)
		if err != nil {
			return nil, err
		}
		if len(e.Violations) == 0 {
			found.Objective = e.Objective
			return found, nil
		}
	}
	return nil, nil
}

// bounded is a result with the bound that the caller knows, where that is the
// better one.
func bounded(found *mip.Result, options *mip.Options) *mip.Result {
	if options.Bound == nil || found.DualBound <= *options.Bound {
		return found
	}
	r := *found
	r.DualBound, r.Gap = *options.Bound, math.Inf(1)
	if r.HasSolution {
		r.Gap = mip.RelativeGap(r.Objective, r.DualBound)
	}
	if r.HasSolution && !r.Termination.Conclusive() && r.Gap <= options.RelativeGap {
		r.Termination, r.Limit = mip.Optimal, mip.NoLimit
	}
	return &r
}
