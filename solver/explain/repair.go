package explain

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
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
	// Found is the best plan found for the scenario so changed, nil where repairs are not ranked.
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
	tried  map[string]tried
	ranked bool
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
	if err := r.together(ctx); err != nil || !r.ranked {
		return err
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
	v, plan, err := r.look(ctx, "is there a plan with "+words+"?", s, starts...)
	if err != nil {
		return v, nil, err
	}
	if plan != nil {
		r.last = plan
	}
	r.tried[hash] = tried{v, plan}
	return v, plan, nil
}

// rank solves the scenario with each repair for the best plan, and puts the repairs in the order of
// what that is worth: months, MW and money have no unit in common but this.
func (r *repairs) rank(ctx context.Context) error {
	for i := range r.x.Repairs {
		x := &r.x.Repairs[i]
		found, err := r.a.Find(ctx, "the best plan with "+x.Words, x.Apply(r.s), solver.Known{Starts: []*model.Plan{x.plan}})
		switch {
		case ctx.Err() != nil:
			return err
		case err != nil: // the plan there is is no worse for it
			r.failures = append(r.failures, err.Error())
			found = Of(x.plan)
		}
		x.Found = found
	}
	slices.SortStableFunc(r.x.Repairs, func(a, b Repair) int { return cmp.Compare(b.Found.Worth, a.Found.Worth) })
	return nil
}

// words joins what several changes say.
func words(list ...string) string { return strings.Join(list, " and ") }
