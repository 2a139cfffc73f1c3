package simulate

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
)

// TestInOrder: every draw is made once and collected in order, also when some
// take much longer than others.
func TestInOrder(t *testing.T) {
	for _, draws := range []int{1, 63, 64, 65, 1000} {
		for threads := 1; threads <= 4; threads++ {
			blanks := 0
			worker := func() func(int, *int) {
				return func(i int, item *int) {
					for range i % 7 * 100 {
						runtime.Gosched()
					}
					*item = i * i
				}
			}
			next := 0
			done, err := inOrder(context.Background(), draws, threads, func() int { blanks++; return 0 }, worker, func(i int, item *int) error {
				if i != next || *item != i*i {
					t.Fatalf("draw %d with %d after %d", i, *item, next-1)
				}
				next++
				return nil
			})
			if done != draws || next != draws || err != nil {
				t.Errorf("%d of %d draws, %v", done, draws, err)
			}
			if blanks != 2*threads*batchDraws {
				t.Errorf("%d items made for %d threads", blanks, threads)
			}
		}
	}
}

func TestInOrderEnds(t *testing.T) {
	idle := func() func(int, *int) { return func(int, *int) {} }
	for threads := 1; threads <= 3; threads++ {
		ctx, cancel := context.WithCancel(context.Background())
		var made atomic.Int64
		worker := func() func(int, *int) { return func(int, *int) { made.Add(1) } }
		collected := 0
		done, err := inOrder(ctx, 1<<30, threads, func() int { return 0 }, worker, func(int, *int) error {
			if collected++; collected == 100 {
				cancel()
			}
			return nil
		})
		if err != nil || done != collected || done < 100 || done > 1<<20 || int64(done) > made.Load() {
			t.Errorf("cancelled after 100: %d done, %d collected, %d made, %v", done, collected, made.Load(), err)
		}

		want := errors.New("disk full")
		done, err = inOrder(context.Background(), 1<<30, threads, func() int { return 0 }, idle, func(i int, _ *int) error {
			if i == 70 {
				return want
			}
			return nil
		})
		if done != 70 || !errors.Is(err, want) {
			t.Errorf("%d done, %v", done, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if done, err := inOrder(ctx, 100, 2, func() int { return 0 }, idle, func(int, *int) error { return nil }); done != 0 || err != nil {
		t.Errorf("cancelled before: %d done, %v", done, err)
	}
}
