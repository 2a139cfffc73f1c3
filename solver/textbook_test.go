package solver_test

import (
	"context"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
)

// TestTextbook holds the program against docs/textbook.md, worked by hand.
func TestTextbook(t *testing.T) {
	answer, err := solver.Solve(context.Background(), load(t, "textbook"), &highs.Engine{}, solver.Options{Worth: true})
	if err != nil {
		t.Fatal(err)
	}
	plan := answer.Plan
	if plan == nil {
		t.Fatalf("no verified plan: %v", answer.Report)
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 500 {
			t.Errorf("%s: got %.0f, want %.0f", what, got, want)
		}
	}
	d := func(years float64) float64 { return math.Pow(1.1, -years) }
	hall := -65e6*d(0.5) + 18e6*(d(1.5)+d(2.5)+d(3.5)) + 51e6*d(4)
	mine := -1e6*d(0.5) + (4e6-7e6)*d(1.5) + 3.2e6*d(2.5) + 2.4e6*d(3.5)
	near("the AI hall on the page", hall, 15.539e6)
	near("the mining hall on the page", mine, 0.687e6)
	near("net present value", float64(plan.Result.NPV), hall+mine)
	near("bound", plan.Outcome.Bound, hall+mine)
	near("capital spending", float64(plan.Result.Capex), 73e6)
	for p, net := range []float64{-66e6, 15e6, 21.2e6, 20.4e6, 51e6} {
		near("cash of "+plan.CashFlows[p].Period, float64(plan.CashFlows[p].Net), net)
	}
	near("payback, in millionths of a year", 1e6**plan.Result.PaybackYears, 4e6)
	ordered := map[string]float64{}
	for _, s := range plan.Signings {
		if s.Signed != "2027" {
			t.Errorf("%s is signed in %s, want 2027", s.Site, s.Signed)
		}
		ordered[s.Site] = float64(s.FirmMW + s.FlexMW)
	}
	if len(ordered) != 2 || ordered["city/campus"] != 25 || ordered["north/flex"] != 10 {
		t.Errorf("signings: got %v, want 25 MW of city/campus and 10 MW of north/flex", ordered)
	}
	if len(plan.Halls) != 2 || plan.Halls[0].Count != 1 || plan.Halls[1].Count != 1 {
		t.Errorf("halls: got %v, want one of each kind", plan.Halls)
	}
	if !plan.Contracts[0].Accepted {
		t.Error("the contract is refused")
	}
	near("a million of budget", worthOf(plan, "budget", "every year"), mine/7.5)
	near("a MW in the city", worthOf(plan, "surplus", "city"), 0)
}

func worthOf(plan *model.Plan, limit, name string) float64 {
	for _, b := range plan.Binding {
		if b.Limit == limit && b.Name == name {
			return float64(b.Worth)
		}
	}
	return math.NaN()
}

// TestIndifferentMiners: miners that earn in a price block exactly what its power costs run,
// or not, in the program as in verification, however the figures are rounded.
func TestIndifferentMiners(t *testing.T) {
	s := load(t, "textbook")
	s.Rules = append(s.Rules, model.Rule{
		ID: "mines", Kind: model.MinMW, Enabled: true, Regions: []int{0, 1}, Limit: 70, Span: model.Span{From: model.Date{Year: 2029, Month: 1, Day: 1}},
	})
	answer, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if answer.Plan == nil {
		t.Fatalf("no verified plan: %v", answer.Report)
	}
}
