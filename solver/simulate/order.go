package simulate

import (
	"context"
	"sync"
	"sync/atomic"
)

// batchDraws is how many draws a goroutine makes before it hands them on.
const batchDraws = 64

// batch is consecutive draws.
type batch[T any] struct {
	first, count int
	items        []T
}

// inOrder makes draws 0 .. draws-1 on some goroutines, each with a worker of
// its own, and collects them in order on the caller's. Items are made with
// blank once and used again, so that memory does not grow with the draws. When
// ctx ends, or collect fails, the draws that were collected until then, all
// from 0 on, are counted in done.
func inOrder[T any](ctx context.Context, draws, threads int, blank func() T, worker func() func(draw int, item *T), collect func(draw int, item *T) error) (done int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := 2 * threads
	free, full := make(chan *batch[T], batches), make(chan *batch[T], batches)
	for range batches {
		b := &batch[T]{}
		for range batchDraws {
			b.items = append(b.items, blank())
		}
		free <- b
	}
	var next atomic.Int64
	var all sync.WaitGroup
	for range threads {
		work := worker()
		all.Go(func() {
			for makeBatch(ctx, draws, &next, free, full, work) {
			}
		})
	}
	go func() {
		all.Wait()
		close(full)
	}()
	waiting := map[int]*batch[T]{}
	for b := range full {
		waiting[b.first] = b
		for b, ok := waiting[done]; ok && err == nil; b, ok = waiting[done] {
			delete(waiting, b.first)
			for k := range b.count {
				if err = collect(done, &b.items[k]); err != nil {
					cancel()
					break
				}
				done++
			}
			free <- b
		}
	}
	return done, err
}

// makeBatch makes one batch; the batch that is next has always got its room,
// since a number is taken after it. It reports whether there may be more.
func makeBatch[T any](ctx context.Context, draws int, next *atomic.Int64, free, full chan *batch[T], work func(int, *T)) bool {
	var b *batch[T]
	select {
	case <-ctx.Done():
		return false
	case b = <-free:
	}
	b.first, b.count = int(next.Add(1)-1)*batchDraws, 0
	for b.count < batchDraws && b.first+b.count < draws && ctx.Err() == nil {
		work(b.first+b.count, &b.items[b.count])
		b.count++
	}
	count := b.count // b is another's once it is handed on
	if count > 0 {
		full <- b
	}
	return count == batchDraws
}
