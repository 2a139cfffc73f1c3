package mip_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
)

func TestEvaluate(t *testing.T) {
	b := mip.NewBuilder("evaluated", true)
	f := b.AddFamily(mip.Family{Name: "x"})
	a := b.AddCol(f, 0, 1, 2, true, "a")
	c := b.AddCol(f, -1, 1, -1, false, "c")
	r := b.AddRow(f, 2, 3, "r")
	b.Term(r, a, 1)
	b.Term(r, c, 1)
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	m.Offset = 10
	e, err := m.Evaluate([]float64{0.75, 2}, 1e-9)
	if err != nil {
		t.Fatal(err)
	}
	want := []mip.Violation{
		{Kind: mip.Integrality, Index: 0, Name: "x[a]", Amount: 0.25},
		{Kind: mip.ColBound, Index: 1, Name: "x[c]", Amount: 1},
	}
	if e.Objective != 9.5 || e.Activity[0] != 2.75 || len(e.Violations) != 2 || e.Violations[0] != want[0] || e.Violations[1] != want[1] || e.Worst() != 1 {
		t.Errorf("%+v", e)
	}
	e, err = m.Evaluate([]float64{1, 0.5}, 0.25)
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Violations) != 1 || e.Violations[0].Kind != mip.RowBound || e.Violations[0].Amount != 0.5 {
		t.Errorf("%+v", e.Violations)
	}
	for _, x := range [][]float64{{1}, {1, math.NaN()}, {inf, 0}} {
		if _, err := m.Evaluate(x, 0); err == nil {
			t.Errorf("the point %v was taken", x)
		}
	}
}

// TestEvaluateExact sums what rounding would lose.
func TestEvaluateExact(t *testing.T) {
	b := mip.NewBuilder("exact", false)
	f := b.AddFamily(mip.Family{Name: "x"})
	r := b.AddRow(f, 1, 1, "r")
	for _, v := range []float64{1e30, 1, -1e30, 1e-300, -1e-300} {
		b.Term(r, b.AddCol(f, 1, 1, v, false), v)
	}
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	e, err := m.Evaluate([]float64{1, 1, 1, 1, 1}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if e.Activity[0] != 1 || e.Objective != 1 || len(e.Violations) != 0 {
		t.Errorf("%+v", e)
	}
	// 0.1 is not a tenth: ten of it are not one, by less than a float64 shows
	// when the sum is rounded at every step.
	tenth := mip.NewBuilder("tenth", false)
	x := tenth.AddFamily(mip.Family{Name: "x"})
	tenth.Term(tenth.AddRow(x, 1, 1), tenth.AddCol(x, 0, 1, 0, false), 10)
	if m, err = tenth.Build(); err != nil {
		t.Fatal(err)
	}
	if e, err = m.Evaluate([]float64{0.1}, 0); err != nil {
		t.Fatal(err)
	}
	if len(e.Violations) != 1 || e.Worst() > 1e-15 {
		t.Errorf("%+v", e)
	}
}

func BenchmarkEvaluate(b *testing.B) {
	const cols, rows, perCol = 10_000, 5_000, 10
	m := build(b, cols, rows, perCol, false)
	x := make([]float64, cols)
	for j := range x {
		x[j] = float64(j%7) + 0.1
	}
	for b.Loop() {
		if _, err := m.Evaluate(x, 1e-6); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(cols*perCol), "ns/term")
}
