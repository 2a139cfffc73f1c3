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
	switch _, err := q.record(ctx, d.Task.ID); {
	case err == nil, errors.Is(err, ErrDamaged): // whoever reads it is told
		return nil, d.acknowledge(ctx)
	case !errors.Is(err, ErrNone):
		return nil, err
	}
	d.Attempt = int(d.handed)
	if d.handed > 1 {
		n, err := q.marked(ctx, releaseMark, d.Task.ID, d.sequence)
		if err != nil {
			return nil, about(d.Task.ID, err)
		}
		d.Attempt = int(d.handed - min(n.Count, d.handed-1))
	}
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
