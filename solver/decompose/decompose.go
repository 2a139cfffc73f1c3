// Package decompose solves large programs in phases: a plan first, which an
// engine that is given the whole program finds late, then the proof.
//
// The difficulty of a national program is not its contracts but the choice among
// hundreds of sites that are nearly alike. In fractions the program signs at a
// dozen of them, and without these at a few more. Good plans, mostly the best one,
// sign nowhere else; with all other sites closed the program is small enough to be
// solved (plan.go). Where budgets bind and many contracts are taken the sites are too
// many for that; there a plan is made by a dive (dive.go) and improved part by part
// (neighbourhood.go), beside a proof by contracts and counters that guides it to better
// ones (tree.go, guide.go). Elsewhere the whole program is solved for the proof, from a good plan to
// compare with: most columns are then seen at once to lead nowhere better. With two
// threads both go side by side (join.go).
//
// Plans of the restricted programs are plans of the whole program; their bounds
// say nothing about it. The bound of its linear relaxation does, and so does that
// of the whole program: the better of the two counts.
package decompose

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Parts are steps of the method that may be left out; the answer is as good
// without them, but mostly found later.
type Parts uint8

// The parts.
const (
	// Dive makes a first plan where rounding makes no good one: see dive.go.
	Dive Parts = 1 << iota
	// Neighbours looks for better plans near the first: see neighbourhood.go.
	Neighbours
	// Sites looks for the best plan at some sites: see plan.go.
	Sites
	// SideBySide looks for plan and proof at the same time: see join.go and tree.go.
	SideBySide
	// Tree proves by contracts and counters where sites are too many: see tree.go.
	Tree
	All = Dive | Neighbours | Sites | SideBySide | Tree
)

// ByName are the parts by name.
var ByName = map[string]Parts{"dive": Dive, "neighbours": Neighbours, "sites": Sites, "side-by-side": SideBySide, "tree": Tree}

// search is a solve in progress.
type search struct {
	parts  Parts
	f      *formulation.Formulation
	engine mip.Engine
	opt    mip.Options
	stage  func(string)
	begin  time.Time

	mu    sync.Mutex
	best  *mip.Result // of all phases so far, nil for none
	bound float64
	nodes int64
	// iterations of the engine in the step for plans at hand, or the last one.
	iterations int64
	tree       *growing // beside the search for plans, nil where there is none
	// shown is the best plan and bound that progress has told of.
	shown mip.Progress
}

// Solve solves the program of a formulation. It is mip.Engine.Solve for it: the
// time limit is that of all phases together. opt.Start, where it is a plan, is the
// first one, and its sites are among those chosen. stage, if not nil, is told which
// phase comes next.
func Solve(ctx context.Context, f *formulation.Formulation, engine mip.Engine, opt mip.Options, stage func(string)) (*mip.Result, error) {
	return SolveBy(ctx, f, engine, All, opt, stage)
}

// SolveBy is Solve with some of its parts only.
func SolveBy(ctx context.Context, f *formulation.Formulation, engine mip.Engine, parts Parts, opt mip.Options, stage func(string)) (*mip.Result, error) {
	s := &search{
		parts: parts, f: f, engine: engine, opt: opt.WithDefaults(), stage: stage, begin: time.Now(),
		bound: math.Inf(1), shown: mip.Progress{Dual: math.Inf(1)},
	}
	if err := s.know(ctx); err != nil {
		return nil, err
	}
	if s.over(ctx) {
		return s.whole(ctx)
	}
	relaxed, err := s.solve(ctx, "the relaxation", f.Model.Relaxed(), relaxation)
	if err != nil {
		return nil, err
	}
	if relaxed.Termination == mip.Infeasible && s.best == nil {
		return relaxed, nil // so is the whole program
	}
	if !relaxed.HasSolution {
		return s.whole(ctx)
	}
	sites, few, err := s.choose(ctx, relaxed.X)
	if err != nil {
		return nil, err
	}
	if !few && s.parts&Tree != 0 {
		if relaxer, ok := s.engine.(mip.RelaxEngine); ok {
			return s.byTree(ctx, relaxer, relaxed.X, sites)
		}
	}
	chosen, err := s.plan(ctx, relaxed.X, sites, few)
	if err != nil {
		return nil, err
	}
	switch {
	case chosen == nil || s.over(ctx):
	case s.opt.Threads > 1 && s.parts&SideBySide != 0 && s.opt.Target == nil: // else the first plan that will do is to end the search
		return s.sideBySide(ctx, chosen)
	default:
		if _, err := s.solve(ctx, chosen.name, chosen.model, restriction); err != nil {
			return nil, err
		}
	}
	return s.whole(ctx)
}

