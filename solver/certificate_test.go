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
	for _, when := range []string{"before", "during"} {
		ctx, cancel := context.WithCancel(context.Background())
		searching := false
		answer, err := solver.Solve(ctx, s, &highs.Engine{}, solver.Options{
			Certificate: true,
			Stage:       func(what string) { searching = strings.Contains(what, "certificate") },
			Progress: func(p mip.Progress) {
				if searching == (when == "during") && p.HasPrimal {
					cancel()
				}
			},
		})
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		if answer.Plan == nil || answer.Termination != mip.Interrupted || len(answer.Notes) == 0 || (answer.Certificate != nil) != (when == "during") {
			t.Errorf("%s: %v with the certificate %v: %v", when, answer.Termination, answer.Certificate != nil, answer.Notes)
		}
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
