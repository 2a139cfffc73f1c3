package solver

import (
	"context"
	"errors"
	"time"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// memoryInterval is the time between two looks at the memory in use.
const memoryInterval = 100 * time.Millisecond

// ErrMemory is the cause of the end of a search that the memory limit ended.
var ErrMemory = errors.New("solver: the memory limit is reached")

// watched is a context that ends when the process holds more memory than the
// scenario allows; stop gives up watching. A search notices between two steps of
// the engine, which may take more meanwhile.
func watched(ctx context.Context, s *model.Scenario, memory func() uint64) (_ context.Context, stop func(), err error) {
	limit := s.Solver.MemoryLimit
	switch {
	case limit == 0:
		return ctx, func() {}, nil
	case memory == nil:
		return nil, nil, errors.New("solver: the scenario limits the memory, but nothing tells how much is in use (Options.Memory)")
	}
	ctx, cancel := context.WithCancelCause(ctx)
	look := func() {
		if float64(memory()) > limit {
			cancel(ErrMemory)
		}
	}
	look()
	go func() {
		ticker := time.NewTicker(memoryInterval)
		defer ticker.Stop()
		for ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-ticker.C:
				look()
			}
		}
	}()
	return ctx, func() { cancel(nil) }, nil
}

// endedBy says what ended a search under a context: what the engine takes for an
// interrupt may be the memory limit.
func endedBy(ctx context.Context, t mip.Termination, l mip.Limit) (mip.Termination, mip.Limit) {
	if t == mip.Interrupted && errors.Is(context.Cause(ctx), ErrMemory) {
		return mip.LimitReached, mip.MemoryLimit
	}
	return t, l
}
