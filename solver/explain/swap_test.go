package explain_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/explain"
)

func best(t *testing.T, s *model.Scenario) *explain.Found {
	t.Helper()
	found, err := analyst().Find(t.Context(), s.Name, s, solver.Known{})
	if err != nil {
		t.Fatal(err)
	}
	if found.Plan == nil {
		t.Fatalf("%s has no plan", s.Name)
	}
	return found
}

func decomposed(t *testing.T, base, other *model.Scenario) *explain.Decomposition {
	t.Helper()
	d, err := analyst().Decompose(t.Context(), base, other, best(t, base), best(t, other))
	if err != nil {
		t.Fatal(err)
	}
	if d.Missing != "" {
		t.Fatal(d.Missing)
	}
	return d
}

// cent is the precision of sums.
const cent = 0.01

// TestDecompositionSums: the effects of each walk and their means add up to the gap to the
// cent, each lies within its range, and the way back is the way there of the markets
// exchanged.
func TestDecompositionSums(t *testing.T) {
	differ := 0
	for seed := range uint64(8) {
		base, other := scenariotest.Random(2*seed), scenariotest.Random(2*seed+1)
		if seed%4 == 3 {
			base, other = scenariotest.WithWorlds(base, 3, true, seed), scenariotest.WithWorlds(other, 3, true, seed)
		}
		d, mirrored := decomposed(t, base, other), decomposed(t, other, base)
		var forth, back, sum float64
		for i := range d.Effects {
			e := &d.Effects[i]
			mean, ok := e.Mean()
			if !ok {
				t.Fatalf("seed %d: %s is not known", seed, e.Input)
			}
			forth, back, sum = forth+e.Forth.Value, back+e.Back.Value, sum+mean.Value
			if mean.Value < mean.Low-cent || mean.Value > mean.High+cent {
				t.Errorf("seed %d: %s is %v, outside %v to %v", seed, e.Input, mean.Value, mean.Low, mean.High)
			}
			if e.Forth.Value != e.Back.Value {
				differ++
			}
			if there := mirrored.Effects[i].Forth.Value; math.Abs(there+e.Back.Value) > 1e-6*max(1e6, math.Abs(there)) {
				t.Errorf("seed %d: %s is %v on the way back, %v on the way there of the exchanged markets", seed, e.Input, e.Back.Value, there)
			}
		}
		for what, got := range map[string]float64{"there": forth, "back": back, "mean": sum} {
			if math.Abs(got-d.Gap.Value) > cent {
				t.Errorf("seed %d, %s: the effects add up to %.4f, the gap is %.4f", seed, what, got, d.Gap.Value)
			}
		}
	}
	if differ == 0 {
		t.Error("the walks never differ: they are not two")
	}
}

// TestDecompositionOfItself: a market beside itself differs in nothing.
func TestDecompositionOfItself(t *testing.T) {
	for seed := range uint64(5) {
		s := scenariotest.Random(seed)
		d := decomposed(t, s, scenariotest.Clone(s))
		for _, e := range d.Effects {
			if e.Forth.Value != 0 || e.Back.Value != 0 {
				t.Errorf("seed %d: %s makes %v and %v of no gap", seed, e.Input, e.Forth.Value, e.Back.Value)
			}
		}
		for _, l := range d.Levels {
			if l.Own != l.Other || l.Kept {
				t.Errorf("seed %d: %+v", seed, l)
			}
		}
	}
}

// TestDecompositionOfOne: where two markets differ in one input, it makes the whole gap.
func TestDecompositionOfOne(t *testing.T) {
	for input, change := range map[string]func(s *model.Scenario){
		"power price": func(s *model.Scenario) {
			for i := range s.Regions {
				s.Regions[i].EnergyPrice, s.Regions[i].NetworkPrice = 14, 4
			}
		},
		"cost of capital": func(s *model.Scenario) { s.DiscountRate /= 2 },
		"tax":             func(s *model.Scenario) { s.Countries[0].TaxRate = 0.05 },
		"capex": func(s *model.Scenario) {
			for i := range s.Sites {
				s.Sites[i].Offer.FixedCost /= 4
				s.Sites[i].Offer.CostPerMW /= 4
			}
		},
		"client demand": func(s *model.Scenario) {
			for w := range s.Worlds {
				for p := range s.Worlds[w].Rent[0][model.Colocation] {
					s.Worlds[w].Rent[0][model.Colocation][p] *= 2
					s.Base.Rent[0][model.Colocation][p] = s.Worlds[w].Rent[0][model.Colocation][p]
				}
			}
		},
	} {
		made := 0
		for seed := range uint64(6) {
			base := scenariotest.Random(seed)
			other := scenariotest.Clone(base)
			change(other)
			d := decomposed(t, base, other)
			for _, e := range d.Effects {
				want := 0.0
				if e.Input == input {
					want = d.Gap.Value
				}
				if mean, _ := e.Mean(); math.Abs(mean.Value-want) > 1e-6*max(1e6, math.Abs(want)) {
					t.Errorf("%s, seed %d: %s makes %.2f of %.2f", input, seed, e.Input, mean.Value, d.Gap.Value)
				}
			}
			if d.Gap.Value != 0 {
				made++
			}
		}
		if made == 0 {
			t.Errorf("%s never makes a gap", input)
		}
	}
}

