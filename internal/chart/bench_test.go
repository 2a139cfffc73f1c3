package chart

import (
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/internal/geo"
)

// BenchmarkMap draws all 84 regions of Russia, half of them with pies, for a page and for a telephone.
func BenchmarkMap(b *testing.B) {
	atlas, err := geo.Read(data.FS)
	if err != nil {
		b.Fatal(err)
	}
	f := &atlas.Frames[0]
	m := &Map{Head: heading("map"), Unit: "MW", NoneName: "none", Frames: []*geo.Frame{f}, Shares: []Kind{{"mining", Mining}}}
	for i, p := range f.Places {
		r := MapRegion{ID: p.Region, Name: p.Region, Kind: -1}
		if i%2 == 0 {
			r.Amount, r.Shares = float64(i+1), []float64{float64(i + 1)}
		}
		m.Regions = append(m.Regions, r)
	}
	for b.Loop() {
		text, err := Responsive(m, WideWidth)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(text))/1000, "kB")
	}
}

// BenchmarkAtlas reads all maps.
func BenchmarkAtlas(b *testing.B) {
	for b.Loop() {
		if _, err := geo.Read(data.FS); err != nil {
			b.Fatal(err)
		}
	}
}
