package explain

import (
	"context"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Whether something belongs in the best plan is proven by two solves: the best plan that
// has it, and the best that leaves it out. Where the plan found for one side is worth at
// least what bounds all plans of the other, no plan of the other side is better. Between
// that and the proof of the contrary lie amounts at which the gaps leave it open.

// contest is between plans that have something and plans that leave it out: which of them
// wins in changed scenarios.
type contest struct {
	*Analyst
	s *model.Scenario
	// want is the side that has to win, rival the other.
	want, rival camp
	// known and rough are what was found by scenario: to its gap, and to a wider one.
	known, rough map[string]*Found
}

// camp is one side of a contest.
type camp struct {
	words string // behind what the scenario is
	force func(*model.Scenario) *model.Scenario
	first *Found // in the scenario as it is, then the last one found
	last  *Found
}

// duel is what was found for both sides in a scenario.
type duel struct{ want, rival *Found }

// won reports whether it is proven that no plan of the other side is better.
func (d *duel) won() bool { return d.want.Plan != nil && d.want.Worth >= d.rival.Bound }

// lost reports whether it is proven that the other side's best plan is better.
func (d *duel) lost() bool { return d.want.Bound < d.rival.Worth }

// cost is what plans of the wanted side are worth less: infinite where there are none.
func (d *duel) cost() Gain {
	switch none := math.Inf(1); {
	case d.want.Ended == mip.Infeasible:
		return Gain{none, none, none}
	case d.rival.Ended == mip.Infeasible:
		return Gain{-none, -none, -none}
	}
	return GainOf(d.want, d.rival)
}

// fight solves both sides of a scenario to its gap.
func (c *contest) fight(ctx context.Context, what string, s *model.Scenario) (*duel, error) {
	return c.fightTo(ctx, what, s, float64(c.s.Solver.Gap))
}

// roughly is the gap to which both sides are solved first where it only matters which wins.
const roughly = 0.02

// decide solves both sides of a scenario as far as it takes to know which wins, and to its
// gap where that does not tell.
func (c *contest) decide(ctx context.Context, what string, s *model.Scenario) (*duel, error) {
	if c.s.Solver.Gap < roughly {
		d, err := c.fightTo(ctx, what, s, roughly)
		if err != nil || d.won() || d.lost() {
			return d, err
		}
	}
	return c.fight(ctx, what, s)
}

// fightTo solves both sides of a scenario to a gap.
func (c *contest) fightTo(ctx context.Context, what string, s *model.Scenario, gap float64) (*duel, error) {
	want, err := c.best(ctx, what, s, &c.want, gap)
	if err != nil {
		return nil, err
	}
	rival, err := c.best(ctx, what, s, &c.rival, gap)
	if err != nil {
		return nil, err
	}
	return &duel{want, rival}, nil
}

// best finds the best plan of a side to a gap. A scenario that the side has solved before,
// because what is changed does not concern it, is not solved again.
func (c *contest) best(ctx context.Context, what string, s *model.Scenario, of *camp, gap float64) (*Found, error) {
	forced := of.force(s)
	hash := file.Hash(forced)
	if f, ok := c.known[hash]; ok {
		return f, nil
	}
	forced.Solver.Gap = unit.Share(gap) // force returns a scenario of its own
	var known solver.Known
	if f, ok := c.rough[hash]; ok {
		if f.Plan == nil || gap >= roughly {
			return f, nil
		}
		known.Starts = []*model.Plan{f.Plan}
		if !math.IsInf(f.Bound, 0) {
			known.Bound = &f.Bound
		}
	}
	for _, f := range []*Found{of.first, of.last} {
		if f != nil && f.Plan != nil && !slices.Contains(known.Starts, f.Plan) {
			known.Starts = append(known.Starts, f.Plan)
		}
	}
	f, err := c.Find(ctx, what+": "+of.words, forced, known)
	if err != nil {
		return nil, err
	}
	of.add(f)
	if gap > float64(c.s.Solver.Gap) {
		c.rough[hash] = f
	} else {
		c.known[hash] = f
	}
	return f, nil
}

// keep has a side know the best plan of the scenario as it is.
func (c *contest) keep(of *camp, f *Found) {
	of.add(f)
	c.known[file.Hash(of.force(c.s))] = f
}

// add remembers what a side has found, to start from.
func (x *camp) add(f *Found) {
	if x.first == nil {
		x.first = f
	}
	x.last = f
}
