// Package refsimplex is a small engine to test others against: a depth-first
// branch and bound over the dense simplex of gonum, which shares no code with
// any other engine. It is slow, takes models of at most MaxCols columns and
// MaxRows rows, has no duals and disregards threads, seed and start point.
package refsimplex

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// The largest models that are taken.
const (
	MaxCols = 100
	MaxRows = 100
)

// Engine is the reference engine.
type Engine struct{}

var _ mip.Engine = Engine{}

// Name is "refsimplex".
func (Engine) Name() string { return "refsimplex" }

// Version is the version of this package.
func (Engine) Version() string { return "1" }

// Solve solves a small model.
func (e Engine) Solve(ctx context.Context, m *mip.Model, opt mip.Options) (*mip.Result, error) {
	if err := m.Validate(); err != nil {
		return nil, err
	}
	if err := opt.Validate(m.NumCols()); err != nil {
		return nil, err
	}
	if m.NumCols() > MaxCols || m.NumRows() > MaxRows {
		return nil, fmt.Errorf("refsimplex: %d columns and %d rows are too many: at most %d and %d", m.NumCols(), m.NumRows(), MaxCols, MaxRows)
	}
	for name := range opt.Raw {
		return nil, fmt.Errorf("refsimplex: there is no option %q", name)
	}
	s := newSearch(ctx, m, opt.WithDefaults())
	err := s.run()
	if errors.Is(err, errUnbounded) {
		err = s.settleUnbounded(e)
	}
	if err != nil {
		return nil, err
	}
	return s.result(e), nil
}

// search is a branch and bound. Objectives inside are those of a minimisation.
type search struct {
	ctx   context.Context
	m     *mip.Model
	opt   mip.Options
	sign  float64 // -1 when the model maximises
	begin time.Time

	open      []node
	nodes     int64
	incumbent []float64
	best      float64 // objective of the incumbent
	stopped   mip.Termination
	limit     mip.Limit
}

// node is an open part of the search: bounds of the columns and a bound on the
// objective within.
type node struct {
	lower, upper []float64
	bound        float64
}

func newSearch(ctx context.Context, m *mip.Model, opt mip.Options) *search {
	s := &search{ctx: ctx, m: m, opt: opt, sign: 1, begin: time.Now(), best: math.Inf(1)}
	if m.Maximize {
		s.sign = -1
	}
	s.open = []node{{slices.Clone(m.ColLower), slices.Clone(m.ColUpper), math.Inf(-1)}}
	return s
}

// run searches until nothing is open or something ends it.
func (s *search) run() error {
	for len(s.open) > 0 {
		if s.ended() {
			return nil
		}
		n := s.open[len(s.open)-1]
		s.open = s.open[:len(s.open)-1]
		if n.bound >= s.cutoff() {
			continue
		}
		s.nodes++
		if err := s.visit(n); err != nil {
			return err
		}
	}
	s.stopped = mip.Optimal
	if s.incumbent == nil {
		s.stopped = mip.Infeasible
	}
	return nil
}

func (s *search) ended() bool {
	switch {
	case s.ctx.Err() != nil:
		s.stopped = mip.Interrupted
	case s.opt.TimeLimit > 0 && time.Since(s.begin) > s.opt.TimeLimit:
		s.stopped, s.limit = mip.LimitReached, mip.TimeLimit
	case s.opt.MaxNodes > 0 && s.nodes >= int64(s.opt.MaxNodes):
		s.stopped, s.limit = mip.LimitReached, mip.NodeLimit
	default:
		return false
	}
	return true
}

// cutoff is the bound from which a node cannot improve enough.
func (s *search) cutoff() float64 {
	if s.incumbent == nil {
		return math.Inf(1)
	}
	return s.best - max(s.opt.AbsoluteGap, s.opt.RelativeGap*math.Abs(s.best))
}

// visit solves the relaxation of a node and branches on it.
func (s *search) visit(n node) error {
	relaxation := newStandard(s.m, n.lower, n.upper)
	v, err := relaxation.solve()
	if errors.Is(err, errInfeasible) {
		return nil
	}
	if err != nil {
		return err
	}
	x := relaxation.point(v)
	value := s.value(x)
	if value >= s.cutoff() {
		return nil
	}
	branch := s.fractional(x)
	if branch < 0 {
		s.incumbent, s.best = x, value
		s.report()
		return nil
	}
	s.push(n, branch, x[branch], value)
	return nil
}

// push opens the two sides of a fractional column, the nearer one on top.
func (s *search) push(n node, branch int, at, bound float64) {
	down := node{n.lower, slices.Clone(n.upper), bound}
	down.upper[branch] = math.Floor(at)
	up := node{slices.Clone(n.lower), n.upper, bound}
	up.lower[branch] = math.Ceil(at)
	if at-math.Floor(at) < 0.5 {
		s.open = append(s.open, up, down)
	} else {
		s.open = append(s.open, down, up)
	}
}

// value is the objective to minimise.
func (s *search) value(x []float64) float64 {
	sum := s.m.Offset
	for j, v := range x {
		sum += s.m.ColCost[j] * v
	}
	return s.sign * sum
}

// fractional is the integer column that is farthest from a whole number, -1
// when all are whole.
func (s *search) fractional(x []float64) int {
	branch, worst := -1, s.opt.IntegralityTolerance
	for j, integer := range s.m.ColInteger {
		if distance := math.Abs(x[j] - math.Round(x[j])); integer && distance > worst {
			branch, worst = j, distance
		}
	}
	return branch
}

// bound is a bound on the objective to minimise: nothing open is below it.
func (s *search) bound() float64 {
	bound := s.best
	for _, n := range s.open {
		bound = min(bound, n.bound)
	}
	return bound
}

func (s *search) report() {
	if s.opt.Progress == nil {
		return
	}
	primal, dual := s.sign*s.best, s.sign*s.bound()
	s.opt.Progress(mip.Progress{
		Seconds: time.Since(s.begin).Seconds(), Nodes: s.nodes,
		Primal: primal, Dual: dual, Gap: mip.RelativeGap(primal, dual), HasPrimal: true,
	})
}

// settleUnbounded tells an unbounded program from one whose relaxation is
// unbounded but that has no integer point: the rows without objective decide.
func (s *search) settleUnbounded(e Engine) error {
	feasible := *s.m
	feasible.ColCost = make([]float64, s.m.NumCols())
	opt := s.opt
	opt.Progress = nil
	r, err := e.Solve(s.ctx, &feasible, opt)
	if err != nil {
		return err
	}
	s.stopped, s.limit = r.Termination, r.Limit
	s.incumbent, s.best = nil, math.Inf(1)
	s.open = []node{{bound: math.Inf(-1)}}
	if r.Termination == mip.Optimal {
		s.stopped = mip.Unbounded
	}
	return nil
}

func (s *search) result(e Engine) *mip.Result {
	r := &mip.Result{
		Termination: s.stopped, Limit: s.limit, Raw: s.stopped.String(),
		HasSolution: s.incumbent != nil, X: s.incumbent,
		DualBound: s.sign * s.bound(), Gap: math.Inf(1),
		Nodes: s.nodes, Seconds: time.Since(s.begin).Seconds(),
		Engine: e.Name(), Version: e.Version(),
	}
	if r.HasSolution {
		r.Objective = s.sign * s.best
		r.Gap = mip.RelativeGap(r.Objective, r.DualBound)
	}
	return r
}
