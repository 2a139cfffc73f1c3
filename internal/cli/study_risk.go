package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
)

func (s *session) studyRiskCommand() *urfave.Command {
	flags := append([]urfave.Flag{
		setFlag(),
		&urfave.StringFlag{Name: "weights", Value: "0,25%,50%,75%,100%", Usage: "solve for each of these `WEIGHTS` of CVaR"},
		&urfave.StringFlag{Name: "tail", Value: "10%", Usage: "CVaR is the mean of the worst `SHARE` of worlds"},
		&urfave.StringFlag{Name: "gap", Usage: "stop each search when no plan can be better by more than `SHARE`, such as 0.1%"},
		&urfave.StringFlag{Name: "time-limit", Usage: "stop each search after `TIME`, such as 300s or 10m"},
		&urfave.IntFlag{Name: "threads", Usage: "search with `N` threads", DefaultText: "the scenario's"},
	}, samplingFlags()...)
	return s.describe(&urfave.Command{
		Name:  "risk",
		Usage: "show what weight on the worst worlds does to the plan",
		Flags: append(flags,
			&urfave.StringFlag{Name: "out", Usage: "write the table to `FILE` too"},
			&urfave.StringFlag{Name: "format", Value: "text", Usage: "print as `FORMAT`: text, a page of Markdown; csv or json"},
			&urfave.BoolFlag{Name: "quiet", Usage: "print no progress", DisableDefaultText: true},
		),
		Action:       s.studyRisk,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO...",
		text: "Solves each scenario for each weight of CVaR in the objective, all in the same worlds, and prints a\n" +
			"line for each plan: what it is worth as a mean and in the worst worlds, what it costs and what it\n" +
			"builds. A scenario without worlds of its own gets 50 of 2000 draws. The exit code is that of the\n" +
			"gravest line. Ctrl-C ends the study with the lines that are finished.",
		example: "gridalloc study risk russia united-states --time-limit 10m --out risk.md\n" +
			"gridalloc study risk my.yaml --weights 0,30%,60% --tail 5% --format csv",
		exits: []int{exitInput, exitVerification, exitNoPlan, exitLimit, exitLimitNoPlan, exitInterrupted},
	})
}

func (s *session) studyRisk(c *urfave.Context) error {
	format, err := choice(c, "format", "text", "csv", "json")
	if err != nil {
		return err
	}
	if c.IsSet("out") && c.String("out") == "" {
		return usage("--out needs the name of a file")
	}
	study, err := s.newRiskStudy(c)
	if err != nil {
		return err
	}
	ctx, _, stop := s.interruptibleTo(c.Context, "finishing with the plans made so far")
	defer stop()
	if err := study.load(ctx, c); err != nil {
		return err
	}
	failed := study.run(ctx)
	if len(study.rows) == 0 && failed != nil {
		return failed
	}
	write := func(w io.Writer) error { return report.Risk(w, study.rows, format) }
	if out := c.String("out"); out != "" {
		if err := report.File(out, write); err != nil {
			failed = fail(exitInternal, "the study could not be written: %s", err)
		} else {
			s.term.note("wrote %s to %s", count(len(study.rows), "line"), out)
		}
	}
	if err := write(s.term.out); failed == nil {
		failed = err
	}
	return failed
}

// riskStudy solves scenarios for rising weights of CVaR.
type riskStudy struct {
	*session
	weights []float64
	tail    float64
	quiet   bool
	cases   []riskCase
	rows    []report.RiskRow
}

// riskCase is a scenario of the study with its worlds.
type riskCase struct {
	name     string
	scenario *model.Scenario
	reduced  *market.Reduced
}

// newRiskStudy reads the flags.
func (s *session) newRiskStudy(c *urfave.Context) (*riskStudy, error) {
	study := &riskStudy{session: s, quiet: c.Bool("quiet")}
	for text := range strings.SplitSeq(c.String("weights"), ",") {
		weight, err := shareOf("weights", text)
		if err != nil {
			return nil, err
		}
		study.weights = append(study.weights, weight)
	}
	var err error
	if study.tail, err = shareOf("tail", c.String("tail")); err != nil {
		return nil, err
	}
	if study.tail == 0 || study.tail == 1 {
		return nil, usage("--tail %s: must be above 0 and below 1", c.String("tail"))
	}
	if !c.Args().Present() {
		return nil, usage("gridalloc study risk needs SCENARIO").hint("see gridalloc study risk --help")
	}
	for _, name := range c.Args().Slice() {
		if strings.HasPrefix(name, "-") {
			return nil, usage("%s needs a value", name).hint("see gridalloc study risk --help")
		}
		study.cases = append(study.cases, riskCase{name: name})
	}
	return study, nil
}

