//go:build unix

package cli

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// locked is a buffer for several goroutines.
type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// The first interrupt cancels the context, the second ends the process.
func TestInterrupt(t *testing.T) {
	var errs locked
	exited := make(chan int, 1)
	s := &session{Program: Program{Exit: func(code int) { exited <- code }}, term: newTerminal(io.Discard, &errs)}
	ctx, interrupted, stop := s.interruptible(context.Background())
	defer stop()
	if interrupted() {
		t.Error("interrupted before")
	}
	kill(t)
	select {
	case <-ctx.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("the context is not cancelled")
	}
	if !interrupted() || !strings.Contains(errs.String(), "interrupt again to stop at once") {
		t.Errorf("interrupted: %v; printed %q", interrupted(), errs.String())
	}
	kill(t)
	select {
	case code := <-exited:
		if code != exitInterrupted {
			t.Errorf("exit code %d", code)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the second interrupt does not end the process")
	}
}

func kill(t *testing.T) {
	t.Helper()
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
}
