package mip

import (
	"fmt"
	"math"
	"math/big"
)

// Evaluation is what a point is worth in a model, computed without rounding.
type Evaluation struct {
	Objective  float64   // the exact objective, rounded once
	Activity   []float64 // the exact activity of each row, rounded once
	Violations []Violation
}

// Violation is a bound or integrality that a point misses.
type Violation struct {
	Kind   ViolationKind
	Index  int32 // of the row or column
	Name   string
	Amount float64 // by how much
}

// ViolationKind says what is violated.
type ViolationKind uint8

// The kinds of violations.
const (
	RowBound ViolationKind = iota
	ColBound
	Integrality
)

// String is the kind in words.
func (k ViolationKind) String() string {
	names := [...]string{RowBound: "row", ColBound: "column bound", Integrality: "integrality"}
	if int(k) < len(names) {
		return names[k]
	}
	return fmt.Sprintf("ViolationKind(%d)", uint8(k))
}

// String says what is violated and by how much.
func (v Violation) String() string { return fmt.Sprintf("%s %s by %g", v.Kind, v.Name, v.Amount) }

// Evaluate computes the objective and the rows' activities at x in exact
// arithmetic and lists what x violates by more than the tolerance: columns
// first, then rows. The model must be valid.
func (m *Model) Evaluate(x []float64, tolerance float64) (*Evaluation, error) {
	if len(x) != m.NumCols() {
		return nil, fmt.Errorf("mip: a point of %d values for %d columns", len(x), m.NumCols())
	}
	for j, v := range x {
		if !finite(v) {
			return nil, fmt.Errorf("mip: the value of column %s is %v", m.ColName(int32(j)), v)
		}
	}
	e := &Evaluation{}
	for j, v := range x {
		e.checkCol(m, int32(j), v, tolerance)
	}
	activity := make([]big.Rat, m.NumRows())
	objective := new(big.Rat).SetFloat64(m.Offset)
	var value, factor, product big.Rat
	for j, v := range x {
		if v == 0 {
			continue
		}
		value.SetFloat64(v)
		objective.Add(objective, product.Mul(&value, factor.SetFloat64(m.ColCost[j])))
		for k := m.Start[j]; k < m.Start[j+1]; k++ {
			row := &activity[m.Index[k]]
			row.Add(row, product.Mul(&value, factor.SetFloat64(m.Value[k])))
		}
	}
	e.Objective, _ = objective.Float64()
	e.Activity = make([]float64, m.NumRows())
	for i := range activity {
		e.Activity[i], _ = activity[i].Float64()
		e.add(RowBound, int32(i), m.RowName, missed(&activity[i], m.RowLower[i], m.RowUpper[i]), tolerance)
	}
	return e, nil
}

// Worst is the greatest amount of a violation, zero when there is none.
func (e *Evaluation) Worst() float64 {
	worst := 0.0
	for _, v := range e.Violations {
		worst = max(worst, v.Amount)
	}
	return worst
}

func (e *Evaluation) checkCol(m *Model, col int32, v, tolerance float64) {
	lower, upper := m.ColLower[col], m.ColUpper[col]
	if v < lower || v > upper {
		e.add(ColBound, col, m.ColName, missed(new(big.Rat).SetFloat64(v), lower, upper), tolerance)
	}
	if m.ColInteger[col] {
		e.add(Integrality, col, m.ColName, math.Abs(v-math.Round(v)), tolerance)
	}
}

func (e *Evaluation) add(kind ViolationKind, index int32, name func(int32) string, amount, tolerance float64) {
	if amount > tolerance {
		e.Violations = append(e.Violations, Violation{kind, index, name(index), amount})
	}
}

// missed is by how much v lies outside the bounds.
func missed(v *big.Rat, lower, upper float64) float64 {
	return max(excess(lower, v, 1), excess(upper, v, -1), 0)
}

// excess is sign times (bound - v), rounded once; negative where the bound is
// infinite.
func excess(bound float64, v *big.Rat, sign int64) float64 {
	if math.IsInf(bound, 0) {
		return math.Inf(-1)
	}
	d := new(big.Rat).SetFloat64(bound)
	d.Sub(d, v).Mul(d, big.NewRat(sign, 1))
	amount, _ := d.Float64()
	return amount
}