// know takes over what the caller knows: a bound, and a start where it is a plan.
// Without one the first plan is to do nothing new.
func (s *search) know(ctx context.Context) error {
	if s.opt.Bound != nil {
		s.bound = *s.opt.Bound
	}
	if s.opt.Start != nil {
		e, err := s.f.Model.Evaluate(s.opt.Start, s.opt.IntegralityTolerance)
		if err != nil {
			return fmt.Errorf("decompose: start: %w", err)
		}
		if len(e.Violations) == 0 {
			s.best = &mip.Result{HasSolution: true, X: s.opt.Start, Objective: e.Objective}
			return nil
		}
		s.opt.Start = nil
	}
	_, err := s.solve(ctx, "what exists, with nothing new", s.f.Idle(), restriction)
	return err
}

// whole solves the whole program.
func (s *search) whole(ctx context.Context) (*mip.Result, error) {
	if s.over(ctx) {
		return s.result(&mip.Result{
			Termination: s.ended(ctx), Limit: s.limit(), Engine: s.engine.Name(), Version: s.engine.Version(),
		}), nil
	}
	whole, err := s.solve(ctx, "all sites", s.f.Model, last)
	if err != nil {
		return nil, err
	}
	return s.result(whole), nil
}

// phase says what a phase solves: a relaxation, whose points are no plans; a
// restriction, whose bound is none; or, last, the whole program.
type phase int

const (
	relaxation phase = iota
	restriction
	last
)

// phaseNodes limits the phases before the last: what is left to gain is better
// looked for in the whole program. A limit by nodes leaves the same plan on every
// machine.
const phaseNodes = 1000

// options are those of a phase.
func (s *search) options(ph phase) mip.Options {
	opt := s.opt
	opt.Threads = max(opt.Threads/2, 1)
	if s.opt.TimeLimit > 0 {
		opt.TimeLimit = max(s.opt.TimeLimit-time.Since(s.begin), time.Millisecond)
	}
	if ph != last {
		opt.Cutoff = nil // what is worth less now may grow
	}
	if ph == restriction {
		opt.RelativeGap /= 2 // so that the whole program need not find a better plan
		opt.MaxNodes = phaseNodes
	}
	if s.best != nil && ph != relaxation {
		opt.Start = s.best.X
	}
	opt.Progress = s.honest(ph)
	return opt
}

// solve solves the program of a phase from the best plan so far and keeps what
// it says about the whole program.
func (s *search) solve(ctx context.Context, name string, m *mip.Model, ph phase) (*mip.Result, error) {
	return s.solveBy(ctx, name, m, ph, s.options(ph))
}

// solveBy is solve with options of its own.
func (s *search) solveBy(ctx context.Context, name string, m *mip.Model, ph phase, opt mip.Options) (*mip.Result, error) {
	s.tell(name)
	r, err := s.engine.Solve(ctx, m, opt)
	if err != nil {
		return nil, err
	}
	s.keep(r, ph)
	if progress := s.honest(restriction); progress != nil {
		progress(mip.Progress{})
	}
	return r, nil
}

// tell says which phase comes next.
func (s *search) tell(name string) {
	if s.stage != nil {
		s.stage(name)
	}
}

