package solver

import (
	"context"
	"math"

	"github.com/gridalloc/gridalloc/solver/branch"
	"github.com/gridalloc/gridalloc/solver/decompose"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// prover has the search that makes certificates bound a program: with a good plan
// known, and branching on contracts and counters first, it is often done after a
// few dozen nodes. It is nil for engines that keep no linear programs.
func (r *run) prover(f *formulation.Formulation) decompose.Prover {
	engine, ok := r.engine.(mip.RelaxEngine)
	if !ok {
		return nil
	}
	return func(ctx context.Context, m *mip.Model, incumbent float64, opt mip.Options) (float64, int64, error) {
		found, err := branch.Prove(ctx, engine, m, branch.Options{
			Incumbent: &incumbent, RelativeGap: opt.RelativeGap, AbsoluteGap: opt.AbsoluteGap,
			MaxNodes: opt.MaxNodes, TimeLimit: opt.TimeLimit, Priority: f.Priorities(), Progress: opt.Progress,
		})
		if err != nil {
			return 0, 0, err
		}
		if found.Proof.Infeasible { // but for tolerances, as there is a plan
			return math.Inf(1), int64(found.Nodes), nil
		}
		return max(found.Proof.Bound, incumbent), int64(found.Nodes), nil
	}
}
