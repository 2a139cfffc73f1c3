// Package explain answers what planners ask about a plan: what holds it back, why
// it is as it is and what else it could be. It answers by solving changed scenarios, so
// that every figure is the difference between two plans that exist, each verified and
// with a proven bound; none rests on the duals of a relaxation.
package explain

import (
	"context"
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Analyst solves the scenarios that a question leads to.
type Analyst struct {
	// Solve plans a scenario.
	Solve func(context.Context, *model.Scenario, solver.Options) (*solver.Answer, error)
	// Options are those of every solve: version, progress, memory. Starts and bound are
	// set by the question.
	Options solver.Options
	// Say, if not nil, is told in words which scenario is solved next.
	Say func(string)
}

// Found is what a search says of a scenario.
type Found struct {
	// Plan is verified; nil for none.
	Plan  *model.Plan
	Ended mip.Termination
	// Worth is what the plan is worth by the scenario's measure, minus infinity without
	// one. No plan is worth more than Bound: minus infinity where there is none at all,
	// infinite where nothing is known.
	Worth, Bound float64
}

// Solved tells whether the search ended by itself: with a plan as near to the best as
// the scenario asks for, or the proof that there is none.
func (f *Found) Solved() bool { return f.Ended == mip.Optimal || f.Ended == mip.Infeasible }

// tolerance is how far values of plans are sure, relative to the larger of the value and
// a million, as solver agrees with verification.
const tolerance = 1e-6

// Of is what a plan says of its own scenario.
func Of(plan *model.Plan) *Found {
	o := &plan.Outcome
	f := &Found{Plan: plan, Worth: o.Objective, Bound: o.Bound, Ended: mip.LimitReached}
	if o.Termination == mip.Optimal.String() {
		f.Ended = mip.Optimal
	}
	return f
}

// Find solves a scenario from what is known of it; what names it for the planner. A
// cancelled context is an error: an answer is not to be mixed with half of a search. So is
// a plan that fails verification.
func (a *Analyst) Find(ctx context.Context, what string, s *model.Scenario, known solver.Known) (*Found, error) {
	opt := a.Options
	opt.Starts, opt.Bound = known.Starts, known.Bound
	answer, err := a.search(ctx, what, s, opt)
	if err != nil {
		return nil, err
	}
	f := &Found{Plan: answer.Plan, Ended: answer.Termination, Worth: math.Inf(-1), Bound: math.Inf(1)}
	switch {
	case answer.Plan != nil:
		f.Worth, f.Bound = answer.Plan.Outcome.Objective, answer.Plan.Outcome.Bound
	case answer.Termination == mip.Infeasible:
		f.Bound = math.Inf(-1)
	}
	return f, nil
}

// Gain is by how much one scenario's best plan is worth more than another's. Value is the
// difference between the plans found; the true one lies between Low and High, as
// each best plan does between plan and bound.
type Gain struct{ Value, Low, High float64 }

// GainOf is the gain from one search to another.
func GainOf(from, to *Found) Gain {
	return Gain{Value: to.Worth - from.Worth, Low: to.Worth - from.Bound, High: to.Bound - from.Worth}
}

// AtLeast is a gain of which it is known that it cannot be negative: the change only
// gives more room.
func (g Gain) AtLeast(least float64) Gain {
	return Gain{Value: max(g.Value, least), Low: max(g.Low, least), High: max(g.High, least)}
}

// search solves a scenario by options; its errors are those of Find.
func (a *Analyst) search(ctx context.Context, what string, s *model.Scenario, opt solver.Options) (*solver.Answer, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if a.Say != nil {
		a.Say(what)
	}
	opt.ScenarioHash = file.Hash(s)
	answer, err := a.Solve(ctx, s, opt)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if answer.Plan == nil && answer.Report != nil {
		return nil, fmt.Errorf("%s: the plan found failed verification", what)
	}
	return answer, nil
}
