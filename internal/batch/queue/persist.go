package queue

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// answerTime is how long one request waits for its answer.
const answerTime = 5 * time.Second

// Codes of the JetStream API that the client has no name for.
const (
	noPeers               = 10005
	insufficientResources = 10023
	memoryExceeded        = 10028
	storageExceeded       = 10047
	storeFailed           = 10077
	wrongLastSequence     = 10071 // the subject holds a message
	wrongLastConstant     = 10164 // it is just getting one
)

// final is an error that no waiting mends.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// persist does what is asked until it succeeds, fails for good or ctx ends: servers
// come back, and clusters elect another leader. What is asked may happen twice, where
// only its answer was lost.
func persist(ctx context.Context, do func(context.Context) error) error {
	for wait := 50 * time.Millisecond; ; wait = min(2*wait, 2*time.Second) {
		attempt, cancel := context.WithTimeout(ctx, answerTime)
		err := do(attempt)
		cancel()
		if err == nil || !passing(err) {
			return explain(err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the queue does not answer: %w (%w)", context.Cause(ctx), err)
		case <-time.After(wait):
		}
	}
}

// passing tells failures that may pass by themselves.
func passing(err error) bool {
	if errors.As(err, &final{}) || isFull(err) {
		return false
	}
	for _, e := range []error{
		context.DeadlineExceeded, nats.ErrTimeout, nats.ErrNoResponders, nats.ErrDisconnected, nats.ErrConnectionReconnecting,
		nats.ErrReconnectBufExceeded, nats.ErrStaleConnection, jetstream.ErrNoStreamResponse, jetstream.ErrNoHeartbeat,
		jetstream.ErrServerShutdown, jetstream.ErrConsumerLeadershipChanged,
		jetstream.ErrStreamNotFound, // it was there: those in memory are made again
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	var api *jetstream.APIError
	return errors.As(err, &api) && api.Code == 503 && api.ErrorCode != storeFailed
}

// isFull tells that the server has no room.
func isFull(err error) bool {
	var api *jetstream.APIError
	if !errors.As(err, &api) {
		return false
	}
	switch api.ErrorCode {
	case insufficientResources, memoryExceeded, storageExceeded:
		return true
	case storeFailed:
		return strings.Contains(api.Description, "maximum bytes exceeded")
	}
	return false
}

// isTaken tells that the subject of a message holds one already.
func isTaken(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && (api.ErrorCode == wrongLastSequence || api.ErrorCode == wrongLastConstant ||
		api.ErrorCode == storeFailed && strings.Contains(api.Description, "maximum messages per subject exceeded"))
}

// explain gives advice on what a server answered.
func explain(err error) error {
	switch {
	case err == nil:
		return nil
	case isFull(err):
		return fail("%w (%s)", ErrFull, err, "make room on its disk, or raise its limit (max_file_store)")
	case errors.Is(err, nats.ErrMaxPayload):
		return fail("a message is larger than the server takes: %w", err, "raise max_payload of the server")
	case errors.Is(err, nats.ErrPermissionViolation):
		return fail("these credentials may not do that: %w", err,
			"the queue needs gridalloc.>, $JS.API.>, $JS.ACK.> and _INBOX.> to publish and subscribe")
	}
	return err
}
