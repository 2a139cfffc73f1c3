package queue_test

import (
	"context"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

// stages are what a worker may have done of a run when it vanishes.
var stages = []func(context.Context, *queue.Delivery) error{
	func(context.Context, *queue.Delivery) error { return nil },
	func(ctx context.Context, d *queue.Delivery) error { return d.Working(ctx) },
	func(ctx context.Context, d *queue.Delivery) error {
		r := result(d.Task.Number - 1)
		r.Plan = []byte("a plan that no record names")
		return d.StoreFiles(ctx, r)
	},
	func(ctx context.Context, d *queue.Delivery) error {
		return d.StoreUnacknowledged(ctx, result(d.Task.Number-1))
	},
}

// TestVanish: a worker that vanishes at any stage between Next and the acknowledgement
// costs no run and makes none twice: another does what is left.
func TestVanish(t *testing.T) {
	t.Parallel()
	s := serve(t, queue.ServerOptions{Options: queue.Options{Patience: 500 * time.Millisecond}})
	options := queue.Options{Patience: 500 * time.Millisecond}
	q := connect(t, s.Address(), options)
	for i, stage := range stages {
		offer(t, q, i)
		worker := connect(t, s.Address(), options)
		d := next(t, worker)
		check(t, stage(t.Context(), d))
		worker.Drop()
	}
	for i := range stages[1:] {
		d := next(t, q)
		if d.Attempt != 2 {
			t.Errorf("attempt %d", d.Attempt)
		}
		if i == 0 {
			for range 8 { // longer than the patience
				time.Sleep(100 * time.Millisecond)
				check(t, d.Working(t.Context()))
			}
		}
		store(t, d)
	}
	for must[int](t)(q.Waiting(t.Context())) > 0 { // the one with a record is passed over
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		if d, err := q.Next(ctx, version); err == nil {
			t.Errorf("run %d was handed out again", d.Task.Number)
		}
		cancel()
	}
	complete(t, q, len(stages))
	if left := must[[]string](t)(q.Subjects(t.Context(), "gridalloc-files", "gridalloc.file.>")); len(left) != len(stages) {
		t.Errorf("files %q", left)
	}
}

// TestDuplicates: a run that is queued again although it has its record is not solved
// again, and one that waits is not queued twice.
func TestDuplicates(t *testing.T) {
	t.Parallel()
	q := open(t, queue.ServerOptions{})
	offer(t, q, 0, 1)
	for range 2 {
		if got := must[queue.Offered](t)(q.Requeue(t.Context(), task(0))); got != queue.AlreadyQueued {
			t.Errorf("a duplicate: %s", got)
		}
	}
	work(t, q)
	if got := must[queue.Offered](t)(q.Requeue(t.Context(), task(0))); got != queue.Queued {
		t.Errorf("a late duplicate: %s", got)
	}
	offer(t, q, 2)
	if d := next(t, q); d.Task.ID != id(2) {
		t.Errorf("run %d was handed out again", d.Task.Number)
	} else {
		store(t, d)
	}
	complete(t, q, 3)
}
