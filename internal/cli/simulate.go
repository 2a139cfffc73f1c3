package cli

import (
	"runtime"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/solver/simulate"
)

func (s *session) simulateCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "simulate",
		Usage: "value plans in many drawn worlds",
		Flags: []urfave.Flag{
			setFlag(),
			&urfave.StringFlag{Name: "worlds", Usage: "verify plans in the worlds of `FILE`, as they were made with solve --worlds"},
			&urfave.IntFlag{Name: "draws", Value: 20000, Usage: "draw `N` worlds"},
			&urfave.IntFlag{Name: "seed", Usage: "seed `S` of the draws", DefaultText: "one more than that of the plans' worlds"},
			&urfave.IntFlag{Name: "threads", Value: runtime.NumCPU(), Usage: "value with `N` threads", DefaultText: "all processors"},
			&urfave.StringFlag{Name: "sources", Usage: "draw only these `SOURCES` of risk: " + strings.Join(market.SourceNames[:], ","), DefaultText: "all"},
			&urfave.BoolFlag{Name: "attribute", Usage: "say which source of risk does how much of the damage (slow)", DisableDefaultText: true},
			&urfave.StringFlag{Name: "out", Usage: "write draws.csv, summary.json and summary.txt to the folder `DIR`"},
			&urfave.StringFlag{Name: "format", Value: "text", Usage: "print as `FORMAT`: text, json or csv"},
			&urfave.BoolFlag{Name: "quiet", Usage: "print no progress", DisableDefaultText: true},
		},
		Action:       s.simulate,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "[SCENARIO] PLAN.json...",
		text: "Values plans in worlds drawn from the risk set of their scenario: how NPV, IRR and payback are\n" +
			"spread, the chance of loss, the MW online by date, penalties to contracts, and the lowest cash. Several\n" +
			"plans are valued in the same worlds and compared draw by draw. Without SCENARIO the scenario is the\n" +
			"embedded one that the plan names. Plans are verified first, each in the worlds and for the measure that\n" +
			"it says it was made for; give --worlds and all other --set values as for solve. The worlds drawn are\n" +
			"none of those unless the seed is the same. Ctrl-C ends with the draws made so far: their files are called\n" +
			"draws.incomplete.csv and so on.",
		example: "gridalloc solve russia --out plans/russia && gridalloc simulate plans/russia/plan.json\n" +
			"gridalloc simulate my.yaml a/plan.json b/plan.json --draws 50000 --out simulated\n" +
			"gridalloc simulate russia plans/russia/plan.json --attribute --format json",
		exits: []int{exitInput, exitVerification, exitInterrupted},
	})
}

func (s *session) simulate(c *urfave.Context) error {
	format, err := choice(c, "format", "text", "json", "csv")
	if err != nil {
		return err
	}
	options, err := simulationFlags(c)
	if err != nil {
		return err
	}
	sets, err := worldSets(c)
	if err != nil {
		return err
	}
	name, plans, err := s.plansOf(c)
	if err != nil {
		return err
	}
	ctx, _, stop := s.interruptibleTo(c.Context, "finishing with the draws made so far")
	defer stop()
	sim := &simulation{session: s, name: name, plans: plans, out: c.String("out"), quiet: c.Bool("quiet"), attribute: c.Bool("attribute"), options: options}
	if err := sim.prepare(ctx, sets, c.IsSet("seed")); err != nil {
		return err
	}
	defer sim.files.discard()
	result, err := sim.run(ctx)
	if err != nil {
		return err
	}
	failed := sim.files.place(result)
	if failed != nil {
		failed = fail(exitInternal, "the simulation could not be written to %s: %s", sim.out, failed)
	}
	if err := result.Write(s.term.out, format, s.term.width()); failed == nil {
		failed = err
	}
	if failed == nil && !sim.finished(result) {
		return fail(exitInterrupted, "interrupted; the figures are those of the draws made so far")
	}
	return failed
}

// simulationFlags are the options that the flags stand for.
func simulationFlags(c *urfave.Context) (simulate.Options, error) {
	o := simulate.Options{Draws: c.Int("draws"), Seed: uint64(c.Int("seed")), Threads: c.Int("threads"), Sources: market.All}
	for _, flag := range []string{"draws", "threads"} {
		if err := atLeastOne(c, flag); err != nil {
			return o, err
		}
	}
	if err := notNegative(c, "seed"); err != nil {
		return o, err
	}
	if _, err := outDir(c); err != nil {
		return o, err
	}
	if !c.IsSet("sources") {
		return o, nil
	}
	if c.Bool("attribute") {
		return o, usage("--attribute draws every set of sources").hint("leave out --sources")
	}
	o.Sources = 0
	for name := range strings.SplitSeq(c.String("sources"), ",") {
		i := slices.Index(market.SourceNames[:], strings.TrimSpace(name))
		if i < 0 {
			return o, usage("--sources: there is no source of risk %q", name).hint("the sources are %s", strings.Join(market.SourceNames[:], ", "))
		}
		o.Sources |= 1 << i
	}
	return o, nil
}
