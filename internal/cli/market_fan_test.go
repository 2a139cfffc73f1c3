package cli

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Quantiles of weighted values are those of a list that has each value as often
// as its weight says.
func TestWeightedSpread(t *testing.T) {
	var v, repeated weighted
	for _, x := range [][2]float64{{3, 2}, {1, 5}, {8, 1}, {2, 2}} {
		v = append(v, x)
		for range int(x[1]) {
			repeated = append(repeated, [2]float64{x[0], 1})
		}
	}
	low, half, high, mean := v.spread()
	if low != 1 || half != 1 || high != 3 || mean != 2.3 {
		t.Errorf("%g, %g, %g, mean %g; want 1, 1, 3, mean 2.3", low, half, high, mean)
	}
	l, h, g, m := repeated.spread()
	if l != low || h != half || g != high || math.Abs(m-mean) > 1e-12 {
		t.Errorf("repeated values give %g, %g, %g, %g", l, h, g, m)
	}
	// Tenths do not add up exactly.
	var tenths weighted
	for i := range 10 {
		tenths = append(tenths, [2]float64{float64(i + 1), 0.1})
	}
	if low, half, high, _ := tenths.spread(); low != 1 || half != 5 || high != 9 {
		t.Errorf("of ten equal weights: %g, %g, %g", low, half, high)
	}
}

// The mean of a year counts days.
func TestYearly(t *testing.T) {
	h := model.Horizon{Start: model.Date{Year: 2027, Month: 7, Day: 1}, PeriodMonths: 6, Periods: 3}
	got := yearly(h, []unit.Share{1, 2, 3})
	want := []float64{1, (2*181 + 3*184) / 365.0}
	if !slices.EqualFunc(got, want, func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }) {
		t.Errorf("%v, want %v", got, want)
	}
}

// Months of default count from the contract's start, and to the end of a year.
func TestDefaulted(t *testing.T) {
	s := &model.Scenario{
		Horizon:   model.Horizon{Start: model.Date{Year: 2027, Month: 1, Day: 1}, PeriodMonths: 12, Periods: 3},
		Contracts: make([]model.Contract, 4),
	}
	for i := range s.Contracts {
		s.Contracts[i] = model.Contract{Start: model.Date{Year: 2027, Month: 7, Day: 1}, Term: 24}
	}
	// In December 2027, in January 2028, in the last month, never.
	got := defaulted(s, &model.World{Default: []unit.Months{5, 6, 23, 24}})
	if want := []float64{0.25, 0.5, 0.75}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// Late is an offer that is energised in a later period, not in a later month
// of the same one.
func TestLateShare(t *testing.T) {
	site := model.Site{HasOffer: true, Offer: model.Offer{Lead: [3]unit.Months{10, 14, 20}}}
	s := &model.Scenario{
		Horizon: model.Horizon{PeriodMonths: 12}, LeadQuantile: model.Typical, Sites: []model.Site{site, {}, site, site, site},
	}
	if got := lateShare(s, &model.World{Lead: []unit.Months{24, 99, 25, 10, 36}}); got != 0.5 {
		t.Errorf("%g of offers are late, want 0.5", got)
	}
	if got := lateShare(s, &model.World{}); got != 0 {
		t.Errorf("%g of offers are late in a world without leads", got)
	}
}

// Where all draws are kept the fan of the worlds is that of the draws, but for
// the scaling of the means.
func TestFanOfAll(t *testing.T) {
	s, findings, err := file.Load(file.Options{Path: "textbook", Packs: data.FS, Set: []string{"risk=base", "worlds.draws=60", "worlds.keep=60", "worlds.means=processes"}})
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	if s.Worlds, _, err = market.Worlds(context.Background(), s, &s.Base, nil); err != nil {
		t.Fatal(err)
	}
	m, err := market.New(s, &s.Base)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := fan(context.Background(), s, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(a)) }
	figures := map[string]bool{}
	for _, r := range rows {
		figures[r.Figure] = true
		if !near(r.DrawsLow, r.WorldsLow) || !near(r.DrawsHalf, r.WorldsHalf) || !near(r.DrawsHigh, r.WorldsHigh) || !near(r.DrawsMean, r.WorldsMean) {
			t.Errorf("%+v", r)
		}
		if !(r.DrawsLow <= r.DrawsHalf && r.DrawsHalf <= r.DrawsHigh) {
			t.Errorf("out of order: %+v", r)
		}
	}
	for _, want := range []string{"hashprice", "rent", "power_index", "late_connections", "defaulted_clients"} {
		if !figures[want] {
			t.Errorf("there is no %s among %v", want, figures)
		}
	}
}
