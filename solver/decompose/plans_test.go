package decompose

import (
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

func build(t *testing.T, seed uint64) *formulation.Formulation {
	t.Helper()
	f, err := formulation.Build(scenariotest.Random(seed), formulation.Strong)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func solve(t *testing.T, m *mip.Model) *mip.Result {
	t.Helper()
	r, err := highs.Engine{}.Solve(context.Background(), m, mip.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func start(f *formulation.Formulation, opt mip.Options) *search {
	return &search{parts: All, f: f, engine: highs.Engine{}, opt: opt.WithDefaults(), begin: time.Now(), bound: math.Inf(1), shown: mip.Progress{Dual: math.Inf(1)}}
}

// near allows for the engine's tolerances.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-5*max(1, math.Abs(b)) }

// someSites opens every second site.
func someSites(f *formulation.Formulation) []bool {
	sites := f.Signs(make([]float64, f.Model.NumCols()))
	for i := range sites {
		sites[i] = i%2 == 0
	}
	return sites
}

// TestReduce: without the columns held at zero a program has the optimum that it
// has with them, and its points are points of it.
func TestReduce(t *testing.T) {
	smaller := 0
	for seed := range uint64(40) {
		f := build(t, seed)
		m := f.SigningAt(someSites(f))
		r := reduce(m)
		if err := r.model.Validate(); err != nil {
			t.Fatal(err)
		}
		want, got := solve(t, m), solve(t, r.model)
		if got.Termination != want.Termination || want.HasSolution && !near(got.Objective, want.Objective) {
			t.Fatalf("seed %d: %v %g, with all columns %v %g", seed, got.Termination, got.Objective, want.Termination, want.Objective)
		}
		if !want.HasSolution {
			continue
		}
		if same := solve(t, m.FixIntegers(r.expand(got.X))); !same.HasSolution || !near(same.Objective, want.Objective) {
			t.Errorf("seed %d: the point of the smaller program is worth %g, not %g", seed, same.Objective, want.Objective)
		}
		if r.model.NumCols() < m.NumCols()*9/10 {
			smaller++
		}
	}
	t.Logf("%d of 40 programs lose a tenth of their columns", smaller)
	if smaller < 10 {
		t.Errorf("only %d of 40 programs become smaller", smaller)
	}
}

// TestZeros: what a row can only hold at zero is found, through rows that follow
// from it; a negative bound, a free term or room in the row keeps a column.
func TestZeros(t *testing.T) {
	for _, c := range []struct {
		name         string
		upper, lower float64 // of the first column
		room         float64
		want         []bool
	}{
		{"closed", 0, 0, 0, []bool{true, true, true}},
		{"open", 1, 0, 0, []bool{false, false, false}},
		{"room", 0, 0, 1, []bool{true, false, false}},
		{"negative", 1, -1, 0, []bool{false, false, false}},
	} {
		// b <= a + room, c <= b
		m := &mip.Model{
			ColCost: make([]float64, 3), ColLower: []float64{c.lower, 0, 0}, ColUpper: []float64{c.upper, 9, math.Inf(1)},
			ColInteger: make([]bool, 3), RowLower: []float64{math.Inf(-1), math.Inf(-1)}, RowUpper: []float64{c.room, 0},
			Start: []int32{0, 1, 3, 4}, Index: []int32{0, 0, 1, 1}, Value: []float64{-1, 1, -1, 1},
		}
		if got := zeros(m); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestDive: what a dive finds is a plan, the same with one thread and with two, never worth more than the best, and
// mostly nearly as much.
func TestDive(t *testing.T) {
	found, close := 0, 0
	for seed := range uint64(40) {
		f := build(t, seed)
		x, err := start(f, mip.Options{}).dive(context.Background(), f.Model)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := start(f, mip.Options{Threads: 2}).dive(context.Background(), f.Model); err != nil || !slices.Equal(same, x) {
			t.Fatalf("seed %d: with two threads the dive ends elsewhere (%v)", seed, err)
		}
		best := solve(t, f.Model)
		if x == nil {
			continue
		}
		found++
		plan := solve(t, f.Model.FixIntegers(x))
		if !plan.HasSolution || plan.Objective > best.Objective+1e-5*max(1, math.Abs(best.Objective)) {
			t.Fatalf("seed %d: the dive's plan is worth %g, the best %g", seed, plan.Objective, best.Objective)
		}
		for j, integer := range f.Model.ColInteger {
			if integer && math.Abs(x[j]-math.Round(x[j])) > wholeEnough {
				t.Fatalf("seed %d: %s is %g", seed, f.Model.ColName(int32(j)), x[j])
			}
		}
		if mip.RelativeGap(plan.Objective, best.Objective) <= 0.05 {
			close++
		}
	}
	t.Logf("%d of 40 dives find a plan, %d within 5 %% of the best", found, close)
	if found < 30 || close < 20 {
		t.Errorf("%d of 40 dives find a plan, %d within 5 %% of the best", found, close)
	}
}

// TestNeighbours: the search ends with a plan no worse, which is the same with one
// thread and with two; from a plan that does nothing it gains.
func TestNeighbours(t *testing.T) {
	gained := 0
	for seed := range uint64(30) {
		f := build(t, seed)
		idle := f.SigningAt(make([]bool, len(someSites(f))))
		first := solve(t, idle)
		best := solve(t, f.Model)
		if !first.HasSolution {
			continue
		}
		var ends []float64
		for threads := 1; threads <= 2; threads++ {
			s := start(f, mip.Options{Threads: threads})
			s.best = first
			sites := someSites(f)
			for i := range sites {
				sites[i] = true
			}
			if err := s.improve(context.Background(), first, sites); err != nil {
				t.Fatal(err)
			}
			if s.best.Objective < first.Objective || s.best.Objective > best.Objective+1e-5*max(1, math.Abs(best.Objective)) {
				t.Fatalf("seed %d: from %g to %g; the best is %g", seed, first.Objective, s.best.Objective, best.Objective)
			}
			if same := solve(t, f.Model.FixIntegers(s.best.X)); !same.HasSolution || !near(same.Objective, s.best.Objective) {
				t.Fatalf("seed %d: %g is no plan", seed, s.best.Objective)
			}
			ends = append(ends, s.best.Objective)
		}
		if ends[0] != ends[1] {
			t.Errorf("seed %d: %v with one and two threads", seed, ends)
		}
		if ends[0] > first.Objective+1e-6 {
			gained++
		}
	}
	t.Logf("%d of 30 plans become better", gained)
	if gained < 8 {
		t.Errorf("%d of 30 plans become better", gained)
	}
}

// TestParts: without its parts the search has the same answer.
func TestParts(t *testing.T) {
	for seed := range uint64(12) {
		f := build(t, seed)
		want := solve(t, f.Model)
		for _, parts := range []Parts{0, Dive, Neighbours, Tree, All &^ Sites, All} {
			got, err := SolveBy(context.Background(), f, highs.Engine{}, parts, mip.Options{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got.Termination != want.Termination || want.HasSolution && !near(got.Objective, want.Objective) {
				t.Errorf("seed %d, parts %d: %v %g, want %v %g", seed, parts, got.Termination, got.Objective, want.Termination, want.Objective)
			}
		}
	}
}
