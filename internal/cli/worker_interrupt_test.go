//go:build unix

package cli

import (
	"context"
	"io"
	"testing"
)

// The first interrupt drains, the second cancels, the third ends the process.
func TestDrainable(t *testing.T) {
	exited := make(chan int, 1)
	s := &session{Program: Program{Exit: func(code int) { exited <- code }}, term: newTerminal(io.Discard, io.Discard)}
	ctx, drain, stop := s.drainable(context.Background())
	defer stop()
	kill(t)
	<-drain
	if ctx.Err() != nil {
		t.Error("the first interrupt cancels")
	}
	kill(t)
	<-ctx.Done()
	kill(t)
	if code := <-exited; code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
}
