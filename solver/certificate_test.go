package solver_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/proof"
)

// TestCertificate proves the plan of a power system to its gap, and refuses the
// certificate for another scenario.
func TestCertificate(t *testing.T) {
	s := load(t, "urals")
	a, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{Certificate: true})
	if err != nil || a.Plan == nil {
		t.Fatalf("%+v, %v", a, err)
	}
	p, err := solver.CheckCertificate(context.Background(), s, a.Certificate)
	if err != nil {
		t.Fatal(err)
	}
	o := a.Plan.Outcome
	if o.Gap > float64(s.Solver.Gap) || !p.Supports(&o) || p.Leaves < 2 {
		t.Errorf("%+v of a plan with %+v", p, o)
	}
	o.Bound = p.Bound - 1
	if p.Supports(&o) {
		t.Error("a bound that is one unit of money too low is supported")
	}
	if _, err := solver.CheckCertificate(context.Background(), load(t, "siberia"), a.Certificate); !errors.Is(err, proof.ErrProgram) {
		t.Errorf("for another scenario: %v", err)
	}
}

// TestCertificateStops: an interrupt before or in the search for a certificate
// leaves a verified plan, and says what is not proven.
func TestCertificateStops(t *testing.T) {
	s := load(t, "siberia")
	s.Solver.Gap = 0.01
	ctx, cancel := context.WithCancel(context.Background())
	before, err := solver.Solve(ctx, s, liar{tell: func(*mip.Model, *mip.Result) { cancel() }}, solver.Options{Certificate: true})
	if err != nil || before.Plan == nil || before.Certificate != nil || !before.Cut || !strings.Contains(before.Notes[0], "no certificate was made") {
		t.Errorf("interrupted before: %+v, %v", before, err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	searching := false
	during, err := solver.Solve(ctx, s, highs.Engine{}, solver.Options{
		Certificate: true,
		Stage:       func(what string) { searching = strings.Contains(what, "certificate") },
		Progress: func(mip.Progress) {
			if searching {
				cancel()
			}
		},
	})
	if err != nil || during.Plan == nil || during.Certificate == nil || during.Termination != mip.Interrupted || len(during.Notes) == 0 {
		t.Fatalf("interrupted during: %+v, %v", during, err)
	}
	if p, err := solver.CheckCertificate(context.Background(), s, during.Certificate); err != nil || !p.Supports(&during.Plan.Outcome) || during.Plan.Outcome.Gap < 0.01 {
		t.Errorf("%+v of a plan with %+v: %v", p, during.Plan.Outcome, err)
	}
}

// plainEngine is an engine that keeps no linear programs.
type plainEngine struct{ mip.Engine }

func TestCertificateRefused(t *testing.T) {
	s := scenariotest.WithWorlds(scenariotest.Random(3), 2, false, 3)
	if _, err := solver.Solve(context.Background(), s, plainEngine{highs.Engine{}}, solver.Options{Certificate: true}); err == nil || !strings.Contains(err.Error(), "keeps no linear programs") {
		t.Errorf("%v", err)
	}
	s.Objective.Measure = model.Regret
	if _, err := solver.Solve(context.Background(), s, highs.Engine{}, solver.Options{Certificate: true}); !errors.Is(err, solver.ErrCertifyRegret) {
		t.Errorf("%v", err)
	}
	if _, err := solver.CheckCertificate(context.Background(), s, &proof.Certificate{}); !errors.Is(err, solver.ErrCertifyRegret) {
		t.Errorf("%v", err)
	}
}

// liar is an engine that is wrong about programs with whole numbers.
type liar struct {
	highs.Engine
	tell func(m *mip.Model, r *mip.Result)
}

func (l liar) Solve(ctx context.Context, m *mip.Model, opt mip.Options) (*mip.Result, error) {
	r, err := l.Engine.Solve(ctx, m, opt)
	if err == nil && m.NumIntegers() > 0 {
		l.tell(m, r)
	}
	return r, err
}

// TestCertificateAgainstEngine: with a certificate it does not matter what the
// engine claims of its bound, and a plan that is not the best is not called so.
func TestCertificateAgainstEngine(t *testing.T) {
	s := load(t, "textbook")
	s.Solver.Gap = 0
	best := solve(t, s).Plan.Outcome.Objective
	for name, c := range map[string]struct {
		tell func(m *mip.Model, r *mip.Result)
		want mip.Termination
	}{
		"honest":   {func(*mip.Model, *mip.Result) {}, mip.Optimal},
		"too bold": {func(_ *mip.Model, r *mip.Result) { r.DualBound -= 100 }, mip.Optimal},
		"too modest": {func(_ *mip.Model, r *mip.Result) {
			r.Termination, r.Limit, r.DualBound = mip.LimitReached, mip.TimeLimit, 1e6
		}, mip.Optimal},
		"suboptimal": {func(m *mip.Model, r *mip.Result) {
			nothing := make([]float64, m.NumCols())
			lp, err := highs.Engine{}.Solve(context.Background(), m.FixIntegers(nothing), mip.Options{})
			if err != nil {
				t.Fatal(err)
			}
			r.X, r.Objective, r.DualBound = lp.X, lp.Objective, lp.Objective
		}, mip.Failed},
	} {
		a, err := solver.Solve(context.Background(), s, liar{tell: c.tell}, solver.Options{Certificate: true})
		if err != nil || a.Plan == nil {
			t.Fatalf("%s: %+v, %v", name, a, err)
		}
		o := a.Plan.Outcome
		if a.Termination != c.want || o.Termination != c.want.String() || o.Bound < best-1 || o.Bound > best+20 || (len(a.Notes) > 0) != (c.want == mip.Failed) {
			t.Errorf("%s: %v, %+v, %v; the optimum is %.0f", name, a.Termination, o, a.Notes, best)
		}
	}
}
