package cli

import (
	"context"
	"slices"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
)

func (s *session) compareCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "compare",
		Usage: "plan other markets with the same money, technology and outlook, and say what makes the difference",
		Flags: questionFlags(
			&urfave.StringSliceFlag{Name: "with", Usage: "compare with `SCENARIO`; may be given several times"},
			&urfave.BoolFlag{Name: "own-budget", Usage: "leave each market its own budget", DisableDefaultText: true},
			&urfave.Float64Flag{Name: "price-cap", Usage: "of the markets of --with keep only regions whose power, energy and network, costs at most `PRICE` per kWh", DefaultText: "none"},
			&urfave.BoolFlag{Name: "decompose", Usage: "split the gap to each market by what makes it", DisableDefaultText: true},
			&urfave.BoolFlag{Name: "pooled", Usage: "plan all markets together with one budget too", DisableDefaultText: true},
			&urfave.BoolFlag{Name: "level", Usage: "look for what would make SCENARIO worth as much as each market", DisableDefaultText: true},
		),
		Action:       s.compare,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO",
		text: "Plans SCENARIO and each market of --with, and sets the plans side by side on the same definitions. Horizon,\n" +
			"money, lead-time quantile, technology, risk, objective, solver and budget of each are those of SCENARIO;\n" +
			"regions, clients, rules, tax and discount rate are its own. --set changes all of them.\n\n" +
			"--decompose swaps one input at a time from SCENARIO to the other market, and in the same order back, and\n" +
			"takes the mean: the parts add up to the whole gap. It solves 16 more plans for each market. --level solves\n" +
			"up to about 30 more. A wider --gap makes both quicker, and their ranges wider.\n\n" +
			"us is another name of united-states. Ctrl-C ends with what was found so far.",
		example: "gridalloc compare urals --with siberia --decompose\n" +
			"gridalloc compare russia --with us --with middle-east --gap 2% --pooled --out compare\n" +
			"gridalloc compare russia --with middle-east --price-cap 0.04",
		exits: questionExits,
	})
}

// shortNames are other names of embedded scenarios.
var shortNames = map[string]string{"us": "united-states"}

// comparison is a comparison in progress.
type comparison struct {
	*question
	ownBudget, decompose, together, level bool
	priceCap                              float64
	markets                               []*compared // the base first
	pool                                  *model.Scenario
	answer                                report.Comparison
	worst                                 worst
}

func (s *session) compare(c *urfave.Context) error {
	args, err := arguments(c, "SCENARIO")
	if err != nil {
		return err
	}
	q, err := s.question(c)
	if err != nil {
		return err
	}
	k := &comparison{
		question: q, ownBudget: c.Bool("own-budget"), decompose: c.Bool("decompose"), together: c.Bool("pooled"), level: c.Bool("level"),
		priceCap: c.Float64("price-cap"),
	}
	names := slices.Concat(args, c.StringSlice("with"))
	switch {
	case len(names) == 1:
		return usage("compare needs --with SCENARIO").hint("such as --with united-states")
	case c.IsSet("price-cap") && !(k.priceCap > 0):
		return usage("--price-cap %g: not a price above zero", k.priceCap).hint("per kWh, such as 0.04")
	}
	ctx, _, stop := s.interruptibleTo(c.Context, "finishing with what was found so far")
	defer stop()
	if err := k.load(ctx, names); err != nil {
		return err
	}
	failed := k.run(ctx)
	if failed == nil {
		failed = k.worst.failure()
	}
	return k.reply(k.answer.Reply(), failed)
}

// sections are those of the base that count for all markets.
func (k *comparison) sections() []string {
	common := file.Common()
	if k.ownBudget {
		return slices.DeleteFunc(common, func(name string) bool { return name == "budget" })
	}
	return common
}

// load loads all markets before any is solved.
func (k *comparison) load(ctx context.Context, names []string) error {
	for i, name := range names {
		if full, ok := shortNames[name]; ok {
			name = full
		}
		names[i] = name
		opts := file.Options{Path: name, Set: slices.Concat(k.sets, k.limits)}
		if i > 0 {
			opts.Like, opts.Sections = names[0], k.sections()
		}
		m, err := k.market(opts)
		if err != nil {
			return err
		}
		k.markets = append(k.markets, m)
	}
	if err := k.loadPool(names); err != nil {
		return err
	}
	all := []*model.Scenario{k.pool}
	for _, m := range k.markets {
		all = append(all, m.scenario)
	}
	for _, x := range all {
		if x != nil && x.Sampling.Draws > 0 {
			if _, err := k.drawWorlds(ctx, x.Name, x, k.quiet); err != nil {
				return err
			}
		}
	}
	k.begin()
	return nil
}
