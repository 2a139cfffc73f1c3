package solver

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// alone is what a world alone is worth: the best plan found for it, and what no
// plan for it can beat.
type alone struct{ found, bound float64 }

// ask looks for what information is worth: each world's best plan, if it is not
// known yet, and the plan for the mean world, which it returns. Should that be
// better than what was found, as it can be within the gap, it takes its place.
// What cannot be known is nil, with a note.
func (r *run) ask(ctx context.Context, f *formulation.Formulation, found *mip.Result) (*mip.Result, error) {
	var mean *mip.Result
	var err error
	if r.each == nil {
		err = r.solveEachAlone(ctx)
	}
	if err == nil {
		mean, err = r.meanWorldPlan(ctx, f)
	}
	var why *unknown
	if errors.As(err, &why) {
		r.note("what information is worth is not known: %s", why)
		return nil, nil
	}
	if err == nil && mean.Objective > found.Objective {
		found.X, found.Objective = mean.X, mean.Objective
	}
	return mean, err
}

// solveEachAlone solves every world as if it were certain. Where a search stops
// before its gap, what it found counts, with a note.
func (r *run) solveEachAlone(ctx context.Context) error {
	list := make([]alone, len(r.s.Worlds))
	early, prepaid := 0, 0
	for w := range r.s.Worlds {
		r.stage("the best plan for world %s alone, %d of %d", r.s.Worlds[w].Name, w+1, len(list))
		one := certain(r.s, r.s.Worlds[w])
		f, found, err := r.solved(ctx, one)
		if err != nil {
			return err
		}
		if !found.HasSolution || found.Termination == mip.Interrupted {
			return giveUp("no plan is known for world "+r.s.Worlds[w].Name+" alone", found)
		}
		if math.IsInf(found.DualBound, 0) {
			return giveUp("no bound is known for world "+r.s.Worlds[w].Name+" alone", found)
		}
		if found.Termination != mip.Optimal {
			early++
		}
		if f.Prepays(found.X) {
			prepaid++
		}
		list[w] = alone{formulation.Money(found.Objective), formulation.Money(found.DualBound)}
	}
	if early > 0 {
		r.note("the best plans for %d of %d worlds alone are known within wider gaps than asked for: their searches stopped at a limit", early, len(list))
	}
	if prepaid > 0 {
		r.note("the best plans for %d of %d worlds alone may be worth less than stated: they pay tax before it is due to reinvest more later", prepaid, len(list))
	}
	r.each = list
	return nil
}

// unknown is a figure that could not be found out, in words for a note, and how
// the search for it ended.
type unknown struct {
	why   string
	ended mip.Termination
	limit mip.Limit
}

func (u *unknown) Error() string { return u.why }

func giveUp(what string, found *mip.Result) error {
	return &unknown{what + ": its search stopped (" + found.Termination.String() + ")", found.Termination, found.Limit}
}

// certain is a scenario with one world.
func certain(s *model.Scenario, w model.World) *model.Scenario {
	one := *s
	w.Probability = 1
	one.Worlds = []model.World{w}
	one.Objective.Measure = model.Expected
	return &one
}

// MeanWorld is the world of mean paths and mean lead times; defaults count by
// their chance.
func MeanWorld(s *model.Scenario) model.World {
	first := &s.Worlds[0]
	mean := model.World{Name: "mean", Probability: 1, Provenance: first.Provenance}
	mean.Hashprice = meanPath(s, func(w *model.World) []unit.Hashprice { return w.Hashprice })
	for m := range first.Rent {
		var rent [3][]unit.MoneyPerMWMonth
		var let [3][]unit.Share
		for b := range rent {
			rent[b] = meanPath(s, func(w *model.World) []unit.MoneyPerMWMonth { return w.Rent[m][b] })
			let[b] = meanPath(s, func(w *model.World) []unit.Share { return utilisation(s, w, m, b) })
		}
		mean.Rent, mean.Utilisation = append(mean.Rent, rent), append(mean.Utilisation, let)
	}
	for z := range first.PowerIndex {
		mean.PowerIndex = append(mean.PowerIndex, meanPath(s, func(w *model.World) []unit.Share { return w.PowerIndex[z] }))
		mean.PowerSpread = append(mean.PowerSpread, meanPath(s, func(w *model.World) []unit.Share { return spread(s, w, z) }))
	}
	for i := range s.Sites {
		months := 0.0
		for w := range s.Worlds {
			months += float64(s.Worlds[w].Probability) * float64(lead(s, &s.Worlds[w], i))
		}
		mean.Lead = append(mean.Lead, unit.Months(math.Round(months)))
	}
	return mean
}

