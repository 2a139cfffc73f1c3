package explain_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/explain"
)

// fresh is what the best plan of a scenario is worth, solved with nothing known, with its
// bound; minus infinity where there is none.
func fresh(t *testing.T, s *model.Scenario) (worth, bound float64) {
	t.Helper()
	found, err := analyst().Find(t.Context(), s.Name, s, solver.Known{})
	if err != nil {
		t.Fatal(err)
	}
	return found.Worth, found.Bound
}

// spread is a random scenario with two more regions, dearer and cheaper than the first, each
// with a site like one of its own, so that there are regions to be looked at together.
func spread(seed uint64) *model.Scenario {
	s := scenariotest.Random(seed)
	for i, price := range []unit.MoneyPerMWh{28, 60} {
		r := s.Regions[0]
		r.ID, r.EnergyPrice = string(rune('Y'+i)), price
		r.Surplus = slices.Clone(r.Surplus)
		r.Surplus[0].Firm = unit.MW(5 * (seed % 3))
		site := s.Sites[1]
		site.ID, site.Region = "at "+r.ID, len(s.Regions)
		site.Offer.Lead[s.LeadQuantile] = unit.Months(6 * (seed % 4))
		s.Regions = append(s.Regions, r)
		s.Sites = append(s.Sites, site)
	}
	for i := range s.Contracts {
		s.Contracts[i].Regions = append(s.Contracts[i].Regions, len(s.Regions)-1)
	}
	return s
}

// changed is the scenario that a worth is about, made here anew.
func changed(t *testing.T, s *model.Scenario, w *explain.Worth, amount float64, regions []string) *model.Scenario {
	t.Helper()
	turn := func(l whatif.Lever) { s = l.Turn(s, amount) }
	switch w.Kind {
	case explain.MoreBudget:
		l, ok := whatif.TotalBudget(s)
		if w.Of != l.Of {
			year := 0
			if w.Of != "each year" {
				year = int(w.Of[3]-'0') + 2020
			}
			l, ok = whatif.Budget(s, year)
		}
		if !ok || l.Of != w.Of {
			t.Fatalf("no budget of %s", w.Of)
		}
		turn(l)
		return s
	case explain.RuleLifted:
		return whatif.Lifted(s, w.Of)
	}
	if w.Of != "" {
		regions = []string{w.Of}
	}
	for _, r := range regions {
		switch w.Kind {
		case explain.LargerOffers:
			turn(whatif.OfferMW(r))
			turn(whatif.FirmMW(r))
		case explain.FirmSurplus:
			turn(whatif.FirmMW(r))
		case explain.FlexSurplus:
			turn(whatif.FlexMW(r))
		case explain.Sooner:
			turn(whatif.LeadTime(r))
		case explain.Cheaper:
			turn(whatif.PowerPrice(s, r))
		}
	}
	return s
}

// tally counts what the answers of a test consist of.
type tally struct{ rules, idle, solved, grouped, proven, scaled, unproven int }

// held holds every worth of an answer against the scenario with its change solved anew: the
// range must hold what the two best plans can differ by.
func held(t *testing.T, s *model.Scenario, w *explain.Worths, n *tally) {
	t.Helper()
	worth, bound := fresh(t, s)
	slack := 1e-5 * max(math.Abs(worth), 1e6)
	if math.IsInf(w.Base.Worth, 0) || w.Base.Worth > bound+slack || w.Base.Bound < worth-slack {
		t.Errorf("%s: the plan is worth %.0f to %.0f, solved anew %.0f to %.0f", s.Name, w.Base.Worth, w.Base.Bound, worth, bound)
	}
	var regions []string
	list := slices.Concat(w.General, w.Together)
	for _, r := range w.Regions {
		regions = append(regions, r.ID)
		list = append(list, r.Worth...)
	}
	check := func(x *explain.Worth, amount float64, g explain.Gain) {
		t.Helper()
		v, b := fresh(t, changed(t, s, x, amount, regions))
		if g.Low > b-worth+slack || g.High < v-bound-slack {
			t.Errorf("%s: %s (%g, %s) is worth %.0f to %.0f, solved anew %.0f to %.0f", s.Name, x.Words, amount, x.How, g.Low, g.High, v-bound, b-worth)
		}
		if x.How == explain.Solved && s.Solver.Gap == 0 && math.Abs(g.Value-(v-worth)) > slack {
			t.Errorf("%s: %s (%g) is worth %.0f, solved anew %.0f", s.Name, x.Words, amount, g.Value, v-worth)
		}
	}
	for _, x := range list {
		switch x.How {
		case explain.Untried:
			t.Errorf("%s: %s was not looked at", s.Name, x.Words)
			continue
		case explain.Idle:
			n.idle++
			if x.Kind == explain.RuleLifted {
				n.rules++
			}
		case explain.Grouped:
			n.grouped++
		default:
			n.solved++
		}
		check(x, x.Amount, x.Gain)
		if x.Proven() {
			n.proven++
		} else {
			n.unproven++
		}
		for _, y := range []*explain.Scaled{x.Half, x.Double} {
			if y != nil {
				n.scaled++
				check(x, y.Amount, y.Gain)
			}
		}
	}
}

