package solver

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/mip"
)

const (
	// yearsGap is how near to the best a plan by years is looked for: it is only where
	// the search by shorter periods starts.
	yearsGap = 0.02
	// yearsShare is the share of the time that it may take.
	yearsShare = 0.3
)

// byYears plans a scenario of shorter periods by years first, and adds the plan to those
// to start from: what begins in a year begins with its first period. A program by quarters
// has four times the columns of one by years, and for each of its plans many others that
// shift a hall by a quarter and are worth nearly the same, among which good contracts
// are hard to find. The time this takes is part of the search's.
func (r *run) byYears(ctx context.Context, options *mip.Options) error {
	years, ok := r.s.ByYears()
	if !ok || r.s.Objective.Measure == model.Regret { // which solves each world alone
		return nil
	}
	began := time.Now()
	years.Solver.Gap = max(years.Solver.Gap, yearsGap)
	years.Solver.TimeLimit *= yearsShare
	years.Solver.MemoryLimit = 0 // ctx heeds it already
	answer, err := Solve(ctx, years, r.engine, Options{
		Version: r.opt.Version, Without: r.opt.Without,
		Stage: func(phase string) { r.stage("by years: %s", phase) },
	})
	if errors.Is(err, errPrepaid) {
		r.note("the search did not start from a plan by years, which would pay tax before it is due")
		return nil
	}
	if err != nil {
		return err
	}
	if answer.Plan != nil {
		r.opt.Starts = append(slices.Clone(r.opt.Starts), beginning(answer.Plan, years.Horizon, r.s.Horizon))
	}
	if options.TimeLimit > 0 {
		options.TimeLimit = max(options.TimeLimit-time.Since(began), time.Millisecond)
	}
	return nil
}

// beginning is a plan by years with the decisions of each year in its first period.
func beginning(plan *model.Plan, years, periods model.Horizon) *model.Plan {
	first := func(label string) string {
		if p, known := years.Period(label); known {
			return periods.Label(p * years.PeriodMonths / periods.PeriodMonths)
		}
		return label // the end of the horizon
	}
	c := *plan
	c.Signings, c.Halls = slices.Clone(plan.Signings), slices.Clone(plan.Halls)
	for i := range c.Signings {
		c.Signings[i].Signed = first(c.Signings[i].Signed)
	}
	for i := range c.Halls {
		c.Halls[i].Start, c.Halls[i].End = first(c.Halls[i].Start), first(c.Halls[i].End)
	}
	return &c
}
