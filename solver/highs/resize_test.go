package highs_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// TestResize adds and deletes rows and columns of a solved program; each line
// has the optimum after it.
func TestResize(t *testing.T) {
	h := open(t, wyndor(t))
	solved(t, h, 36)
	rows := mip.Vectors{Lower: []float64{-inf, -inf}, Upper: []float64{7, 5}, Start: []int32{0, 2, 3}, Index: []int32{0, 1, 1}, Value: []float64{1, 1, 1}}
	cols := mip.Vectors{Lower: []float64{0}, Upper: []float64{2}, Start: []int32{0, 1}, Index: []int32{3}, Value: []float64{1}}
	for _, step := range []struct {
		name       string
		change     func() error
		cols, rows int
		objective  float64
	}{
		{"rows", func() error { return h.AddRows(rows) }, 2, 5, 31},
		{"a column in the fourth row", func() error { return h.AddCols(cols, []float64{4}) }, 3, 5, 33},
		{"the last row away", func() error { return h.DeleteRowRange(4, 5) }, 3, 4, 34},
		{"none", func() error { return h.DeleteRows(nil) }, 3, 4, 34},
		{"the first and the third", func() error { return h.DeleteRows([]int32{0, 2}) }, 3, 2, 34},
		{"the new row away", func() error { return errors.Join(h.DeleteRowRange(1, 2), h.ChangeColBounds(0, 0, 4)) }, 3, 1, 50},
	} {
		must(t, step.change())
		cols, rows, _, err := h.Size()
		must(t, err)
		if cols != step.cols || rows != step.rows {
			t.Errorf("%s: %d columns and %d rows", step.name, cols, rows)
		}
		solved(t, h, step.objective)
	}
	if err := h.DeleteRows([]int32{9}); err == nil {
		t.Error("a row that is not there was deleted")
	}
	h.Close()
	if err := h.AddRows(rows); !errors.Is(err, highs.ErrClosed) {
		t.Errorf("%v", err)
	}
}

// TestDualRay: y with x + y <= 1 against x + y >= 2 takes both rows, in
// opposite directions; a feasible program has no ray.
func TestDualRay(t *testing.T) {
	b := mip.NewBuilder("contradiction", false)
	f := b.AddFamily(mip.Family{})
	for _, bounds := range [][2]float64{{-inf, 1}, {2, inf}} {
		row := b.AddRow(f, bounds[0], bounds[1])
		b.Term(row, 0, 1)
		b.Term(row, 1, 1)
	}
	b.AddCol(f, 0, inf, 1, false)
	b.AddCol(f, 0, inf, 1, false)
	h := open(t, built(t, b))
	must(t, h.SetStringOption("presolve", "off"))
	status, err := h.Run(background)
	must(t, err)
	ray, err := h.DualRay(background)
	must(t, err)
	if status != highs.Infeasible || len(ray) != 2 || ray[0] <= 0 || !near(ray[0], -ray[1]) {
		t.Errorf("%v with the ray %v", status, ray)
	}
	must(t, h.ChangeRowBounds(1, 0, inf))
	if _, err = h.Run(background); err != nil {
		t.Fatal(err)
	}
	if ray, err = h.DualRay(background); err != nil || !slices.Equal(ray, nil) {
		t.Errorf("the ray %v of a feasible program, %v", ray, err)
	}
}
