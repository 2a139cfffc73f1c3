package solver

import (
	"context"
	"fmt"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// collision names mandatory contracts that cannot all be met: a set from which
// none can be left out without the rest becoming feasible (a deletion filter;
// Chinneck, Feasibility and Infeasibility in Optimization, chapter 6). It is
// empty when the scenario is infeasible even with every contract optional, or
// when the context ends first.
func collision(ctx context.Context, s *model.Scenario, engine mip.Engine) ([]string, error) {
	var mandatory []int
	for i := range s.Contracts {
		if s.Contracts[i].Mandatory {
			mandatory = append(mandatory, i)
		}
	}
	if ok, err := feasibleWith(ctx, s, engine, nil); err != nil || !ok {
		return nil, err
	}
	kept := mandatory
	for _, candidate := range mandatory {
		rest := without(kept, candidate)
		ok, err := feasibleWith(ctx, s, engine, rest)
		if err != nil || ctx.Err() != nil {
			return nil, err
		}
		if !ok {
			kept = rest
		}
	}
	var names []string
	for _, i := range kept {
		names = append(names, s.Contracts[i].ID)
	}
	return names, nil
}

func without(list []int, x int) []int {
	var rest []int
	for _, y := range list {
		if y != x {
			rest = append(rest, y)
		}
	}
	return rest
}

// feasibleWith reports whether any plan exists when just the given contracts
// are mandatory. Where the engine cannot tell in time it counts as feasible.
func feasibleWith(ctx context.Context, s *model.Scenario, engine mip.Engine, mandatory []int) (bool, error) {
	trial := *s
	trial.Objective.Measure = model.Expected // any plan will do
	trial.Contracts = append([]model.Contract(nil), s.Contracts...)
	for i := range trial.Contracts {
		trial.Contracts[i].Mandatory = false
	}
	for _, i := range mandatory {
		trial.Contracts[i].Mandatory = true
	}
	f, err := formulation.Build(&trial, formulation.Plain)
	if err != nil {
		return false, err
	}
	clear(f.Model.ColCost)
	result, err := engine.Solve(ctx, f.Model, engineOptions(s))
	if err != nil {
		return false, fmt.Errorf("solver: %s, looking for what collides: %w", engine.Name(), err)
	}
	return result.Termination != mip.Infeasible, nil
}
