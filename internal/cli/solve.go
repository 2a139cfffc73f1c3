package cli

import (
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/solver"
)

func (s *session) solveCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "solve",
		Usage: "find the best plan for a scenario",
		Flags: []urfave.Flag{
			setFlag(),
			&urfave.StringFlag{Name: "out", Usage: "write plan.json, the CSV tables and summary.txt to the folder `DIR`"},
			&urfave.StringFlag{Name: "format", Value: "text", Usage: "print the plan as `FORMAT`: text, json or csv"},
			&urfave.StringFlag{Name: "gap", Usage: "stop when no plan can be better by more than `SHARE`, such as 0.1%"},
			&urfave.StringFlag{Name: "time-limit", Usage: "stop after `TIME`, such as 300s or 10m"},
			&urfave.IntFlag{Name: "threads", Usage: "search with `N` threads", DefaultText: "the scenario's"},
			&urfave.IntFlag{Name: "seed", Usage: "random seed `N` of the solver", DefaultText: "the scenario's"},
			&urfave.BoolFlag{Name: "worth", Usage: "solve again to find what more budget, surplus and sooner connections are worth (slow)", DisableDefaultText: true},
			&urfave.BoolFlag{Name: "quiet", Usage: "print no progress", DisableDefaultText: true},
		},
		Action:       s.solve,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO",
		text: "Plans a scenario, a file or the name of an embedded one, and prints the plan. With --out the plan is\n" +
			"also written to a folder; nothing is written when there is no verified plan. With --format csv the\n" +
			"tables follow one another, each after a line with # and its name. Gap, time limit, threads and seed\n" +
			"replace those of the scenario. Ctrl-C ends the search with the best plan found so far, a second\n" +
			"Ctrl-C ends at once.",
		example: "gridalloc solve textbook\n" +
			"gridalloc solve russia --time-limit 10m --gap 1% --out plans/russia\n" +
			"gridalloc solve my.yaml --set budget.annual=900 --format json | jq .result",
		exits: []int{exitInput, exitVerification, exitNoPlan, exitLimit, exitLimitNoPlan, exitInterrupted},
	})
}

// solverFlags are the flags that set a value of the scenario's solver section.
var solverFlags = []string{"gap", "time-limit", "threads", "seed"}

func (s *session) solve(c *urfave.Context) error {
	args, err := arguments(c, "SCENARIO")
	if err != nil {
		return err
	}
	format, err := choice(c, "format", "text", "json", "csv")
	if err != nil {
		return err
	}
	if out := c.String("out"); c.IsSet("out") {
		if out == "" {
			return usage("--out needs the name of a folder")
		}
		if err := report.CanWriteDir(out); err != nil {
			return usage("--out: %s", err)
		}
	}
	sets := c.StringSlice("set")
	for _, f := range solverFlags {
		if c.IsSet(f) {
			sets = append(sets, "solver."+strings.ReplaceAll(f, "-", "_")+"="+c.String(f))
		}
	}
	scenario, err := s.load(args[0], sets)
	if err != nil {
		return err
	}
	answer, interrupted, err := s.search(c, scenario)
	if err != nil {
		return err
	}
	return s.deliver(c.String("out"), format, answer, interrupted)
}

// search runs the solver with progress and interrupts.
func (s *session) search(c *urfave.Context, scenario *model.Scenario) (*solver.Answer, bool, error) {
	ctx, interrupted, stop := s.interruptible(c.Context)
	defer stop()
	options := solver.Options{Version: s.Version, ScenarioHash: file.Hash(scenario), Worth: c.Bool("worth")}
	if !c.Bool("quiet") {
		options.Progress = newProgress(s.term).report
	}
	answer, err := s.Solve(ctx, scenario, options)
	s.term.endProgress()
	return answer, interrupted(), err
}

// deliver writes and prints the plan, or says why there is none, and returns
// the failure that stands for the outcome.
func (s *session) deliver(out, format string, a *solver.Answer, interrupted bool) error {
	if a.Plan != nil {
		if err := s.publish(out, format, a.Plan); err != nil {
			return err
		}
	} else if a.Report != nil {
		s.printFindings(s.term.err, a.Report)
	}
	o := outcomeOf(a, interrupted)
	if o.code == exitOK {
		return nil
	}
	f := fail(o.code, "%s", o.message)
	if len(a.Collision) > 0 {
		f.hint("these cannot all be met: %s", strings.Join(a.Collision, ", "))
	}
	for _, h := range o.hints {
		f.hint("%s", h)
	}
	return f
}

// publish writes the files first: what is printed may go to a reader that
// goes away.
func (s *session) publish(out, format string, p *model.Plan) error {
	if out != "" {
		files, err := report.Dir(out, p)
		if err != nil {
			return fail(exitInternal, "the plan could not be written: %s", err)
		}
		s.term.note("wrote %s to %s", count(len(files), "file"), out)
	}
	switch format {
	case "json":
		return report.JSON(s.term.out, p)
	case "csv":
		return report.AllCSV(s.term.out, p)
	}
	return report.Summary(s.term.out, p, s.term.width())
}
