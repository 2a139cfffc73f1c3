package model_test

import (
	"encoding/json"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
)

// TestByYears: a scenario whose years are split into equal parts is the same by years.
func TestByYears(t *testing.T) {
	for seed := range uint64(40) {
		s := scenariotest.WithWorlds(scenariotest.Random(seed), 3, true, seed)
		if _, ok := s.ByYears(); ok {
			t.Errorf("seed %d: years made of years", seed)
		}
		want, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, parts := range []int{2, 4} {
			split := scenariotest.Split(s, parts)
			whole, ok := split.ByYears()
			if !ok {
				t.Fatalf("seed %d: no years of %d parts", seed, parts)
			}
			got, err := json.Marshal(whole)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("seed %d, %d parts: %s\nwant %s", seed, parts, got, want)
			}
			testLeastByYears(t, split, parts)
			split.Horizon.Periods--
			if _, ok := split.ByYears(); ok {
				t.Errorf("seed %d: years made of half a year", seed)
			}
		}
	}
}

// testLeastByYears: MW that a rule asks for from the second part of a year on have to run
// in the whole year, and so in that part too.
func testLeastByYears(t *testing.T, split *model.Scenario, parts int) {
	t.Helper()
	c := *split
	span := model.Span{From: c.Horizon.Begin(parts + 1), Months: 1 << c.Horizon.Begin(1).Month}
	c.Rules = []model.Rule{{Kind: model.MinMW, Span: span}, {Kind: model.Openings, Span: span}}
	years, ok := c.ByYears()
	if !ok {
		t.Fatal("no years")
	}
	if got := years.Rules[0].Span; got != (model.Span{From: years.Horizon.Begin(1)}) {
		t.Errorf("%d parts: the MW run in %v", parts, got)
	}
	if years.Rules[1].Span != span || c.Rules[0].Span != span {
		t.Error("the span of another rule has changed")
	}
}
