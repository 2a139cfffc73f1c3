package mip_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// TestExtended: the result is the model with the new columns and rows behind its own, and the
// model stays as it was.
func TestExtended(t *testing.T) {
	b := mip.NewBuilder("small", true)
	family := b.AddFamily(mip.Family{Name: "x"})
	x, y := b.AddCol(family, 0, 5, 1, true, "a"), b.AddCol(family, 0, 5, 2, false, "b")
	row := b.AddRow(family, math.Inf(-1), 6, "sum")
	b.Term(row, x, 1)
	b.Term(row, y, 1)
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	e := m.Extended(mip.Family{Name: "more"}, []mip.NewCol{{Cost: 3, Upper: 1, Integer: true}},
		[]mip.NewRow{{Lower: 0, Upper: 4, Cols: []int32{2, 0}, Values: []float64{-1, 2}}, {Lower: -9, Upper: 9, Cols: []int32{1}, Values: []float64{7}}})
	for _, model := range []*mip.Model{m, e} {
		if err := model.Validate(); err != nil {
			t.Fatal(err)
		}
	}
	if m.NumCols() != 2 || m.NumRows() != 1 || m.NumNonzeros() != 2 || e.NumCols() != 3 || e.NumRows() != 3 || e.NumNonzeros() != 5 {
		t.Fatalf("%d x %d with %d, extended %d x %d with %d", m.NumCols(), m.NumRows(), m.NumNonzeros(), e.NumCols(), e.NumRows(), e.NumNonzeros())
	}
	at, err := e.Evaluate([]float64{2, 1, 1}, 1e-9)
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{3, 3, 7}; at.Objective != 2+2+3 || at.Activity[0] != want[0] || at.Activity[1] != want[1] || at.Activity[2] != want[2] {
		t.Errorf("objective %g, activity %v", at.Objective, at.Activity)
	}
	if len(at.Violations) != 0 || e.ColName(2) != "more[2]" || e.RowName(0) != "x[sum]" || e.NumIntegers() != 2 {
		t.Errorf("%v, %s, %s, %d integers", at.Violations, e.ColName(2), e.RowName(0), e.NumIntegers())
	}
}
