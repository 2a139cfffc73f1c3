package formulation_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// TestAwayIsFarthest: the largest distance from a plan is the largest of the programs in which
// each place is told to have more than the plan, or less. A point of the formulation's program
// is one of this program, as far from the plan as the plan's MW say.
func TestAwayIsFarthest(t *testing.T) {
	engine, bends := &highs.Engine{}, 0
	for seed := range uint64(25) {
		s := scenariotest.Random(seed)
		f, err := formulation.Build(s, formulation.Plain)
		if err != nil {
			t.Fatal(err)
		}
		solve := func(m *mip.Model) *mip.Result {
			t.Helper()
			r, err := engine.Solve(t.Context(), m, mip.Options{})
			if err != nil || !r.HasSolution {
				t.Fatalf("seed %d: %+v, %v", seed, r, err)
			}
			return r
		}
		x := solve(f.Model)
		given := f.Decode(x.X)
		worth := formulation.Money(x.Objective)
		floor := worth - 0.5*max(math.Abs(worth), 1)
		away := f.NewAway(floor, []*model.Plan{given})
		if err := away.Model.Validate(); err != nil {
			t.Fatal(err)
		}
		found := solve(away.Model)
		if got := apart(given, f.Decode(found.X[:f.Model.NumCols()])); math.Abs(got-found.Objective) > 1e-4 {
			t.Errorf("seed %d: the plan found is %g away, the program says %g", seed, got, found.Objective)
		}
		point := away.Point(found.X)
		if e, err := away.Model.Evaluate(point, 1e-5); err != nil || len(e.Violations) > 0 || math.Abs(e.Objective-found.Objective) > 1e-4 {
			t.Errorf("seed %d: point: %+v, %v", seed, e, err)
		}
		want := farthest(f, given, floor, solve)
		if math.Abs(found.Objective-want) > 1e-4 {
			t.Errorf("seed %d: the farthest plan is %g away, by signs %g", seed, found.Objective, want)
		}
		if len(given.MeanMW()) > 0 && want > 0.1 {
			bends++
		}
	}
	if bends < 8 {
		t.Errorf("only %d scenarios have plans that differ", bends)
	}
}

// farthest is the largest distance by enumeration of which places have more than a plan.
func farthest(f *formulation.Formulation, given *model.Plan, floor float64, solve func(*mip.Model) *mip.Result) float64 {
	has := given.MeanMW()
	places := f.Places()
	best := math.Inf(-1)
	for signs := range 1 << len(places) {
		m := *f.NewExtent(floor, "", false).Model
		m.ColCost = append([]float64{}, m.ColCost...)
		offset := 0.0
		for i, place := range places {
			sign := float64(2*(signs>>i&1) - 1)
			m.ColCost[f.Model.NumCols()+i] = sign
			offset -= sign * float64(has[place])
		}
		best = max(best, solve(&m).Objective+offset)
	}
	return best
}

// apart is how far plans are from each other.
func apart(a, b *model.Plan) float64 {
	sum, x, y := 0.0, a.MeanMW(), b.MeanMW()
	for at, mw := range x {
		sum += math.Abs(float64(mw - y[at]))
	}
	for at, mw := range y {
		if _, ok := x[at]; !ok {
			sum += float64(mw)
		}
	}
	return sum
}
