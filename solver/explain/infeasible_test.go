package explain

import (
	"context"
	"fmt"
	"math/rand/v2"
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

// withHiGHS solves with HiGHS.
func withHiGHS() *Analyst {
	return &Analyst{Solve: func(ctx context.Context, s *model.Scenario, o solver.Options) (*solver.Answer, error) {
		return solver.Solve(ctx, s, &highs.Engine{}, o)
	}}
}

// solvedAnew solves a scenario for its best plan, by the plain program and from nothing.
func solvedAnew(t *testing.T, s *model.Scenario) Feasibility {
	t.Helper()
	x := *s
	x.Solver.Method = model.Whole
	answer, err := solver.Solve(t.Context(), &x, &highs.Engine{}, solver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case answer.Plan != nil && answer.Termination == mip.Optimal:
		return HasPlan
	case answer.Termination == mip.Infeasible:
		return NoPlan
	}
	t.Fatalf("stopped %v, %v", answer.Termination, answer.Report)
	return NotKnown
}

// burdened is a random scenario with more demands and rules, one after the other until
// nothing can meet them; false where the last leaves a plan.
func burdened(t *testing.T, seed uint64) (*model.Scenario, bool) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 19))
	s := scenariotest.Random(seed)
	if len(s.Contracts) == 0 || len(s.Sites) == 0 {
		return nil, false
	}
	sample := s.Contracts[0]
	s.Contracts = nil
	regions := slices.Clone(sample.Regions)
	rules := []model.Rule{
		{ID: "large", Kind: model.MinSite, Limit: float64(10 + 5*r.IntN(4))},
		{ID: "small", Kind: model.MaxSite, Limit: float64(5 + 5*r.IntN(3))},
		{ID: "few", Kind: model.Openings, Limit: float64(r.IntN(2))},
		{ID: "balance", Kind: model.MaxShare, Share: unit.Share(0.3), Business: []model.Business{model.Colocation}},
		{ID: "carbon", Kind: model.CarbonCap, Limit: float64(5000 * (1 + r.IntN(4)))},
		{ID: "freeze", Kind: model.NoNewHalls, Business: []model.Business{model.Colocation}, Span: model.Span{From: model.Date{Year: 2028 + r.IntN(2), Month: 1, Day: 1}}},
	}
	r.Shuffle(len(rules), func(i, k int) { rules[i], rules[k] = rules[k], rules[i] })
	if seed%4 == 1 {
		rules[0] = model.Rule{ID: "push", Kind: model.MinMW, Limit: float64(20 * (1 + r.IntN(3))), Span: model.Span{From: model.Date{Year: 2028 + r.IntN(2), Month: 1, Day: 1}}}
	}
	for i := range 3 {
		if r.IntN(3) > 0 {
			rule := rules[i]
			rule.Enabled, rule.Regions = true, regions
			s.Rules = append(s.Rules, rule)
		}
		c := sample
		c.ID, c.Mandatory, c.MW = fmt.Sprintf("c%d", i), true, unit.MW(2+r.IntN(10))
		if r.IntN(3) == 0 {
			c.Regions = regions[:1]
		}
		if r.IntN(3) == 0 {
			c.MaxShort = 0.2
		}
		if r.IntN(3) == 0 {
			c.Start.Year = 2028
		}
		s.Contracts = append(s.Contracts, c)
		if i == 0 && seed%8 == 0 {
			continue // two demands at once
		}
		if solvedAnew(t, s) == NoPlan {
			return s, i > 0 || seed%8 == 1 // mostly such as can be met alone
		}
	}
	return s, false
}

// subsets calls for every set of so many of n.
func subsets(n, size int, call func(set []int)) {
	var next func(from int, set []int)
	next = func(from int, set []int) {
		if len(set) == size {
			call(set)
			return
		}
		for i := from; i < n; i++ {
			next(i+1, append(slices.Clone(set), i))
		}
	}
	next(0, nil)
}

// TestInfeasible: of random scenarios without a plan, the set that is named collides,
// no smaller one does, and so none without one of its members; every repair gives the
// whole scenario a plan, and a grain less of its levers none. Fresh solves of the
// plain program say so. The long tests look at fifty.
func TestInfeasible(t *testing.T) { tryInfeasible(t, 10) }

// tryInfeasible tries so many scenarios, of which two in five are about one member.
func tryInfeasible(t *testing.T, cases int) {
	t.Helper()
	alone := cases * 2 / 5
	seen := tally{sizes: map[int]int{}, kinds: map[string]int{}}
	for seed := uint64(0); seen.count < cases; seed++ {
		s, ok := burdened(t, seed)
		if !ok {
			continue
		}
		x := explained(t, s)
		if len(x.Set) == 1 && seen.sizes[1] == alone {
			continue
		}
		checkSet(t, s, x)
		checkRepairs(t, s, x)
		seen.add(x)
	}
	t.Logf("%+v", seen)
	if seen.sizes[1] == cases || seen.apart == 0 || seen.pairs == 0 || seen.kinds["rule"] == 0 || cases > 10 && seen.kinds["least MW"] == 0 || seen.kinds["yearly budgets"] == 0 {
		t.Error("the random scenarios are too dull to test anything")
	}
}

