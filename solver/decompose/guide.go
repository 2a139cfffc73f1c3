package decompose

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// Deep in the tree are points with whole contracts and counters. They are better guides
// to plans than the first relaxation, in which contracts are fractions: a plan is made of
// the contracts of such a point and of signings and halls that such points have, and
// improved. That plan may be worth less than the best so far, and its neighbours more.

const (
	// planNodes limit the search for the plan of a guide.
	planNodes = 20
	// mostGuides is how many guides are followed.
	mostGuides = 4
)

// guided tells whether the first guide waits to be followed.
func (s *search) guided() bool {
	return s.tree != nil && len(s.tree.followed) == 0 && len(s.tree.Guides()) > 0
}

// next is a guide whose contracts differ from those of the guides followed, nil for none.
func (s *search) next() []float64 {
	if len(s.tree.followed) == mostGuides {
		return nil
	}
	accepts := s.f.Accepts()
	for _, guide := range s.tree.Guides() {
		if !slices.ContainsFunc(s.tree.followed, func(x []float64) bool { return alike(x, guide, accepts) }) {
			return guide
		}
	}
	return nil
}

// alike tells whether two points have the same in some columns.
func alike(a, b []float64, cols []int32) bool {
	return !slices.ContainsFunc(cols, func(j int32) bool { return math.Abs(a[j]-b[j]) > wholeEnough })
}

// follow makes a plan with the contracts of a guide and of the signings and halls of all
// guides so far, and looks for better ones nearby.
func (s *search) follow(ctx context.Context, guide []float64, chosen []bool) error {
	s.tree.followed = append(s.tree.followed, guide)
	used := slices.Clone(guide)
	for _, g := range s.tree.Guides() {
		for j, v := range g {
			used[j] = max(used[j], v)
		}
	}
	for _, col := range s.f.Accepts() {
		used[col] = guide[col]
	}
	m := s.f.Used(used)
	sites := slices.Clone(chosen)
	add(sites, s.f.Signs(used))
	var plan *mip.Result
	if err := s.alongside(ctx, stepWork, func() (err error) {
		opt := s.options(restriction)
		opt.MaxNodes = planNodes
		plan, err = s.solveBy(ctx, fmt.Sprintf("a plan with contracts of the tree (%d)", len(s.tree.followed)), m, restriction, opt)
		return err
	}); err != nil {
		return err
	}
	if !plan.HasSolution {
		return nil
	}
	return s.improve(ctx, plan, sites)
}
