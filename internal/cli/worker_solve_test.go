package cli

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/worker"
	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// solvedBy is the result of a run by a solver that is not one.
func solvedBy(t *testing.T, solve func(*model.Scenario, solver.Options) (*solver.Answer, error)) *batch.Result {
	t.Helper()
	s := scenariotest.Random(1)
	packed, err := batch.Pack(s)
	if err != nil {
		t.Fatal(err)
	}
	x := &session{Program: Program{
		Version: "v1", Out: io.Discard, Err: io.Discard,
		Solve: func(_ context.Context, s *model.Scenario, o solver.Options) (*solver.Answer, error) {
			return solve(s, o)
		},
	}}
	x.term = newTerminal(x.Out, x.Err)
	job := &worker.Job{Task: batch.Task{ID: batch.Identity(s, "v1"), Version: "v1", Scenario: packed}, Starts: [][]byte{[]byte("{")}}
	r := x.solveJob(t.Context(), job)
	if r.Record.ID != job.Task.ID || r.Record.MemoryMB <= 0 || r.Plan != nil || r.Record.Warm {
		t.Errorf("%+v", r.Record)
	}
	if !strings.Contains(string(r.Log), "the plan of a neighbour cannot be read") || !strings.Contains(string(r.Log), firstLine(r.Record.Reason)) {
		t.Errorf("the log is %s", r.Log)
	}
	return r
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// A panic, an error, a plan that fails verification, a search that failed, an
// unbounded scenario and a limit are results that say so.
func TestSolveJobFails(t *testing.T) {
	for _, c := range []struct {
		what   string
		status batch.Status
		reason string
		solve  func(*model.Scenario, solver.Options) (*solver.Answer, error)
	}{
		{"panic", batch.Failed, "the program failed: index out of range", func(*model.Scenario, solver.Options) (*solver.Answer, error) {
			panic("index out of range")
		}},
		{"error", batch.Failed, "unexpected EOF", func(*model.Scenario, solver.Options) (*solver.Answer, error) { return nil, io.ErrUnexpectedEOF }},
		{"verification", batch.Failed, "the plan found failed verification and is not shown\n", func(s *model.Scenario, _ solver.Options) (*solver.Answer, error) {
			report := verify.Check(s, &model.Plan{Format: -1}, verify.Options{})
			return &solver.Answer{Termination: mip.Optimal, Report: report}, nil
		}},
		{"engine", batch.Failed, "the solver engine failed", func(*model.Scenario, solver.Options) (*solver.Answer, error) { return &solver.Answer{}, nil }},
		{"unbounded", batch.Failed, "unbounded: the scenario allows infinite gain", func(*model.Scenario, solver.Options) (*solver.Answer, error) {
			return &solver.Answer{Termination: mip.Unbounded}, nil
		}},
		{"limit", batch.Unfinished, "stopped by a limit before a plan was found", func(*model.Scenario, solver.Options) (*solver.Answer, error) {
			return &solver.Answer{Termination: mip.LimitReached}, nil
		}},
	} {
		r := solvedBy(t, c.solve)
		if r.Record.Status != c.status || !strings.HasPrefix(r.Record.Reason, c.reason) {
			t.Errorf("%s: %+v", c.what, r.Record)
		}
		if c.what == "verification" && strings.Count(r.Record.Reason, "\n") < 1 {
			t.Errorf("no findings: %q", r.Record.Reason)
		}
		if c.what == "panic" && !strings.Contains(string(r.Log), "TestSolveJobFails") {
			t.Errorf("no stack: %s", r.Log)
		}
	}
}
