package refsimplex

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

const (
	pivotTolerance    = 1e-10 // of gonum's simplex
	infeasibleAbove   = 1e-7  // sum of artificial variables
	leastPenalty      = 1e3   // of an artificial variable, per largest cost
	largestPenalty    = 1e9
	penaltyMultiplier = 1e3
)

var (
	errInfeasible = errors.New("infeasible")
	errUnbounded  = errors.New("unbounded")
)

// solve solves the standard form. The error is errInfeasible, errUnbounded or
// what stopped gonum's simplex.
//
// Gonum's own first phase fails on redundant equations and finds some feasible
// programs infeasible. Here every equation has an artificial variable, and
// these are the basis that gonum starts from: first to make their sum least,
// then with a penalty on them (the "big M" method).
func (s *standard) solve() (v []float64, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("refsimplex: gonum's simplex: panic: %v", r)
		}
	}()
	t := newTableau(s)
	if least, _, err := t.simplex(0, 1); err != nil {
		return nil, err
	} else if least > infeasibleAbove {
		return nil, errInfeasible
	}
	if v, err = t.penalized(); err != nil {
		return nil, err
	}
	for _, j := range t.idle {
		if s.cost[j] < 0 {
			return nil, errUnbounded
		}
	}
	return v, nil
}

// tableau are gonum's arrays: first the variables that stand in an equation,
// then the slacks, then an artificial variable for each equation.
type tableau struct {
	used, idle []int // variables of the standard form
	variables  int   // of the standard form
	cost       []float64
	a          *mat.Dense
	rhs        []float64
	basis      []int // the artificial variables
}

func newTableau(s *standard) *tableau {
	t := &tableau{variables: len(s.cost)}
	t.split(s)
	n, m := len(t.used), len(s.equations)
	for _, e := range s.equations {
		if e.slack != 0 {
			n++
		}
	}
	t.cost = make([]float64, n+m)
	for k, j := range t.used {
		t.cost[k] = s.cost[j]
	}
	if m == 0 {
		return t
	}
	t.a = mat.NewDense(m, n+m, nil)
	t.rhs = make([]float64, m)
	slack := len(t.used)
	for i, e := range s.equations {
		sign := math.Copysign(1, e.rhs)
		for k, j := range t.used {
			t.a.Set(i, k, sign*e.coefficients[j])
		}
		if e.slack != 0 {
			t.a.Set(i, slack, sign*e.slack)
			slack++
		}
		t.a.Set(i, n+i, 1)
		t.rhs[i] = sign * e.rhs
		t.basis = append(t.basis, n+i)
	}
	return t
}

// split tells the variables that stand in an equation from those that do not.
func (t *tableau) split(s *standard) {
	for j := range s.cost {
		stands := false
		for _, e := range s.equations {
			stands = stands || e.coefficients[j] != 0
		}
		if stands {
			t.used = append(t.used, j)
		} else {
			t.idle = append(t.idle, j)
		}
	}
}

// simplex minimises scale times the costs plus the penalty times the
// artificial variables, whose sum it returns with the variables.
func (t *tableau) simplex(scale, penalty float64) (artificial float64, v []float64, err error) {
	v = make([]float64, t.variables)
	if t.a == nil {
		return 0, v, nil
	}
	cost := make([]float64, len(t.cost))
	for k, c := range t.cost {
		cost[k] = scale * c
	}
	for _, k := range t.basis {
		cost[k] = penalty
	}
	_, x, err := lp.Simplex(cost, t.a, t.rhs, pivotTolerance, t.basis)
	if errors.Is(err, lp.ErrUnbounded) {
		return 0, nil, errUnbounded
	}
	if err != nil {
		return 0, nil, fmt.Errorf("refsimplex: gonum's simplex: %w", err)
	}
	for k, j := range t.used {
		v[j] = x[k]
	}
	for _, k := range t.basis {
		artificial += x[k]
	}
	return artificial, v, nil
}

// penalized solves the feasible program, with penalties that grow until they
// keep the artificial variables at zero, and out of a ray along which the
// objective falls without end.
func (t *tableau) penalized() ([]float64, error) {
	scale := 1.0
	for _, c := range t.cost {
		scale = max(scale, math.Abs(c))
	}
	failure := errors.New("refsimplex: no penalty drives the artificial variables out")
	for penalty := leastPenalty; penalty <= largestPenalty; penalty *= penaltyMultiplier {
		artificial, v, err := t.simplex(1/scale, penalty)
		switch {
		case errors.Is(err, errUnbounded):
			failure = err
		case err != nil || artificial <= infeasibleAbove:
			return v, err
		}
	}
	return nil, failure
}
