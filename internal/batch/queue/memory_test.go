//go:build long

package queue_test

import (
	"testing"

	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

// TestMemory: the server holds as much memory after 10,000 runs as after 100, but for
// what it knows of each record.
func TestMemory(t *testing.T) {
	dir := t.TempDir()
	c := startChild(t, dir)
	q := openChild(t, dir, queue.Options{})
	var workers []*queue.Queue
	for range 4 {
		workers = append(workers, openChild(t, dir, queue.Options{}))
	}
	var small, large int
	for _, p := range []struct {
		from, to int
		peak     *int
	}{{0, 100, &small}, {100, 10_100, &large}} {
		offering, working := pass(t, q, workers, p.from, p.to, 30_000, 30_000)
		var now int
		now, *p.peak = c.memory(t)
		t.Logf("%d runs: offered in %.1f s, done in %.1f s; the server holds %d MB, at most %d MB", p.to-p.from, offering.Seconds(), working.Seconds(), now, *p.peak)
	}
	if large > small+100 {
		t.Errorf("the server held %d MB, after %d MB with 100 runs", large, small)
	}
}
