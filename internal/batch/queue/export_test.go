package queue

import (
	"context"
	"maps"
	"slices"

	"github.com/nats-io/nats.go"
)

// StoredRecords is how many messages the stream of records holds.
func (q *Queue) StoredRecords(ctx context.Context) (int, error) {
	info, err := q.stream[records].Info(ctx)
	if err != nil {
		return 0, err
	}
	return int(info.State.Msgs), nil
}

// Waiting is how many runs wait or are in work.
func (q *Queue) Waiting(ctx context.Context) (int, error) {
	info, err := q.stream[runs].Info(ctx)
	if err != nil {
		return 0, err
	}
	return int(info.State.Msgs), nil
}

// Subjects are the subjects of a stream.
func (q *Queue) Subjects(ctx context.Context, stream, filter string) ([]string, error) {
	all, err := q.list(ctx, stream, filter)
	return slices.Sorted(maps.Keys(all)), err
}

// Overwrite puts other bytes on a subject.
func (q *Queue) Overwrite(ctx context.Context, subject string, data []byte) error {
	_, err := q.publish(ctx, &nats.Msg{Subject: subject, Data: data})
	return err
}

// Drop cuts the connection for good, as if the process had been killed.
func (q *Queue) Drop() { q.nc.Close() }
