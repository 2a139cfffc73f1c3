package queue

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// maxWorkers is how many workers may wait for a run of one version.
const maxWorkers = 1 << 16

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
			MaxWaiting:    maxWorkers,
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("queue: the runs of version %s cannot be handed out: %w", version, err)
	}
	q.consumers[version] = c
	return c, nil
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

// isGone tells that a consumer is no more.
func isGone(err error) bool {
	return errors.Is(err, jetstream.ErrConsumerDeleted) || errors.Is(err, jetstream.ErrConsumerNotFound)
}

// resetConsumers makes all who hand out runs anew, as if no run had been handed out.
func (q *Queue) resetConsumers(ctx context.Context) error {
	var names []string
	err := persist(ctx, func(ctx context.Context) error {
		names = nil
		list := q.stream[runs].ConsumerNames(ctx)
		for name := range list.Name() {
			names = append(names, name)
		}
		return list.Err()
	})
	for _, name := range names {
		if err != nil {
			break
		}
		err = persist(ctx, func(ctx context.Context) error {
			if err := q.stream[runs].DeleteConsumer(ctx, name); !isGone(err) {
				return err
			}
			return nil
		})
		if err == nil {
			_, err = q.consumer(ctx, untoken(name))
		}
	}
	return err
}
