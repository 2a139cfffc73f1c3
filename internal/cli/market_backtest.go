package cli

import (
	"time"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market/calibrate"
)

func (s *session) marketBacktestCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "backtest",
		Usage: "fit the bitcoin market to its past and draw what came after",
		Flags: append(historyFlags(),
			&urfave.StringFlag{Name: "split", Usage: "fit to the months before `MONTH`, such as 2023-01, and draw from then on", DefaultText: "the middle of the history"},
			&urfave.IntFlag{Name: "draws", Value: 2000, Usage: "draw `N` courses"},
			&urfave.IntFlag{Name: "seed", Value: 1, Usage: "seed `S` of the draws"},
			&urfave.StringFlag{Name: "format", Value: "text", Usage: "print as `FORMAT`: text, csv or json"}),
		Action: s.marketBacktest,
	}, manual{
		text: "Fits the bitcoin market to the months before a split, draws the months after it, and prints what\n" +
			"happened beside the middle 80 % of what was drawn, and how often the one lay in the other.\n" +
			"Machines and power price are those of the scenario's risk set, and were not all known then.",
		example: "gridalloc market backtest\n" +
			"gridalloc market backtest --split 2023-01 --draws 5000 --format csv",
		exits: []int{exitInput},
	})
}

func (s *session) marketBacktest(c *urfave.Context) error {
	if _, err := arguments(c); err != nil {
		return err
	}
	format, err := choice(c, "format", "text", "csv", "json")
	if err != nil {
		return err
	}
	switch n := c.Int("draws"); {
	case n < calibrate.MinDraws:
		return usage("--draws %d: fewer than the %d that make a band", n, calibrate.MinDraws)
	case n > mostCourses:
		return usage("--draws %d: more than %d", n, mostCourses)
	}
	if err := notNegative(c, "seed"); err != nil {
		return err
	}
	h, err := s.historiesOf(c)
	if err != nil {
		return err
	}
	scenario, err := s.loadRisk(c.String("scenario"), c.StringSlice("set"))
	if err != nil {
		return err
	}
	history := h.bitcoin()
	if err := h.err(); err != nil {
		return err
	}
	split := calibrate.Half(history)
	if c.IsSet("split") {
		day, err := time.Parse("2006-01", c.String("split"))
		if err != nil {
			return usage("--split %s: not a month", c.String("split")).hint("write a month as 2023-01")
		}
		split = calibrate.MonthOf(model.Date{Year: day.Year(), Month: int(day.Month()), Day: 1})
	}
	found, err := calibrate.RunBacktest(history, split, scenario.Risk.Bitcoin, uint64(c.Int("seed")), c.Int("draws"))
	if err != nil {
		return fail(exitInput, "%s", err)
	}
	return backtestReport(&found, c.Int("draws"), c.Int("seed")).Write(s.term.out, format, s.term.width())
}

// mostCourses are drawn in a second or two; more would not move the band.
const mostCourses = 100_000

// notNegative wants the whole number of a flag to be at least 0.
func notNegative(c *urfave.Context, flag string) error {
	if n := c.Int(flag); n < 0 {
		return usage("--%s %d: below 0", flag, n)
	}
	return nil
}

// backtestReport is a backtest for a reader.
func backtestReport(b *calibrate.Backtest, draws, seed int) *report.Backtest {
	r := &report.Backtest{Split: b.Split.String(), Draws: draws, Seed: seed, Hashprice: b.Hashprice, Price: b.Price}
	for _, m := range b.Months {
		h, p := m.Hashprice, m.Price
		r.Rows = append(r.Rows, report.BacktestRow{
			Month:     m.Month.String(),
			Hashprice: h.Actual, HashpriceLow: h.Low, HashpriceMiddle: h.Middle, HashpriceHigh: h.High, HashpriceInside: h.Inside(),
			Price: p.Actual, PriceLow: p.Low, PriceMiddle: p.Middle, PriceHigh: p.High, PriceInside: p.Inside(),
		})
	}
	return r
}
