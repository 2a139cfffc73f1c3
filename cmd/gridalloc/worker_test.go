package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/worker"
	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model/file"
)

// build is what the program knows its build by.
func build(t testing.TB) string {
	t.Helper()
	out, err := exec.Command("gridalloc", "version").Output()
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^build (\S+)$`).FindSubmatch(out)
	if found == nil {
		t.Fatalf("there is no build in %q", out)
	}
	return string(found[1])
}

// taskOf is a run of an embedded scenario.
func taskOf(t testing.TB, version string, number int, name string, sets ...string) *batch.Task {
	t.Helper()
	s, findings, err := file.Load(file.Options{Path: name, Packs: data.FS, Set: sets})
	if err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	packed, err := batch.Pack(s)
	if err != nil {
		t.Fatal(err)
	}
	return &batch.Task{ID: batch.Identity(s, version), Version: version, Study: "test", Number: number, Levels: append([]string{name}, sets...), Scenario: packed}
}

// runs is a source that hands out each run once. With turns it does so when it is its
// turn, and passes it on with the result, so that workers solve side by side.
type runs struct {
	turn, pass chan struct{}
	t          testing.TB
	mu         sync.Mutex
	tasks      []*batch.Task
	results    map[string]*batch.Result
}

func (r *runs) Next(context.Context) (worker.Delivery, error) {
	if r.turn != nil {
		<-r.turn
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.tasks) == 0 {
		r.passOn()
		return nil, worker.ErrIdle
	}
	task := r.tasks[0]
	r.tasks = r.tasks[1:]
	return &handed{r, task}, nil
}

func (r *runs) passOn() {
	if r.pass != nil {
		r.pass <- struct{}{}
	}
}

func (r *runs) Plan(_ context.Context, id string) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if result := r.results[id]; result != nil {
		return result.Plan, nil
	}
	return nil, nil
}

type handed struct {
	r    *runs
	task *batch.Task
}

func (h *handed) Task() *batch.Task             { return h.task }
func (h *handed) Attempt() (n, most int)        { return 1, 1 }
func (h *handed) Working(context.Context) error { return nil }
func (h *handed) Store(_ context.Context, r *batch.Result) error {
	h.r.mu.Lock()
	defer h.r.mu.Unlock()
	if h.r.results[h.task.ID] != nil {
		h.r.t.Errorf("run %d has two results", h.task.Number)
	}
	h.r.results[h.task.ID] = r
	if h.r.turn != nil {
		h.r.t.Logf("run %d: %s, %.1f s, warm: %v", h.task.Number, r.Record.Status, r.Record.Seconds, r.Record.Warm)
	}
	h.r.passOn()
	return nil
}

func (h *handed) Back(context.Context, time.Duration) error { return errNobody }
func (h *handed) Release(context.Context) error             { return errNobody }

var errNobody = errors.New("there is no other worker")

// solveAll has runs solved by processes of the program and returns their results in order.
func solveAll(t testing.TB, version string, change func(*worker.Worker), tasks ...*batch.Task) []*batch.Result {
	t.Helper()
	return solveFrom(t, &runs{t: t, results: map[string]*batch.Result{}}, version, change, tasks...)
}

// solveFrom is solveAll with a source.
func solveFrom(t testing.TB, source *runs, version string, change func(*worker.Worker), tasks ...*batch.Task) []*batch.Result {
	t.Helper()
	source.tasks = tasks
	w := &worker.Worker{
		Source: source, Command: func() *exec.Cmd { return exec.Command("gridalloc", "worker", "solve") }, Version: version, Name: "here",
		Parallel: 1, Sharing: worker.All, Steady: time.Hour,
		Done: func(*batch.Task, *batch.Record) {}, Note: func(text string) { t.Log(text) },
	}
	change(w)
	if err := w.Run(t.Context(), nil); err != nil {
		t.Error(err)
	}
	var results []*batch.Result
	for _, task := range tasks {
		r := source.results[task.ID]
		if r == nil {
			t.Errorf("run %d has no result", task.Number)
			r = &batch.Result{}
		}
		results = append(results, r)
	}
	return results
}

// TestWorkerSolve: a solving process makes of each run what solve makes of it, byte
// for byte and whatever it solved before, or says why there is no plan as solve does.
func TestWorkerSolve(t *testing.T) {
	version := build(t)
	mandatory := []string{"contracts.mandatory=[client]", "budget.annual=1"}
	tasks := []*batch.Task{
		taskOf(t, version, 1, "textbook"),
		taskOf(t, version, 2, "textbook", "budget.annual=30", "solver.method=decompose"),
		taskOf(t, version, 3, "textbook", mandatory...),
		taskOf(t, version, 4, "textbook", "risk=base", "worlds.draws=40", "worlds.keep=4", "objective={measure: cvar, weight: 20%, tail: 25%}"),
		taskOf(t, version, 5, "textbook", "risk=base", "worlds.draws=20", "worlds.keep=3", "worlds.reduce=plans", "solver.memory_limit=1MB"),
	}
	want := []batch.Status{batch.Solved, batch.Solved, batch.NoPlan, batch.Solved, batch.Unfinished}
	got := solveAll(t, version, func(*worker.Worker) {}, tasks...)
	for i, r := range got {
		rec := &r.Record
		if rec.Status != want[i] || rec.ID != tasks[i].ID || rec.Worker != "here" || rec.Seconds <= 0 || rec.MemoryMB < 10 || rec.Warm || len(r.Log) == 0 {
			t.Errorf("run %d: %+v", i+1, rec)
		}
		args := append([]string{"solve", "textbook", "--out", filepath.Join(t.TempDir(), "plan")}, setsOf(tasks[i])...)
		said, _ := exec.Command("gridalloc", args...).CombinedOutput() // some of them fail, and shall
		if r.Plan == nil {
			for line := range strings.Lines(rec.Reason) {
				if !bytes.Contains(said, []byte(strings.TrimSpace(line))) {
					t.Errorf("run %d: solve does not say %q but %s", i+1, line, said)
				}
			}
			continue
		}
		plan, err := os.ReadFile(filepath.Join(args[3], "plan.json"))
		if err != nil || !bytes.Equal(plan, r.Plan) {
			t.Errorf("run %d: not the plan of solve (%v)", i+1, err)
		}
		wantFigures(t, r)
	}
	if r := &got[2].Record; !strings.HasPrefix(r.Reason, "infeasible: no plan meets all limits\n") || strings.Count(r.Reason, "\n") < 2 || r.NPV != nil {
		t.Errorf("%+v", r)
	}
	if r := &got[4].Record; !strings.Contains(r.Reason, "memory") {
		t.Errorf("%+v", r)
	}
	slices.Reverse(tasks)
	for i, r := range solveAll(t, version, func(w *worker.Worker) { w.Sharing = worker.Alone }, tasks...) {
		if before := got[len(got)-1-i]; !bytes.Equal(r.Plan, before.Plan) || r.Record.Reason != before.Record.Reason {
			t.Errorf("run %d: another result in a process of its own", tasks[i].Number)
		}
	}
}

// setsOf are the values that a run sets, as flags.
func setsOf(t *batch.Task) (args []string) {
	for _, set := range t.Levels[1:] {
		args = append(args, "--set", set)
	}
	return args
}

// wantFigures holds the figures of a record against its plan.
func wantFigures(t *testing.T, r *batch.Result) {
	t.Helper()
	p, problems, err := report.Read(r.Plan)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	mw := 0.0
	for _, a := range p.Allocations {
		if a.Period == p.Periods[len(p.Periods)-1] {
			mw += float64(a.GridMW)
		}
	}
	f := &r.Record
	if f.Currency != p.Currency || *f.NPV != float64(p.Result.NPV) || *f.Value != p.Outcome.Objective || *f.Bound != p.Outcome.Bound || *f.Gap != p.Outcome.Gap ||
		*f.Capex != float64(p.Result.Capex) || *f.CVaR != float64(p.Risk.CVaR) || (f.IRR == nil) != (p.Result.IRR == nil) || f.IRR != nil && *f.IRR != *p.Result.IRR {
		t.Errorf("the figures of the plan are %+v", f.Figures)
	}
	near := func(a, b float64) bool { return a-b < 1e-6 && b-a < 1e-6 }
	if !near(*f.MiningMW+*f.ColocationMW+*f.GPUCloudMW, mw) || !near(*f.ASICMW+*f.GPUMW+*f.HybridMW, mw) || *f.PeakMW < mw-1e-6 {
		t.Errorf("at the end %g MW run, not as in %+v", mw, f.Figures)
	}
}
