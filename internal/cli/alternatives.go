package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/explain"
)

func (s *session) alternativesCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "alternatives",
		Usage: "find plans worth nearly as much as a plan and as unlike it as possible",
		Flags: questionFlags(
			worldsFlag(),
			&urfave.StringFlag{Name: "loss", Value: "2%", Usage: "plans may be worth less than the given one by a `SHARE` of its worth"},
			&urfave.IntFlag{Name: "count", Value: 5, Usage: "find `N` plans"},
			&urfave.BoolFlag{Name: "no-regions", Usage: "do not tell which regions all plans within the loss build in, some or none", DisableDefaultText: true},
			&urfave.BoolFlag{Name: "ranges", Usage: "find the least and most MW in each region too (slow)", DisableDefaultText: true},
		),
		Action:       s.alternatives,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "[SCENARIO] PLAN.json",
		text: "Finds plans that are worth at least (1 - loss) times what the given one is, each as far as possible\n" +
			"from it and from those found before: the grid MW that one has in a region for a business and the other\n" +
			"has not, as means over the periods, added up. Each is a whole plan, verified; --out writes them as\n" +
			"alternative-1.json and so on. How far apart plans are is exact; whether there are none farther apart is\n" +
			"said where it is proven.\n\n" +
			"It also tells in which regions all plans within the loss build new halls, some or none. All and none are\n" +
			"proven, by the bound of the best plan without the region or with it; some is shown by two plans. With\n" +
			"--ranges it finds the least and most MW of each region. Ctrl-C ends the search with what was found.",
		example: "gridalloc solve urals --out plans/urals && gridalloc alternatives plans/urals/plan.json --out near\n" +
			"gridalloc alternatives my.yaml plan.json --loss 5% --count 3 --ranges --time-limit 60s",
		exits: questionExits,
	})
}

func (s *session) alternatives(c *urfave.Context) error {
	q, err := s.question(c)
	if err != nil {
		return err
	}
	loss, err := lossOf(c.String("loss"))
	if err != nil {
		return err
	}
	if err := notNegative(c, "count"); err != nil {
		return err
	}
	if c.Bool("no-regions") && c.Bool("ranges") {
		return usage("--ranges is about regions").hint("leave out --no-regions")
	}
	ctx, _, stop := s.interruptibleTo(c.Context, "finishing with what was found so far")
	defer stop()
	scenario, plan, err := q.plan(ctx, c)
	if err != nil {
		return err
	}
	analyst := q.analyst()
	if scenario.Sampling.Draws > 0 {
		analyst.Options.Reduced = s.reduced
	}
	near := analyst.Nearby(scenario, plan, loss)
	failed := nearby(ctx, near, c)
	names := namesOf(near)
	if q.out != "" {
		if err := q.writePlans(near, names); err != nil {
			return fail(exitInternal, "the plans could not be written to %s: %s", q.out, err)
		}
	}
	if failed == nil {
		failed = undecided(near)
	}
	return q.reply(alternativesReport(scenario, near, names, loss).Reply(), failed)
}

// nearby asks what the flags ask for. Regions come first: the plans that show what they are
// are where the search for alternatives starts.
func nearby(ctx context.Context, near *explain.Nearby, c *urfave.Context) error {
	if !c.Bool("no-regions") {
		if err := near.Common(ctx, c.Bool("ranges")); err != nil {
			return err
		}
	}
	return near.Differ(ctx, c.Int("count"))
}

// lossOf reads a share such as 2% or 0.02, from 0 to less than 1.
func lossOf(text string) (float64, error) {
	digits, isPercent := strings.CutSuffix(strings.TrimSpace(text), "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if isPercent {
		x /= 100
	}
	if err != nil || !(x >= 0 && x < 1) {
		return 0, usage("--loss %s: not a share from 0 to less than 100%%", text).hint("such as --loss 2%%")
	}
	return x, nil
}

// undecided is the failure that a limit ended a search before it had its answer, nil for none.
func undecided(near *explain.Nearby) error {
	const hint = "a larger --time-limit may tell more"
	for i := range near.Regions {
		if near.Regions[i].Presence == explain.Unknown {
			return fail(exitLimit, "of some regions it cannot be told whether plans within the loss build there: a limit ended the search").hint(hint)
		}
	}
	if last := near.Last; last != nil && !last.Ended.Conclusive() {
		return fail(exitLimit, "there may be further plans: a limit ended the search").hint(hint)
	}
	return nil
}

// namesOf names the plans that the answer speaks of.
func namesOf(near *explain.Nearby) map[*model.Plan]string {
	names := map[*model.Plan]string{nil: "", near.Given: "given"}
	for i := range near.Alternatives {
		names[near.Alternatives[i].Plan] = fmt.Sprintf("alternative-%d", i+1)
	}
	for i := range near.Regions {
		r := &near.Regions[i]
		for plan, word := range map[*model.Plan]string{r.With: "with-", r.Without: "without-"} {
			if _, known := names[plan]; !known {
				names[plan] = word + r.Region
			}
		}
	}
	return names
}

// writePlans writes the plans found.
func (q *question) writePlans(near *explain.Nearby, names map[*model.Plan]string) error {
	if err := os.MkdirAll(q.out, 0o777); err != nil {
		return err
	}
	for plan, name := range names {
		if plan == nil || plan == near.Given {
			continue
		}
		write := func(w io.Writer) error { return report.JSON(w, plan) }
		if err := report.File(filepath.Join(q.out, name+".json"), write); err != nil {
			return err
		}
	}
	return nil
}
