package main

import (
	"fmt"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/worker"
	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// cold and warm say how runs are solved that are compared.
func cold(*worker.Worker)   {}
func warm(w *worker.Worker) { w.Warm = true }

// wantSame holds two results of a run against each other: neither plan is worth more
// than the other's bound, so that both are within the gap of the best one.
func wantSame(t *testing.T, name string, a, b *batch.Record) {
	t.Helper()
	if a.Status != b.Status {
		t.Errorf("%s: %s cold, %s warm", name, a.Status, b.Status)
	}
	if a.Value == nil || b.Value == nil {
		if a.Value != b.Value {
			t.Errorf("%s: only one has a plan", name)
		}
		return
	}
	if slack := 1e-6 * max(math.Abs(*a.Value), 1e6); *a.Value > *b.Bound+slack || *b.Value > *a.Bound+slack {
		t.Errorf("%s: worth %.2f of at most %.2f cold, %.2f of at most %.2f warm", name, *a.Value, *a.Bound, *b.Value, *b.Bound)
	}
}

// TestWarmIsCold: a run that starts from the plans of its neighbours ends where it
// ends alone, also where nothing of them fits.
func TestWarmIsCold(t *testing.T) {
	version := build(t)
	pack := func(s *model.Scenario, number int) *batch.Task {
		packed, err := batch.Pack(s)
		if err != nil {
			t.Fatal(err)
		}
		return &batch.Task{ID: batch.Identity(s, version), Version: version, Study: "random", Number: number, Scenario: packed}
	}
	var tasks []*batch.Task
	for seed := range uint64(12) {
		s := scenariotest.Random(seed)
		if seed%3 == 2 {
			s = scenariotest.WithWorlds(s, 3, true, seed)
		}
		var previous string
		for _, share := range []unit.Money{1, 0.7, 1.5} {
			x := scenariotest.Clone(s)
			for i := range x.Budget.Annual {
				x.Budget.Annual[i] *= share
			}
			x.Budget.Total *= share
			task := pack(x, len(tasks)+1)
			if task.ID == previous {
				break // without a budget all are the same
			}
			if previous != "" {
				task.Near = []string{previous}
			}
			previous = task.ID
			tasks = append(tasks, task)
		}
	}
	alone, near := solveAll(t, version, cold, tasks...), solveAll(t, version, warm, tasks...)
	started, planned := 0, 0
	for i := range tasks {
		a, b := &alone[i].Record, &near[i].Record
		wantSame(t, fmt.Sprintf("run %d", i+1), a, b)
		if b.Warm {
			started++
		}
		if b.Value != nil && *b.Value > 0 {
			planned++
		}
		if a.Warm {
			t.Errorf("run %d is warm without being asked", i+1)
		}
	}
	if started < 12 || planned < 12 {
		t.Errorf("%d runs had a start, %d have a plan: too dull to test anything", started, planned)
	}
}
