package worker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/scenariotest"
)

// tested is a worker under test, with what it says.
type tested struct {
	*Worker
	dir string

	mu    sync.Mutex
	notes []string
	done  int
}

func newTested(t testing.TB, q *queue, start string) *tested {
	x := &tested{dir: t.TempDir()}
	x.Worker = &Worker{
		Source: q, Command: fake(x.dir, start), Version: testVersion, Name: "here", Parallel: 1,
		Sharing: All, Steady: time.Hour, Limits: Limits{Memory: 200 << 20, Slack: 200 * time.Millisecond},
		Done: func(*batch.Task, *batch.Record) {
			x.mu.Lock()
			defer x.mu.Unlock()
			x.done++
		},
		Note: func(text string) {
			x.mu.Lock()
			defer x.mu.Unlock()
			x.notes = append(x.notes, text)
		},
	}
	return x
}

func (x *tested) noted() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return strings.Join(x.notes, "\n")
}

// TestEnds: whatever becomes of its process, a run has one result, which says what
// was wrong, and the others have theirs.
func TestEnds(t *testing.T) {
	for _, c := range []struct {
		how, reason string
		attempts    int
	}{
		{"exit", "exit status 7", 3},
		{"kill", "signal: killed", 3},
		{"panic", "goroutine", 3},
		{"eat", "MB of 210 MB allowed", 3},
		{"garbage", "something that is no result", 3},
		{"half", "something that is no result: unexpected EOF", 3},
		{"half and hang", "something that is no result: unexpected EOF", 3},
		{"another", `answered for another run, "another"`, 3},
		{"hang", "killed after", 3},
		{"fail", "it failed by itself", 1},
	} {
		t.Run(c.how, func(t *testing.T) {
			t.Parallel()
			s := scenariotest.Random(2)
			if c.how == "hang" {
				s.Solver.TimeLimit = 0.1
			}
			before, bad, after := taskOf(t, 1, "well"), taskFor(t, s, 2, c.how), taskOf(t, 3, "well")
			q := newQueue(before, bad, after)
			x := newTested(t, q, "")
			if err := x.Run(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			for _, well := range []*batch.Task{before, after} {
				r := q.result(t, well)
				if r.Record.Status != batch.Solved || string(r.Plan) != fmt.Sprintf("plan of %d", well.Number) || r.Record.Attempts != 1 || r.Record.Worker != "here" {
					t.Errorf("run %d: %+v", well.Number, r.Record)
				}
			}
			r := q.result(t, bad)
			if r.Record.Status != batch.Failed || !strings.Contains(r.Record.Reason, c.reason) || r.Record.Attempts != c.attempts {
				t.Errorf("%+v", r.Record)
			}
			if c.attempts > 1 && !strings.Contains(string(r.Log), "run 2: "+c.how) {
				t.Errorf("the log is %q", r.Log)
			}
			if x.done != 3 || len(q.delays) != c.attempts-1 {
				t.Errorf("%d runs done, %d given back", x.done, len(q.delays))
			}
		})
	}
}

// TestOnce: a run whose process fails once is solved at the second attempt, at
// whatever stage that was, by workers at the same time.
func TestOnce(t *testing.T) {
	hows := []string{"exit", "kill", "panic", "garbage", "half", "half and hang", "another", "die idle", "well"}
	var tasks []*batch.Task
	for i := range 3 * len(hows) {
		tasks = append(tasks, taskOf(t, i, hows[i%len(hows)], "once"))
	}
	q := newQueue(tasks...)
	x := newTested(t, q, "crash once")
	x.Parallel = 3
	if err := x.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		r := q.result(t, task)
		if r.Record.Status != batch.Solved || string(r.Plan) != fmt.Sprintf("plan of %d", task.Number) {
			t.Errorf("run %d, %s: %+v", task.Number, task.Levels[0], r.Record)
		}
	}
	if !strings.Contains(x.noted(), "did not come up: exit status 3; it said last:\nno library of that name") {
		t.Errorf("notes: %s", x.noted())
	}
}

