package cli

import (
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/solver/simulate"
)

// simulationFiles are the files of a simulation; draws are written as they are
// made. Without a folder nothing is written.
type simulationFiles struct {
	m     *simulation
	draft *report.Draft
	csv   *csv.Writer
}

// drawColumns is the header of draws.csv.
var drawColumns = []string{"draw", "plan", "npv", "equity_value", "spending_pv", "penalties", "low_cash", "low_cash_period", "irr", "payback_years"}

// newSimulationFiles begins the files of a simulation.
func newSimulationFiles(m *simulation) (*simulationFiles, error) {
	f := &simulationFiles{m: m}
	if m.out == "" {
		return f, nil
	}
	if err := os.MkdirAll(m.out, 0o777); err != nil {
		return nil, err
	}
	var err error
	if f.draft, err = report.NewDraft(m.out); err != nil {
		return nil, err
	}
	f.csv = csv.NewWriter(f.draft)
	return f, f.csv.Write(drawColumns)
}

// draw writes a plan's figures in a draw.
func (f *simulationFiles) draw(r simulate.Record) error {
	if f.csv == nil {
		return nil
	}
	figure := func(x float64) string { return strconv.FormatFloat(x, 'g', 10, 64) }
	where := func(has bool, x float64) string {
		if !has {
			return ""
		}
		return figure(x)
	}
	return f.csv.Write([]string{
		strconv.Itoa(r.Draw), f.m.plans[r.Plan].path, figure(r.NPV), figure(r.EquityValue), figure(r.SpendingPV), figure(r.Penalties),
		figure(r.LowCash), f.m.period(r.LowAt), where(r.HasIRR, r.IRR), where(r.HasPayback, r.Payback),
	})
}

// period labels a period as in a plan; -1 is none.
func (m *simulation) period(p int) string {
	switch {
	case p < 0:
		return ""
	case p == m.scenario.Horizon.Periods:
		return "terminal"
	}
	return m.scenario.Horizon.Label(p)
}

// place gives the files their names. Those of an interrupted simulation say so
// in theirs, and leave the files of one that was not alone.
func (f *simulationFiles) place(result *report.Simulation) error {
	if f.csv == nil {
		return nil
	}
	name := func(file string) string {
		if !result.Complete {
			file = incomplete(file)
		}
		return filepath.Join(f.m.out, file)
	}
	f.csv.Flush()
	if err := f.csv.Error(); err != nil {
		return err
	}
	if err := f.draft.Place(name("draws.csv")); err != nil {
		return err
	}
	for file, write := range map[string]func(io.Writer) error{
		"summary.json": func(w io.Writer) error { return result.Write(w, "json", 0) },
		"summary.txt":  result.WriteFile,
	} {
		if err := report.File(name(file), write); err != nil {
			return err
		}
	}
	f.m.term.note("wrote %s, %s and %s", name("draws.csv"), name("summary.json"), name("summary.txt"))
	return nil
}

// discard removes what has not been placed.
func (f *simulationFiles) discard() {
	if f.draft != nil {
		f.draft.Discard()
	}
}
