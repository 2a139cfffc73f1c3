package explain_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/explain"
)

// richer are changes of a scenario by name.
var richer = map[string]func(s *model.Scenario){
	"hashprice": func(s *model.Scenario) {
		for p := range s.Worlds[0].Hashprice {
			s.Worlds[0].Hashprice[p] *= 1.3
		}
	},
	"tax": func(s *model.Scenario) { s.Countries[0].TaxRate += 0.1 },
	"surplus": func(s *model.Scenario) {
		for r := range s.Regions {
			s.Regions[r].Surplus = append(s.Regions[r].Surplus, model.Surplus{From: s.Horizon.Start, Firm: unit.MW(10)})
		}
	},
}

// with is a scenario with changes.
func with(s *model.Scenario, names ...string) *model.Scenario {
	c := scenariotest.Clone(s)
	for _, name := range names {
		richer[name](c)
	}
	return c
}

// TestDiff: nothing differs between a plan and itself; the other way round all that moved
// moved back; cash lines add up to what the net moved by, and so do places to what the MW did.
func TestDiff(t *testing.T) {
	dates := 0
	for seed := range uint64(30) {
		s := scenariotest.Random(seed)
		a, b := bestPlan(t, s), bestPlan(t, with(s, "hashprice", "tax", "surplus"))
		for _, p := range []*model.Plan{a, b} {
			if same := explain.Diff(p, p); len(same) > 0 {
				t.Errorf("seed %d: a plan differs from itself: %+v", seed, same)
			}
		}
		there, back := explain.Diff(a, b), explain.Diff(b, a)
		if len(there) != len(back) {
			t.Fatalf("seed %d: %d changes there, %d back", seed, len(there), len(back))
		}
		cash, net, mean := 0.0, 0.0, 0.0
		for i := range there {
			x, y := &there[i], &back[i]
			if x.Subject != y.Subject || x.Name != y.Name || x.Figure != y.Figure || x.A != y.B || x.B != y.A || (x.By == nil) != (y.By == nil) || x.By != nil && *x.By != -*y.By {
				t.Errorf("seed %d: there %+v, back %+v", seed, *x, *y)
			}
			switch {
			case x.Subject == "site" && x.Figure == "signed" && x.By != nil:
				dates++
			case x.Subject == "cash" && x.Figure == "net":
				net = *x.By
			case x.Subject == "cash":
				cash += *x.By
			case x.Subject == "region" && x.Figure == "mean_mw":
				mean += math.Abs(*x.By)
			}
		}
		if math.Abs(cash-net) > 20 { // lines that move by less than 1 are left out
			t.Errorf("seed %d: the lines of the cash flow move by %g, the net by %g", seed, cash, net)
		}
		if math.Abs(mean-explain.Apart(a, b)) > 0.1 {
			t.Errorf("seed %d: MW move by %g, the plans are %g apart", seed, mean, explain.Apart(a, b))
		}
	}
	if dates == 0 {
		t.Error("no connection is signed sooner or later")
	}
}

// TestEffects: the effects and the remainder add up to the difference, each is what fresh
// solves say, and an input that is the same in both has none.
func TestEffects(t *testing.T) {
	names := []string{"hashprice", "tax", "surplus"}
	for seed := range uint64(12) {
		base := scenariotest.Random(seed)
		scenarioA, scenarioB := with(base, "tax"), with(base, "hashprice", "surplus")
		a, b := bestPlan(t, scenarioA), bestPlan(t, scenarioB)
		inA := []*model.Scenario{with(base, "hashprice", "tax"), base, with(base, "tax", "surplus")}
		inB := []*model.Scenario{with(base, "surplus"), with(base, "hashprice", "tax", "surplus"), with(base, "hashprice")}
		swaps := []explain.Swap{{Path: "nothing", InA: scenarioA, InB: scenarioB}}
		for i, name := range names {
			swaps = append(swaps, explain.Swap{Path: name, InA: inA[i], InB: inB[i]})
		}
		effects, remainder, err := analyst().Effects(t.Context(), a, b, swaps)
		if err != nil {
			t.Fatal(err)
		}
		sum := remainder.Value
		for i, e := range effects {
			sum += e.Value
			want := 0.0
			if i > 0 {
				want = (worthOf(t, inA[i-1]) - a.Outcome.Objective + b.Outcome.Objective - worthOf(t, inB[i-1])) / 2
			}
			if math.Abs(e.Value-want) > 2 || e.Low > e.Value || e.High < e.Value {
				t.Errorf("seed %d: the effect of %s is %+v, fresh solves say %g", seed, e.Path, e.Gain, want)
			}
		}
		if total := b.Outcome.Objective - a.Outcome.Objective; math.Abs(sum-total) > 0.001 {
			t.Errorf("seed %d: the effects add up to %g, the difference is %g", seed, sum, total)
		}
	}
}

func worthOf(t *testing.T, s *model.Scenario) float64 {
	t.Helper()
	return bestPlan(t, s).Outcome.Objective
}
