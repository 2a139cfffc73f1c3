package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// drainable is what interrupts make of a worker: the first (Ctrl-C, or a polite kill)
// closes drain, so that the runs in progress are finished; the second cancels the
// context, so that they are stopped and given back; a third ends the process. stop
// gives the signals back.
func (s *session) drainable(ctx context.Context) (_ context.Context, drain <-chan struct{}, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	signals := make(chan os.Signal, 3)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	drained, done := make(chan struct{}), make(chan struct{})
	go func() {
		for came := 1; ; came++ {
			select {
			case <-done:
				return
			case <-signals:
			}
			switch came {
			case 1:
				s.term.note("interrupted: finishing the runs in progress; interrupt again to stop them and give them back")
				close(drained)
			case 2:
				s.term.note("interrupted again: giving back the runs in progress")
				cancel()
			default:
				s.Exit(exitInterrupted)
				return
			}
		}
	}()
	return ctx, drained, func() {
		signal.Stop(signals)
		close(done)
		cancel()
	}
}
