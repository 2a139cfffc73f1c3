package data_test

import (
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/internal/batch/study"
	"github.com/gridalloc/gridalloc/model/file"
)

// readStudy reads a shipped study.
func readStudy(t *testing.T, name string) *study.Study {
	t.Helper()
	s, findings, err := study.Read(file.Options{Path: name, Packs: data.FS})
	if err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	return s
}

// TestStudies reads every shipped study and loads some of its runs, always the first and
// the last; the long tests load all.
func TestStudies(t *testing.T) {
	runs := map[string]int{
		"russia-regions": 84, "russia-sweep": 7 * 4 * 3 * 3,
		"united-states-regions": 19, "united-states-sweep": 12 * 4 * 3 * 3,
		"middle-east-regions": 10, "middle-east-sweep": 7 * 4 * 3 * 3,
	}
	names := study.Names(data.FS)
	if len(names) != len(runs) {
		t.Fatal(names)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			s := readStudy(t, name)
			if s.Name != name || s.Count() != runs[name] {
				t.Errorf("%s has %d runs, want %d", s.Name, s.Count(), runs[name])
			}
			title := titleOf(t, s.Base)
			for run := range s.Runs() {
				if run.Number%every != 1%every && run.Number != s.Count() {
					continue
				}
				scenario, findings, err := s.Load(run)
				if err != nil || len(findings) > 0 {
					t.Fatal(run.Levels, findings, err)
				}
				if scenario.Title == title {
					t.Errorf("%v has the title of its base", run.Levels)
				}
			}
		})
	}
}

// titleOf is the title of a scenario.
func titleOf(t *testing.T, name string) string {
	t.Helper()
	s, findings, err := file.Load(file.Options{Path: name, Packs: data.FS})
	if err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	return s.Title
}

// TestSweepBudgets: at 100 % the sweep of Russia plans each power system with the
// regions and the budget of that system's own scenario.
func TestSweepBudgets(t *testing.T) {
	own := map[string]string{
		"Centre": "centre", "East": "east", "Mid-Volga": "mid-volga", "North-West": "north-west",
		"Siberia": "siberia", "South": "south", "Urals": "urals",
	}
	s, seen := readStudy(t, "russia-sweep"), 0
	for run := range s.Runs() {
		if run.Levels[1] != "100%" || run.Levels[2] != "tables" || run.Levels[3] != "typical" {
			continue
		}
		seen++
		got, _, err := s.Load(run)
		if err != nil {
			t.Fatal(err)
		}
		want, _, err := file.Load(file.Options{Path: own[run.Levels[0]], Packs: data.FS})
		if err != nil {
			t.Fatal(err)
		}
		got.Name, got.Title, got.Solver = want.Name, want.Title, want.Solver
		if file.Hash(got) != file.Hash(want) {
			t.Errorf("%s is not the scenario %s", run.Levels[0], want.Name)
		}
	}
	if seen != len(own) {
		t.Errorf("%d power systems", seen)
	}
}
