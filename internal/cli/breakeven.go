package cli

import (
	"context"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/explain"
)

func (s *session) breakEvenCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "breakeven",
		Usage: "find the hashprice, rent, price or time at which the winning business changes",
		Flags: questionFlags(
			worldsFlag(),
			&urfave.StringFlag{Name: "over", Usage: "turn `QUANTITY`: see below"},
			&urfave.StringFlag{Name: "business", Usage: "only that of `BUSINESS`, as in --over QUANTITY:BUSINESS"},
			&urfave.StringSliceFlag{Name: "region", Usage: "look at the region `ID` too, not only at the whole plan; may be repeated"},
			&urfave.StringFlag{Name: "from", Usage: "from `VALUE` on", DefaultText: "by quantity"},
			&urfave.StringFlag{Name: "to", Usage: "to `VALUE`", DefaultText: "by quantity"},
			&urfave.IntFlag{Name: "points", Value: 9, Usage: "look first at `N` values, evenly spaced"},
		),
		Action:       s.breakEven,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO",
		text: "Solves a scenario with a quantity at several values and halves each interval between whose ends the\n" +
			"winning business changes, to 1 % of the value or the least step of the quantity. Each break-even is a\n" +
			"pair of values that were both solved to the gap, with the business that wins at each: ASIC, mining\n" +
			"only; GPU, AI only; hybrid, both; or none, by what operates in the last period. A whole plan is hybrid\n" +
			"where no business has more than 90 % of the MW, a region where both have any. Where the plan of the\n" +
			"other side is within the gap too the two tie. A business that wins only between two of the first\n" +
			"values is not seen; more --points find it.\n\n" + quantityHelp(),
		example: "gridalloc breakeven urals --over hashprice --region RU-PER\n" +
			"gridalloc breakeven siberia --over rent:gpu_cloud --from 60% --to 120% --points 13\n" +
			"gridalloc breakeven my.yaml --over lead-time --from -12 --to 24 --out answer",
		exits: questionExits,
	})
}

func (s *session) breakEven(c *urfave.Context) error {
	return s.ask(c, "what was found", (*question).breakEven)
}

func (q *question) breakEven(ctx context.Context, c *urfave.Context, scenario *model.Scenario) error {
	points, err := pointsOf(c, "points")
	if err != nil {
		return err
	}
	if err := aboutMoney(c, scenario); err != nil {
		return err
	}
	over := c.String("over")
	if c.IsSet("business") {
		over += ":" + c.String("business")
	}
	turned, err := quantityNamed(scenario, "over", over)
	if err != nil {
		return err
	}
	from, to, err := span(turned, "from and --to", c.String("from"), c.String("to"))
	if err != nil {
		return err
	}
	regions, err := regionsOf(c, scenario)
	if err != nil {
		return err
	}
	b, failed := q.analyst().BreakEven(ctx, scenario, turned, from, to, points, regions)
	if len(b.Trials) == 0 {
		return cutShort(failed)
	}
	var found []*explain.Found
	for _, t := range b.Trials {
		found = append(found, t.Found)
	}
	x := breakEvenOf(scenario, b, from, to, regions)
	return q.reply(x.Reply(), endOf(found, failed))
}

// breakEvenOf is an answer as it is reported.
func breakEvenOf(s *model.Scenario, b *explain.BreakEvens, from, to float64, regions []string) *report.BreakEven {
	x := &report.BreakEven{
		Scenario: s.Name, Currency: s.Currency, Gap: float64(s.Solver.Gap), Quantity: quantityOf(b.Quantity), From: from, To: to,
	}
	for _, c := range b.Changes {
		row := report.BreakEvenRow{
			Region: c.Region, Unit: b.Quantity.Unit, Low: c.Low.Value, LowWinner: c.Low.Winner.String(), High: c.High.Value, HighWinner: c.High.Winner.String(),
			LowWorth: moneyOf(finite(c.Low.Worth)), LowBound: moneyOf(finite(c.Low.Bound)), LowRival: moneyOf(c.Low.Rival), LowTie: c.Low.Tie,
			HighWorth: moneyOf(finite(c.High.Worth)), HighBound: moneyOf(finite(c.High.Bound)), HighRival: moneyOf(c.High.Rival), HighTie: c.High.Tie,
			Solved: c.Low.Solved() && c.High.Solved(),
		}
		x.Rows = append(x.Rows, row)
	}
	for _, t := range b.Trials {
		x.Tried = append(x.Tried, report.Tried{Value: t.Values[0], Solved: solved(s, t.Found)})
		for _, region := range append([]string{""}, regions...) {
			w := report.Winner{Value: t.Values[0], Region: region, Winner: explain.WinnerOf(t.Plan, region).String(), Letter: letter(t.Found, region)}
			x.Winners = append(x.Winners, w)
		}
	}
	return x
}
