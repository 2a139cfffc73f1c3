package simulate

import (
	"context"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
)

// BenchmarkSimulate draws and values a plan that builds at every offer of a
// power system, on two goroutines.
func BenchmarkSimulate(b *testing.B) {
	s := zone(b)
	m, plans := marketOf(b, s), []*model.Plan{full(s)}
	b.ReportAllocs()
	b.ResetTimer()
	r, err := Run(context.Background(), s, m, plans, Options{Draws: b.N, Seed: 1, Sources: market.All, Threads: 2})
	if err != nil || !r.Complete {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "draws/s")
}

// BenchmarkValue values that plan in one world.
func BenchmarkValue(b *testing.B) {
	s := zone(b)
	e, err := NewEvaluator(s, full(s))
	if err != nil {
		b.Fatal(err)
	}
	var w model.World
	marketOf(b, s).Drawer().Draw(1, 1, market.All, &w)
	b.ReportAllocs()
	for b.Loop() {
		e.Value(&w)
	}
	b.ReportMetric(float64(len(e.mines)), "mines")
	b.ReportMetric(float64(len(e.serves)+len(e.supplies)+len(e.sales)), "sales")
}

// BenchmarkDraw draws worlds of that power system.
func BenchmarkDraw(b *testing.B) {
	d := marketOf(b, zone(b)).Drawer()
	var w model.World
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		d.Draw(1, uint64(i), market.All, &w)
	}
}
