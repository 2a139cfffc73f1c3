package formulation_test

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

func build(t *testing.T, s *model.Scenario) *mip.Model {
	t.Helper()
	f, err := formulation.Build(s, formulation.Plain)
	if err != nil {
		t.Fatal(err)
	}
	return f.Model
}

// TestNamed: every row and column has a name of its own and a family with a
// unit and a line of help.
func TestNamed(t *testing.T) {
	for seed := range uint64(30) {
		m := build(t, scenariotest.Random(seed))
		for _, f := range m.Families {
			if f.Name == "" || f.Unit == "" || f.Help == "" {
				t.Errorf("family %+v lacks a name, a unit or help", f)
			}
		}
		cols, rows := map[string]bool{}, map[string]bool{}
		for j := range m.NumCols() {
			cols[m.ColName(int32(j))] = true
		}
		for i := range m.NumRows() {
			rows[m.RowName(int32(i))] = true
		}
		if len(cols) != m.NumCols() || len(rows) != m.NumRows() {
			t.Errorf("seed %d: %d names for %d columns, %d for %d rows", seed, len(cols), m.NumCols(), len(rows), m.NumRows())
		}
	}
}

// count counts the columns of each family.
func count(m *mip.Model) map[string]int {
	n := map[string]int{}
	for _, family := range m.ColFamily {
		n[m.Families[family].Name]++
	}
	return n
}

// campus is one site with an offer of two feeders, energised after a year.
func campus() []model.Site {
	return []model.Site{{ID: "s", HasOffer: true, Offer: model.Offer{Max: 30, MaxFirm: 30, MaxFlex: 20, Feeders: 2, Lead: [3]unit.Months{12, 12, 12}}}}
}

// TestColumns counts the decisions of one site by hand: an offer energised a
// year after signing, three years, miners that last two years and are built
// within the year, AI halls that take a year.
func TestColumns(t *testing.T) {
	s := scenariotest.Random(1)
	s.Sites = campus()
	s.HallTypes[0].MachineLife, s.HallTypes[0].Construction = 24, 0
	s.HallTypes[1].Construction = 12
	s.Contracts, s.Rules, s.JointLimits, s.Budget = nil, nil, nil, model.Budget{}
	for i := range s.Markets[0].Demand {
		s.Markets[0].Demand[i].Depth = []unit.MW{0, 5, 5}
	}
	want := map[string]int{
		"sign": 2, "firm": 2, "flex": 2,
		// Miners start in 2028 or 2029 and run to the end, on headroom or flex;
		// AI halls the same on firm MW.
		"halls": 2 + 2 + 2,
		// Two halls types in three periods; AI halls running in three periods.
		"started": 6, "running": 3,
		"spot": 2, "sale": 4,
	}
	if got := count(build(t, s)); !maps.Equal(got, want) {
		t.Errorf("columns: got %v, want %v", got, want)
	}
}

// TestTooLate: an offer that comes after the horizon leaves nothing to decide.
func TestTooLate(t *testing.T) {
	s := scenariotest.Random(1)
	s.Sites = []model.Site{{ID: "s", Region: 0, HasOffer: true, Offer: model.Offer{Max: 30, MaxFirm: 30, Feeders: 2, Lead: [3]unit.Months{36, 36, 36}}}}
	got := count(build(t, s))
	for _, family := range []string{"sign", "firm", "flex", "halls", "serve"} {
		if got[family] > 0 {
			t.Errorf("%d columns %s", got[family], family)
		}
	}
}

// TestNothingIsFeasible: with no mandatory contract, the point at which
// nothing is signed, built or taken is within all rows.
func TestNothingIsFeasible(t *testing.T) {
	for seed := range uint64(30) {
		s := scenariotest.Random(seed)
		for i := range s.Sites {
			s.Sites[i].Existing = model.Existing{}
		}
		s.Budget = model.Budget{}
		m := build(t, s)
		for i := range m.NumRows() {
			if m.RowLower[i] > 0 || m.RowUpper[i] < 0 {
				t.Errorf("seed %d: row %s does not hold at 0: %g to %g", seed, m.RowName(int32(i)), m.RowLower[i], m.RowUpper[i])
			}
		}
		for j := range m.NumCols() {
			if m.ColLower[j] > 0 || math.IsNaN(m.ColCost[j]) {
				t.Errorf("seed %d: column %s from %g, cost %g", seed, m.ColName(int32(j)), m.ColLower[j], m.ColCost[j])
			}
		}
	}
}

// TestServiceLevels: a contract that only the better design can serve has a
// row of its own; an SLA that both designs meet has not.
func TestServiceLevels(t *testing.T) {
	rows := func(slas ...unit.Share) int {
		s := scenariotest.Random(1)
		s.Sites = campus()
		s.HallTypes[1].Designs = []int{1, 2}
		better := s.Designs[1]
		better.ID, better.Groups = "better", nil
		s.Designs = append(s.Designs, better)
		c := model.Contract{Product: model.Colocation, MW: 1, Start: model.Date{Year: 2029, Month: 1, Day: 1}, Term: 12, Regions: []int{0}, ExpectedUse: 1}
		s.Contracts = nil
		for i, sla := range slas {
			c.ID, c.SLA = string(rune('a'+i)), sla
			s.Contracts = append(s.Contracts, c)
		}
		m := build(t, s)
		var levels []string
		for i := range m.NumRows() {
			if m.Families[m.RowFamily[i]].Name == "service" {
				levels = append(levels, m.RowName(int32(i)))
			}
		}
		slices.Sort(levels)
		return len(levels)
	}
	one := rows()
	if one == 0 {
		t.Fatal("no service rows")
	}
	if got := rows(0.9); got != one {
		t.Errorf("an SLA that every design meets makes %d service rows, want %d", got, one)
	}
	if got := rows(0.99999); got != 2*one {
		t.Errorf("an SLA that one design meets makes %d service rows, want %d", got, 2*one)
	}
	if got := rows(0.99999, 0.999995); got != 2*one {
		t.Errorf("two SLAs that the same design meets make %d service rows, want %d", got, 2*one)
	}
}

