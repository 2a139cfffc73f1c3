package refsimplex

import (
	"errors"
	"math"
)

// blandTolerance is the size below which a number of the tableau is zero.
const blandTolerance = 1e-9

// mostPivots ends a simplex that rounding keeps from its end.
const mostPivots = 100000

// bland solves the standard form by the two-phase simplex on a full tableau, with
// Bland's rule, which cannot cycle. Unlike gonum's simplex it has multipliers
// for the equations: their duals, or with errInfeasible y with yb > 0 and
// yA <= 0 (Farkas).
func (s *standard) bland() (v, y []float64, err error) {
	t := newFull(s)
	for i := range t.rows { // phase 1: the artificial variables go
		for k := range t.cost {
			t.cost[k] -= t.rows[i][k]
		}
	}
	for i := range t.rows {
		t.cost[t.real+i] = 0 // they are basic
	}
	if err := t.optimize(t.real + len(t.rows)); err != nil {
		return nil, nil, err
	}
	if -t.cost[t.width] > infeasibleAbove {
		return nil, t.multipliers(1), errInfeasible
	}
	t.price(s)
	if err := t.optimize(t.real); err != nil {
		return nil, nil, err
	}
	v = make([]float64, len(s.cost))
	for i, k := range t.basis {
		if k < len(v) {
			v[k] = t.rows[i][t.width]
		}
	}
	return v, t.multipliers(0), nil
}

// full is a simplex tableau: the variables, the slacks, an artificial variable
// for each equation, the right-hand side.
type full struct {
	real, width int // variables and slacks; and artificial ones
	rows        [][]float64
	cost        []float64 // reduced, with less the objective at the end
	basis       []int
	sign        []float64 // of each equation, so that its right side is not negative
}

func newFull(s *standard) *full {
	t := &full{real: len(s.cost)}
	for _, e := range s.equations {
		if e.slack != 0 {
			t.real++
		}
	}
	t.width = t.real + len(s.equations)
	t.cost = make([]float64, t.width+1)
	slack := len(s.cost)
	for i, e := range s.equations {
		row := make([]float64, t.width+1)
		sign := math.Copysign(1, e.rhs)
		for k, a := range e.coefficients {
			row[k] = sign * a
		}
		if e.slack != 0 {
			row[slack] = sign * e.slack
			slack++
		}
		row[t.real+i], row[t.width] = 1, sign*e.rhs
		t.rows, t.basis, t.sign = append(t.rows, row), append(t.basis, t.real+i), append(t.sign, sign)
	}
	return t
}

// price starts phase 2: artificial variables left in the basis leave it where
// they can, and the costs are those of the program.
func (t *full) price(s *standard) {
	for i, k := range t.basis {
		for j := 0; k >= t.real && j < t.real; j++ {
			if math.Abs(t.rows[i][j]) > blandTolerance {
				t.pivot(i, j)
				break
			}
		}
	}
	clear(t.cost)
	copy(t.cost, s.cost)
	for i, k := range t.basis {
		t.eliminate(t.cost, i, k)
	}
}

// optimize pivots until no variable of the first ones would lower the cost.
func (t *full) optimize(variables int) error {
	for range mostPivots {
		enter := 0
		for enter < variables && t.cost[enter] >= -blandTolerance {
			enter++
		}
		if enter == variables {
			return nil
		}
		leave := -1
		for i, row := range t.rows {
			if row[enter] > blandTolerance && (leave < 0 || t.sooner(i, leave, enter)) {
				leave = i
			}
		}
		if leave < 0 {
			return errUnbounded
		}
		t.pivot(leave, enter)
	}
	return errors.New("refsimplex: the simplex does not end")
}

// sooner tells whether row i stops the entering variable before row other does;
// between equals the one whose variable comes first.
func (t *full) sooner(i, other, enter int) bool {
	a, b := t.rows[i][t.width]/t.rows[i][enter], t.rows[other][t.width]/t.rows[other][enter]
	if math.Abs(a-b) <= blandTolerance {
		return t.basis[i] < t.basis[other]
	}
	return a < b
}

func (t *full) pivot(i, k int) {
	p := t.rows[i][k]
	for j := range t.rows[i] {
		t.rows[i][j] /= p
	}
	for other, row := range t.rows {
		if other != i {
			t.eliminate(row, i, k)
		}
	}
	t.eliminate(t.cost, i, k)
	t.basis[i] = k
}

// eliminate takes a multiple of row i off, so that variable k has a zero.
func (t *full) eliminate(row []float64, i, k int) {
	f := row[k]
	if f == 0 {
		return
	}
	for j, v := range t.rows[i] {
		row[j] -= f * v
	}
}

// multipliers are those of the equations, where the artificial variables have
// the given cost.
func (t *full) multipliers(cost float64) []float64 {
	y := make([]float64, len(t.rows))
	for i := range y {
		y[i] = t.sign[i] * (cost - t.cost[t.real+i])
	}
	return y
}
