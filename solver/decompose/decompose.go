// Package decompose solves large programs in phases: a plan first, which an
// engine that is given the whole program finds late, then the proof.
//
// The difficulty of a national program is not its contracts but the choice among
// hundreds of sites that are nearly alike. In fractions the program signs at a
// dozen of them, and without these at a few more. Good plans, mostly the best one,
// sign nowhere else; with all other sites closed the program is small enough to be
// solved. What it finds is where the search of the whole program starts: with a
// good plan to compare with, most columns are seen at once to lead nowhere better,
// and the proof is short.
//
// Before the whole program is searched a prover may have a try, which branches on
// few strong questions and looks for no plans: see prove.go. Its bound also says
// when a plan is good enough.
//
// A start stands in for the first plan. The sites of the plan so far are among
// those chosen.
//
// Plans of the restricted programs are plans of the whole program; their bounds
// say nothing about it. The bound of its linear relaxation does, and so does that
// of the whole program: the better of the two counts.
package decompose

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// layers is how many times sites are chosen, each time without those chosen
// before.
const layers = 2

// The phases before the last end after so many nodes: what is left to gain is
// better looked for in the whole program. A limit by nodes leaves the same plan on
// every machine.
const phaseNodes = 1000

// search is a solve in progress.
type search struct {
	f      *formulation.Formulation
	engine mip.Engine
	opt    mip.Options
	prover Prover // nil for none
	stage  func(string)
	begin  time.Time

	best  *mip.Result // of all phases so far, nil for none
	tried float64     // what the plan was worth that a long proof was looked for with
	bound float64
	nodes int64
}

// Solve solves the program of a formulation. It is mip.Engine.Solve for it: the
// time limit is that of all phases together. prover, if not nil, has a
// try at the proof before the whole program is searched; stage, if not nil, is
// told which phase comes next.
func Solve(ctx context.Context, f *formulation.Formulation, engine mip.Engine, opt mip.Options, prover Prover, stage func(string)) (*mip.Result, error) {
	s := &search{f: f, engine: engine, opt: opt.WithDefaults(), prover: prover, stage: stage, begin: time.Now(), bound: math.Inf(1), tried: math.Inf(-1)}
	if err := s.know(); err != nil {
		return nil, err
	}
	if s.over(ctx) {
		return s.early(ctx), nil
	}
	relaxed, err := s.solve(ctx, "the relaxation", f.Model.Relaxed(), relaxation)
	if err != nil {
		return nil, err
	}
	if relaxed.Termination == mip.Infeasible {
		return relaxed, nil // so is the whole program
	}
	if relaxed.HasSolution {
		if err := s.plan(ctx, relaxed.X); err != nil {
			return nil, err
		}
	}
	if err := s.proveIfNear(ctx); err != nil {
		return nil, err
	}
	if s.over(ctx) {
		return s.early(ctx), nil
	}
	whole, err := s.solve(ctx, "all sites", f.Model, last)
	if err != nil {
		return nil, err
	}
	return s.result(whole), nil
}

// know takes over what the caller knows: a bound, and a start where it is a plan.
func (s *search) know() error {
	if s.opt.Bound != nil {
		s.bound = *s.opt.Bound
	}
	if s.opt.Start == nil {
		return nil
	}
	e, err := s.f.Model.Evaluate(s.opt.Start, s.opt.IntegralityTolerance)
	if err != nil {
		return fmt.Errorf("decompose: start: %w", err)
	}
	if len(e.Violations) == 0 {
		s.best = &mip.Result{HasSolution: true, X: s.opt.Start, Objective: e.Objective}
	}
	return nil
}

// plan looks for a good plan: the start or one that rounds the relaxation x, then
// the best at the sites of all layers.
func (s *search) plan(ctx context.Context, x []float64) error {
	if s.over(ctx) {
		return nil
	}
	if s.best == nil {
		if _, err := s.solve(ctx, "a first plan", s.f.Used(x), restriction); err != nil {
			return err
		}
	}
	if err := s.prove(ctx, firstNodes); err != nil {
		return err
	}
	if err := s.proveIfNear(ctx); err != nil || s.over(ctx) {
		return err
	}
	sites, err := s.sites(ctx, x)
	if err != nil || s.over(ctx) {
		return err
	}
	if s.best != nil {
		add(sites, s.f.Signs(s.best.X))
	}
	_, err = s.solve(ctx, fmt.Sprintf("%d sites", count(sites)), s.f.SigningAt(sites), restriction)
	return err
}

