package solver_test

import (
	"context"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// TestSoundness is a short run of the harness that the long tests run on
// hundreds of scenarios.
func TestSoundness(t *testing.T) {
	h := &harness{T: t}
	h.run(6, 20, 12)
	h.print()
}

// harness holds what is said about plans of small scenarios against their
// optima: the plan of every method must pass verification, no bound may be
// beaten by the optimum, and the certificate, checked in exact arithmetic
// against the program stated anew, must prove the optimum, or that there is no
// plan.
type harness struct {
	*testing.T
	instances, infeasible, plans, bounds, proven, nothing int
	entangled, loose                                      int // of which the certificate proves a weaker bound
	leaves, rays                                          int
	largest                                               string
}

// run goes through so many scenarios of every hardship, of one world or several
// that enumeration can solve, and of those in which much meets.
func (h *harness) run(hard, random, entangled uint64) {
	for seed := range entangled {
		if s := tangled(500 + seed); s.Objective.Measure != model.Regret {
			h.entangled++
			h.instance(s, math.NaN())
		}
	}
	loose := h.loose
	for seed := range hard {
		for way := range scenariotest.Hardships {
			h.instance(scenariotest.Hard(seed, way), math.NaN())
		}
	}
	for seed := range random {
		s := scenariotest.Random(1000 + seed)
		if seed%2 == 1 {
			s = scenariotest.WithWorlds(s, 3, false, seed)
			s.Objective.Tail = 0.4
			if seed%4 == 1 {
				s.Objective.Measure, s.Objective.Weight = model.CVaR, 0.5
			}
		}
		h.instance(s, enumerate(s).objective)
	}
	if h.loose > loose {
		h.Errorf("%d certificates of scenarios without anything entangled do not prove the optimum", h.loose-loose)
	}
}

func (h *harness) print() {
	h.Helper()
	h.Logf("%d instances, %d of them infeasible; %d plans verified, %d bounds checked; %d certificates prove the optimum or that there is no plan, %d of plans that build nothing; %d of %d entangled ones prove less; the largest has %d leaves (%s), %d leaves without a plan in all",
		h.instances, h.infeasible, h.plans, h.bounds, h.proven, h.nothing, h.loose, h.entangled, h.leaves, h.largest, h.rays)
	if h.infeasible < h.instances/30 || h.nothing > h.instances/2 || h.loose > h.entangled/5 || h.rays == 0 {
		h.Error("the scenarios are too dull to test anything")
	}
}

// instance puts a scenario to both methods. best is its optimum where that is
// known otherwise.
func (h *harness) instance(s *model.Scenario, best float64) {
	h.Helper()
	h.instances++
	s.Solver.Gap = 0
	s.Solver.Method = model.Whole
	whole, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{Certificate: true})
	if err != nil {
		h.Errorf("%s: %v", s.Name, err)
		return
	}
	if math.IsNaN(best) && whole.Plan != nil {
		best = whole.Plan.Outcome.Objective
	}
	h.answer(s, whole, best)
	h.certificate(s, whole, best)
	s.Solver.Method = model.Decompose
	for _, without := range [][]string{nil, {"sites"}} { // the second proves by a tree
		phased, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{Without: without})
		if err != nil {
			h.Errorf("%s: in phases, without %v: %v", s.Name, without, err)
			return
		}
		h.answer(s, phased, best)
	}
}

// soundSlack is what floating point may miss an optimum by.
func soundSlack(best float64) float64 { return 1e-6 * max(1e6, math.Abs(best)) }

// answer holds what a method says against the optimum.
func (h *harness) answer(s *model.Scenario, a *solver.Answer, best float64) {
	h.Helper()
	if a.Plan == nil {
		if a.Termination != mip.Infeasible || !math.IsNaN(best) {
			h.Errorf("%s: %v stopped %v without a plan, the optimum is %.6f million: %v", s.Name, s.Solver.Method, a.Termination, best/1e6, a.Report)
		}
		return
	}
	h.plans++
	h.bounds++
	if o := a.Plan.Outcome; math.Abs(o.Objective-best) > soundSlack(best) || o.Bound < best-soundSlack(best) {
		h.Errorf("%s: %v stopped %v with %.6f million and the bound %.6f, the optimum is %.6f", s.Name, s.Solver.Method, a.Termination, o.Objective/1e6, o.Bound/1e6, best/1e6)
	}
}

// certificate checks the certificate of an answer against the scenario.
func (h *harness) certificate(s *model.Scenario, a *solver.Answer, best float64) {
	h.Helper()
	if a.Certificate == nil {
		h.Errorf("%s: no certificate: %v", s.Name, a.Notes)
		return
	}
	p, err := solver.CheckCertificate(context.Background(), s, a.Certificate)
	switch {
	case err != nil:
		h.Errorf("%s: %v", s.Name, err)
		return
	case a.Plan == nil && p.Infeasible:
		h.infeasible++
	case a.Plan != nil && p.Bound < best-soundSlack(best):
		h.Errorf("%s: the certificate proves %.6f million, the optimum is %.6f", s.Name, p.Bound/1e6, best/1e6)
		return
	case a.Plan == nil || p.Bound > best+2*soundSlack(best):
		h.loose++
		h.Logf("%s: the certificate proves only %.6f million, the optimum is %.6f: %v", s.Name, p.Bound/1e6, best/1e6, a.Notes)
		if len(a.Notes) == 0 {
			h.Errorf("%s: nothing says that the certificate proves less than is claimed", s.Name)
		}
		return
	case !p.Supports(&a.Plan.Outcome):
		h.Errorf("%s: the certificate proves %.6f million, the plan states %.6f", s.Name, p.Bound/1e6, a.Plan.Outcome.Bound/1e6)
		return
	case len(a.Plan.Halls) == 0:
		h.nothing++
	}
	h.proven++
	h.rays += p.Rays
	if p.Leaves > h.leaves {
		h.leaves, h.largest = p.Leaves, s.Name
	}
}
