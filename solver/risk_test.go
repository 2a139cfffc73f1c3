package solver_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/simulate"
)

// risky are random scenarios in several worlds, every other one with late
// connections.
func risky(seed uint64) *model.Scenario {
	s := scenariotest.WithWorlds(scenariotest.Random(seed), 3, seed%2 == 0, seed)
	s.Objective.Tail = 0.4
	return s
}

// planned solves a scenario that must have a verified plan.
func planned(t *testing.T, s *model.Scenario, opt solver.Options) *model.Plan {
	t.Helper()
	answer, err := solver.Solve(context.Background(), s, &highs.Engine{}, opt)
	if err != nil {
		t.Fatal(err)
	}
	if answer.Plan == nil {
		t.Fatalf("%s: stopped %v, %v", s.Name, answer.Termination, answer.Report)
	}
	if len(answer.Notes) > 0 {
		t.Fatalf("%s: %v", s.Name, answer.Notes)
	}
	return answer.Plan
}

func close6(a, b float64) bool {
	return math.Abs(a-b) <= 1e-6*max(1e6, math.Abs(a), math.Abs(b))
}

// TestCVaRWithoutWeight: CVaR of no weight is the mean, and in one world all
// measures are the value.
func TestCVaRWithoutWeight(t *testing.T) {
	for seed := range uint64(30) {
		s := risky(seed)
		mean := planned(t, s, solver.Options{}).Outcome.Objective
		s.Objective.Measure = model.CVaR
		if got := planned(t, s, solver.Options{}).Outcome.Objective; !close6(got, mean) {
			t.Errorf("seed %d: CVaR of weight 0 is %.6f million, the mean %.6f", seed, got/1e6, mean/1e6)
		}
		one := scenariotest.Random(seed)
		want := planned(t, one, solver.Options{}).Outcome.Objective
		one.Objective = model.Objective{Measure: model.CVaR, Weight: 0.7, Tail: 0.1}
		if got := planned(t, one, solver.Options{}).Outcome.Objective; !close6(got, want) {
			t.Errorf("seed %d: CVaR in one world is %.6f million, its value %.6f", seed, got/1e6, want/1e6)
		}
		one.Objective = model.Objective{Measure: model.Regret}
		if got := planned(t, one, solver.Options{}); math.Abs(got.Outcome.Objective) > 1 || !close6(float64(got.Result.NPV), want) {
			t.Errorf("seed %d: regret in one world is %.2f at %.6f million", seed, -got.Outcome.Objective, float64(got.Result.NPV)/1e6)
		}
	}
}

// TestAversion: more weight on the worst worlds never lowers their mean nor
// raises that of all.
func TestAversion(t *testing.T) {
	moved := 0
	for seed := range uint64(30) {
		s := risky(seed)
		s.Objective.Measure = model.CVaR
		var before *model.RiskFigures
		for _, weight := range []unit.Share{0, 0.3, 0.6, 1} {
			s.Objective.Weight = weight
			r := planned(t, s, solver.Options{}).Risk
			if before != nil {
				slack := unit.Money(1e-6 * max(1e6, math.Abs(float64(r.Expected))))
				if weight < 1 && r.Expected > before.Expected+slack || r.CVaR < before.CVaR-slack {
					t.Errorf("seed %d: at weight %g the mean goes from %.0f to %.0f, CVaR from %.0f to %.0f", seed, weight, before.Expected, r.Expected, before.CVaR, r.CVaR)
				}
				if r.CVaR > before.CVaR+slack {
					moved++
				}
			}
			before = &r
		}
	}
	t.Logf("%d steps of weight changed the plan", moved)
	if moved < 5 {
		t.Errorf("weight changes %d plans; the scenarios are too dull to test anything", moved)
	}
}

// TestInformation: planning for all worlds is never worse than planning for
// their mean, and knowing the world is never worse than not knowing it; both
// bounds are above the figures.
func TestInformation(t *testing.T) {
	worthKnowing, worthPlanning := 0, 0
	for seed := range uint64(45) {
		s := risky(seed)
		switch seed % 3 {
		case 1:
			s.Objective.Measure, s.Objective.Weight = model.CVaR, 0.5
		case 2:
			s.Objective.Measure = model.Regret
		}
		answer, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{Information: true})
		if err != nil || answer.Plan == nil {
			t.Fatalf("seed %d: %v, %+v", seed, err, answer)
		}
		x := answer.Plan.Information
		if x == nil {
			continue // the plan for the mean world cannot be carried out; the note says so
		}
		slack := unit.Money(1e-6 * max(1e6, math.Abs(answer.Plan.Outcome.Objective)))
		if x.VSS < 0 || x.EVPI < -slack || x.VSSBound < x.VSS-slack || x.EVPIBound < x.EVPI-slack {
			t.Errorf("seed %d: %+v", seed, *x)
		}
		if x.VSS > 1e3 {
			worthPlanning++
		}
		if x.EVPI > 1e3 {
			worthKnowing++
		}
	}
	t.Logf("knowing the world is worth something in %d of 45 scenarios, planning for all of them in %d", worthKnowing, worthPlanning)
	if worthKnowing < 15 || worthPlanning < 5 {
		t.Errorf("the scenarios are too dull to test anything: %d and %d", worthKnowing, worthPlanning)
	}
}

