package solver

import (
	"context"
	"errors"
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/decompose"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// anyMeasure is a scenario whose plans are asked for whatever they are worth: regret,
// which takes the best plan of each world first, plays no part.
func anyMeasure(s *model.Scenario) *model.Scenario {
	x := *s
	x.Objective.Measure = model.Expected
	return &x
}

// anyGap is a gap that every plan is within.
const anyGap = 1e30

// any finds some point of a program: one of the starts that fits, or the first that the
// search comes to. The search is that for the best plan, as the strong program has
// fewer fractions to lose its way in; without the objective HiGHS takes a hundred times
// as long on some programs. Where there is a point the limit of one solution ended the search,
// and nothing is known of better ones.
func (r *run) any(ctx context.Context, f *formulation.Formulation, options mip.Options) (*mip.Result, error) {
	for _, plan := range r.opt.Starts {
		found, err := r.engine.Solve(ctx, f.Taking(plan), options)
		if err != nil {
			return nil, err
		}
		if found.HasSolution && found.Termination == mip.Optimal {
			return firstOf(found), nil
		}
	}
	g, err := state(r.s, formulation.Strong, nil)
	if err != nil {
		return nil, err
	}
	options.RelativeGap = anyGap
	found, err := r.first(ctx, g, options)
	switch {
	case err != nil:
		return nil, err
	case found.HasSolution:
		carried, err := r.carry(f, g, found)
		if errors.Is(err, errCarry) { // feasible by a hair: neither is known then
			r.note("%s", err)
			return &mip.Result{Termination: mip.Failed, DualBound: math.Inf(1), Gap: math.Inf(1)}, nil
		}
		if err != nil {
			return nil, err
		}
		return firstOf(carried), nil
	case !found.Termination.Conclusive():
		if err := r.idle(f, found); err != nil || !found.HasSolution {
			return found, err
		}
		return firstOf(found), nil
	default:
		return found, nil
	}
}

// first solves the strong program, by the scenario's method.
func (r *run) first(ctx context.Context, g *formulation.Formulation, options mip.Options) (*mip.Result, error) {
	var found *mip.Result
	var err error
	if method(r.s, g.Model) == model.Decompose {
		found, err = decompose.Solve(ctx, g, r.engine, options, nil)
	} else {
		found, err = r.engine.Solve(ctx, g.Model, options)
	}
	if err != nil && ctx.Err() == nil { // the engine broke, as it may in one of many linear programs
		r.note("the search in phases failed (%s), and the program was solved whole", err)
		found, err = r.engine.Solve(ctx, g.Model, options)
	}
	if err != nil || found.Termination != mip.InfeasibleOrUnbounded {
		return found, err
	}
	m := *g.Model // without an objective nothing is unbounded
	m.ColCost = make([]float64, m.NumCols())
	return r.engine.Solve(ctx, &m, options)
}

// firstOf is a result of which only the point counts.
func firstOf(found *mip.Result) *mip.Result {
	found.Termination, found.Limit = mip.LimitReached, mip.SolutionLimit
	found.DualBound, found.Gap = math.Inf(1), math.Inf(1)
	return found
}
