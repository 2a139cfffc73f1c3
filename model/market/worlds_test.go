package market

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

func worlds(t testing.TB, s *model.Scenario) ([]model.World, Reduced) {
	t.Helper()
	list, report, err := Worlds(context.Background(), s, &s.Worlds[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	return list, report
}

// TestWorlds: names, probabilities that add up, means of the tables, and the
// same worlds again.
func TestWorlds(t *testing.T) {
	for _, by := range []model.Reduction{model.ByCash, model.ByPaths} {
		for seed := range uint64(3) {
			s := scenario(t, seed, []int{12, 6, 3}[seed], 6)
			s.Sampling.Reduction = by
			list, report := worlds(t, s)
			sum := 0.0
			for k := range list {
				sum += float64(list[k].Probability)
				if list[k].Probability <= 0 {
					t.Errorf("%s has probability %g", list[k].Name, list[k].Probability)
				}
			}
			if len(list) != 20 || math.Abs(sum-1) > 1e-12 || list[0].Name != "w001" || list[19].Name != "w020" {
				t.Errorf("%d worlds, probability %.15g, %s to %s", len(list), sum, list[0].Name, list[len(list)-1].Name)
			}
			if !(report.Distance > 0 && report.Distance < 1 && report.Drift > 0) || report.Draws != 400 || report.Keep != 20 {
				t.Errorf("by %v: %+v", by, report)
			}
			var base means
			base.add(&s.Worlds[0], 1)
			checkMeans(t, list, &base)
			again, _ := worlds(t, s)
			if text(t, list) != text(t, again) {
				t.Error("the same seed gives other worlds")
			}
			s.Sampling.Seed++
			if other, _ := worlds(t, s); text(t, list) == text(t, other) {
				t.Error("another seed gives the same worlds")
			}
		}
	}
}

// checkMeans holds the means of paths over worlds against the wanted ones.
func checkMeans(t *testing.T, list []model.World, want *means) {
	t.Helper()
	got := meansOf(list)
	for p, h := range got.hashprice {
		within(t, "mean hashprice", h, want.hashprice[p], 1e-9)
	}
	for m := range got.rent {
		for b := range got.rent[m] {
			for p, rent := range got.rent[m][b] {
				within(t, "mean rent", rent/want.rent[m][b][p], 1, 1e-12)
				within(t, "mean of what merchants earn", got.earned[m][b][p]/want.earned[m][b][p], 1, 1e-12)
			}
		}
	}
	for z := range got.index {
		for p, index := range got.index[z] {
			within(t, "mean power index", index, want.index[z][p], 1e-12)
		}
	}
}

// TestOpenWorlds have the means of the draws.
func TestOpenWorlds(t *testing.T) {
	s := scenario(t, 1, 12, 4)
	s.Sampling.Open = true
	list, _ := worlds(t, s)
	d := newMarket(t, s).Drawer()
	var all means
	var w model.World
	for i := range uint64(s.Sampling.Draws) {
		d.Draw(uint64(s.Sampling.Seed), i, All, &w)
		all.add(&w, 1/float64(s.Sampling.Draws))
	}
	checkMeans(t, list, &all)
}

// TestByPathsHasNoUnits: which draws are kept does not depend on the scale of a
// path.
func TestByPathsHasNoUnits(t *testing.T) {
	var kept [2]string
	for i, scale := range []unit.MoneyPerMWMonth{1, 1024} {
		s := scenario(t, 2, 12, 4)
		s.Sampling.Reduction = model.ByPaths
		for p := range s.Worlds[0].Rent[0][model.Colocation] {
			s.Worlds[0].Rent[0][model.Colocation][p] *= scale
		}
		list, _ := worlds(t, s)
		for k := range list {
			kept[i] += text(t, []any{list[k].Probability, list[k].Lead, list[k].PowerSpread})
		}
	}
	if kept[0] != kept[1] {
		t.Error("other draws are kept in other units")
	}
}

// TestKeepAll loses nothing; the fewer are kept the more is lost.
func TestKeepAll(t *testing.T) {
	for _, by := range []model.Reduction{model.ByCash, model.ByPaths} {
		s := scenario(t, 3, 12, 4)
		s.Sampling.Reduction, s.Sampling.Draws = by, 120
		before := -1.0
		for _, keep := range []int{120, 60, 20, 5, 1} {
			s.Sampling.Keep = keep
			list, report := worlds(t, s)
			if report.Distance <= before || len(list) != keep {
				t.Errorf("by %v, keep %d: %d worlds, distance %g after %g", by, keep, len(list), report.Distance, before)
			}
			if keep == 120 && (report.Distance != 0 || report.Drift > 1e-12) || keep == 1 && math.Abs(report.Distance-1) > 1e-12 {
				t.Errorf("by %v, keep %d: %+v", by, keep, report)
			}
			before = report.Distance
		}
	}
}

// TestByCashSeesWhatIsEarned: in money the worlds chosen by what is earned are
// nearer to the draws than as many of the first draws.
func TestByCashSeesWhatIsEarned(t *testing.T) {
	s := scenario(t, 4, 12, 4)
	m := newMarket(t, s)
	d, features, q := m.Drawer(), m.features(), &points{}
	var w model.World
	for i := range uint64(300) {
		d.Draw(1, i, All, &w)
		q.x = features(&w, q.x)
	}
	q.features = len(q.x) / 300
	first := make([]int, 20)
	for i := range first {
		first[i] = i
	}
	if r := mustReduce(t, q, 20); r.distance() > 0.92*q.distanceTo(first) {
		t.Errorf("distance %g, of the first draws %g", r.distance(), q.distanceTo(first))
	}
}

// TestCashFeatures are in money: what merchants pay doubles with the rents and
// their depth, and what comes late counts by the MW that wait.
func TestCashFeatures(t *testing.T) {
	s := scenario(t, 4, 12, 4)
	s.Contracts = nil
	m := newMarket(t, s)
	c := newCash(m)
	w := s.Worlds[0]
	w.Lead = make([]unit.Months, len(s.Sites))
	row := c.features(&w, nil)
	for k := range s.Sites {
		w.Lead[k] = s.Sites[k].Offer.Lead[s.LeadQuantile] + 6
	}
	late, want := c.features(&w, nil), 0.0
	for k := range s.Sites {
		want += 6 * float64(s.Sites[k].Offer.Max) * c.monthly[s.Regions[s.Sites[k].Region].Zone]
	}
	n := len(row) - m.delays.companies
	within(t, "six months late", late[n]-row[n], want, 1e-6*want)
	if want <= 0 {
		t.Error("miners earn nothing")
	}
	rent := w.Rent[0][model.Colocation]
	sold, halves := 0.0, [2]float64{}
	for p := range rent {
		yearly := math.Pow(1+float64(s.DiscountRate), -(float64(p) + 0.5))
		for _, step := range s.Markets[0].Demand {
			halves[p/2] += yearly * 12 * float64(step.Depth[p]) * float64(step.Price) * float64(rent[p])
		}
	}
	for _, x := range row {
		for _, half := range halves {
			if math.Abs(x-half) < 1e-6*half {
				sold++
			}
		}
	}
	if sold != 2 {
		t.Errorf("merchant sales of %v are not in %v", halves, row)
	}
}

// TestMiningCash works out by hand what the miners of a zone earn that run in
// every block.
func TestMiningCash(t *testing.T) {
	s := scenario(t, 4, 12, 4)
	s.Rules = nil
	s.HallTypes[0].MachineLife = 36
	w := s.Worlds[0]
	w.Hashprice = line(4, unit.Hashprice(60), 5)
	c := newCash(newMarket(t, s))
	c.calc = c.calc.In(&w)
	mw, halves := 0.0, [2]float64{}
	for k := range s.Sites {
		mw += float64(s.Sites[k].Offer.Max + s.Sites[k].Existing.Firm)
	}
	for p, h := range w.Hashprice {
		k := 15 * math.Pow(0.9, float64(p-p%3))
		mwh := 8760 * 0.95 * 0.99 * mw / 1.1
		price := 35*float64(w.PowerIndex[0][p]) + 10
		halves[p/2] += mwh * (float64(h)/24/k*1000*0.98 - 1 - 1.05*price) * math.Pow(1+float64(s.DiscountRate), -(float64(p)+0.5))
	}
	for i, got := range c.mining(0, nil) {
		within(t, "miners", got/halves[i], 1, 1e-9)
	}
}

func TestWorldsStop(t *testing.T) {
	s := scenario(t, 1, 12, 3)
	for _, stopAt := range []int{10, 405} { // while drawing, while choosing
		ctx, cancel := context.WithCancel(context.Background())
		last := 0
		_, _, err := Worlds(ctx, s, &s.Worlds[0], func(done, of int) {
			if done <= last || of != 420 {
				t.Errorf("progress %d of %d after %d", done, of, last)
			}
			if last = done; done == stopAt {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("stopped at %d: got %v", stopAt, err)
		}
		cancel()
	}
}

func TestBadSampling(t *testing.T) {
	for _, sampling := range []model.Sampling{{Draws: 0, Keep: 0}, {Draws: 10, Keep: 0}, {Draws: 10, Keep: 11}} {
		s := scenario(t, 1, 12, 2)
		s.Sampling = sampling
		if _, _, err := Worlds(context.Background(), s, &s.Worlds[0], nil); err == nil {
			t.Errorf("%d draws, %d kept: accepted", sampling.Draws, sampling.Keep)
		}
	}
}

func BenchmarkWorlds(b *testing.B) {
	for _, by := range []model.Reduction{model.ByCash, model.ByPaths} {
		b.Run(by.String(), func(b *testing.B) {
			s := scenario(b, 1, 12, 10)
			s.Sampling = model.Sampling{Draws: 5000, Keep: 200, Seed: 1, Reduction: by}
			for range b.N {
				_, report := worlds(b, s)
				b.ReportMetric(report.Distance, "distance")
				b.ReportMetric(report.Drift, "drift")
			}
		})
	}
}

// TestDefaultsAreKept: the worlds' chances of default and of late connections
// are those of the draws, rare as they are.
func TestDefaultsAreKept(t *testing.T) {
	s := scenario(t, 1, 12, 6)
	s.Sampling.Draws, s.Sampling.Keep = 2000, 500
	list, _ := worlds(t, s)
	count := func(w *model.World) (faults, months float64) {
		for c, month := range w.Default {
			if month < s.Contracts[c].Term {
				faults++
			}
		}
		for _, lead := range w.Lead {
			months += float64(lead)
		}
		return faults / float64(len(w.Default)), months / float64(len(w.Lead))
	}
	var kept, keptMonths, drawn, drawnMonths float64
	for k := range list {
		faults, months := count(&list[k])
		kept += float64(list[k].Probability) * faults
		keptMonths += float64(list[k].Probability) * months
	}
	d := newMarket(t, s).Drawer()
	var w model.World
	for i := range s.Sampling.Draws {
		d.Draw(uint64(s.Sampling.Seed), uint64(i), All, &w)
		faults, months := count(&w)
		drawn += faults / float64(s.Sampling.Draws)
		drawnMonths += months / float64(s.Sampling.Draws)
	}
	// Four standard errors of 500 equally likely worlds.
	within(t, "share of contracts that default", kept, drawn, 4*math.Sqrt(drawn*(1-drawn)/500))
	if drawn == 0 || math.Abs(keptMonths-drawnMonths) > 0.05*drawnMonths {
		t.Errorf("defaults %g; mean lead of %g months, of all draws %g", drawn, keptMonths, drawnMonths)
	}
}
