package refsimplex_test

import (
	"context"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/mip/miptest"
	"github.com/gridalloc/gridalloc/solver/mip/refsimplex"
)

func TestConformance(t *testing.T) {
	miptest.Run(t, func() mip.Engine { return refsimplex.Engine{} }, miptest.Caps{})
}

func TestConformanceRelax(t *testing.T) { miptest.RunRelax(t, refsimplex.Engine{}, 0) }

func TestTooLarge(t *testing.T) {
	b := mip.NewBuilder("large", false)
	x := b.AddFamily(mip.Family{Name: "x"})
	for range refsimplex.MaxCols + 1 {
		b.AddCol(x, 0, 1, 1, false)
	}
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (refsimplex.Engine{}).Solve(context.Background(), m, mip.Options{}); err == nil {
		t.Error("a model that is too large was taken")
	}
	if _, err := (refsimplex.Engine{}).Relax(m); err == nil {
		t.Error("a relaxation that is too large was taken")
	}
}
