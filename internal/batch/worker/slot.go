package worker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// slot solves one run at a time.
type slot struct {
	*Worker
	child *child      // nil for none
	last  *batch.Task // that the child solved
}

// Delays: before a run is tried again whose process failed, for each attempt; between
// two attempts to store a result, the first and the most; how long a run may take to
// be given back.
const (
	retryDelay     = 2 * time.Second
	firstStoreWait = 500 * time.Millisecond
	mostStoreWait  = 30 * time.Second
	backLimit      = 5 * time.Second
)

// take has a run solved and its result stored, or gives it back.
func (s *slot) take(ctx context.Context, d Delivery) error {
	t := d.Task()
	if t.Version != s.Version {
		s.release(d)
		return fmt.Errorf("%w: %s was made by version %s, this is %s", ErrVersion, name(t), t.Version, s.Version)
	}
	held, release := s.hold(ctx, d)
	defer release()
	result, err := s.result(held, d)
	if err == nil {
		err = s.store(held, d, result)
	}
	var died *death
	switch {
	case err == nil:
		s.Done(t, &result.Record)
		return nil
	case errors.Is(err, ErrCancelled), errors.Is(context.Cause(held), ErrCancelled):
		s.Note(name(t) + " is cancelled")
		return nil
	case ctx.Err() != nil:
		s.release(d)
		return nil
	case errors.As(err, &died):
		n, most := d.Attempt()
		s.Note(fmt.Sprintf("%s goes back after attempt %d of %d: %s", name(t), n, most, died.what))
		s.back(d, func(ctx context.Context) error { return d.Back(ctx, time.Duration(n)*retryDelay) })
		return nil
	default:
		s.release(d)
		return err
	}
}

// name names a run for people.
func name(t *batch.Task) string { return fmt.Sprintf("run %d of %s", t.Number, t.Study) }

// hold tells the queue that the run is worked on until it is released. The context
// ends when the run is cancelled.
func (s *slot) hold(ctx context.Context, d Delivery) (_ context.Context, release func()) {
	held, cancel := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		steady := time.NewTicker(s.Steady)
		defer steady.Stop()
		for {
			select {
			case <-held.Done():
				return
			case <-steady.C:
			}
			switch err := d.Working(held); {
			case errors.Is(err, ErrCancelled):
				cancel(ErrCancelled)
			case err != nil && held.Err() == nil:
				s.Note(fmt.Sprintf("%s: the queue could not be told that it is worked on: %s", name(d.Task()), err))
			}
		}
	}()
	return held, func() {
		cancel(nil)
		<-ended
	}
}

// result has a run solved. A *death as the error leaves another attempt.
func (s *slot) result(ctx context.Context, d Delivery) (*batch.Result, error) {
	t := d.Task()
	n, most := d.Attempt()
	if n > most {
		return s.failed(d, fmt.Sprintf("it was handed out %d times before, and no worker answered: each was killed or cut off", n-1), nil), nil
	}
	scenario, err := t.Unpack()
	if err != nil {
		return s.failed(d, err.Error(), nil), nil
	}
	job := &Job{Task: *t}
	if s.Warm {
		job.Starts = s.starts(ctx, t)
	}
	if scenario.Solver.MemoryLimit > 0 {
		s.end() // what runs before left in memory would count
	}
	if err := s.ready(ctx, t); err != nil {
		return nil, err
	}
	result, died := s.child.solve(ctx, job, s.Limits.of(scenario))
	s.last = t
	switch {
	case ctx.Err() != nil && died != nil:
		s.end()
		return nil, context.Cause(ctx)
	case died != nil:
		s.end()
		if n < most {
			return nil, died
		}
		return s.failed(d, died.reason(n), died), nil
	case result.Record.Status == batch.Failed:
		s.end() // who knows what it left behind
	}
	result.Record.Attempts, result.Record.Worker = n, s.Name
	return result, nil
}

// failed is the result of a run that no process answered for.
func (s *slot) failed(d Delivery, reason string, died *death) *batch.Result {
	n, _ := d.Attempt()
	r := &batch.Result{Record: batch.Record{ID: d.Task().ID, Status: batch.Failed, Reason: reason, Attempts: n, Worker: s.Name}}
	if died != nil {
		r.Record.Seconds, r.Record.MemoryMB, r.Log = died.seconds, float64(died.most)/1e6, died.log
	}
	return r
}

// mostStarts limits the plans that a run starts from: each costs a search for what is
// left of it.
const mostStarts = 2

// starts are the plans of the nearest finished neighbours. A start is only help: a
// run does without those that cannot be had.
func (s *slot) starts(ctx context.Context, t *batch.Task) (plans [][]byte) {
	for _, id := range t.Near {
		plan, err := s.Source.Plan(ctx, id)
		switch {
		case err != nil:
			s.Note(fmt.Sprintf("%s does without the plan of a neighbour: %s", name(t), err))
		case plan != nil:
			plans = append(plans, plan)
		}
		if len(plans) == mostStarts || ctx.Err() != nil {
			break
		}
	}
	return plans
}

// ready has a process for the run: the one there is, or a new one.
func (s *slot) ready(ctx context.Context, t *batch.Task) error {
	if s.child != nil && s.keeps(t) {
		return nil
	}
	s.end()
	var err error
	for range startAttempts {
		if s.child, err = start(ctx, s.Command(), s.Version); err == nil || ctx.Err() != nil {
			return err
		}
		s.Note(err.Error())
	}
	return err
}

// keeps tells whether the process may solve the run too.
func (s *slot) keeps(t *batch.Task) bool {
	switch {
	case s.Sharing == Alone,
		s.Sharing == Neighbours && !slices.Contains(t.Near, s.last.ID) && !slices.Contains(s.last.Near, t.ID),
		s.child.gone():
		return false
	}
	return s.Limits.Idle == 0 || s.child.holds() <= s.Limits.Idle
}

// end ends the process, if there is one.
func (s *slot) end() {
	if s.child != nil {
		s.child.end()
		s.child = nil
	}
}

// store stores a result. It is not given up while the queue cannot be reached or has
// no room: the result may have taken hours.
func (s *slot) store(ctx context.Context, d Delivery, r *batch.Result) error {
	for wait := firstStoreWait; ; wait = min(2*wait, mostStoreWait) {
		err := d.Store(ctx, r)
		if err == nil || errors.Is(err, ErrCancelled) || ctx.Err() != nil {
			return err
		}
		s.Note(fmt.Sprintf("%s: the result could not be stored yet: %s", name(d.Task()), err))
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// release gives a run back as if it had not been handed out.
func (s *slot) release(d Delivery) { s.back(d, d.Release) }

// back gives a run back, also where everything else is at its end.
func (s *slot) back(d Delivery, give func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), backLimit)
	defer cancel()
	if err := give(ctx); err != nil { // it is handed out again anyway, only later
		s.Note(fmt.Sprintf("%s could not be given back: %s", name(d.Task()), err))
	}
}

// lastLines are the last lines of a log that say something.
func lastLines(log []byte, most int) string {
	lines := strings.FieldsFunc(string(log), func(r rune) bool { return r == '\n' || r == '\r' })
	lines = slices.DeleteFunc(lines, func(line string) bool { return strings.TrimSpace(line) == "" })
	return strings.Join(lines[max(0, len(lines)-most):], "\n")
}
