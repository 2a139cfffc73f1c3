package queue_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

const version = "v1.2 (test)"

// serve starts a server in a folder of the test.
func serve(t testing.TB, o queue.ServerOptions) *queue.Server {
	t.Helper()
	s, err := queue.Serve(t.Context(), t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { check(t, s.Close()) })
	return s
}

func connect(t testing.TB, a queue.Address, o queue.Options) *queue.Queue {
	t.Helper()
	q, err := queue.Connect(context.WithoutCancel(t.Context()), a, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { check(t, q.Close()) })
	return q
}

// open is the queue of a server of its own.
func open(t testing.TB, o queue.ServerOptions) *queue.Queue {
	t.Helper()
	return connect(t, serve(t, o).Address(), o.Options)
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

func must[T any](t testing.TB) func(T, error) T {
	return func(x T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

func id(n int) string { return fmt.Sprintf("%064x", n) }

func ids(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = id(i)
	}
	return all
}

func task(n int) *batch.Task {
	return &batch.Task{ID: id(n), Version: version, Study: "s", Number: n + 1, Levels: []string{"a\nb", "ё"}, Scenario: fmt.Appendf(nil, "scenario %d", n)}
}

func result(n int) batch.Result {
	value := float64(n)
	return batch.Result{
		Record: batch.Record{ID: id(n), Status: batch.Solved, Figures: batch.Figures{Value: &value}},
		Plan:   fmt.Appendf(nil, "plan %d", n), Log: fmt.Appendf(nil, "log %d", n),
	}
}

func offer(t testing.TB, q *queue.Queue, numbers ...int) {
	t.Helper()
	for _, n := range numbers {
		if got := must[queue.Offered](t)(q.Offer(t.Context(), task(n))); got != queue.Queued {
			t.Fatalf("run %d: %s", n, got)
		}
	}
}

// next is the next run, which must be there.
func next(t testing.TB, q *queue.Queue) *queue.Delivery {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	return must[*queue.Delivery](t)(q.Next(ctx, version))
}

// store stores the result of a delivery as a worker would.
func store(t testing.TB, d *queue.Delivery) bool {
	t.Helper()
	return must[bool](t)(d.Store(t.Context(), result(d.Task.Number-1)))
}

// work does what is queued and needs to be done.
func work(t testing.TB, q *queue.Queue) (done int) {
	t.Helper()
	for must[int](t)(q.Waiting(t.Context())) > 0 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		d, err := q.Next(ctx, version)
		cancel()
		switch {
		case err == nil:
			store(t, d)
			done++
		case !errors.Is(err, context.DeadlineExceeded):
			t.Fatal(err)
		}
	}
	return done
}

func counts(t testing.TB, q *queue.Queue, n int) queue.Counts {
	t.Helper()
	return must[queue.Counts](t)(q.Counts(t.Context(), version, slices.Values(ids(n))))
}

// complete asserts that each of n runs has exactly one record, that of its own number,
// with its own plan and log, and that the queue is empty.
func complete(t testing.TB, q *queue.Queue, n int) {
	t.Helper()
	got := map[string]int{}
	for r, err := range q.Records(t.Context(), slices.Values(ids(n))) {
		if err != nil {
			t.Fatal(err)
		}
		got[r.ID]++
	}
	for i, id := range ids(n) {
		if got[id] != 1 {
			t.Errorf("run %d has %d records", i, got[id])
			continue
		}
		r := must[batch.Record](t)(q.Record(t.Context(), id))
		if r.Status != batch.Solved || *r.Value != float64(i) {
			t.Errorf("run %d: %+v", i, r)
		}
		plan, log := must[[]byte](t)(q.Plan(t.Context(), id)), must[[]byte](t)(q.Log(t.Context(), id))
		if want := result(i); !bytes.Equal(plan, want.Plan) || !bytes.Equal(log, want.Log) {
			t.Errorf("run %d: plan %q, log %q", i, plan, log)
		}
	}
	if c := counts(t, q, n); c.Queued+c.Running+c.Idle+c.Damaged > 0 || c.Results[batch.Solved] != n {
		t.Errorf("%+v", c)
	}
	if v := must[[]string](t)(q.Versions(t.Context())); len(v) > 0 {
		t.Errorf("the queue still holds runs of %q", v)
	}
	if got := must[int](t)(q.StoredRecords(t.Context())); got != n {
		t.Errorf("%d records for %d runs", got, n)
	}
}

// TestRuns: runs go through the queue and leave their results.
func TestRuns(t *testing.T) {
	t.Parallel()
	q := open(t, queue.ServerOptions{})
	watch := must[<-chan batch.Record](t)(q.Watch(t.Context()))
	offer(t, q, 0, 1, 2)
	if got := must[queue.Offered](t)(q.Offer(t.Context(), task(1))); got != queue.AlreadyQueued {
		t.Errorf("a second offer: %s", got)
	}
	if c := counts(t, q, 4); c.Queued != 3 || c.Idle != 1 {
		t.Errorf("%+v", c)
	}
	for range 3 {
		d := next(t, q)
		want := task(d.Task.Number - 1)
		if d.Attempt != 1 || d.MaxAttempts != queue.MaxAttempts || d.Task.ID != want.ID || !slices.Equal(d.Task.Levels, want.Levels) ||
			!bytes.Equal(d.Task.Scenario, want.Scenario) {
			t.Errorf("%+v: %+v", d, d.Task)
		}
		check(t, d.Working(t.Context()))
		if got := must[queue.Offered](t)(q.Offer(t.Context(), want)); got != queue.AlreadyQueued {
			t.Errorf("an offer of a run in work: %s", got)
		}
		if !store(t, d) {
			t.Error("the first result was not kept")
		}
		if r := <-watch; r.ID != d.Task.ID || r.Attempts != 1 {
			t.Errorf("watched %+v", r)
		}
	}
	if got := must[queue.Offered](t)(q.Offer(t.Context(), task(1))); got != queue.HasResult {
		t.Errorf("an offer of a run with a result: %s", got)
	}
	complete(t, q, 3)
	if _, err := q.Record(t.Context(), id(7)); !errors.Is(err, queue.ErrNone) {
		t.Errorf("a run that never was: %v", err)
	}
}

// TestLargeScenario: a scenario that no message holds comes through, and leaves nothing
// behind; offered again while it waits, it is still there.
func TestLargeScenario(t *testing.T) {
	t.Parallel()
	q := open(t, queue.ServerOptions{})
	large := task(0)
	large.Scenario = bytes.Repeat([]byte("0123456789abcdef"), 200_000)
	for _, want := range []queue.Offered{queue.Queued, queue.AlreadyQueued} {
		if got := must[queue.Offered](t)(q.Offer(t.Context(), large)); got != want {
			t.Fatal(got)
		}
	}
	d := next(t, q)
	if !bytes.Equal(d.Task.Scenario, large.Scenario) {
		t.Error("another scenario came out")
	}
	store(t, d)
	if left := must[[]string](t)(q.Subjects(t.Context(), "gridalloc-files", "gridalloc.file.scenario.>")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	complete(t, q, 1)
}

// TestTwoResults: of two results of a run the first counts, with its own plan.
func TestTwoResults(t *testing.T) {
	t.Parallel()
	q := open(t, queue.ServerOptions{Options: queue.Options{Patience: 300 * time.Millisecond}})
	offer(t, q, 0)
	slow := next(t, q)
	quick := next(t, q) // slow was silent
	if quick.Attempt != 2 {
		t.Errorf("attempt %d", quick.Attempt)
	}
	if !store(t, quick) {
		t.Error("the first was not kept")
	}
	late := result(0)
	late.Plan, late.Record.Worker = []byte("another plan"), "slow"
	if must[bool](t)(slow.Store(t.Context(), late)) {
		t.Error("the second was kept")
	}
	complete(t, q, 1)
	if left := must[[]string](t)(q.Subjects(t.Context(), "gridalloc-files", "gridalloc.file.result.>")); len(left) != 1 {
		t.Errorf("files %q", left)
	}
}

// TestBack: what is given back is handed out again, and counts as an attempt unless it
// is released.
func TestBack(t *testing.T) {
	t.Parallel()
	q := open(t, queue.ServerOptions{})
	offer(t, q, 0)
	for i, want := range []int{1, 2, 2, 2, 3} {
		d := next(t, q)
		if d.Attempt != want {
			t.Errorf("delivery %d: attempt %d, not %d", i, d.Attempt, want)
		}
		switch i {
		case 0, 3:
			check(t, d.Back(0))
		case 4:
			store(t, d)
		default:
			check(t, d.Release(t.Context(), 0))
		}
	}
	complete(t, q, 1)
}

// TestDeadAndRetry: a run that was given up has a Failed record, can be tried again,
// and counts its attempts from 1 then.
func TestDeadAndRetry(t *testing.T) {
	t.Parallel()
	q := open(t, queue.ServerOptions{})
	offer(t, q, 0, 1)
	for range 2 {
		d := next(t, q)
		if d.Task.ID == id(1) {
			store(t, d)
			continue
		}
		check(t, d.Back(0))
		d = next(t, q)
		for d.Task.ID != id(0) {
			store(t, d)
			d = next(t, q)
		}
		check(t, d.Dead(t.Context(), "killed twice"))
		break
	}
	work(t, q)
	r := must[batch.Record](t)(q.Record(t.Context(), id(0)))
	if r.Status != batch.Failed || r.Reason != "killed twice" || r.Attempts != 2 {
		t.Errorf("%+v", r)
	}
	if n := must[int](t)(q.Retry(t.Context(), slices.Values(ids(3)))); n != 1 {
		t.Errorf("retried %d", n)
	}
	if c := counts(t, q, 2); c.Queued != 1 || c.Results[batch.Solved] != 1 {
		t.Errorf("%+v", c)
	}
	d := next(t, q)
	if d.Attempt != 1 || !bytes.Equal(d.Task.Scenario, task(0).Scenario) {
		t.Errorf("%+v", d)
	}
	check(t, d.Dead(t.Context(), "again"))
	check(t, q.Forget(t.Context(), id(0)))
	if left := must[[]string](t)(q.Subjects(t.Context(), "gridalloc-dead", "gridalloc.dead.>")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	offer(t, q, 0)
	store(t, next(t, q))
	complete(t, q, 2)
}

// TestCancel: queued runs are gone, those in work are told, and another offer is not
// held to be cancelled.
func TestCancel(t *testing.T) {
	t.Parallel()
	q := open(t, queue.ServerOptions{})
	offer(t, q, 0, 1)
	d := next(t, q)
	check(t, d.Working(t.Context()))
	if n := must[int](t)(q.Cancel(t.Context(), version, slices.Values(ids(3)))); n != 2 {
		t.Errorf("cancelled %d", n)
	}
	if err := d.Working(t.Context()); !errors.Is(err, queue.ErrCancelled) {
		t.Errorf("in work: %v", err)
	}
	if c := counts(t, q, 2); c.Idle != 2 {
		t.Errorf("%+v", c)
	}
	offer(t, q, 0, 1)
	for range 2 {
		d := next(t, q)
		check(t, d.Working(t.Context()))
		store(t, d)
	}
	complete(t, q, 2)
}

// TestVersions: a worker gets runs of its own version only, and is told when all are
// for others.
func TestVersions(t *testing.T) {
	t.Parallel()
	q := open(t, queue.ServerOptions{})
	check(t, q.CheckVersion(t.Context(), "v9"))
	offer(t, q, 0)
	for len(must[[]string](t)(q.Versions(t.Context()))) == 0 { // the server counts in a moment
		continue
	}
	err := q.CheckVersion(t.Context(), "v9")
	if err == nil || !strings.Contains(err.Error(), "v9") || !strings.Contains(err.Error(), version) || queue.Hints(err) == nil {
		t.Errorf("another version: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if d, err := q.Next(ctx, "v9"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%+v, %v", d, err)
	}
	check(t, q.CheckVersion(t.Context(), version))
	store(t, next(t, q))
	complete(t, q, 1)
}

// TestWorkers: heartbeats are there until the worker leaves or falls silent.
func TestWorkers(t *testing.T) {
	t.Parallel()
	q := open(t, queue.ServerOptions{Options: queue.Options{Patience: time.Second}})
	offer(t, q, 0)
	d := next(t, q)
	check(t, q.Beat(t.Context(), queue.Worker{Name: "host.b/2", Run: d.Task.ID}))
	check(t, q.Beat(t.Context(), queue.Worker{Name: "a"}))
	names := func() (names []string) {
		for _, w := range must[[]queue.Worker](t)(q.Workers(t.Context())) {
			names = append(names, w.Name)
		}
		return names
	}
	if got := names(); !slices.Equal(got, []string{"a", "host.b/2"}) {
		t.Errorf("%q", got)
	}
	if c := counts(t, q, 1); c.Running != 1 {
		t.Errorf("%+v", c)
	}
	check(t, q.Leave(t.Context(), "a"))
	if got := names(); !slices.Equal(got, []string{"host.b/2"}) {
		t.Errorf("%q", got)
	}
	for len(names()) > 0 {
		time.Sleep(50 * time.Millisecond)
	}
	store(t, d)
}

// TestStudies: a study comes back with its runs, read one after the other, and takes
// the place of the one of its name.
func TestStudies(t *testing.T) {
	t.Parallel()
	q := open(t, queue.ServerOptions{})
	list := func(n int) func(func(batch.Run, error) bool) {
		return func(yield func(batch.Run, error) bool) {
			for i := range n {
				if !yield(batch.Run{ID: id(i), Number: i + 1, Levels: []string{fmt.Sprint(i)}}, nil) {
					return
				}
			}
		}
	}
	for _, n := range []int{20_000, 3} {
		want := queue.Study{Name: "sweep. of/all", Version: version, Definition: []byte("a: b\n"), Runs: n}
		check(t, q.SaveStudy(t.Context(), want, list(n)))
		got, runs, err := q.Study(t.Context(), want.Name)
		if err != nil || got.Name != want.Name || got.Runs != n || !bytes.Equal(got.Definition, want.Definition) || got.Saved.IsZero() {
			t.Fatalf("%+v, %v", got, err)
		}
		i := 0
		for r, err := range runs {
			if err != nil || r.ID != id(i) || r.Number != i+1 || r.Levels[0] != fmt.Sprint(i) {
				t.Fatalf("run %d: %+v, %v", i, r, err)
			}
			i++
		}
		if i != n {
			t.Errorf("%d runs, not %d", i, n)
		}
	}
	if err := q.SaveStudy(t.Context(), queue.Study{Name: "other", Runs: 4}, list(3)); err == nil {
		t.Error("another number of runs was saved")
	}
	all := must[[]queue.Study](t)(q.Studies(t.Context()))
	if len(all) != 1 || all[0].Name != "sweep. of/all" {
		t.Errorf("%+v", all)
	}
	if left := must[[]string](t)(q.Subjects(t.Context(), "gridalloc-files", "gridalloc.file.study.>")); len(left) != 1 {
		t.Errorf("files %q", left)
	}
	if _, _, err := q.Study(t.Context(), "none"); !errors.Is(err, queue.ErrNone) {
		t.Error(err)
	}
}
