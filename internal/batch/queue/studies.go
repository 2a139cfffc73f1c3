package queue

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// Study is a list of runs that were asked for together.
type Study struct {
	Name string `json:"name"`
	// Version is that of the program that expanded it: other versions have other runs.
	Version string `json:"version"`
	// Definition says what the study is, for whoever reads it: its axes with their levels.
	Definition []byte `json:"definition"`
	// Runs is how many it has.
	Runs int `json:"runs"`
	// Saved is when, by the server's clock; SaveStudy does not look at it.
	Saved time.Time `json:"-"`
}

// savedStudy is a study as it is kept.
type savedStudy struct {
	Study
	List blob `json:"list"` // of the runs, packed JSON lines
}

func studySubject(name string) string { return "gridalloc.study." + token(name) }

// SaveStudy keeps a study in place of the one of its name. The runs are not held in
// memory together; it fails where they are not as many as the study says.
func (q *Queue) SaveStudy(ctx context.Context, s Study, list iter.Seq2[batch.Run, error]) error {
	if s.Name == "" {
		return errors.New("queue: a study without a name")
	}
	old, err := q.study(ctx, s.Name)
	if err != nil && !errors.Is(err, ErrNone) && !errors.Is(err, ErrDamaged) {
		return err
	}
	w := q.newBlob(ctx, "gridalloc.file.study."+token(s.Name))
	b, err := writeRuns(w, list, s.Runs)
	if err == nil {
		err = q.announce(ctx, savedStudy{s, b})
	}
	if err != nil {
		return fmt.Errorf("study %s could not be saved: %w", s.Name, errors.Join(err, q.removeBlob(ctx, w.blob)))
	}
	if old == nil {
		return nil
	}
	return q.removeBlob(ctx, old.List)
}

// announce makes a study the one of its name.
func (q *Queue) announce(ctx context.Context, s savedStudy) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return q.publish(ctx, &nats.Msg{Subject: studySubject(s.Name), Data: text})
}

func writeRuns(w *blobWriter, list iter.Seq2[batch.Run, error], count int) (blob, error) {
	z := gzip.NewWriter(w)
	lines := json.NewEncoder(z)
	n := 0
	for run, err := range list {
		if err == nil {
			err = lines.Encode(run)
		}
		if err != nil {
			return blob{}, err
		}
		n++
	}
	if n != count {
		return blob{}, fmt.Errorf("it has %d runs, and %d were counted", n, count)
	}
	if err := z.Close(); err != nil {
		return blob{}, err
	}
	return w.finish()
}

// study is a study as it is kept.
func (q *Queue) study(ctx context.Context, name string) (*savedStudy, error) {
	m, err := q.last(ctx, studies, studySubject(name))
	if err != nil {
		return nil, err
	}
	s := &savedStudy{}
	if err := json.Unmarshal(m.Data, s); err != nil {
		return nil, fail("study %s is %w: %w", name, ErrDamaged, err, "run the study again: results are kept")
	}
	s.Saved = m.Time
	return s, nil
}

// Study is the study of a name with its runs, which are read as they are asked for.
// ErrNone tells that there is none.
func (q *Queue) Study(ctx context.Context, name string) (Study, iter.Seq2[batch.Run, error], error) {
	s, err := q.study(ctx, name)
	if err != nil {
		return Study{}, nil, err
	}
	return s.Study, func(yield func(batch.Run, error) bool) {
		from := q.openBlob(ctx, s.List)
		err := readRuns(from, s.Runs, func(r batch.Run) bool { return yield(r, nil) })
		if err != nil && (from.err == nil || errors.Is(from.err, io.EOF)) { // read, but not understood
			err = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if errors.Is(err, ErrDamaged) {
			err = fail("the list of runs of study %s is %w", name, err, "run the study again: results are kept")
		}
		if err != nil {
			yield(batch.Run{}, err)
		}
	}, nil
}

// readRuns yields runs until it is told to stop.
func readRuns(from io.Reader, count int, yield func(batch.Run) bool) error {
	z, err := gzip.NewReader(from)
	if err != nil {
		return err
	}
	lines := json.NewDecoder(z)
	for n := 0; ; n++ {
		var run batch.Run
		switch err := lines.Decode(&run); {
		case errors.Is(err, io.EOF) && n == count:
			return nil
		case errors.Is(err, io.EOF):
			return fmt.Errorf("it has %d of %d runs", n, count)
		case err != nil:
			return err
		case !yield(run):
			return nil
		}
	}
}

// Studies are all studies, by name, and what is wrong with those that are damaged.
func (q *Queue) Studies(ctx context.Context) ([]Study, error) {
	subjects, err := q.list(ctx, studies, studySubject("")+"*")
	if err != nil {
		return nil, err
	}
	var all []Study
	var odd error
	for _, subject := range slices.Sorted(maps.Keys(subjects)) {
		s, err := q.study(ctx, untoken(subject[len(studySubject("")):]))
		switch {
		case errors.Is(err, ErrNone): // just removed
		case errors.Is(err, ErrDamaged):
			odd = errors.Join(odd, err)
		case err != nil:
			return nil, err
		default:
			all = append(all, s.Study)
		}
	}
	return all, odd
}
