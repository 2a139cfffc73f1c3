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

// lies are the ways in which an engine may be wrong, and a test of the suite
// that must notice.
var lies = map[string]struct {
	notices string
	tell    func(m *mip.Model, r *mip.Result)
}{
	"objective":     {"Known", func(_ *mip.Model, r *mip.Result) { r.Objective++ }},
	"point":         {"Known", func(_ *mip.Model, r *mip.Result) { shift(r.X) }},
	"infeasible":    {"RandomMIP", func(_ *mip.Model, r *mip.Result) { *r = mip.Result{Termination: mip.Infeasible} }},
	"optimal":       {"TimeLimit", func(_ *mip.Model, r *mip.Result) { r.Termination, r.Limit = mip.Optimal, mip.NoLimit }},
	"bound":         {"RandomLP", func(_ *mip.Model, r *mip.Result) { r.DualBound += 10 }},
	"gap":           {"RandomMIP", func(_ *mip.Model, r *mip.Result) { r.Gap += 0.5 }},
	"limit":         {"Known", func(_ *mip.Model, r *mip.Result) { r.Limit = mip.NodeLimit }},
	"changed model": {"Known", func(m *mip.Model, _ *mip.Result) { shift(m.ColCost) }},
	"no name":       {"Identity", func(_ *mip.Model, r *mip.Result) { r.Engine = "" }},
	"not interrupted": {"CancelledBefore", func(_ *mip.Model, r *mip.Result) {
		r.Termination = mip.LimitReached
		r.Limit = mip.TimeLimit
	}},
}

func shift(values []float64) {
	if len(values) > 0 {
		values[0]++
	}
}

// liar is the reference engine with a lie.
type liar struct {
	refsimplex.Engine
	lie string
}

func (l liar) Solve(ctx context.Context, m *mip.Model, opt mip.Options) (*mip.Result, error) {
	r, err := l.Engine.Solve(ctx, m, opt)
	if err == nil {
		lies[l.lie].tell(m, r)
	}
	return r, err
}

// TestNotices runs the suite on engines that lie, each in a process of its
// own, where it must fail in the right test.
func TestNotices(t *testing.T) {
	const variable = "GRIDALLOC_LIE"
	if lie := os.Getenv(variable); lie != "" {
		miptest.Run(t, func() mip.Engine { return liar{lie: lie} }, miptest.Caps{Random: 40})
		return
	}
	for lie, want := range lies {
		command := exec.Command(os.Args[0], "-test.run=^TestNotices$/^"+want.notices+"$")
		command.Env = append(os.Environ(), variable+"="+lie)
		out, err := command.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "--- FAIL: TestNotices/"+want.notices) {
			t.Errorf("%s: %s did not notice:\n%s", lie, want.notices, out)
		}
	}
}
