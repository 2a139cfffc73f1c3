package highs_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/mip/miptest"
)

var (
	inf        = math.Inf(1)
	background = context.Background()
)

// wyndor is max 3x + 5y with x <= 4, 2y <= 12, 3x + 2y <= 18: 36 at (2, 6),
// with the duals 0, 3/2, 1 (Hillier and Lieberman, chapter 3).
func wyndor(t *testing.T) *mip.Model {
	t.Helper()
	b := mip.NewBuilder("wyndor", true)
	f := b.AddFamily(mip.Family{Name: "plant", Unit: "hours"})
	x := b.AddCol(f, 0, inf, 3, false, "doors")
	y := b.AddCol(f, 0, inf, 5, false, "windows")
	for i, limit := range []float64{4, 12, 18} {
		row := b.AddRow(f, -inf, limit)
		b.Term(row, x, []float64{1, 0, 3}[i])
		b.Term(row, y, []float64{0, 2, 2}[i])
	}
	return built(t, b)
}

func built(t *testing.T, b *mip.Builder) *mip.Model {
	t.Helper()
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// open is an instance with the model, closed at the end of the test.
func open(t *testing.T, m *mip.Model) *highs.Highs {
	t.Helper()
	h, err := highs.New()
	must(t, err)
	t.Cleanup(h.Close)
	must(t, h.PassModel(m))
	return h
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-6*max(1, math.Abs(b)) }

// solved runs and demands an optimum.
func solved(t *testing.T, h *highs.Highs, objective float64) {
	t.Helper()
	status, err := h.Run(background)
	must(t, err)
	got, err := h.DoubleInfo("objective_function_value")
	must(t, err)
	if status != highs.Optimal || !near(got, objective) {
		t.Errorf("%v with %v instead of %v", status, got, objective)
	}
}

func TestSolutionAndBasis(t *testing.T) {
	h := open(t, wyndor(t))
	if _, err := h.Solution(); !errors.Is(err, highs.ErrNoSolution) {
		t.Errorf("a solution before the solve: %v", err)
	}
	if _, err := h.Basis(); !errors.Is(err, highs.ErrNoSolution) {
		t.Errorf("a basis before the solve: %v", err)
	}
	solved(t, h, 36)
	s, err := h.Solution()
	must(t, err)
	if !slices.EqualFunc(s.ColValue, []float64{2, 6}, near) || !slices.EqualFunc(s.RowValue, []float64{2, 12, 18}, near) ||
		!slices.EqualFunc(s.RowDual, []float64{0, 1.5, 1}, near) || !slices.EqualFunc(s.ColDual, []float64{0, 0}, near) {
		t.Errorf("%+v", s)
	}
	basis, err := h.Basis()
	must(t, err)
	if !slices.Equal(basis.Col, []highs.BasisStatus{highs.Basic, highs.Basic}) || !slices.Equal(basis.Row, []highs.BasisStatus{highs.Basic, highs.AtUpper, highs.AtUpper}) {
		t.Errorf("%+v", basis)
	}
	other := open(t, wyndor(t))
	must(t, other.SetBasis(basis))
	solved(t, other, 36)
	if n, err := other.IntInfo("simplex_iteration_count"); err != nil || n != 0 {
		t.Errorf("%d iterations from the optimal basis, %v", n, err)
	}
	if err := other.SetBasis(&highs.Basis{}); err == nil {
		t.Error("a basis of another size was taken")
	}
	must(t, other.ClearSolver())
}

func TestOptions(t *testing.T) {
	h := open(t, wyndor(t))
	names, err := h.OptionNames()
	must(t, err)
	if len(names) < 50 || !slices.Contains(names, "mip_rel_gap") {
		t.Errorf("%d options", len(names))
	}
	seen := map[highs.OptionType]int{}
	for _, name := range names {
		kind, err := h.OptionTypeOf(name)
		must(t, err)
		seen[kind]++
		switch kind {
		case highs.BoolOption:
			v, err := h.GetBoolOption(name)
			must(t, err)
			must(t, h.SetBoolOption(name, v))
		case highs.IntOption:
			v, err := h.GetIntOption(name)
			must(t, err)
			must(t, h.SetIntOption(name, v))
		case highs.DoubleOption:
			v, err := h.GetDoubleOption(name)
			must(t, err)
			must(t, h.SetDoubleOption(name, v))
		case highs.StringOption:
			v, err := h.GetStringOption(name)
			must(t, err)
			must(t, h.SetStringOption(name, v))
		}
	}
	if len(seen) != 4 {
		t.Errorf("types %v", seen)
	}
	for name, value := range map[string]string{"output_flag": "true", "threads": "1", "time_limit": "3.5", "presolve": "off"} {
		must(t, h.SetOption(name, value))
	}
	if v, err := h.GetDoubleOption("time_limit"); err != nil || v != 3.5 {
		t.Errorf("time limit %v, %v", v, err)
	}
	for name, value := range map[string]string{"output_flag": "perhaps", "threads": "many", "time_limit": "soon", "presolve": "maybe", "no such": "1"} {
		if err := h.SetOption(name, value); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s = %s: %v", name, value, err)
		}
	}
	if err := h.SetIntOption("random_seed", math.MaxInt); err == nil {
		t.Error("an int of 64 bits was taken")
	}
}

