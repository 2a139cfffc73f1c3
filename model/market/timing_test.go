package market

import (
	"fmt"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// delayed is a scenario of four sites, two of each grid company, and one
// without an offer.
func delayed(t testing.TB) *model.Scenario {
	s := scenario(t, 1, 12, 3)
	s.Regions = append(s.Regions[:1], s.Regions[0])
	s.Risk.Delay.Company = []int{0, 1}
	site := s.Sites[0]
	site.HasOffer, site.Offer.Lead = true, [3]unit.Months{100, 200, 500}
	s.Sites = nil
	for i := range 4 {
		site.ID, site.Region = fmt.Sprintf("s%d", i), i/2
		s.Sites = append(s.Sites, site)
	}
	s.Sites = append(s.Sites, model.Site{ID: "brownfield", Existing: model.Existing{Firm: 5, Feeders: 1}})
	return s
}

// share of the draws for which something holds, with its standard error.
func (q *sample) share(holds func(x []float64) bool) (share, standardError float64) {
	n := 0.0
	for _, x := range q.x {
		if holds(x) {
			n++
		}
	}
	share = n / float64(len(q.x))
	return share, math.Sqrt(max(share*(1-share), 1e-4) / float64(len(q.x)))
}

func TestDelays(t *testing.T) {
	s := delayed(t)
	q := draws(t, s, many, Delays, func(w *model.World) []float64 {
		if w.Lead[4] != 0 {
			t.Fatalf("a site without an offer takes %d months", w.Lead[4])
		}
		row := make([]float64, 4)
		for i := range row {
			if row[i] = float64(w.Lead[i]); row[i] < 100 || row[i] > 500 {
				t.Fatalf("lead time of %g months", row[i])
			}
		}
		return row
	})
	// Quantiles 10, 50 and 90 %, linear between, what is beyond at the ends;
	// months are rounded.
	for months, want := range map[float64]float64{100: 0.1 + 0.5/250, 150: 0.3 + 0.5/250, 200: 0.5 + 0.5/750, 350: 0.7 + 0.5/750, 499: 0.9 - 0.5/750, 500: 1} {
		got, e := q.share(func(x []float64) bool { return x[0] <= months })
		within(t, fmt.Sprintf("chance of at most %g months", months), got, want, e)
	}
	// Correlation of the two normals behind two sites of a company: the chance
	// that both are late is 1/4 + asin(rho)/(2 pi).
	late := func(i, j int) (float64, float64) {
		return q.share(func(x []float64) bool { return x[i] > 200 && x[j] > 200 })
	}
	got, e := late(0, 1)
	within(t, "both sites of a company late", got, 0.25+math.Asin(0.5)/(2*math.Pi), e+0.003)
	got, e = late(1, 2)
	within(t, "sites of two companies late", got, 0.25, e+0.003)
}

// failing is a scenario of three contracts of ten years.
func failing(t testing.TB) *model.Scenario {
	s := scenario(t, 1, 12, 3)
	s.Contracts = nil
	for i, chance := range []unit.Share{0.1, 0.1, 0.02, 0, 1} {
		s.Contracts = append(s.Contracts, model.Contract{ID: fmt.Sprintf("c%d", i), Product: model.Colocation, Start: s.Horizon.Start, Term: 120, Default: chance})
	}
	return s
}

// TestDefaults: by the end of each year the share that has defaulted is that
// of the yearly chance, and clients default together.
func TestDefaults(t *testing.T) {
	s := failing(t)
	month := func(w *model.World) []float64 {
		row := make([]float64, len(w.Default))
		for i := range row {
			row[i] = float64(w.Default[i])
			if w.Default[i] < 1 || w.Default[i] > 120 {
				t.Fatalf("default in month %d", w.Default[i])
			}
		}
		if w.Default[3] != 120 || w.Default[4] != 1 {
			t.Fatalf("never: month %d; at once: month %d", w.Default[3], w.Default[4])
		}
		return row
	}
	q := draws(t, s, many, Clients, month)
	got, e := q.share(func(x []float64) bool { return x[0] <= 1 })
	within(t, "only the first month paid", got, 1-math.Pow(0.9, 1.0/12), e)
	for y := 1; y < 10; y++ {
		for c, chance := range []float64{0.1, 0.1, 0.02} {
			got, e := q.share(func(x []float64) bool { return x[c] <= float64(12*y) })
			within(t, fmt.Sprintf("defaults by year %d", y), got, 1-math.Pow(1-chance, float64(y)), e)
		}
	}
	both := func(x []float64) bool { return x[0] <= 60 && x[1] <= 60 }
	one := 1 - math.Pow(0.9, 5)
	for _, c := range []struct{ correlation, low, high float64 }{{0, one * one, one * one}, {0.3, one * one * 1.2, one * 0.9}, {1, one, one}} {
		s.Risk.Clients.Correlation = unit.Share(c.correlation)
		got, e := draws(t, s, many, Clients, month).share(both)
		if got < c.low-4*e || got > c.high+4*e {
			t.Errorf("correlation %g: both default in five years with chance %g, want %g to %g", c.correlation, got, c.low, c.high)
		}
	}
}
