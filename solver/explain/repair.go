package explain

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver"
)

// Turned is a lever turned by the least amount that helps.
type Turned struct {
	Lever  whatif.Lever
	Amount float64
	// Below is the largest amount tried that is not enough. Proven says that there is no plan
	// with it; otherwise the search for one was ended by its limit.
	Below  float64
	Proven bool
	// Elsewhere are places where the same lever helps too, by at least as much.
	Elsewhere []string
}

// Repair is a change that gives a scenario a plan.
type Repair struct {
	Words string
	// Turns are the levers turned, Out the members left out.
	Turns []Turned
	Out   []Member
	// Found is the best plan found for the scenario so changed.
	Found *Found
	// plan is the first one found.
	plan *model.Plan
}

// Apply is the scenario with the repair.
func (r *Repair) Apply(s *model.Scenario) *model.Scenario {
	for _, m := range r.Out {
		s = m.Without(s)
	}
	for i := range r.Turns {
		s = r.Turns[i].Lever.Turn(s, r.Turns[i].Amount)
	}
	return s
}

// Useless is a change that does not repair a scenario by itself, as far as it was tried.
type Useless struct {
	Words string
	// Proven says that there is no plan with it; otherwise the search for one was ended by
	// its limit.
	Proven bool
}

// repairs is a search for repairs.
type repairs struct {
	*collisions
	x   *Infeasible
	set []int // that collides
	// tried are the verdicts and plans of scenarios by their hash.
	tried map[string]tried
	ranking Ranking
	// last is the plan found last, which may be one of the next scenario too.
	last *model.Plan
}

// find looks for repairs of the whole scenario: each member of the set left out or loosened, each fact
// behind it bettered; where none of them does alone, several together. What loosens a
// member cannot do more than leaving it out, which is tried first.
func (r *repairs) find(ctx context.Context) error {
	for _, i := range r.set {
		out := Repair{Words: r.members[i].without(), Out: []Member{r.members[i]}}
		v, plan, err := r.try(ctx, out.Apply(r.s), out.Words)
		if err != nil {
			return err
		}
		if v != HasPlan {
			r.x.Useless = append(r.x.Useless, Useless{out.Words, v == NoPlan})
			continue
		}
		out.plan = plan
		if out.Out[0].ID != "" { // budgets are widened, not lifted
			r.x.Repairs = append(r.x.Repairs, out)
		}
		for _, places := range r.loosening(i, plan) {
			if err := r.alone(ctx, places); err != nil {
				return err
			}
		}
	}
	for _, places := range r.bettering(r.set) {
		if err := r.alone(ctx, places); err != nil {
			return err
		}
	}
	if len(r.x.Repairs) == 0 {
		if err := r.together(ctx); err != nil {
			return err
		}
	}
	return r.rank(ctx)
}

// without says in words that a member is left out.
func (m Member) without() string {
	switch m.Kind {
	case ContractMember:
		return m.String() + " made optional"
	case RuleMember:
		return m.String() + " lifted"
	default:
		return m.String() + " taken away"
	}
}

// tried is what is known of a scenario.
type tried struct {
	verdict Feasibility
	plan    *model.Plan
}

// try looks for a plan of a changed scenario.
func (r *repairs) try(ctx context.Context, s *model.Scenario, words string) (Feasibility, *model.Plan, error) {
	hash := file.Hash(s)
	if known, ok := r.tried[hash]; ok {
		return known.verdict, known.plan, nil
	}
	var starts []*model.Plan
	if r.last != nil {
		starts = append(starts, r.last)
	}
	v, plan, err := r.a.Any(ctx, "is there a plan with "+words+"?", s, starts...)
	if err != nil {
		return v, nil, err
	}
	if plan != nil {
		r.last = plan
	}
	r.tried[hash] = tried{v, plan}
	return v, plan, nil
}

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
		best.Turns[0].Elsewhere = elsewhere
		r.x.Repairs = append(r.x.Repairs, *best)
	}
	return nil
}

// able are the places where the largest amount of a lever repairs the scenario, by trying
// all at once first, then halves. The verdict is that on all.
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
	if err != nil {
		return nil, v1, err
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
	if t.Holds-t.Below > 1.5*l.Grain { // Threshold leaves off where a hundredth of the amount is left
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

// rank solves the scenario with each repair for the best plan, and puts the repairs in the order of
// what that is worth: months, MW and money have no unit in common but this.
func (r *repairs) rank(ctx context.Context) error {
	for i := range r.x.Repairs {
		x := &r.x.Repairs[i]
		s := *x.Apply(r.s)
		if r.ranking.Gap > 0 {
			s.Solver.Gap = unit.Share(r.ranking.Gap)
		}
		if r.ranking.TimeLimit > 0 {
			s.Solver.TimeLimit = r.ranking.TimeLimit
		}
		found, err := r.a.Find(ctx, "the best plan with "+x.Words, &s, solver.Known{Starts: []*model.Plan{x.plan}})
		if err != nil {
			return err
		}
		x.Found = found
	}
	slices.SortStableFunc(r.x.Repairs, func(a, b Repair) int { return cmp.Compare(b.Found.Worth, a.Found.Worth) })
	return nil
}

// words joins what several changes say.
func words(list ...string) string { return strings.Join(list, " and ") }
