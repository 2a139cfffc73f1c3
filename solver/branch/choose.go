package branch

import "math"

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
	gain := max(before-n.bound, 0) / n.fraction
	p.sum[side][n.col] += gain
	p.count[side][n.col]++
	p.all[0] += gain
	p.all[1]++
}

// expected is what branching on a column to a side is expected to do per unit:
// what it did so far, or what other columns did.
func (p *pseudoCosts) expected(side int, col int) float64 {
	if n := p.count[side][col]; n > 0 {
		return p.sum[side][col] / n
	}
	if p.all[1] > 0 {
		return p.all[0] / p.all[1]
	}
	return 1
}

// choose is the column to split at a point, where to, and the fraction above
// that; -1 when every integer column is at a whole number. Without a point it
// is the first integer column of the highest priority that can be split.
func (s *search) choose(x []float64) (col int32, at, fraction float64) {
	const least = 1e-6
	col = -1
	priority, best := 0, 0.0
	for j, integer := range s.m.ColInteger {
		if !integer || s.box.lower[j] >= s.box.upper[j] {
			continue
		}
		down, f, score := s.box.lower[j], 0.5, least
		if x != nil {
			down = math.Floor(x[j])
			f = x[j] - down
			score = max(f*s.pseudo.expected(0, j), least) * max((1-f)*s.pseudo.expected(1, j), least)
		}
		if f < integral || f > 1-integral || math.IsInf(down, 0) {
			continue
		}
		p := 0
		if s.opt.Priority != nil {
			p = s.opt.Priority[j]
		}
		if col < 0 || p > priority || p == priority && score > best {
			col, at, fraction, priority, best = int32(j), down, f, p, score
		}
	}
	return col, at, fraction
}
