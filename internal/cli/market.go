package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/model"
)

func (s *session) marketCommand() *urfave.Command {
	return s.group(&urfave.Command{
		Name:  "market",
		Usage: "draw worlds, shock, fit and test the markets",
		Subcommands: []*urfave.Command{
			s.marketDrawCommand(),
			s.marketShockCommand(),
			s.marketCalibrateCommand(),
			s.marketBacktestCommand(),
		},
	}, manual{
		text: "Looks into what the worlds of a scenario are drawn from: the processes of hashprice, rents, power\n" +
			"prices, lead times and defaults of its risk set.",
		example: "gridalloc market draw russia --format text",
		exits:   []int{exitInput, exitInterrupted},
	})
}

// group makes a command that only holds others.
func (s *session) group(c *urfave.Command, m manual) *urfave.Command {
	var names []string
	for _, sub := range c.Subcommands {
		names = append(names, sub.Name)
	}
	c.BashComplete = s.complete(names...)
	c.Action = func(ctx *urfave.Context) error {
		if !ctx.Args().Present() {
			return urfave.ShowSubcommandHelp(ctx)
		}
		f := usage("%s has no command %s", ctx.Command.HelpName, ctx.Args().First())
		if like := suggestion(ctx.Args().First(), c.Subcommands); like != "" {
			f = f.hint("did you mean %s?", like)
		}
		return f.hint("its commands are %s", strings.Join(names, ", "))
	}
	return s.describe(c, m)
}

// samplingFlags set a value of the scenario's worlds section.
func samplingFlags() []urfave.Flag {
	return []urfave.Flag{
		&urfave.IntFlag{Name: "draws", Usage: "draw `N` worlds", DefaultText: "the scenario's, or 2000"},
		&urfave.IntFlag{Name: "keep", Usage: "reduce them to `K` worlds", DefaultText: "the scenario's, or 50"},
		&urfave.IntFlag{Name: "seed", Usage: "seed `S` of the draws", DefaultText: "the scenario's, or 1"},
		&urfave.StringFlag{Name: "reduce", Usage: "keep worlds that differ in `WHAT`: cash, paths or plans (what a few good plans earn; slow)", DefaultText: "the scenario's, or cash"},
		&urfave.StringFlag{Name: "difficulty", Usage: "whether the network's hashrate reacts to what mining earns: `HOW`: reacts or fixed", DefaultText: "the scenario's, or reacts"},
		&urfave.StringFlag{Name: "means", Usage: "move the means to those of the tables, or leave them to the processes: `WHOSE`: tables or processes", DefaultText: "the scenario's, or tables"},
	}
}

// usualSeed is the seed of the draws of worlds where none is given.
const usualSeed = 1

// drawsUnsaid is how worlds are drawn where a scenario does not say.
var drawsUnsaid = []string{"worlds.draws=2000", "worlds.keep=50", fmt.Sprintf("worlds.seed=%d", usualSeed)}

// samplingSets are the --set values of a command with those that its sampling
// flags stand for. A scenario without worlds of its own gets the usual ones.
func (s *session) samplingSets(c *urfave.Context, name string) ([]string, error) {
	for _, flag := range []string{"draws", "keep"} {
		if c.IsSet(flag) {
			if err := atLeastOne(c, flag); err != nil {
				return nil, err
			}
		}
	}
	sets := slices.Clone(c.StringSlice("set"))
	scenario, err := s.load(name, sets)
	if err != nil {
		return nil, err
	}
	if scenario.Sampling == (model.Sampling{}) {
		if err := hasRisk(name, scenario); err != nil {
			return nil, err
		}
		sets = append(sets, drawsUnsaid...)
	}
	for _, flag := range []string{"draws", "keep", "seed", "reduce", "difficulty", "means"} {
		if c.IsSet(flag) {
			sets = append(sets, "worlds."+flag+"="+c.String(flag))
		}
	}
	return sets, nil
}

// loadRisk loads a scenario that has a risk set.
func (s *session) loadRisk(name string, sets []string) (*model.Scenario, error) {
	scenario, err := s.load(name, sets)
	if err == nil {
		err = hasRisk(name, scenario)
	}
	return scenario, err
}

// hasRisk wants a scenario to have a risk set.
func hasRisk(name string, scenario *model.Scenario) error {
	if scenario.Risk.Given {
		return nil
	}
	return fail(exitInput, "%s names no risk set, so there is nothing to draw from", name).
		hint("write risk: base into the scenario, or give --set risk=base")
}

// atLeastOne wants the whole number of a flag above 0.
func atLeastOne(c *urfave.Context, flag string) error {
	if n := c.Int(flag); n < 1 {
		return usage("--%s %d: not above 0", flag, n)
	}
	return nil
}

// shareOf reads a share such as 25% or 0.25 that lies from 0 to 1.
func shareOf(flag, text string) (float64, error) {
	digits, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if percent {
		x /= 100
	}
	if err != nil || !(x >= 0 && x <= 1) {
		return 0, usage("--%s %s: not a share from 0 to 1", flag, text).hint("write a share as 25%% or 0.25")
	}
	return x, nil
}
