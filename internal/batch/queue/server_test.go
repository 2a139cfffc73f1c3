package queue_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

// TestTwoCoordinators: the second on a folder is refused and told who holds it; other
// commands reach the first; when it is gone, they serve the folder themselves.
func TestTwoCoordinators(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := queue.Find(dir); !errors.Is(err, queue.ErrNone) {
		t.Error(err)
	}
	c := startChild(t, dir)
	if a := must[queue.Address](t)(queue.Find(dir)); a.URL == "" || a.Token == "" {
		t.Errorf("%+v", a)
	}
	_, err := queue.Serve(t.Context(), dir, queue.ServerOptions{})
	if !errors.Is(err, queue.ErrHeld) || !strings.Contains(err.Error(), fmt.Sprintf("process %d ", c.Process.Pid)) || queue.Hints(err) == nil {
		t.Errorf("the second: %v", err)
	}
	info := must[os.FileInfo](t)(os.Stat(filepath.Join(dir, "queue", "server.json")))
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	q := openChild(t, dir, queue.Options{})
	offer(t, q, 0)
	c.kill()
	if _, err := queue.Find(dir); !errors.Is(err, queue.ErrNone) {
		t.Errorf("after a kill: %v", err)
	}
	own := must[*queue.Queue](t)(queue.Open(t.Context(), dir, queue.ServerOptions{}))
	if own.Server() == nil {
		t.Error("no server was started")
	}
	store(t, next(t, own))
	complete(t, own, 1)
	check(t, own.Close())
	if _, err := os.Stat(filepath.Join(dir, "queue", "server.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after the end: %v", err)
	}
}

// TestKilledServer: what a server acknowledged before a kill -9 is there afterwards, and
// runs that were in work are handed out at once, as if for the first time.
func TestKilledServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := startChild(t, dir)
	q := openChild(t, dir, queue.Options{})
	const n = 12
	for i := range n {
		offer(t, q, i)
	}
	for i := range 8 {
		if d := next(t, q); i%2 == 0 {
			store(t, d)
		}
	}
	c.kill()
	startChild(t, dir)
	q = openChild(t, dir, queue.Options{})
	if got := counts(t, q, n); got.Queued != n-4 || got.Results[batch.Solved] != 4 {
		t.Errorf("%+v", got)
	}
	for range n - 4 {
		d := next(t, q)
		if d.Attempt != 1 {
			t.Errorf("attempt %d", d.Attempt)
		}
		store(t, d)
	}
	complete(t, q, n)
}

// TestRestart: a server that ended in good order hands out again what was in work, as if
// for the first time and without waiting.
func TestRestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for life := range 3 {
		q := must[*queue.Queue](t)(queue.Open(context.WithoutCancel(t.Context()), dir, queue.ServerOptions{}))
		if life == 0 {
			offer(t, q, 0)
		}
		d := next(t, q)
		if d.Attempt != 1 {
			t.Errorf("life %d: attempt %d", life, d.Attempt)
		}
		if life == 2 {
			store(t, d)
			complete(t, q, 1)
		}
		check(t, q.Close())
	}
}

// TestFolderThatCannotBe: a folder that is a file is an error, and leaves no lock.
func TestFolderThatCannotBe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	check(t, os.MkdirAll(filepath.Join(dir, "queue"), 0o700))
	check(t, os.WriteFile(filepath.Join(dir, "queue", "jetstream"), nil, 0o600))
	for range 2 {
		if _, err := queue.Serve(t.Context(), dir, queue.ServerOptions{}); err == nil || errors.Is(err, queue.ErrHeld) {
			t.Error(err)
		}
	}
}

