package branch_test

import (
	"context"
	"math"
	"reflect"
	"testing"

	"github.com/gridalloc/gridalloc/solver/branch"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// TestTree grows trees to their end, a few nodes at a time: no bound on the way is better
// than the optimum, none gets worse, and at the end both are the same, with a point that
// has it; also where a plan is told of half-way.
func TestTree(t *testing.T) {
	infeasible, told := 0, 0
	for seed := range uint64(200) {
		m := randomModel(t, seed)
		want, err := highs.Engine{}.Solve(background, m, mip.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if want.Termination != mip.Optimal && want.Termination != mip.Infeasible {
			continue
		}
		for _, engine := range engines {
			tree, err := branch.Plant(engine, m, branch.Options{Trials: int(seed % 4)})
			if err != nil {
				t.Fatal(err)
			}
			aimed, last := false, better(m, math.Inf(1), 0)
			for !tree.Done() {
				if err := tree.Grow(background, 200); err != nil {
					t.Fatal(err)
				}
				if want.HasSolution && seed%3 == 0 && !aimed {
					told, aimed = told+1, true
					if err := tree.Aim(want.Objective); err != nil {
						t.Fatal(err)
					}
				}
				bound := tree.Bound()
				if better(m, bound, last) > 0 {
					t.Errorf("seed %d: the bound went from %v to %v", seed, last, bound)
				}
				if want.HasSolution && better(m, bound, want.Objective) < 0 && !near(bound, want.Objective) && !tree.Done() {
					t.Errorf("seed %d: the bound %v, the optimum %v", seed, bound, want.Objective)
				}
				last = bound
			}
			x, worth := tree.Best()
			switch {
			case !want.HasSolution:
				infeasible++
				if x != nil || !math.IsInf(last, 0) {
					t.Errorf("seed %d: the bound %v and a point worth %v of a program without points", seed, last, worth)
				}
			case aimed: // the point may be cut off
			case x == nil || !near(worth, want.Objective) || !near(last, want.Objective):
				t.Errorf("seed %d: a point worth %v and the bound %v, the optimum is %v", seed, worth, last, want.Objective)
			}
			tree.Close()
		}
	}
	t.Logf("%d trees without points, %d told of a plan", infeasible, told)
	if infeasible < 20 || told < 20 {
		t.Errorf("%d trees without points, %d told of a plan: the programs say little", infeasible, told)
	}
}

// near tells whether two numbers are the same but for rounding.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-6*max(1, math.Abs(a), math.Abs(b)) }

// TestTreeGuides: guides have the columns of some priority whole and no others need be.
// The same tree grows twice.
func TestTreeGuides(t *testing.T) {
	m := hard(t)
	priority := make([]int, m.NumCols())
	for j := range 4 {
		priority[j] = 1 + j%2
	}
	grow := func(iterations int64) *branch.Tree {
		tree, err := branch.Plant(highs.Engine{}, m, branch.Options{Priority: priority, Trials: 2})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(tree.Close)
		for left := int64(20000); left > 0 && !tree.Done(); left -= iterations {
			if err := tree.Grow(background, iterations); err != nil {
				t.Fatal(err)
			}
		}
		return tree
	}
	a, b := grow(100), grow(100)
	if len(a.Guides()) == 0 {
		t.Fatal("no guides")
	}
	for _, x := range a.Guides() {
		for j, p := range priority {
			if p > 0 && math.Abs(x[j]-math.Round(x[j])) > 1e-6 {
				t.Errorf("column %d of a guide is %v", j, x[j])
			}
		}
	}
	if a.Bound() != b.Bound() || !reflect.DeepEqual(a.Guides(), b.Guides()) {
		t.Errorf("bounds %v and %v, %d and %d guides", a.Bound(), b.Bound(), len(a.Guides()), len(b.Guides()))
	}
	cancelled, stop := context.WithCancel(background)
	stop()
	if before := a.Nodes(); a.Grow(cancelled, 10) != nil || a.Nodes() != before {
		t.Errorf("%d nodes visited after the end, of %d", a.Nodes()-before, before)
	}
}

// TestTreeLimits: only the cutoff says that a program is worse than what is known. One that
// the engine ends for another reason leaves the bound where it was.
func TestTreeLimits(t *testing.T) {
	m := hard(t)
	want, err := highs.Engine{}.Solve(background, m, mip.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := branch.Plant(limited{}, m, branch.Options{Incumbent: &want.Objective})
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	for !tree.Done() {
		if err := tree.Grow(background, 1000); err != nil {
			t.Fatal(err)
		}
	}
	if tree.Nodes() < 2 || better(m, tree.Bound(), want.Objective) < 1e-3 {
		t.Errorf("%d nodes, the bound %v, the optimum %v", tree.Nodes(), tree.Bound(), want.Objective)
	}
}

// limited is HiGHS, but all linear programs after the first end by a limit of its own.
type limited struct{ highs.Engine }

func (l limited) Relax(m *mip.Model) (mip.Relaxer, error) {
	r, err := l.Engine.Relax(m)
	return &limitedRelaxer{Relaxer: r}, err
}

type limitedRelaxer struct {
	mip.Relaxer
	solves int
}

func (l *limitedRelaxer) Solve(ctx context.Context) (*mip.Relaxation, error) {
	if l.solves++; l.solves > 1 {
		return &mip.Relaxation{Termination: mip.LimitReached, Limit: mip.OtherLimit}, nil
	}
	return l.Relaxer.Solve(ctx)
}