// TestWorths: every worth, solved, bounded by a group or proven without a search, agrees with
// fresh solves of the scenario without and with the change, from no start, within the gaps.
func TestWorths(t *testing.T) {
	var n tally
	for _, seed := range []uint64{0, 2, 3, 14} {
		s := spread(seed)
		s.Solver.Gap = unit.Share([]float64{0, 0.02}[seed%2])
		if seed%4 == 0 {
			s.Budget.CarryOver = 1
		}
		if seed == 2 { // a region in which nothing can be built, and a ban there
			s.Regions = append(s.Regions, model.Region{ID: "closed", EnergyPrice: 30})
			s.Rules = append(s.Rules, model.Rule{ID: "idle", Kind: model.Ban, Enabled: true, Regions: []int{len(s.Regions) - 1}, Business: []model.Business{model.Mining}})
		}
		if seed%5 == 0 {
			s.Rules = append(s.Rules, model.Rule{ID: "carbon", Kind: model.CarbonCap, Enabled: true, Limit: 60000, Regions: []int{0, 1}})
		}
		held(t, s, worths(t, s, explain.WorthQuestion{Steps: explain.WorthSteps{MW: 10, Months: 12, Million: 4, Price: 12}}), &n)
	}
	t.Logf("%+v", n)
	if n.rules != 1 || n.idle < 10 || n.solved < 80 || n.grouped < 20 || n.proven < 30 || n.scaled < 40 || n.unproven < 60 {
		t.Errorf("too little to test anything: %+v", n)
	}
}

// TestWorthsInWorlds: so it is with risk, where connections come late in worlds of their own.
func TestWorthsInWorlds(t *testing.T) {
	var n tally
	for seed := range uint64(2) {
		s := scenariotest.WithWorlds(spread(seed), 3, seed%2 == 0, seed)
		if seed > 0 {
			s.Objective.Measure, s.Objective.Weight, s.Objective.Tail = model.CVaR, 0.5, 0.4
		}
		held(t, s, worths(t, s, explain.WorthQuestion{Quick: true, Steps: explain.WorthSteps{MW: 10, Months: 6, Million: 4, Price: 12}}), &n)
	}
	if n.solved < 20 || n.proven < 5 || n.scaled > 0 {
		t.Errorf("too little to test anything: %+v", n)
	}
}

func worths(t *testing.T, s *model.Scenario, q explain.WorthQuestion) *explain.Worths {
	t.Helper()
	answer, err := analyst().Solve(t.Context(), s, solver.Options{})
	if err != nil || answer.Plan == nil {
		t.Fatalf("%s: no plan: %v", s.Name, err)
	}
	w, err := analyst().Worths(t.Context(), s, answer.Plan, q)
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	return w
}

// steps are the amounts that a scenario is asked for.
var steps = explain.WorthSteps{MW: 10, Months: 12, Million: 5, Price: 10}

