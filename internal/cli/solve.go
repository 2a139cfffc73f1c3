package cli

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/memory"
	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
)

func (s *session) solveCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "solve",
		Usage: "find the best plan for a scenario",
		Flags: []urfave.Flag{
			setFlag(),
			worldsFlag(),
			&urfave.StringFlag{Name: "out", Usage: "write plan.json, the CSV tables and summary.txt to the folder `DIR`"},
			&urfave.StringFlag{Name: "format", Value: "text", Usage: "print the plan as `FORMAT`: text, json or csv"},
			&urfave.StringFlag{Name: "gap", Usage: "stop when no plan can be better by more than `SHARE`, such as 0.1%"},
			&urfave.StringFlag{Name: "time-limit", Usage: "stop after `TIME`, such as 300s or 10m"},
			&urfave.StringFlag{Name: "memory-limit", Usage: "stop when the program holds more than `SIZE` of memory, such as 8GB"},
			&urfave.IntFlag{Name: "threads", Usage: "search with `N` threads", DefaultText: "the scenario's"},
			&urfave.IntFlag{Name: "seed", Usage: "random seed `N` of the solver", DefaultText: "the scenario's"},
			&urfave.StringFlag{Name: "method", Usage: "solve by `METHOD`: whole gives the engine the whole program, decompose looks for a good plan first, auto chooses", DefaultText: "the scenario's"},
			&urfave.StringFlag{Name: "without", Usage: "leave out `STEPS` of solving in phases, separated by commas, to measure what they are worth: " + strings.Join(solver.Steps(), ", ")},
			certificateFlag("search for a proof of the bound and write it to `FILE`, compressed where the name ends in .gz"),
			&urfave.BoolFlag{Name: "worth", Usage: "solve again to find what more budget, surplus and sooner connections are worth (slow)", DisableDefaultText: true},
			&urfave.BoolFlag{Name: "information", Usage: "solve again to find what knowing the worlds is worth (slow)", DisableDefaultText: true},
			&urfave.StringFlag{Name: "progress-log", Usage: "write what the search knows and when to `FILE` as CSV"},
			&urfave.BoolFlag{Name: "quiet", Usage: "print no progress", DisableDefaultText: true},
		},
		Action:       s.solve,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO",
		text: "Plans a scenario, a file or the name of an embedded one, and prints the plan. With --out the plan is\n" +
			"also written to a folder; nothing is written when there is no verified plan. With --format csv the\n" +
			"tables follow one another, each after a line with # and its name. Gap, limits, threads, seed and\n" +
			"method replace those of the scenario. Ctrl-C ends the search with the best plan found so far, a second\n" +
			"Ctrl-C ends at once.\n\n" +
			"With --certificate a search of its own, under the same limits, looks for a proof of the bound that verify\n" +
			"can check without a solver; the plan then states the bound that is proven, also where the solver claims a\n" +
			"better one.\n\n" +
			"The file of --progress-log has the columns seconds (since the scenario was read), primal and dual (value\n" +
			"of the best plan and bound on it, in millions), gap, nodes, phase and memory_mb (the most that the program\n" +
			"held so far), with a line whenever plan, bound or phase is news; the last line is the verified plan.",
		example: "gridalloc solve textbook\n" +
			"gridalloc solve russia --time-limit 10m --gap 1% --out plans/russia\n" +
			"gridalloc solve my.yaml --set budget.annual=900 --format json | jq .result",
		exits: []int{exitInput, exitVerification, exitNoPlan, exitLimit, exitLimitNoPlan, exitInterrupted},
	})
}

// solverSets are the values of the scenario's solver section that the flags
// stand for.
func solverSets(c *urfave.Context, flags ...string) (sets []string) {
	for _, f := range flags {
		if c.IsSet(f) {
			sets = append(sets, "solver."+strings.ReplaceAll(f, "-", "_")+"="+c.String(f))
		}
	}
	return sets
}