// load loads all scenarios, and draws their worlds, before any is solved.
func (r *riskStudy) load(ctx context.Context, c *urfave.Context) error {
	for i := range r.cases {
		x := &r.cases[i]
		sets, err := r.samplingSets(c, x.name)
		if err != nil {
			return err
		}
		for _, flag := range []string{"gap", "time-limit", "threads"} {
			if c.IsSet(flag) {
				sets = append(sets, "solver."+strings.ReplaceAll(flag, "-", "_")+"="+c.String(flag))
			}
		}
		if x.scenario, x.reduced, err = r.loadWorlds(ctx, x.name, sets, r.quiet); err != nil {
			return err
		}
	}
	return nil
}

// run solves every scenario for every weight. It stops at an interrupt; a
// variant without a plan has a line all the same.
func (r *riskStudy) run(ctx context.Context) error {
	var w worst
	for i := range r.cases {
		for _, weight := range r.weights {
			variant := fmt.Sprintf("%s, weight %g %%", r.cases[i].name, 100*weight)
			if !r.quiet {
				r.term.note("%s", variant)
			}
			began := time.Now()
			answer, scenario, err := r.solve(ctx, &r.cases[i], weight)
			switch {
			case err != nil:
				return err
			case ctx.Err() != nil:
				return fail(exitInterrupted, "interrupted; the study has %s of %d", count(len(r.rows), "line"), len(r.cases)*len(r.weights))
			}
			if answer.Plan == nil && answer.Report != nil {
				r.printFindings(r.term.err, answer.Report)
			}
			o := outcomeOf(answer, false)
			w.add(o, variant)
			row := riskRow(scenario, weight, r.tail, answer)
			row.Seconds = time.Since(began).Seconds()
			r.rows = append(r.rows, row)
		}
	}
	return w.failure()
}

// solve makes the plan of a scenario for one weight of CVaR.
func (r *riskStudy) solve(ctx context.Context, x *riskCase, weight float64) (*solver.Answer, *model.Scenario, error) {
	scenario := *x.scenario
	scenario.Objective.Measure, scenario.Objective.Weight, scenario.Objective.Tail = model.CVaR, unit.Share(weight), unit.Share(r.tail)
	if weight == 0 {
		scenario.Objective.Measure = model.Expected
	}
	options := solver.Options{Version: r.Version, ScenarioHash: file.Hash(&scenario), Reduced: x.reduced}
	if !r.quiet {
		options.Progress = newProgress(r.term).report
	}
	answer, err := r.search(ctx, &scenario, options)
	return answer, &scenario, err
}

// riskRow is the line of a plan.
func riskRow(s *model.Scenario, weight, tail float64, a *solver.Answer) report.RiskRow {
	row := report.RiskRow{
		Scenario: s.Name, Currency: s.Currency, Goal: s.Objective.Goal.String(), Weight: weight, Tail: tail,
		Worlds: len(s.Worlds), Outcome: a.Termination.String(), Offered: len(s.Contracts),
	}
	p := a.Plan
	if p == nil {
		if a.Report != nil {
			row.Outcome = "plan failed verification"
		}
		return row
	}
	row.Expected, row.CVaR, row.Worst, row.Loss = &p.Risk.Expected, &p.Risk.CVaR, &p.Risk.Worst, &p.Risk.Loss
	row.Capex, row.Gap = &p.Result.Capex, &p.Outcome.Gap
	row.ASICMW, row.GPUMW, row.HybridMW = (*float64)(&p.Shares.ASICOnlyMW), (*float64)(&p.Shares.GPUOnlyMW), (*float64)(&p.Shares.HybridMW)
	running := map[string]float64{}
	row.PeakMW, row.Taken = new(float64), new(int)
	for _, a := range p.Allocations {
		running[a.Period] += float64(a.GridMW)
		*row.PeakMW = max(*row.PeakMW, running[a.Period])
	}
	for _, contract := range p.Contracts {
		if contract.Accepted {
			*row.Taken++
		}
	}
	return row
}
