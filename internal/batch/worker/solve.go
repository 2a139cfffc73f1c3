package worker

import (
	"context"
	"fmt"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// memoryInterval is the time between two looks at the memory of a process.
const memoryInterval = 50 * time.Millisecond

// death is the end of a process that was to solve a run.
type death struct {
	what    string
	seconds float64 // since it was told the run
	most    uint64  // memory, in bytes, that it was seen to hold
	log     []byte  // what it said about the run
}

func (d *death) Error() string { return d.what }

// reason is the diagnostic of a run that is given up.
func (d *death) reason(attempts int) string {
	text := d.what
	if attempts > 1 {
		text = fmt.Sprintf("%d attempts failed, the last: %s", attempts, text)
	}
	if said := lastLines(d.log, linesSaid); said != "" {
		text += "; it said last:\n" + said
	}
	return text
}

// solve has the process solve a run. Where the process fails or is ended, by the
// bounds or the context, there is a death instead of a result; the caller then ends
// the child.
func (c *child) solve(ctx context.Context, job *Job, b bounds) (*batch.Result, *death) {
	c.log.reset()
	began := time.Now()
	var most uint64
	died := func(format string, args ...any) (*batch.Result, *death) {
		c.end()
		return nil, &death{fmt.Sprintf(format, args...), time.Since(began).Seconds(), most, c.log.bytes()}
	}
	go func() { _ = writeFrame(c.in, job) }() // that it fails shows in the end of the process
	look := time.NewTicker(memoryInterval)
	defer look.Stop()
	var wall <-chan time.Time
	if b.wall > 0 {
		timer := time.NewTimer(b.wall)
		defer timer.Stop()
		wall = timer.C
	}
	for {
		select {
		case r, ok := <-c.results:
			switch {
			case !ok && most > 0:
				return died("the solving process ended: %s, when it held %s", c.state(), gigabytes(most))
			case !ok:
				return died("the solving process ended: %s", c.state())
			case r.Record.ID != job.Task.ID:
				return died("the solving process answered for another run, %q", r.Record.ID)
			}
			return r, nil
		case <-look.C:
			now := c.holds()
			most = max(most, now)
			if b.memory > 0 && now > b.memory {
				return died("killed at %s of %s allowed", gigabytes(now), gigabytes(b.memory))
			}
		case <-wall:
			return died("killed after %s: it was to end by itself long before", b.wall.Round(time.Second))
		case <-ctx.Done():
			return died("stopped")
		}
	}
}

// gigabytes words an amount of memory.
func gigabytes(n uint64) string {
	if n < 1e9 {
		return fmt.Sprintf("%.0f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.1f GB", float64(n)/1e9)
}