// TestWorthsOfFew: regions that are not asked for are not in the answer, those beyond the top are
// in it and not looked at; those in use come first.
func TestWorthsOfFew(t *testing.T) {
	s := spread(2)
	all := worths(t, s, explain.WorthQuestion{Steps: steps, Quick: true})
	if len(all.Regions) != len(s.Regions) || !all.Regions[0].InUse {
		t.Fatalf("regions: %d of %d; the first is in use: %v", len(all.Regions), len(s.Regions), all.Regions[0].InUse)
	}
	for i := 1; i < len(all.Regions); i++ {
		if all.Regions[i].InUse && !all.Regions[i-1].InUse {
			t.Error("a region in use stands behind one that is not")
		}
	}
	one := worths(t, s, explain.WorthQuestion{Steps: steps, Quick: true, Regions: []string{"Y", "Z"}, Top: 1})
	if len(one.Regions) != 2 || one.Regions[0].ID != "Y" {
		t.Fatalf("regions: %d, the first %s", len(one.Regions), one.Regions[0].ID)
	}
	for i, r := range one.Regions {
		for _, x := range r.Worth {
			if (x.How == explain.Untried) != (i == 1) {
				t.Errorf("%s: %s", x.Words, x.How)
			}
		}
		if _, _, v := explain.AccessOrPrice(r.Worth); (v == explain.NotAsked) != (i == 1) {
			t.Errorf("%s: %s", r.ID, v)
		}
	}
	for _, x := range one.Together {
		if x.How != explain.Untried {
			t.Errorf("%s: one region is not looked at together", x.Words)
		}
	}
}

// TestWorthsEnd: a context that ends, or a search that fails, leaves what was found until then.
func TestWorthsEnd(t *testing.T) {
	s := spread(3)
	plan := worths(t, s, explain.WorthQuestion{Steps: steps, Quick: true}).Base.Plan
	broken := errors.New("broken")
	for _, interrupt := range []bool{true, false} {
		ctx, cancel := context.WithCancel(t.Context())
		a, solves := analyst(), 0
		solve := a.Solve
		a.Solve = func(ctx context.Context, s *model.Scenario, o solver.Options) (*solver.Answer, error) {
			if solves++; solves == 6 {
				if !interrupt {
					return nil, broken
				}
				cancel()
			}
			return solve(ctx, s, o)
		}
		w, err := a.Worths(ctx, s, plan, explain.WorthQuestion{Steps: steps})
		if interrupt && !errors.Is(err, context.Canceled) || !interrupt && !errors.Is(err, broken) {
			t.Fatalf("error %v", err)
		}
		solved, untried := 0, 0
		for _, x := range slices.Concat(w.General, w.Together, w.Regions[0].Worth, w.Regions[1].Worth) {
			switch x.How {
			case explain.Solved:
				solved++
			case explain.Untried:
				untried++
			}
		}
		if solved != 4 || untried == 0 || w.Solves != 5 {
			t.Errorf("%d worths of %d solves, %d not looked at", solved, w.Solves, untried)
		}
		cancel()
	}
}

