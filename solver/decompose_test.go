package solver_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/decompose"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// TestDecompose: solved in phases, one after another or side by side, a scenario
// has the optimum that it has whole, with one world or several, also where budgets, contracts or bans leave next to
// nothing or nothing at all.
func TestDecompose(t *testing.T) {
	infeasible, worthwhile := 0, 0
	for seed := range uint64(160) {
		s := scenariotest.Random(seed)
		switch seed % 5 {
		case 1:
			for i := range s.Contracts {
				s.Contracts[i].Mandatory = true
			}
		case 2:
			for y := range s.Budget.Annual {
				s.Budget.Annual[y] = 0
			}
		case 3:
			s = scenariotest.WithWorlds(s, 3, true, seed)
			s.Objective.Measure, s.Objective.Weight, s.Objective.Tail = model.CVaR, 0.5, 0.4
		}
		s.Solver.Method = model.Whole
		want := outcomeOf(t, s)
		s.Solver.Method, s.Solver.Threads = model.Decompose, 1+int(seed/5)%2
		got := outcomeOf(t, s)
		if got.Termination != want.Termination || (got.Plan == nil) != (want.Plan == nil) {
			t.Fatalf("seed %d: in phases it stopped %v, whole %v", seed, got.Termination, want.Termination)
		}
		if want.Plan == nil {
			infeasible++
			continue
		}
		a, b := got.Plan.Outcome, want.Plan.Outcome
		if !close6(a.Objective, b.Objective) || a.Bound < b.Objective-1 {
			t.Errorf("seed %d: in phases %.6f million, bound %.6f; whole %.6f", seed, a.Objective/1e6, a.Bound/1e6, b.Objective/1e6)
		}
		if len(got.Plan.Halls) > 0 {
			worthwhile++
		}
	}
	t.Logf("%d of 160 scenarios are infeasible, %d have something worth building", infeasible, worthwhile)
	if infeasible < 3 || worthwhile < 60 {
		t.Errorf("the random scenarios are too dull to test anything: %d infeasible, %d worth building", infeasible, worthwhile)
	}
}

func outcomeOf(t *testing.T, s *model.Scenario) *solver.Answer {
	t.Helper()
	answer := solve(t, s)
	if answer.Plan == nil && answer.Report != nil {
		t.Fatalf("%s: %v", s.Name, answer.Report.Findings)
	}
	return answer
}

// TestDecomposeBounds: what is said of the whole program on the way is true of
// it: no bound below the optimum, no plan above it, and time never runs
// backwards.
func TestDecomposeBounds(t *testing.T) {
	for seed := range uint64(60) {
		s := scenariotest.Random(seed)
		best := programOptimum(t, s, formulation.Plain, false)
		f, err := formulation.Build(s, formulation.Strong)
		if err != nil {
			t.Fatal(err)
		}
		slack := 1e-6 * max(1, math.Abs(best.Objective))
		last := 0.0
		watch := func(p mip.Progress) {
			if p.Dual < best.Objective-slack || p.HasPrimal && p.Primal > best.Objective+slack || p.Seconds < last {
				t.Errorf("seed %d: %+v said on the way to %g", seed, p, best.Objective)
			}
			last = p.Seconds
		}
		r, err := decompose.Solve(context.Background(), f, &highs.Engine{}, mip.Options{Progress: watch, Threads: 1 + int(seed%2)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(r.Objective-best.Objective) > slack || r.DualBound < best.Objective-slack {
			t.Errorf("seed %d: %g, bound %g; the optimum is %g", seed, r.Objective, r.DualBound, best.Objective)
		}
	}
}

// TestDecomposeStops: a limit or an interrupt in any phase ends with what is
// known by then.
func TestDecomposeStops(t *testing.T) {
	s := load(t, "siberia")
	s.Solver.Method = model.Decompose
	for _, seconds := range []float64{0.01, 0.1, 0.3} {
		s.Solver.TimeLimit, s.Solver.Gap = seconds, 0
		answer := solve(t, s)
		if answer.Termination != mip.LimitReached && answer.Termination != mip.Optimal || answer.Plan == nil && answer.Report != nil {
			t.Errorf("%g s: stopped %v, %v", seconds, answer.Termination, answer.Report)
		}
	}
	s.Solver.TimeLimit = 0
	for phase := range 5 {
		ctx, cancel := context.WithCancel(context.Background())
		seen := 0
		answer, err := solver.Solve(ctx, s, &highs.Engine{}, solver.Options{Stage: func(string) {
			if seen++; seen == phase+1 {
				cancel()
			}
		}})
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		if answer.Termination != mip.Interrupted || answer.Plan == nil && answer.Report != nil {
			t.Errorf("interrupted in phase %d: stopped %v, %v", phase+1, answer.Termination, answer.Report)
		}
	}
}

// uneven is an engine whose solves take longer by turns.
type uneven struct {
	highs.Engine
	mu    sync.Mutex
	turns int
	delay []time.Duration
}

func (e *uneven) Solve(ctx context.Context, m *mip.Model, opt mip.Options) (*mip.Result, error) {
	e.mu.Lock()
	wait := e.delay[e.turns%len(e.delay)]
	e.turns++
	e.mu.Unlock()
	time.Sleep(wait)
	return e.Engine.Solve(ctx, m, opt)
}

// TestSideBySide: which of two searches side by side is ahead makes no difference
// to what is found.
func TestSideBySide(t *testing.T) {
	const none, long = 0, 400 * time.Millisecond
	s := load(t, "urals")
	f, err := formulation.Build(s, formulation.Strong)
	if err != nil {
		t.Fatal(err)
	}
	for _, parts := range []decompose.Parts{decompose.All, decompose.All &^ decompose.Sites} {
		var first *mip.Result
		for _, delay := range [][]time.Duration{{none}, {none, none, none, long, none}, {none, none, none, none, long}} {
			r, err := decompose.SolveBy(context.Background(), f, &uneven{delay: delay}, parts, mip.Options{RelativeGap: 0.001, Threads: 2}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = r
			}
			if !slices.Equal(r.X, first.X) || r.DualBound != first.DualBound {
				t.Errorf("delayed by %v: %v, bound %v; not delayed %v, bound %v", delay, r.Objective, r.DualBound, first.Objective, first.DualBound)
			}
		}
	}
}

// TestByYears: scenarios by half-years and quarters have the same optimum with a plan by
// years to start from and without one, and the plan by years is told of.
func TestByYears(t *testing.T) {
	told := 0
	for seed := range uint64(24) {
		s := scenariotest.Split(scenariotest.Random(seed), 2+2*int(seed%2))
		s.Solver.Method, s.Solver.MemoryLimit = model.Decompose, 1<<40
		var worth [2]float64
		for i, without := range [][]string{nil, {"by-years"}} {
			stages := 0
			answer, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{
				Without: without, Memory: func() uint64 { return 1 }, Stage: func(phase string) { stages += strings.Count(phase, "by years: ") },
			})
			if err != nil {
				t.Fatal(err)
			}
			if answer.Plan == nil {
				worth[i] = math.Inf(-1)
			} else {
				worth[i] = answer.Plan.Outcome.Objective
			}
			if without != nil && stages > 0 {
				t.Errorf("seed %d: planned by years all the same", seed)
			}
			told += stages
		}
		if worth[0] != worth[1] && !close6(worth[0], worth[1]) {
			t.Errorf("seed %d: %.6f million with a plan by years, %.6f without", seed, worth[0]/1e6, worth[1]/1e6)
		}
	}
	if told < 24 {
		t.Errorf("%d stages by years", told)
	}
}
