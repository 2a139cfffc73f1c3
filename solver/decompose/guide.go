package decompose

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// Deep in the tree are points with whole contracts and counters. They are better guides
// to plans than the first relaxation, in which contracts are fractions: a plan is made
// that takes the contracts of such a point and starts as many halls of each type in each
// period, at whatever sites suit that.

const (
	// planNodes limit the search for the plan of a guide.
	planNodes = 5
	// mostGuides is how many guides are followed.
	mostGuides = 4
)

// guided tells whether the first guide waits to be followed.
func (s *search) guided() bool {
	return s.tree != nil && len(s.tree.followed) == 0 && len(s.tree.Guides()) > 0
}

// next is a guide whose contracts or counters differ from those followed, nil for none.
func (g *growing) next(priorities []int) []float64 {
	if len(g.followed) == mostGuides {
		return nil
	}
	for _, guide := range g.Guides() {
		if !slices.ContainsFunc(g.followed, func(x []float64) bool { return alike(x, guide, priorities) }) {
			return guide
		}
	}
	return nil
}

// alike tells whether two points have the same contracts and counters.
func alike(a, b []float64, priorities []int) bool {
	for j, p := range priorities {
		if p > 0 && math.Abs(a[j]-b[j]) > wholeEnough {
			return false
		}
	}
	return true
}

// follow makes a plan with the contracts and counters of a guide, at its sites and those
// chosen, and looks for better ones nearby.
func (s *search) follow(ctx context.Context, guide []float64, chosen []bool) error {
	s.tree.followed = append(s.tree.followed, guide)
	sites := slices.Clone(chosen)
	for _, g := range s.tree.Guides() {
		add(sites, s.f.Signs(g))
	}
	m := s.f.SigningAt(sites)
	hold(m, s.f.Agreed(), guide)
	var plan *mip.Result
	if err := s.alongside(ctx, guideNodes, func() (err error) {
		opt := s.options(restriction)
		opt.MaxNodes = planNodes
		plan, err = s.solveBy(ctx, fmt.Sprintf("a plan with contracts and counters of the tree (%d)", len(s.tree.followed)), m, restriction, opt)
		return err
	}); err != nil {
		return err
	}
	if !plan.HasSolution || s.best != plan {
		return nil
	}
	return s.improve(ctx, plan, sites)
}
