package model_test

import (
	"encoding/json"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
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
			split.Horizon.Periods--
			if _, ok := split.ByYears(); ok {
				t.Errorf("seed %d: years made of half a year", seed)
			}
		}
	}
}
