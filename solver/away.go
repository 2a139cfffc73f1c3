package solver

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// Away has Solve look for a plan of the scenario that is worth at least so much and is as
// far as possible from others, or has as many MW as possible in a region, or as few. It is
// polished by the scenario's own objective. The program is given to the engine whole.
// Certificate, Worth and Information do not go with it, nor do Region and Bound.
type Away struct {
	// Floor is what the plan is to be worth at least by the scenario's measure, Best what no
	// plan of the scenario is worth more than, infinite where that is not known: the plan
	// states it as its bound.
	Floor, Best float64
	// From are the plans to be far from: see formulation.Away.
	From []*model.Plan
	// Region, where it is not empty, asks for the most MW there instead of for distance, and
	// Least for the fewest.
	Region string
	Least  bool
	// Without and With are regions in which no plan that is worth the floor starts halls, or
	// each does, as the caller knows.
	Without, With []string
	// Gap ends the search when no plan can be farther by more than this share.
	Gap float64
}

// Reached is how far the search of an Away came: Value is the distance, or the MW in the
// region, Bound what no plan that is worth the floor exceeds (or, asked for the fewest,
// falls short of).
type Reached struct{ Value, Bound float64 }

// awayNodes limits the search for a plan away from others: its bound hardly moves after a
// while, as the objective of the scenario is but a row. A limit by nodes leaves the same plan
// on every machine.
const awayNodes = 1000

// away is solve for a plan away from others.
func (r *run) away(ctx context.Context, f *formulation.Formulation) (*Answer, error) {
	wanted := r.opt.Away
	g, err := r.within(ctx, f)
	if err != nil {
		return nil, err
	}
	sense := 1.0
	var program *formulation.Away
	switch {
	case wanted.Region == "":
		program = g.NewAway(wanted.Floor, wanted.From)
	case wanted.Least:
		sense = -1
		fallthrough
	default:
		program = g.NewExtent(wanted.Floor, wanted.Region, wanted.Least)
	}
	options := engineOptions(r.s)
	options.RelativeGap, options.MaxNodes = wanted.Gap, awayNodes
	if options.Start, err = r.startAway(ctx, g, program); err != nil {
		return nil, err
	}
	if g.Model.NumIntegers() > smallProgram {
		if err := r.fewSites(ctx, g, program, &options); err != nil {
			return nil, err
		}
	}
	found, err := r.engine.Solve(ctx, program.Model, options)
	if err != nil {
		return nil, fmt.Errorf("solver: %s: %w", r.engine.Name(), err)
	}
	found.Termination, found.Limit = endedBy(ctx, found.Termination, found.Limit)
	answer := &Answer{
		Termination: found.Termination, Limit: found.Limit, Bound: wanted.Best,
		Reached:    &Reached{Value: math.NaN(), Bound: sense * found.DualBound},
		Statistics: Statistics{Nodes: found.Nodes},
	}
	if !found.HasSolution {
		return answer, nil
	}
	answer.Reached.Value = sense * found.Objective
	point := *found
	point.X = found.X[:f.Model.NumCols()]
	plan, err := r.polish(f, &point)
	if err != nil {
		return nil, err
	}
	plan.Manifest = manifest(r.s, model.Whole, r.engine, r.opt)
	if r.opt.Reduced != nil {
		if plan.Sample, err = r.sample(plan); err != nil {
			return nil, err
		}
	}
	answer.Report = verify.Check(r.s, plan, verify.Options{})
	if plan.Outcome.Verified = answer.Report.OK; answer.Report.OK {
		answer.Plan = plan
	}
	return answer, nil
}

// within is the program without decisions that no plan worth the floor has, by what the
// caller knows of regions and by the relaxation: a unit of a column whose reduced cost is d
// takes at least -d from the relaxation's worth (reduced-cost fixing: Dantzig, Fulkerson and
// Johnson, Operations Research 2, 1954). What is left is worth the floor in the same plans.
func (r *run) within(ctx context.Context, f *formulation.Formulation) (*formulation.Formulation, error) {
	wanted := r.opt.Away
	for _, region := range wanted.Without {
		f = f.Building(region, false)
	}
	for _, region := range wanted.With {
		f = f.Building(region, true)
	}
	options := engineOptions(r.s)
	options.FixedDuals = true
	lp, err := r.engine.Solve(ctx, f.Model.Relaxed(), options)
	if err != nil {
		return nil, fmt.Errorf("solver: %s: %w", r.engine.Name(), err)
	}
	if lp.Termination != mip.Optimal || lp.ColDual == nil {
		return f, nil
	}
	room := lp.Objective - formulation.Value(wanted.Floor) + agreement*max(math.Abs(lp.Objective), 1)
	m := *f.Model
	m.ColUpper = slices.Clone(m.ColUpper)
	for j, integer := range m.ColInteger {
		if d := lp.ColDual[j]; integer && d < 0 {
			m.ColUpper[j] = min(m.ColUpper[j], m.ColLower[j]+math.Floor(max(room, 0)/-d+agreement))
		}
	}
	tight := *f
	tight.Model = &m
	return &tight, nil
}

// fewSites looks for a start where a program is large: the farthest plan that signs only at
// the sites of plans at hand and where the relaxation of the program mostly signs. It takes
// half of the time at most, which is part of the search's.
func (r *run) fewSites(ctx context.Context, f *formulation.Formulation, program *formulation.Away, options *mip.Options) error {
	began := time.Now()
	first := *options
	first.TimeLimit /= 2
	relaxed, err := r.engine.Solve(ctx, program.Model.Relaxed(), first)
	if err != nil || !relaxed.HasSolution {
		return err
	}
	few := *program.Model
	few.ColUpper = slices.Clone(few.ColUpper)
	for _, col := range f.Closed(relaxed.X, r.opt.Starts) {
		few.ColUpper[col] = 0
	}
	found, err := r.engine.Solve(ctx, &few, first)
	if err != nil {
		return err
	}
	if found.HasSolution {
		options.Start = found.X
	}
	if options.TimeLimit > 0 {
		options.TimeLimit = max(options.TimeLimit-time.Since(began), time.Millisecond)
	}
	return nil
}

// startAway is the point of the best start: the farthest that is worth the floor. nil for none.
func (r *run) startAway(ctx context.Context, f *formulation.Formulation, program *formulation.Away) ([]float64, error) {
	var best []float64
	most := math.Inf(-1)
	for _, plan := range r.opt.Starts {
		left, err := r.left(ctx, f, plan)
		if err != nil {
			return nil, err
		}
		if left == nil || formulation.Money(left.Objective) < r.opt.Away.Floor {
			continue
		}
		x := program.Point(left.X)
		value := 0.0
		for j, cost := range program.Model.ColCost {
			value += cost * x[j]
		}
		if value > most {
			best, most = x, value
		}
	}
	return best, nil
}
