package explain_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/explain"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// lossFor is the loss within which plans are looked for, by seed: the scenarios are small, so
// that a hall more or less is a large part of what a plan is worth.
func lossFor(seed uint64) float64 { return []float64{0.05, 0.3, 0.6}[seed%3] }

// bestPlan is the best plan of a scenario, nil for none.
func bestPlan(t *testing.T, s *model.Scenario) *model.Plan {
	t.Helper()
	found, err := analyst().Find(t.Context(), "the best plan", s, solver.Known{})
	if err != nil {
		t.Fatal(err)
	}
	return found.Plan
}

// around are the scenarios to test on: random ones, some in several worlds by CVaR or
// regret, some solved in phases.
func around(seed uint64) *model.Scenario {
	s := scenariotest.Random(seed)
	switch seed % 6 {
	case 1:
		s = scenariotest.WithWorlds(s, 3, true, seed)
		s.Objective = model.Objective{Measure: model.CVaR, Weight: 0.5, Tail: 0.4}
	case 3:
		s = scenariotest.WithWorlds(s, 2, false, seed)
		s.Objective.Measure = model.Regret
	case 5:
		s.Solver.Method = model.Decompose
	}
	return s
}

// askAll asks all that can be asked of a plan.
func askAll(t *testing.T, s *model.Scenario, given *model.Plan, loss float64, extents bool) *explain.Nearby {
	t.Helper()
	near := analyst().Nearby(s, given, loss)
	if err := near.Common(t.Context(), extents); err != nil {
		t.Fatal(err)
	}
	if err := near.Differ(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	return near
}

// TestAlternatives: every alternative passes verification, is worth the floor, says of itself
// what the scenario's bound says of it, and differs from all others as much as it states.
func TestAlternatives(t *testing.T) {
	found := 0
	for seed := range uint64(36) {
		s, loss := around(seed), lossFor(seed/6)
		given := bestPlan(t, s)
		near := askAll(t, s, given, loss, false)
		plans := []*model.Plan{given}
		for i, x := range near.Alternatives {
			found++
			if report := verify.Check(s, x.Plan, verify.Options{}); !report.OK {
				t.Errorf("seed %d: alternative %d: %v", seed, i, report.Findings)
			}
			o := &x.Plan.Outcome
			if worth := given.Outcome.Objective; o.Objective < worth-loss*math.Abs(worth) || o.Bound != max(given.Outcome.Bound, o.Objective) {
				t.Errorf("seed %d: alternative %d is worth %g of %g, at most %g", seed, i, o.Objective, worth, o.Bound)
			}
			nearest := math.Inf(1)
			for _, p := range plans {
				nearest = min(nearest, explain.Apart(p, x.Plan))
			}
			if nearest != x.Apart || nearest < 0.01 || x.Ended == mip.Optimal && x.Apart < 0.979*x.Most {
				t.Errorf("seed %d: alternative %d is %g from the nearest, it says %g of %g", seed, i, nearest, x.Apart, x.Most)
			}
			plans = append(plans, x.Plan)
		}
		if most := farthest(t, s, given, near.Floor); len(near.Alternatives) > 0 && most > near.Alternatives[0].Most+1e-4 || len(near.Alternatives) == 0 && most > 0.011 {
			t.Errorf("seed %d: there is a plan %g from the given one: %+v, %+v", seed, most, near.Alternatives, near.Last)
		}
		for _, use := range near.Regions {
			for _, p := range []*model.Plan{use.With, use.Without} {
				if p != nil && len(near.Alternatives) > 0 && explain.Apart(given, p) > near.Alternatives[0].Most+1e-6 {
					t.Errorf("seed %d: a plan is %g from the given one, none is said to be more than %g", seed, explain.Apart(given, p), near.Alternatives[0].Most)
				}
			}
		}
	}
	t.Logf("%d alternatives", found)
	if found < 15 {
		t.Error("the scenarios are too dull to test anything")
	}
}

// farthest is how far the farthest plan worth a floor is from a given one, by a program from
// which nothing is left out.
func farthest(t *testing.T, s *model.Scenario, given *model.Plan, floor float64) float64 {
	t.Helper()
	if s.Objective.Measure == model.Regret {
		return 0
	}
	f, err := formulation.Build(s, formulation.Plain)
	if err != nil {
		t.Fatal(err)
	}
	worth := given.Outcome.Objective
	r, err := engine.Solve(t.Context(), f.NewAway(floor+min(1e-6*max(math.Abs(worth), 1e6), (worth-floor)/100), []*model.Plan{given}).Model, mip.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !r.HasSolution {
		return 0
	}
	return r.Objective
}

// TestMustAndNone: without a region that must be a fresh solve finds less than the floor, and
// so does every program in which one of the halls of a region that is in none is forced; of
// a region that is in some there are plans with and without it.
func TestMustAndNone(t *testing.T) {
	count := map[explain.Presence]int{}
	for seed := range uint64(36) {
		s := around(seed)
		near := analyst().Nearby(s, bestPlan(t, s), lossFor(seed/6))
		if err := near.Common(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		checkRegions(t, s, near, count)
	}
	t.Log(count)
	if count[explain.Must] < 5 || count[explain.Some] < 5 || count[explain.None] < 2 {
		t.Error("the scenarios are too dull to test anything")
	}
}

// TestOtherScenario: the bound of a plan that was made for less surplus is not that of the
// scenario, and nothing is proven by it.
func TestOtherScenario(t *testing.T) {
	better := 0
	for seed := range uint64(24) {
		s := scenariotest.Random(seed)
		given, more := bestPlan(t, s), with(s, "surplus")
		near := analyst().Nearby(more, given, lossFor(seed))
		if err := near.Common(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		checkRegions(t, more, near, map[explain.Presence]int{})
		if err := near.Differ(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		most := worthOf(t, more)
		for _, x := range near.Alternatives {
			if x.Plan.Outcome.Bound < most-1 {
				t.Errorf("seed %d: an alternative says that no plan is worth more than %g, one is worth %g", seed, x.Plan.Outcome.Bound, most)
			}
			if most > given.Outcome.Bound+1 {
				better++
			}
		}
	}
	if better < 3 {
		t.Error("the scenarios are too dull to test anything")
	}
}

// TestPresenceByMethod: what is said of regions does not depend on how scenarios are solved. In
// phases the program leaves out halls that are worth nothing, which plans within a loss may
// have.
func TestPresenceByMethod(t *testing.T) {
	some := 0
	for seed := range uint64(24) {
		s := scenariotest.Random(seed)
		given := bestPlan(t, s)
		var said [2]string
		for i, method := range []model.SolveMethod{model.Whole, model.Decompose} {
			x := *s
			x.Solver.Method = method
			near := analyst().Nearby(&x, given, 0.8)
			if err := near.Common(t.Context(), false); err != nil {
				t.Fatal(err)
			}
			for _, use := range near.Regions {
				said[i] += use.Region + " " + use.Presence.String() + " "
				if use.Presence == explain.Some && !explain.Builds(given, use.Region) {
					some++
				}
			}
		}
		if said[0] != said[1] {
			t.Errorf("seed %d: whole: %s, in phases: %s", seed, said[0], said[1])
		}
	}
	t.Logf("%d regions in some plans, but not in the given one", some)
}

// checkRegions holds what is said of regions against fresh solves.
func checkRegions(t *testing.T, s *model.Scenario, near *explain.Nearby, count map[explain.Presence]int) {
	t.Helper()
	if len(near.Regions) != len(s.Regions) {
		t.Fatalf("%s: %d of %d regions", s.Name, len(near.Regions), len(s.Regions))
	}
	for r, use := range near.Regions {
		count[use.Presence]++
		switch use.Presence {
		case explain.Must:
			if s.Objective.Measure == model.Regret {
				continue // without the region it would be measured against other plans
			}
			if worth := bestWithout(t, s, r); worth >= near.Floor || worth > use.Bound+1 {
				t.Errorf("%s: %s must be, but without it there is a plan worth %g (floor %g, bound %g)", s.Name, use.Region, worth, near.Floor, use.Bound)
			}
		case explain.None:
			if worth := bestForced(t, s, r); worth >= near.Floor || worth > use.Bound+1 {
				t.Errorf("%s: %s is in none, but with it there is a plan worth %g (floor %g, bound %g)", s.Name, use.Region, worth, near.Floor, use.Bound)
			}
		case explain.Some:
			if !explain.Builds(use.With, use.Region) || explain.Builds(use.Without, use.Region) ||
				min(use.With.Outcome.Objective, use.Without.Outcome.Objective) < near.Floor {
				t.Errorf("%s: %s is not shown to be in some", s.Name, use.Region)
			}
		default:
			t.Errorf("%s: of %s it could not be told", s.Name, use.Region)
		}
		mw := explain.RegionMW(near.Given, use.Region)
		if use.Least.Found > mw || use.Most.Found < mw || use.Least.Bound > use.Least.Found+1e-6 || use.Most.Bound < use.Most.Found-1e-6 {
			t.Errorf("%s: %s has from %+v to %+v MW, the given plan %g", s.Name, use.Region, *use.Least, *use.Most, mw)
		}
	}
}

// bestWithout is what the best plan is worth under a rule that forbids new halls in a region.
func bestWithout(t *testing.T, s *model.Scenario, region int) float64 {
	t.Helper()
	c := scenariotest.Clone(s)
	c.Rules = append(c.Rules, model.Rule{ID: "none", Kind: model.NoNewHalls, Enabled: true, Regions: []int{region}})
	if plan := bestPlan(t, c); plan != nil {
		return plan.Outcome.Objective
	}
	return math.Inf(-1)
}

// bestForced is the most that a plan is worth when one of the new halls of a region is forced,
// each in turn.
func bestForced(t *testing.T, s *model.Scenario, region int) float64 {
	t.Helper()
	if s.Objective.Measure == model.Regret {
		return math.Inf(-1)
	}
	f, err := formulation.Build(s, formulation.Plain)
	if err != nil {
		t.Fatal(err)
	}
	most := math.Inf(-1)
	signings := f.Signings()
	for _, d := range f.Decisions() {
		if s.Sites[d.Site].Region != region || slices.Contains(signings, d.Col) {
			continue
		}
		m := *f.Model
		m.ColLower = slices.Clone(m.ColLower)
		m.ColLower[d.Col] = 1
		r, err := engine.Solve(t.Context(), &m, mip.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if r.HasSolution {
			most = max(most, formulation.Money(r.Objective))
		}
	}
	return most
}

// TestMoreLoss: a region that is in some plans within a loss is in some within a larger one,
// and the farthest plan is no nearer.
func TestMoreLoss(t *testing.T) {
	some := 0
	for seed := range uint64(12) {
		s := around(seed)
		given := bestPlan(t, s)
		var last *explain.Nearby
		for _, loss := range []float64{0.05, 0.3, 0.8} {
			near := askAll(t, s, given, loss, false)
			for r := range near.Regions {
				if last != nil && last.Regions[r].Presence == explain.Some {
					some++
					if near.Regions[r].Presence != explain.Some {
						t.Errorf("seed %d: within %g %s is %v, within less it is in some", seed, loss, near.Regions[r].Region, near.Regions[r].Presence)
					}
				}
			}
			if last != nil && len(last.Alternatives) > 0 && (len(near.Alternatives) == 0 || near.Alternatives[0].Most < last.Alternatives[0].Apart-1e-6) {
				t.Errorf("seed %d: within %g the farthest plan is nearer than within less", seed, loss)
			}
			last = near
		}
	}
	if some < 5 {
		t.Errorf("only %d regions were in some plans", some)
	}
}

// TestNearbyInterrupted: a cancelled context is an error, and what was found is kept.
func TestNearbyInterrupted(t *testing.T) {
	s := around(4)
	near := analyst().Nearby(s, bestPlan(t, s), 0.2)
	if err := near.Common(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := near.Differ(ctx, 2); err == nil || len(near.Regions) != len(s.Regions) {
		t.Errorf("%v, %d regions", err, len(near.Regions))
	}
}

// TestAsideOptions: what does not go with a search for other plans is refused.
func TestAsideOptions(t *testing.T) {
	for _, opt := range []solver.Options{
		{Region: &solver.Region{}, Worth: true},
		{Away: &solver.Away{}, Certificate: true},
		{Away: &solver.Away{}, Information: true},
	} {
		if _, err := solver.Solve(t.Context(), around(0), engine, opt); err == nil {
			t.Errorf("%+v was accepted", opt)
		}
	}
}
