package coordinator

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/queue"
	"github.com/gridalloc/gridalloc/internal/batch/table"
	"github.com/gridalloc/gridalloc/internal/report"
)

// kept writes the plan and the log of a run to the folder, unless they are there. Where
// they are damaged in the store it forgets the record, and kept is false: the run is to be
// solved again.
func (c *Coordinator) kept(ctx context.Context, r *batch.Record) (kept bool, err error) {
	err = c.keep(ctx, r)
	switch {
	case errors.Is(err, queue.ErrDamaged):
		return false, c.Queue.Forget(ctx, r.ID)
	case errors.Is(err, queue.ErrNone): // forgotten meanwhile
		return false, nil
	}
	return err == nil, err
}

func (c *Coordinator) keep(ctx context.Context, r *batch.Record) error {
	for _, x := range []struct {
		path string
		read func(context.Context, string) ([]byte, error)
	}{
		{table.PlanFile(c.Dir, r.ID), c.Queue.Plan},
		{table.LogFile(c.Dir, r.ID), c.Queue.Log},
	} {
		if _, err := os.Stat(x.path); !errors.Is(err, fs.ErrNotExist) {
			if err != nil {
				return err
			}
			continue
		}
		content, err := x.read(ctx, r.ID)
		if err != nil {
			return err
		}
		if len(content) == 0 { // there is none
			continue
		}
		if err := os.MkdirAll(filepath.Dir(x.path), 0o777); err != nil {
			return err
		}
		if err := report.File(x.path, func(w io.Writer) error {
			_, err := w.Write(content)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// Counts counts the runs by what became of them.
func (c *Coordinator) Counts(ctx context.Context) (queue.Counts, error) {
	return c.Queue.Counts(ctx, c.Version, slices.Values(c.ids))
}

// Collect writes the table of all runs with what became of them until now, and the plans
// and logs that are not there yet.
func (c *Coordinator) Collect(ctx context.Context) error {
	return table.Write(c.Dir, c.head(), func(yield func(table.Row, error) bool) {
		for run := range c.runs() {
			row := table.Row{Run: run}
			r, err := c.Queue.Record(ctx, run.ID)
			switch {
			case err == nil:
				var kept bool
				if kept, err = c.kept(ctx, &r); kept {
					row.Record = &r
				}
			case errors.Is(err, queue.ErrNone), errors.Is(err, queue.ErrDamaged):
				err = nil
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	})
}
