//go:build long

package queue_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

// TestKilledOften: a server that is killed 20 times at random moments, while runs are
// offered and done, loses nothing that it acknowledged: no run is handed out again once
// its result was kept.
func TestKilledOften(t *testing.T) {
	const n, lives = 1500, 20
	dir := t.TempDir()
	var mu sync.Mutex
	kept := map[string]int{}
	for range lives {
		c := startChild(t, dir)
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		live := func(do func(q *queue.Queue) error) {
			q := must[*queue.Queue](t)(queue.Open(context.WithoutCancel(ctx), dir, queue.ServerOptions{}))
			all.Go(func() {
				defer q.Drop()
				for ctx.Err() == nil {
					if err := do(q); err != nil && ctx.Err() == nil {
						t.Error(err)
					}
				}
			})
		}
		live(func(q *queue.Queue) error {
			_, err := q.Offer(ctx, task(rand.IntN(n)))
			return err
		})
		for range 3 {
			live(func(q *queue.Queue) error {
				d, err := q.Next(ctx, version)
				if err != nil {
					return err
				}
				mu.Lock()
				if kept[d.Task.ID] > 0 {
					t.Errorf("run %d is handed out again", d.Task.Number)
				}
				mu.Unlock()
				ok, err := d.Store(ctx, result(d.Task.Number-1))
				if ok {
					mu.Lock()
					kept[d.Task.ID]++
					mu.Unlock()
				}
				return err
			})
		}
		time.Sleep(100*time.Millisecond + rand.N(400*time.Millisecond))
		c.kill()
		cancel()
		all.Wait()
	}
	startChild(t, dir)
	q := openChild(t, dir, queue.Options{})
	before := len(kept)
	for i := range n {
		offered := must[queue.Offered](t)(q.Offer(t.Context(), task(i)))
		if kept[id(i)] > 0 && offered != queue.HasResult {
			t.Errorf("run %d was kept %d times, and is %s", i, kept[id(i)], offered)
		}
	}
	work(t, q)
	complete(t, q, n)
	for id, times := range kept {
		if times != 1 {
			t.Errorf("%s was kept %d times", id, times)
		}
	}
	t.Logf("%d of %d runs were done in %d lives", before, n, lives)
}