// TestWorthsOfPoorPlan: gains are measured from the best plan, not from that of the planner,
// and what a file says of the bound is not believed.
func TestWorthsOfPoorPlan(t *testing.T) {
	s := spread(2)
	good := worths(t, s, explain.WorthQuestion{Steps: steps, Quick: true})
	poor := scenariotest.Clone(s)
	poor.Budget.Annual = []unit.Money{1e6, 1e6, 1e6}
	plan := worths(t, poor, explain.WorthQuestion{Steps: steps, Quick: true, Regions: []string{"A"}}).Base.Plan
	w, err := analyst().Worths(t.Context(), s, plan, explain.WorthQuestion{Steps: steps, Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	if plan.Outcome.Bound >= good.Base.Worth-1 {
		t.Fatal("the poor plan is not poor")
	}
	if math.Abs(w.Base.Worth-good.Base.Worth) > 1 || w.Base.Bound < good.Base.Worth-1 {
		t.Errorf("measured from %.0f within %.0f, want %.0f", w.Base.Worth, w.Base.Bound, good.Base.Worth)
	}
}

// TestAccessOrPrice: the dearest change of access stands against the price; ranges that overlap
// tell nothing.
func TestAccessOrPrice(t *testing.T) {
	worth := func(k explain.WorthKind, how explain.WorthHow, low, high float64) *explain.Worth {
		return &explain.Worth{Kind: k, How: how, Gain: explain.Gain{Value: (low + high) / 2, Low: low, High: high}}
	}
	for _, x := range []struct {
		name             string
		firm, lead, cent [2]float64
		want             explain.Verdict
	}{
		{"months", [2]float64{1, 2}, [2]float64{5, 6}, [2]float64{3, 4}, explain.Access},
		{"price", [2]float64{1, 2}, [2]float64{0, 3}, [2]float64{4, 5}, explain.Price},
		{"overlap", [2]float64{1, 2}, [2]float64{0, 3.5}, [2]float64{3, 5}, explain.Unclear},
		{"touching", [2]float64{3, 4}, [2]float64{0, 0}, [2]float64{4, 5}, explain.Unclear},
		{"nothing proven", [2]float64{0, 9}, [2]float64{-1, 1}, [2]float64{0, 3}, explain.Neither},
	} {
		list := []*explain.Worth{
			worth(explain.FirmSurplus, explain.Solved, x.firm[0], x.firm[1]), worth(explain.Sooner, explain.Solved, x.lead[0], x.lead[1]),
			worth(explain.Cheaper, explain.Solved, x.cent[0], x.cent[1]),
		}
		if _, _, got := explain.AccessOrPrice(list); got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
		list[1].How = explain.Untried
		if _, _, got := explain.AccessOrPrice(list); got != explain.NotAsked {
			t.Errorf("%s, not all looked at: %s", x.name, got)
		}
	}
	idle := []*explain.Worth{worth(explain.FirmSurplus, explain.Idle, 0, 0), worth(explain.Cheaper, explain.Idle, 0, 0)}
	if _, _, got := explain.AccessOrPrice(idle); got != explain.Closed {
		t.Errorf("idle: %s", got)
	}
}

// TestIdle: why nothing can change is said as it is.
func TestIdle(t *testing.T) {
	why := func(change func(s *model.Scenario), k explain.WorthKind) string {
		s := spread(2)
		s.JointLimits = nil
		last := len(s.Regions) - 1
		change(s)
		w := worths(t, s, explain.WorthQuestion{Steps: steps, Quick: true, Regions: []string{s.Regions[last].ID}})
		for _, x := range w.Regions[0].Worth {
			if x.Kind == k {
				if (x.How == explain.Idle) != (x.Why != "") {
					t.Errorf("%s is %s: %q", x.Words, x.How, x.Why)
				}
				return x.Why
			}
		}
		return "no such kind"
	}
	noOffer := func(s *model.Scenario) { s.Sites[len(s.Sites)-1].HasOffer = false }
	noSurplus := func(s *model.Scenario) { s.Regions[len(s.Regions)-1].Surplus = nil }
	for _, x := range []struct {
		name   string
		change func(s *model.Scenario)
		kind   explain.WorthKind
		want   string
	}{
		{"no offer", noOffer, explain.Cheaper, "no connection is offered"},
		{"no offer", noOffer, explain.LargerOffers, "no connection is offered"},
		{"no surplus", noSurplus, explain.Cheaper, "no surplus"},
		{"no surplus", noSurplus, explain.Sooner, "no surplus"},
		{"no surplus", noSurplus, explain.FirmSurplus, ""},
		{"existing halls", func(s *model.Scenario) { noOffer(s); s.Sites[len(s.Sites)-1].Existing.Firm = 5 }, explain.Cheaper, ""},
		{"too late", func(s *model.Scenario) { s.Sites[len(s.Sites)-1].Offer.Lead[s.LeadQuantile] = 60 }, explain.Sooner, "after the horizon"},
		{"at once", func(s *model.Scenario) { s.Sites[len(s.Sites)-1].Offer.Lead[s.LeadQuantile] = 0 }, explain.Sooner, "whole periods"},
		{"large surplus", func(s *model.Scenario) { s.Regions[len(s.Regions)-1].Surplus[0].Firm = 900 }, explain.FirmSurplus, "smaller than the surplus"},
		{"joint limit", func(s *model.Scenario) {
			s.Regions[len(s.Regions)-1].Surplus[0].Firm = 900
			s.JointLimits = []model.JointLimit{{ID: "joint", Regions: []int{len(s.Regions) - 1}, Surplus: []model.Surplus{{From: s.Horizon.Start, Firm: 10}}}}
		}, explain.FirmSurplus, ""},
		{"free energy", func(s *model.Scenario) { s.Regions[len(s.Regions)-1].EnergyPrice = 0 }, explain.Cheaper, "costs nothing"},
	} {
		if got := why(x.change, x.kind); !strings.Contains(got, x.want) || x.want == "" && got != "" {
			t.Errorf("%s, %s: %q, want %q", x.name, x.kind, got, x.want)
		}
	}
}
