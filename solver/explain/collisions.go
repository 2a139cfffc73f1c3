package explain

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// collisions is what is known of the sets of a scenario's members. Sets are indices in
// rising order.
type collisions struct {
	a       *Analyst
	s       *model.Scenario
	members []Member
	// possible are sets with a plan, impossible those without, unknown those whose search
	// was ended by a limit.
	possible, impossible, unknown [][]int
	// failures say which searches failed.
	failures []string
}

// look is Analyst.Any but that a search which fails leaves its question open: it is one of
// many, and the answer can do without it.
func (c *collisions) look(ctx context.Context, what string, s *model.Scenario, starts ...*model.Plan) (Feasibility, *model.Plan, error) {
	v, plan, err := c.a.Any(ctx, what, s, starts...)
	if err != nil && ctx.Err() == nil {
		c.failures = append(c.failures, err.Error())
		return NotKnown, nil, nil
	}
	return v, plan, err
}

func (c *collisions) all() []int {
	list := make([]int, len(c.members))
	for i := range list {
		list[i] = i
	}
	return list
}

func (c *collisions) named(set []int) []Member {
	var list []Member
	for _, i := range set {
		list = append(list, c.members[i])
	}
	return list
}

// only is the scenario without the members that are not in a set.
func (c *collisions) only(set []int) *model.Scenario {
	s := c.s
	for _, i := range without(c.all(), set) {
		s = c.members[i].Without(s)
	}
	return s
}

// verdict says whether the members of a set alone have a plan.
func (c *collisions) verdict(ctx context.Context, set []int) (Feasibility, error) {
	for _, known := range c.possible {
		if within(set, known) {
			return HasPlan, nil
		}
	}
	for _, known := range c.impossible {
		if within(known, set) {
			return NoPlan, nil
		}
	}
	for _, known := range c.unknown {
		if within(set, known) && within(known, set) {
			return NotKnown, nil
		}
	}
	v, _, err := c.look(ctx, c.words(set), c.only(set))
	if err != nil {
		return v, err
	}
	list := map[Feasibility]*[][]int{HasPlan: &c.possible, NoPlan: &c.impossible, NotKnown: &c.unknown}[v]
	*list = append(*list, set)
	return v, nil
}

// words say which members a search is about, by those that it is not where they are fewer.
func (c *collisions) words(set []int) string {
	const few = 4
	left := without(c.all(), set)
	switch {
	case len(left) == 0:
		return "is there a plan?"
	case len(set) == 0:
		return "is there a plan without any rule, budget or demand?"
	case len(set) <= few:
		return "is there a plan with only " + names(c.named(set)) + "?"
	case len(left) <= few:
		return "is there a plan without " + names(c.named(left)) + "?"
	default:
		return fmt.Sprintf("is there a plan with %d of %d rules, budgets and demands?", len(set), len(c.members))
	}
}

func names(members []Member) string {
	var list []string
	for _, m := range members {
		list = append(list, m.String())
	}
	return strings.Join(list, ", ")
}

// mostUnknown is after how many searches ended by a limit a set is good enough that is not
// proven to be the smallest.
const mostUnknown = 5

// smallest finds the smallest colliding set among members that collide. proven is false
// where a search was ended by its limit: the set collides, but a smaller one may too.
func (c *collisions) smallest(ctx context.Context, among []int) (set []int, proven bool, err error) {
	proven = true
	var skipped [][]int // what a set must have something of not to be one that is not known
	for {
		corrections := c.corrections(among)
		if slices.ContainsFunc(corrections, func(x []int) bool { return len(x) == 0 }) {
			return nil, false, errContradiction
		}
		if len(skipped) > mostUnknown {
			set, err = c.shrunk(ctx, among)
			return set, false, err
		}
		set = hitting(append(corrections, skipped...))
		v, err := c.verdict(ctx, set)
		switch {
		case err != nil:
			return nil, false, err
		case v == NoPlan && proven:
			return set, true, nil
		case v == NoPlan:
			set, err = c.shrunk(ctx, set)
			return set, false, err
		case v == NotKnown:
			proven = false
			skipped = append(skipped, without(among, set))
			continue
		}
		if _, err = c.grown(ctx, set, without(among, set)); err != nil {
			return nil, false, err
		}
	}
}

// corrections are the correction sets known: what sets with a plan leave out of some members.
func (c *collisions) corrections(among []int) [][]int {
	var list [][]int
	for _, set := range c.possible {
		list = append(list, without(among, set))
	}
	return list
}

// grown adds to a set with a plan as many of some members as leave it one: all of them, or
// else as many as can be of one half, then of the other. What is not known is not added.
func (c *collisions) grown(ctx context.Context, set, more []int) ([]int, error) {
	if len(more) == 0 {
		return set, nil
	}
	v, err := c.verdict(ctx, union(set, more))
	switch {
	case err != nil:
		return nil, err
	case v == HasPlan:
		return union(set, more), nil
	case len(more) == 1:
		return set, nil
	}
	half := len(more) / 2
	if set, err = c.grown(ctx, set, more[:half]); err != nil {
		return nil, err
	}
	return c.grown(ctx, set, more[half:])
}

// shrunk leaves out of a colliding set what it collides without too.
func (c *collisions) shrunk(ctx context.Context, set []int) ([]int, error) {
	for _, i := range set {
		rest := without(set, []int{i})
		v, err := c.verdict(ctx, rest)
		if err != nil {
			return nil, err
		}
		if v == NoPlan {
			set = rest
		}
	}
	return set, nil
}

// errContradiction says that searches contradict each other: all members but a few have a plan
// though they hold a set without one.
var errContradiction = errors.New("a larger set of rules and demands has a plan where a smaller one has none; the searches contradict each other within their tolerances")
