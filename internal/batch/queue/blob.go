package queue

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// pieceSize is how much of a file goes into one message, in bytes; servers take
// messages of a megabyte, and answer with a third more than they hold.
const pieceSize = 256 << 10

// blob tells where a file lies: pieces on the subjects Subject.0, Subject.1 and so on.
// The zero value is no file.
//
// The object store of JetStream would do the same with twice the messages, reads from
// replicas that may lag, and a consumer for each read.
type blob struct {
	Subject string `json:"subject"`
	Pieces  int    `json:"pieces"`
	Bytes   int64  `json:"bytes"`
	SHA256  string `json:"sha256"`
}

// blobWriter stores what is written to it. Nobody sees it before its blob is told.
type blobWriter struct {
	ctx   context.Context
	q     *Queue
	blob  blob
	piece bytes.Buffer
	sum   hash.Hash
}

// newBlob begins a file on a subject of its own below the one given, so that two who
// write the same at the same time do not mix.
func (q *Queue) newBlob(ctx context.Context, subject string) *blobWriter {
	return &blobWriter{ctx: ctx, q: q, blob: blob{Subject: subject + "." + rand.Text()}, sum: sha256.New()}
}

func (w *blobWriter) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		n := min(len(rest), pieceSize-w.piece.Len())
		w.piece.Write(rest[:n])
		rest = rest[n:]
		if w.piece.Len() == pieceSize {
			if err := w.flush(); err != nil {
				return 0, err
			}
		}
	}
	return len(b), nil
}

func (w *blobWriter) flush() error {
	err := w.q.publish(w.ctx, &nats.Msg{Subject: fmt.Sprintf("%s.%d", w.blob.Subject, w.blob.Pieces), Data: w.piece.Bytes()})
	if err != nil {
		return err
	}
	w.blob.Pieces++
	w.blob.Bytes += int64(w.piece.Len())
	w.sum.Write(w.piece.Bytes())
	w.piece.Reset()
	return nil
}

// finish stores the last piece and tells where the file lies.
func (w *blobWriter) finish() (blob, error) {
	if w.piece.Len() > 0 {
		if err := w.flush(); err != nil {
			return blob{}, err
		}
	}
	w.blob.SHA256 = hex.EncodeToString(w.sum.Sum(nil))
	return w.blob, nil
}

// blobReader reads a file. At its end it fails where it is not what was written.
type blobReader struct {
	ctx   context.Context
	q     *Queue
	blob  blob
	next  int
	bytes int64
	piece []byte
	sum   hash.Hash
	err   error // why reading ended
}

func (q *Queue) openBlob(ctx context.Context, b blob) *blobReader {
	return &blobReader{ctx: ctx, q: q, blob: b, sum: sha256.New()}
}

func (r *blobReader) Read(b []byte) (int, error) {
	for len(r.piece) == 0 && r.err == nil {
		r.piece, r.err = r.read()
	}
	if r.err != nil {
		return 0, r.err
	}
	n := copy(b, r.piece)
	r.piece = r.piece[n:]
	return n, nil
}

// read reads the next piece.
func (r *blobReader) read() ([]byte, error) {
	if r.next == r.blob.Pieces {
		if got := hex.EncodeToString(r.sum.Sum(nil)); got != r.blob.SHA256 || r.bytes != r.blob.Bytes {
			return nil, fmt.Errorf("%w: %d bytes with another checksum", ErrDamaged, r.bytes)
		}
		return nil, io.EOF
	}
	m, err := r.q.last(r.ctx, files, fmt.Sprintf("%s.%d", r.blob.Subject, r.next))
	if errors.Is(err, ErrNone) {
		return nil, fmt.Errorf("%w: piece %d of %d is missing", ErrDamaged, r.next+1, r.blob.Pieces)
	}
	if err != nil {
		return nil, err
	}
	r.next++
	r.bytes += int64(len(m.Data))
	r.sum.Write(m.Data)
	return m.Data, nil
}

// removeBlob removes a file.
func (q *Queue) removeBlob(ctx context.Context, b blob) error {
	if b.Pieces == 0 {
		return nil
	}
	return persist(ctx, func(ctx context.Context) error {
		return q.stream[files].Purge(ctx, jetstream.WithPurgeSubject(b.Subject+".*"))
	})
}

// storeValue stores a value, packed.
func (q *Queue) storeValue(ctx context.Context, subject string, value any) (blob, error) {
	w := q.newBlob(ctx, subject)
	z := gzip.NewWriter(w)
	if err := errors.Join(gob.NewEncoder(z).Encode(value), z.Close()); err != nil {
		return blob{}, err
	}
	return w.finish()
}

// loadValue is the reverse of storeValue.
func (q *Queue) loadValue(ctx context.Context, b blob, value any) error {
	packed, err := io.ReadAll(q.openBlob(ctx, b))
	if err != nil {
		return err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err == nil {
		err = gob.NewDecoder(z).Decode(value)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}
