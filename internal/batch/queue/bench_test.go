package queue_test

import (
	"bytes"
	"sync"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

// pass offers runs from..to-1 and has them done by some workers, and tells how long
// either took.
func pass(t testing.TB, q *queue.Queue, workers []*queue.Queue, from, to, scenario, plan int) (offering, working time.Duration) {
	t.Helper()
	began := time.Now()
	packs := func(yield func(func() (*batch.Task, error)) bool) {
		for n := from; n < to; n++ {
			x := task(n)
			x.Scenario = bytes.Repeat([]byte{byte(n)}, scenario)
			if !yield(func() (*batch.Task, error) { return x, nil }) {
				return
			}
		}
	}
	for offered, err := range q.OfferAll(t.Context(), packs) {
		if offered != queue.Queued || err != nil {
			t.Fatal(offered, err)
		}
	}
	offering = time.Since(began)
	began = time.Now()
	left := make(chan struct{}, to-from)
	for range to - from {
		left <- struct{}{}
	}
	close(left)
	var all sync.WaitGroup
	for _, w := range workers {
		all.Go(func() {
			for range left {
				d, err := w.Next(t.Context(), version)
				if err != nil {
					t.Error(err)
					return
				}
				r := batch.Result{Record: batch.Record{ID: d.Task.ID, Status: batch.Solved}, Plan: make([]byte, plan), Log: []byte("log")}
				if kept, err := d.Store(t.Context(), r); !kept || err != nil {
					t.Error(kept, err)
				}
			}
		})
	}
	all.Wait()
	return offering, time.Since(began)
}

// BenchmarkRuns is what the queue takes of a tiny run, with a server in a process of
// its own and four workers.
func BenchmarkRuns(b *testing.B) {
	dir := b.TempDir()
	c := startChild(b, dir)
	q := openChild(b, dir, queue.Options{})
	var workers []*queue.Queue
	for range 4 {
		workers = append(workers, openChild(b, dir, queue.Options{}))
	}
	b.ResetTimer()
	offering, working := pass(b, q, workers, 0, b.N, 1000, 1000)
	b.ReportMetric(float64(b.N)/offering.Seconds(), "offers/s")
	b.ReportMetric(float64(b.N)/working.Seconds(), "results/s")
	b.ReportMetric(float64(b.N)/(offering+working).Seconds(), "runs/s")
	now, most := c.memory(b)
	b.ReportMetric(float64(now), "MB")
	b.ReportMetric(float64(most), "MB-peak")
}
