package explain_test

import (
	"context"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/explain"
	"github.com/gridalloc/gridalloc/solver/highs"
)

var engine = &highs.Engine{}

// analyst solves with the program's engine.
func analyst() *explain.Analyst {
	return &explain.Analyst{Solve: func(ctx context.Context, s *model.Scenario, o solver.Options) (*solver.Answer, error) {
		return solver.Solve(ctx, s, engine, o)
	}}
}
