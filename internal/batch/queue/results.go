package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// record is the record of a run as it is kept. Where it is damaged, the entry has its
// place all the same.
func (q *Queue) record(ctx context.Context, id string) (*entry, error) {
	m, err := q.last(ctx, records, recordSubject(id))
	if err != nil {
		return nil, err
	}
	e := &entry{sequence: m.Sequence}
	err = json.Unmarshal(m.Data, e)
	if err == nil && e.Record.ID != id {
		err = fmt.Errorf("it is of run %q", e.Record.ID)
	}
	if err != nil {
		return e, damaged("the record", id, err)
	}
	return e, nil
}

// damaged says that something of a run is.
func damaged(what, id string, err error) error {
	if !errors.Is(err, ErrDamaged) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return fail("%s of run %.12s is %w", what, id, err, "forget the run and offer it again: it is solved anew")
}

// Record is what became of a run, ErrNone where nothing has yet.
func (q *Queue) Record(ctx context.Context, id string) (batch.Record, error) {
	e, err := q.record(ctx, id)
	if err != nil {
		return batch.Record{}, err
	}
	return e.Record, nil
}

// Records are the records of runs, in the order of the ids; runs without one are left
// out. They are not held in memory together. After an error there is no further one,
// but for damaged records (ErrDamaged): the rest follow.
func (q *Queue) Records(ctx context.Context, ids iter.Seq[string]) iter.Seq2[batch.Record, error] {
	return func(yield func(batch.Record, error) bool) {
		for r, err := range inOrder(ctx, ids, q.Record) {
			if errors.Is(err, ErrNone) {
				continue
			}
			if !yield(r, err) || err != nil && !errors.Is(err, ErrDamaged) {
				return
			}
		}
	}
}

// files are the files of a run.
func (q *Queue) files(ctx context.Context, id string) (*attachments, error) {
	e, err := q.record(ctx, id)
	if err != nil {
		return nil, err
	}
	a := &attachments{}
	if e.Files.Pieces == 0 {
		return a, nil
	}
	switch err := q.loadValue(ctx, e.Files, a); {
	case errors.Is(err, ErrDamaged):
		return nil, damaged("the plan or log", id, err)
	case err != nil:
		return nil, about(id, err)
	}
	return a, nil
}

// Plan is the plan of a run, as JSON, nil where its record has none. ErrNone tells that
// there is no record, ErrDamaged that the plan is not what was stored.
func (q *Queue) Plan(ctx context.Context, id string) ([]byte, error) {
	a, err := q.files(ctx, id)
	if err != nil {
		return nil, err
	}
	return a.Plan, nil
}

// Log is what the solve of a run printed; otherwise as Plan.
func (q *Queue) Log(ctx context.Context, id string) ([]byte, error) {
	a, err := q.files(ctx, id)
	if err != nil {
		return nil, err
	}
	return a.Log, nil
}

// Forget removes the record of a run with its plan and log, so that it may be offered
// again.
func (q *Queue) Forget(ctx context.Context, id string) error {
	e, err := q.record(ctx, id)
	if err == nil || errors.Is(err, ErrDamaged) {
		err = q.forget(ctx, e)
	}
	if err != nil && !errors.Is(err, ErrNone) {
		return about(id, err)
	}
	m, err := q.last(ctx, dead, deadSubject(id))
	if err == nil {
		err = errors.Join(q.remove(ctx, dead, m.Sequence), q.removeScenario(ctx, m.Header))
	}
	if errors.Is(err, ErrNone) {
		return nil
	}
	return about(id, err)
}

// forget removes the record first, so that none names files that are gone.
func (q *Queue) forget(ctx context.Context, e *entry) error {
	if err := q.remove(ctx, records, e.sequence); err != nil {
		return err
	}
	return q.removeBlob(ctx, e.Files)
}

// Watch tells every record that is stored from now on, until ctx ends; then the channel
// is closed. Start it before looking at the records that are there already, so that
// none is missed.
func (q *Queue) Watch(ctx context.Context) (<-chan batch.Record, error) {
	var next uint64
	err := persist(ctx, func(ctx context.Context) error {
		info, err := q.stream[records].Info(ctx)
		if err == nil {
			next = info.State.LastSeq + 1
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	told := make(chan batch.Record, 64)
	go func() {
		defer close(told)
		for ctx.Err() == nil && !q.nc.IsClosed() {
			next = q.follow(ctx, next, told)
		}
	}()
	return told, nil
}

// follow tells the records from a sequence on until the server fails to, and returns
// the sequence to go on with.
func (q *Queue) follow(ctx context.Context, next uint64, told chan<- batch.Record) uint64 {
	var messages jetstream.MessagesContext
	err := persist(ctx, func(ctx context.Context) error {
		c, err := q.stream[records].OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{
			DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: next,
		})
		if err == nil {
			messages, err = c.Messages()
		}
		return err
	})
	if err != nil {
		return next
	}
	defer context.AfterFunc(ctx, messages.Stop)()
	defer messages.Stop()
	for {
		m, err := messages.Next()
		if err != nil {
			return next
		}
		meta, err := m.Metadata()
		if err != nil {
			return next
		}
		next = meta.Sequence.Stream + 1
		var e entry
		if json.Unmarshal(m.Data(), &e) != nil {
			continue // whoever reads the record is told
		}
		select {
		case told <- e.Record:
		case <-ctx.Done():
			return next
		}
	}
}
