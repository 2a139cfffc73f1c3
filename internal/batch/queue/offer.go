package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/nats-io/nats.go"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// Offered says what came of an offer.
type Offered int

// What comes of an offer.
const (
	Queued        Offered = iota // it waits for a worker now
	AlreadyQueued                // it did already, or is in work
	HasResult                    // it is not needed
)

func (o Offered) String() string {
	return [...]string{"queued", "already queued", "has a result"}[o]
}

// Headers of a queued run, whose body is the packed scenario.
const (
	taskHeader     = "Gridalloc-Task"     // the task without the scenario, as JSON
	scenarioHeader = "Gridalloc-Scenario" // the blob of a scenario too large for the body, as JSON
)

// inline is the largest scenario that goes into the body, in bytes.
const inline = 2 * pieceSize

func runSubject(version, id string) string { return "gridalloc.run." + token(version) + "." + id }

func deadSubject(id string) string { return "gridalloc.dead." + id }

// Offer queues a run, unless it waits already or has a result.
func (q *Queue) Offer(ctx context.Context, t *batch.Task) (Offered, error) {
	if _, err := q.record(ctx, t.ID); !errors.Is(err, ErrNone) {
		return HasResult, about(t.ID, err)
	}
	if _, err := q.consumer(ctx, t.Version); err != nil {
		return 0, err
	}
	m := &nats.Msg{Subject: runSubject(t.Version, t.ID), Header: nats.Header{}}
	bare := *t
	bare.Scenario = nil
	if err := setHeader(m, taskHeader, bare); err != nil {
		return 0, err
	}
	if len(t.Scenario) <= inline {
		m.Data = t.Scenario
		offered, err := q.enqueue(ctx, m)
		return offered, about(t.ID, err)
	}
	w := q.newBlob(ctx, "gridalloc.file.scenario."+t.ID)
	if _, err := w.Write(t.Scenario); err != nil {
		return 0, about(t.ID, err)
	}
	b, err := w.finish()
	if err != nil {
		return 0, about(t.ID, err)
	}
	if err := setHeader(m, scenarioHeader, b); err != nil {
		return 0, err
	}
	offered, err := q.enqueue(ctx, m)
	if offered == AlreadyQueued {
		err = q.dropUnused(ctx, m.Subject, b)
	}
	return offered, about(t.ID, err)
}

// dropUnused removes the scenario of an offer that was not needed, unless the run in
// the queue is of this very offer after all and only the answer to it was lost.
func (q *Queue) dropUnused(ctx context.Context, subject string, b blob) error {
	m, err := q.last(ctx, runs, subject)
	if err != nil && !errors.Is(err, ErrNone) {
		return err
	}
	if err == nil && scenarioBlob(m.Header) == b {
		return nil
	}
	return q.removeBlob(ctx, b)
}

// OfferAll offers the runs that the functions pack, many at a time, and yields what comes
// of each, in their order.
func (q *Queue) OfferAll(ctx context.Context, packs iter.Seq[func() (*batch.Task, error)]) iter.Seq2[Offered, error] {
	return inOrder(ctx, packs, func(ctx context.Context, pack func() (*batch.Task, error)) (Offered, error) {
		t, err := pack()
		if err != nil {
			return 0, err
		}
		return q.Offer(ctx, t)
	})
}

// enqueue queues the message of a run. The deduplication of JetStream by message id is
// not asked for: it would swallow, for a while, the second offer of a run that was
// cancelled or failed in between.
func (q *Queue) enqueue(ctx context.Context, m *nats.Msg) (Offered, error) {
	switch err := q.publish(ctx, m); {
	case isTaken(err):
		return AlreadyQueued, nil
	default:
		return Queued, err
	}
}

// removeScenario removes the scenario of a run that is no longer queued, where it is
// not in the message itself.
func (q *Queue) removeScenario(ctx context.Context, h nats.Header) error {
	return q.removeBlob(ctx, scenarioBlob(h))
}

// scenarioBlob is where the scenario of a queued run lies, zero where it is in the
// message or nobody can tell.
func scenarioBlob(h nats.Header) (b blob) {
	if json.Unmarshal([]byte(h.Get(scenarioHeader)), &b) != nil {
		return blob{}
	}
	return b
}

func setHeader(m *nats.Msg, name string, value any) error {
	text, err := json.Marshal(value)
	if err == nil {
		m.Header.Set(name, string(text))
	}
	return err
}

// taskOf is the task in the headers of a queued run.
func taskOf(h nats.Header) (*batch.Task, error) {
	t := &batch.Task{}
	if err := json.Unmarshal([]byte(h.Get(taskHeader)), t); err != nil {
		return nil, fail("%w: the task cannot be read: %w", ErrDamaged, err, "forget the run and offer it again")
	}
	return t, nil
}

// about names the run that an error is about.
func about(id string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("run %.12s: %w", id, err)
}
