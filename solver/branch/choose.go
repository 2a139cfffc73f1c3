package branch

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// integral is how far a whole number may be from one.
const integral = 1e-6

// pseudoCosts are what branching on each column did to the bound so far, per
// unit taken away, downward and upward.
type pseudoCosts struct {
	sum   [2][]float64
	count [2][]float64
	all   [2]float64 // sum and count over all columns
}

func newPseudoCosts(cols int) pseudoCosts {
	var p pseudoCosts
	for side := range p.sum {
		p.sum[side], p.count[side] = make([]float64, cols), make([]float64, cols)
	}
	return p
}

// learn notes what the split that made a node did to the bound.
func (p *pseudoCosts) learn(n *node, before float64) {
	if n.parent == nil || math.IsInf(before, 0) || n.fraction < integral {
		return
	}
	side := 0
	if n == n.parent.up {
		side = 1
	}
	p.note(side, n.col, max(before-n.bound, 0)/n.fraction)
}

// note notes a gain per unit.
func (p *pseudoCosts) note(side int, col int32, gain float64) {
	if math.IsInf(gain, 0) {
		return // a side without a point, where nothing says what that is worth
	}
	p.sum[side][col] += gain
	p.count[side][col]++
	p.all[0] += gain
	p.all[1]++
}

// expected is what branching on a column to a side is expected to do per unit:
// what it did so far, or what other columns did.
func (p *pseudoCosts) expected(side int, col int32) float64 {
	if n := p.count[side][col]; n > 0 {
		return p.sum[side][col] / n
	}
	if p.all[1] > 0 {
		return p.all[0] / p.all[1]
	}
	return 1
}

// candidate is an integer column that can be split: where to, and the fraction of its
// value above that.
type candidate struct {
	col          int32
	at, fraction float64
}

// candidates are the columns of the highest priority that can be split at a point,
// none when every integer column is at a whole number. Without a point they can be split
// at their lower bounds.
func (s *search) candidates(x []float64) []candidate {
	var list []candidate
	priority := 0
	for j, integer := range s.m.ColInteger {
		if !integer || s.box.lower[j] >= s.box.upper[j] {
			continue
		}
		c := candidate{int32(j), s.box.lower[j], 0.5}
		if x != nil {
			c.at = math.Floor(x[j])
			c.fraction = x[j] - c.at
		}
		p := s.priority(c.col)
		if c.fraction < integral || c.fraction > 1-integral || math.IsInf(c.at, 0) || len(list) > 0 && p < priority {
			continue
		}
		if p > priority {
			list, priority = list[:0], p
		}
		list = append(list, c)
	}
	return list
}

// priority is that of a column.
func (s *search) priority(col int32) int {
	if s.opt.Priority == nil {
		return 0
	}
	return s.opt.Priority[col]
}

// score is what splitting a column is expected to do to the bounds of both sides.
func (s *search) score(c candidate) float64 {
	const least = 1e-6
	return max(c.fraction*s.pseudo.expected(0, c.col), least) * max((1-c.fraction)*s.pseudo.expected(1, c.col), least)
}

// choose is the column to split a node by, whose relaxation has the point x; false
// when there is none. The basis is that of the relaxation.
func (s *search) choose(ctx context.Context, n *node, x []float64, basis mip.Basis) (candidate, bool, error) {
	list := s.candidates(x)
	if len(list) == 0 {
		return candidate{}, false, nil
	}
	if x == nil {
		return list[0], true, nil
	}
	if err := s.trials(ctx, n, list, basis); err != nil {
		return candidate{}, false, err
	}
	if known := s.known(list); len(known) > 0 {
		list = known
	}
	best, score := list[0], 0.0
	for _, c := range list {
		if v := s.score(c); v > score {
			best, score = c, v
		}
	}
	return best, true, nil
}

// tried tells whether both sides of a column have been tried, or split.
func (s *search) tried(c candidate) bool {
	return s.pseudo.count[0][c.col] > 0 && s.pseudo.count[1][c.col] > 0
}

// known are the candidates of which something is known.
func (s *search) known(list []candidate) []candidate {
	return slices.DeleteFunc(slices.Clone(list), func(c candidate) bool { return !s.tried(c) })
}

// trials tries what splitting does for the most fractional columns of which nothing is
// known (reliability branching: Achterberg, Koch and Martin, Branching rules revisited,
// Operations Research Letters 33, 2005).
func (s *search) trials(ctx context.Context, n *node, list []candidate, basis mip.Basis) error {
	unknown := slices.DeleteFunc(slices.Clone(list), s.tried)
	slices.SortStableFunc(unknown, func(a, b candidate) int {
		return cmp.Compare(math.Abs(a.fraction-0.5), math.Abs(b.fraction-0.5))
	})
	for _, c := range unknown[:min(len(unknown), s.opt.Trials)] {
		for side, bounds := range [2][2]float64{{s.box.lower[c.col], c.at}, {c.at + 1, s.box.upper[c.col]}} {
			worth, err := s.try(ctx, c.col, bounds, basis)
			if err != nil {
				return err
			}
			gain := min(max(n.bound-max(worth, s.target), 0), refuted*math.Abs(n.bound))
			s.pseudo.note(side, c.col, gain/[2]float64{c.fraction, 1 - c.fraction}[side])
		}
	}
	return nil
}

// refuted is the share of the bound that a side without a point counts for.
const refuted = 0.1

// try is what the relaxation is worth with other bounds of a column.
func (s *search) try(ctx context.Context, col int32, bounds [2]float64, basis mip.Basis) (float64, error) {
	cols := []int32{col}
	if err := s.lp.SetColBounds(cols, bounds[:1], bounds[1:]); err != nil {
		return 0, err
	}
	if err := s.lp.LoadBasis(basis); err != nil {
		return 0, err
	}
	answer, err := s.lp.Solve(ctx)
	if err != nil {
		return 0, err
	}
	s.iterations += answer.Iterations + solveIterations
	worth := math.Inf(-1) // without a point, or cut off
	if answer.Termination == mip.Optimal {
		worth = s.sign * answer.Objective
	}
	return worth, s.lp.SetColBounds(cols, []float64{s.box.lower[col]}, []float64{s.box.upper[col]})
}