// TestEven: at the amount found a fresh solve is worth the target, at the one below it is
// not; and what no amount reaches is not reached.
func TestEven(t *testing.T) {
	reached, not := 0, 0
	for seed := range uint64(8) {
		s := scenariotest.Random(seed)
		at := best(t, s)
		target := at.Worth + 2e6
		for _, l := range explain.EvenLevers(s) {
			e, err := analyst().Even(t.Context(), s, at, l, target)
			if err != nil {
				t.Fatal(err)
			}
			if !e.Reached {
				not++
				if l.Most > 0 && best(t, l.Turn(s, l.Most)).Worth >= target {
					t.Errorf("seed %d: %s is enough", seed, l.Words(l.Most))
				}
				continue
			}
			reached++
			if got := best(t, l.Turn(s, e.Holds)).Worth; got < target {
				t.Errorf("seed %d: %s is worth %v, %v is wanted", seed, l.Words(e.Holds), got, target)
			}
			if got := best(t, l.Turn(s, e.Below)).Worth; got >= target || !e.Proven {
				t.Errorf("seed %d: %s is worth %v already, %v is wanted (proven %v)", seed, l.Words(e.Below), got, target, e.Proven)
			}
		}
	}
	if reached == 0 || not == 0 {
		t.Errorf("%d reached, %d not: the test needs both", reached, not)
	}
}

// TestPowerCost: what halls pay is what the plan's cash flow has, where tenants reimburse
// nothing.
func TestPowerCost(t *testing.T) {
	drawn := 0
	for seed := range uint64(30) {
		s := scenariotest.Random(seed)
		for i := range s.Contracts {
			s.Contracts[i].PassThrough = false
		}
		plan := best(t, s).Plan
		f, err := explain.FiguresOf(s, plan, nil)
		if err != nil {
			t.Fatal(err)
		}
		paid, capex := 0.0, 0.0
		for _, row := range plan.CashFlows {
			paid -= float64(row.Power)
			capex -= float64(row.Connection + row.Shell)
		}
		if math.Abs(f.Power-paid) > 1e-6*max(paid, 1e6) {
			t.Errorf("seed %d: halls pay %v, the cash flow has %v", seed, f.Power, paid)
		}
		if f.PowerCost != nil {
			drawn++
			if cost := float64(*f.PowerCost); cost < 20 || cost > 100 {
				t.Errorf("seed %d: power costs %v", seed, cost)
			}
		}
		// Connections and shells are paid once; machines of new halls come on top.
		if spent := float64(f.Spent); spent < capex-1 || spent > float64(plan.Result.Capex)+1 {
			t.Errorf("seed %d: spent %v, of which connections and shells %v, capex in all %v", seed, spent, capex, plan.Result.Capex)
		}
	}
	if drawn == 0 {
		t.Error("no plan draws power")
	}
}

// TestFiguresByHand: months and capex of a plan that is written down here.
func TestFiguresByHand(t *testing.T) {
	s := scenariotest.Random(1)
	s.Sites[0].Offer.FixedCost, s.Sites[0].Offer.CostPerMW = 2e6, 3e5
	asic := &s.HallTypes[0]
	asic.ShellCapex, asic.MachineCapex, asic.Construction, asic.MachineTrend = 3e5, 7e5, 0, -0.1
	region, site := s.Regions[s.Sites[0].Region].ID, s.Sites[0].ID
	hall := func(start string) model.Hall {
		return model.Hall{
			Site: site, Region: region, HallType: "asic", Business: "mining", Design: "single", Stand: "firm", Start: start, Count: 1,
			ITMW: 10, GridMW: 11,
		}
	}
	plan := &model.Plan{
		Periods:  []string{"2027", "2028", "2029"},
		Signings: []model.Signing{{Site: site, Region: region, Signed: "2027", Energised: "2028", FirmMW: 30, FlexMW: 10}},
		Halls:    []model.Hall{hall("2028"), hall("2029"), hall("2029")},
	}
	f, err := explain.FiguresOf(s, plan, nil)
	if err != nil {
		t.Fatal(err)
	}
	if *f.FirstMonths != 12 || *f.MedianMonths != 24 {
		t.Errorf("months %v and %v", *f.FirstMonths, *f.MedianMonths)
	}
	// Machines cost 0.63 million in 2028 and 0.567 in 2029.
	halls := (0.3 + 0.63 + 2*(0.3+0.567)) * 1e6 * 10
	if got := float64(*f.HallCapex[model.Mining]); math.Abs(got-halls/30) > 1e-3 {
		t.Errorf("halls cost %v per MW, want %v", got, halls/30)
	}
	if got := float64(*f.ConnectionCapex); math.Abs(got-3.5e5) > 1e-3 || f.HallCapex[model.Colocation] != nil {
		t.Errorf("connections cost %v", got)
	}
	if got := float64(f.Spent); math.Abs(got-halls-14e6) > 1e-3 {
		t.Errorf("spent %v", got)
	}
	none, err := explain.FiguresOf(s, plan, func(string) bool { return false })
	if err != nil || none.FirstMonths != nil || none.Spent != 0 || none.PowerCost != nil {
		t.Errorf("in no region: %+v, %v", none, err)
	}
}

// TestDecompositionInterrupted: what was found until an interrupt is kept.
func TestDecompositionInterrupted(t *testing.T) {
	base, other := scenariotest.Random(4), scenariotest.Random(5)
	atBase, atOther := best(t, base), best(t, other)
	ctx, cancel := context.WithCancel(t.Context())
	a := analyst()
	solve, solved := a.Solve, 0
	a.Solve = func(ctx context.Context, s *model.Scenario, o solver.Options) (*solver.Answer, error) {
		if solved++; solved == 3 {
			cancel()
		}
		return solve(ctx, s, o)
	}
	d, err := a.Decompose(ctx, base, other, atBase, atOther)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("ended with %v", err)
	}
	known := 0
	for _, e := range d.Effects {
		if e.Forth != nil {
			known++
		}
		if _, ok := e.Mean(); ok {
			t.Errorf("the mean of %s is known from one walk", e.Input)
		}
	}
	if known < 2 || known > 7 {
		t.Errorf("%d effects are known after two of the solves", known)
	}
}
