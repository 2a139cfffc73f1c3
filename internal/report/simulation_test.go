package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// simulated is a simulation of two plans. Its figures do not belong together.
func simulated() *Simulation {
	spread := func(name string, x float64) FigureSpread {
		return FigureSpread{
			Figure: name, Mean: ptr(x), StdErr: ptr(x / 100), Deviation: ptr(x / 2), P05: ptr(x - 4), P10: ptr(x - 3), P25: ptr(x - 2),
			P50: ptr(x - 1), P75: ptr(x + 1), P90: ptr(x + 2), P95: ptr(x + 3),
		}
	}
	npv := spread("npv", 123.4e6)
	npv.CVaR, npv.CVaRErr = ptr(-20e6), ptr(1e6)
	first := SimulatedPlan{
		Plan: "a/plan.json", SHA256: "abc", Loss: 0.123, NoIRR: 0.01, Never: 0.02,
		Figures: []FigureSpread{npv, {Figure: "irr", P05: ptr(0.05), P50: ptr(0.12)}, {Figure: "payback_years"}, {Figure: "low_cash", P10: ptr(-3e6), P50: ptr(-2e6), P90: ptr(-1e6)}},
		Online:  []OnlineRange{{"2027", 0, 10, 20.5}, {"2028", 20, 30, 40}},
		Attribution: &Attribution{
			Draws: 10, Base: 200e6, Mean: 50e6, MeanErr: 1e6, CVaR: 220e6,
			Sources: []Source{{Source: "bitcoin", MeanAlone: 40e6, MeanWithout: 45e6, MeanShapley: 42e6, MeanErr: 1e6, CVaRAlone: 100e6, CVaRWithout: 110e6, CVaRShapley: 105e6}},
		},
	}
	second := first
	second.Plan, second.Attribution = "=b/plan.json", nil
	return &Simulation{
		Scenario: "sample", Title: "A sample", Currency: "USD", Prices: 2026, Asked: 20000, Draws: 1234, Seed: 2,
		Sources: []string{"bitcoin", "rents"}, Goal: "npv", Tail: 0.1, Plans: []SimulatedPlan{first, second},
		Differences: []PlanDifference{{"=b/plan.json", -1.5e6, 0.1e6, 0.4}},
	}
}

func TestSimulationGolden(t *testing.T) {
	var text, table bytes.Buffer
	if err := simulated().Write(&text, "text", 100); err != nil {
		t.Fatal(err)
	}
	golden(t, "simulation.txt", text.Bytes())
	if err := simulated().Write(&table, "csv", 0); err != nil {
		t.Fatal(err)
	}
	golden(t, "simulation.csv", table.Bytes())
}

// What is written as JSON can be read back.
func TestSimulationJSON(t *testing.T) {
	var b bytes.Buffer
	if err := simulated().Write(&b, "json", 0); err != nil {
		t.Fatal(err)
	}
	var got Simulation
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(&got, simulated()) {
		t.Errorf("read back: %+v", got)
	}
}

// A draft is there under its name once it is placed, and nothing is left of
// one that is not.
func TestDraft(t *testing.T) {
	dir := t.TempDir()
	d, err := NewDraft(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(d, "one"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "x.csv")
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is a file before it is placed: %v", err)
	}
	if err := d.Place(path); err != nil {
		t.Fatal(err)
	}
	d.Discard()
	if text, err := os.ReadFile(path); err != nil || string(text) != "one" {
		t.Errorf("%q, %v", text, err)
	}
	if d, err = NewDraft(dir); err != nil {
		t.Fatal(err)
	}
	d.Discard()
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("the folder holds %v", files)
	}
}
