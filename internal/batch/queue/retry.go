package queue

import (
	"context"
	"errors"
	"iter"

	"github.com/nats-io/nats.go"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// Retry queues runs with a Failed record again and forgets that record; it returns how
// many there were. A retry that was killed half way is completed by another. Runs that
// cannot be retried because they are damaged (ErrDamaged) or gone (ErrNone) do not stop
// the others.
func (q *Queue) Retry(ctx context.Context, ids iter.Seq[string]) (retried int, err error) {
	return count(inOrder(ctx, ids, func(ctx context.Context, id string) (bool, error) {
		again, err := q.retry(ctx, id)
		return again, about(id, err)
	}))
}

// count counts, and goes on after what is wrong with one run only.
func count(answers iter.Seq2[bool, error]) (n int, err error) {
	for done, failed := range answers {
		if done {
			n++
		}
		err = errors.Join(err, failed)
		if failed != nil && !errors.Is(failed, ErrDamaged) && !errors.Is(failed, ErrNone) {
			break
		}
	}
	return n, err
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
func (q *Queue) Cancel(ctx context.Context, version string, ids iter.Seq[string]) (cancelled int, err error) {
	return count(inOrder(ctx, ids, func(ctx context.Context, id string) (bool, error) {
		found, err := q.cancel(ctx, version, id)
		return found, about(id, err)
	}))
}

func (q *Queue) cancel(ctx context.Context, version, id string) (bool, error) {
	m, err := q.last(ctx, runs, runSubject(version, id))
	if errors.Is(err, ErrNone) {
		return false, nil
	}
	if err == nil { // before it is removed, so that whoever has it in work is told
		err = q.mark(ctx, cancelMark, id, deliveryMark{Sequence: m.Sequence})
	}
	if err == nil {
		err = q.remove(ctx, runs, m.Sequence)
	}
	if err == nil {
		err = q.removeScenario(ctx, m.Header)
	}
	return err == nil, err
}