// tally counts what collided and what repaired it.
type tally struct {
	count, apart, pairs int
	sizes               map[int]int
	kinds               map[string]int // of members and levers
}

func (c *tally) add(x *Infeasible) {
	c.count++
	c.sizes[len(x.Set)]++
	c.apart += len(x.Apart)
	for _, m := range x.Set {
		c.kinds[string(m.Kind)]++
		if m.ID == "push" {
			c.kinds["least MW"]++
		}
	}
	for _, r := range x.Repairs {
		for _, turn := range r.Turns {
			c.kinds[turn.Lever.Kind]++
		}
		if len(r.Turns) > 1 {
			c.pairs++
		}
	}
}

// explained has a scenario without a plan explained and repaired.
func explained(t *testing.T, s *model.Scenario) *Infeasible {
	t.Helper()
	x, err := withHiGHS().Infeasible(t.Context(), s, true)
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	if x.Verdict != NoPlan || !x.Searched || !x.Repaired || !x.Smallest || len(x.Set) == 0 || len(x.Facts) != len(x.Set) {
		t.Fatalf("%s: %+v", s.Name, x)
	}
	return x
}

// TestInfeasibleWorlds is the same in several worlds, with late connections and regret.
func TestInfeasibleWorlds(t *testing.T) {
	tried, regrets := 0, 0
	for seed := uint64(0); tried < 8; seed++ {
		s, ok := burdened(t, seed)
		if !ok {
			continue
		}
		s = scenariotest.WithWorlds(s, 2, seed%2 == 0, seed)
		if solvedAnew(t, s) != NoPlan {
			continue
		}
		switch tried % 3 {
		case 0:
			s.Objective.Measure = model.Regret
			regrets++
		case 1:
			s.Objective.Measure, s.Objective.Weight, s.Objective.Tail = model.CVaR, 0.5, 0.5
		}
		x := explained(t, s)
		s.Objective.Measure = model.Expected // which has plans where regret has
		checkSet(t, s, x)
		tried++
		for i := range x.Repairs {
			if r := &x.Repairs[i]; solvedAnew(t, r.Apply(s)) != HasPlan || r.Found.Plan == nil {
				t.Errorf("%s: %s does not repair it", s.Name, r.Words)
			}
		}
	}
	if regrets == 0 {
		t.Error("no regret was looked at")
	}
}

// checkSet tries all sets up to the size of the one that is named.
func checkSet(t *testing.T, s *model.Scenario, x *Infeasible) {
	t.Helper()
	c := &collisions{s: s, members: Members(s)}
	chosen := func(set []int) *model.Scenario { return c.only(set) }
	r := &repairs{collisions: c}
	if solvedAnew(t, chosen(r.indices(x.Set))) != NoPlan {
		t.Errorf("%s: %v has a plan", s.Name, x.Set)
	}
	for _, set := range x.Apart {
		if solvedAnew(t, chosen(r.indices(set))) != NoPlan {
			t.Errorf("%s: %v has a plan", s.Name, set)
		}
	}
	for size := range len(x.Set) {
		subsets(len(c.members), size, func(set []int) {
			if solvedAnew(t, chosen(set)) == NoPlan {
				t.Errorf("%s: %v was named, but %v collides", s.Name, x.Set, c.named(set))
			}
		})
	}
}

// checkRepairs tries every repair, and a grain less of it.
func checkRepairs(t *testing.T, s *model.Scenario, x *Infeasible) {
	t.Helper()
	if len(x.Repairs) == 0 {
		t.Errorf("%s: no repair of %v", s.Name, x.Set)
	}
	for i := range x.Repairs {
		r := &x.Repairs[i]
		if i > 0 && r.Found.Worth > x.Repairs[i-1].Found.Worth {
			t.Errorf("%s: %s is not in its place", s.Name, r.Words)
		}
		repaired := r.Apply(s)
		if solvedAnew(t, repaired) != HasPlan {
			t.Errorf("%s: %s does not repair it", s.Name, r.Words)
		}
		if r.Found.Plan == nil || !verify.Check(repaired, r.Found.Plan, verify.Options{}).OK {
			t.Errorf("%s: %s: no verified plan", s.Name, r.Words)
		}
		for k, turn := range r.Turns {
			less := *r
			less.Turns = slices.Clone(r.Turns)
			less.Turns[k].Amount -= turn.Lever.Grain
			if solvedAnew(t, less.Apply(s)) != NoPlan {
				t.Errorf("%s: %s: a grain less of the lever on %s is enough", s.Name, r.Words, turn.Lever.Of)
			}
			if !turn.Proven || turn.Amount-turn.Below > 1.01*turn.Lever.Grain {
				t.Errorf("%s: %s: below it %g was tried, proven %v", s.Name, r.Words, turn.Below, turn.Proven)
			}
		}
	}
}
