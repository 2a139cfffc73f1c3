package solver_test

import (
	"context"
	"fmt"
	"math"
	"sync/atomic"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// stopper is an engine that calls stop at its kth solve, from 1, also of a linear
// program that it keeps: before it or after it.
type stopper struct {
	highs.Engine
	late  bool
	k     int64
	stop  func(context.Context)
	count atomic.Int64
}

// enter counts a solve; what it returns is to be called after it.
func (e *stopper) enter(ctx context.Context) (leave func()) {
	switch hit := e.count.Add(1) == e.k; {
	case hit && e.late:
		return func() { e.stop(ctx) }
	case hit:
		e.stop(ctx)
	}
	return func() {}
}

func (e *stopper) Solve(ctx context.Context, m *mip.Model, opt mip.Options) (*mip.Result, error) {
	defer e.enter(ctx)()
	return e.Engine.Solve(ctx, m, opt)
}

func (e *stopper) Relax(m *mip.Model) (mip.Relaxer, error) {
	r, err := e.Engine.Relax(m)
	return stoppingRelaxer{r, e}, err
}

type stoppingRelaxer struct {
	mip.Relaxer
	engine *stopper
}

func (r stoppingRelaxer) Solve(ctx context.Context) (*mip.Relaxation, error) {
	defer r.engine.enter(ctx)()
	return r.Relaxer.Solve(ctx)
}

// TestStops: an interrupt, and the memory limit, in every solve of every method
// end with a verified plan or none, with a bound that the optimum does not beat,
// and with the reason.
func TestStops(t *testing.T) {
	stops := &stopTest{T: t}
	for _, s := range stopScenarios() {
		for _, method := range []model.SolveMethod{model.Whole, model.Decompose} {
			for _, certificate := range []bool{false, true} {
				s.Solver.Method = method
				stops.scenario(s, certificate && s.Objective.Measure != model.Regret)
			}
		}
	}
	t.Logf("%d stops: %d early with a plan, %d early without, %d too late to matter", stops.plans+stops.none+stops.late, stops.plans, stops.none, stops.late)
	if stops.plans < 50 || stops.none < 10 || stops.late < 10 {
		t.Error("the stops are too dull to test anything")
	}
}

// stopScenarios are small scenarios of every hardship, of several worlds, and
// with regret, whose solve has many searches.
func stopScenarios() []*model.Scenario {
	var list []*model.Scenario
	for way := range scenariotest.Hardships {
		s := scenariotest.Hard(uint64(1+way%2), way)
		s.Solver.Threads = 1 + int(way/2)%2 // two have plan and proof side by side
		list = append(list, s)
	}
	worlds := scenariotest.WithWorlds(scenariotest.Random(1003), 3, true, 3)
	worlds.Objective.Measure, worlds.Objective.Weight, worlds.Objective.Tail = model.CVaR, 0.5, 0.4
	regret := scenariotest.WithWorlds(scenariotest.Random(1005), 2, false, 5)
	regret.Objective.Measure = model.Regret
	asked := scenariotest.WithLeastMW(scenariotest.Random(4), 4) // what exists is too little
	return append(list, worlds, regret, asked)
}

type stopTest struct {
	*testing.T
	plans, none, late int
}

// scenario stops the solve of a scenario at its solves, all or, where a
// certificate takes many, so many of them, and whenever it tells of its progress.
func (t *stopTest) scenario(s *model.Scenario, certificate bool) {
	t.Helper()
	s.Solver.Gap, s.Solver.MemoryLimit = 0, 0
	counter, told := &stopper{}, 0
	want, err := solver.Solve(context.Background(), s, counter, solver.Options{
		Certificate: certificate, Progress: func(mip.Progress) { told++ },
	})
	if err != nil {
		t.Errorf("%s: %v", s.Name, err)
		return
	}
	const most = 20
	solves := counter.count.Load()
	for k := int64(1); k <= solves; k += 1 + solves/most {
		t.interrupt(s, want, &stopper{k: k}, 0, certificate)
		t.interrupt(s, want, &stopper{k: k, late: true}, 0, certificate)
		if certificate && k%3 == 1 {
			t.fill(s, want, &stopper{k: k})
		}
	}
	for n := range told {
		t.interrupt(s, want, &stopper{}, n+1, certificate)
	}
}

// interrupt ends the context of a solve at a solve of its engine, or, unless told
// is 0, at the time of this number that it tells of its progress.
func (t *stopTest) interrupt(s *model.Scenario, want *solver.Answer, e *stopper, told int, certificate bool) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	e.stop = func(context.Context) { cancel() }
	n := 0
	got, err := solver.Solve(ctx, s, e, solver.Options{Certificate: certificate, Progress: func(mip.Progress) {
		if n++; n == told {
			cancel()
		}
	}})
	what := fmt.Sprintf("%s, %v, interrupted at solve %d, late: %v, or progress %d", s.Name, s.Solver.Method, e.k, e.late, told)
	t.answer(what, s, want, got, err, mip.Interrupted, mip.NoLimit)
}

// fill has a solve hold too much memory from its kth solve on, which begins when
// that was noticed.
func (t *stopTest) fill(s *model.Scenario, want *solver.Answer, e *stopper) {
	t.Helper()
	limited := *s
	limited.Solver.MemoryLimit = 1e9
	var full atomic.Bool
	e.stop = func(ctx context.Context) {
		full.Store(true)
		if ctx.Done() != nil { // a solve that is not subject to limits does not notice
			<-ctx.Done()
		}
	}
	memory := func() uint64 {
		if full.Load() {
			return 1e9 + 1
		}
		return 1e9
	}
	got, err := solver.Solve(context.Background(), &limited, e, solver.Options{Certificate: true, Memory: memory})
	t.answer(fmt.Sprintf("%s, %v, full from solve %d on", s.Name, s.Solver.Method, e.k), s, want, got, err, mip.LimitReached, mip.MemoryLimit)
}

// answer holds the answer of a solve that was stopped against the one that was
// not.
func (t *stopTest) answer(what string, s *model.Scenario, want, got *solver.Answer, err error, termination mip.Termination, limit mip.Limit) {
	t.Helper()
	switch {
	case err != nil:
		t.Errorf("%s: %v", what, err)
		return
	case got.Plan == nil && got.Report != nil:
		t.Errorf("%s: the plan fails verification: %v", what, got.Report.Findings)
		return
	case got.Plan != nil && want.Plan == nil:
		t.Errorf("%s: a plan where there is none", what)
		return
	case got.Termination == want.Termination:
		t.late++
	case got.Termination != termination || got.Limit != limit:
		t.Errorf("%s: stopped %v (%v), want %v (%v)", what, got.Termination, got.Limit, termination, limit)
	case got.Plan == nil:
		t.none++
	default:
		t.plans++
	}
	if got.Plan == nil {
		return
	}
	o, best := got.Plan.Outcome, want.Plan.Outcome.Objective
	slack := 1e-6 * max(1e6, math.Abs(best))
	if o.Termination != got.Termination.String() {
		t.Errorf("%s: the plan says %s, the answer %v", what, o.Termination, got.Termination)
	}
	if s.Objective.Measure == model.Regret && got.Termination != want.Termination {
		return // it may be measured against less than the best of each world
	}
	if o.Objective > best+slack || o.Bound < best-slack || got.Termination == mip.Optimal && o.Objective < best-slack {
		t.Errorf("%s: %.6f million, bound %.6f; the optimum is %.6f", what, o.Objective/1e6, o.Bound/1e6, best/1e6)
	}
}