// sites chooses where connections may be signed: where the relaxation x signs, and
// layer by layer where it would without the sites chosen so far.
func (s *search) sites(ctx context.Context, x []float64) ([]bool, error) {
	chosen := s.f.Signs(x)
	for range layers - 1 {
		if s.over(ctx) {
			break
		}
		others := make([]bool, len(chosen))
		for i := range chosen {
			others[i] = !chosen[i]
		}
		r, err := s.engine.Solve(ctx, s.f.SigningAt(others).Relaxed(), s.options(relaxation))
		if err != nil {
			return nil, err
		}
		if !r.HasSolution {
			break // a mandatory contract needs the sites chosen
		}
		add(chosen, s.f.Signs(r.X))
	}
	return chosen, nil
}

// add adds sites to those chosen.
func add(chosen, sites []bool) {
	for i, signs := range sites {
		chosen[i] = chosen[i] || signs
	}
}

func count(sites []bool) (n int) {
	for _, s := range sites {
		if s {
			n++
		}
	}
	return n
}

// phase says what a phase solves: a relaxation, whose points are no plans; a
// restriction, whose bound is none; or, last, the whole program.
type phase int

const (
	relaxation phase = iota
	restriction
	last
)

// options are those of a phase.
func (s *search) options(ph phase) mip.Options {
	opt := s.opt
	if s.opt.TimeLimit > 0 {
		opt.TimeLimit = max(s.opt.TimeLimit-time.Since(s.begin), time.Millisecond)
	}
	if ph == restriction {
		opt.RelativeGap /= 2 // so that the whole program need not find a better plan
		opt.MaxNodes = phaseNodes
	}
	opt.Progress = nil
	return opt
}

// solve solves the program of a phase from the best plan so far and keeps what
// it says about the whole program.
func (s *search) solve(ctx context.Context, name string, m *mip.Model, ph phase) (*mip.Result, error) {
	if s.stage != nil {
		s.stage(name)
	}
	opt := s.options(ph)
	if s.best != nil && ph != relaxation {
		opt.Start = s.best.X
	}
	opt.Progress = s.honest(ph)
	if ph != relaxation {
		var stop context.CancelFunc
		ctx, stop = s.enough(ctx, ph, &opt)
		defer stop()
	}
	r, err := s.engine.Solve(ctx, m, opt)
	if err != nil {
		return nil, err
	}
	s.nodes += r.Nodes
	if ph != restriction {
		s.bound = min(s.bound, r.DualBound)
	}
	if ph != relaxation && r.HasSolution && (s.best == nil || r.Objective > s.best.Objective) {
		s.best = r
	}
	return r, nil
}

// honest reports the progress of a phase as that of the whole program.
func (s *search) honest(ph phase) func(mip.Progress) {
	if s.opt.Progress == nil {
		return nil
	}
	best, bound, earlier := s.best, s.bound, time.Since(s.begin).Seconds()
	return func(p mip.Progress) {
		if ph == relaxation {
			p.HasPrimal = false
		}
		if best != nil && (!p.HasPrimal || best.Objective > p.Primal) {
			p.Primal, p.HasPrimal = best.Objective, true
		}
		if ph == restriction || bound < p.Dual {
			p.Dual = bound
		}
		p.Seconds += earlier
		p.Gap = math.Inf(1)
		if p.HasPrimal {
			p.Gap = mip.RelativeGap(p.Primal, p.Dual)
		}
		s.opt.Progress(p)
	}
}

// over reports whether there is nothing to wait for: the plan is good enough,
// or the time is up.
func (s *search) over(ctx context.Context) bool { return s.ended(ctx) != mip.Failed }

// ended says why there is nothing to wait for; Failed stands for that there is.
func (s *search) ended(ctx context.Context) mip.Termination {
	switch {
	case s.best != nil && mip.RelativeGap(s.best.Objective, s.bound) <= s.opt.RelativeGap:
		return mip.Optimal
	case ctx.Err() != nil:
		return mip.Interrupted
	case s.opt.TimeLimit > 0 && time.Since(s.begin) >= s.opt.TimeLimit:
		return mip.LimitReached
	default:
		return mip.Failed
	}
}

// early is the result where no phase is left to be waited for.
func (s *search) early(ctx context.Context) *mip.Result {
	return s.result(&mip.Result{Termination: s.ended(ctx), Limit: mip.TimeLimit, Engine: s.engine.Name(), Version: s.engine.Version()})
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
	if r.Termination != mip.LimitReached {
		r.Limit = mip.NoLimit
	}
	r.Nodes, r.Seconds = s.nodes, time.Since(s.begin).Seconds()
	return &r
}