// TestEvaluator: what simulation makes of a plan in the scenario's worlds is
// what the plan states, which verification has recomputed.
func TestEvaluator(t *testing.T) {
	waiting := 0
	for seed := range uint64(60) {
		s := risky(seed)
		plan := planned(t, s, solver.Options{})
		e, err := simulate.NewEvaluator(s, plan)
		if err != nil {
			t.Fatal(err)
		}
		for w := range s.Worlds {
			if got, want := e.Value(&s.Worlds[w]).NPV, float64(plan.Worlds[w].NPV); !close6(got, want) {
				t.Errorf("seed %d: in world %d the plan is worth %.6f million by simulation, %.6f by itself", seed, w, got/1e6, want/1e6)
			}
		}
		for i := range plan.Halls {
			if plan.Halls[i].Waits {
				waiting++
			}
		}
	}
	if waiting == 0 {
		t.Error("no halls wait")
	}
}

// TestWorldRelations: the order of the worlds changes nothing, and neither does
// a world that is split into two equal ones.
func TestWorldRelations(t *testing.T) {
	for seed := range uint64(24) {
		s := risky(seed)
		s.Objective.Measure, s.Objective.Weight = []model.Measure{model.Expected, model.CVaR, model.Regret}[seed%3], 0.5
		if s.Objective.Measure != model.CVaR {
			s.Objective.Weight = 0
		}
		want := planned(t, s, solver.Options{}).Outcome.Objective

		turned := scenariotest.Clone(s)
		turned.Worlds[0], turned.Worlds[2] = turned.Worlds[2], turned.Worlds[0]
		if got := planned(t, turned, solver.Options{}).Outcome.Objective; !close6(got, want) {
			t.Errorf("seed %d: %.6f million with the worlds in another order, %.6f before", seed, got/1e6, want/1e6)
		}

		split := scenariotest.Clone(s)
		split.Worlds[1].Probability /= 2
		half := split.Worlds[1]
		half.Name = "half"
		split.Worlds = append(split.Worlds, half)
		if got := planned(t, split, solver.Options{}).Outcome.Objective; !close6(got, want) {
			t.Errorf("seed %d: %.6f million with a world split in two, %.6f before", seed, got/1e6, want/1e6)
		}
	}
}

// TestWorthOfSooner: worlds that give the lead times of the offers as their own
// make nothing of a connection that comes sooner worth less.
func TestWorthOfSooner(t *testing.T) {
	sooner := func(s *model.Scenario) (list []model.Binding) {
		for _, b := range planned(t, s, solver.Options{Worth: true}).Binding {
			if b.Limit == "lead_time" {
				list = append(list, b)
			}
		}
		return list
	}
	paying := 0
	for seed := range uint64(20) {
		s := scenariotest.Random(seed)
		want := sooner(s)
		for i := range s.Sites {
			s.Worlds[0].Lead = append(s.Worlds[0].Lead, s.Sites[i].Offer.Lead[s.LeadQuantile])
		}
		got := sooner(s)
		if len(got) != len(want) {
			t.Fatalf("seed %d: got %v, want %v", seed, got, want)
		}
		for i := range want {
			if !close6(float64(got[i].Worth), float64(want[i].Worth)) {
				t.Errorf("seed %d: a month sooner in %s is worth %.0f, without leads of the world %.0f", seed, want[i].Name, got[i].Worth, want[i].Worth)
			}
			if want[i].Worth > 1e4 {
				paying++
			}
		}
	}
	if paying < 3 {
		t.Errorf("sooner pays in %d scenarios; they are too dull to test anything", paying)
	}
}

// TestNoRiskNoVSS: in two equal worlds, however late, planning for their mean
// loses nothing, whether or not halls have MW to stand on until the connection
// comes.
func TestNoRiskNoVSS(t *testing.T) {
	for seed := range uint64(20) {
		s := scenariotest.Random(seed)
		for i := range s.Sites {
			s.Sites[i].Existing = model.Existing{Firm: 24, Feeders: 2, Flex: 12}
			s.Sites[i].Offer.Feeders = 2
		}
		s = scenariotest.WithWorlds(s, 1, true, seed)
		s.Worlds[0].Default = nil // the mean world has none
		s.Worlds = append(s.Worlds, s.Worlds[0])
		s.Worlds[0].Probability, s.Worlds[1].Probability, s.Worlds[1].Name = 0.5, 0.5, "twin"
		x := planned(t, s, solver.Options{Information: true}).Information
		if x == nil || !close6(float64(x.VSS), 0) || !close6(float64(x.EVPI), 0) {
			t.Errorf("seed %d: two equal worlds, and information is worth %+v", seed, x)
		}
	}
}

// TestInformationCut: an interrupt while the worlds are solved alone keeps the
// plan and says that not all is known; without one all is.
func TestInformationCut(t *testing.T) {
	for _, interrupt := range []bool{true, false} {
		ctx, cancel := context.WithCancel(context.Background())
		opt := solver.Options{Information: true, Stage: func(what string) {
			if interrupt && strings.HasPrefix(what, "the best plan for world") {
				cancel()
			}
		}}
		answer, err := solver.Solve(ctx, risky(1), &highs.Engine{}, opt)
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		if answer.Plan == nil || answer.Cut != interrupt || (answer.Plan.Information == nil) != interrupt {
			t.Errorf("interrupted %v: cut %v, plan %v", interrupt, answer.Cut, answer.Plan != nil)
		}
	}
}
