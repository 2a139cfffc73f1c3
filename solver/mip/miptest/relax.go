package miptest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// RunRelax runs the part of the suite that is about linear programs which are
// changed in place, on so many random programs (100 when zero).
func RunRelax(t *testing.T, engine mip.RelaxEngine, random int) {
	t.Helper()
	if random == 0 {
		random = 100
	}
	r := &relaxSuite{engine, random}
	t.Run("Answers", r.testAnswers)
	t.Run("Changes", r.testChanges)
	t.Run("Basis", r.testBasis)
	t.Run("Cutoff", r.testCutoff)
	t.Run("Cancelled", r.testCancelled)
	t.Run("Misuse", r.testMisuse)
}

type relaxSuite struct {
	engine mip.RelaxEngine
	random int
}

// open opens a relaxation until the end of the test.
func (s *relaxSuite) open(t *testing.T, m *mip.Model) mip.Relaxer {
	t.Helper()
	r, err := s.engine.Relax(m)
	if err != nil {
		t.Fatalf("%s: %v", m.Name, err)
	}
	t.Cleanup(r.Close)
	return r
}

// solveAs solves a relaxation and holds the answer against the model that it
// is to be the relaxation of, and against another solve of that.
func (s *relaxSuite) solveAs(t *testing.T, r mip.Relaxer, m *mip.Model) mip.Termination {
	t.Helper()
	if cols, rows := r.Size(); cols != m.NumCols() || rows != m.NumRows() {
		t.Fatalf("%s: %d columns and %d rows instead of %d and %d", m.Name, cols, rows, m.NumCols(), m.NumRows())
	}
	lp := *m
	lp.ColInteger = make([]bool, m.NumCols())
	want, err := s.engine.Solve(context.Background(), &lp, mip.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.Solve(context.Background())
	if err != nil {
		t.Fatalf("%s: %v", m.Name, err)
	}
	if got.Termination != want.Termination {
		t.Errorf("%s: %v in place, %v afresh", m.Name, got.Termination, want.Termination)
	}
	switch got.Termination {
	case mip.Optimal:
		checkResult(t, &lp, &mip.Result{Termination: mip.Optimal, HasSolution: true, X: got.X, Objective: got.Objective, DualBound: want.Objective})
		if !near(got.Objective, want.Objective) {
			t.Errorf("%s: %v in place, %v afresh", m.Name, got.Objective, want.Objective)
		}
		checkDuals(t, &lp, &mip.Result{Objective: got.Objective, RowDual: got.RowDual, ColDual: got.ColDual})
	case mip.Infeasible:
		if gap := farkasGap(m, got.Ray); m.NumNonzeros() > 0 && !(gap > 0) {
			t.Errorf("%s: the ray %v has the gap %v", m.Name, got.Ray, gap)
		}
	}
	return got.Termination
}

// farkasGap is the least of (yA)x less the most of yr between the bounds of
// columns and rows, where multipliers that rounding left count for nothing.
func farkasGap(m *mip.Model, y []float64) float64 {
	if len(y) != m.NumRows() {
		return math.NaN()
	}
	leaning := func(v, lower, upper float64) float64 {
		switch {
		case v > 1e-9:
			return v * upper
		case v < -1e-9:
			return v * lower
		}
		return 0
	}
	gap := 0.0
	for i, v := range y {
		gap -= leaning(v, m.RowLower[i], m.RowUpper[i])
	}
	for j := range m.ColCost {
		d := 0.0
		for k := m.Start[j]; k < m.Start[j+1]; k++ {
			d += m.Value[k] * y[m.Index[k]]
		}
		gap -= leaning(-d, m.ColLower[j], m.ColUpper[j])
	}
	return gap
}

// testAnswers solves programs whose answers are known, and random ones, many of
// them infeasible.
func (s *relaxSuite) testAnswers(t *testing.T) {
	for _, c := range knownLPs {
		m := c.model(t)
		if ended := s.solveAs(t, s.open(t, m), m); !slices.Contains(c.answers, ended) {
			t.Errorf("%s: %v instead of %v", c.name, ended, c.answers)
		}
	}
	rng := rand.New(rand.NewPCG(31, 32))
	ended := map[mip.Termination]int{}
	for i := range s.random {
		m := randomMIP(rng, fmt.Sprintf("relaxed %d", i)).model(t)
		ended[s.solveAs(t, s.open(t, m), m)]++
	}
	if ended[mip.Optimal] < s.random/5 || ended[mip.Infeasible] < s.random/20 {
		t.Errorf("%v; the mixture says little", ended)
	}
}

// testChanges makes every change to random programs, one after another, each on
// the program and on a problem written down beside it.
func (s *relaxSuite) testChanges(t *testing.T) {
	rng := rand.New(rand.NewPCG(33, 34))
	for i := range s.random / 3 {
		p := randomMIP(rng, fmt.Sprintf("changed %d", i))
		r := s.open(t, p.model(t))
		for step := range 8 {
			if err := change(rng, step, p, r); err != nil {
				t.Fatalf("%s, step %d: %v", p.name, step, err)
			}
			s.solveAs(t, r, p.model(t))
		}
	}
}

// testCutoff solves programs with cutoffs on both sides of their optimum: a worse one
// makes no difference, and at a better one nothing else is answered.
func (s *relaxSuite) testCutoff(t *testing.T) {
	rng := rand.New(rand.NewPCG(35, 36))
	for i := range s.random {
		m := randomMIP(rng, fmt.Sprintf("cut off %d", i)).model(t)
		r := s.open(t, m)
		if s.solveAs(t, r, m) != mip.Optimal {
			continue
		}
		optimum := must(t, r).Objective
		for _, better := range []float64{-1, 1} {
			cutoff := optimum - better
			if m.Maximize {
				cutoff = optimum + better
			}
			if err := errors.Join(r.SetCutoff(cutoff), r.LoadBasis(nil)); err != nil {
				t.Fatal(err)
			}
			switch got := must(t, r); {
			case got.Termination == mip.Optimal && near(got.Objective, optimum):
			case better > 0 && got.Termination == mip.LimitReached && got.Limit == mip.ObjectiveLimit:
			default:
				t.Errorf("%s: %v (%v), %v with the cutoff %v, and %v without", m.Name, got.Termination, got.Limit, got.Objective, cutoff, optimum)
			}
		}
		if err := r.SetCutoff(math.Inf(1)); err != nil {
			t.Fatal(err)
		}
		s.solveAs(t, r, m)
	}
}

// must solves a program.
func must(t *testing.T, r mip.Relaxer) *mip.Relaxation {
	t.Helper()
	answer, err := r.Solve(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// change makes a change to a program and to the problem beside it.
func change(rng *rand.Rand, step int, p *problem, r mip.Relaxer) error {
	j := rng.IntN(len(p.cols))
	c := &p.cols[j]
	switch step % 6 {
	case 0:
		c.upper = c.lower + float64(rng.IntN(3))
		return r.SetColBounds([]int32{int32(j)}, []float64{c.lower}, []float64{c.upper})
	case 1:
		c.cost = float64(rng.IntN(9) - 4)
		return r.SetColCosts([]int32{int32(j)}, []float64{c.cost})
	case 2:
		added := []row{randomRow(rng, len(p.cols)), randomRow(rng, len(p.cols))}
		p.rows = append(p.rows, added...)
		v := mip.Vectors{Start: []int32{0}}
		for _, a := range added {
			appendVector(&v, a.lower, a.upper, a.coefficients)
		}
		return r.AddRows(v)
	case 3:
		i := rng.IntN(len(p.rows))
		at := float64(rng.IntN(7))
		p.rows[i].lower, p.rows[i].upper = -inf, at
		return r.SetRowBounds([]int32{int32(i)}, []float64{-inf}, []float64{at})
	case 4:
		added := col{0, float64(rng.IntN(4)), float64(rng.IntN(9) - 4), false}
		coefficients := make([]float64, len(p.rows))
		for i := range p.rows {
			coefficients[i] = float64(rng.IntN(5) - 2)
			p.rows[i].coefficients = append(p.rows[i].coefficients, coefficients[i])
		}
		p.cols = append(p.cols, added)
		v := mip.Vectors{Start: []int32{0}}
		appendVector(&v, added.lower, added.upper, coefficients)
		return r.AddCols(v, []float64{added.cost})
	default:
		gone := []int32{0}
		if last := len(p.rows) - 1; last > 0 {
			gone = append(gone, int32(last))
			p.rows = p.rows[:last]
		}
		p.rows = p.rows[1:]
		return r.DeleteRows(gone)
	}
}

func appendVector(v *mip.Vectors, lower, upper float64, dense []float64) {
	v.Lower, v.Upper = append(v.Lower, lower), append(v.Upper, upper)
	for at, value := range dense {
		if value != 0 {
			v.Index, v.Value = append(v.Index, int32(at)), append(v.Value, value)
		}
	}
	v.Start = append(v.Start, int32(len(v.Index)))
}

// testBasis goes away from a program and back to it by its basis.
func (s *relaxSuite) testBasis(t *testing.T) {
	rng := rand.New(rand.NewPCG(35, 36))
	for i := range s.random / 3 {
		p := randomLP(rng, fmt.Sprintf("left %d", i))
		r := s.open(t, p.model(t))
		s.solveAs(t, r, p.model(t))
		basis, err := r.SaveBasis()
		if err != nil {
			t.Fatal(err)
		}
		there := p.cols[0]
		p.cols[0].upper = there.lower
		if err := r.SetColBounds([]int32{0}, []float64{there.lower}, []float64{there.lower}); err != nil {
			t.Fatal(err)
		}
		s.solveAs(t, r, p.model(t))
		p.cols[0] = there
		if err := r.SetColBounds([]int32{0}, []float64{there.lower}, []float64{there.upper}); err != nil {
			t.Fatal(err)
		}
		if err := r.LoadBasis(basis); err != nil {
			t.Fatal(err)
		}
		s.solveAs(t, r, p.model(t))
		if err := r.LoadBasis(nil); err != nil {
			t.Fatal(err)
		}
		s.solveAs(t, r, p.model(t))
	}
}

func (s *relaxSuite) testCancelled(t *testing.T) {
	m := Hard(t)
	r := s.open(t, m)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if answer, err := r.Solve(ctx); err != nil || answer.Termination != mip.Interrupted {
		t.Errorf("%+v, %v", answer, err)
	}
	if answer, err := r.Solve(context.Background()); err != nil || answer.Termination != mip.Optimal || !near(answer.Objective, 0) {
		t.Errorf("afterwards %+v, %v", answer, err)
	}
}

// testMisuse: what is wrong is an error, and the program stays as it was.
func (s *relaxSuite) testMisuse(t *testing.T) {
	m := knownLPs[2].model(t) // two columns, three rows
	r := s.open(t, m)
	one := mip.Vectors{Lower: []float64{0}, Upper: []float64{1}, Start: []int32{0, 1}, Index: []int32{7}, Value: []float64{1}}
	crossed := mip.Vectors{Lower: []float64{2}, Upper: []float64{1}, Start: []int32{0, 0}}
	for name, err := range map[string]error{
		"column":       r.SetColBounds([]int32{2}, []float64{0}, []float64{1}),
		"short bounds": r.SetColBounds([]int32{0, 1}, []float64{0}, []float64{1}),
		"row":          r.SetRowBounds([]int32{-1}, []float64{0}, []float64{1}),
		"cost":         r.SetColCosts([]int32{5}, []float64{0}),
		"deleted":      r.DeleteRows([]int32{3}),
		"row term":     r.AddRows(one),
		"col term":     r.AddCols(one, []float64{1}),
		"crossed":      r.AddRows(crossed),
		"costs":        r.AddCols(mip.Vectors{Lower: []float64{0}, Upper: []float64{1}, Start: []int32{0, 0}}, nil),
		"basis":        r.LoadBasis("no basis"),
	} {
		if err == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
	s.solveAs(t, r, m)
	r.Close()
	r.Close()
	if _, err := r.Solve(context.Background()); err == nil {
		t.Error("a closed program was solved")
	}
}
