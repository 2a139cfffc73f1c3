package cli

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/proof"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// run executes a command line with a solver that gives the answer.
func run(answer *solver.Answer, err error, args ...string) (code int, out, errs string) {
	var stdout, stderr bytes.Buffer
	code = Run(Program{
		Version: "v0", EngineVersion: func() string { return "fake 0" }, Packs: data.FS,
		Solve: func(_ context.Context, _ *model.Scenario, o solver.Options) (*solver.Answer, error) {
			if o.Progress != nil {
				o.Progress(mip.Progress{})
			}
			return answer, err
		},
		Out: &stdout, Err: &stderr,
	}, append([]string{"gridalloc"}, args...))
	return code, stdout.String(), stderr.String()
}

// A plan that fails verification is not shown and not written.
func TestSolveUnverified(t *testing.T) {
	out := filepath.Join(t.TempDir(), "plan")
	code, stdout, stderr := run(&solver.Answer{
		Termination: mip.Optimal,
		Report:      &verify.Report{Findings: []verify.Finding{{Rule: "surplus", Subject: "RU-MUR", Period: "2030", Message: "too much"}}},
	}, nil, "solve", "textbook", "--out", out)
	if code != exitVerification || stdout != "" {
		t.Errorf("exit code %d, printed %q", code, stdout)
	}
	for _, want := range []string{"surplus: RU-MUR: 2030: too much\n", "gridalloc: the plan found failed verification", "hint: "} {
		if !strings.Contains(stderr, want) {
			t.Errorf("%q is not in %q", want, stderr)
		}
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("something was written")
	}
}

// An error of the engine is internal, and the process says so in one line.
func TestSolveError(t *testing.T) {
	code, stdout, stderr := run(nil, errors.New("engine broke"), "solve", "textbook")
	if code != exitInternal || stdout != "" || stderr != "gridalloc: engine broke\n" {
		t.Errorf("exit code %d, printed %q and %q", code, stdout, stderr)
	}
}

// A plan that cannot be written is printed all the same, and leaves no folder
// behind.
func TestSolveUnwritable(t *testing.T) {
	root := t.TempDir()
	plan := &model.Plan{Outcome: model.Outcome{Gap: math.Inf(1)}}
	code, stdout, stderr := run(&solver.Answer{Termination: mip.Optimal, Plan: plan, Report: &verify.Report{OK: true}}, nil,
		"solve", "textbook", "--out", filepath.Join(root, "plan"))
	entries, err := os.ReadDir(root)
	if code != exitInternal || err != nil || len(entries) != 0 {
		t.Errorf("exit code %d, left %v, %v", code, entries, err)
	}
	if !strings.Contains(stdout, "Net present value") || !strings.Contains(stderr, "could not be written to "+root) {
		t.Errorf("printed %q and %q", stdout, stderr)
	}
}

// Where there is no plan even without any rule, budget or demand, solve says so.
func TestSolveInfeasible(t *testing.T) {
	code, stdout, stderr := run(&solver.Answer{Termination: mip.Infeasible}, nil, "solve", "textbook")
	if code != exitNoPlan || stdout != "" || !strings.Contains(stderr, "gridalloc: infeasible: no plan meets all limits\nhint: There is no plan even without any") {
		t.Errorf("exit code %d, printed %q and %q", code, stdout, stderr)
	}
}

// Every command says how it is used, with an example and its exit codes.
func TestManuals(t *testing.T) {
	s := &session{Program: Program{Packs: data.FS}, term: newTerminal(&bytes.Buffer{}, &bytes.Buffer{}), manuals: manuals{}}
	for _, c := range s.app().Commands {
		for _, command := range append(c.Subcommands, c) {
			m, ok := s.manuals[command]
			if !ok || m.text == "" || m.example == "" || command.Usage == "" {
				t.Errorf("%s: manual %+v", command.Name, m)
			}
			for _, line := range strings.Split(m.example, "\n") {
				if !strings.Contains(line, "gridalloc "+c.Name) {
					t.Errorf("%s: the example %q does not use it", command.Name, line)
				}
			}
		}
	}
}

// A certificate that cannot be written costs the code, not the plan.
func TestSolveCertificateUnwritable(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "proof.json")
	answer := &solver.Answer{
		Termination: mip.Optimal, Plan: &model.Plan{Outcome: model.Outcome{Gap: math.Inf(1)}}, Report: &verify.Report{OK: true},
		Certificate: &proof.Certificate{Bound: proof.Number(math.NaN())}, Proof: &proof.Proof{},
	}
	code, stdout, stderr := run(answer, nil, "solve", "textbook", "--certificate", file)
	if code != exitInternal || !strings.Contains(stdout, "Net present value") || !strings.Contains(stderr, "the certificate could not be written to "+file) {
		t.Errorf("exit code %d, printed %q and %q", code, stdout, stderr)
	}
	if entries, err := os.ReadDir(root); err != nil || len(entries) != 0 {
		t.Errorf("left %v, %v", entries, err)
	}
}