// TestFull: without room nothing is lost, the run goes back, and all goes on when there
// is room.
func TestFull(t *testing.T) {
	t.Parallel()
	q := open(t, queue.ServerOptions{MaxStore: 3 << 20, Options: queue.Options{Patience: 300 * time.Millisecond}})
	large := func(n int) *batch.Task {
		x := task(n)
		x.Scenario = make([]byte, 200<<10)
		return x
	}
	n := 0
	for ; ; n++ {
		_, err := q.Offer(t.Context(), large(n))
		if errors.Is(err, queue.ErrFull) {
			if queue.Hints(err) == nil {
				t.Error("no advice")
			}
			break
		}
		check(t, err)
	}
	d := next(t, q)
	big := result(d.Task.Number - 1)
	big.Log = make([]byte, 1<<20)
	random := rand.NewChaCha8([32]byte{})
	_, _ = random.Read(big.Log)
	if _, err := d.Store(t.Context(), big); !errors.Is(err, queue.ErrFull) {
		t.Fatalf("no room: %v", err)
	}
	check(t, d.Release(t.Context(), 0))
	if got := counts(t, q, n); got.Queued != n {
		t.Errorf("of %d: %+v", n, got)
	}
	if left := must[[]string](t)(q.Subjects(t.Context(), "gridalloc-files", "gridalloc.file.>")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	if got := must[int](t)(q.Cancel(t.Context(), version, slices.Values(ids(n)[n-2:]))); got != 2 {
		t.Errorf("cancelled %d", got)
	}
	for range n - 2 {
		d := next(t, q)
		if d.Attempt != 1 {
			t.Errorf("run %d: attempt %d", d.Task.Number, d.Attempt)
		}
		store(t, d)
	}
	complete(t, q, n-2)
}

// TestDamaged: what is damaged in the store is said to be, and made anew after Forget;
// the rest is not touched.
func TestDamaged(t *testing.T) {
	t.Parallel()
	q := open(t, queue.ServerOptions{})
	ctx := t.Context()
	for i := range 3 {
		offer(t, q, i)
	}
	work(t, q)
	complete(t, q, 3)
	for _, subject := range must[[]string](t)(q.Subjects(ctx, "gridalloc-files", "gridalloc.file.result."+id(0)+".>")) {
		check(t, q.Overwrite(ctx, subject, []byte("no plan")))
	}
	check(t, q.Overwrite(ctx, "gridalloc.record."+id(1), []byte(`{"record":{"id":"another"}}`)))
	if _, err := q.Plan(ctx, id(0)); !errors.Is(err, queue.ErrDamaged) || queue.Hints(err) == nil {
		t.Errorf("plan: %v", err)
	}
	if _, err := q.Record(ctx, id(1)); !errors.Is(err, queue.ErrDamaged) || queue.Hints(err) == nil {
		t.Errorf("record: %v", err)
	}
	if c := counts(t, q, 3); c.Damaged != 1 || c.Results[batch.Solved] != 2 {
		t.Errorf("%+v", c)
	}
	must[queue.Offered](t)(q.Requeue(ctx, task(1)))
	if n := work(t, q); n != 0 {
		t.Errorf("%d runs with a damaged record were done again unasked", n)
	}
	var read, odd int
	for _, err := range q.Records(ctx, func(yield func(string) bool) { _ = yield(id(1)) && yield(id(2)) }) {
		if err == nil {
			read++
		} else {
			odd++
		}
	}
	if read != 1 || odd != 1 {
		t.Errorf("read %d, damaged %d", read, odd)
	}
	for i := range 2 {
		check(t, q.Forget(ctx, id(i)))
		offer(t, q, i)
	}
	if n := work(t, q); n != 2 {
		t.Errorf("%d runs were done again", n)
	}
	complete(t, q, 3)
}

// TestDamagedRun: a run that cannot be read gets a Failed record, and the others go on.
func TestDamagedRun(t *testing.T) {
	t.Parallel()
	q := open(t, queue.ServerOptions{})
	ctx := t.Context()
	check(t, q.Overwrite(ctx, "gridalloc.run.v1%2E2%20%28test%29."+id(0), []byte("no task")))
	large := task(1)
	large.Scenario = make([]byte, 1<<20)
	if _, err := q.Offer(ctx, large); err != nil {
		t.Fatal(err)
	}
	check(t, q.Overwrite(ctx, must[[]string](t)(q.Subjects(ctx, "gridalloc-files", "gridalloc.file.>"))[1], []byte("x")))
	offer(t, q, 2)
	if d := next(t, q); d.Task.ID != id(2) {
		t.Errorf("%+v", d.Task)
	} else {
		store(t, d)
	}
	for i := range 2 {
		if r := must[batch.Record](t)(q.Record(ctx, id(i))); r.Status != batch.Failed || !strings.Contains(r.Reason, "damaged") {
			t.Errorf("%+v", r)
		}
		check(t, q.Forget(ctx, id(i)))
		offer(t, q, i)
	}
	work(t, q)
	complete(t, q, 3)
}

// TestDamagedDisk: bytes that change on the disk are found: no plan is wrong, and what
// is lost can be made anew.
func TestDamagedDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const n = 10
	run := func(do func(q *queue.Queue)) {
		t.Helper()
		q := must[*queue.Queue](t)(queue.Open(context.WithoutCancel(t.Context()), dir, queue.ServerOptions{}))
		do(q)
		check(t, q.Close())
	}
	run(func(q *queue.Queue) {
		for i := range n {
			offer(t, q, i)
		}
		work(t, q)
		complete(t, q, n)
	})
	blocks := must[[]string](t)(filepath.Glob(filepath.Join(dir, "queue", "jetstream", "*", "streams", "gridalloc-files", "msgs", "*.blk")))
	for _, path := range blocks {
		text := must[[]byte](t)(os.ReadFile(path))
		text[len(text)/2] ^= 0x55
		check(t, os.WriteFile(path, text, 0o600))
	}
	run(func(q *queue.Queue) {
		lost := 0
		for i := range n {
			plan, err := q.Plan(t.Context(), id(i))
			switch {
			case errors.Is(err, queue.ErrDamaged):
				lost++
				check(t, q.Forget(t.Context(), id(i)))
				offer(t, q, i)
			case err != nil || string(plan) != string(result(i).Plan):
				t.Errorf("run %d: plan %q, %v", i, plan, err)
			}
		}
		if lost == 0 {
			t.Errorf("nothing was damaged in %q", blocks)
		}
		if done := work(t, q); done != lost {
			t.Errorf("%d runs were done again, and %d were lost", done, lost)
		}
		complete(t, q, n)
	})
}