// TestNoProcess: where no process comes up the worker ends, and the run is not to blame.
func TestNoProcess(t *testing.T) {
	for start, want := range map[string]string{
		"crash": "exit status 3", "garbage": `it begins with "Welcome to t`, "version": `the solving process is version "v0", this is v1`,
	} {
		task := taskOf(t, 1, "well")
		q := newQueue(task)
		x := newTested(t, q, start)
		if err := x.Run(t.Context(), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", start, err)
		}
		if len(q.stored) != 0 || len(q.waiting) != 1 || q.released != 1 {
			t.Errorf("%s: %d results, %d runs given back", start, len(q.stored), len(q.waiting))
		}
	}
}

// TestNotSolved: what is not worth an attempt has its result, or ends the worker.
func TestNotSolved(t *testing.T) {
	damaged, late, well := taskOf(t, 1, "well"), taskOf(t, 2, "well"), taskOf(t, 3, "well")
	damaged.Scenario = damaged.Scenario[:20]
	q := newQueue(damaged, late, well)
	q.waiting[1].attempt = 4
	x := newTested(t, q, "")
	if err := x.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if r := q.result(t, damaged).Record; r.Status != batch.Failed || !strings.Contains(r.Reason, "damaged") {
		t.Errorf("%+v", r)
	}
	if r := q.result(t, late).Record; r.Status != batch.Failed || !strings.Contains(r.Reason, "handed out 3 times before") || r.Attempts != 4 {
		t.Errorf("%+v", r)
	}
	other := taskOf(t, 1, "well")
	other.Version = "v2"
	q = newQueue(other)
	if err := newTested(t, q, "").Run(t.Context(), nil); !errors.Is(err, ErrVersion) || !strings.Contains(err.Error(), "run 1 of test was made by version v2, this is v1") {
		t.Errorf("%v", err)
	}
	if len(q.waiting) != 1 || q.released != 1 {
		t.Error("the run of another version does not go back")
	}
}

// TestDrain: the run in progress is finished, and no more are taken.
func TestDrain(t *testing.T) {
	first, second := taskOf(t, 1, "wait"), taskOf(t, 2, "well")
	q := newQueue(first, second)
	x := newTested(t, q, "")
	drain := make(chan struct{})
	go func() {
		await(filepath.Join(x.dir, "waiting"))
		close(drain)
		_ = os.WriteFile(filepath.Join(x.dir, "go on"), nil, 0o600)
	}()
	if err := x.Run(t.Context(), drain); err != nil {
		t.Fatal(err)
	}
	if r := q.result(t, first).Record; r.Status != batch.Solved || len(q.waiting) != 1 || len(q.delays) != 0 {
		t.Errorf("%+v, %d waiting, %d given back", r, len(q.waiting), len(q.delays))
	}
	// A worker that has nothing to do ends at once.
	q = newQueue()
	q.endless = true
	if err := newTested(t, q, "").Run(t.Context(), drain); err != nil {
		t.Error(err)
	}
}

// TestAtOnce: the end of the context ends the process, and the run goes back.
func TestAtOnce(t *testing.T) {
	q := newQueue(taskOf(t, 1, "wait"))
	x := newTested(t, q, "")
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		await(filepath.Join(x.dir, "waiting"))
		cancel()
	}()
	if err := x.Run(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if len(q.stored) != 0 || len(q.waiting) != 1 || q.released != 1 || len(q.delays) != 0 {
		t.Errorf("%d results, %d waiting", len(q.stored), len(q.waiting))
	}
	wantGone(t, filepath.Join(x.dir, "waiting"))
}

