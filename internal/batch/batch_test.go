package batch_test

import (
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
)

func taskOf(t *testing.T, s *model.Scenario) *batch.Task {
	t.Helper()
	packed, err := batch.Pack(s)
	if err != nil {
		t.Fatal(err)
	}
	return &batch.Task{ID: batch.Identity(s, "v1"), Version: "v1", Scenario: packed}
}

// TestPack: a scenario is the same after its way to another process, with worlds and
// with how it is searched.
func TestPack(t *testing.T) {
	for seed := range uint64(40) {
		s := scenariotest.Random(seed)
		if seed%2 == 1 {
			s = scenariotest.WithWorlds(s, 3, true, seed)
		}
		s.Solver.TimeLimit = float64(seed)
		got, err := taskOf(t, s).Unpack()
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if file.Hash(got) != file.Hash(s) || got.Solver != s.Solver {
			t.Errorf("seed %d: another scenario came out", seed)
		}
	}
}

// TestUnpackRefuses: damaged bytes, another scenario and another version are refused.
func TestUnpackRefuses(t *testing.T) {
	s := scenariotest.Random(1)
	for what, change := range map[string]func(*batch.Task){
		"damaged": func(x *batch.Task) { x.Scenario = x.Scenario[:len(x.Scenario)/2] },
		"empty":   func(x *batch.Task) { x.Scenario = nil },
		"another": func(x *batch.Task) { x.Scenario = taskOf(t, scenariotest.Random(2)).Scenario },
		"version": func(x *batch.Task) { x.Version = "v2" },
	} {
		task := taskOf(t, s)
		change(task)
		if _, err := task.Unpack(); err == nil || !strings.Contains(err.Error(), task.ID) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestIdentity: what a run asks for and the version make its identity, nothing else.
func TestIdentity(t *testing.T) {
	s := scenariotest.Random(3)
	id := batch.Identity(s, "v1")
	same, gap, budget := *s, *s, *s
	same.Files = nil
	gap.Solver.Gap *= 2
	gap.Solver.Gap += 0.01
	budget.Budget.HasTotal, budget.Budget.Total = true, 12345
	if batch.Identity(&same, "v1") != id {
		t.Error("the files of a scenario change its identity")
	}
	if batch.Identity(&gap, "v1") == id || batch.Identity(&budget, "v1") == id || batch.Identity(s, "v2") == id {
		t.Error("another gap, budget or version has the same identity")
	}
}
