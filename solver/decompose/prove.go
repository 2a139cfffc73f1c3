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

// A proof is looked for with the first plan, or the start, and with the best plan
// at the sites chosen. A few nodes tell how near the bound comes, and when a better
// plan is good enough. Where it is within so many gaps of the plan, more nodes
// follow; what branching leaves far from the plan is for the engine's search of the
// whole program, which cuts.
const firstNodes, moreNodes, near = 200, 400, 3

// prove looks for a proof that the plan so far is good enough.
func (s *search) prove(ctx context.Context, nodes int) error {
	if s.prover == nil || s.best == nil || s.over(ctx) {
		return nil
	}
	if s.stage != nil {
		s.stage("for a bound")
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

// proveIfNear is prove where the bound is near already, once for each plan.
func (s *search) proveIfNear(ctx context.Context) error {
	if s.best == nil || s.best.Objective <= s.tried || mip.RelativeGap(s.best.Objective, s.bound) > near*s.opt.RelativeGap {
		return nil
	}
	s.tried = s.best.Objective
	return s.prove(ctx, moreNodes)
}

// soon is how many gaps of the bound a restriction's plan may be away for a longer
// proof to be the better use of time than a better plan.
const soon = 2

// enough ends a phase as soon as its plan is good enough by the bound known
// already: its own bound is not needed then.
func (s *search) enough(ctx context.Context, ph phase, opt *mip.Options) (_ context.Context, stop context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	if math.IsInf(s.bound, 0) {
		return ctx, cancel
	}
	bound, report := s.bound, opt.Progress
	better := func(primal float64) bool { return ph == restriction && s.prover != nil && primal > s.tried }
	opt.Progress = func(p mip.Progress) {
		if report != nil {
			report(p)
		}
		gap := s.opt.RelativeGap
		if better(p.Primal) {
			gap *= soon
		}
		if p.HasPrimal && mip.RelativeGap(p.Primal, bound) <= gap {
			cancel()
		}
	}
	return ctx, cancel
}
