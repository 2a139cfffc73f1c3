package highs_test

import (
	"testing"

	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// transport is a transportation problem: so many plants and towns, every pair
// connected.
func transport(b *testing.B, plants, towns int) *mip.Model {
	b.Helper()
	builder := mip.NewBuilder("transport", false)
	f := builder.AddFamily(mip.Family{Name: "ship"})
	supply, demand := make([]int32, plants), make([]int32, towns)
	for i := range plants {
		supply[i] = builder.AddRow(f, 0, float64(2*towns))
	}
	for j := range towns {
		demand[j] = builder.AddRow(f, float64(plants), inf)
	}
	for i := range plants {
		for j := range towns {
			col := builder.AddCol(f, 0, inf, float64((i*7919+j*104729)%101+1), false)
			builder.Term(supply[i], col, 1)
			builder.Term(demand[j], col, 1)
		}
	}
	m, err := builder.Build()
	if err != nil {
		b.Fatal(err)
	}
	return m
}

// BenchmarkPassModel hands a model of 100,000 columns over.
func BenchmarkPassModel(b *testing.B) {
	m := transport(b, 200, 500)
	h, err := highs.New()
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	b.ReportAllocs()
	for b.Loop() {
		if err := h.PassModel(m); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(m.NumNonzeros()), "ns/nonzero")
}

// BenchmarkResolve changes a bound of a solved program and solves again, warm
// in the same instance, and cold in a new one.
func BenchmarkResolve(b *testing.B) {
	m := transport(b, 30, 60)
	warm, err := highs.New()
	if err != nil {
		b.Fatal(err)
	}
	defer warm.Close()
	if err := warm.PassModel(m); err != nil {
		b.Fatal(err)
	}
	b.Run("Warm", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if err := warm.ChangeRowBounds(0, 0, float64(60+i%7)); err != nil {
				b.Fatal(err)
			}
			if _, err := warm.Solve(background, mip.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Cold", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			m.RowUpper[0] = float64(60 + i%7)
			if _, err := (highs.Engine{}).Solve(background, m, mip.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
