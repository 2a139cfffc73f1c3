package explain

import (
	"context"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Feasibility says whether a scenario has a plan.
type Feasibility int

// The verdicts.
const (
	// NotKnown: the search was ended by a limit.
	NotKnown Feasibility = iota
	// HasPlan: a verified plan was found.
	HasPlan
	// NoPlan: the search proved that there is none.
	NoPlan
)

// String is the verdict in words.
func (v Feasibility) String() string { return [...]string{"not known", "feasible", "infeasible"}[v] }

// Any looks for some plan of a scenario, whatever it is worth. starts are plans that may fit.
func (a *Analyst) Any(ctx context.Context, what string, s *model.Scenario, starts ...*model.Plan) (Feasibility, *model.Plan, error) {
	search := *a
	search.Options.AnyPlan = true
	found, err := search.Find(ctx, what, s, solver.Known{Starts: starts})
	switch {
	case err != nil:
		return NotKnown, nil, err
	case found.Plan != nil:
		return HasPlan, found.Plan, nil
	case found.Ended == mip.Infeasible:
		return NoPlan, nil, nil
	default:
		return NotKnown, nil, nil
	}
}

// MemberKind is what a member of a collision is.
type MemberKind string

// The kinds of members.
const (
	ContractMember MemberKind = "contract"
	RuleMember     MemberKind = "rule"
	AnnualMember   MemberKind = "yearly budgets"
	TotalMember    MemberKind = "total budget"
	JointMember    MemberKind = "joint limit"
)

// Member is a demand, rule or limit that somebody decided on and that a scenario can be
// stated without. Facts, such as surplus, offers and lead times, are none.
//
// The yearly budgets are one member: with money carried over a year without limit would
// lift the limit of all later ones too, so that years are no limits of their own.
type Member struct {
	Kind MemberKind
	// ID is that of the contract, rule or joint limit, "" for budgets.
	ID    string
	index int // in the scenario's list
}

// String names the member.
func (m Member) String() string {
	if m.ID == "" {
		return "the " + string(m.Kind)
	}
	return string(m.Kind) + " " + m.ID
}

// Without is a scenario without the member.
func (m Member) Without(s *model.Scenario) *model.Scenario {
	switch m.Kind {
	case ContractMember:
		return whatif.Optional(s, m.ID)
	case RuleMember:
		return whatif.Lifted(s, m.ID)
	case JointMember:
		return whatif.Unjoined(s, m.ID)
	case AnnualMember:
		return whatif.AnnualUnlimited(s)
	default:
		return whatif.TotalUnlimited(s)
	}
}

// Members lists what a scenario can be stated without: mandatory contracts, rules in force,
// budgets and joint limits.
func Members(s *model.Scenario) []Member {
	var list []Member
	for i := range s.Contracts {
		if s.Contracts[i].Mandatory {
			list = append(list, Member{ContractMember, s.Contracts[i].ID, i})
		}
	}
	for i := range s.Rules {
		if s.Rules[i].Enabled {
			list = append(list, Member{RuleMember, s.Rules[i].ID, i})
		}
	}
	if s.Budget.Annual != nil {
		list = append(list, Member{Kind: AnnualMember})
	}
	if s.Budget.HasTotal {
		list = append(list, Member{Kind: TotalMember})
	}
	for i := range s.JointLimits {
		list = append(list, Member{JointMember, s.JointLimits[i].ID, i})
	}
	return list
}

// Infeasible says why a scenario has no plan, and what gives it one.
type Infeasible struct {
	// Verdict is that on the scenario as it is. Where it is not NoPlan there is nothing
	// else to say.
	Verdict Feasibility
	// Searched tells that the search for what collides came to its end.
	Searched bool
	// Set collides: with these members alone, all others left out, there is no plan.
	// It is empty where there is none even without any member.
	Set []Member
	// Smallest: it is proven that without any one of Set the others have a plan, and that no
	// smaller set collides. Otherwise a search was ended by its limit.
	Smallest bool
	// Apart are sets that collide too and have no member in common with Set or one another.
	Apart [][]Member
	// Facts are what the members of Set demand and forbid, in its order.
	Facts []Fact
	// Repaired tells that the search for repairs came to its end.
	Repaired bool
	// Repairs give the whole scenario a plan; where they are ranked, the one with the best
	// plan first.
	Repairs []Repair
	// Useless are changes that do not, alone and as far as they were tried.
	Useless []Useless
	// Failures say which searches failed, so that what they were to tell is not known.
	Failures []string
}

// Infeasible finds the smallest set of members of a scenario that collide, and repairs.
// With ranked the scenario is solved with each repair for its best plan, by which they are
// ordered; otherwise they come as they are found. An error leaves what was found until then.
//
// It alternates between the smallest set that has a member in common with all correction
// sets known so far, sets without which the rest has a plan, and the question whether
// that set alone has a plan: if not it is the smallest that collides, otherwise what is
// left when as many other members as possible are added to it is a correction set
// more (implicit hitting sets: Ignatiev, Previti, Liffiton, Marques-Silva, Smallest MUS
// extraction with minimal hitting set dualization, 2015). This takes more members never to help a
// plan, which is so but for one case: where a carbon cap binds a mining ban saves tonnes.
func (a *Analyst) Infeasible(ctx context.Context, s *model.Scenario, ranked bool) (*Infeasible, error) {
	x := &Infeasible{}
	c := &collisions{a: a, s: s, members: Members(s)}
	defer func() { x.Failures = c.failures }()
	all := c.all()
	var err error
	if x.Verdict, err = c.verdict(ctx, all); err != nil || x.Verdict != NoPlan {
		return x, err
	}
	set, smallest, err := c.smallest(ctx, all)
	if err != nil {
		return x, err
	}
	first := set
	x.Set, x.Smallest = c.named(set), smallest
	for left := without(all, set); len(set) > 0; left = without(left, set) {
		v, err := c.verdict(ctx, left)
		if err != nil {
			return x, err
		}
		if v != NoPlan {
			break
		}
		if set, _, err = c.smallest(ctx, left); err != nil {
			return x, err
		}
		x.Apart = append(x.Apart, c.named(set))
	}
	x.Searched = true
	if x.Facts, err = c.facts(ctx, first); err != nil || len(x.Set) == 0 {
		return x, err
	}
	r := &repairs{collisions: c, x: x, set: first, tried: map[string]tried{}, ranked: ranked}
	if err := r.find(ctx); err != nil {
		return x, err
	}
	x.Repaired = true
	return x, nil
}
