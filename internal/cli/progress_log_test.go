package cli

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// A log has a line for every state that says more, by phase, and ends with the
// verified plan; those who listened before still hear everything.
func TestProgressLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.csv")
	l, err := newProgressLog(path)
	if err != nil {
		t.Fatal(err)
	}
	var heard int
	o := solver.Options{Progress: func(mip.Progress) { heard++ }}
	l.follow(&o)
	nothing, known := math.Inf(1), mip.Progress{Dual: 12.5, Nodes: 1}
	o.Progress(mip.Progress{Dual: nothing, Gap: nothing})
	o.Stage("first")
	o.Progress(known)
	o.Progress(known)
	found := mip.Progress{Primal: 10, HasPrimal: true, Dual: 12.5, Gap: 0.25, Nodes: 3}
	o.Progress(found)
	o.Stage("second")
	o.Progress(found)
	plan := &model.Plan{Outcome: model.Outcome{Objective: 11e6, Bound: 11.5e6, Gap: 0.5 / 11}}
	if err := l.close(&solver.Answer{Plan: plan, Statistics: solver.Statistics{Nodes: 9}}); err != nil {
		t.Fatal(err)
	}
	lines := readLog(t, path)
	want := [][]string{
		{"primal", "dual", "gap", "nodes", "phase", "memory_mb"},
		{"", "12.5", "", "1", "first"},
		{"10", "12.5", "0.25", "3", "first"},
		{"10", "12.5", "0.25", "3", "second"},
		{"11", "11.5", "0.0454545454545", "9", verifiedPhase},
	}
	if len(lines) != len(want) || heard != 5 {
		t.Fatalf("%d lines and %d calls: %q", len(lines), heard, lines)
	}
	last := 0.0
	for i, line := range lines {
		if i == 0 {
			if !slices.Equal(line[1:], want[i]) {
				t.Errorf("the columns are %q, want %q", line[1:], want[i])
			}
			continue
		}
		if !slices.Equal(line[1:6], want[i]) {
			t.Errorf("line %d is %q, want %q", i, line[1:6], want[i])
		}
		if held, err := strconv.Atoi(line[6]); err != nil || held < 1 || held > 1e6 {
			t.Errorf("line %d: %q MB of memory", i, line[6])
		}
		seconds, err := strconv.ParseFloat(line[0], 64)
		if err != nil || seconds < last {
			t.Errorf("line %d: %q seconds after %g", i, line[0], last)
		}
		last = seconds
	}
}

// The command writes the log without printing anything else, even when quiet,
// and says so when it cannot.
func TestSolveProgressLog(t *testing.T) {
	plan := &model.Plan{Outcome: model.Outcome{Objective: 2e6, Bound: 2e6}}
	answer := &solver.Answer{Termination: mip.Optimal, Plan: plan}
	path := filepath.Join(t.TempDir(), "log.csv")
	code, _, stderr := run(answer, nil, "solve", "textbook", "--quiet", "--progress-log", path)
	if lines := readLog(t, path); code != exitOK || stderr != "" || len(lines) != 3 || lines[2][5] != verifiedPhase {
		t.Errorf("exit code %d, %q, log %q", code, stderr, lines)
	}
	code, stdout, stderr := run(answer, nil, "solve", "textbook", "--progress-log", filepath.Join(t.TempDir(), "no", "log.csv"))
	if code != exitInternal || stdout != "" || !strings.Contains(stderr, "progress log could not be written") {
		t.Errorf("exit code %d, printed %q and %q", code, stdout, stderr)
	}
}

func readLog(t *testing.T, path string) [][]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines
}
