package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

func (s *session) batchStatusCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:   "status",
		Usage:  "say how many runs are done, in work and waiting, and who works on them",
		Action: s.batchStatus,
	}, manual{
		args: "DIR",
		text: "Counts the runs of a batch by what became of them, whether it runs or not, and lists the workers that are\n" +
			"there with what they have in work.",
		example: "gridalloc batch status regions",
		exits:   []int{exitInput},
	})
}

func (s *session) batchRetryCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "retry",
		Usage: "queue failed runs again",
		Flags: []urfave.Flag{
			&urfave.IntSliceFlag{Name: "run", Usage: "only the run of this `NUMBER`; may be given several times", DefaultText: "all that failed"},
		},
		Action: s.batchRetry,
	}, manual{
		args: "DIR",
		text: "Forgets that runs failed and queues them again, with all their attempts. Workers that are there begin at\n" +
			"once; otherwise gridalloc batch resume DIR solves them.",
		example: "gridalloc batch retry regions && gridalloc batch resume regions",
		exits:   []int{exitInput},
	})
}

func (s *session) batchCancelCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:   "cancel",
		Usage:  "take the runs without a result out of the queue",
		Action: s.batchCancel,
	}, manual{
		args: "DIR",
		text: "Takes the runs of a batch that wait out of the queue and stops those in work; results stay. The command that\n" +
			"runs the batch ends. gridalloc batch resume DIR queues them again.",
		example: "gridalloc batch cancel regions",
		exits:   []int{exitInput},
	})
}

// onBatch opens the batch of the folder that is named and works on it.
func (s *session) onBatch(c *urfave.Context, work func(*batchRuns) error) error {
	args, err := arguments(c, "DIR")
	if err != nil {
		return err
	}
	r, err := s.openBatch(c.Context, args[0])
	if err != nil {
		return err
	}
	failed := queueFailure(work(r))
	if err := r.Close(); failed == nil {
		failed = err
	}
	return failed
}

func (s *session) batchStatus(c *urfave.Context) error {
	return s.onBatch(c, func(r *batchRuns) error {
		counts, err := r.Counts(c.Context, r.folder.Version, r.ids)
		if err != nil {
			return err
		}
		workers, err := r.Workers(c.Context)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.term.out, "%s: %s: %s\n", r.folder.Key, count(len(r.all), "run"), countsLine(&counts))
		for i := range workers {
			fmt.Fprintln(s.term.out, "  "+r.workerLine(&workers[i]))
		}
		return nil
	})
}

// workerLine says what a worker is at.
func (r *batchRuns) workerLine(w *queue.Worker) string {
	line := fmt.Sprintf("worker %s on %s: %d done", w.Name, w.Host, w.Done)
	if w.Version != r.folder.Version {
		line += ", version " + w.Version
	}
	if w.Run == "" {
		return line + ", idle"
	}
	what := fmt.Sprintf("run %.12s of another study", w.Run)
	if i := slices.IndexFunc(r.all, func(x batch.Run) bool { return x.ID == w.Run }); i >= 0 {
		what = fmt.Sprintf("run %d (%s)", r.all[i].Number, strings.Join(r.all[i].Levels, ", "))
	}
	return fmt.Sprintf("%s, at %s for %s", line, what, time.Duration(w.Seconds*float64(time.Second)).Round(time.Second))
}

func (s *session) batchRetry(c *urfave.Context) error {
	return s.onBatch(c, func(r *batchRuns) error {
		ids := slices.Collect(r.ids)
		if numbers := c.IntSlice("run"); len(numbers) > 0 {
			ids = nil
			for _, n := range numbers {
				i := slices.IndexFunc(r.all, func(x batch.Run) bool { return x.Number == n })
				if i < 0 {
					return usage("--run %d: the study has runs 1 to %d", n, len(r.all))
				}
				ids = append(ids, r.all[i].ID)
			}
		}
		n, err := r.Retry(c.Context, slices.Values(ids))
		if err != nil {
			return err
		}
		s.term.note("%s queued again", count(n, "run"))
		return nil
	})
}

func (s *session) batchCancel(c *urfave.Context) error {
	return s.onBatch(c, func(r *batchRuns) error {
		n, err := r.Cancel(c.Context, r.folder.Version, r.ids)
		if err != nil {
			return err
		}
		s.term.note("%s cancelled", count(n, "run"))
		return nil
	})
}
