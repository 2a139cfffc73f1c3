package miptest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// patience is how long an engine may take to notice that it should stop.
const patience = 20 * time.Second

// testStart gives start points: the optimum, which must not change the answer;
// and for the hard model any point, which the engine must not lose.
func (s *suite) testStart(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for i := range s.caps.Random / 10 {
		m := randomMIP(rng, fmt.Sprintf("started MIP %d", i)).model(t)
		first := s.solve(t, context.Background(), m, nil)
		if !first.HasSolution {
			continue
		}
		second := s.solve(t, context.Background(), m, func(o *mip.Options) { o.Start = first.X })
		if second.Termination != mip.Optimal || !near(first.Objective, second.Objective) {
			t.Errorf("%s: %v, from its optimum %v %v", m.Name, first.Objective, second.Termination, second.Objective)
		}
	}
	if !s.caps.Start {
		return
	}
	m := Hard(t)
	start := hardStart(t, m)
	r := s.solve(t, context.Background(), m, func(o *mip.Options) { o.Start, o.TimeLimit = start, 200*time.Millisecond })
	e, err := m.Evaluate(start, 0)
	if err != nil {
		t.Fatal(err)
	}
	if !r.HasSolution || r.Objective > e.Objective+Tolerance {
		t.Errorf("started with %v, ended with %v (%v)", e.Objective, r.Objective, r.HasSolution)
	}
}

// hardStart is a feasible point of the hard model: all binaries zero, and all
// that is missing in the columns for it.
func hardStart(t *testing.T, m *mip.Model) []float64 {
	t.Helper()
	start := make([]float64, m.NumCols())
	for j := range start {
		if !m.ColInteger[j] && m.Value[m.Start[j]] > 0 {
			start[j] = m.RowUpper[m.Index[m.Start[j]]]
		}
	}
	return start
}

func (s *suite) testCancelledBefore(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	begin := time.Now()
	r := s.solve(t, ctx, Hard(t), nil)
	if r.Termination != mip.Interrupted {
		t.Errorf("%v (%s) with a context that was cancelled before", r.Termination, r.Raw)
	}
	if took := time.Since(begin); took > patience {
		t.Errorf("took %v to notice", took)
	}
}

func (s *suite) testCancelledDuring(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	begin := time.Now()
	r := s.solve(t, ctx, Hard(t), nil)
	if r.Termination != mip.Interrupted {
		t.Errorf("%v (%s) with a context that ended meanwhile", r.Termination, r.Raw)
	}
	if took := time.Since(begin); took > patience {
		t.Errorf("took %v to notice", took)
	}
}

func (s *suite) testTimeLimit(t *testing.T) {
	for _, limit := range []time.Duration{time.Nanosecond, 100 * time.Millisecond} {
		begin := time.Now()
		r := s.solve(t, context.Background(), Hard(t), func(o *mip.Options) { o.TimeLimit = limit })
		if r.Termination != mip.LimitReached || r.Limit != mip.TimeLimit {
			t.Errorf("%v, %v (%s) under a time limit of %v", r.Termination, r.Limit, r.Raw, limit)
		}
		if took := time.Since(begin); took > patience {
			t.Errorf("took %v under a time limit of %v", took, limit)
		}
	}
}

// testMaxNodes stops a search early by its nodes; an engine may finish the node
// it is at.
func (s *suite) testMaxNodes(t *testing.T) {
	r := s.solve(t, context.Background(), Hard(t), func(o *mip.Options) { o.MaxNodes, o.TimeLimit = 3, patience })
	if r.Termination != mip.LimitReached || r.Limit != mip.NodeLimit || r.Nodes > 30 {
		t.Errorf("%v, %v (%s) after %d nodes under a limit of 3", r.Termination, r.Limit, r.Raw, r.Nodes)
	}
}

