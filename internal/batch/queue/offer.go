package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

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

// Offer queues a run, unless it waits already or has a result. Offers may be made by
// several goroutines, so that none waits for the answer to another.
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
	var used blob
	if err == nil && json.Unmarshal([]byte(m.Header.Get(scenarioHeader)), &used) == nil && used == b {
		return nil
	}
	return q.removeBlob(ctx, b)
}

// enqueue queues the message of a run. The deduplication of JetStream by message id is
// not asked for: it would swallow, for a while, the second offer of a run that was
// cancelled or failed in between.
func (q *Queue) enqueue(ctx context.Context, m *nats.Msg) (Offered, error) {
	switch _, err := q.publish(ctx, m); {
	case isTaken(err):
		return AlreadyQueued, nil
	default:
		return Queued, err
	}
}

// Retry queues runs with a Failed record again and forgets that record; it returns how
// many there were. A retry that was killed half way is completed by another. Runs that
// cannot be retried because they are damaged (ErrDamaged) or gone (ErrNone) do not stop
// the others.
func (q *Queue) Retry(ctx context.Context, ids ...string) (retried int, err error) {
	for _, id := range ids {
		again, failed := q.retry(ctx, id)
		if again {
			retried++
		}
		if failed != nil {
			err = errors.Join(err, about(id, failed))
			if !errors.Is(failed, ErrDamaged) && !errors.Is(failed, ErrNone) {
				return retried, err
			}
		}
	}
	return retried, err
}

func (q *Queue) retry(ctx context.Context, id string) (bool, error) {
	e, err := q.record(ctx, id)
	switch {
	case errors.Is(err, ErrNone): // forgotten by a retry that did not come further, or never failed
	case err != nil:
		return false, err
	case e.Record.Status != batch.Failed:
		return false, nil
	}
	m, err := q.last(ctx, dead, deadSubject(id))
	if errors.Is(err, ErrNone) {
		if e == nil {
			return false, nil
		}
		return false, fail("%w: its scenario is gone", ErrNone, "forget the run and offer it again")
	}
	if err != nil {
		return false, err
	}
	task, err := taskOf(m.Header)
	if err != nil {
		return false, err
	}
	if _, err := q.consumer(ctx, task.Version); err != nil {
		return false, err
	}
	if e != nil {
		if err := q.forget(ctx, e); err != nil {
			return false, err
		}
	}
	run := &nats.Msg{Subject: runSubject(task.Version, id), Header: m.Header, Data: m.Data}
	if _, err := q.enqueue(ctx, run); err != nil {
		return false, err
	}
	return true, q.remove(ctx, dead, m.Sequence)
}

// Cancel takes runs of a version of the program out of the queue. Workers that have one
// in work learn of it at Working; what they store before that counts. It returns how
// many runs were in the queue or in work.
func (q *Queue) Cancel(ctx context.Context, version string, ids ...string) (cancelled int, err error) {
	for _, id := range ids {
		m, err := q.last(ctx, runs, runSubject(version, id))
		if errors.Is(err, ErrNone) {
			continue
		}
		if err != nil {
			return cancelled, about(id, err)
		}
		if err := q.mark(ctx, cancelMark, id, deliveryMark{Sequence: m.Sequence}); err != nil {
			return cancelled, about(id, err)
		}
		if err := q.remove(ctx, runs, m.Sequence); err != nil {
			return cancelled, about(id, err)
		}
		if err := q.removeScenario(ctx, m.Header); err != nil {
			return cancelled, about(id, err)
		}
		cancelled++
	}
	return cancelled, nil
}

// removeScenario removes the scenario of a run that is no longer queued, where it is
// not in the message itself.
func (q *Queue) removeScenario(ctx context.Context, h nats.Header) error {
	var b blob
	if text := h.Get(scenarioHeader); text == "" || json.Unmarshal([]byte(text), &b) != nil {
		return nil
	}
	return q.removeBlob(ctx, b)
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

// consumer hands out the runs of a version of the program, so that a worker gets none
// of another.
func (q *Queue) consumer(ctx context.Context, version string) (jetstream.Consumer, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if c := q.consumers[version]; c != nil {
		return c, nil
	}
	if version == "" {
		return nil, errors.New("queue: a run without a version")
	}
	var c jetstream.Consumer
	err := persist(ctx, func(ctx context.Context) (err error) {
		c, err = q.stream[runs].CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
			Durable:       token(version),
			FilterSubject: runSubject(version, "*"),
			AckPolicy:     jetstream.AckExplicitPolicy,
			AckWait:       q.options.Patience,
			MaxDeliver:    -1, // workers count, and record why they give a run up
			MaxAckPending: -1,
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("queue: the runs of version %s cannot be handed out: %w", version, err)
	}
	q.consumers[version] = c
	return c, nil
}

// about names the run that an error is about.
func about(id string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("run %.12s: %w", id, err)
}