// TestEqualWorldsChangeNothing: the mean over worlds that are all alike is the
// program of one of them, and without risk no measure adds anything to it.
func TestEqualWorldsChangeNothing(t *testing.T) {
	for seed := range uint64(10) {
		s := scenariotest.Random(seed)
		s.Budget.Reinvest = 0
		one := build(t, s)
		half := s.Worlds[0]
		half.Probability = 0.5
		s.Worlds = []model.World{half, half}
		two := build(t, s)
		if two.NumCols() != one.NumCols() || two.NumRows() != one.NumRows() || two.NumNonzeros() != one.NumNonzeros() {
			t.Fatalf("seed %d: %d columns, %d rows and %d nonzeros for two equal worlds, %d, %d and %d for one", seed,
				two.NumCols(), two.NumRows(), two.NumNonzeros(), one.NumCols(), one.NumRows(), one.NumNonzeros())
		}
		for j, cost := range one.ColCost {
			if math.Abs(two.ColCost[j]-cost) > 1e-12*max(1, math.Abs(cost)) {
				t.Errorf("seed %d: column %s is worth %g in two equal worlds, %g in one", seed, one.ColName(int32(j)), two.ColCost[j], cost)
			}
		}
	}
}

// TestFactorsAreShared: what differs alike between worlds is stated once, so
// that a world's row does not grow with the number of sites that serve.
func TestFactorsAreShared(t *testing.T) {
	s := scenariotest.WithWorlds(scenariotest.Random(3), 4, false, 3)
	s.Objective.Measure, s.Objective.Weight, s.Objective.Tail = model.CVaR, 0.5, 0.25
	m := build(t, s)
	for i := range m.NumRows() {
		if m.Families[m.RowFamily[i]].Name == "tail" {
			n := 0
			for _, row := range m.Index {
				if int(row) == i {
					n++
				}
			}
			if n > m.NumCols()/3 {
				t.Errorf("row %s has %d terms of %d columns", m.RowName(int32(i)), n, m.NumCols())
			}
		}
	}
	if n := count(m); n["factor"] == 0 || n["tail"] != 4 || n["threshold"] != 1 {
		t.Errorf("columns of the measure: %v", n)
	}
}

// TestCVaR: the mean of the worst share, in closed form.
func TestCVaR(t *testing.T) {
	values, probabilities := []float64{30, -10, 10, 20}, []float64{0.4, 0.1, 0.2, 0.3}
	for _, c := range []struct{ tail, want float64 }{
		{0.05, -10}, {0.1, -10}, {0.2, 0}, {0.3, (-10*0.1 + 10*0.2) / 0.3}, {1, 30*0.4 - 10*0.1 + 10*0.2 + 20*0.3},
	} {
		if got := formulation.CVaR(values, probabilities, c.tail); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("CVaR at %g: got %g, want %g", c.tail, got, c.want)
		}
	}
}

// TestNoNoise: rounding leaves no coefficient that is too small for an engine.
func TestNoNoise(t *testing.T) {
	for seed := range uint64(40) {
		s := scenariotest.WithWorlds(scenariotest.Random(seed), 5, seed%2 == 0, seed)
		s.Objective.Measure, s.Objective.Weight, s.Objective.Tail = model.CVaR, 0.5, 0.25
		m := build(t, s)
		for j := range m.NumCols() {
			for k := m.Start[j]; k < m.Start[j+1]; k++ {
				if math.Abs(m.Value[k]) <= 1e-9 {
					t.Errorf("seed %d: %g of %s in %s", seed, m.Value[k], m.ColName(int32(j)), m.RowName(m.Index[k]))
				}
			}
		}
	}
}

// TestBindingOnce: a limit with a row in each world is listed once, with the
// worth of all of its rows.
func TestBindingOnce(t *testing.T) {
	s := scenariotest.WithWorlds(scenariotest.Random(2), 3, false, 2)
	s.Budget = model.Budget{Annual: []unit.Money{1e7, 1e7, 1e7}, Reinvest: 0.5, Total: 2e7, HasTotal: true}
	s.Rules = []model.Rule{{ID: "cap", Kind: model.CarbonCap, Enabled: true, Limit: 1e4, Regions: []int{0}}}
	f, err := formulation.Build(s, formulation.Plain)
	if err != nil {
		t.Fatal(err)
	}
	m := f.Model
	lp := &mip.Result{X: make([]float64, m.NumCols()), RowDual: make([]float64, m.NumRows()), ColDual: make([]float64, m.NumCols())}
	for i := range lp.RowDual {
		lp.RowDual[i] = 0.01 // million
	}
	got := map[string]int{}
	for _, b := range f.Binding(lp) {
		switch b.Limit {
		case "budget", "total_budget", "carbon":
			got[b.Limit]++
			if math.Abs(float64(b.Worth)-3*0.01e6) > 1 {
				t.Errorf("%s %s %s: worth %.0f, want three times 10000", b.Limit, b.Name, b.Period, b.Worth)
			}
		}
	}
	if want := map[string]int{"budget": 3, "total_budget": 1, "carbon": 3}; !maps.Equal(got, want) {
		t.Errorf("listed %v, want %v", got, want)
	}
}
