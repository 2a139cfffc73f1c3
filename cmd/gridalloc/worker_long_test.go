//go:build long

package main

import (
	"fmt"
	"math"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/worker"
	"github.com/gridalloc/gridalloc/solver/formulation"
)

// zoneRuns are runs of three power systems around their usual figures: every budget
// with every hashprice, and the lead times; each knows the runs one step away. They
// stand in the order of a study, the last axis first to change.
func zoneRuns(t *testing.T, version string) (tasks []*batch.Task) {
	budgets := []string{"200", "250", "300", "350"}
	hashprices := []string{"80%", "100%", "120%"}
	leads := []string{"typical", "pessimistic"}
	for _, zone := range []string{"centre", "urals", "siberia"} {
		at := map[[3]int]*batch.Task{}
		for b, budget := range budgets {
			for h, hashprice := range hashprices {
				for l, lead := range leads {
					if l > 0 && h != 1 {
						continue
					}
					task := taskOf(t, version, len(tasks)+1, zone, "budget.annual="+budget, "scale.hashprice="+hashprice, "lead_time="+lead, "solver.threads=1")
					at[[3]int{b, h, l}] = task
					tasks = append(tasks, task)
				}
			}
		}
		for place, task := range at {
			for axis := range place {
				for _, step := range []int{-1, 1} {
					other := place
					other[axis] += step
					if near := at[other]; near != nil {
						task.Near = append(task.Near, near.ID)
					}
				}
			}
		}
	}
	return tasks
}

var timesOf = regexp.MustCompile(`built in ([0-9.]+) s, searched for ([0-9.]+) s`)

// TestWarmPays measures what starts from neighbours and processes that are shared are
// worth, and holds the plans against each other. Its figures are in docs/worker.md:
//
//	go test -tags long -run TestWarmPays -v ./cmd/gridalloc
func TestWarmPays(t *testing.T) {
	version := build(t)
	tasks := zoneRuns(t, version)
	measured := func(name string, change func(*worker.Worker)) []*batch.Result {
		began := time.Now()
		results := solveAll(t, version, change, tasks...)
		var sum, built, searched, most float64
		for _, r := range results {
			sum, most = sum+r.Record.Seconds, max(most, r.Record.MemoryMB)
			if found := timesOf.FindSubmatch(r.Log); found != nil {
				b, _ := strconv.ParseFloat(string(found[1]), 64)
				s, _ := strconv.ParseFloat(string(found[2]), 64)
				built, searched = built+b, searched+s
			}
		}
		t.Logf("%s: %d runs in %.1f s, of which %.1f s solving (building %.2f s, searching %.1f s), %.0f MB at most", name, len(results), time.Since(began).Seconds(), sum, built, searched, most)
		return results
	}
	alone := measured("cold, a process each", func(w *worker.Worker) { w.Sharing = worker.Alone })
	shared := measured("cold, one process", cold)
	near := measured("warm, one process", warm)
	better := map[string][2]int{}
	for i, task := range tasks {
		a, b := &alone[i].Record, &near[i].Record
		wantSame(t, fmt.Sprint(task.Levels), a, b)
		if !slices.Equal(alone[i].Plan, shared[i].Plan) {
			t.Errorf("%v: another plan in a shared process", task.Levels)
		}
		t.Logf("%-60s cold %6.2f s, shared %6.2f s, warm %6.2f s, %s", task.Levels, a.Seconds, shared[i].Record.Seconds, b.Seconds, gapWords(a, b))
		if b.Warm {
			n := better[task.Levels[0]]
			if b.Seconds < a.Seconds {
				n[0]++
			}
			n[1]++
			better[task.Levels[0]] = n
		}
	}
	for _, zone := range []string{"centre", "urals", "siberia"} {
		sum := [2]float64{}
		for i, task := range tasks {
			if task.Levels[0] == zone {
				sum[0], sum[1] = sum[0]+alone[i].Record.Seconds, sum[1]+near[i].Record.Seconds
			}
		}
		t.Logf("%s: cold %.1f s, warm %.1f s, ratio %.2f; %d of %d warm runs were faster", zone, sum[0], sum[1], sum[1]/sum[0], better[zone][0], better[zone][1])
	}
}

// TestBuildShare measures how much of a run is building its programs, which is what
// sharing them in place could save at most: reading them, and handing one to the
// engine, would remain.
func TestBuildShare(t *testing.T) {
	version := build(t)
	for _, c := range []struct{ name, gap string }{{"urals", "0.1%"}, {"siberia", "0.1%"}, {"russia", "1%"}} {
		task := taskOf(t, version, 1, c.name, "solver.threads=1", "solver.gap="+c.gap)
		s, err := task.Unpack()
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		for _, strength := range []formulation.Strength{formulation.Plain, formulation.Strong} {
			if _, err := formulation.Build(s, strength); err != nil {
				t.Fatal(err)
			}
		}
		built := time.Since(began).Seconds()
		r := solveAll(t, version, cold, task)[0].Record
		t.Logf("%s to %s: both programs built in %.3f s, solved in %.1f s: %.2f %% is building", c.name, c.gap, built, r.Seconds, 100*built/r.Seconds)
	}
}

func gapWords(a, b *batch.Record) string {
	if a.Value == nil || b.Value == nil {
		return "no plan"
	}
	return fmt.Sprintf("values differ by %.4f %%", 100*math.Abs(*a.Value-*b.Value)/max(math.Abs(*a.Value), 1))
}

// TestProcessCost measures what a process of its own costs a run.
func TestProcessCost(t *testing.T) {
	const n = 50
	began := time.Now()
	for range n {
		if err := exec.Command("gridalloc", "version").Run(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("a process: %.0f ms", 1000*time.Since(began).Seconds()/n)
}
