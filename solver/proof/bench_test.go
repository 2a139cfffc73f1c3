package proof_test

import (
	"math/rand/v2"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/proof"
)

// BenchmarkLeaf bounds a leaf of a program the size of a power system, with
// multipliers of half of its rows.
func BenchmarkLeaf(b *testing.B) {
	const cols, rows, perCol = 4000, 2000, 9
	r := rand.New(rand.NewPCG(1, 2))
	builder := mip.NewBuilder("bench", true)
	f := builder.AddFamily(mip.Family{Name: "x"})
	for range rows {
		builder.AddRow(f, -inf, 100*r.Float64())
	}
	for j := range int32(cols) {
		builder.AddCol(f, 0, 10, r.Float64(), true)
		for range perCol {
			builder.Term(int32(r.IntN(rows)), j, r.Float64())
		}
	}
	m, err := builder.Build()
	if err != nil {
		b.Fatal(err)
	}
	var set proof.Multipliers
	for i := int32(0); i < rows; i += 2 {
		set.Rows, set.Values = append(set.Rows, i), append(set.Values, r.Float64())
	}
	ev := proof.NewEvaluator(m)
	b.ReportAllocs()
	for b.Loop() {
		if err := ev.Take(set, false); err != nil {
			b.Fatal(err)
		}
		ev.Bound(m.ColLower, m.ColUpper)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(m.NumNonzeros()), "ns/nonzero")
}
