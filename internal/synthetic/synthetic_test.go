package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// write makes an instance through the command line and returns the path of its
// scenario.
func write(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	dir := t.TempDir()
	if err := run(append(args, dir), &out, os.Stderr); err != nil {
		t.Fatal(err)
	}
	path := strings.TrimSpace(out.String())
	if path != filepath.Join(dir, ScenarioFile) {
		t.Fatalf("printed %q", path)
	}
	return path
}

// load reads an instance as gridalloc does.
func load(t *testing.T, path string, sets ...string) *model.Scenario {
	t.Helper()
	s, findings, err := file.Load(file.Options{Path: path, Packs: data.FS, Set: sets})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f)
	}
	if t.Failed() {
		t.FailNow()
	}
	return s
}

// Every shape passes the checks and has the size that was asked for.
func TestAccepted(t *testing.T) {
	for _, shape := range []Shape{
		National,
		{Regions: 170, Contracts: 40, Seed: 1},
		{Regions: 85, Contracts: 80, Seed: 1},
		{Regions: 170, Contracts: 80, Seed: 1},
		{Regions: 3, Contracts: 1, Seed: 1},
		{Regions: 3, Contracts: 0, Seed: 18446744073709551615},
		{Regions: 30, Contracts: 7, Seed: 2, Period: "quarter", Periods: 40, Budget: 77.5},
		{Regions: 12, Contracts: 300, Seed: 0, Period: "half-year", Periods: 7},
	} {
		if shape.Period == "" {
			shape.Period, shape.Periods = National.Period, National.Periods
		}
		t.Run(fmt.Sprint(shape), func(t *testing.T) {
			s := load(t, write(t, "-regions", fmt.Sprint(shape.Regions), "-contracts", fmt.Sprint(shape.Contracts), "-seed", fmt.Sprint(shape.Seed),
				"-period", shape.Period, "-periods", fmt.Sprint(shape.Periods), "-budget", fmt.Sprint(shape.Budget)))
			if len(s.Regions) != shape.Regions || len(s.Sites) != 3*shape.Regions || s.Horizon.Periods != shape.Periods {
				t.Errorf("%d regions, %d sites, %d periods", len(s.Regions), len(s.Sites), s.Horizon.Periods)
			}
			// Contracts that start after the horizon are left out.
			if got := len(s.Contracts); got != shape.Contracts && (s.Horizon.Periods*12/perYear[shape.Period] >= 84 || got > shape.Contracts) {
				t.Errorf("%d contracts", got)
			}
			for _, c := range s.Contracts {
				if c.MW < 10 || c.MW > 200 {
					t.Errorf("contract %s has %v MW", c.ID, c.MW)
				}
			}
			for _, in := range s.Inputs {
				if strings.HasPrefix(in.Where, "regions/") && (in.Grade != "C" || in.Method != model.Assumed) {
					t.Errorf("%s %s is not marked as assumed", in.Kind, in.ID)
				}
			}
		})
	}
}

// Equal arguments make equal bytes, and another seed another country.
func TestDeterministic(t *testing.T) {
	one, two, other := generate(t, National), generate(t, National), National
	other.Seed++
	three := generate(t, other)
	for name, text := range one {
		if text != two[name] {
			t.Errorf("%s differs from one run to the next", name)
		}
	}
	for _, name := range []string{"regions/offers.csv", "regions/prices.csv", "market/contracts.csv", "market/rents.csv"} {
		if one[name] == three[name] {
			t.Errorf("%s is the same for another seed", name)
		}
	}
}

// More contracts leave the country and the first contracts as they are.
func TestContractsAdded(t *testing.T) {
	more := National
	more.Contracts = 80
	few, many := generate(t, National), generate(t, more)
	for name, text := range few {
		if name != ScenarioFile && !strings.HasPrefix(many[name], text) {
			t.Errorf("%s is another with more contracts", name)
		}
	}
}

func generate(t *testing.T, s Shape) map[string]string {
	t.Helper()
	files, err := Generate(s)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, f := range files {
		texts[f.Name] = string(f.Data)
	}
	return texts
}

// Small countries are solved, with verified plans, and by both methods to the
// same value.
func TestSolved(t *testing.T) {
	worth := 0.0
	for seed := 1; seed <= 4; seed++ {
		path := write(t, "-regions", "6", "-contracts", "6", "-periods", "8", "-seed", fmt.Sprint(seed), "-budget", "600")
		var objective [2]float64
		for i, method := range []string{"whole", "decompose"} {
			a, err := solver.Solve(context.Background(), load(t, path, "solver.gap=0.01%", "solver.method="+method), &highs.Engine{}, solver.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if a.Termination != mip.Optimal || a.Plan == nil || !a.Plan.Outcome.Verified {
				t.Fatalf("seed %d, %s: %v, plan %v", seed, method, a.Termination, a.Plan != nil)
			}
			objective[i] = a.Plan.Outcome.Objective
		}
		if diff := objective[0] - objective[1]; diff > 2e-4*objective[0] || -diff > 2e-4*objective[0] {
			t.Errorf("seed %d: worth %.0f by one method and %.0f by the other", seed, objective[0], objective[1])
		}
		worth += objective[0]
	}
	if worth <= 0 {
		t.Error("nothing is worth building in any of them")
	}
}

// Arguments that make no sense are refused, and nothing is written.
func TestRefused(t *testing.T) {
	for _, args := range []string{
		"-regions 2", "-regions 10000", "-contracts -1", "-period month", "-periods 0", "-period quarter -periods 161",
		"-budget -1", "-budget NaN", "-budget Inf", "-seed -1", "-regions x", "-unknown 1",
	} {
		dir := t.TempDir()
		var out, usage bytes.Buffer
		if err := run(append(strings.Fields(args), dir), &out, &usage); err == nil {
			t.Errorf("%s: accepted", args)
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 || out.Len() > 0 {
			t.Errorf("%s: wrote %v, printed %q", args, entries, out.String())
		}
	}
	for _, args := range [][]string{{}, {"a", "b"}} {
		if err := run(args, &bytes.Buffer{}, &bytes.Buffer{}); err == nil {
			t.Errorf("%q: accepted", args)
		}
	}
}
