package decompose

import (
	"context"
	"math"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// Prover looks for a bound of a program of which a plan is known, by a search that
// finds no plans. opt.Start is the plan, incumbent what it is worth; opt.MaxNodes
// ends the search. What no plan beats is returned, infinite where nothing is known,
// with the nodes searched.
type Prover func(ctx context.Context, m *mip.Model, incumbent float64, opt mip.Options) (bound float64, nodes int64, err error)

// A proof is looked for twice. With the first plan, or the start, after few nodes:
// it may be good enough, and if not the bound says when a better one is. With the
// best plan for longer, where the bound has come near: what branching leaves far
// from the plan is for the engine's search of the whole program, which cuts.
const firstNodes, proofNodes, near = 200, 400, 4

// prove looks for a proof that the plan so far is good enough.
func (s *search) prove(ctx context.Context, nodes int) error {
	if s.prover == nil || s.best == nil || s.over(ctx) {
		return nil
	}
	if s.stage != nil {
		s.stage("the proof")
	}
	opt := s.options(last)
	opt.MaxNodes = nodes
	opt.Progress = s.honest(last)
	bound, searched, err := s.prover(ctx, s.f.Model, s.best.Objective, opt)
	if err != nil {
		return err
	}
	s.bound = min(s.bound, bound)
	s.nodes += searched
	return nil
}

// enough ends a phase as soon as its plan is good enough by the bound known
// already: its own bound is not needed then.
func (s *search) enough(ctx context.Context, opt *mip.Options) (_ context.Context, stop context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	if math.IsInf(s.bound, 0) {
		return ctx, cancel
	}
	bound, report := s.bound, opt.Progress
	opt.Progress = func(p mip.Progress) {
		if report != nil {
			report(p)
		}
		if p.HasPrimal && mip.RelativeGap(p.Primal, bound) <= s.opt.RelativeGap {
			cancel()
		}
	}
	return ctx, cancel
}
