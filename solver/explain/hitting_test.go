package explain

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// TestHitting: no smaller set hits all.
func TestHitting(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		const n = 7
		var sets [][]int
		for range r.IntN(6) {
			var set []int
			for i := range n {
				if r.IntN(3) == 0 {
					set = append(set, i)
				}
			}
			if len(set) > 0 {
				sets = append(sets, set)
			}
		}
		hits := func(set []int) bool {
			return !slices.ContainsFunc(sets, func(x []int) bool { return len(without(x, set)) == len(x) })
		}
		got := hitting(sets)
		if !hits(got) {
			t.Fatalf("%v does not hit %v", got, sets)
		}
		for size := range len(got) {
			subsets(n, size, func(set []int) {
				if hits(set) {
					t.Fatalf("%v hits %v too, got %v", set, sets, got)
				}
			})
		}
	}
}

// clashing is a scenario of mandatory contracts, and an analyst for whom those collide
// whose numbers are in one of some sets. After so many searches each one is ended by its
// limit.
func clashing(n int, clashes [][]int, searches int) (*model.Scenario, *Analyst, *int) {
	s := scenariotest.Random(3)
	sample := s.Contracts[0]
	s.Contracts, s.Rules, s.JointLimits, s.Budget = nil, nil, nil, model.Budget{}
	for i := range n {
		c := sample
		c.ID, c.Mandatory = fmt.Sprint("c", i), true
		s.Contracts = append(s.Contracts, c)
	}
	count := 0
	return s, &Analyst{Solve: func(_ context.Context, s *model.Scenario, _ solver.Options) (*solver.Answer, error) {
		var set []int
		for i := range s.Contracts {
			if s.Contracts[i].Mandatory {
				set = append(set, i)
			}
		}
		count++
		switch {
		case slices.ContainsFunc(clashes, func(x []int) bool { return within(x, set) }):
			return &solver.Answer{Termination: mip.Infeasible}, nil
		case count > searches:
			return &solver.Answer{Termination: mip.LimitReached, Limit: mip.TimeLimit}, nil
		default:
			return &solver.Answer{Termination: mip.LimitReached, Plan: &model.Plan{}}, nil
		}
	}}, &count
}

// TestSmallest: among random sets that collide the smallest is found; where searches are
// ended by their limits what is named collides all the same, and is not called the smallest.
func TestSmallest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	most, proven := 0, 0
	for k := range 120 {
		const n = 8
		var clashes [][]int
		smallest := n
		for range 1 + r.IntN(5) {
			set := r.Perm(n)[:1+r.IntN(5)]
			slices.Sort(set)
			clashes, smallest = append(clashes, set), min(smallest, len(set))
		}
		limit := 1 << 20
		if k%3 == 0 {
			limit = r.IntN(10)
		}
		s, a, count := clashing(n, clashes, limit)
		c := &collisions{a: a, s: s, members: Members(s)}
		set, isSmallest, err := c.smallest(t.Context(), c.all())
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(clashes, func(x []int) bool { return within(x, set) }) {
			t.Fatalf("%v collide, got %v", clashes, set)
		}
		if isSmallest && len(set) != smallest || !isSmallest && k%3 != 0 {
			t.Errorf("%v collide, got %v, the smallest: %v", clashes, set, isSmallest)
		}
		most = max(most, *count)
		if k%3 == 0 && isSmallest {
			proven++
		}
	}
	t.Logf("at most %d searches; %d proven under limits", most, proven)
}

// TestNotKnown: a scenario whose search is ended by its limit is neither feasible nor infeasible.
func TestNotKnown(t *testing.T) {
	s, a, _ := clashing(3, nil, 0)
	x, err := a.Infeasible(t.Context(), s, true)
	if err != nil || x.Verdict != NotKnown || len(x.Set) > 0 || len(x.Repairs) > 0 {
		t.Errorf("%v, %+v", err, x)
	}
	s, a, _ = clashing(3, nil, 9)
	if x, err = a.Infeasible(t.Context(), s, true); err != nil || x.Verdict != HasPlan {
		t.Errorf("%v, %+v", err, x)
	}
}

