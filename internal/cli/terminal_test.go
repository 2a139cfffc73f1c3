package cli

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// writerFunc is a writer that is a function.
type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// A reader that goes away ends the writing, not the program; other errors are
// errors.
func TestPipe(t *testing.T) {
	calls := 0
	p := &pipe{w: writerFunc(func([]byte) (int, error) { calls++; return 0, syscall.EPIPE })}
	for range 3 {
		if n, err := p.Write([]byte("text")); n != 4 || err != nil {
			t.Errorf("Write: %d, %v", n, err)
		}
	}
	if calls != 1 {
		t.Errorf("%d writes to the broken pipe", calls)
	}
	full := errors.New("disk full")
	p = &pipe{w: writerFunc(func([]byte) (int, error) { return 0, full })}
	if _, err := p.Write([]byte("text")); !errors.Is(err, full) {
		t.Errorf("Write: %v", err)
	}
}

// Where nothing is a terminal, progress is plain lines, seldom; on a terminal
// a line replaces the one before and is gone before anything else is printed.
func TestProgress(t *testing.T) {
	for _, tty := range []bool{false, true} {
		var b bytes.Buffer
		term := newTerminal(io.Discard, &b)
		term.errIsTTY = tty
		p := newProgress(term)
		now := time.Unix(0, 0)
		p.now, p.last = func() time.Time { return now }, now
		for range 60 { // a minute
			now = now.Add(time.Second)
			p.report(mip.Progress{Seconds: now.Sub(time.Unix(0, 0)).Seconds(), HasPrimal: true, Primal: 1, Dual: 2, Gap: 0.5})
		}
		term.note("done")
		lines, returns := strings.Count(b.String(), "\n"), strings.Count(b.String(), "\r")
		switch {
		case tty && (lines != 1 || returns != 62 || !strings.HasSuffix(b.String(), " \rdone\n")):
			t.Errorf("on a terminal: %d lines, %d returns: %q", lines, returns, b.String())
		case !tty && (lines != 13 || returns != 0):
			t.Errorf("in a log: %d lines, %d returns: %q", lines, returns, b.String())
		}
	}
}

func TestProgressLine(t *testing.T) {
	inf := math.Inf(1)
	for want, state := range map[string]mip.Progress{
		"   12 s  best plan 1.50 million  bound 2.00 million  gap 33.33 %  memory 87 MB": {Seconds: 12.3, HasPrimal: true, Primal: 1.5, Dual: 2, Gap: 1. / 3},
		"    0 s  best plan none yet  bound none yet  gap unknown  memory 87 MB":         {Primal: inf, Dual: inf, Gap: inf},
		"    1 s  best plan 1.00 million  bound none yet  gap unknown  memory 87 MB":     {Seconds: 1, HasPrimal: true, Primal: 1, Dual: inf, Gap: inf},
	} {
		if got := progressLine(state, "87"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