func (s *session) solve(c *urfave.Context) error {
	args, err := arguments(c, "SCENARIO")
	if err != nil {
		return err
	}
	format, err := choice(c, "format", "text", "json", "csv")
	if err != nil {
		return err
	}
	out, err := outDir(c)
	if err != nil {
		return err
	}
	sets, err := worldSets(c)
	if err != nil {
		return err
	}
	sets = append(sets, solverSets(c, "gap", "time-limit", "memory-limit", "threads", "seed", "method")...)
	ctx, interrupted, stop := s.interruptible(c.Context)
	defer stop()
	scenario, reduced, err := s.loadWorlds(ctx, args[0], sets, c.Bool("quiet"))
	if err != nil {
		return err
	}
	certificate, err := certificateFile(c, scenario)
	if err != nil {
		return err
	}
	options := s.solverOptions(c, scenario, reduced)
	if options.Without, err = stepNames(c.String("without")); err != nil {
		return err
	}
	log, err := newProgressLog(c.String("progress-log"))
	if err != nil {
		return err
	}
	log.follow(&options)
	answer, err := s.search(ctx, scenario, options)
	unwritten := log.close(answer)
	if err != nil {
		return err
	}
	unwritten = errors.Join(unwritten, s.writeCertificate(certificate, answer))
	var why []string
	if answer.Termination == mip.Infeasible && answer.Plan == nil && answer.Report == nil {
		why = s.whyInfeasible(ctx, c.Bool("quiet"), scenario)
	}
	err = s.deliver(out, format, scenario, answer, why, interrupted())
	if err == nil {
		return unwritten
	}
	if unwritten != nil {
		s.term.note("%s", unwritten)
	}
	return err
}

// stepNames are the steps of solving to leave out.
func stepNames(list string) ([]string, error) {
	if list == "" {
		return nil, nil
	}
	names := strings.Split(list, ",")
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
		if !slices.Contains(solver.Steps(), names[i]) {
			return nil, usage("--without: there is no step %q", names[i]).hint("there are %s", strings.Join(solver.Steps(), ", "))
		}
	}
	return names, nil
}

// solverOptions are what the command line asks of the solver.
func (s *session) solverOptions(c *urfave.Context, scenario *model.Scenario, reduced *market.Reduced) solver.Options {
	options := solver.Options{
		Version: s.Version, ScenarioHash: file.Hash(scenario), Reduced: reduced,
		Worth: c.Bool("worth"), Information: c.Bool("information"),
		Certificate: c.IsSet("certificate"), Memory: heldMemory,
	}
	if _, _, known := memory.Own(); !known && scenario.Solver.MemoryLimit > 0 {
		s.term.note("note: this system does not tell what the solver engine holds; the memory limit counts only the rest of the program")
	}
	if !c.Bool("quiet") {
		options.Progress = newProgress(s.term).report
		options.Stage = func(what string) { s.term.note("%s", what) }
	}
	return options
}

// search runs the solver.
func (s *session) search(ctx context.Context, scenario *model.Scenario, options solver.Options) (*solver.Answer, error) {
	answer, err := s.Solve(ctx, scenario, options)
	s.term.endProgress()
	return answer, err
}

// deliver writes and prints the plan, or says why there is none, and returns
// the failure that stands for the outcome, with why it has none.
func (s *session) deliver(out, format string, scenario *model.Scenario, a *solver.Answer, why []string, interrupted bool) error {
	if a.Plan != nil {
		if err := s.publish(out, format, scenario, a.Plan); err != nil {
			return err
		}
	} else if a.Report != nil {
		s.printFindings(s.term.err, a.Report)
	}
	for _, n := range a.Notes {
		s.term.note("note: %s", n)
	}
	o := outcomeOf(a, interrupted)
	if o.code == exitOK {
		return nil
	}
	f := fail(o.code, "%s", o.message)
	for _, h := range slices.Concat(o.hints, why) {
		f = f.hint("%s", h)
	}
	return f
}

// publish writes the files first, since what is printed may go to a reader that
// goes away, and prints the plan even where they could not be written: it may
// have taken long to find.
func (s *session) publish(out, format string, scenario *model.Scenario, p *model.Plan) error {
	var failed error
	if out != "" {
		files, err := report.Dir(out, p, report.Attachment{
			Name: "worlds.csv", Write: func(w io.Writer) error { return file.WriteWorlds(w, scenario, scenario.Worlds) },
		})
		if err != nil {
			failed = fail(exitInternal, "the plan could not be written to %s: %s", out, err)
		} else {
			s.term.note("wrote %s to %s", count(len(files), "file"), out)
		}
	}
	write := func() error { return report.Summary(s.term.out, p, s.term.width()) }
	switch format {
	case "json":
		write = func() error { return report.JSON(s.term.out, p) }
	case "csv":
		write = func() error { return report.AllCSV(s.term.out, p) }
	}
	if err := write(); failed == nil {
		failed = err
	}
	return failed
}