// TestCancelled: the process of a run that nobody wants any more is ended; the run
// has no result and does not go back.
func TestCancelled(t *testing.T) {
	q := newQueue(taskOf(t, 1, "hang"))
	q.endless = true
	q.unwell = []error{errors.New("no route"), ErrCancelled}
	x := newTested(t, q, "")
	x.Steady = 10 * time.Millisecond
	drain := make(chan struct{})
	note := x.Note
	x.Note = func(text string) {
		note(text)
		if strings.Contains(text, "cancelled") {
			close(drain)
		}
	}
	if err := x.Run(t.Context(), drain); err != nil {
		t.Fatal(err)
	}
	if len(q.stored) != 0 || len(q.waiting) != 0 || x.noted() != "run 1 of test: the queue could not be told that it is worked on: no route\nrun 1 of test is cancelled" {
		t.Errorf("%d results, %d waiting; %s", len(q.stored), len(q.waiting), x.noted())
	}
}

// TestStore: a result is kept until the queue takes it, and the queue is told all the
// while that the run is worked on.
func TestStore(t *testing.T) {
	task := taskOf(t, 1, "well")
	q := newQueue(task)
	q.refuse = []error{errors.New("no space left")}
	x := newTested(t, q, "")
	x.Steady = 20 * time.Millisecond
	if err := x.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	q.result(t, task)
	if q.working < int(firstStoreWait/x.Steady)/2 || !strings.Contains(x.noted(), "could not be stored yet: no space left") {
		t.Errorf("told %d times; %s", q.working, x.noted())
	}
}

// TestSharing: neighbours share a process, others have a new one, as has every run
// after a process that holds too much; starts come only where they are asked for.
func TestSharing(t *testing.T) {
	solve := func(change func(x *tested, tasks []*batch.Task, q *queue)) []*batch.Result {
		t.Helper()
		tasks := []*batch.Task{taskOf(t, 1, "well"), taskOf(t, 2, "well"), taskOf(t, 3, "well")}
		tasks[1].Near = []string{tasks[0].ID}
		q := newQueue(tasks...)
		x := newTested(t, q, "")
		change(x, tasks, q)
		if err := x.Run(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		return []*batch.Result{q.result(t, tasks[0]), q.result(t, tasks[1]), q.result(t, tasks[2])}
	}
	processes := func(results []*batch.Result) string {
		var seen []string
		text := ""
		for _, r := range results {
			i := 0
			for i < len(seen) && seen[i] != string(r.Log) {
				i++
			}
			if i == len(seen) {
				seen = append(seen, string(r.Log))
			}
			text += fmt.Sprint(i)
		}
		return text
	}
	for sharing, want := range map[Sharing]string{Alone: "012", Neighbours: "001", All: "000"} {
		if got := processes(solve(func(x *tested, _ []*batch.Task, _ *queue) { x.Sharing = sharing })); got != want {
			t.Errorf("sharing %d: processes %s, want %s", sharing, got, want)
		}
	}
	grown := func(x *tested, tasks []*batch.Task, _ *queue) {
		x.Limits.Memory, x.Limits.Idle = 0, 200<<20
		tasks[0].Levels = []string{"grow"}
	}
	if got := processes(solve(grown)); got != "011" {
		t.Errorf("after one that holds too much: processes %s", got)
	}
	warm := func(x *tested, tasks []*batch.Task, q *queue) {
		x.Warm = true
		tasks[2].Near = []string{"lost", "unfinished", tasks[0].ID}
		q.plans["lost"], q.plans[tasks[0].ID] = "lost", "plan of 1"
	}
	if r := solve(warm); r[0].Record.Warm || !r[1].Record.Warm || !r[2].Record.Warm {
		t.Errorf("warm: %v %v %v", r[0].Record.Warm, r[1].Record.Warm, r[2].Record.Warm)
	}
	cold := func(_ *tested, tasks []*batch.Task, q *queue) { q.plans[tasks[0].ID] = "plan of 1" }
	if r := solve(cold); r[1].Record.Warm {
		t.Error("warm without being asked")
	}
}
