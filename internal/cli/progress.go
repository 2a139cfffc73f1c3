package cli

import (
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// Intervals between two lines of progress: on a terminal, where a line
// replaces the one before, and elsewhere.
const (
	everyOnTerminal = 200 * time.Millisecond
	everyInLog      = 5 * time.Second
)

// progress shows how a solve is getting on, not more often than is useful.
type progress struct {
	mu    sync.Mutex
	term  *terminal
	every time.Duration
	last  time.Time
	now   func() time.Time
}

func newProgress(t *terminal) *progress {
	p := &progress{term: t, every: everyInLog, now: time.Now}
	if t.errIsTTY {
		p.every = everyOnTerminal
	}
	p.last = p.now()
	return p
}

// report shows a state of the search.
func (p *progress) report(state mip.Progress) {
	p.show(func() string { return progressLine(state, peakMemory()) })
}

// counter shows how much of something is done.
func (p *progress) counter(what string) func(done, of int) {
	return func(done, of int) {
		p.show(func() string { return fmt.Sprintf("%s: %d of %d", what, done, of) })
	}
}

// show prints a line unless the last one was printed just now.
func (p *progress) show(line func() string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if now.Sub(p.last) < p.every {
		return
	}
	p.last = now
	p.term.progress(line())
}

// progressLine words a state of the search, with the most memory that the
// program held so far, in MB. The other figures are in millions, the unit of the
// program.
func progressLine(state mip.Progress, memory string) string {
	best, gap := million(math.Inf(1)), "unknown"
	if state.HasPrimal {
		best, gap = million(state.Primal), percent(state.Gap)
	}
	return fmt.Sprintf("%5.0f s  best plan %s  bound %s  gap %s  memory %s MB", state.Seconds, best, million(state.Dual), gap, memory)
}

// million writes a figure of the search, which may not be known yet.
func million(x float64) string {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return "none yet"
	}
	return fmt.Sprintf("%.2f million", x)
}

func percent(gap float64) string {
	if math.IsInf(gap, 0) || math.IsNaN(gap) {
		return "unknown"
	}
	return fmt.Sprintf("%.2f %%", 100*gap)
}
