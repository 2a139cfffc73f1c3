package miptest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// randomLP is a linear program that is feasible by construction, at a point of
// small whole numbers, and bounded by its columns.
func randomLP(rng *rand.Rand, name string) *problem {
	p := &problem{name: name, maximize: rng.IntN(2) == 0, offset: float64(rng.IntN(5))}
	n := 2 + rng.IntN(10)
	point := make([]float64, n)
	for j := range n {
		point[j] = float64(rng.IntN(7) - 3)
		p.cols = append(p.cols, col{point[j] - float64(rng.IntN(4)), point[j] + float64(rng.IntN(4)), float64(rng.IntN(21) - 10), false})
	}
	for range rng.IntN(8) {
		r := randomRow(rng, n)
		at := 0.0
		for j, c := range r.coefficients {
			at += c * point[j]
		}
		shift := at - clampTo(at, r.lower, r.upper)
		r.lower, r.upper = r.lower+shift, r.upper+shift
		p.rows = append(p.rows, r)
	}
	return p
}

func clampTo(v, lower, upper float64) float64 { return max(lower, min(v, upper)) }

// testRandomLP solves feasible, bounded programs; the duals, where the engine
// has them, must prove the optimum.
func (s *suite) testRandomLP(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for i := range s.caps.Random {
		m := randomLP(rng, fmt.Sprintf("random LP %d", i)).model(t)
		r := s.solve(t, context.Background(), m, func(o *mip.Options) { o.FixedDuals = true })
		if r.Termination != mip.Optimal {
			t.Errorf("%s: %v (%s), but it has an optimum", m.Name, r.Termination, r.Raw)
			continue
		}
		if s.caps.Duals {
			checkDuals(t, m, r)
		}
	}
}

// checkDuals holds the duals of a linear program against the optimum: reduced
// costs are what the rows leave of the costs, and the dual objective is the
// primal one (strong duality, with bounds on both sides of rows and columns).
func checkDuals(t *testing.T, m *mip.Model, r *mip.Result) {
	t.Helper()
	if len(r.RowDual) != m.NumRows() || len(r.ColDual) != m.NumCols() {
		t.Errorf("%s: %d row duals and %d column duals for %d rows and %d columns", m.Name, len(r.RowDual), len(r.ColDual), m.NumRows(), m.NumCols())
		return
	}
	dual := m.Offset
	for i, y := range r.RowDual {
		dual += worth(t, m, y, m.RowLower[i], m.RowUpper[i])
	}
	for j, d := range r.ColDual {
		reduced := m.ColCost[j]
		for k := m.Start[j]; k < m.Start[j+1]; k++ {
			reduced -= m.Value[k] * r.RowDual[m.Index[k]]
		}
		if !near(reduced, d) {
			t.Errorf("%s: column %d has the reduced cost %v, the engine says %v", m.Name, j, reduced, d)
		}
		dual += worth(t, m, d, m.ColLower[j], m.ColUpper[j])
	}
	if !near(dual, r.Objective) {
		t.Errorf("%s: the dual objective is %v, the primal one %v", m.Name, dual, r.Objective)
	}
}

// worth is a dual times the bound that its sign says is binding.
func worth(t *testing.T, m *mip.Model, dual, lower, upper float64) float64 {
	t.Helper()
	if math.Abs(dual) < Tolerance {
		return 0
	}
	bound := upper
	if (dual > 0) != m.Maximize {
		bound = lower
	}
	if math.IsInf(bound, 0) {
		t.Errorf("%s: the dual %v is of a bound that is infinite", m.Name, dual)
		return 0
	}
	return dual * bound
}

// testFixedDuals asks for the duals of a MIP with its integers held.
func (s *suite) testFixedDuals(t *testing.T) {
	if !s.caps.Duals {
		t.Skip("the engine has no duals")
	}
	rng := rand.New(rand.NewPCG(7, 8))
	for i := range s.caps.Random / 3 {
		m := randomMIP(rng, fmt.Sprintf("fixed MIP %d", i)).model(t)
		r := s.solve(t, context.Background(), m, func(o *mip.Options) { o.FixedDuals = true })
		if r.Termination != mip.Optimal {
			continue
		}
		checkDuals(t, m.FixIntegers(r.X), r)
		plain := s.solve(t, context.Background(), m, nil)
		if plain.RowDual != nil || plain.ColDual != nil {
			t.Errorf("%s: has duals that nobody asked for", m.Name)
		}
	}
}
