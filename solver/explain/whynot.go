package explain

import (
	"cmp"
	"context"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver"
)

// Why says why a plan has a region in, or leaves it out.
type Why struct {
	*Subject
	// Not is set where the plan leaves the region out: what is forced is then to have it
	// in, otherwise to leave it out.
	Not      bool
	Standing *Standing
	// Free is the best plan found with nothing forced: the one asked about, unless its
	// search had not come near enough to the best.
	Free *Found
	// Forced is the best plan with the contrary forced, Cost what that costs, and Moves
	// where the two plans differ. Forced is nil until it is found.
	Forced *Found
	Cost   Gain
	Moves  []Move
	// Trials are what one change alone does to the cost, the least cost first.
	Trials []*LeverTrial
}

// WhyNot says why a plan leaves a region out, and what would bring it in. Where it fails
// it returns what it has found so far.
func (a *Analyst) WhyNot(ctx context.Context, s *model.Scenario, plan *model.Plan, p *Subject) (*Why, error) {
	w := &Why{Subject: p, Not: true, Standing: p.standing(s)}
	c := a.contest(s,
		camp{words: "with it", force: p.In},
		camp{words: "without it", force: func(x *model.Scenario) *model.Scenario { return p.Out(s, x) }})
	has := func(plan *model.Plan) bool { return p.Has(s, plan) }
	now, err := w.begin(ctx, c, plan, has, p.Leaves)
	if err != nil {
		return w, err
	}
	if err := w.rules(ctx, c); err != nil {
		return w, err
	}
	return w, w.levers(ctx, c, p.helping(s, w.Standing), now, has)
}

// Why says what keeps a region in a plan, and what would have it drop out. Where it fails
// it returns what it has found so far.
func (a *Analyst) Why(ctx context.Context, s *model.Scenario, plan *model.Plan, p *Subject) (*Why, error) {
	w := &Why{Subject: p, Standing: p.standing(s)}
	c := a.contest(s,
		camp{words: "without it", force: func(x *model.Scenario) *model.Scenario { return p.Out(s, x) }},
		camp{words: "with it", force: p.In})
	now, err := w.begin(ctx, c, plan, p.Leaves, func(plan *model.Plan) bool { return p.Has(s, plan) })
	if err != nil {
		return w, err
	}
	return w, w.levers(ctx, c, p.hurting(s, w.Standing), now, p.Leaves)
}

func (a *Analyst) contest(s *model.Scenario, want, rival camp) *contest {
	return &contest{Analyst: a, s: s, want: want, rival: rival, known: map[string]*Found{}, rough: map[string]*Found{}}
}

// begin finds the best plans of both sides in the scenario as it is. That of one side is
// the plan asked about: no plan of that side is worth more than what bounds all plans. The
// plan is solved again from itself, since what its file says of its bound is only a claim.
func (w *Why) begin(ctx context.Context, c *contest, plan *model.Plan, wants, rivals func(*model.Plan) bool) (*duel, error) {
	free := Of(plan)
	again, err := c.Find(ctx, "the plan with nothing forced", c.s, solver.Known{Starts: []*model.Plan{plan}})
	if err != nil {
		return nil, err
	}
	if free.Bound, free.Ended = again.Bound, again.Ended; again.Worth >= free.Worth {
		free = again
	}
	w.Free = free
	for _, x := range []struct {
		of *camp
		is func(*model.Plan) bool
	}{{&c.want, wants}, {&c.rival, rivals}} {
		if x.is(free.Plan) {
			c.keep(x.of, free)
		}
	}
	now, err := c.fight(ctx, "the scenario as it is", c.s)
	if err != nil {
		return nil, err
	}
	w.Forced = now.want
	w.Cost = (&duel{now.want, free}).cost().AtLeast(0)
	if now.want.Plan != nil {
		w.Moves = Moves(free.Plan, now.want.Plan)
	}
	return now, nil
}

// levers tries each lever.
func (w *Why) levers(ctx context.Context, c *contest, list []lever, now *duel, wanted func(*model.Plan) bool) error {
	for _, l := range list {
		t, err := c.try(ctx, l, now, wanted)
		if t != nil {
			w.add(t)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// rules tries lifting the rules that apply, and letting contracts be served from the region
// that may not be.
func (w *Why) rules(ctx context.Context, c *contest) error {
	try := func(words, rule string, s *model.Scenario) error {
		t, err := c.switched(ctx, words, s)
		if err == nil {
			t.Rule = rule
			w.add(t)
		}
		return err
	}
	var ids []string
	for _, r := range w.Standing.Rules {
		ids = append(ids, r.ID)
	}
	for _, id := range ids {
		if err := try("without the rule "+id, id, whatif.Lifted(c.s, id)); err != nil {
			return err
		}
	}
	if len(ids) > 1 {
		if err := try("without any of the rules that apply", "", whatif.Lifted(c.s, ids...)); err != nil {
			return err
		}
	}
	if s, opened := whatif.Admitted(c.s, w.Region, w.ai(c.s)...); len(opened) > 0 {
		return try("with contracts open to it that are not", "", s)
	}
	return nil
}

// Reason is the limit that alone takes most off the cost of forcing in, nil where none is
// seen to take anything off: what is left then at most is less than the cost is at least.
func (w *Why) Reason() *LeverTrial {
	for _, t := range w.Trials {
		if t.Limit && t.Cost.High < w.Cost.Low {
			return t
		}
	}
	return nil
}

// Stopped reports whether a limit ended one of the searches that the answer rests on.
func (w *Why) Stopped() bool {
	list := []*Found{w.Free, w.Forced}
	for _, t := range w.Trials {
		list = append(list, t.Want, t.Rival)
		if t.Turn != nil {
			list = append(list, t.Turn.Want, t.Turn.Rival, t.Turn.Fresh)
		}
	}
	return slices.ContainsFunc(list, func(f *Found) bool { return f != nil && !f.Solved() })
}

// add enters a trial, the least cost first.
func (w *Why) add(t *LeverTrial) {
	i, _ := slices.BinarySearchFunc(w.Trials, t, func(a, b *LeverTrial) int {
		if less := cmp.Compare(a.Cost.High, b.Cost.High); less != 0 {
			return less
		}
		return -1 // behind its equals
	})
	w.Trials = slices.Insert(w.Trials, i, t)
}
