package queue

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// entry is a record as it is kept.
type entry struct {
	Record batch.Record `json:"record"`
	// Files are the plan and the log of this very record.
	Files blob `json:"files"`
	// Token tells it from what another worker stored of the same run.
	Token string `json:"token"`

	sequence uint64
}

// attachments are the files of a record.
type attachments struct{ Plan, Log []byte }

func recordSubject(id string) string { return "gridalloc.record." + id }

// Store keeps the result of the run and takes the run out of the queue. It is kept when
// it is the first; otherwise it is dropped, and kept is false. On an error nothing is
// kept, and the run is handed out again unless Store is called again; ErrFull tells that
// the server has no room now.
func (d *Delivery) Store(ctx context.Context, r batch.Result) (kept bool, err error) {
	if r.Record.ID != d.Task.ID {
		return false, fmt.Errorf("queue: a result of run %.12s for run %.12s", r.Record.ID, d.Task.ID)
	}
	e := &entry{Record: r.Record, Token: rand.Text()}
	e.Record.Attempts = d.Attempt
	kept, err = d.keep(ctx, e, r)
	if errors.Is(err, ErrFull) {
		err = errors.Join(err, d.q.removeBlob(ctx, e.Files))
	}
	if err != nil {
		return false, about(d.Task.ID, err)
	}
	if !kept {
		err = d.q.removeBlob(ctx, e.Files)
	} else if d.handed > 1 {
		err = d.q.removeOthers(ctx, d.Task.ID, e.Files)
	}
	return kept, errors.Join(err, d.finish(ctx, e))
}

// removeOthers removes the files that workers left who vanished before their record was
// stored. One who is still at it comes too late for a record.
func (q *Queue) removeOthers(ctx context.Context, id string, keep blob) error {
	subjects, err := q.list(ctx, files, "gridalloc.file.result."+id+".>")
	for subject := range subjects {
		if err != nil {
			break
		}
		if !strings.HasPrefix(subject, keep.Subject+".") {
			err = persist(ctx, func(ctx context.Context) error {
				return q.stream[files].Purge(ctx, jetstream.WithPurgeSubject(subject))
			})
		}
	}
	return err
}

// keep stores the files, then the record.
func (d *Delivery) keep(ctx context.Context, e *entry, r batch.Result) (kept bool, err error) {
	if r.Plan != nil || r.Log != nil {
		e.Files, err = d.q.storeValue(ctx, "gridalloc.file.result."+d.Task.ID, attachments{r.Plan, r.Log})
		if err != nil {
			return false, err
		}
	}
	if e.Record.Status == batch.Failed { // before its record, so that Retry finds it
		err := d.q.publish(ctx, &nats.Msg{Subject: deadSubject(d.Task.ID), Header: d.bareHeader(), Data: d.m.Data()})
		if err != nil {
			return false, err
		}
	}
	text, err := json.Marshal(e)
	if err != nil {
		return false, err
	}
	err = d.q.publish(ctx, &nats.Msg{Subject: recordSubject(d.Task.ID), Data: text}, jetstream.WithExpectLastSequencePerSubject(0))
	if !isTaken(err) {
		return err == nil, err
	}
	first, err := d.q.record(ctx, d.Task.ID)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return false, err
	}
	return first.Token == e.Token, nil // stored, and only the answer was lost
}

// bareHeader are the headers of the queued run without those of its delivery.
func (d *Delivery) bareHeader() nats.Header {
	h := nats.Header{}
	for _, name := range []string{taskHeader, scenarioHeader} {
		if text := d.m.Headers().Get(name); text != "" {
			h.Set(name, text)
		}
	}
	return h
}

// finish takes the run out of the queue, and its scenario unless it may be tried again.
func (d *Delivery) finish(ctx context.Context, e *entry) error {
	if err := d.acknowledge(ctx); err != nil || e.Record.Status == batch.Failed {
		return err
	}
	return about(d.Task.ID, d.q.removeScenario(ctx, d.m.Headers()))
}
