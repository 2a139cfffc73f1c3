package queue

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/nats-io/nats.go"
)

// Kinds of marks.
const (
	cancelMark  = "cancel"
	releaseMark = "release"
)

// deliveryMark is a note on one queued message of a run: another message of the same
// run has another sequence, and is not meant.
type deliveryMark struct {
	Sequence uint64 `json:"sequence"`
	Count    uint64 `json:"count,omitempty"`
}

func (q *Queue) mark(ctx context.Context, kind, id string, n deliveryMark) error {
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	return q.publish(ctx, &nats.Msg{Subject: "gridalloc.mark." + kind + "." + id, Data: text})
}

// marked is the mark on a message, zero where there is none.
func (q *Queue) marked(ctx context.Context, kind, id string, sequence uint64) (deliveryMark, error) {
	m, err := q.last(ctx, marks, "gridalloc.mark."+kind+"."+id)
	if errors.Is(err, ErrNone) {
		return deliveryMark{}, nil
	}
	if err != nil {
		return deliveryMark{}, err
	}
	var n deliveryMark
	if err := json.Unmarshal(m.Data, &n); err != nil || n.Sequence != sequence {
		return deliveryMark{}, err
	}
	return n, nil
}
