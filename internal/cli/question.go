package cli

import (
	"context"
	"errors"
	"math"
	"slices"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/page"
	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/explain"
)

// questionFlags are the flags of every question, its own between those of the
// scenario and those of the answer.
func questionFlags(own ...urfave.Flag) []urfave.Flag {
	return slices.Concat([]urfave.Flag{setFlag()}, own, []urfave.Flag{
		&urfave.StringFlag{Name: "gap", Usage: "stop each search when no plan can be better by more than `SHARE`, such as 0.1%", DefaultText: "the scenario's"},
		&urfave.StringFlag{Name: "time-limit", Usage: "stop each search after `TIME`, such as 300s or 10m", DefaultText: "the scenario's"},
		&urfave.IntFlag{Name: "threads", Usage: "search with `N` threads", DefaultText: "the scenario's"},
		&urfave.StringFlag{Name: "out", Usage: "write the answer as Markdown, JSON and CSV to the folder `DIR` too"},
		&urfave.StringFlag{Name: "html", Usage: "write the answer as a page of HTML to `FILE` too"},
		&urfave.StringFlag{Name: "format", Value: "text", Usage: "print as `FORMAT`: text, a page of Markdown; csv or json"},
		&urfave.BoolFlag{Name: "quiet", Usage: "print no progress", DisableDefaultText: true},
	})
}

// questionExits are the codes that a question ends with.
var questionExits = []int{exitInput, exitVerification, exitNoPlan, exitLimit, exitLimitNoPlan, exitInterrupted}

// question is what every question is asked with.
type question struct {
	*session
	format, out, html string
	quiet             bool
	// sets are the values set in the scenario, limits those of its solver section.
	sets, limits []string
}

// question reads the flags that all questions have.
func (s *session) question(c *urfave.Context) (*question, error) {
	q := &question{session: s, quiet: c.Bool("quiet")}
	var err error
	if q.format, err = choice(c, "format", "text", "csv", "json"); err != nil {
		return nil, err
	}
	if q.out, err = outDir(c); err != nil {
		return nil, err
	}
	if q.html, err = outOf(c, "html", "file", report.CanWriteFile); err != nil {
		return nil, err
	}
	q.sets, err = worldSets(c)
	q.limits = solverSets(c, "gap", "time-limit", "threads")
	return q, err
}

// ask has a question about a scenario answered: it reads what all such questions have and
// loads the scenario. An interrupt finishes with what is there then, in words.
func (s *session) ask(c *urfave.Context, there string, answer func(*question, context.Context, *urfave.Context, *model.Scenario) error) error {
	args, err := arguments(c, "SCENARIO")
	if err != nil {
		return err
	}
	q, err := s.question(c)
	if err != nil {
		return err
	}
	ctx, _, stop := s.interruptibleTo(c.Context, "finishing with "+there+" so far")
	defer stop()
	scenario, err := q.scenario(ctx, args[0])
	if err != nil {
		return err
	}
	return answer(q, ctx, c, scenario)
}

// analyst solves what the question leads to, and tells of its progress.
func (q *question) analyst() *explain.Analyst {
	a := &explain.Analyst{Solve: q.search, Options: solver.Options{Version: q.Version, Memory: heldMemory}}
	if !q.quiet {
		a.Say = func(what string) { q.term.note("%s", what) }
		a.Options.Progress = newProgress(q.term).report
	}
	return a
}

// scenario loads the scenario that a question is about, with its worlds.
func (q *question) scenario(ctx context.Context, name string) (*model.Scenario, error) {
	scenario, _, err := q.loadWorlds(ctx, name, slices.Concat(q.sets, q.limits), q.quiet)
	return scenario, err
}

// plan reads [SCENARIO] PLAN.json: the plan, verified, with the scenario that it was made
// for.
func (q *question) plan(ctx context.Context, c *urfave.Context) (*model.Scenario, *model.Plan, error) {
	name, paths, err := q.plansOf(c)
	if err != nil {
		return nil, nil, err
	}
	if len(paths) > 1 {
		return nil, nil, usage("%s is about one plan", c.Command.HelpName).hint("see %s --help", c.Command.HelpName)
	}
	scenario, err := q.load(name, q.sets)
	if err != nil {
		return nil, nil, err
	}
	scenario, err = q.verified(ctx, name, scenario, paths[0], q.quiet, "explained")
	if err != nil || len(q.limits) == 0 {
		return scenario, paths[0].Plan, err
	}
	limited, err := q.load(name, slices.Concat(q.sets, q.limits))
	if err != nil {
		return nil, nil, err
	}
	x := *scenario
	x.Solver = limited.Solver
	return &x, paths[0].Plan, nil
}

// reply delivers an answer. failed, where it is not nil, is the failure that stands for it.
// Where it ended the work early the answer holds what was found until then, and its files are
// called incomplete; a limit on single searches only widens what the answer says.
func (q *question) reply(r *report.Reply, failed error) error {
	if errors.Is(failed, context.Canceled) {
		failed = fail(exitInterrupted, "interrupted; the answer holds what was found so far")
	}
	if q.out != "" {
		if endedEarly(failed) {
			r.Name += ".incomplete"
		}
		if files, err := r.Dir(q.out); err != nil {
			failed = fail(exitInternal, "the answer could not be written to %s: %s", q.out, err)
		} else {
			q.term.note("wrote %s to %s", count(len(files), "file"), q.out)
		}
	}
	if q.html != "" {
		failed = q.page(r, failed)
	}
	if err := r.Write(q.term.out, q.format); failed == nil {
		failed = err
	}
	return failed
}

// page writes the answer as HTML. failed is as in reply.
func (q *question) page(r *report.Reply, failed error) error {
	out := q.html
	if endedEarly(failed) {
		out = incomplete(out)
	}
	a := &page.Answer{Title: r.Title, Version: q.Version, Notes: r.Notes}
	for _, s := range r.Sections {
		a.Parts = append(a.Parts, page.Part{Heading: s.Heading, Header: s.Header, Left: s.Left, Rows: s.Rows, Text: s.Text})
	}
	if err := report.File(out, a.Write); err != nil {
		return fail(exitInternal, "the answer could not be written to %s: %s", out, err)
	}
	q.term.note("wrote %s", out)
	return failed
}

// endedEarly tells whether a failure ended the work before its end.
func endedEarly(failed error) bool {
	return failed != nil && slices.Contains([]int{exitInterrupted, exitInternal}, asFailure(failed).code)
}

// finite is an amount for JSON, which has no infinity: nil where it is not known.
func finite(x float64) *float64 {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return nil
	}
	return &x
}