// asked solves random models again and again with a value between worse and better than
// the optimum, and tells check how much better it is.
func (s *suite) asked(t *testing.T, change func(o *mip.Options, value float64), check func(m *mip.Model, r *mip.Result, optimum, better float64)) {
	rng := rand.New(rand.NewPCG(11, 12))
	for i := range s.caps.Random / 5 {
		m := randomMIP(rng, fmt.Sprintf("asked MIP %d", i)).model(t)
		first := s.solve(t, context.Background(), m, nil)
		if first.Termination != mip.Optimal {
			continue
		}
		for _, better := range []float64{-3.5, -0.5, 0.5, 20.5} {
			value := first.Objective - better
			if m.Maximize {
				value = first.Objective + better
			}
			check(m, s.solve(t, context.Background(), m, func(o *mip.Options) { change(o, value) }), first.Objective, better)
		}
	}
}

// testTarget asks for a solution worth so much: it is found where there is one, and else
// the optimum is.
func (s *suite) testTarget(t *testing.T) {
	s.asked(t, func(o *mip.Options, value float64) { o.Target = &value }, func(m *mip.Model, r *mip.Result, optimum, better float64) {
		worse := math.Abs(optimum - r.Objective)
		ended := r.Termination == mip.Optimal || r.Termination == mip.LimitReached && r.Limit == mip.ObjectiveLimit && better < 0
		if !ended || !r.HasSolution || worse > max(-better, 0)+Tolerance {
			t.Errorf("%s: %v, %v with %v (%v) for a target %v better than the optimum, %v", m.Name, r.Termination, r.Limit, r.Objective, r.HasSolution, better, optimum)
		}
	})
}

// testCutoff leaves out what is worth less than a value: the optimum is found where it is
// worth that, and else nothing worth it is claimed, nor a bound below it.
func (s *suite) testCutoff(t *testing.T) {
	s.asked(t, func(o *mip.Options, value float64) { o.Cutoff = &value }, func(m *mip.Model, r *mip.Result, optimum, better float64) {
		room := r.DualBound - optimum
		if !m.Maximize {
			room = -room
		}
		found := r.Termination == mip.Optimal && near(r.Objective, optimum)
		out := r.Termination == mip.LimitReached && r.Limit == mip.ObjectiveLimit && better > 0
		if !found && !out || room < -Tolerance || room > max(better, 0)+Tolerance {
			t.Errorf("%s: %v, %v with %v and bound %v for a cutoff %v better than the optimum, %v", m.Name, r.Termination, r.Limit, r.Objective, r.DualBound, better, optimum)
		}
	})
}

// testGap stops a search early by a wide gap.
func (s *suite) testGap(t *testing.T) {
	m := Hard(t)
	m.Offset = 1e6
	r := s.solve(t, context.Background(), m, func(o *mip.Options) { o.RelativeGap, o.TimeLimit = 0.5, patience })
	if r.Termination != mip.Optimal || r.Gap > 0.5 {
		t.Errorf("%v (%s) with the gap %v under a gap of 0.5", r.Termination, r.Raw, r.Gap)
	}
}

func (s *suite) testProgress(t *testing.T) {
	var mu sync.Mutex
	var reports []mip.Progress
	m := Hard(t)
	r := s.solve(t, context.Background(), m, func(o *mip.Options) {
		o.TimeLimit = time.Second
		o.Progress = func(p mip.Progress) {
			if !mu.TryLock() {
				t.Error("two reports of progress at a time")
				return
			}
			defer mu.Unlock()
			reports = append(reports, p)
		}
	})
	if len(reports) == 0 {
		t.Fatal("no progress was reported")
	}
	last := 0.0
	for _, p := range reports {
		if math.IsNaN(p.Dual) || p.Seconds < last || p.HasPrimal && (p.Dual > p.Primal+Tolerance || math.IsInf(p.Primal, 0)) {
			t.Errorf("a strange report: %+v", p)
		}
		if p.HasPrimal && !near(p.Gap, mip.RelativeGap(p.Primal, p.Dual)) && !math.IsInf(p.Gap, 1) {
			t.Errorf("the gap is wrong: %+v", p)
		}
		last = p.Seconds
	}
	if final := reports[len(reports)-1]; final.HasPrimal && r.Objective > final.Primal+Tolerance {
		t.Errorf("the result %v is worse than the last report %v", r.Objective, final.Primal)
	}
}

