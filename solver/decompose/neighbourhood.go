package decompose

import (
	"context"
	"math"
	"sync"

	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Budgets that bind are filled almost exactly by many sets of sites that are worth
// nearly the same, and no plan found at once is the best of them. Large-neighbourhood
// search (Shaw, Using Constraint Programming and Local Search Methods to Solve Vehicle
// Routing Problems, 1998) keeps a plan as it is but for a part, and solves the small
// program that is left:
//
//   - the decisions in which the plan differs from the relaxation with the plan's
//     contracts (Danna, Rothberg and Le Pape, Exploring relaxation induced
//     neighborhoods to improve MIP solutions, 2005), which gains most;
//   - the signings and new halls that begin in a window of periods.
//
// Contracts stay. One neighbourhood of each kind start from the same plan, and the
// better outcome counts, the first of equals: so the plan is the same whether they are
// solved side by side or one after another. All limits are by nodes and rounds, so
// that it is the same on every machine.

const (
	// window is how many years a neighbourhood in time has, stride how far the next is
	// from it.
	window, stride = 5, 2
	// neighbourNodes limit the search of a neighbourhood.
	neighbourNodes = 20
	// neighbourGap is how near to the best of a neighbourhood the search of it
	// goes, and how much all windows in turn have to gain for another turn.
	neighbourGap = 0.001
)

// neighbourhood says which decisions are free.
type neighbourhood func(d formulation.Decision) bool

// neighbours is a search from a plan.
type neighbours struct {
	*search
	plan  *mip.Result // the best so far of this search
	sites []bool      // where plans may sign
}

// improve looks for better plans near one that sign at the sites listed.
func (s *search) improve(ctx context.Context, plan *mip.Result, sites []bool) error {
	if s.parts&Neighbours == 0 || plan == nil || s.over(ctx) {
		return nil
	}
	s.tell("neighbours of the plan")
	n := &neighbours{search: s, plan: plan, sites: sites}
	relaxed, err := n.relaxed(ctx)
	if err != nil || relaxed == nil {
		return err
	}
	for gained := true; gained; {
		before := n.plan.Objective
		year := s.f.PeriodsPerYear()
		for last := s.f.Periods(); last > 0 && !s.over(ctx) && !s.guided(); last = next(last, year) {
			if err := s.alongside(ctx, stepWork, func() error {
				return n.round(ctx, []neighbourhood{n.differing(relaxed), within(last-window*year, last)})
			}); err != nil {
				return err
			}
		}
		gained = n.plan.Objective-before > neighbourGap*math.Abs(before) && !s.over(ctx) && !s.guided()
	}
	return nil
}

// next is where the window before one ends, 0 where that began with the horizon. A year
// has so many periods.
func next(last, year int) int {
	if last <= window*year {
		return 0
	}
	return max(last-stride*year, window*year)
}

// within is the neighbourhood of the periods from first up to last.
func within(first, last int) neighbourhood {
	return func(d formulation.Decision) bool { return d.Period >= first && d.Period < last }
}

// differing is the neighbourhood in which the plan differs from a relaxation.
func (n *neighbours) differing(relaxed []float64) neighbourhood {
	plan := n.plan.X
	return func(d formulation.Decision) bool { return math.Abs(relaxed[d.Col]-plan[d.Col]) > wholeEnough }
}

// relaxed is the relaxation with the contracts of the plan, nil where it has
// no optimum in time.
func (n *neighbours) relaxed(ctx context.Context) ([]float64, error) {
	m := n.f.SigningAt(n.sites)
	hold(m, n.f.Accepts(), n.plan.X)
	opt := n.options(relaxation)
	opt.Progress = nil // its bound is for these contracts only
	r, err := n.engine.Solve(ctx, m.Relaxed(), opt)
	if err != nil || !r.HasSolution {
		return nil, err
	}
	return r.X, nil
}

// round solves neighbourhoods of the plan and keeps the best outcome.
func (n *neighbours) round(ctx context.Context, list []neighbourhood) error {
	results, errs := make([]*mip.Result, len(list)), make([]error, len(list))
	opt := n.options(restriction)
	opt.MaxNodes, opt.RelativeGap, opt.Threads, opt.Start = neighbourNodes, neighbourGap, 1, n.plan.X
	solve := func(i int) {
		results[i], errs[i] = n.engine.Solve(ctx, n.near(list[i]), opt)
	}
	var wait sync.WaitGroup
	for i := range list {
		if n.threads() < len(list) {
			solve(i)
			continue
		}
		wait.Go(func() { solve(i) })
	}
	wait.Wait()
	for i, r := range results {
		if errs[i] != nil {
			return errs[i]
		}
		n.keep(r, restriction)
		if r.HasSolution && r.Objective > n.plan.Objective {
			n.plan = r
		}
	}
	return nil
}

// near is the program of a neighbourhood of the plan.
func (n *neighbours) near(free neighbourhood) *mip.Model {
	m := n.f.SigningAt(n.sites)
	kept := n.f.Accepts()
	for _, d := range n.f.Decisions() {
		if !free(d) {
			kept = append(kept, d.Col)
		}
	}
	hold(m, kept, n.plan.X)
	return m
}

// hold holds whole-number columns of a model of our own at what a point has.
func hold(m *mip.Model, cols []int32, x []float64) {
	for _, col := range cols {
		v := math.Round(x[col])
		m.ColLower[col], m.ColUpper[col] = v, v
	}
}
