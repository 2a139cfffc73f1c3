package explain

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver"
)

// Rest names what is left of a gap when all inputs are at the same level.
const Rest = "sites, regions and all else"

// Effect is the part of the gap between two markets that one input makes. Forth is what its
// swap adds on the way from the base to the other market, Back on the way from the other
// to the base; both in the direction from base to other. nil for a step not taken.
type Effect struct {
	Input       string
	Forth, Back *Gain
}

// Mean is the mean of both walks; ok is false unless both are known.
func (e *Effect) Mean() (mean Gain, ok bool) {
	if e.Forth == nil || e.Back == nil {
		return Gain{}, false
	}
	f, b := e.Forth, e.Back
	return Gain{(f.Value + b.Value) / 2, (f.Low + b.Low) / 2, (f.High + b.High) / 2}, true
}

// Decomposition is a gap between two markets by what makes it. The means of the effects
// add up to Gap, and so do the effects of each walk.
type Decomposition struct {
	Gap     Gain
	Effects []Effect
	Levels  []whatif.Level
	// Missing says which mix of the two markets has no plan, where there is one: the walk
	// ends there.
	Missing string
}

// errMissing tells that a mix has no plan.
type errMissing string

func (e errMissing) Error() string { return string(e) }

// walk is one way between two markets.
type walk struct {
	*Analyst
	from, to *model.Scenario // from's sites and regions stay until the last step
	seen     map[string]*Found
	step     func(i int, gain Gain)
	done     *int
}

// Decompose splits the gap between the best plans of two markets, base and other, by the
// inputs of whatif.Inputs, swapped one at a time. The answer holds what was found until an
// error.
func (a *Analyst) Decompose(ctx context.Context, base, other *model.Scenario, atBase, atOther *Found) (*Decomposition, error) {
	inputs := whatif.Inputs()
	d := &Decomposition{Gap: GainOf(atBase, atOther)}
	for i := range inputs {
		d.Effects = append(d.Effects, Effect{Input: inputs[i].Name})
		d.Levels = append(d.Levels, inputs[i].Levels(base, other)...)
	}
	d.Effects = append(d.Effects, Effect{Input: Rest})
	forth := walk{
		Analyst: a, from: base, to: other, done: new(int),
		seen: map[string]*Found{file.Hash(base): atBase, file.Hash(other): atOther},
		step: func(i int, g Gain) { d.Effects[i].Forth = &g },
	}
	back := forth
	back.from, back.to = other, base
	back.step = func(i int, g Gain) { d.Effects[i].Back = &Gain{Value: -g.Value, Low: -g.High, High: -g.Low} }
	err := forth.run(ctx, inputs, atBase, atOther)
	if err == nil {
		err = back.run(ctx, inputs, atOther, atBase)
	}
	var missing errMissing
	if errors.As(err, &missing) {
		d.Missing, err = string(missing), nil
	}
	return d, err
}

// run takes one input after another from the market walked to, and in the last step its
// sites and regions: then the scenario is that market.
func (w *walk) run(ctx context.Context, inputs []whatif.Input, atFrom, atTo *Found) error {
	s, at := w.from, atFrom
	for i := range inputs {
		*w.done++
		s = inputs[i].Take(s, w.from, w.to)
		what := fmt.Sprintf("%s with %s of %s", w.from.Name, upTo(inputs[:i+1]), w.to.Name)
		found, err := w.find(ctx, s, what, fmt.Sprintf("%d of %d: ", *w.done, 2*len(inputs)), at)
		if err != nil {
			return err
		}
		w.step(i, GainOf(at, found))
		at = found
	}
	w.step(len(inputs), GainOf(at, atTo))
	return nil
}

// upTo names inputs.
func upTo(inputs []whatif.Input) string {
	if n := len(inputs); n > 1 {
		return inputs[0].Name + " to " + inputs[n-1].Name
	}
	return inputs[0].Name
}

// find solves a mix, unless it is one that is solved already.
func (w *walk) find(ctx context.Context, s *model.Scenario, what, number string, before *Found) (*Found, error) {
	hash := file.Hash(s)
	if found := w.seen[hash]; found != nil {
		return found, nil
	}
	found, err := w.Find(ctx, number+what, s, solver.Known{Starts: []*model.Plan{before.Plan}})
	if err != nil {
		return nil, err
	}
	if math.IsInf(found.Worth, -1) {
		return nil, errMissing(what + " has no plan")
	}
	w.seen[hash] = found
	return found, nil
}
