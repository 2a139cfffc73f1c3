// Package miptest is the conformance suite for engines. Every engine runs it
// in a test of its own:
//
//	func TestConformance(t *testing.T) {
//		miptest.Run(t, func() mip.Engine { return highs.Engine{} }, miptest.Caps{Duals: true, Start: true})
//	}
//
// A mistake found in one engine becomes a case here, for all of them.
package miptest

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// Caps says what an engine can do beyond what every engine must.
type Caps struct {
	// Duals means that Options.FixedDuals is met.
	Duals bool
	// Start means that a start point is made use of, not merely accepted.
	Start bool
	// Options are laid under those of each test: a time limit to keep a slow
	// engine in bounds, a number of threads.
	Options mip.Options
	// Random is the number of random models, 300 when zero.
	Random int
}

// Tolerance is how far an answer may be off, relative to numbers above one.
const Tolerance = 1e-6

// suite is a run of the tests on one engine.
type suite struct {
	new  func() mip.Engine
	caps Caps
}

// Run runs the suite on an engine. Each test makes an engine of its own.
func Run(t *testing.T, newEngine func() mip.Engine, caps Caps) {
	t.Helper()
	if caps.Random == 0 {
		caps.Random = 300
	}
	s := &suite{newEngine, caps}
	t.Run("Known", s.testKnown)
	t.Run("RandomMIP", s.testRandomMIP)
	t.Run("RandomLP", s.testRandomLP)
	t.Run("Permuted", s.testPermuted)
	t.Run("FixedDuals", s.testFixedDuals)
	t.Run("Start", s.testStart)
	t.Run("CancelledBefore", s.testCancelledBefore)
	t.Run("CancelledDuring", s.testCancelledDuring)
	t.Run("TimeLimit", s.testTimeLimit)
	t.Run("MaxNodes", s.testMaxNodes)
	t.Run("Target", s.testTarget)
	t.Run("Cutoff", s.testCutoff)
	t.Run("Gap", s.testGap)
	t.Run("Progress", s.testProgress)
	t.Run("Deterministic", s.testDeterministic)
	t.Run("Concurrent", s.testConcurrent)
	t.Run("Misuse", s.testMisuse)
	t.Run("Identity", s.testIdentity)
}

// solve solves a model and holds the answer against what every answer must
// meet, whatever it is.
func (s *suite) solve(t *testing.T, ctx context.Context, m *mip.Model, change func(*mip.Options)) *mip.Result {
	t.Helper()
	opt := s.caps.Options
	if change != nil {
		change(&opt)
	}
	before := fingerprint(m)
	r, err := s.new().Solve(ctx, m, opt)
	if err != nil {
		t.Fatalf("%s: %v", m.Name, err)
	}
	if !slices.Equal(before, fingerprint(m)) {
		t.Errorf("%s: the engine changed the model", m.Name)
	}
	checkResult(t, m, r)
	return r
}

// fingerprint are the numbers of a model.
func fingerprint(m *mip.Model) []float64 {
	return slices.Concat(m.ColCost, m.ColLower, m.ColUpper, m.RowLower, m.RowUpper, m.Value)
}

// checkResult holds an answer against itself and the model.
func checkResult(t *testing.T, m *mip.Model, r *mip.Result) {
	t.Helper()
	if (r.Limit != mip.NoLimit) != (r.Termination == mip.LimitReached) {
		t.Errorf("%s: stopped by %v with limit %v", m.Name, r.Termination, r.Limit)
	}
	if r.Termination == mip.Optimal != r.HasSolution && r.Termination.Conclusive() {
		t.Errorf("%s: %v, but has a solution: %v", m.Name, r.Termination, r.HasSolution)
	}
	if !r.HasSolution {
		return
	}
	e, err := m.Evaluate(r.X, 0)
	if err != nil {
		t.Fatalf("%s: %v", m.Name, err)
	}
	for _, v := range e.Violations {
		if v.Amount > Tolerance*scaleOf(m, v) {
			t.Errorf("%s: the solution violates %v", m.Name, v)
		}
	}
	if !near(e.Objective, r.Objective) {
		t.Errorf("%s: the objective is %v, the engine says %v", m.Name, e.Objective, r.Objective)
	}
	checkBound(t, m, r)
}

// checkBound holds the bound to its side of the objective, and the gap to both.
func checkBound(t *testing.T, m *mip.Model, r *mip.Result) {
	t.Helper()
	sign := 1.0
	if m.Maximize {
		sign = -1
	}
	if sign*r.DualBound > sign*r.Objective+Tolerance*max(1, math.Abs(r.Objective)) {
		t.Errorf("%s: the bound %v is beaten by the solution's %v", m.Name, r.DualBound, r.Objective)
	}
	gap := mip.RelativeGap(r.Objective, r.DualBound)
	zero := near(r.Objective, 0) && near(r.DualBound, 0) // the gap is then a quotient of rounding errors
	if !near(r.Gap, gap) && !zero {
		t.Errorf("%s: the gap is %v, the engine says %v", m.Name, gap, r.Gap)
	}
}

// scaleOf is the size of what a violation is measured against.
func scaleOf(m *mip.Model, v mip.Violation) float64 {
	var bounds []float64
	switch v.Kind {
	case mip.RowBound:
		bounds = []float64{m.RowLower[v.Index], m.RowUpper[v.Index]}
	case mip.ColBound:
		bounds = []float64{m.ColLower[v.Index], m.ColUpper[v.Index]}
	}
	scale := 1.0
	for _, b := range bounds {
		if !math.IsInf(b, 0) {
			scale = max(scale, math.Abs(b))
		}
	}
	return scale
}

// near tells whether two numbers agree within the tolerance.
func near(a, b float64) bool {
	return a == b || math.Abs(a-b) <= Tolerance*max(1, math.Abs(a), math.Abs(b))
}
