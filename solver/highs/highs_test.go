package highs_test

import (
	"context"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

func TestQuick(t *testing.T) {
	for _, max := range []bool{true, false} {
		b := mip.NewBuilder("q", max)
		f := b.AddFamily(mip.Family{Name: "x"})
		sign := 1.0
		if !max {
			sign = -1
		}
		x := b.AddCol(f, 0, 10, 2*sign, false, "a")
		y := b.AddCol(f, 0, 10, 3*sign, true, "b")
		r1 := b.AddRow(f, math.Inf(-1), 4.5, "r")
		b.Term(r1, x, 1)
		b.Term(r1, y, 1.5)
		m, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		r, err := highs.Engine{}.Solve(context.Background(), m, mip.Options{FixedDuals: true})
		t.Logf("%+v %v", r, err)
	}
}
