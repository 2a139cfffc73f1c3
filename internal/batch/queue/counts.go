package queue

import (
	"context"
	"errors"
	"iter"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// Counts says how many runs stand where.
type Counts struct {
	// Queued wait for a worker, Running are in work by what the workers last told.
	Queued  int `json:"queued"`
	Running int `json:"running"`
	// Idle have no record and are not queued either: never offered, or cancelled.
	Idle int `json:"idle"`
	// Damaged have a record that cannot be read.
	Damaged int                  `json:"damaged"`
	Results map[batch.Status]int `json:"results"`
}

// Total is how many runs were counted.
func (c Counts) Total() int {
	total := c.Queued + c.Running + c.Idle + c.Damaged
	for _, n := range c.Results {
		total += n
	}
	return total
}

// Counts counts runs of a version of the program.
func (q *Queue) Counts(ctx context.Context, version string, ids iter.Seq[string]) (Counts, error) {
	c := Counts{Results: map[batch.Status]int{}}
	alive, err := q.Workers(ctx)
	if err != nil {
		return c, err
	}
	inWork := map[string]bool{}
	for _, w := range alive {
		inWork[w.Run] = true
	}
	type place struct {
		status batch.Status
		id     string
		queued bool
	}
	find := func(ctx context.Context, id string) (place, error) {
		r, err := q.Record(ctx, id)
		if !errors.Is(err, ErrNone) {
			return place{status: r.Status}, err
		}
		waiting, err := q.list(ctx, runs, runSubject(version, id))
		return place{id: id, queued: len(waiting) > 0}, err
	}
	for p, err := range inOrder(ctx, ids, find) {
		switch {
		case errors.Is(err, ErrDamaged):
			c.Damaged++
		case err != nil:
			return c, err
		case p.status != "":
			c.Results[p.status]++
		case p.queued && inWork[p.id]:
			c.Running++
		case p.queued:
			c.Queued++
		default:
			c.Idle++
		}
	}
	return c, nil
}
