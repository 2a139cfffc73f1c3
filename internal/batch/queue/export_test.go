package queue

import (
	"context"
	"crypto/rand"
	"maps"
	"slices"

	"github.com/nats-io/nats.go"

	"github.com/gridalloc/gridalloc/internal/batch"
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
	return q.publish(ctx, &nats.Msg{Subject: subject, Data: data})
}

// Drop cuts the connection for good, as if the process had been killed.
func (q *Queue) Drop() { q.nc.Close() }

// StoreFiles does the first step of Store only.
func (d *Delivery) StoreFiles(ctx context.Context, r batch.Result) error {
	_, err := d.q.storeValue(ctx, "gridalloc.file.result."+d.Task.ID, attachments{r.Plan, r.Log})
	return err
}

// StoreUnacknowledged does all of Store but the acknowledgement.
func (d *Delivery) StoreUnacknowledged(ctx context.Context, r batch.Result) error {
	_, err := d.keep(ctx, &entry{Record: r.Record, Token: rand.Text()}, r)
	return err
}

// Requeue queues a run that has a result, as a message does that was published twice
// and came late.
func (q *Queue) Requeue(ctx context.Context, t *batch.Task) (Offered, error) {
	m := &nats.Msg{Subject: runSubject(t.Version, t.ID), Header: nats.Header{}, Data: t.Scenario}
	if err := setHeader(m, taskHeader, t); err != nil {
		return 0, err
	}
	return q.enqueue(ctx, m)
}

// Leader is the server that leads a stream of a cluster.
func (q *Queue) Leader(ctx context.Context, stream string) (leader string, replicas int, err error) {
	info, err := q.stream[stream].Info(ctx)
	if err != nil || info.Cluster == nil {
		return "", 0, err
	}
	return info.Cluster.Leader, info.Config.Replicas, nil
}

// SetReplicas has every stream kept on so many servers.
func (q *Queue) SetReplicas(ctx context.Context, replicas int) error {
	for _, stream := range q.stream {
		c := stream.CachedInfo().Config
		c.Replicas = replicas
		if _, err := q.js.UpdateStream(ctx, c); err != nil {
			return err
		}
	}
	return nil
}
