package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
)

// sweep is a sweep in progress.
type sweep struct {
	*session
	swept
	quiet, cold bool
	points      []*model.Scenario
	reduced     []*market.Reduced
	rows        []*report.SweepRow // by point, nil where not solved
	worst       worst
}

func (s *session) studySweep(c *urfave.Context) error {
	args, err := arguments(c, "SCENARIO")
	if err != nil {
		return err
	}
	format, err := choice(c, "format", "text", "csv", "json")
	if err != nil {
		return err
	}
	out, err := outFile(c)
	if err != nil {
		return err
	}
	k := &sweep{session: s, quiet: c.Bool("quiet"), cold: c.Bool("cold")}
	if k.swept, err = sweptOf(c); err != nil {
		return err
	}
	sets, err := worldSets(c)
	if err != nil {
		return err
	}
	ctx, _, stop := s.interruptibleTo(c.Context, "finishing with the points solved so far")
	defer stop()
	if err := k.load(ctx, args[0], append(sets, solverSets(c, "gap", "time-limit", "threads", "method")...)); err != nil {
		return err
	}
	failed := k.run(ctx)
	rows := k.finished()
	if len(rows) == 0 && failed != nil {
		return failed
	}
	return k.deliver(rows, format, out, failed)
}

// load loads the scenario of every point before any is solved.
func (k *sweep) load(ctx context.Context, name string, sets []string) error {
	for _, setting := range k.settings {
		x, reduced, err := k.loadWorlds(ctx, name, append(sets[:len(sets):len(sets)], k.path+"="+setting), k.quiet)
		if err != nil {
			return err
		}
		k.points, k.reduced = append(k.points, x), append(k.reduced, reduced)
	}
	k.rows = make([]*report.SweepRow, len(k.points))
	return nil
}

// run solves the points. It stops at an interrupt; a point without a plan has a
// line all the same, and so has one whose search failed.
func (k *sweep) run(ctx context.Context) error {
	solver.Sweep(ctx, k.points, func(i int, known solver.Known) *solver.Answer {
		answer, row := k.point(ctx, i, known)
		k.rows[i] = row
		if k.cold && row != nil {
			k.alone(ctx, i, row)
		}
		return answer
	})
	if ctx.Err() != nil {
		return fail(exitInterrupted, "interrupted; the sweep has %s of %d", count(len(k.finished()), "point"), len(k.points))
	}
	return k.worst.failure()
}

// point solves a point of the sweep with what is known of it. There is no line
// where an interrupt came between.
func (k *sweep) point(ctx context.Context, i int, known solver.Known) (*solver.Answer, *report.SweepRow) {
	label := k.path + " = " + k.settings[i]
	began := time.Now()
	answer, err := k.solve(ctx, i, known, label)
	switch {
	case ctx.Err() != nil:
		return answer, nil
	case err != nil: // of this point: the others may do
		k.worst.add(outcome{code: exitInternal, message: err.Error()}, label)
		answer = &solver.Answer{}
	}
	if answer.Plan == nil && answer.Report != nil {
		k.printFindings(k.term.err, answer.Report)
	}
	if err == nil {
		k.worst.add(outcomeOf(answer, false), label)
	}
	return answer, k.row(i, answer, time.Since(began).Seconds())
}

// alone solves a point again as if there were no sweep, for comparison only.
func (k *sweep) alone(ctx context.Context, i int, row *report.SweepRow) {
	label := k.path + " = " + k.settings[i] + ", alone"
	began := time.Now()
	answer, err := k.solve(ctx, i, solver.Known{}, label)
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		k.worst.add(outcome{code: exitInternal, message: err.Error()}, label)
		return
	}
	seconds := time.Since(began).Seconds()
	row.ColdSeconds = &seconds
	if answer.Plan != nil {
		row.ColdValue, row.ColdBound = money(answer.Plan.Outcome.Objective), money(answer.Plan.Outcome.Bound)
	}
}

func (k *sweep) solve(ctx context.Context, i int, known solver.Known, label string) (*solver.Answer, error) {
	options := solver.Options{
		Version: k.Version, ScenarioHash: file.Hash(k.points[i]), Reduced: k.reduced[i], Starts: known.Starts, Bound: known.Bound,
	}
	if !k.quiet {
		k.term.note("%s", label)
		options.Progress = newProgress(k.term).report
		options.Stage = func(what string) { k.term.note("%s: %s", label, what) }
	}
	return k.search(ctx, k.points[i], options)
}

// row is the line of a point.
func (k *sweep) row(i int, a *solver.Answer, seconds float64) *report.SweepRow {
	x := studyRow(k.points[i], a, seconds)
	row := &report.SweepRow{
		Scenario: x.Scenario, Currency: x.Currency, Goal: x.Goal, Measure: x.Measure, Path: k.path, Setting: k.settings[i], Outcome: x.Outcome,
		Gap: x.Gap, Taken: x.Taken, Offered: x.Offered, Capex: x.Capex,
		MiningMW: x.MiningMW, ColocationMW: x.ColocationMW, GPUCloudMW: x.GPUCloudMW, PeakMW: x.PeakMW, Seconds: seconds,
	}
	if a.Plan != nil {
		row.Value, row.Bound = money(a.Plan.Outcome.Objective), money(a.Plan.Outcome.Bound)
	}
	return row
}

func money(x float64) *unit.Money { return (*unit.Money)(&x) }

// finished are the lines of the points that are solved, in the order asked for.
func (k *sweep) finished() []report.SweepRow {
	var rows []report.SweepRow
	for _, row := range k.rows {
		if row != nil {
			rows = append(rows, *row)
		}
	}
	return rows
}

// deliver writes and prints the lines.
func (k *sweep) deliver(rows []report.SweepRow, format, out string, failed error) error {
	write := func(w io.Writer) error { return report.SweepStudy(w, rows, format) }
	if out != "" {
		if len(rows) < len(k.points) {
			out = incomplete(out)
		}
		if err := report.File(out, write); err != nil {
			failed = fail(exitInternal, "the sweep could not be written: %s", err)
		} else {
			k.term.note("wrote %s to %s", count(len(rows), "point"), out)
		}
	}
	if err := write(k.term.out); failed == nil && err != nil {
		failed = fmt.Errorf("the sweep could not be printed: %w", err)
	}
	return failed
}
