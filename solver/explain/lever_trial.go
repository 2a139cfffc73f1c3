package explain

import (
	"context"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// LeverTrial is what one change alone does to what it costs to force the wanted side.
type LeverTrial struct {
	// Words say what is changed, Amount by how much: the largest amount that has a
	// meaning, or less where that does more. A switch has no amount, and no Lever.
	Words  string
	Lever  *whatif.Lever
	Amount float64
	// Rule is the one rule that a switch lifts.
	Rule string
	// Limit is set for what a region or the planner has too little of, or pays for power,
	// and for rules: what may be the reason. Other levers are what clients, networks and
	// markets pay.
	Limit bool
	// Want and Rival are the best plans of both sides then, Cost the difference: what
	// forcing costs, negative where it gains.
	Want, Rival *Found
	Cost        Gain
	// Turn is from which amount the wanted side wins; nil where it does not, nor for
	// switches.
	Turn *Turn
}

// Won reports whether the change alone is proven to make the wanted side win.
func (t *LeverTrial) Won() bool { d := duel{t.Want, t.Rival}; return d.won() }

// Turn is from which amount of a lever one side wins.
type Turn struct {
	Threshold
	// Lost is the largest amount tried at which it is proven that the other side is
	// better. From Lost to Below the gaps leave it open.
	Lost float64
	// Want and Rival are the best plans of both sides at Holds.
	Want, Rival *Found
	// Fresh is the scenario at Holds solved anew with nothing forced and nothing known.
	// FreshWants tells whether its plan is one of the wanted side, Tie whether the plan of
	// that side is as good as the gap can tell.
	Fresh           *Found
	FreshWants, Tie bool
}

// lever is a change by amounts that is tried up to the most that has a meaning.
type lever struct {
	whatif.Lever
	most  float64
	limit bool
}

// least is the part of the most of a lever that is tried too where it changes both sides.
const least = 1.0 / 16

// far solves the scenario with the most of a lever. Where that does not make the wanted side
// win, and has changed the other side too, so that less may do more for the wanted one, it
// halves the amount some times. The trial is the one with the least cost.
func (c *contest) far(ctx context.Context, l lever, now *duel) (*LeverTrial, *duel, error) {
	var t *LeverTrial
	var best *duel
	most := l.Round(min(l.most, l.Most))
	for amount := most; amount > 0 && amount >= least*most; amount = l.Round(amount / 2) {
		words := l.Words(amount)
		d, err := c.fight(ctx, words, l.Turn(c.s, amount))
		if err != nil {
			return t, best, err
		}
		if cost := d.cost(); t == nil || cost.High < t.Cost.High {
			t = &LeverTrial{Words: words, Lever: &l.Lever, Amount: amount, Limit: l.limit, Want: d.want, Rival: d.rival, Cost: cost}
			best = d
		}
		if d.won() || d.rival == now.rival || amount <= l.Grain {
			break
		}
	}
	return t, best, nil
}

// try solves the scenario with as much of a lever as helps most, and where that makes the
// wanted side win looks for the amount from which it does. wanted tells plans of that side.
func (c *contest) try(ctx context.Context, l lever, now *duel, wanted func(*model.Plan) bool) (*LeverTrial, error) {
	t, d, err := c.far(ctx, l, now)
	if err != nil || !d.won() {
		return t, err
	}
	amount := t.Amount
	turn := &Turn{}
	holds := func(ctx context.Context, at float64) (bool, error) {
		x, err := c.decide(ctx, l.Words(at), l.Turn(c.s, at))
		if err != nil {
			return false, err
		}
		if x.lost() {
			turn.Lost = max(turn.Lost, at)
		}
		return x.won(), nil
	}
	turn.Threshold, err = c.Threshold(ctx, l.Lever, guess(l.Lever, amount, now, d), amount, holds)
	if err != nil {
		return t, err
	}
	if d, err = c.fight(ctx, l.Words(turn.Holds), l.Turn(c.s, turn.Holds)); err != nil {
		return t, err
	}
	turn.Want, turn.Rival, t.Turn = d.want, d.rival, turn
	return t, c.afresh(ctx, l, turn, wanted)
}

// guess is where the search for a threshold begins: where it would be if the difference
// between both sides changed evenly with the amount.
func guess(l whatif.Lever, most float64, now, then *duel) float64 {
	lacking, lead := now.rival.Bound-now.want.Worth, then.want.Worth-then.rival.Bound
	if share := lacking / (lacking + lead); share > 0 && share < 1 {
		return l.Round(share * most)
	}
	const part = 8
	return l.Round(most / part)
}

// same is the relative difference below which two plans are worth the same: what the
// tolerances of a search leave unsure.
const same = 1e-6

// afresh solves the scenario at a threshold anew, with nothing forced.
func (c *contest) afresh(ctx context.Context, l lever, turn *Turn, wanted func(*model.Plan) bool) error {
	fresh, err := c.Find(ctx, l.Words(turn.Holds)+": with nothing forced", l.Turn(c.s, turn.Holds), solver.Known{})
	if err != nil {
		return err
	}
	turn.Fresh = fresh
	turn.FreshWants = fresh.Plan != nil && wanted(fresh.Plan)
	turn.Tie = mip.RelativeGap(turn.Want.Worth, fresh.Bound) <= max(float64(c.s.Solver.Gap), same)
	return nil
}

// switched solves both sides with a change that has no amount.
func (c *contest) switched(ctx context.Context, words string, s *model.Scenario) (*LeverTrial, error) {
	d, err := c.fight(ctx, words, s)
	if err != nil {
		return nil, err
	}
	return &LeverTrial{Words: words, Limit: true, Want: d.want, Rival: d.rival, Cost: d.cost()}, nil
}
