package cli

import (
	"fmt"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/model/unit"
)

func (s *session) marketShockCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "shock",
		Usage: "show how hashprice takes a fall of the bitcoin price",
		Flags: []urfave.Flag{
			setFlag(),
			&urfave.StringFlag{Name: "fall", Value: "50%", Usage: "let the price fall by `SHARE`"},
			&urfave.IntFlag{Name: "after", Usage: "so many `MONTHS` after the day of the starting values", DefaultText: "0"},
			&urfave.IntFlag{Name: "months", Value: 24, Usage: "follow the network for `MONTHS`"},
			&urfave.StringFlag{Name: "format", Value: "text", Usage: "print as `FORMAT`: text, csv or json"},
		},
		Action:       s.marketShock,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO",
		text: "Lets the bitcoin price of a scenario's risk set follow its mean, fall once, and stay lower by the\n" +
			"same share. Prints by month the network's fleet, the hashrate that runs, and the hashprice: had the\n" +
			"price not fallen, with the difficulty fixed, and with the network reacting.",
		example: "gridalloc market shock russia --fall 50%\n" +
			"gridalloc market shock russia --fall 0.3 --after 12 --months 36 --format csv",
		exits: []int{exitInput},
	})
}

func (s *session) marketShock(c *urfave.Context) error {
	args, err := arguments(c, "SCENARIO")
	if err != nil {
		return err
	}
	format, err := choice(c, "format", "text", "csv", "json")
	if err != nil {
		return err
	}
	fall, err := shareOf("fall", c.String("fall"))
	if err != nil {
		return err
	}
	if fall == 0 || fall == 1 {
		return usage("--fall %s: must be above 0 and below 1", c.String("fall"))
	}
	for _, flag := range []string{"after", "months"} {
		if n := c.Int(flag); n < 0 || n > mostMonths {
			return usage("--%s %d: not from 0 to %d", flag, n, mostMonths)
		}
	}
	scenario, err := s.loadRisk(args[0], c.StringSlice("set"))
	if err != nil {
		return err
	}
	rows, err := shock(scenario, fall, c.Int("after"), c.Int("months"))
	if err != nil {
		return fail(exitInput, "%s: %s", args[0], err)
	}
	title := fmt.Sprintf("%s: the bitcoin price falls by %g %%, %s after %s", scenario.Name, 100*fall, count(c.Int("after"), "month"), scenario.Risk.Bitcoin.At)
	return report.Shock(s.term.out, title, scenario.Currency, rows, format, s.term.width())
}

// mostMonths is longer than anybody plans for.
const mostMonths = 1200

// shock lets the price fall.
func shock(s *model.Scenario, fall float64, after, months int) ([]report.ShockRow, error) {
	network, err := market.NewNetwork(&s.Risk.Bitcoin, s.Horizon, false)
	if err != nil {
		return nil, err
	}
	reactions, err := network.Shock(unit.Share(fall), unit.Months(after), unit.Months(months))
	if err != nil {
		return nil, err
	}
	var rows []report.ShockRow
	for _, r := range reactions {
		rows = append(rows, report.ShockRow{
			Month: r.Month, Price: unit.Money(r.Reacting.Price), Fleet: r.Reacting.Fleet, Hashrate: r.Reacting.Hashrate,
			Undisturbed: unit.Hashprice(r.Undisturbed.Hashprice), Fixed: unit.Hashprice(r.Rigid.Hashprice),
			Reacting: unit.Hashprice(r.Reacting.Hashprice), Recovered: r.Recovered(),
		})
	}
	return rows, nil
}
