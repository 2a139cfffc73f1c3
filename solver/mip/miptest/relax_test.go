package miptest_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/mip/miptest"
	"github.com/gridalloc/gridalloc/solver/mip/refsimplex"
)

// relaxLies are the ways in which a relaxation may be wrong, and a test of the
// suite that must notice.
var relaxLies = map[string]struct {
	notices string
	tell    func(r *mip.Relaxation)
}{
	"objective":  {"Answers", func(r *mip.Relaxation) { r.Objective++ }},
	"point":      {"Changes", func(r *mip.Relaxation) { shift(r.X) }},
	"duals":      {"Answers", func(r *mip.Relaxation) { shift(r.RowDual) }},
	"reduced":    {"Basis", func(r *mip.Relaxation) { shift(r.ColDual) }},
	"infeasible": {"Answers", func(r *mip.Relaxation) { *r = mip.Relaxation{Termination: mip.Infeasible} }},
	"ray": {"Answers", func(r *mip.Relaxation) {
		for i := range r.Ray {
			r.Ray[i] = -r.Ray[i]
		}
	}},
	"interrupted": {"Cancelled", func(r *mip.Relaxation) { r.Termination = mip.LimitReached }},
}

// relaxLiar is the reference engine with a lie about relaxations.
type relaxLiar struct {
	refsimplex.Engine
	lie string
}

func (l relaxLiar) Relax(m *mip.Model) (mip.Relaxer, error) {
	r, err := l.Engine.Relax(m)
	return lyingRelaxer{r, l.lie}, err
}

type lyingRelaxer struct {
	mip.Relaxer
	lie string
}

func (l lyingRelaxer) Solve(ctx context.Context) (*mip.Relaxation, error) {
	r, err := l.Relaxer.Solve(ctx)
	if err == nil {
		relaxLies[l.lie].tell(r)
	}
	return r, err
}

// TestNoticesRelax runs the suite on relaxations that lie, each in a process of
// its own, where it must fail in the right test.
func TestNoticesRelax(t *testing.T) {
	const variable = "GRIDALLOC_RELAX_LIE"
	if lie := os.Getenv(variable); lie != "" {
		miptest.RunRelax(t, relaxLiar{lie: lie}, 40)
		return
	}
	for lie, want := range relaxLies {
		command := exec.Command(os.Args[0], "-test.run=^TestNoticesRelax$/^"+want.notices+"$")
		command.Env = append(os.Environ(), variable+"="+lie)
		out, err := command.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "--- FAIL: TestNoticesRelax/"+want.notices) {
			t.Errorf("%s: %s did not notice:\n%s", lie, want.notices, out)
		}
	}
}
