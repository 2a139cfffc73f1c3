// Package decompose solves large programs in phases: a plan first, which an
// engine that is given the whole program finds late, then the proof.
//
// The difficulty of a national program is not its sites but contracts x halls x
// yearly budgets. With signings and halls in fractions, and only contracts and
// the national counters of halls whole, the program is solved in seconds. What
// that solution uses - a few per cent of the columns - holds good plans; they are
// found by solving the program with nothing else in it, and then with everything
// else at the same sites. The whole program is solved last, from the best of
// these plans, and proves how good it is.
//
// Plans of the restricted programs are plans of the whole program; their bounds
// say nothing about it. The bound of the relaxation does, and so does that of
// the whole program: the better of the two counts.
package decompose

import (
	"context"
	"math"
	"time"

	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Phases end when their own gap is this small, or after so many nodes: what is
// left to gain is better looked for in the next one. Limits by nodes leave the
// same plan on every machine.
const (
	relaxedGap, usedGap, amongGap = 0.003, 0.001, 0.003
	phaseNodes                    = 2000
)

// search is a solve in progress.
type search struct {
	f      *formulation.Formulation
	engine mip.Engine
	opt    mip.Options
	stage  func(string)
	begin  time.Time

	best  *mip.Result // of all phases so far, nil for none
	bound float64
	nodes int64
}

// Solve solves the program of a formulation. It is mip.Engine.Solve for it: the
// time limit is that of all phases together. stage, if not nil, is told which
// phase comes next.
func Solve(ctx context.Context, f *formulation.Formulation, engine mip.Engine, opt mip.Options, stage func(string)) (*mip.Result, error) {
	s := &search{f: f, engine: engine, opt: opt.WithDefaults(), stage: stage, begin: time.Now(), bound: math.Inf(1)}
	relaxed, err := s.solve(ctx, "contracts and counters", f.Relaxed(), phase{gap: relaxedGap, relaxation: true})
	if err != nil {
		return nil, err
	}
	if relaxed.Termination == mip.Infeasible {
		return relaxed, nil // so is the whole program
	}
	if relaxed.HasSolution && !s.over(ctx) {
		used, err := s.solve(ctx, "what they use", f.Used(relaxed.X), phase{gap: usedGap})
		if err != nil {
			return nil, err
		}
		points := [][]float64{relaxed.X}
		if used.HasSolution {
			points = append(points, used.X)
		}
		if !s.over(ctx) {
			if _, err := s.solve(ctx, "the same sites", f.Among(points...), phase{gap: amongGap}); err != nil {
				return nil, err
			}
		}
	}
	if s.over(ctx) {
		return s.result(&mip.Result{Termination: s.ended(ctx), Limit: mip.TimeLimit, Engine: engine.Name(), Version: engine.Version()}), nil
	}
	whole, err := s.solve(ctx, "the whole program", f.Model, phase{gap: s.opt.RelativeGap, last: true})
	if err != nil {
		return nil, err
	}
	return s.result(whole), nil
}

// phase says what a phase solves: a relaxation, whose points are no plans; a
// restriction, whose bound is none; or, last, the whole program.
type phase struct {
	gap              float64
	relaxation, last bool
}

// solve solves the program of a phase from the best plan so far and keeps what
// it says about the whole program.
func (s *search) solve(ctx context.Context, name string, m *mip.Model, ph phase) (*mip.Result, error) {
	if s.stage != nil {
		s.stage(name)
	}
	opt := s.opt
	opt.RelativeGap = ph.gap
	if s.opt.TimeLimit > 0 {
		opt.TimeLimit = max(s.opt.TimeLimit-time.Since(s.begin), time.Millisecond)
	}
	if !ph.last {
		opt.MaxNodes = phaseNodes
	}
	if s.best != nil && !ph.relaxation {
		opt.Start = s.best.X
	}
	opt.Progress = s.honest(ph)
	r, err := s.engine.Solve(ctx, m, opt)
	if err != nil {
		return nil, err
	}
	s.nodes += r.Nodes
	if ph.relaxation || ph.last {
		s.bound = min(s.bound, r.DualBound)
	}
	if !ph.relaxation && r.HasSolution && (s.best == nil || r.Objective > s.best.Objective) {
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
		if ph.relaxation {
			p.HasPrimal = false
		}
		if best != nil && (!p.HasPrimal || best.Objective > p.Primal) {
			p.Primal, p.HasPrimal = best.Objective, true
		}
		if !ph.relaxation && !ph.last || bound < p.Dual {
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
