// Package worker solves the runs of a queue, each in a solving process: a child that
// is told the run and answers with its result. A crash, a kill or too much memory
// costs a child and one attempt at one run, never the worker. What a queue is made of
// is none of its business: see Source.
package worker

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"sync"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// ErrIdle is what a source returns that has no more runs and is not to wait for any.
var ErrIdle = errors.New("worker: no run is left")

// ErrCancelled is what a delivery returns whose run nobody wants any more.
var ErrCancelled = errors.New("worker: the run was cancelled")

// ErrVersion says that a run is for another version of the program.
var ErrVersion = errors.New("worker: another version of the program")

// Source hands out runs. All its methods may be called at the same time.
type Source interface {
	// Next waits for a run; the context ends the wait. See ErrIdle.
	Next(ctx context.Context) (Delivery, error)
	// Plan is the plan.json of a finished run, nil where it is not finished or has none.
	Plan(ctx context.Context, id string) ([]byte, error)
}

// Delivery is a run in the hands of this worker. It ends with one Store, Back or
// Release, or where one of them or Working returns ErrCancelled.
type Delivery interface {
	Task() *batch.Task
	// Attempt is how often the run was handed out, from 1, and of how many times.
	Attempt() (n, most int)
	// Working tells that the run is still worked on: else it is handed to another
	// worker after a while. See ErrCancelled.
	Working(ctx context.Context) error
	// Store stores the result; where another one is stored already that one counts.
	Store(ctx context.Context, r *batch.Result) error
	// Back gives the run back after a failed attempt, to be handed out again after
	// the delay.
	Back(ctx context.Context, delay time.Duration) error
	// Release gives the run back at once, as if it had not been handed out.
	Release(ctx context.Context) error
}

// Sharing says for how many runs a solving process is kept.
type Sharing int

// The sharings.
const (
	// Alone has every run solved in a process of its own.
	Alone Sharing = iota
	// Neighbours share a process as long as one follows the other: see batch.Task.Near.
	Neighbours
	// All runs share a process.
	All
)

// Worker takes runs from a source and has them solved.
type Worker struct {
	Source Source
	// Command makes the command of a solving process, which is a Serve of the same
	// version; its input, output and error output are the worker's to set.
	Command func() *exec.Cmd
	// Version is that of the program, Name the worker's in the records.
	Version, Name string
	// Parallel is how many runs are solved at the same time.
	Parallel int
	Limits   Limits
	Sharing  Sharing
	// Warm has runs start from the plans of their nearest finished neighbours.
	Warm bool
	// Steady is the time between two calls of Working.
	Steady time.Duration
	// Done is told of each result that is stored, and Note what else happens, in
	// words. Both may be called at the same time.
	Done func(t *batch.Task, r *batch.Record)
	Note func(text string)
}

// Run solves runs until the source has no more of them. The closing of drain has the
// runs in progress finished and no more taken; the end of the context ends the
// processes at once and gives their runs back. The error says why the worker cannot
// go on; runs that fail are none.
func (w *Worker) Run(ctx context.Context, drain <-chan struct{}) error {
	taking, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-drain:
			stop()
		case <-taking.Done():
		}
	}()
	failures := make([]error, w.Parallel)
	var slots sync.WaitGroup
	for i := range failures {
		slots.Go(func() {
			s := &slot{Worker: w}
			defer s.end()
			if failures[i] = s.run(ctx, taking); failures[i] != nil {
				stop() // the others finish what they have
			}
		})
	}
	slots.Wait()
	return errors.Join(failures...)
}

// run takes runs, one after another, until there are no more to take.
func (s *slot) run(ctx, taking context.Context) error {
	for taking.Err() == nil {
		d, err := s.Source.Next(taking)
		if d == nil && atEnd(taking, err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("worker: no run came: %w", err)
		}
		if err := s.take(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// atEnd tells whether no run came because no more are to be taken.
func atEnd(taking context.Context, err error) bool {
	return errors.Is(err, ErrIdle) || taking.Err() != nil
}
