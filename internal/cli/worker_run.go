package cli

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/worker"
)

// runSlack is how much longer than its searches a run may take.
const runSlack = 5 * time.Minute

// work is what a worker does besides where its runs come from.
type work struct {
	crew
	sharing worker.Sharing
	warm    bool
	steady  time.Duration // between two signs of life
	name    string
}

// work solves the runs of a source until it is idle or the worker interrupted. It
// prints a line for each run.
func (s *session) work(ctx context.Context, drain <-chan struct{}, source worker.Source, o work) error {
	version, err := s.buildVersion()
	if err != nil {
		return err
	}
	path, err := executable()
	if err != nil {
		return err
	}
	var mu sync.Mutex
	w := worker.Worker{
		Source: source, Version: version, Name: o.name, Parallel: o.parallel, Sharing: o.sharing, Warm: o.warm, Steady: o.steady,
		Limits: worker.Limits{Memory: o.memory, Idle: o.memory / 2, Slack: runSlack},
		Command: func() *exec.Cmd {
			c := exec.Command(path, "worker", "solve")
			c.Args[0] = os.Args[0]
			return c
		},
		Done: func(t *batch.Task, r *batch.Record) {
			mu.Lock()
			defer mu.Unlock()
			fmt.Fprintln(s.term.out, runLine(t, r))
		},
		Note: func(text string) { s.term.note("%s", text) },
	}
	err = w.Run(ctx, drain)
	if err == nil && ctx.Err() != nil {
		err = fail(exitInterrupted, "interrupted; the runs in progress went back to the queue")
	}
	return err
}

// runLine is the line of a run that has its result.
func runLine(t *batch.Task, r *batch.Record) string {
	line := fmt.Sprintf("run %d of %s: %s, %.1f s, %.0f MB", t.Number, t.Study, r.Status, r.Seconds, r.MemoryMB)
	if r.Warm {
		line += ", warm"
	}
	return line
}

// workerName is the name of a worker in the records: its host and its process.
func workerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "worker"
	}
	return fmt.Sprintf("%s-%d", host, os.Getpid())
}
