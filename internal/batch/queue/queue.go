package queue

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Queue is a connection to the queue. It may be used by several goroutines.
type Queue struct {
	options Options
	nc      *nats.Conn
	js      jetstream.JetStream
	stream  map[string]jetstream.Stream // by name
	server  *Server                     // that Open started, or nil
	stop    func() bool

	mu        sync.Mutex
	consumers map[string]jetstream.Consumer // by version
}

// settling is how long a server that has just started, or a cluster that elects a
// leader, may take before Connect gives up.
const settling = 30 * time.Second

// Connect connects to the server at the address and makes there what the queue needs.
// The connection comes back by itself whenever it is lost, for as long as ctx lives.
// What fails at first is an Error with hints.
func Connect(ctx context.Context, a Address, o Options) (*Queue, error) {
	q := &Queue{options: o.withDefaults(), consumers: map[string]jetstream.Consumer{}}
	options, err := a.connection()
	if err != nil {
		return nil, err
	}
	q.nc, err = nats.Connect(a.URL, append(options, q.lasting()...)...)
	if err != nil {
		return nil, explainConnect(err, a)
	}
	if q.js, err = jetstream.New(q.nc); err != nil {
		q.nc.Close()
		return nil, err
	}
	first, cancel := context.WithTimeout(ctx, settling)
	defer cancel()
	if err := q.prepare(first, a); err != nil {
		q.nc.Close()
		return nil, err
	}
	q.nc.SetReconnectHandler(func(nc *nats.Conn) {
		q.options.Note("connected to the queue again, at " + nc.ConnectedUrlRedacted())
		go func() { // streams in memory went with the server
			if _, err := q.makeStreams(ctx); err != nil && ctx.Err() == nil && !nc.IsClosed() {
				q.options.Note(err.Error())
			}
		}()
	})
	q.stop = context.AfterFunc(ctx, q.nc.Close)
	return q, nil
}

// lasting are the options of a connection that comes back.
func (q *Queue) lasting() []nats.Option {
	return []nats.Option{
		nats.Name(q.options.Name),
		nats.Timeout(5 * time.Second),
		nats.MaxReconnects(-1),
		nats.IgnoreAuthErrorAbort(), // a server that restarts may not know its users yet
		nats.ReconnectWait(250 * time.Millisecond),
		nats.ReconnectJitter(250*time.Millisecond, time.Second),
		nats.PingInterval(10 * time.Second),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			switch {
			case err != nil:
				q.options.Note("the connection to the queue is lost, trying again: " + err.Error())
			case !q.nc.IsClosed():
				q.options.Note("the queue closed the connection, trying again")
			}
		}),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}), // calls return their errors
	}
}

// prepare finds that JetStream is there and makes the streams.
func (q *Queue) prepare(ctx context.Context, a Address) error {
	err := persist(ctx, func(ctx context.Context) error {
		_, err := q.js.AccountInfo(ctx)
		if errors.Is(err, jetstream.ErrJetStreamNotEnabled) || errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount) {
			return fail("the server at %s has no JetStream (%w)", a.shown(), final{err},
				"start it with -js, or enable JetStream for the account in its configuration")
		}
		return err
	})
	if err == nil {
		q.stream, err = q.makeStreams(ctx)
	}
	if err != nil && ctx.Err() != nil {
		return fail("the server at %s answers, but JetStream does not: %w", a.shown(), err,
			"in a cluster, more than half of the servers must be up")
	}
	return err
}

// Serves tells whether Open started the server.
func (q *Queue) Serves() bool { return q.server != nil }

// Close ends the connection and the server, where Open started one.
func (q *Queue) Close() error {
	q.stop()
	if q.nc.IsConnected() {
		_ = q.nc.FlushTimeout(answerTime) // what workers gave back
	}
	q.nc.Close()
	if q.server != nil {
		return q.server.Close()
	}
	return nil
}
