package cli

import (
	"context"
	"io"
	"strings"
	"time"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/solver"
)

// study solves scenarios for several objectives each, all of a scenario in the
// same worlds. What is studied lies in the first three fields.
type study struct {
	// sets are the values that the command line sets in a scenario.
	sets func(c *urfave.Context, name string) ([]string, error)
	// variants are the objectives that a scenario is solved for.
	variants func(name string, s *model.Scenario) ([]variant, error)
	// write writes the finished lines.
	write func(w io.Writer, rows []report.StudyRow, format string) error

	*session
	quiet bool
	cases []studyCase
	rows  []report.StudyRow
}

// variant is an objective and what it is called.
type variant struct {
	label     string
	objective model.Objective
}

// studyCase is a scenario of the study with its worlds.
type studyCase struct {
	name     string
	scenario *model.Scenario
	reduced  *market.Reduced
	variants []variant
}

// study makes a study of the scenarios that are named, and writes its lines.
func (s *session) study(c *urfave.Context, k *study) error {
	k.session, k.quiet = s, c.Bool("quiet")
	format, err := choice(c, "format", "text", "csv", "json")
	if err != nil {
		return err
	}
	out, err := outFile(c)
	if err != nil {
		return err
	}
	ctx, _, stop := s.interruptibleTo(c.Context, "finishing with the plans made so far")
	defer stop()
	if err := k.load(c); err != nil {
		return err
	}
	if err := k.draw(ctx); err != nil {
		return err
	}
	failed := k.run(ctx)
	if len(k.rows) == 0 && failed != nil {
		return failed
	}
	write := func(w io.Writer) error { return k.write(w, k.rows, format) }
	if out != "" {
		if len(k.rows) < k.lines() {
			out = incomplete(out)
		}
		if err := report.File(out, write); err != nil {
			failed = fail(exitInternal, "the study could not be written: %s", err)
		} else {
			s.term.note("wrote %s to %s", count(len(k.rows), "line"), out)
		}
	}
	if err := write(s.term.out); failed == nil {
		failed = err
	}
	return failed
}

// load loads all scenarios before worlds are drawn for any.
func (k *study) load(c *urfave.Context) error {
	if !c.Args().Present() {
		return usage("%s needs SCENARIO", c.Command.HelpName).hint("see %s --help", c.Command.HelpName)
	}
	for _, name := range c.Args().Slice() {
		if strings.HasPrefix(name, "-") {
			return usage("%s needs a value", name).hint("see %s --help", c.Command.HelpName)
		}
		sets, err := k.sets(c, name)
		if err != nil {
			return err
		}
		x := studyCase{name: name}
		if x.scenario, err = k.session.load(name, append(sets, solverSets(c, "gap", "time-limit", "threads")...)); err != nil {
			return err
		}
		if x.variants, err = k.variants(name, x.scenario); err != nil {
			return err
		}
		k.cases = append(k.cases, x)
	}
	return nil
}

// draw draws the worlds of all scenarios before any is solved.
func (k *study) draw(ctx context.Context) error {
	for i := range k.cases {
		x := &k.cases[i]
		if x.scenario.Sampling.Draws == 0 {
			continue
		}
		var err error
		if x.reduced, err = k.drawWorlds(ctx, x.name, x.scenario, k.quiet); err != nil {
			return err
		}
	}
	return nil
}

// run solves every scenario for each of its variants. It stops at an
// interrupt; a variant without a plan has a line all the same.
func (k *study) run(ctx context.Context) error {
	var w worst
	for i := range k.cases {
		x := &k.cases[i]
		for _, v := range x.variants {
			label := x.name + ", " + v.label
			if !k.quiet {
				k.term.note("%s", label)
			}
			began := time.Now()
			scenario := *x.scenario
			scenario.Objective = v.objective
			answer, err := k.solve(ctx, &scenario, x.reduced)
			switch {
			case err != nil:
				return err
			case ctx.Err() != nil:
				return fail(exitInterrupted, "interrupted; the study has %s of %d", count(len(k.rows), "line"), k.lines())
			}
			if answer.Plan == nil && answer.Report != nil {
				k.printFindings(k.term.err, answer.Report)
			}
			w.add(outcomeOf(answer, false), label)
			k.rows = append(k.rows, studyRow(&scenario, answer, time.Since(began).Seconds()))
		}
	}
	return w.failure()
}

// lines is how many lines a whole study has.
func (k *study) lines() int {
	n := 0
	for i := range k.cases {
		n += len(k.cases[i].variants)
	}
	return n
}

// solve makes the plan of a variant.
func (k *study) solve(ctx context.Context, scenario *model.Scenario, reduced *market.Reduced) (*solver.Answer, error) {
	options := solver.Options{Version: k.Version, ScenarioHash: file.Hash(scenario), Reduced: reduced, Memory: heldMemory}
	if !k.quiet {
		options.Progress = newProgress(k.term).report
	}
	return k.search(ctx, scenario, options)
}
