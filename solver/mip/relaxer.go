package mip

import (
	"context"
	"fmt"
)

// RelaxEngine is an engine that can also keep a linear program and solve it
// again and again with small changes.
type RelaxEngine interface {
	Engine
	// Relax opens the linear relaxation of a model: the model without its
	// integrality. The model is copied. The caller closes what is returned.
	Relax(m *Model) (Relaxer, error)
}

// Relaxer is a linear program that is changed in place and solved again, from
// the basis that the last solve ended with. It is for one goroutine at a time.
// Infinite bounds are missing bounds. A change of what is not there is an
// error, and changes nothing.
type Relaxer interface {
	// Size is the number of columns and rows as they are now.
	Size() (cols, rows int)
	// SetColBounds changes the bounds of columns, which must ascend.
	SetColBounds(cols []int32, lower, upper []float64) error
	// SetRowBounds changes the bounds of rows, which must ascend.
	SetRowBounds(rows []int32, lower, upper []float64) error
	// SetColCosts changes the costs of columns, which must ascend.
	SetColCosts(cols []int32, costs []float64) error
	// AddCols appends columns with terms in rows that are there.
	AddCols(cols Vectors, costs []float64) error
	// AddRows appends rows with terms in columns that are there.
	AddRows(rows Vectors) error
	// DeleteRows takes rows out, which must ascend; those after them move up.
	DeleteRows(rows []int32) error
	// SetCutoff has solves that find the optimum to be worse than this end at that,
	// as limited by the objective, if the engine can. An infinite one has none end so.
	SetCutoff(worth float64) error
	// Solve solves the program as it stands. An infeasible program, a limit and
	// a cancelled context are answers.
	Solve(ctx context.Context) (*Relaxation, error)
	// SaveBasis is the basis to start from, in the engine's own form; nil where
	// there is none.
	SaveBasis() (Basis, error)
	// LoadBasis has the next solve start from a basis saved from this program
	// when it had the same columns and rows; nil is none.
	LoadBasis(b Basis) error
	// Close frees the program. Closing twice is allowed.
	Close()
}

// Basis is a place to start from that only the engine understands that gave it.
type Basis any

// Vectors are rows or columns to add, with their bounds. The terms of vector k
// are Value[Start[k]:Start[k+1]] at Index[Start[k]:Start[k+1]]; Start has one
// entry more than there are vectors.
type Vectors struct {
	Lower, Upper []float64
	Start        []int32
	Index        []int32
	Value        []float64
}

// Validate reports the first mistake in vectors with terms at so many places.
func (v *Vectors) Validate(places int) error {
	n := len(v.Lower)
	if len(v.Upper) != n || len(v.Start) != n+1 || len(v.Index) != len(v.Value) {
		return fmt.Errorf("mip: %d lower and %d upper bounds, %d starts, %d indices and %d values do not fit together",
			n, len(v.Upper), len(v.Start), len(v.Index), len(v.Value))
	}
	if v.Start[0] != 0 || int(v.Start[n]) != len(v.Index) {
		return fmt.Errorf("mip: the starts run from %d to %d instead of 0 to %d", v.Start[0], v.Start[n], len(v.Index))
	}
	for k := range n {
		if err := validateBounds(v.Lower[k], v.Upper[k]); err != nil {
			return fmt.Errorf("mip: vector %d: %w", k, err)
		}
		if v.Start[k] > v.Start[k+1] || int(v.Start[k+1]) > len(v.Index) {
			return fmt.Errorf("mip: the starts do not ascend at vector %d", k)
		}
		seen := map[int32]bool{}
		for t := v.Start[k]; t < v.Start[k+1]; t++ {
			at := v.Index[t]
			if at < 0 || int(at) >= places || seen[at] || !finite(v.Value[t]) {
				return fmt.Errorf("mip: vector %d has the term %v at %d, of %d places, or twice there", k, v.Value[t], at, places)
			}
			seen[at] = true
		}
	}
	return nil
}

// Relaxation is the answer for a linear program.
type Relaxation struct {
	Termination Termination
	Limit       Limit
	// X, Objective and the duals are those of an optimum, with the signs of
	// Result.RowDual and Result.ColDual; X is nil elsewhere.
	X                []float64
	Objective        float64
	RowDual, ColDual []float64
	// Ray is one multiplier y per row by which the rows contradict the bounds of
	// the columns (Farkas' lemma): the most that yr can be with every row's r
	// between its bounds is less than the least that (yA)x can be with every x
	// between its own. It is nil unless the program is infeasible, and may be nil
	// then.
	Ray        []float64
	Iterations int64
}
