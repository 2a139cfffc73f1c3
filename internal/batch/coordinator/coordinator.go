// Package coordinator conducts the runs of a study: it finds out what each asks for,
// offers those without a result to the queue, follows what becomes of them, and
// collects the results in a folder. It solves nothing. Whatever it is killed at, all
// that counts is in the queue: another coordinator takes up what is left.
package coordinator

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"golang.org/x/sync/errgroup"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/queue"
	"github.com/gridalloc/gridalloc/internal/batch/study"
	"github.com/gridalloc/gridalloc/internal/batch/table"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
)

// Coordinator conducts one study.
type Coordinator struct {
	Study *study.Study
	// Version is that of the program that is to solve the runs.
	Version string
	// Queue takes the runs, Dir the results.
	Queue *queue.Queue
	Dir   string
	// Identified is told how many runs are identified, Offered how many offered;
	// both may be nil.
	Identified, Offered func(done, of int)

	ids []string // of the runs, in order
}

// Check tells why the runs cannot be set out in one table, as when an axis is called
// like one of its columns.
func (c *Coordinator) Check() error {
	_, err := c.head().Columns()
	return err
}

// Identify reads the scenario of every run and finds its identity. When there are
// findings nothing may be run.
func (c *Coordinator) Identify(ctx context.Context) (diag.List, error) {
	c.ids = make([]string, 0, c.Study.Count())
	return c.Study.Check(ctx, func(_ study.Run, s *model.Scenario) error {
		c.ids = append(c.ids, batch.Identity(s, c.Version))
		tell(c.Identified, len(c.ids), c.Study.Count())
		return nil
	})
}

func tell(listener func(done, of int), done, of int) {
	if listener != nil {
		listener(done, of)
	}
}

// Key names the study in the queue: its name and what its runs ask for, so that
// another study of the name does not take its place.
func (c *Coordinator) Key() string {
	h := sha256.New()
	for _, id := range c.ids {
		h.Write([]byte(id))
	}
	const digits = 6
	return fmt.Sprintf("%s-%x", c.Study.Name, h.Sum(nil)[:digits])
}

// Save keeps the study with its runs in the queue.
func (c *Coordinator) Save(ctx context.Context) error {
	definition, err := json.Marshal(c.head())
	if err != nil {
		return err
	}
	return c.Queue.SaveStudy(ctx, queue.Study{
		Name: c.Key(), Version: c.Version, Definition: definition, Runs: len(c.ids),
	}, func(yield func(batch.Run, error) bool) {
		for run := range c.runs() {
			if !yield(run, nil) {
				return
			}
		}
	})
}

// head is what the table of the study begins with.
func (c *Coordinator) head() *table.Head {
	h := &table.Head{Study: c.Study.Name, Version: c.Version}
	for _, a := range c.Study.Size().Axes {
		h.Axes = append(h.Axes, table.Axis(a))
	}
	return h
}

// runs are the runs with their identities.
func (c *Coordinator) runs() iter.Seq[batch.Run] {
	return func(yield func(batch.Run) bool) {
		for r := range c.Study.Runs() {
			run := batch.Run{ID: c.ids[r.Number-1], Number: r.Number, Levels: r.Levels}
			for _, n := range c.Study.Near(r.Number) {
				run.Near = append(run.Near, c.ids[n-1])
			}
			if !yield(run) {
				return
			}
		}
	}
}

// offering is how many runs are offered at the same time: while one is read, others wait
// for the queue to have them on disk.
const offering = 8

// Offer queues the runs that have no result. The end of the context stops it without an
// error.
func (c *Coordinator) Offer(ctx context.Context) error {
	g, going := errgroup.WithContext(ctx)
	g.SetLimit(offering)
	for run := range c.runs() {
		if going.Err() != nil {
			break
		}
		g.Go(func() error { return c.offer(going, run) })
		tell(c.Offered, run.Number, len(c.ids))
	}
	if err := g.Wait(); ctx.Err() == nil {
		return err
	}
	return nil
}

// offer queues a run that has no result. One that is damaged is forgotten: the run is
// solved again.
func (c *Coordinator) offer(ctx context.Context, run batch.Run) error {
	r, err := c.Queue.Record(ctx, run.ID)
	switch {
	case err == nil:
		if kept, err := c.kept(ctx, &r); kept || err != nil {
			return err
		}
	case errors.Is(err, queue.ErrDamaged):
		if err := c.Queue.Forget(ctx, run.ID); err != nil {
			return err
		}
	case !errors.Is(err, queue.ErrNone):
		return err
	}
	scenario, findings, err := c.Study.Load(c.Study.Run(run.Number))
	if err != nil {
		return err
	}
	if len(findings) > 0 || batch.Identity(scenario, c.Version) != run.ID {
		return fmt.Errorf("coordinator: the scenario of run %d has changed while the study was read", run.Number)
	}
	packed, err := batch.Pack(scenario)
	if err != nil {
		return err
	}
	_, err = c.Queue.Offer(ctx, &batch.Task{
		ID: run.ID, Version: c.Version, Study: c.Study.Name, Number: run.Number, Levels: run.Levels, Near: run.Near, Scenario: packed,
	})
	return err
}
