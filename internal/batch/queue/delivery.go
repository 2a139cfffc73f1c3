package queue

import (
	"context"
	"errors"
	"time"

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
	n, err := d.q.marked(ctx, releaseMark, d.Task.ID, d.sequence)
	if err == nil {
		err = d.q.mark(ctx, releaseMark, d.Task.ID, deliveryMark{Sequence: d.sequence, Count: n.Count + 1})
	}
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
