package branch

import (
	"container/heap"
	"context"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/proof"
)

// node is a part of the search: the program with bounds of some columns changed,
// those of its parent and one more.
type node struct {
	parent       *node
	col          int32 // of the change; none at the root
	lower, upper float64

	bound float64            // proven by set, or by the parent's
	set   *proof.Multipliers // what proves the bound, or with ray that no point is there
	ray   bool
	basis mip.Basis // to start from, of the parent

	serial   int   // order of birth, between equal bounds
	at       int64 // where split
	split    int32 // column, where split
	down, up *node // nil for leaves

	fraction float64 // of the parent's value, that the change took away
}

// queue is a heap of open nodes, the weakest bound first.
type queue []*node

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(*node)) }
func (q queue) Less(i, j int) bool {
	if q[i].bound != q[j].bound {
		return q[i].bound > q[j].bound
	}
	return q[i].serial > q[j].serial
}

func (q *queue) Pop() any {
	old := *q
	n := old[len(old)-1]
	*q = old[:len(old)-1]
	return n
}

// box are bounds of all columns.
type box struct{ lower, upper []float64 }

// enter brings the program to the bounds of a node.
func (s *search) enter(n *node) error {
	lower, upper := slices.Clone(s.lower), slices.Clone(s.upper)
	for a := n; a.parent != nil; a = a.parent {
		lower[a.col], upper[a.col] = max(lower[a.col], a.lower), min(upper[a.col], a.upper)
	}
	var cols []int32
	var lows, ups []float64
	for j := range lower {
		if lower[j] != s.box.lower[j] || upper[j] != s.box.upper[j] {
			cols = append(cols, int32(j))
			lows, ups = append(lows, lower[j]), append(ups, upper[j])
		}
	}
	s.box = box{lower, upper}
	if err := s.lp.SetColBounds(cols, lows, ups); err != nil {
		return err
	}
	if n.basis != nil {
		return s.lp.LoadBasis(n.basis)
	}
	return nil
}

// visit solves a node, proves what it can of it, and closes or splits it. It
// reports true when the node was not solved because the search is to end.
func (s *search) visit(ctx context.Context, n *node) (ended bool, err error) {
	if err := s.enter(n); err != nil {
		return false, err
	}
	answer, err := s.solve(ctx)
	if err != nil {
		return false, err
	}
	s.nodes++
	s.iterations += answer.Iterations + solveIterations
	switch answer.Termination {
	case mip.Interrupted:
		return true, nil
	case mip.Infeasible:
		if s.ev == nil {
			n.ray = true
			s.close(n)
			return false, nil
		}
		if err := s.refute(n, answer.Ray); err != nil || n.ray {
			s.close(n)
			return false, err
		}
	case mip.Optimal:
		before := n.bound
		if s.ev == nil {
			n.bound = min(n.bound, s.sign*answer.Objective)
		} else if err := s.bound(n, answer.RowDual, s.sign*answer.Objective); err != nil {
			return false, err
		}
		s.pseudo.learn(n, before)
	default: // cut off at the target, unbounded, or the engine could not go on
		if answer.Limit == mip.ObjectiveLimit {
			n.bound = min(n.bound, s.target)
		}
		s.close(n)
		return false, nil
	}
	if n.bound <= s.target {
		s.close(n)
		return false, nil
	}
	basis, err := s.lp.SaveBasis()
	if err != nil {
		return false, err
	}
	split, found, err := s.choose(ctx, n, answer.X, basis)
	if err != nil {
		return false, err
	}
	if !found {
		if answer.X != nil {
			s.leaf(answer)
		}
		s.close(n)
		return false, nil
	}
	if s.ev == nil && s.priority(split.col) == 0 {
		s.guide(answer.X)
	}
	s.divide(n, split, basis)
	return false, nil
}

// leaf keeps a point that is whole.
func (s *search) leaf(answer *mip.Relaxation) {
	worth := s.sign * answer.Objective
	if s.best == nil || worth > s.worth {
		s.best, s.worth = answer.X, worth
	}
	s.aim(worth)
}

// solve solves the relaxation. Where only the guards of columns without bounds
// leave it without one they go: then these columns can grow for nothing, and it
// is left to luck that rounding keeps their reduced costs at zero.
func (s *search) solve(ctx context.Context) (*mip.Relaxation, error) {
	answer, err := s.lp.Solve(ctx)
	if err != nil || len(s.guards) == 0 || answer.Termination != mip.Unbounded && answer.Termination != mip.InfeasibleOrUnbounded {
		return answer, err
	}
	costs := make([]float64, len(s.guards))
	for k, j := range s.guards {
		costs[k] = s.m.ColCost[j]
	}
	if err := s.lp.SetColCosts(s.guards, costs); err != nil {
		return nil, err
	}
	s.guards = nil
	return s.lp.Solve(ctx)
}

// divide splits a node.
func (s *search) divide(n *node, c candidate, basis mip.Basis) {
	n.split, n.at, n.basis = c.col, int64(c.at), nil
	n.down = &node{parent: n, col: c.col, lower: math.Inf(-1), upper: c.at, fraction: c.fraction}
	n.up = &node{parent: n, col: c.col, lower: c.at + 1, upper: math.Inf(1), fraction: 1 - c.fraction}
	for k, child := range []*node{n.down, n.up} {
		child.bound, child.set, child.basis = n.bound, n.set, basis
		child.serial = 2*s.nodes + k
		heap.Push(&s.open, child)
	}
}

// certificate writes the tree down as it is: open nodes become leaves with what
// is proven of them.
func (s *search) certificate() *proof.Certificate {
	c := &proof.Certificate{Format: proof.Format, Program: proof.Fingerprint(s.m), Cutoff: s.opt.Incumbent, Implied: s.implied}
	index := map[*proof.Multipliers]int32{}
	worst := s.worst
	for _, n := range s.open {
		worst = max(worst, n.bound)
	}
	if s.opt.Incumbent != nil && slices.ContainsFunc(s.implied, func(b proof.Implied) bool { return b.Row == proof.CutoffRow }) {
		worst = max(worst, s.sign**s.opt.Incumbent)
	}
	c.Bound = proof.Number(s.sign * worst)
	for stack := []*node{s.root}; len(stack) > 0; {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if n.down != nil {
			c.Tree = append(c.Tree, proof.SplitOn(n.split, n.at))
			stack = append(stack, n.up, n.down)
			continue
		}
		k, known := index[n.set]
		if !known {
			k = int32(len(c.Multipliers))
			index[n.set] = k
			c.Multipliers = append(c.Multipliers, *n.set)
		}
		if n.ray {
			c.Tree = append(c.Tree, proof.RayLeaf(k))
		} else {
			c.Tree = append(c.Tree, proof.DualLeaf(k))
		}
	}
	return c
}
