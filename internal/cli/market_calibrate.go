package cli

import (
	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market/calibrate"
)

func (s *session) marketCalibrateCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "calibrate",
		Usage: "fit the processes to histories, beside what a risk set says",
		Flags: append(historyFlags(),
			&urfave.StringFlag{Name: "format", Value: "text", Usage: "print as `FORMAT`: text, csv or json"}),
		Action: s.marketCalibrate,
	}, manual{
		text: "Fits the processes of the bitcoin market, power prices, GPU rents and lead times to histories, and\n" +
			"prints each figure with its standard error beside that of the scenario's risk set. A folder of one's\n" +
			"own holds bitcoin.csv, power.csv, rents.csv and lead_times.csv. Nothing is changed: what a risk set\n" +
			"says is for the planner to decide.",
		example: "gridalloc market calibrate\n" +
			"gridalloc market calibrate --history my/history --scenario my.yaml --format csv",
		exits: []int{exitInput},
	})
}

func (s *session) marketCalibrate(c *urfave.Context) error {
	if _, err := arguments(c); err != nil {
		return err
	}
	format, err := choice(c, "format", "text", "csv", "json")
	if err != nil {
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
	history := h.all()
	if err := h.err(); err != nil {
		return err
	}
	estimates, err := calibrate.All(history, scenario.Risk.Bitcoin)
	if err != nil {
		return fail(exitInput, "the histories cannot be fitted: %s", err)
	}
	var rows []report.FitRow
	for _, e := range estimates {
		row := report.FitRow{Table: e.Table, Parameter: e.Parameter, Value: e.Value, Unit: e.Unit, N: e.N, Note: e.Note}
		if e.StdErr != 0 {
			row.StdErr = new(e.StdErr)
		}
		if said := riskFigures(&scenario.Risk, e.Table, e.Parameter); len(said) > 0 {
			row.Low, row.High = new(said[0]), new(said[0])
			for _, x := range said {
				*row.Low, *row.High = min(*row.Low, x), max(*row.High, x)
			}
		}
		rows = append(rows, row)
	}
	return report.Fits(s.term.out, scenario.Name, rows, format, s.term.width())
}

// riskFigures is what a risk set says of a figure that can be fitted: one
// number, or one for each zone or client market.
func riskFigures(r *model.Risk, table, parameter string) []float64 {
	b := &r.Bitcoin
	one, known := map[string]float64{
		"bitcoin.csv drift":          b.Drift,
		"bitcoin.csv volatility":     b.Volatility,
		"bitcoin.csv reversion":      b.Reversion,
		"bitcoin.csv jump_rate":      b.JumpRate,
		"bitcoin.csv jump_mean":      b.JumpMean,
		"bitcoin.csv jump_deviation": b.JumpDeviation,
		"bitcoin.csv fee_share":      float64(b.FeeShare),
		"bitcoin.csv fee_volatility": b.FeeVolatility,
		"bitcoin.csv fee_reversion":  b.FeeReversion,
		"bitcoin.csv entry_rate":     b.EntryRate,
		"delays.csv correlation":     float64(r.Delay.Correlation),
	}[table+" "+parameter]
	if known {
		return []float64{one}
	}
	var list []float64
	switch table + " " + parameter {
	case "power.csv volatility":
		for _, z := range r.Power {
			list = append(list, z.Volatility)
		}
	case "power.csv common":
		for _, z := range r.Power {
			list = append(list, float64(z.Common))
		}
	case "rents.csv volatility": // the history is of GPUs
		for _, m := range r.Rent {
			list = append(list, m[model.GPUCloud].Volatility)
		}
	}
	return list
}
