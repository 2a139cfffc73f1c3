package cli

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
)

// interruptible is interruptibleTo for searches.
func (s *session) interruptible(ctx context.Context) (_ context.Context, interrupted func() bool, stop func()) {
	return s.interruptibleTo(ctx, "finishing with the best plan found, if there is one")
}

// interruptibleTo gives a context that the first interrupt (Ctrl-C, or a polite
// kill) cancels, saying what happens then; a second one ends the process at
// once. interrupted tells whether there was one; stop gives the signals back.
func (s *session) interruptibleTo(ctx context.Context, then string) (_ context.Context, interrupted func() bool, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	var came atomic.Bool
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-signals:
			}
			if came.Swap(true) {
				s.Exit(exitInterrupted)
				return
			}
			s.term.note("interrupted: %s; interrupt again to stop at once", then)
			cancel()
		}
	}()
	return ctx, came.Load, func() {
		signal.Stop(signals)
		close(done)
		cancel()
	}
}
