package coordinator

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

// Progress says how far the runs are.
type Progress struct {
	// Runs is how many different ones the study has, Before how many had a result when it
	// was begun, Done how many have one, and Failed how many of these failed.
	Runs, Before, Done, Failed int
	// Running are in work.
	Running int
	// Elapsed is since the beginning.
	Elapsed time.Duration
}

// PerMinute is how many runs are done in a minute, 0 as long as that cannot be told.
func (p *Progress) PerMinute() float64 {
	if p.Done == p.Before || p.Elapsed <= 0 {
		return 0
	}
	return float64(p.Done-p.Before) / p.Elapsed.Minutes()
}

// Left is how long the rest takes at that rate, 0 as long as it cannot be told.
func (p *Progress) Left() time.Duration {
	if rate := p.PerMinute(); rate > 0 {
		return time.Duration(float64(p.Runs-p.Done) / rate * float64(time.Minute))
	}
	return 0
}

// lookAgain is the time between two looks at the queue, beside what it tells.
const lookAgain = 5 * time.Second

// follower is who follows the runs of a study.
type follower struct {
	*Coordinator
	open     map[string]bool // without a result
	progress Progress
	began    time.Time
	written  time.Time // the table
	counted  time.Time // the runs left
	tell     func(Progress)
}

// Follow waits until every run has a result, and keeps the files of each as it comes.
// offered closes when all runs are offered: from then on it also ends when the runs
// left are neither queued nor in work, as when they were cancelled. The end of the
// context ends it without an error.
func (c *Coordinator) Follow(ctx context.Context, offered <-chan struct{}, tell func(Progress)) error {
	f := &follower{Coordinator: c, open: map[string]bool{}, began: time.Now(), written: time.Now(), counted: time.Now(), tell: tell}
	for _, id := range c.ids {
		f.open[id] = true
	}
	f.progress.Runs = len(f.open)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	told, err := c.Queue.Watch(ctx)
	if err == nil {
		err = f.look(ctx)
	}
	f.progress.Before = f.progress.Done
	if err == nil {
		err = f.wait(ctx, told, offered)
	}
	if ctx.Err() != nil {
		err = nil
	}
	return err
}

// wait waits for the results that are still to come.
func (f *follower) wait(ctx context.Context, told <-chan batch.Record, offered <-chan struct{}) error {
	again := time.NewTicker(lookAgain)
	defer again.Stop()
	for len(f.open) > 0 {
		select {
		case <-ctx.Done():
			return nil
		case r, ok := <-told:
			if !ok {
				return nil
			}
			if err := f.take(ctx, r); err != nil {
				return err
			}
		case <-again.C:
			if err := f.refresh(ctx); err != nil {
				return err
			}
			busy, err := f.busy(ctx)
			if err != nil {
				return err
			}
			if busy {
				continue
			}
			idle, err := f.count(ctx)
			if err != nil {
				return err
			}
			select {
			case <-offered:
				if idle {
					return nil
				}
			default:
			}
		}
	}
	return nil
}

// busy says how many runs are in work, and tells whether the queue has runs for this version
// of the program at all; the runs left are then not looked at one by one, but now and then.
func (f *follower) busy(ctx context.Context) (bool, error) {
	workers, err := f.Queue.Workers(ctx)
	if err != nil {
		return false, err
	}
	f.progress.Running = 0
	for _, w := range workers {
		if f.open[w.Run] {
			f.progress.Running++
		}
	}
	f.say()
	versions, err := f.Queue.Versions(ctx)
	return err == nil && slices.Contains(versions, f.Version) && time.Since(f.counted) < refreshed, err
}

// refreshed is the time between two tables while runs are solved, and between two looks at
// every run.
const refreshed = time.Minute

// refresh writes the table again after a while.
func (f *follower) refresh(ctx context.Context) error {
	if time.Since(f.written) < refreshed {
		return nil
	}
	f.written = time.Now()
	return f.Collect(ctx)
}

// look takes all results that there are.
func (f *follower) look(ctx context.Context) error {
	for r, err := range f.Queue.Records(ctx, maps.Keys(maps.Clone(f.open))) {
		if errors.Is(err, queue.ErrDamaged) {
			continue // offered again
		}
		if err == nil {
			err = f.take(ctx, r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// take takes a result.
func (f *follower) take(ctx context.Context, r batch.Record) error {
	if !f.open[r.ID] {
		return nil
	}
	if kept, err := f.kept(ctx, &r); !kept {
		return err
	}
	delete(f.open, r.ID)
	f.progress.Done++
	if r.Status == batch.Failed {
		f.progress.Failed++
	}
	f.say()
	return nil
}

func (f *follower) say() {
	f.progress.Elapsed = time.Since(f.began)
	if f.tell != nil {
		f.tell(f.progress)
	}
}

// count counts the runs left, takes results that were missed and tells whether no one is at
// any of them.
func (f *follower) count(ctx context.Context) (idle bool, err error) {
	f.counted = time.Now()
	if err := f.look(ctx); err != nil {
		return false, err
	}
	counts, err := f.Queue.Counts(ctx, f.Version, maps.Keys(f.open))
	if err != nil {
		return false, err
	}
	return counts.Queued+counts.Running == 0, nil
}
