package explain

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
)

// general decides budgets and rules.
func (w *worthing) general(ctx context.Context) error {
	var wider *Found // of more money in each year; in an earlier year, where all of it is carried over
	for _, x := range w.General {
		if x.How == Idle {
			continue
		}
		known, yearly := solver.Known{}, slices.Contains(w.yearly, x)
		if yearly {
			known = from(wider)
		}
		if err := w.decide(ctx, x, x.change.turn(w.s, x.Amount), known); err != nil {
			return err
		}
		if yearly && (wider == nil || w.s.Budget.CarryOver == 1) {
			wider = x.found
		}
	}
	return nil
}

// together decides what the changes are worth in all regions at once.
func (w *worthing) together(ctx context.Context) error {
	if len(w.asked()) < 2 {
		return nil
	}
	for _, ladder := range ladders {
		var wider *Found
		for _, k := range ladder {
			x := w.Together[k-LargerOffers]
			known := solver.Known{}
			if x.room {
				known = from(wider)
			}
			if err := w.decide(ctx, x, w.turned(w.s, k, w.asked()), known); err != nil {
				return err
			}
			wider = x.found
		}
	}
	return nil
}

// used decides the changes of regions that the plan uses, each alone.
func (w *worthing) used(ctx context.Context) error {
	for _, r := range w.asked() {
		for _, ladder := range ladders {
			if !r.InUse {
				continue
			}
			if err := w.alone(ctx, r, ladder, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// unused decides the changes of the other regions, in groups where that proves anything.
func (w *worthing) unused(ctx context.Context) error {
	for _, ladder := range ladders {
		var members []*RegionWorth
		for _, r := range w.asked() {
			if r.of(ladder[0]).How == Untried {
				members = append(members, r)
			}
		}
		base, ok := w.groups(ladder[0])
		if !ok {
			for _, r := range members {
				if err := w.alone(ctx, r, ladder, nil); err != nil {
					return err
				}
			}
			continue
		}
		if err := w.among(ctx, base, ladder, members, nil); err != nil {
			return err
		}
	}
	return nil
}

// among decides the changes of regions by what all of them gain together in a scenario that
// gives each of them at least as much room as its own. wider is what a larger group found.
func (w *worthing) among(ctx context.Context, base *model.Scenario, ladder []WorthKind, members []*RegionWorth, wider *Found) error {
	switch len(members) {
	case 0:
		return nil
	case 1:
		return w.alone(ctx, members[0], ladder, wider)
	}
	k := ladder[0]
	words := fmt.Sprintf("%s and %d more regions together", members[0].of(k).Words, len(members)-1)
	room := w.givesRoom(w.s, k)
	found, err := w.find(ctx, words, w.turned(base, k, members), room, from(wider))
	if err != nil {
		return err
	}
	if g := w.gain(found, room); g.Low <= w.least {
		for _, r := range members {
			for _, k := range ladder {
				w.grouped(r.of(k), g.High, len(members))
			}
		}
		return nil
	}
	half := len(members) / 2
	if err := w.among(ctx, base, ladder, members[:half], found); err != nil {
		return err
	}
	return w.among(ctx, base, ladder, members[half:], found)
}

// grouped decides a change by what a group gains that it is one of.
func (w *worthing) grouped(x *Worth, most float64, group int) {
	if x.How != Untried {
		return
	}
	w.done++
	x.How, x.Group, x.Gain = Grouped, group, Gain{Value: math.NaN(), Low: math.Inf(-1), High: most}
	if x.room {
		x.Gain.Low = 0
	}
}

// alone decides the changes of a region, widest first. wider, where it is not nil, is what a
// scenario found that gives at least as much room as the first.
func (w *worthing) alone(ctx context.Context, r *RegionWorth, ladder []WorthKind, wider *Found) error {
	for _, k := range ladder {
		x, all := r.of(k), w.Together[k-LargerOffers]
		if x.How != Untried {
			continue
		}
		if x.room && all.How == Solved && !all.Proven() {
			w.grouped(x, all.Gain.High, len(w.asked()))
			continue
		}
		known := from(wider)
		if x.room && all.found != nil && (known.Bound == nil || all.found.Bound < *known.Bound) {
			known.Bound = from(all.found).Bound
		}
		if err := w.decide(ctx, x, x.change.turn(w.s, x.Amount), known); err != nil {
			return err
		}
		wider = x.found
	}
	return nil
}

// holds looks over which amounts the worth of one unit holds, where it is proven that there
// is any.
func (w *worthing) holds(ctx context.Context) error {
	if w.q.Quick {
		return nil
	}
	var proven []*Worth
	for _, x := range w.proven() {
		if x.Amount > 0 {
			proven = append(proven, x)
		}
	}
	w.total += 2 * len(proven)
	for _, x := range proven {
		var err error
		if x.Half, err = w.scaled(ctx, x, x.Amount/2); err != nil {
			return err
		}
		if x.Double, err = w.scaled(ctx, x, x.Amount*2); err != nil {
			return err
		}
	}
	return nil
}

// proven are the budgets, rules and changes of single regions of which a gain is proven.
func (w *worthing) proven() []*Worth {
	list := w.General
	for _, r := range w.asked() {
		list = append(list[:len(list):len(list)], r.Worth...)
	}
	var proven []*Worth
	for _, x := range list {
		if x.Proven() {
			proven = append(proven, x)
		}
	}
	return proven
}

// afresh solves each change of which a gain is proven again, with nothing known.
func (w *worthing) afresh(ctx context.Context) error {
	if !w.q.Afresh {
		return nil
	}
	list := w.proven()
	w.total += len(list)
	for _, x := range list {
		found, err := w.Find(ctx, fmt.Sprintf("%d of %d: %s, afresh", w.done+1, w.total, x.Words), x.change.turn(w.s, x.Amount), solver.Known{})
		if err != nil {
			return err
		}
		w.done++
		w.Solves++
		gain := GainOf(w.Base, found)
		x.Afresh = &gain
	}
	return nil
}

// scaled is what another amount of a change is worth, nil where there is no other amount.
func (w *worthing) scaled(ctx context.Context, x *Worth, amount float64) (*Scaled, error) {
	amount = x.change.round(amount)
	defer func() { w.done++ }()
	if amount <= 0 || amount == x.Amount {
		return nil, nil
	}
	s := x.change.turn(w.s, amount)
	if x.Kind >= LargerOffers && w.idle(s, x.Kind, x.Of) != "" {
		return &Scaled{Amount: amount}, nil
	}
	known := from(x.found)
	if !x.room || amount > x.Amount {
		known.Bound = nil
	}
	found, err := w.find(ctx, x.change.words(amount), s, x.room, known)
	if err != nil {
		return nil, err
	}
	return &Scaled{Amount: amount, Gain: w.gain(found, x.room)}, nil
}

// Holds tells whether one unit of half, and of double the amount may be worth as much as one
// of the amount itself, within the ranges of both; nil where that was not looked for.
func (w *Worth) Holds() (half, double *bool) {
	same := func(x *Scaled) *bool {
		if x == nil {
			return nil
		}
		low, high := w.Gain.Low/w.Amount, w.Gain.High/w.Amount
		ok := x.Gain.Low/x.Amount <= high*(1+alike) && low <= x.Gain.High/x.Amount*(1+alike)
		return &ok
	}
	return same(w.Half), same(w.Double)
}

// alike is how near to each other the worths of a unit are that count as the same.
const alike = 0.01
