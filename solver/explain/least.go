package explain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// alone looks for the place where the least amount of a lever repairs the scenario alone.
func (r *repairs) alone(ctx context.Context, places []candidate) error {
	able, v, err := r.able(ctx, places)
	if err != nil {
		return err
	}
	if len(able) == 0 {
		r.useless(places, v)
		return nil
	}
	var best *Repair
	var elsewhere []string
	for _, c := range able {
		if best != nil {
			c.most, c.steps = best.Turns[0].Amount-c.lever.Grain, nil
			if c.most < c.lever.Grain {
				elsewhere = append(elsewhere, c.lever.Of)
				continue
			}
			v, _, err := r.try(ctx, c.lever.Turn(r.s, c.most), c.lever.Words(c.most))
			if err != nil {
				return err
			}
			if v != HasPlan {
				elsewhere = append(elsewhere, c.lever.Of)
				continue
			}
			elsewhere = append(elsewhere, best.Turns[0].Lever.Of)
		}
		repair, v, err := r.least(ctx, r.s, c)
		if err != nil {
			return err
		}
		if repair == nil {
			r.useless([]candidate{c}, v)
			continue
		}
		best = repair
	}
	if best != nil {
		if len(able) >= mostAble && len(able) < len(places) {
			elsewhere = append(elsewhere, "others not tried")
		}
		best.Turns[0].Elsewhere = elsewhere
		r.x.Repairs = append(r.x.Repairs, *best)
	}
	return nil
}

// mostAble is in how many places a lever is tried in earnest, of those where it helps.
const mostAble = 8

// able are the places where the largest amount of a lever repairs the scenario, as
// soon as there are mostAble no more, by trying all at once first, then halves. The verdict is that on all.
func (r *repairs) able(ctx context.Context, places []candidate) ([]candidate, Feasibility, error) {
	if len(places) == 0 || len(places) == 1 && places[0].steps != nil {
		return places, HasPlan, nil
	}
	s := r.s
	for _, c := range places {
		s = c.lever.Turn(s, c.most)
	}
	v, _, err := r.try(ctx, s, mostWords(places))
	if err != nil || v == NoPlan || len(places) == 1 {
		if v != HasPlan {
			places = nil
		}
		return places, v, err
	}
	half := len(places) / 2
	first, v1, err := r.able(ctx, places[:half])
	if err != nil || len(first) >= mostAble {
		return first, v1, err
	}
	second, v2, err := r.able(ctx, places[half:])
	if v1 == NoPlan && v2 == NoPlan {
		v = NoPlan
	} else if len(first)+len(second) == 0 {
		v = NotKnown
	}
	return slices.Concat(first, second), v, err
}

// mostWords say that a lever is turned as far as it is tried, in one place or each of several.
func mostWords(places []candidate) string {
	words := places[0].lever.Words(places[0].most)
	if n := len(places); n > 1 {
		words = fmt.Sprintf("%s and in %d more", words, n-1)
	}
	return words
}

// useless notes that a lever does not repair the scenario.
func (r *repairs) useless(places []candidate, v Feasibility) {
	if len(places) > 0 {
		words := places[0].lever.Words(places[0].most)
		if n := len(places); n > 1 {
			words = fmt.Sprintf("%s, or elsewhere (%s)", words, others(places[1:]))
		}
		r.x.Useless = append(r.x.Useless, Useless{words, v == NoPlan})
	}
}

// others names places, the first few of many.
func others(places []candidate) string {
	const few = 4
	var list []string
	for i, c := range places {
		if i == few && len(places) > few+1 {
			list = append(list, fmt.Sprintf("%d more", len(places)-few))
			break
		}
		list = append(list, c.lever.Of)
	}
	return strings.Join(list, ", ")
}

// least looks for the least amount of a lever that gives a scenario a plan, to the grain;
// nil where the largest does not, with the verdict on that.
func (r *repairs) least(ctx context.Context, s *model.Scenario, c candidate) (*Repair, Feasibility, error) {
	l := c.lever
	verdicts := map[float64]Feasibility{}
	var plan *model.Plan
	holds := func(ctx context.Context, amount float64) (bool, error) {
		amount = l.Round(amount)
		v, found, err := r.try(ctx, l.Turn(s, amount), l.Words(amount))
		verdicts[amount] = v
		if v == HasPlan {
			plan = found
		}
		return v == HasPlan, err
	}
	t, err := r.reach(ctx, c, holds)
	if err != nil || !t.Reached {
		return nil, verdicts[t.Below], err
	}
	for t.Holds-t.Below > 1.5*l.Grain { // Threshold leaves off where a hundredth of the amount is left
		below := t.Below
		fine, err := r.a.Threshold(ctx, l, l.Grain, t.Holds-below, func(ctx context.Context, more float64) (bool, error) {
			if l.Round(below+more) >= t.Holds {
				return true, nil
			}
			return holds(ctx, below+more)
		})
		if err != nil {
			return nil, NotKnown, err
		}
		t.Holds, t.Below = l.Round(below+fine.Holds), l.Round(below+fine.Below)
	}
	turn := Turned{Lever: l, Amount: t.Holds, Below: t.Below, Proven: t.Below == 0 || verdicts[t.Below] == NoPlan}
	return &Repair{Words: l.Words(t.Holds), Turns: []Turned{turn}, plan: plan}, HasPlan, nil
}

// reach brackets the least amount of a candidate: step by step where it has steps.
func (r *repairs) reach(ctx context.Context, c candidate, holds func(context.Context, float64) (bool, error)) (Threshold, error) {
	if c.steps == nil {
		return r.a.Threshold(ctx, c.lever, c.first, c.most, holds)
	}
	t := Threshold{Lever: c.lever}
	for _, amount := range c.steps {
		ok, err := holds(ctx, amount)
		if err != nil {
			return t, err
		}
		if ok {
			t.Reached, t.Holds = true, amount
			return t, nil
		}
		t.Below = amount
	}
	return t, nil
}