func TestInfo(t *testing.T) {
	h := open(t, wyndor(t))
	solved(t, h, 36)
	types := map[highs.InfoType]bool{}
	for _, name := range highs.InfoNames() {
		kind, err := h.InfoTypeOf(name)
		must(t, err)
		types[kind] = true
		_, err = h.Info(name)
		must(t, err)
	}
	if len(types) != 3 {
		t.Errorf("types %v", types)
	}
	if v, err := h.Info("objective_function_value"); err != nil || v != 36 {
		t.Errorf("%v, %v", v, err)
	}
	var e *highs.Error
	if _, err := h.Info("no such"); !errors.As(err, &e) || e.Call != "Highs_getInfoType" {
		t.Errorf("%v", err)
	}
}

// TestChanges makes every change and solves again; each line has the optimum
// after it.
func TestChanges(t *testing.T) {
	h := open(t, wyndor(t))
	solved(t, h, 36)
	for _, step := range []struct {
		name      string
		change    func() error
		objective float64
	}{
		{"cost", func() error { return h.ChangeColCost(0, 9) }, 51},
		{"costs of a set", func() error { return h.ChangeColCosts([]int32{0, 1}, []float64{3, 5}) }, 36},
		{"costs of a range", func() error { return h.ChangeColCostRange(0, []float64{0, 1}) }, 6},
		{"costs back", func() error { return h.ChangeColCosts([]int32{0, 1}, []float64{3, 5}) }, 36},
		{"column bounds", func() error { return h.ChangeColBounds(1, 0, 3) }, 27},
		{"bounds of a set", func() error { return h.ChangeColsBounds([]int32{0, 1}, []float64{0, 0}, []float64{1, 1}) }, 8},
		{"bounds of a range", func() error { return h.ChangeColBoundsRange(0, []float64{0, 0}, []float64{inf, inf}) }, 36},
		{"row bounds", func() error { return h.ChangeRowBounds(2, -inf, 24) }, 42},
		{"rows of a set", func() error { return h.ChangeRowsBounds([]int32{1, 2}, []float64{-inf, 0}, []float64{10, 18}) }, 25 + 8},
		{"rows of a range", func() error { return h.ChangeRowBoundsRange(1, []float64{-inf, -inf}, []float64{12, 18}) }, 36},
		{"coefficient", func() error { return h.ChangeCoefficient(1, 1, 4) }, 27},
		{"new coefficient", func() error { return h.ChangeCoefficient(0, 1, 2) }, 12},
		{"offset", func() error { return h.ChangeOffset(100) }, 112},
		{"sense", func() error { return h.ChangeMaximize(false) }, 100},
		{"sense back", func() error { return h.ChangeMaximize(true) }, 112},
		{"nothing", func() error { return h.ChangeColCosts(nil, nil) }, 112},
	} {
		if err := step.change(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		t.Log(step.name)
		solved(t, h, step.objective)
	}
	for name, err := range map[string]error{
		"column out of range": h.ChangeColCost(2, 1),
		"row out of range":    h.ChangeRowBounds(-1, 0, 1),
		"lengths":             h.ChangeColCosts([]int32{0}, nil),
		"not a number":        h.ChangeColBounds(0, math.NaN(), 1),
	} {
		if err == nil {
			t.Errorf("%s: was taken", name)
		}
	}
}

func TestSession(t *testing.T) {
	m := wyndor(t)
	m.ColInteger[0], m.ColInteger[1] = true, true
	h := open(t, m)
	for _, limit := range []float64{18, 17, 11, 18} {
		must(t, h.ChangeRowBounds(2, -inf, limit))
		got, err := h.Solve(background, mip.Options{FixedDuals: true})
		must(t, err)
		m.RowUpper[2] = limit
		want, err := highs.Engine{}.Solve(background, m, mip.Options{})
		must(t, err)
		if got.Termination != mip.Optimal || !near(got.Objective, want.Objective) || len(got.RowDual) != 3 {
			t.Errorf("limit %v: %v with %v instead of %v, duals %v", limit, got.Termination, got.Objective, want.Objective, got.RowDual)
		}
	}
	if _, err := h.Solve(background, mip.Options{Start: []float64{1}}); err == nil {
		t.Error("a start of another length was taken")
	}
}

func TestLogAndProgress(t *testing.T) {
	h := open(t, miptest.Hard(t))
	var log bytes.Buffer
	var reports []mip.Progress
	r, err := h.Solve(background, mip.Options{
		TimeLimit: time.Second, Log: &log,
		Progress: func(p mip.Progress) { reports = append(reports, p) },
	})
	must(t, err)
	if !strings.Contains(log.String(), "Solving report") {
		t.Errorf("the log is %q", log.String())
	}
	if len(reports) < 2 || !reports[len(reports)-1].HasPrimal || reports[len(reports)-1].Dual > r.DualBound+1e-6 {
		t.Errorf("%d reports, result %+v", len(reports), r)
	}
	log.Reset()
	_, err = h.Solve(background, mip.Options{TimeLimit: time.Millisecond})
	must(t, err)
	if log.Len() > 0 {
		t.Errorf("the log went on: %q", log.String())
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestLogError(t *testing.T) {
	h := open(t, wyndor(t))
	if _, err := h.Solve(background, mip.Options{Log: brokenWriter{}}); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("%v", err)
	}
}

func TestCancel(t *testing.T) {
	for _, threads := range []int{1, 2} {
		h := open(t, miptest.Hard(t))
		ctx, cancel := context.WithCancel(background)
		time.AfterFunc(200*time.Millisecond, cancel)
		begin := time.Now()
		r, err := h.Solve(ctx, mip.Options{Threads: threads})
		must(t, err)
		if r.Termination != mip.Interrupted || !r.HasSolution || time.Since(begin) > 5*time.Second {
			t.Errorf("%d threads: %v, solution %v, after %v", threads, r.Termination, r.HasSolution, time.Since(begin))
		}
		if r, err = h.Solve(background, mip.Options{TimeLimit: time.Second}); err != nil || r.Termination != mip.LimitReached {
			t.Errorf("after the interruption: %+v, %v", r, err)
		}
	}
}

func TestLimits(t *testing.T) {
	for name, want := range map[string]mip.Limit{"mip_max_nodes": mip.NodeLimit, "mip_max_improving_sols": mip.SolutionLimit} {
		r, err := highs.Engine{}.Solve(background, miptest.Hard(t), mip.Options{Raw: map[string]string{name: "1"}})
		must(t, err)
		if r.Termination != mip.LimitReached || r.Limit != want {
			t.Errorf("%s: %v by %v", name, r.Termination, r.Limit)
		}
	}
	r, err := highs.Engine{}.Solve(background, wyndor(t), mip.Options{Raw: map[string]string{"simplex_iteration_limit": "0", "presolve": "off"}})
	must(t, err)
	if r.Termination != mip.LimitReached || r.Limit != mip.IterationLimit {
		t.Errorf("%v by %v", r.Termination, r.Limit)
	}
}

func TestRanging(t *testing.T) {
	h := open(t, wyndor(t))
	if _, err := h.Ranging(); err == nil {
		t.Error("a ranging before the solve")
	}
	solved(t, h, 36)
	r, err := h.Ranging()
	must(t, err)
	// The basis stays for costs of x in [0, 7.5] and of y from 2, and for
	// right-hand sides of row 1 in [6, 18] and of row 2 in [12, 24].
	for _, c := range [][2]float64{
		{r.ColCostDown.Value[0], 0},
		{r.ColCostUp.Value[0], 7.5},
		{r.ColCostDown.Value[1], 2},
		{r.RowBoundDown.Value[1], 6},
		{r.RowBoundUp.Value[1], 18},
		{r.RowBoundDown.Value[2], 12},
		{r.RowBoundUp.Value[2], 24},
		{r.RowBoundUp.Objective[2], 42},
		{r.ColCostUp.Objective[0], 45},
	} {
		if !near(c[0], c[1]) {
			t.Errorf("%v instead of %v", c[0], c[1])
		}
	}
}

func TestIIS(t *testing.T) {
	m := wyndor(t)
	m.RowLower[2] = 30 // 3x + 2y >= 30 contradicts the other two rows
	m.RowUpper[2] = inf
	for _, integer := range []bool{false, true} {
		m.ColInteger[0] = integer
		h := open(t, m)
		iis, err := h.IIS(background)
		must(t, err)
		want := []highs.IISMember{{Index: 0, Upper: true}, {Index: 1, Upper: true}, {Index: 2, Lower: true}}
		if !slices.Equal(iis.Rows, want) {
			t.Errorf("rows %+v, columns %+v", iis.Rows, iis.Cols)
		}
	}
	feasible, err := open(t, wyndor(t)).IIS(background)
	must(t, err)
	if len(feasible.Rows)+len(feasible.Cols) > 0 {
		t.Errorf("a feasible model has an IIS: %+v", feasible)
	}
}

func TestEmpty(t *testing.T) {
	h, err := highs.New()
	must(t, err)
	defer h.Close()
	r, err := h.Solve(background, mip.Options{FixedDuals: true})
	must(t, err)
	if r.Termination != mip.Optimal || !r.HasSolution || len(r.X) != 0 {
		t.Errorf("no model: %+v", r)
	}
	rows := mip.NewBuilder("only rows", false)
	rows.AddRow(rows.AddFamily(mip.Family{}), 0, 1)
	r, err = highs.Engine{}.Solve(background, built(t, rows), mip.Options{FixedDuals: true})
	must(t, err)
	if r.Termination != mip.Optimal || !r.HasSolution {
		t.Errorf("rows only: %+v", r)
	}
	rows = mip.NewBuilder("only rows", false)
	rows.AddRow(rows.AddFamily(mip.Family{}), 1, 1)
	r, err = highs.Engine{}.Solve(background, built(t, rows), mip.Options{})
	must(t, err)
	if r.Termination != mip.Infeasible {
		t.Errorf("a row without columns that must be one: %+v", r)
	}
}

func TestClose(t *testing.T) {
	h := open(t, wyndor(t))
	solved(t, h, 36)
	h.Close()
	h.Close()
	_, solveErr := h.Solve(background, mip.Options{})
	_, runErr := h.Run(background)
	_, solutionErr := h.Solution()
	_, iisErr := h.IIS(background)
	_, namesErr := h.OptionNames()
	for name, err := range map[string]error{
		"Solve": solveErr, "Run": runErr, "Solution": solutionErr, "IIS": iisErr, "OptionNames": namesErr,
		"PassModel": h.PassModel(wyndor(t)), "ChangeColCost": h.ChangeColCost(0, 1), "SetBoolOption": h.SetBoolOption("output_flag", true),
	} {
		if !errors.Is(err, highs.ErrClosed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestConcurrent solves with several instances, which are closed while others
// solve and have different numbers of threads.
func TestConcurrent(t *testing.T) {
	var group sync.WaitGroup
	for g := range 6 {
		group.Go(func() {
			for i := range 10 {
				r, err := highs.Engine{}.Solve(background, wyndor(t), mip.Options{Threads: 1 + (g+i)%3})
				if err != nil || !near(r.Objective, 36) {
					t.Errorf("%+v, %v", r, err)
				}
			}
		})
	}
	group.Go(func() {
		r, err := highs.Engine{}.Solve(background, miptest.Hard(t), mip.Options{Threads: 2, TimeLimit: time.Second})
		if err != nil || r.Termination != mip.LimitReached {
			t.Errorf("%+v, %v", r, err)
		}
	})
	group.Wait()
}

// TestQuiet runs the test binary again and demands that nothing comes out of
// it before it exits.
func TestQuiet(t *testing.T) {
	const child = "GRIDALLOC_QUIET_CHILD"
	if os.Getenv(child) != "" {
		solveQuietly(t)
		os.Exit(0)
	}
	command := exec.Command(os.Args[0], "-test.run=^TestQuiet$")
	command.Env = append(os.Environ(), child+"=1")
	out, err := command.CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("%v, and the output %q", err, out)
	}
}

func solveQuietly(t *testing.T) {
	t.Helper()
	_, err := highs.Engine{}.Solve(background, miptest.Hard(t), mip.Options{TimeLimit: 100 * time.Millisecond, FixedDuals: true})
	must(t, err)
	h := open(t, wyndor(t))
	_, err = h.Run(background)
	must(t, err)
	_, err = h.IIS(background)
	must(t, err)
	if err := h.SetOption("presolve", "maybe"); err == nil {
		t.Fatal("a bad value was taken")
	}
	h.Close()
}

func TestWarningsAreErrors(t *testing.T) {
	m := wyndor(t)
	m.Value[0] = 1e-12 // below small_matrix_value: HiGHS would leave it out
	h, err := highs.New()
	must(t, err)
	defer h.Close()
	var e *highs.Error
	if err := h.PassModel(m); !errors.As(err, &e) || e.Call != "Highs_passModel" || e.Status != highs.StatusWarning || e.Detail == "" {
		t.Errorf("%v", err)
	}
}

func TestAccepted(t *testing.T) {
	must(t, highs.Accepted(highs.Version()))
	if len(highs.GitHash()) < 3 {
		t.Errorf("githash %q", highs.GitHash())
	}
	for version, word := range map[string]string{
		"1.15.1": "", "1.16.0": "", "1.15.0": "1.15.1", "1.14.0": "presolve", "1.13.1": "wrong MIP", "1.7.2": "too old", "2.0.0": "interface",
		"1.15": "three numbers", "abc": "three numbers", "1.x.1": "three numbers",
	} {
		err := highs.Accepted(version)
		if (err == nil) != (word == "") || err != nil && !strings.Contains(err.Error(), word) {
			t.Errorf("%s: %v", version, err)
		}
	}
}
