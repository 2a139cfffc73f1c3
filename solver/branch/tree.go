package branch

import (
	"context"
	"slices"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// Tree is a branch and bound that grows when it is told to. Its bound is what the
// engine says of its relaxations. It is for one goroutine at a time; Close frees it.
type Tree struct{ s *search }

// Plant opens a tree for a program. Of the options MaxNodes, TimeLimit and Progress are
// the caller's business.
func Plant(engine mip.RelaxEngine, m *mip.Model, opt Options) (*Tree, error) {
	s := newSearch(m, opt)
	if err := s.start(engine, m); err != nil {
		return nil, err
	}
	t := &Tree{s}
	if opt.Incumbent == nil {
		return t, nil
	}
	if err := t.Aim(*opt.Incumbent); err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

// Grow visits nodes until its linear programs took so many iterations more, nothing is
// open or the context ends. Each program counts for solveIterations besides its own.
func (t *Tree) Grow(ctx context.Context, iterations int64) error {
	for end := t.s.iterations + iterations; t.s.iterations < end && !t.Done() && ctx.Err() == nil; {
		if err := t.s.step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// solveIterations is how many iterations take about as long as it takes to begin with a
// linear program from a basis.
const solveIterations = 100

// Aim tells of a point and what it is worth: the bound is not brought below it by more
// than the gap.
func (t *Tree) Aim(incumbent float64) error {
	t.s.aim(t.s.sign * incumbent)
	return t.s.lp.SetCutoff(t.s.sign * t.s.target)
}

// Done tells whether nothing is open.
func (t *Tree) Done() bool { return len(t.s.open) == 0 }

// Bound is what no point is worth more than.
func (t *Tree) Bound() float64 { return t.s.sign * t.s.weakest() }

// Best is the best of the tree's leaves that are whole, and what it is worth; nil for none.
func (t *Tree) Best() (x []float64, worth float64) { return t.s.best, t.s.sign * t.s.worth }

// Nodes is how many nodes were visited.
func (t *Tree) Nodes() int { return t.s.nodes }

// Guides are points of relaxations in which all columns of some priority are whole, in the
// order found.
func (t *Tree) Guides() [][]float64 { return t.s.guides }

// Close frees the tree.
func (t *Tree) Close() { t.s.lp.Close() }

// guide keeps a point.
func (s *search) guide(x []float64) {
	if len(s.guides) < mostGuides {
		s.guides = append(s.guides, slices.Clone(x))
	}
}

// mostGuides is how many guides are kept.
const mostGuides = 100