// meanPath is the mean over the worlds of a path that all of them have.
func meanPath[T ~float64](s *model.Scenario, path func(*model.World) []T) []T {
	mean := make([]T, len(path(&s.Worlds[0])))
	for w := range s.Worlds {
		for p, v := range path(&s.Worlds[w]) {
			mean[p] += T(s.Worlds[w].Probability) * v
		}
	}
	return mean
}

// ones is a path of 1.
func ones(n int) []unit.Share {
	path := make([]unit.Share, n)
	for p := range path {
		path[p] = 1
	}
	return path
}

func utilisation(s *model.Scenario, w *model.World, market, product int) []unit.Share {
	if w.Utilisation == nil {
		return ones(s.Horizon.Periods)
	}
	return w.Utilisation[market][product]
}

func spread(s *model.Scenario, w *model.World, zone int) []unit.Share {
	if w.PowerSpread == nil {
		return ones(s.Horizon.Periods)
	}
	return w.PowerSpread[zone]
}

func lead(s *model.Scenario, w *model.World, site int) unit.Months {
	if w.Lead == nil {
		return s.Sites[site].Offer.Lead[s.LeadQuantile]
	}
	return w.Lead[site]
}

// meanWorldPlan is the plan that is best in the mean world, as a point of the
// program of all worlds: its whole-number decisions are kept and all others are
// the best that go with them.
func (r *run) meanWorldPlan(ctx context.Context, f *formulation.Formulation) (*mip.Result, error) {
	r.stage("the best plan for the mean world")
	g, found, err := r.solved(ctx, certain(r.s, MeanWorld(r.s)))
	if err != nil {
		return nil, err
	}
	if !found.HasSolution || found.Termination == mip.Interrupted {
		return nil, giveUp("no plan is known for the mean world", found)
	}
	fixed, ok := f.Adopt(g, found.X)
	if !ok {
		return nil, &unknown{"the plan for the mean world cannot be carried out in all worlds", found.Termination, found.Limit}
	}
	lp, err := r.engine.Solve(ctx, fixed, mip.Options{Threads: r.s.Solver.Threads, Seed: r.s.Solver.Seed})
	if err != nil {
		return nil, fmt.Errorf("solver: %s, with the plan for the mean world: %w", r.engine.Name(), err)
	}
	if lp.Termination != mip.Optimal {
		return nil, giveUp("the plan for the mean world cannot be carried out in all worlds", lp)
	}
	return lp, nil
}

// information states what knowing the worlds is worth: mean is the plan for the
// mean world.
func (r *run) information(plan *model.Plan, mean *mip.Result) *model.Information {
	objective, bound := plan.Outcome.Objective, plan.Outcome.Bound
	found, bounds := make([]float64, len(r.each)), make([]float64, len(r.each))
	for w, each := range r.each {
		// The plan itself may be better than what was found for the world alone.
		found[w] = max(each.found, r.goal(plan, w))
		bounds[w] = max(each.bound, found[w])
	}
	waitAndSee := r.measure(found)
	meanValue := min(formulation.Money(mean.Objective), objective)
	return &model.Information{
		MeanWorldPlan: unit.Money(meanValue), WaitAndSee: unit.Money(waitAndSee),
		VSS: unit.Money(objective - meanValue), VSSBound: unit.Money(bound - meanValue),
		EVPI: unit.Money(waitAndSee - objective), EVPIBound: unit.Money(r.measure(bounds) - objective),
	}
}

// goal is the scenario's goal in a world of a plan.
func (r *run) goal(plan *model.Plan, w int) float64 {
	switch r.s.Objective.Goal {
	case model.EquityValue:
		return float64(plan.Worlds[w].EquityValue)
	case model.LeastCapex:
		return -float64(plan.Result.SpendingPV)
	default:
		return float64(plan.Worlds[w].NPV)
	}
}

// measure is the scenario's measure of values by world.
func (r *run) measure(values []float64) float64 {
	probabilities, mean := make([]float64, len(values)), 0.0
	for w := range values {
		probabilities[w] = float64(r.s.Worlds[w].Probability)
		mean += probabilities[w] * values[w]
	}
	switch o := &r.s.Objective; o.Measure {
	case model.CVaR:
		weight := float64(o.Weight)
		return (1-weight)*mean + weight*formulation.CVaR(values, probabilities, float64(o.Tail))
	case model.Regret:
		return 0 // who knows the world regrets nothing
	default:
		return mean
	}
}
