package miptest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// randomMIP is a small program with integer columns between narrow bounds, and
// sometimes a continuous column after them.
func randomMIP(rng *rand.Rand, name string) *problem {
	p := &problem{name: name, maximize: rng.IntN(2) == 0, offset: float64(rng.IntN(11) - 5)}
	integers := 1 + rng.IntN(5)
	for range integers {
		lower := float64(rng.IntN(5) - 3)
		p.cols = append(p.cols, col{lower, lower + float64(rng.IntN(4)), float64(rng.IntN(19) - 9), true})
	}
	if rng.IntN(3) == 0 {
		lower := float64(rng.IntN(9)-6) / 2
		p.cols = append(p.cols, col{lower, lower + float64(rng.IntN(8))/2, float64(rng.IntN(19)-9) / 2, false})
	}
	for range rng.IntN(6) {
		p.rows = append(p.rows, randomRow(rng, len(p.cols)))
	}
	return p
}

// randomRow is a row with one bound, two, or two equal ones.
func randomRow(rng *rand.Rand, cols int) row {
	r := row{lower: -inf, upper: inf, coefficients: make([]float64, cols)}
	for j := range r.coefficients {
		if rng.IntN(3) > 0 {
			r.coefficients[j] = float64(rng.IntN(9) - 4)
		}
	}
	at := float64(rng.IntN(15) - 5)
	switch rng.IntN(8) {
	case 0:
		r.lower, r.upper = at, at
	case 1, 2:
		r.lower, r.upper = at-float64(1+rng.IntN(6)), at
	case 3, 4:
		r.lower = at - 6
	default:
		r.upper = at
	}
	return r
}

// bruteForce finds the best objective over all whole values of the integer
// columns; of a continuous column, which can only be the last, the best end of
// what the rows leave. It reports false when nothing is feasible.
func (p *problem) bruteForce() (float64, bool) {
	best, found := 0.0, false
	x := make([]float64, len(p.cols))
	var try func(j int)
	try = func(j int) {
		if j < len(p.cols) && p.cols[j].integer {
			for v := p.cols[j].lower; v <= p.cols[j].upper; v++ {
				x[j] = v
				try(j + 1)
			}
			return
		}
		value, ok := p.complete(x, j)
		if ok && (!found || (value > best) == p.maximize) {
			best, found = value, true
		}
	}
	try(0)
	return best, found
}

// complete is the best objective when the columns before j are given.
func (p *problem) complete(x []float64, j int) (float64, bool) {
	lower, upper := 0.0, 0.0
	if j < len(p.cols) {
		lower, upper = p.cols[j].lower, p.cols[j].upper
	}
	for _, r := range p.rows {
		rest, factor := 0.0, 0.0
		for k, c := range r.coefficients[:j] {
			rest += c * x[k]
		}
		if j < len(p.cols) {
			factor = r.coefficients[j]
		}
		switch {
		case factor > 0:
			lower, upper = max(lower, (r.lower-rest)/factor), min(upper, (r.upper-rest)/factor)
		case factor < 0:
			lower, upper = max(lower, (r.upper-rest)/factor), min(upper, (r.lower-rest)/factor)
		case rest < r.lower || rest > r.upper:
			return 0, false
		}
	}
	if lower > upper {
		return 0, false
	}
	value := p.offset
	for k := range j {
		value += p.cols[k].cost * x[k]
	}
	if j == len(p.cols) {
		return value, true
	}
	at := lower
	if (p.cols[j].cost > 0) == p.maximize {
		at = upper
	}
	return value + p.cols[j].cost*at, true
}

func (s *suite) testRandomMIP(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	feasible := 0
	for i := range s.caps.Random {
		p := randomMIP(rng, fmt.Sprintf("random MIP %d", i))
		best, found := p.bruteForce()
		r := s.solve(t, context.Background(), p.model(t), nil)
		switch {
		case !found && r.Termination != mip.Infeasible:
			t.Errorf("%s: %v (%s), but it is infeasible: %+v", p.name, r.Termination, r.Raw, p)
		case found && (r.Termination != mip.Optimal || !near(r.Objective, best)):
			t.Errorf("%s: %v (%s) with %v instead of %v: %+v", p.name, r.Termination, r.Raw, r.Objective, best, p)
		case found:
			feasible++
		}
	}
	if feasible < s.caps.Random/5 || feasible > s.caps.Random*4/5 {
		t.Errorf("%d of %d random models are feasible; the mixture says little", feasible, s.caps.Random)
	}
}

// testPermuted holds the optimum to be the same in another order of columns
// and rows and with rows scaled.
func (s *suite) testPermuted(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for i := range s.caps.Random / 10 {
		p := randomMIP(rng, fmt.Sprintf("permuted MIP %d", i))
		a := s.solve(t, context.Background(), p.model(t), nil)
		b := s.solve(t, context.Background(), permuted(rng, p).model(t), nil)
		if a.Termination != b.Termination || a.HasSolution && !near(a.Objective, b.Objective) {
			t.Errorf("%s: %v %v, in another order %v %v: %+v", p.name, a.Termination, a.Objective, b.Termination, b.Objective, p)
		}
	}
}

func permuted(rng *rand.Rand, p *problem) *problem {
	q := &problem{name: p.name, maximize: p.maximize, offset: p.offset}
	order := rng.Perm(len(p.cols))
	for _, j := range order {
		q.cols = append(q.cols, p.cols[j])
	}
	for _, i := range rng.Perm(len(p.rows)) {
		scale := math.Ldexp(1, rng.IntN(7)-3)
		r := row{p.rows[i].lower * scale, p.rows[i].upper * scale, nil}
		for _, j := range order {
			r.coefficients = append(r.coefficients, p.rows[i].coefficients[j]*scale)
		}
		q.rows = append(q.rows, r)
	}
	return q
}
