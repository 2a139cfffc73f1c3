package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/queue"
	"github.com/gridalloc/gridalloc/internal/batch/worker"
	"github.com/gridalloc/gridalloc/internal/memory"
)

// steady is the time between two signs of life of a worker.
const steady = queue.Patience / 3

// soon is the time after which the queue is told of another run.
const soon = time.Second

// idleCheck is the time between two looks whether runs are left; a queue is idle that
// is found so twice in a row.
const idleCheck = time.Second

// queueSource hands out the runs of a queue for a version of the program, and tells
// the queue what the worker is at. The queue knows each of the runs that are solved at
// the same time by a name of its own.
type queueSource struct {
	*queue.Queue
	version   string
	untilIdle bool
	note      func(string)
	stop      func()
	stopped   chan struct{}

	mu      sync.Mutex
	desks   []desk
	changed bool // since the queue was told
}

// desk is the place of one run at a time.
type desk struct {
	queue.Worker
	began time.Time
}

func newQueueSource(q *queue.Queue, version, name string, parallel int, untilIdle bool, note func(string)) *queueSource {
	host, _ := os.Hostname() // "" where the system does not know
	s := &queueSource{Queue: q, version: version, untilIdle: untilIdle, note: note, stopped: make(chan struct{})}
	for i := range parallel {
		s.desks = append(s.desks, desk{Worker: queue.Worker{
			Name: fmt.Sprintf("%s-%d", name, i+1), Version: version, Host: host, Process: os.Getpid(),
		}})
	}
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	go s.beat(ctx)
	return s
}

// beat tells the queue what is done at each desk, and the user where the queue has runs
// for other versions only. That it cannot be told is no trouble of the runs: the queue
// notes by itself that the connection is lost.
func (s *queueSource) beat(ctx context.Context) {
	defer close(s.stopped)
	every := time.NewTicker(soon)
	defer every.Stop()
	noted := ""
	for {
		atWork := false
		for _, w := range s.signs() {
			_ = s.Beat(ctx, w)
			atWork = atWork || w.Run != ""
		}
		if !atWork {
			switch err := s.CheckVersion(ctx, s.version); {
			case err == nil:
				noted = ""
			case err.Error() != noted && ctx.Err() == nil:
				noted = err.Error()
				s.note("waiting: " + noted)
			}
		}
		for told := time.Now(); time.Since(told) < steady && !s.news(); {
			select {
			case <-ctx.Done():
				return
			case <-every.C:
			}
		}
	}
}

// news tells whether a run has come or gone since it was asked last.
func (s *queueSource) news() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	news := s.changed
	s.changed = false
	return news
}

// signs are the signs of life of all desks.
func (s *queueSource) signs() (all []queue.Worker) {
	held, _, _ := memory.Own()
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.desks {
		w := s.desks[i].Worker
		w.MemoryMB = float64(held) / 1e6
		if w.Run != "" {
			w.Seconds = time.Since(s.desks[i].began).Seconds()
		}
		all = append(all, w)
	}
	return all
}

// leave tells the queue that the worker goes.
func (s *queueSource) leave() {
	s.stop()
	<-s.stopped
	ctx, cancel := context.WithTimeout(context.Background(), steady)
	defer cancel()
	for _, w := range s.signs() {
		if err := s.Leave(ctx, w.Name); err != nil {
			return // it is forgotten soon anyway
		}
	}
}

// Next implements worker.Source.
func (s *queueSource) Next(ctx context.Context) (worker.Delivery, error) {
	if s.untilIdle {
		var cancel context.CancelCauseFunc
		ctx, cancel = context.WithCancelCause(ctx)
		defer cancel(nil)
		go s.watchIdle(ctx, cancel)
	}
	d, err := s.Queue.Next(ctx, s.version)
	if err != nil {
		return nil, err
	}
	return &delivery{d: d, leave: s.sit(d.Task.ID)}, nil
}

// watchIdle ends the wait for a run when the queue has none left, neither waiting nor
// in the hands of another worker.
func (s *queueSource) watchIdle(ctx context.Context, cancel context.CancelCauseFunc) {
	check := time.NewTicker(idleCheck)
	defer check.Stop()
	for found := 0; found < 2; {
		select {
		case <-ctx.Done():
			return
		case <-check.C:
		}
		versions, err := s.Versions(ctx)
		if err != nil || slices.Contains(versions, s.version) {
			found = 0
			continue
		}
		found++
	}
	cancel(worker.ErrIdle)
}

// sit takes a desk for a run; leave leaves it again, once, with the run done or not.
func (s *queueSource) sit(id string) (leave func(done int)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.desks, func(d desk) bool { return d.Run == "" })
	s.desks[i].Run, s.desks[i].began, s.changed = id, time.Now(), true
	left := false
	return func(done int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !left {
			left = true
			s.desks[i].Run, s.changed = "", true
			s.desks[i].Done += done
		}
	}
}

// Plan implements worker.Source.
func (s *queueSource) Plan(ctx context.Context, id string) ([]byte, error) {
	plan, err := s.Queue.Plan(ctx, id)
	if errors.Is(err, queue.ErrNone) {
		return nil, nil
	}
	return plan, err
}

// delivery is a run of the queue at a desk, which it leaves.
type delivery struct {
	d     *queue.Delivery
	leave func(done int)
}

// Task implements worker.Delivery, as do the others.
func (d *delivery) Task() *batch.Task { return d.d.Task }

func (d *delivery) Attempt() (n, most int) { return d.d.Attempt, d.d.MaxAttempts }

func (d *delivery) Working(ctx context.Context) error {
	err := d.d.Working(ctx)
	if errors.Is(err, queue.ErrCancelled) {
		d.leave(0)
		return worker.ErrCancelled
	}
	return err
}

func (d *delivery) Store(ctx context.Context, r *batch.Result) error {
	_, err := d.d.Store(ctx, *r)
	if err == nil {
		d.leave(1)
	}
	return err
}

func (d *delivery) Back(_ context.Context, delay time.Duration) error {
	d.leave(0)
	return d.d.Back(delay)
}

func (d *delivery) Release(ctx context.Context) error {
	d.leave(0)
	return d.d.Release(ctx, 0)
}
