package explain_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/explain"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// whyCase is a question about a random scenario.
type whyCase struct {
	*testing.T
	s *model.Scenario
	p *explain.Subject
	// turns and hopeless count the levers that turn the answer, and those that cannot.
	turns, hopeless, impossible, fresh int
}

func solveFor(ctx context.Context, s *model.Scenario, opt solver.Options) (*solver.Answer, error) {
	return solver.Solve(ctx, s, highs.Engine{}, opt)
}

// optimum is the value of the best plan, minus infinity for none.
func optimum(t *testing.T, s *model.Scenario) (*model.Plan, float64) {
	t.Helper()
	answer, err := solveFor(context.Background(), s, solver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if answer.Termination == mip.Infeasible {
		return nil, math.Inf(-1)
	}
	return answer.Plan, answer.Plan.Outcome.Objective
}

// TestWhyNot asks of random scenarios why regions are in the plan or left out, and holds
// each amount at which the answer turns against fresh solves of both sides there and
// just before.
func TestWhyNot(t *testing.T) { askWhy(t, 5) }

// askWhy asks of so many scenarios.
func askWhy(t *testing.T, scenarios uint64) {
	t.Helper()
	c := &whyCase{T: t}
	businesses := [][]model.Business{nil, {model.Mining}, {model.Colocation}}
	not, in := 0, 0
	for seed := range scenarios {
		c.s = scenariotest.Random(seed)
		plan, _ := optimum(t, c.s)
		a := &explain.Analyst{Solve: solveFor}
		for r := range c.s.Regions {
			var err error
			c.p, err = explain.NewSubject(c.s, c.s.Regions[r].ID, businesses[(int(seed)+r)%3], 0, c.s.Horizon.Periods-1)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case c.p.Leaves(plan):
				w, err := a.WhyNot(context.Background(), c.s, plan, c.p)
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				c.check(w, c.p.In, func(s *model.Scenario) *model.Scenario { return c.p.Out(s, s) })
				not++
			case c.p.Has(c.s, plan):
				w, err := a.Why(context.Background(), c.s, plan, c.p)
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				c.check(w, func(s *model.Scenario) *model.Scenario { return c.p.Out(s, s) }, c.p.In)
				in++
			}
		}
	}
	t.Logf("%d regions left out, %d in; %d levers turn the answer, %d cannot; %d cannot be forced; %d plans solved afresh are of the other side", not, in, c.turns, c.hopeless, c.impossible, c.fresh)
	if not < 3 || in < 2 || c.turns < 12 || c.hopeless < 12 {
		t.Error("the scenarios are too dull to test anything")
	}
}

// check holds an answer against solves of its own.
func (c *whyCase) check(w *explain.Why, want, rival func(*model.Scenario) *model.Scenario) {
	c.Helper()
	_, free := optimum(c.T, c.s)
	_, forced := optimum(c.T, want(c.s))
	if math.IsInf(forced, -1) {
		c.impossible++
	}
	c.near(w, "the cost", w.Cost.Value, free-forced)
	for _, t := range w.Trials {
		if t.Lever == nil {
			continue
		}
		c.differ(w, t, t.Amount, want, rival, t.Cost.Value)
		if t.Turn == nil {
			c.hopeless++
			continue
		}
		c.turn(w, t, want, rival)
	}
}

// turn holds an amount at which the answer turns against both sides there and before.
func (c *whyCase) turn(w *explain.Why, t *explain.LeverTrial, want, rival func(*model.Scenario) *model.Scenario) {
	c.Helper()
	c.turns++
	turn := t.Turn
	if cost := c.differ(w, t, turn.Holds, want, rival, turn.Rival.Worth-turn.Want.Worth); cost > 1 {
		c.Errorf("%s, %s, %s: at %s the side that should win is worth %g less", c.s.Name, w.Region, w.Business(), t.Lever.Words(turn.Holds), cost)
	}
	if cost := c.differ(w, t, turn.Below, want, rival, math.NaN()); cost < -1 {
		c.Errorf("%s, %s, %s: at %s the side that should lose is worth %g less", c.s.Name, w.Region, w.Business(), t.Lever.Words(turn.Below), -cost)
	}
	if turn.Lost > turn.Below || turn.Below >= turn.Holds {
		c.Errorf("%s: lost at %g, open at %g, won at %g", c.s.Name, turn.Lost, turn.Below, turn.Holds)
	}
	_, free := optimum(c.T, t.Lever.Turn(c.s, turn.Holds))
	c.near(w, "the best plan afresh", turn.Fresh.Worth, free)
	if free < turn.Want.Worth-1 {
		c.Errorf("%s: with nothing forced the best plan is worth %g, with something %g", c.s.Name, free, turn.Want.Worth)
	}
	if !turn.FreshWants {
		c.fresh++
	}
}