// TestFactsAlone: nothing is named where there is no plan without any member.
func TestFactsAlone(t *testing.T) {
	s, a, _ := clashing(3, [][]int{{}}, 9)
	x, err := a.Infeasible(t.Context(), s, true)
	if err != nil || x.Verdict != NoPlan || !x.Searched || !x.Smallest || len(x.Set) > 0 || len(x.Repairs) > 0 {
		t.Errorf("%v, %+v", err, x)
	}
}

// TestApart: sets that have nothing in common are all named, and left out together.
func TestApart(t *testing.T) {
	s, a, _ := clashing(7, [][]int{{0, 4}, {1, 2, 6}, {5}}, 1<<20)
	x, err := a.Infeasible(t.Context(), s, true)
	if err != nil || !x.Repaired || !x.Smallest || names(x.Set) != "contract c5" || len(x.Apart) != 2 ||
		names(x.Apart[0]) != "contract c0, contract c4" || names(x.Apart[1]) != "contract c1, contract c2, contract c6" {
		t.Fatalf("%v, %+v", err, x)
	}
	if len(x.Repairs) != 1 || len(x.Repairs[0].Out) != 3 || len(x.Repairs[0].Turns) != 0 {
		t.Errorf("%+v", x.Repairs)
	}
}

// TestContradiction: a set without a plan within one with a plan is an error, not an answer.
func TestContradiction(t *testing.T) {
	s, a, _ := clashing(3, [][]int{{0, 1, 2}}, 1<<20)
	c := &collisions{a: a, s: s, members: Members(s), possible: [][]int{{0, 1, 2}}}
	if _, _, err := c.smallest(t.Context(), c.all()); !errors.Is(err, errContradiction) {
		t.Errorf("got %v", err)
	}
}

// TestInterruptedRepair: an interrupt keeps what was found until then.
func TestInterruptedRepair(t *testing.T) {
	s, a, count := clashing(4, [][]int{{0, 2}}, 1<<20)
	whole, err := a.Infeasible(t.Context(), s, true)
	if err != nil || !whole.Repaired {
		t.Fatalf("%v, %+v", err, whole)
	}
	total := *count
	named, repaired := 0, 0
	for after := 1; after < total; after++ {
		ctx, cancel := context.WithCancel(t.Context())
		s, a, count := clashing(4, [][]int{{0, 2}}, 1<<20)
		solve := a.Solve
		a.Solve = func(ctx context.Context, s *model.Scenario, o solver.Options) (*solver.Answer, error) {
			if *count == after {
				cancel()
			}
			return solve(ctx, s, o)
		}
		x, err := a.Infeasible(ctx, s, true)
		if !errors.Is(err, context.Canceled) || x.Repaired || len(x.Set) > 0 && names(x.Set) != names(whole.Set) {
			t.Fatalf("after %d searches: %v, %+v", after, err, x)
		}
		if len(x.Set) > 0 {
			named++
		}
		if len(x.Repairs) > 0 {
			repaired++
		}
	}
	if named == 0 || repaired == 0 || named == total-1 {
		t.Errorf("of %d interrupts %d came after the set, %d after a repair", total-1, named, repaired)
	}
}

// TestFailedSearches: a search that fails leaves its question open, and is told of.
func TestFailedSearches(t *testing.T) {
	for fails := range 13 {
		s, a, count := clashing(4, [][]int{{0, 2}}, 1<<20)
		solve := a.Solve
		a.Solve = func(ctx context.Context, s *model.Scenario, o solver.Options) (*solver.Answer, error) {
			if *count == fails {
				*count++
				return nil, errors.New("engine broke")
			}
			return solve(ctx, s, o)
		}
		*count = 0
		x, err := a.Infeasible(t.Context(), s, true)
		whole := []string{"contract c0, contract c2"}
		if err == nil && !x.Smallest { // what was not known may have been the smaller set
			whole = append(whole, "contract c0, contract c1, contract c2", "contract c0, contract c2, contract c3")
		}
		if fails == 0 { // that on the scenario as it is
			if err != nil || x.Verdict != NotKnown || len(x.Failures) != 1 {
				t.Fatalf("the first search fails: %v, %+v", err, x)
			}
			continue
		}
		if err != nil || x.Verdict != NoPlan || !x.Repaired || !slices.Contains(whole, names(x.Set)) {
			t.Fatalf("search %d fails: %v, %+v", fails, err, x)
		}
		if len(x.Failures) != 1 {
			t.Errorf("search %d fails: %v", fails, x.Failures)
		}
	}
}