func (s *suite) testDeterministic(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for i := range s.caps.Random / 10 {
		m := randomMIP(rng, fmt.Sprintf("repeated MIP %d", i)).model(t)
		seeded := func(o *mip.Options) { o.Seed = i }
		a, b := s.solve(t, context.Background(), m, seeded), s.solve(t, context.Background(), m, seeded)
		if a.Termination != b.Termination || !slices.Equal(a.X, b.X) || a.Nodes != b.Nodes {
			t.Errorf("%s: two answers to one question: %v and %v", m.Name, a, b)
		}
	}
}

// testConcurrent solves with one engine from several goroutines.
func (s *suite) testConcurrent(t *testing.T) {
	engine := s.new()
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			rng := rand.New(rand.NewPCG(13, uint64(g)))
			for i := range s.caps.Random / 20 {
				p := randomMIP(rng, fmt.Sprintf("concurrent MIP %d.%d", g, i))
				best, found := p.bruteForce()
				r, err := engine.Solve(context.Background(), p.model(t), s.caps.Options)
				if err != nil {
					t.Errorf("%s: %v", p.name, err)
					return
				}
				if found != r.HasSolution || found && !near(r.Objective, best) {
					t.Errorf("%s: %v with %v instead of %v", p.name, r.Termination, r.Objective, best)
				}
			}
		})
	}
	group.Wait()
}

// testMisuse hands in what makes no sense, which must be refused.
func (s *suite) testMisuse(t *testing.T) {
	p := problem{name: "misused", cols: []col{{0, 1, 1, true}}, rows: []row{{0, 1, []float64{1}}}}
	for name, change := range map[string]func(*mip.Model, *mip.Options){
		"start of wrong length":  func(_ *mip.Model, o *mip.Options) { o.Start = []float64{1, 2} },
		"start not a number":     func(_ *mip.Model, o *mip.Options) { o.Start = []float64{math.NaN()} },
		"negative time limit":    func(_ *mip.Model, o *mip.Options) { o.TimeLimit = -1 },
		"negative nodes":         func(_ *mip.Model, o *mip.Options) { o.MaxNodes = -1 },
		"negative gap":           func(_ *mip.Model, o *mip.Options) { o.RelativeGap = -1 },
		"unknown option":         func(_ *mip.Model, o *mip.Options) { o.Raw = map[string]string{"no such option": "1"} },
		"crossed bounds":         func(m *mip.Model, _ *mip.Options) { m.ColLower[0] = 2 },
		"cost not a number":      func(m *mip.Model, _ *mip.Options) { m.ColCost[0] = math.NaN() },
		"row index out of range": func(m *mip.Model, _ *mip.Options) { m.Index[0] = 1 },
	} {
		m, opt := p.model(t), s.caps.Options
		change(m, &opt)
		if r, err := s.new().Solve(context.Background(), m, opt); err == nil {
			t.Errorf("%s: no error but %+v", name, r)
		}
	}
}

func (s *suite) testIdentity(t *testing.T) {
	e := s.new()
	p := problem{name: "any", cols: []col{{0, 1, 1, true}}}
	r := s.solve(t, context.Background(), p.model(t), nil)
	if e.Name() == "" || e.Version() == "" || r.Engine != e.Name() || r.Version != e.Version() || r.Raw == "" {
		t.Errorf("the engine is %q %q, its result of %q %q, in its words %q", e.Name(), e.Version(), r.Engine, r.Version, r.Raw)
	}
}
