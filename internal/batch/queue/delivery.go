package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// Delivery is a run in the hands of a worker. It is handed to another where the worker
// is silent for longer than Options.Patience: see Working.
type Delivery struct {
	// Task is the run with its scenario.
	Task *batch.Task
	// Attempt counts, from 1, how often the run was handed out and not given back by
	// Release. A worker that sees more than MaxAttempts is to call Dead.
	Attempt, MaxAttempts int

	q        *Queue
	m        jetstream.Msg
	sequence uint64 // of the message
	handed   uint64 // how often, Release or not
	released uint64 // how often given back by Release
}

// pollTime is how long one request for a run waits.
const pollTime = 5 * time.Second

// Next waits for a run of a version of the program, until ctx ends. Runs that have
// their record are passed over, and those whose task or scenario is damaged get a
// Failed record that says so.
func (q *Queue) Next(ctx context.Context, version string) (*Delivery, error) {
	for {
		c, err := q.consumer(ctx, version)
		if err != nil {
			return nil, err
		}
		poll, cancel := context.WithTimeout(ctx, pollTime)
		m, err := c.Next(jetstream.FetchContext(poll))
		cancel()
		switch {
		case ctx.Err() != nil:
			if m != nil {
				q.decline(ctx, m)
			}
			return nil, context.Cause(ctx)
		case isIdle(err):
			if err := q.refresh(ctx, version); err != nil {
				return nil, err
			}
		case err != nil && (passing(err) || isGone(err)):
			q.lose(version)
			if err := q.refresh(ctx, version); err != nil {
				return nil, err
			}
		case err != nil:
			return nil, explain(err)
		default:
			d, err := q.accept(ctx, m)
			if err != nil {
				q.decline(ctx, m)
			}
			if d != nil || err != nil {
				return d, err
			}
		}
	}
}

// isIdle tells that no run came in the time given. The client calls an option invalid
// where that time is over already.
func isIdle(err error) bool {
	return errors.Is(err, jetstream.ErrNoMessages) || errors.Is(err, nats.ErrTimeout) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, jetstream.ErrInvalidOption)
}

// isGone tells that the consumer is no more, as after a restart of the server of a
// folder.
func isGone(err error) bool {
	return errors.Is(err, jetstream.ErrConsumerDeleted) || errors.Is(err, jetstream.ErrConsumerNotFound)
}

// lose forgets the consumer of a version, so that it is made again.
func (q *Queue) lose(version string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.consumers, version)
}

// refresh waits for the server to answer and sees that the consumer is still there.
func (q *Queue) refresh(ctx context.Context, version string) error {
	c, err := q.consumer(ctx, version)
	if err != nil {
		return err
	}
	err = persist(ctx, func(ctx context.Context) error {
		_, err := c.Info(ctx)
		return err
	})
	if isGone(err) {
		q.lose(version)
		return nil
	}
	return err
}

// delivery is what a message says of itself.
func (q *Queue) delivery(m jetstream.Msg) (*Delivery, error) {
	meta, err := m.Metadata()
	if err != nil {
		return nil, err
	}
	_, id, _ := strings.Cut(strings.TrimPrefix(m.Subject(), "gridalloc.run."), ".")
	return &Delivery{
		Task: &batch.Task{ID: id}, q: q, m: m, sequence: meta.Sequence.Stream, handed: meta.NumDelivered, MaxAttempts: q.options.MaxAttempts,
	}, nil
}

// decline gives back what could not be accepted, so that another may have it at once.
func (q *Queue) decline(ctx context.Context, m jetstream.Msg) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTime)
	defer cancel()
	if d, err := q.delivery(m); err == nil {
		_ = d.Release(ctx, 0) // or it is handed out again later
	}
}

// accept makes a delivery of a message. There is none where the run needs no worker.
func (q *Queue) accept(ctx context.Context, m jetstream.Msg) (*Delivery, error) {
	d, err := q.delivery(m)
	if err != nil {
		return nil, err
	}
	if _, err := q.record(ctx, d.Task.ID); !errors.Is(err, ErrNone) {
		if err == nil {
			err = d.acknowledge(ctx)
		}
		return nil, err
	}
	if d.handed > 1 {
		n, err := q.marked(ctx, releaseMark, d.Task.ID, d.sequence)
		if err != nil {
			return nil, about(d.Task.ID, err)
		}
		d.released = n.Count
	}
	d.Attempt = int(d.handed - min(d.released, d.handed-1))
	task, err := taskOf(m.Headers())
	if err == nil {
		task.Scenario, err = d.scenario(ctx)
	}
	if errors.Is(err, ErrDamaged) {
		return nil, d.bury(ctx, err)
	}
	if err != nil {
		return nil, about(d.Task.ID, err)
	}
	d.Task = task
	return d, nil
}

// bury gives up a run that cannot be read, unless it was cancelled and its scenario
// went with it.
func (d *Delivery) bury(ctx context.Context, damage error) error {
	n, err := d.q.marked(ctx, cancelMark, d.Task.ID, d.sequence)
	switch {
	case err != nil:
		return about(d.Task.ID, err)
	case n.Sequence != 0:
		return d.acknowledge(ctx)
	}
	return d.Dead(ctx, fmt.Sprintf("what was queued is %s", damage))
}

// scenario is the packed scenario of the run.
func (d *Delivery) scenario(ctx context.Context) ([]byte, error) {
	text := d.m.Headers().Get(scenarioHeader)
	if text == "" {
		return d.m.Data(), nil
	}
	var b blob
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return io.ReadAll(d.q.openBlob(ctx, b))
}

// Working tells the queue that the run is in work; a worker does so several times in
// Options.Patience. ErrCancelled tells that the run is no longer wanted: there is
// nothing to store or give back. Other errors may pass.
func (d *Delivery) Working(ctx context.Context) error {
	if err := d.m.InProgress(); err != nil {
		return about(d.Task.ID, err)
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	n, err := d.q.marked(ctx, cancelMark, d.Task.ID, d.sequence)
	if err != nil || n.Sequence == 0 {
		return about(d.Task.ID, err)
	}
	return about(d.Task.ID, errors.Join(ErrCancelled, d.m.Ack()))
}

// Back gives the run back to be handed out again after the delay. It counts as an
// attempt.
func (d *Delivery) Back(delay time.Duration) error {
	return about(d.Task.ID, d.m.NakWithDelay(delay))
}

// Release is Back for reasons that are not the run's, such as a worker that is to stop:
// it does not count as an attempt.
func (d *Delivery) Release(ctx context.Context, delay time.Duration) error {
	err := d.q.mark(ctx, releaseMark, d.Task.ID, deliveryMark{Sequence: d.sequence, Count: d.released + 1})
	return about(d.Task.ID, errors.Join(err, d.m.NakWithDelay(delay)))
}

// Dead gives the run up: it gets a Failed record with the diagnostic, and is kept for
// Retry.
func (d *Delivery) Dead(ctx context.Context, reason string) error {
	_, err := d.Store(ctx, batch.Result{Record: batch.Record{ID: d.Task.ID, Status: batch.Failed, Reason: reason}})
	return err
}

// acknowledge takes the run out of the queue. Where the server does not answer, the
// next worker finds the record and does it.
func (d *Delivery) acknowledge(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	err := d.m.DoubleAck(ctx)
	if err != nil && !passing(err) {
		return about(d.Task.ID, err)
	}
	return nil
}
