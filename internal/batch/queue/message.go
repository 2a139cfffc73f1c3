package queue

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// token makes one token of a subject, or the name of a consumer, of any text;
// untoken is its reverse.
func token(text string) string {
	return strings.ReplaceAll(url.PathEscape(text), ".", "%2E")
}

func untoken(t string) string {
	text, err := url.PathUnescape(t)
	if err != nil {
		return t
	}
	return text
}

// publish stores a message. It may have been stored before where its subject is taken,
// as isTaken tells: an answer can be lost.
func (q *Queue) publish(ctx context.Context, m *nats.Msg, options ...jetstream.PublishOpt) error {
	return persist(ctx, func(ctx context.Context) error {
		_, err := q.js.PublishMsg(ctx, m, options...)
		return err
	})
}

// last is the message on a subject. ErrNone tells that there is none.
func (q *Queue) last(ctx context.Context, stream, subject string) (m *jetstream.RawStreamMsg, err error) {
	err = persist(ctx, func(ctx context.Context) (err error) {
		m, err = q.stream[stream].GetLastMsgForSubject(ctx, subject)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return final{ErrNone}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return m, nil
}

// remove removes a message. That it is gone already is no error.
func (q *Queue) remove(ctx context.Context, stream string, sequence uint64) error {
	return persist(ctx, func(ctx context.Context) error {
		err := q.stream[stream].DeleteMsg(ctx, sequence)
		if errors.Is(err, jetstream.ErrMsgDeleteUnsuccessful) { // because it is gone?
			if _, gone := q.stream[stream].GetMsg(ctx, sequence); errors.Is(gone, jetstream.ErrMsgNotFound) {
				return nil
			}
		}
		return err
	})
}

// list are the subjects of a stream below one that ends in ".*" or ".>", or the
// subject itself where it holds a message.
func (q *Queue) list(ctx context.Context, stream, subject string) (subjects map[string]uint64, err error) {
	err = persist(ctx, func(ctx context.Context) error {
		info, err := q.stream[stream].Info(ctx, jetstream.WithSubjectFilter(subject))
		if err == nil {
			subjects = info.State.Subjects
		}
		return err
	})
	return subjects, err
}
