package queue

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/nats-io/nats.go"
)

// Worker is what a worker tells of itself.
type Worker struct {
	Name    string `json:"name"` // of its own
	Version string `json:"version"`
	Host    string `json:"host"`
	Process int    `json:"process"`
	// Run is what it has in work, "" for nothing, and Seconds for how long by its own
	// stopwatch: a time of day would rest on its clock.
	Run      string  `json:"run,omitempty"`
	Seconds  float64 `json:"seconds"`
	Done     int     `json:"done"` // runs it stored
	MemoryMB float64 `json:"memory_mb"`
}

func workerSubject(name string) string { return "gridalloc.worker." + token(name) }

// Beat tells that a worker is there. It is to be told several times in
// Options.Patience, after which the server forgets it.
func (q *Queue) Beat(ctx context.Context, w Worker) error {
	text, err := json.Marshal(w)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	return q.publish(ctx, &nats.Msg{Subject: workerSubject(w.Name), Data: text})
}

// Leave tells that a worker goes.
func (q *Queue) Leave(ctx context.Context, name string) error {
	m, err := q.last(ctx, workers, workerSubject(name))
	if errors.Is(err, ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	return q.remove(ctx, workers, m.Sequence)
}

// Workers are those that told of themselves lately, by name.
func (q *Queue) Workers(ctx context.Context) ([]Worker, error) {
	subjects, err := q.list(ctx, workers, workerSubject("")+"*")
	if err != nil {
		return nil, err
	}
	ask := func(ctx context.Context, subject string) (w Worker, err error) {
		m, err := q.last(ctx, workers, subject)
		if err == nil {
			err = json.Unmarshal(m.Data, &w)
		}
		return w, err
	}
	var alive []Worker
	for w, err := range inOrder(ctx, maps.Keys(subjects), ask) {
		if errors.Is(err, ErrNone) { // just gone
			continue
		}
		if err != nil {
			return nil, err
		}
		alive = append(alive, w)
	}
	slices.SortFunc(alive, func(a, b Worker) int { return cmp.Compare(a.Name, b.Name) })
	return alive, nil
}
