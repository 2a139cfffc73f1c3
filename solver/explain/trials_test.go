package explain_test

import (
	"context"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/explain"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// knownNothing is what is known of a scenario that is solved afresh.
var knownNothing = solver.Known{}

// searcher solves with the engine and counts what it is given to begin with.
type searcher struct{ searches, starts, bounds int }

func (c *searcher) analyst() *explain.Analyst {
	return &explain.Analyst{Solve: func(ctx context.Context, s *model.Scenario, o solver.Options) (*solver.Answer, error) {
		c.searches++
		c.starts += len(o.Starts)
		if o.Bound != nil {
			c.bounds++
		}
		return solver.Solve(ctx, s, engine, o)
	}}
}

// afresh holds a search that was helped against one of the same scenario that is not: they
// end alike, within the gaps of both.
func afresh(t *testing.T, what string, s *model.Scenario, found *explain.Found) *explain.Found {
	t.Helper()
	fresh, err := (&searcher{}).analyst().Find(t.Context(), what, s, solver.Known{})
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	slack := 1e-6 * max(1e6, math.Abs(fresh.Worth))
	switch {
	case found.Ended != fresh.Ended || (found.Plan == nil) != (fresh.Plan == nil):
		t.Errorf("%s: ended %v, afresh %v", what, found.Ended, fresh.Ended)
	case fresh.Plan == nil:
	case found.Bound < fresh.Worth-slack || fresh.Bound < found.Worth-slack:
		t.Errorf("%s: %g within %g, afresh %g within %g", what, found.Worth, found.Bound, fresh.Worth, fresh.Bound)
	case found.Plan.Outcome.Gap > float64(s.Solver.Gap)*(1+1e-9)+1e-6:
		t.Errorf("%s: the gap is %g", what, found.Plan.Outcome.Gap)
	}
	return fresh
}

// quantity finds a quantity of a scenario.
func quantity(t *testing.T, s *model.Scenario, name string) *whatif.Quantity {
	t.Helper()
	q, err := whatif.QuantityOf(s, name)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// dull tells a scenario in which nothing is to be seen: the best plan is to do nothing new.
func dull(t *testing.T, s *model.Scenario) bool {
	t.Helper()
	f, err := (&searcher{}).analyst().Find(t.Context(), "", s, solver.Known{})
	if err != nil {
		t.Fatal(err)
	}
	return f.Plan == nil || len(f.Plan.Signings) == 0
}

// TestBreakEven: both sides of each break-even end as they do afresh, with the same winner
// unless they tie; neighbours differ and are near to each other; no change is left out.
func TestBreakEven(t *testing.T) {
	count, ties := 0, 0
	var c searcher
	for seed := range uint64(16) {
		s := scenariotest.Random(100 + seed)
		s.Solver.Gap = unit.Share([]float64{0, 0.02}[seed%2])
		name := []string{"hashprice", "rent", "power-price", "capex:mining", "lead-time", "budget", "surplus"}[seed%7]
		if name == "budget" && s.Budget.Annual == nil && !s.Budget.HasTotal {
			continue
		}
		q := quantity(t, s, name)
		b, err := c.analyst().BreakEven(t.Context(), s, q, q.Low, q.High, 4, []string{"A"})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for i, change := range b.Changes {
			count++
			low, high := change.Low, change.High
			if low.Winner == high.Winner || high.Value <= low.Value || high.Value-low.Value > max(2.1*q.Grain(), 0.0101*max(math.Abs(low.Value), math.Abs(high.Value))) {
				t.Errorf("seed %d, %s: %v at %g, %v at %g is no break-even", seed, name, low.Winner, low.Value, high.Winner, high.Value)
			}
			if i > 0 && b.Changes[i-1].Region == change.Region && b.Changes[i-1].High.Winner != low.Winner {
				t.Errorf("seed %d, %s: a change before %g is left out", seed, name, low.Value)
			}
			for _, side := range []explain.Seen{low, high} {
				fresh := afresh(t, name, q.At(s, side.Value), side.Found)
				if side.Tie {
					ties++
				} else if got := explain.WinnerOf(fresh.Plan, change.Region); got != side.Winner && s.Solver.Gap == 0 {
					t.Errorf("seed %d, %s = %g: the winner is %v, afresh %v", seed, name, side.Value, side.Winner, got)
				}
				priced := name == "hashprice" || name == "rent" || name == "power-price"
				if priced && s.Budget.Reinvest == 0 && low.Plan != nil && high.Plan != nil && side.Rival == nil {
					t.Errorf("seed %d, %s = %g: prices change, and the plan of the other side is no plan here", seed, name, side.Value)
				}
				if side.Rival != nil && *side.Rival > side.Bound+1 {
					t.Errorf("seed %d, %s = %g: the rival is worth %g, more than any plan with %g", seed, name, side.Value, *side.Rival, side.Bound)
				}
			}
		}
	}
	t.Logf("%d break-evens with %d ties in %d searches, %d starts and %d bounds carried", count, ties, c.searches, c.starts, c.bounds)
	if count < 10 {
		t.Error("there are too few break-evens to test anything")
	}
}

// TestPhase: each cell ends as it does afresh.
func TestPhase(t *testing.T) {
	var c searcher
	letters := map[explain.Winner]bool{}
	for seed := range uint64(5) {
		s := scenariotest.Random(200 + seed)
		s.Solver.Gap = unit.Share([]float64{0, 0.02}[seed%2])
		x, y := quantity(t, s, "hashprice"), quantity(t, s, []string{"rent", "surplus", "discount-rate"}[seed%3])
		p, err := c.analyst().Phase(t.Context(), s, x, y, explain.Values(x, x.Low, x.High, 3), explain.Values(y, y.Low, y.High, 3))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for j, row := range p.Cells {
			for i, cell := range row {
				fresh := afresh(t, "cell", y.At(x.At(s, p.Xs[i]), p.Ys[j]), cell.Found)
				letters[explain.WinnerOf(fresh.Plan, "")] = true
			}
		}
	}
	if len(letters) < 3 || c.starts < 40 || c.bounds == 0 {
		t.Errorf("the maps are too dull to test anything: %d winners, %d starts, %d bounds", len(letters), c.starts, c.bounds)
	}
}

// TestPhaseCut: what is cut short leaves the cells that are solved.
func TestPhaseCut(t *testing.T) {
	s := scenariotest.Random(200)
	ctx, cancel := context.WithCancel(t.Context())
	var c searcher
	a := c.analyst()
	a.Say = func(string) {
		if c.searches == 2 {
			cancel()
		}
	}
	x, y := quantity(t, s, "hashprice"), quantity(t, s, "rent")
	p, err := a.Phase(ctx, s, x, y, []float64{x.Low, x.High}, []float64{y.Low, y.High})
	solved := 0
	for _, row := range p.Cells {
		for _, cell := range row {
			if cell != nil {
				solved++
			}
		}
	}
	if err == nil || solved != 2 {
		t.Errorf("cut after two cells: %d solved, %v", solved, err)
	}
}

// TestConvex: where the worth of the best plan is said to be convex in a quantity, no plan
// between two values is worth more than what lies on the line between the best of both.
func TestConvex(t *testing.T) {
	bent, flat, neither := 0, 0, 0
	for seed := range uint64(36) {
		s := scenariotest.Random(700 + seed)
		switch seed % 4 {
		case 1:
			s = scenariotest.WithWorlds(s, 3, true, seed)
		case 2:
			s.Objective.Goal = model.EquityValue
			s.Objective.Multiple = [][3]unit.Share{{6, 12, 9}}
		case 3:
			s.Countries[0].CarryForward = seed%8 == 3
		}
		q := quantity(t, s, []string{"hashprice", "rent", "power-price", "tax"}[seed/4%4])
		if q.Convex == (s.Budget.Reinvest > 0 || s.Countries[0].CarryForward) {
			t.Errorf("seed %d: %s is called convex: %v", seed, q.Name, q.Convex)
		}
		if !q.Convex {
			neither++
			continue
		}
		worth := func(value float64) float64 {
			f, err := (&searcher{}).analyst().Find(t.Context(), q.Name, q.At(s, value), knownNothing)
			if err != nil || f.Plan == nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			return f.Worth
		}
		low, middle, high := q.Low, q.Round((2*q.Low+q.High)/3), q.High
		share := (middle - low) / (high - low)
		line := (1-share)*worth(low) + share*worth(high)
		switch below := line - worth(middle); {
		case below < -1e-6*max(1e6, math.Abs(line)):
			t.Errorf("seed %d, %s: a plan is worth %g more than the line", seed, q.Name, -below)
		case below > 1:
			bent++
		default:
			flat++
		}
	}
	t.Logf("%d bent, %d straight, %d not called convex", bent, flat, neither)
	if bent < 8 || neither == 0 {
		t.Error("there is too little to test anything")
	}
}

// TestWinner: what wins, of a region and of a whole plan.
func TestWinner(t *testing.T) {
	plan := func(mining, colocation, cloud float64) *model.Plan {
		p := &model.Plan{Periods: []string{"2027", "2028"}, Allocations: []model.Allocation{{Period: "2027", Region: "A", Business: "mining", GridMW: 100}}}
		for b, mw := range map[string]float64{"mining": mining, "colocation": colocation, "gpu_cloud": cloud} {
			if mw > 0 {
				p.Allocations = append(p.Allocations, model.Allocation{Period: "2028", Region: "A", Business: b, GridMW: unit.MW(mw)})
			}
		}
		return p
	}
	for _, x := range []struct {
		plan          *model.Plan
		region, whole explain.Winner
	}{
		{plan(0, 0, 0), explain.Nothing, explain.Nothing},
		{plan(5, 0, 0), explain.ASIC, explain.ASIC},
		{plan(0, 5, 5), explain.GPU, explain.GPU},
		{plan(91, 9, 0), explain.Hybrid, explain.ASIC},
		{plan(90, 5, 5), explain.Hybrid, explain.Hybrid},
		{plan(9, 46, 45), explain.Hybrid, explain.GPU},
		{nil, explain.Planless, explain.Planless},
	} {
		if r, w := explain.WinnerOf(x.plan, "A"), explain.WinnerOf(x.plan, ""); r != x.region || w != x.whole {
			t.Errorf("%+v: %v in the region, %v in all; wanted %v, %v", x.plan, r, w, x.region, x.whole)
		}
	}
	if explain.WinnerOf(plan(5, 5, 0), "B") != explain.Nothing {
		t.Error("a region has what is in another")
	}
}

// optimal wants a search that ended by itself.
func optimal(f *explain.Found) bool { return f.Ended == mip.Optimal && f.Plan != nil }