// differ solves both sides with an amount of a lever, and is what the wanted one is worth
// less; stated is what was said, not a number for nothing.
func (c *whyCase) differ(w *explain.Why, t *explain.LeverTrial, amount float64, want, rival func(*model.Scenario) *model.Scenario, stated float64) float64 {
	c.Helper()
	changed := t.Lever.Turn(c.s, amount)
	_, x := optimum(c.T, want(changed))
	_, y := optimum(c.T, rival(changed))
	cost := y - x
	if math.IsInf(x, -1) {
		cost = math.Inf(1)
	}
	if !math.IsNaN(stated) {
		c.near(w, t.Lever.Words(amount), stated, cost)
	}
	return cost
}

func (c *whyCase) near(w *explain.Why, what string, got, want float64) {
	c.Helper()
	if got != want && math.Abs(got-want) > max(1, 1e-6*math.Abs(want)) {
		c.Errorf("%s, %s, %s: %s: %g, afresh %g", c.s.Name, w.Region, w.Business(), what, got, want)
	}
}

// TestStanding: what stands in the way of a region without surplus is said in its figures.
func TestStanding(t *testing.T) {
	s := scenariotest.Random(3)
	s.Sites[0].Region, s.Sites[1].Region = 0, 0
	s.Regions = s.Regions[:1]
	s.JointLimits = nil
	s.Regions[0].Surplus = []model.Surplus{{From: model.Date{Year: 2029, Month: 1, Day: 1}, Firm: 4, Interruptible: 2}}
	for i := range s.Sites {
		s.Sites[i].Existing = model.Existing{}
		s.Sites[i].Offer.Lead[model.Typical] = 13
		s.Sites[i].Offer.Feeders = 2
	}
	s.Rules = []model.Rule{
		{ID: "stop", Kind: model.NoNewHalls, Enabled: true, Regions: []int{0}, Business: []model.Business{model.Mining}},
		{ID: "off", Kind: model.MaxSite, Regions: []int{0}, Limit: 1},
	}
	p, err := explain.NewSubject(s, s.Regions[0].ID, []model.Business{model.Mining}, 0, 2)
	if err != nil {
		t.Fatal(err)
	}
	plan, _ := optimum(t, s)
	w, err := (&explain.Analyst{Solve: solveFor}).WhyNot(context.Background(), s, plan, p)
	if err != nil {
		t.Fatal(err)
	}
	x := w.Standing
	if x.Offers != 2 || x.OfferedMW != 60 || x.Lead != 13 || x.First != "2029" || x.Enough != "" || math.Abs(x.NeedsMW-11) > 1e-9 {
		t.Errorf("%+v", x)
	}
	if want := []explain.SurplusFrom{{"2027", 0, 0}, {"2029", 4, 2}}; !slices.Equal(x.Surplus, want) {
		t.Errorf("surplus %v", x.Surplus)
	}
	if len(x.Rules) != 1 || x.Rules[0].ID != "stop" {
		t.Errorf("rules %v", x.Rules)
	}
	if !math.IsInf(w.Cost.Low, 1) {
		t.Errorf("it costs %v to force in what cannot be", w.Cost)
	}
	for _, trial := range w.Trials {
		if trial.Turn != nil {
			t.Errorf("%s alone brings in what both surplus and a rule keep out", trial.Words)
		}
	}
}

// TestSubject: what cannot be asked is an error.
func TestSubject(t *testing.T) {
	s := scenariotest.Random(1)
	for what, ask := range map[string]func() error{
		"no such region": func() error { _, err := explain.NewSubject(s, "Z", nil, 0, 2); return err },
		"no such halls": func() error {
			_, err := explain.NewSubject(s, "A", []model.Business{model.GPUCloud}, 0, 2)
			return err
		},
	} {
		if ask() == nil {
			t.Errorf("%s: no error", what)
		}
	}
}

// TestWhyInterrupted: what was found before an interrupt is kept.
func TestWhyInterrupted(t *testing.T) {
	s := scenariotest.Random(3)
	plan, _ := optimum(t, s)
	p, err := explain.NewSubject(s, s.Regions[0].ID, nil, 40, 2)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	searches := 0
	a := &explain.Analyst{Solve: solveFor, Say: func(string) {
		if searches++; searches == 5 {
			cancel()
		}
	}}
	w, err := a.WhyNot(ctx, s, plan, p)
	if !errors.Is(err, context.Canceled) || w.Free == nil || w.Forced == nil || len(w.Trials) == 0 {
		t.Errorf("after %d searches: %v, %+v", searches, err, w)
	}
	for _, trial := range w.Trials {
		if trial.Want == nil || trial.Rival == nil {
			t.Errorf("half a trial: %+v", trial)
		}
	}
}
