package solver_test

import (
	"context"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/verify"
)

func solve(t *testing.T, s *model.Scenario) *solver.Answer {
	t.Helper()
	answer, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// TestInterrupted: a cancelled context and a time limit end with what is
// known, never with an unverified plan.
func TestInterrupted(t *testing.T) {
	s := load(t, "siberia")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	answer, err := solver.Solve(ctx, s, &highs.Engine{}, solver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if answer.Termination != mip.Interrupted {
		t.Errorf("cancelled before it began: stopped %v", answer.Termination)
	}
	s.Solver.TimeLimit, s.Solver.Gap = 0.4, 0
	answer = solve(t, s)
	if answer.Plan != nil && !answer.Report.OK {
		t.Error("a plan that failed verification was returned")
	}
	if answer.Termination == mip.LimitReached && answer.Limit != mip.TimeLimit {
		t.Errorf("limit: got %v", answer.Limit)
	}
}

// limited is HiGHS stopped by a time limit in every search after the first few.
type limited struct {
	highs.Engine
	searches int // that end by themselves
}

func (e *limited) Solve(ctx context.Context, m *mip.Model, opt mip.Options) (*mip.Result, error) {
	r, err := e.Engine.Solve(ctx, m, opt)
	if m.NumIntegers() > 0 && opt.RelativeGap > 0 {
		if e.searches--; e.searches < 0 {
			r.Termination, r.Limit = mip.LimitReached, mip.TimeLimit
		}
	}
	return r, err
}

// TestWorthNotKnown: what was asked for and not found out is said, and the
// plan holds nothing about it.
func TestWorthNotKnown(t *testing.T) {
	for searches, notes := range map[int]int{0: 1, 1: 5, 3: 3, 6: 0} {
		answer, err := solver.Solve(context.Background(), load(t, "textbook"), &limited{searches: searches}, solver.Options{Worth: true})
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, b := range answer.Plan.Binding {
			if b.How == "re-solve" {
				found++
			}
		}
		if len(answer.Notes) != notes || searches > 0 && found != 5-notes {
			t.Errorf("%d searches end by themselves: %d limits with a worth, notes %q", searches, found, answer.Notes)
		}
	}
}

// TestGoals: each goal's optimum is at least as good, by its own measure, as
// the plans of the others.
func TestGoals(t *testing.T) {
	figure := func(r model.Result, g model.Goal) float64 {
		return []float64{float64(r.NPV), float64(r.EquityValue), -float64(r.SpendingPV)}[g]
	}
	compared := 0
	for seed := range uint64(25) {
		var plans []*model.Plan
		for _, goal := range []model.Goal{model.NPV, model.EquityValue, model.LeastCapex} {
			s := scenariotest.Random(5000 + seed)
			s.Objective = model.Objective{Goal: goal, Multiple: [][3]unit.Share{{5, 14, 9}}}
			answer := solve(t, s)
			if answer.Plan == nil {
				t.Fatalf("seed %d, %v: %v", seed, goal, answer.Report)
			}
			plans = append(plans, answer.Plan)
		}
		for goal := range plans {
			for _, other := range plans {
				best := figure(plans[goal].Result, model.Goal(goal))
				if theirs := figure(other.Result, model.Goal(goal)); theirs > best+1e-6*max(best, -best, 1e6) {
					t.Errorf("seed %d: by %v the plan for it is worth %.0f, another %.0f", seed, model.Goal(goal), best, theirs)
				}
				compared++
			}
		}
	}
	t.Logf("%d comparisons", compared)
}

// TestPeriods solves the same region in years, half-years and quarters. Finer
// periods round lead times up less and let signings come between, so the
// plans differ; all must be proven and verified.
func TestPeriods(t *testing.T) {
	for period, periods := range map[string]string{"year": "4", "half-year": "8", "quarter": "16"} {
		s := load(t, "textbook", "horizon.period="+period, "horizon.periods="+periods)
		answer := solve(t, s)
		if answer.Termination != mip.Optimal || answer.Plan == nil {
			t.Fatalf("%s: stopped %v, %v", period, answer.Termination, answer.Report)
		}
		t.Logf("%s: %.3f million", period, float64(answer.Plan.Result.NPV)/1e6)
	}
}

// TestFinerPeriods solves random scenarios in half-years and quarters: every
// plan must be proven and verified.
func TestFinerPeriods(t *testing.T) {
	for seed := range uint64(20) {
		for _, parts := range []int{2, 4} {
			s := scenariotest.Split(scenariotest.Random(7000+seed), parts)
			if answer := solve(t, s); answer.Termination != mip.Optimal || answer.Plan == nil {
				t.Errorf("seed %d in %d parts: stopped %v, %v", seed, parts, answer.Termination, answer.Report)
			}
		}
	}
}

// TestDeterminism: the same scenario gives the same plan, to the last figure.
func TestDeterminism(t *testing.T) {
	s := load(t, "mid-volga")
	a, b := solve(t, s), solve(t, s)
	if a.Plan == nil || b.Plan == nil {
		t.Fatal("no plan")
	}
	if !slices.Equal(a.Plan.Halls, b.Plan.Halls) || !slices.Equal(a.Plan.CashFlows, b.Plan.CashFlows) || a.Plan.Outcome != b.Plan.Outcome {
		t.Error("two solves of one scenario gave different plans")
	}
}

// TestVerifierRejects: a plan changed in one figure is not accepted.
func TestVerifierRejects(t *testing.T) {
	s := load(t, "textbook")
	plan := solve(t, s).Plan
	plan.Result.NPV += 1000
	if report := verify.Check(s, plan, verify.Options{}); report.OK {
		t.Error("a plan with a wrong NPV was accepted")
	}
}

// TestProgressIsTold: a solve that takes a while reports bound and incumbent.
func TestProgressIsTold(t *testing.T) {
	s := load(t, "siberia")
	calls := 0
	_, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{Progress: func(mip.Progress) { calls++ }})
	if err != nil {
		t.Fatal(err)
	}
	if calls == 0 {
		t.Error("no progress was reported")
	}
}
