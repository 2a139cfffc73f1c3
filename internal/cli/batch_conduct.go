package cli

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/coordinator"
)

// conduct has the runs offered, solved and followed until all are done, or it is
// interrupted.
func (b *conducted) conduct(ctx context.Context) error {
	ctx, drain, stop := b.drainable(ctx)
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	following, leave := context.WithCancel(ctx)
	offering, enough := context.WithCancel(ctx)
	quit := make(chan struct{}) // no more runs are offered or taken here
	noMore := sync.OnceFunc(func() {
		enough()
		close(quit)
	})
	context.AfterFunc(ctx, noMore)
	go func() {
		select {
		case <-drain:
			noMore()
		case <-quit:
		}
	}()
	var parts sync.WaitGroup
	offered := make(chan struct{})
	parts.Go(func() {
		defer close(offered)
		if err := b.coordinator.Offer(offering); err != nil {
			cancel(err)
		}
	})
	parts.Go(func() {
		defer leave() // where nobody is at work here any more
		if err := b.solve(ctx, quit); err != nil {
			cancel(err)
		}
	})
	err := b.coordinator.Follow(following, offered, b.show())
	noMore()
	parts.Wait()
	b.term.endProgress()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		err = cause
	}
	return b.finish(isClosed(drain), err)
}

// solve solves runs on this machine until it is to quit.
func (b *conducted) solve(ctx context.Context, quit <-chan struct{}) error {
	if b.work.parallel == 0 {
		<-quit
		return nil
	}
	source := newQueueSource(b.coordinator.Queue, b.coordinator.Version, b.work.name, b.work.parallel, false, func(text string) { b.term.note("%s", text) })
	defer source.leave()
	err := b.session.work(ctx, quit, source, b.work)
	if ctx.Err() != nil {
		return nil // whatever ended it is known
	}
	return err
}

// show shows progress, nil where none is to be shown.
func (b *conducted) show() func(coordinator.Progress) {
	if b.quiet {
		return nil
	}
	p := newProgress(b.term)
	return func(x coordinator.Progress) { p.show(func() string { return batchLine(&x) }) }
}

// batchLine says how far a batch is.
func batchLine(p *coordinator.Progress) string {
	line := fmt.Sprintf("%d of %s done, %d failed", p.Done, count(p.Runs, "run"), p.Failed)
	if p.Running > 0 {
		line += fmt.Sprintf(", %d running", p.Running)
	}
	if rate := p.PerMinute(); rate > 0 {
		line += fmt.Sprintf("; %.3g a minute, %s left", rate, p.Left().Round(time.Second))
	}
	return line
}

// finish writes the table and says how the batch ended.
func (b *conducted) finish(drained bool, failed error) error {
	ctx := context.Background() // an interrupt must not keep the table from being written
	if err := b.coordinator.Collect(ctx); err != nil {
		return errors.Join(queueFailure(failed), fail(exitInternal, "the table of the runs could not be written: %s", err))
	}
	counts, err := b.coordinator.Counts(ctx)
	if err != nil {
		return errors.Join(queueFailure(failed), queueFailure(err))
	}
	b.term.note("%s: %s; the table is in %s", b.coordinator.Study.Name, countsLine(&counts), b.dir)
	resume := fmt.Sprintf("gridalloc batch resume %s goes on", b.dir)
	left, lost := counts.Queued+counts.Running+counts.Idle+counts.Damaged, counts.Results[batch.Failed]
	switch {
	case failed != nil:
		return queueFailure(failed)
	case drained && left > 0:
		return fail(exitInterrupted, "interrupted; %s left", count(left, "run")).hint("%s", resume)
	case left > 0:
		return fail(exitInterrupted, "%s not solved: cancelled, or the result is damaged", count(left, "run")).hint("%s", resume)
	case lost > 0:
		return fail(exitInternal, "%s of %d failed", count(lost, "run"), counts.Total()).
			hint("gridalloc batch table %s --where status=failed shows them", b.dir).hint("gridalloc batch retry %s has them solved again", b.dir)
	}
	if n := counts.Results[batch.Limited] + counts.Results[batch.Unfinished]; n > 0 {
		return fail(exitLimit, "%s stopped by a limit", count(n, "run")).hint("gridalloc batch table %s --where 'gap>0.5%%' shows how far they came", b.dir)
	}
	return nil
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