// keep keeps what a phase says about the whole program.
func (s *search) keep(r *mip.Result, ph phase) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.nodes += r.Nodes
	s.iterations += r.Iterations
	if ph != restriction && r.Termination != mip.Infeasible {
		s.bound = min(s.bound, r.DualBound)
	}
	if ph != relaxation && r.HasSolution && (s.best == nil || r.Objective > s.best.Objective) {
		s.best = r
	}
}

// honest reports the progress of a phase as that of the whole program: the best
// plan and bound of all phases.
func (s *search) honest(ph phase) func(mip.Progress) {
	if s.opt.Progress == nil {
		return nil
	}
	return func(p mip.Progress) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if ph != relaxation && p.HasPrimal {
			s.show(p.Primal)
		}
		if s.best != nil {
			s.show(s.best.Objective)
		}
		if ph != restriction {
			s.shown.Dual = min(s.shown.Dual, p.Dual)
		}
		s.shown.Dual = min(s.shown.Dual, s.bound)
		s.shown.Seconds, s.shown.Nodes, s.shown.Gap = time.Since(s.begin).Seconds(), s.nodes+p.Nodes, math.Inf(1)
		if s.shown.HasPrimal {
			s.shown.Gap = mip.RelativeGap(s.shown.Primal, s.shown.Dual)
		}
		s.opt.Progress(s.shown)
	}
}

// show notes what a plan is worth, if that is news.
func (s *search) show(value float64) {
	if !s.shown.HasPrimal || value > s.shown.Primal {
		s.shown.Primal, s.shown.HasPrimal = value, true
	}
}

// timed is a context that ends with the time.
func (s *search) timed(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.opt.TimeLimit == 0 {
		return ctx, func() {}
	}
	return context.WithDeadline(ctx, s.begin.Add(s.opt.TimeLimit))
}

// threads is how many threads the search for plans has.
func (s *search) threads() int {
	if s.tree != nil {
		return 1
	}
	return s.opt.Threads
}

// over reports whether there is nothing to wait for: the plan is good enough,
// or the time is up.
func (s *search) over(ctx context.Context) bool { return s.ended(ctx) != mip.Failed }

// ended says why there is nothing to wait for; Failed stands for that there is.
func (s *search) ended(ctx context.Context) mip.Termination {
	switch {
	case s.best != nil && mip.RelativeGap(s.best.Objective, s.bound) <= s.opt.RelativeGap:
		return mip.Optimal
	case s.answered():
		return mip.LimitReached
	case ctx.Err() != nil:
		return mip.Interrupted
	case s.opt.TimeLimit > 0 && time.Since(s.begin) >= s.opt.TimeLimit:
		return mip.LimitReached
	default:
		return mip.Failed
	}
}

// answered reports whether it is known if there is a plan as good as was asked for.
func (s *search) answered() bool {
	return s.opt.Target != nil && s.best != nil && s.best.Objective >= *s.opt.Target ||
		s.opt.Cutoff != nil && s.bound <= *s.opt.Cutoff+s.opt.AbsoluteGap
}

// limit is the limit that ended the search between its phases, if one did.
func (s *search) limit() mip.Limit {
	if s.answered() {
		return mip.ObjectiveLimit
	}
	return mip.TimeLimit
}

// result is what all phases together say, in the words of the last.
func (s *search) result(last *mip.Result) *mip.Result {
	r := *last
	if s.best != nil {
		r.HasSolution, r.X, r.Objective = true, s.best.X, s.best.Objective
	}
	r.DualBound = s.bound
	r.Gap = math.Inf(1)
	if r.HasSolution {
		r.Gap = mip.RelativeGap(r.Objective, r.DualBound)
	}
	if r.HasSolution && !r.Termination.Conclusive() && r.Gap <= s.opt.RelativeGap {
		r.Termination = mip.Optimal
	}
	if r.HasSolution && r.Termination == mip.Infeasible {
		r.Termination = mip.Failed // the engine contradicts itself
	}
	if r.Termination != mip.LimitReached {
		r.Limit = mip.NoLimit
	}
	r.Nodes, r.Seconds = s.nodes, time.Since(s.begin).Seconds()
	return &r
}
