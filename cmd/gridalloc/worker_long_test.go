//go:build long

package main

import (
	"bytes"
	"fmt"
	"math"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/worker"
	"github.com/gridalloc/gridalloc/solver/formulation"
)

// zoneRuns are runs of three power systems: as they are, and with another budget,
// hashprice or lead time, one at a time, so that each is one step away from the first.
func zoneRuns(t *testing.T, version string) (tasks []*batch.Task) {
	changes := []string{"", "budget.annual=250", "budget.annual=350", "budget.annual=400", "scale.hashprice=90%", "scale.hashprice=110%", "lead_time=optimistic", "lead_time=pessimistic"}
	for _, zone := range []string{"urals", "siberia", "centre"} {
		first := ""
		for _, change := range changes {
			sets := []string{"solver.threads=1", "solver.gap=0.5%"}
			if change != "" {
				sets = append(sets, change)
			}
			task := taskOf(t, version, len(tasks)+1, zone, sets...)
			if first == "" {
				first = task.ID
			} else {
				task.Near = []string{first}
			}
			tasks = append(tasks, task)
		}
	}
	return tasks
}

// way is a way to solve runs, with what came of it.
type way struct {
	name    string
	change  func(*worker.Worker)
	results []*batch.Result
}

// sideBySide solves runs in several ways, each run in all of them before the next, so
// that what else the machine does disturbs all alike.
func sideBySide(t *testing.T, version string, tasks []*batch.Task, ways ...*way) {
	turns := make([]chan struct{}, len(ways))
	for i := range turns {
		turns[i] = make(chan struct{}, 1)
	}
	turns[0] <- struct{}{}
	var all sync.WaitGroup
	for i, w := range ways {
		all.Go(func() {
			source := &runs{t: t, results: map[string]*batch.Result{}, turn: turns[i], pass: turns[(i+1)%len(ways)]}
			w.results = solveFrom(t, source, version, w.change, tasks...)
		})
	}
	all.Wait()
}

// cost is what runs cost, in seconds.
type cost struct {
	runs, faster           int
	cold, built, all, most float64
}

// costOf adds up the runs of a zone, "" for all, beside those of the first way.
func costOf(tasks []*batch.Task, zone string, first, w *way) (c cost) {
	for i, task := range tasks {
		if zone != "" && task.Levels[0] != zone {
			continue
		}
		r, f := &w.results[i].Record, &first.results[i].Record
		c.runs++
		c.all, c.cold, c.most = c.all+r.Seconds, c.cold+f.Seconds, max(c.most, r.MemoryMB)
		if r.Seconds < f.Seconds {
			c.faster++
		}
		if found := builtIn.FindSubmatch(w.results[i].Log); found != nil {
			b, _ := strconv.ParseFloat(string(found[1]), 64)
			c.built += b
		}
	}
	return c
}

var builtIn = regexp.MustCompile(`built in ([0-9.]+) s`)

// TestWarmPays measures what starts from neighbours and processes that are shared are
// worth, and holds the plans against each other. Its figures are in docs/worker.md:
//
//	go test -tags long -run TestWarmPays -v ./cmd/gridalloc
func TestWarmPays(t *testing.T) {
	version := build(t)
	tasks := zoneRuns(t, version)
	alone := &way{name: "cold, a process each", change: func(w *worker.Worker) { w.Sharing = worker.Alone }}
	shared := &way{name: "cold, one process", change: cold}
	near := &way{name: "warm, one process", change: warm}
	ways := []*way{alone, shared, near}
	sideBySide(t, version, tasks, ways...)
	for i, task := range tasks {
		a, s, b := &alone.results[i].Record, &shared.results[i].Record, &near.results[i].Record
		wantSame(t, fmt.Sprint(task.Levels), a, b)
		if !bytes.Equal(alone.results[i].Plan, shared.results[i].Plan) {
			t.Errorf("%v: another plan in a shared process", task.Levels)
		}
		t.Logf("%-70s cold %6.2f s, shared %6.2f s, warm %6.2f s (%v), %s", strings.Join(task.Levels, " "), a.Seconds, s.Seconds, b.Seconds, b.Warm, gapWords(a, b))
	}
	for _, zone := range []string{"urals", "siberia", "centre", ""} {
		for _, w := range ways {
			c := costOf(tasks, zone, alone, w)
			t.Logf("%-8s %-22s %d runs: %.1f s, ratio %.2f, %d faster; %.2f s building; %.0f MB at most", zone, w.name, c.runs, c.all, c.all/c.cold, c.faster, c.built, c.most)
		}
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
		t.Logf("%s: both programs built in %.3f s", c.name, built)
		r := solveAll(t, version, cold, task)[0].Record
		t.Logf("%s to %s: solved in %.1f s: %.2f %% is building", c.name, c.gap, r.Seconds, 100*built/r.Seconds)
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
	t.Logf("a process that knows its build: %.0f ms", 1000*time.Since(began).Seconds()/n)
}
