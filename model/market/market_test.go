package market

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// bitcoin is a market with figures near those of mid-2026.
func bitcoin() model.BitcoinRisk {
	return model.BitcoinRisk{
		Model: model.RevertingJumps, At: model.Date{Year: 2026, Month: 6, Day: 14}, Price: 62000,
		Drift: 0.05, Volatility: 0.5, Reversion: 0.4, JumpRate: 1.5, JumpMean: -0.04, JumpDeviation: 0.12,
		Height: 953600, FeeShare: 0.01, FeeVolatility: 0.9, FeeReversion: 3,
		Hashrate: 894, FleetEfficiency: 18.5, NewEfficiency: 11.5, FleetSpread: 0.3, EfficiencyTrend: -0.08, PowerPrice: 52,
		MachineCapex: 1.6e6, Payback: 36, EntryRate: 0.6, ScrapRate: 0.15, ExitLag: 2,
	}
}

// scenario is a random one with risk: a second zone and client market, and all
// paths given.
func scenario(t testing.TB, seed uint64, months, periods int) *model.Scenario {
	t.Helper()
	s := scenariotest.Random(seed)
	s.Horizon.PeriodMonths, s.Horizon.Periods = months, periods
	s.Zones = append(s.Zones, model.PriceZone{ID: "y", Blocks: []model.PriceBlock{{Hours: 0.5, Price: 0.5}, {Hours: 0.5, Price: 1.5}}})
	s.Markets = append(s.Markets, model.ClientMarket{ID: "n"})
	for m := range s.Markets {
		for k := range s.Markets[m].Demand {
			s.Markets[m].Demand[k].Depth = line(periods, unit.MW(6), 0)
		}
	}
	w := &s.Worlds[0]
	w.Hashprice = line(periods, unit.Hashprice(30), -1/float64(periods))
	rents := [3][]unit.MoneyPerMWMonth{nil, line(periods, unit.MoneyPerMWMonth(150e3), 200), line(periods, unit.MoneyPerMWMonth(800e3), -900)}
	w.Rent = [][3][]unit.MoneyPerMWMonth{rents, {nil, line(periods, unit.MoneyPerMWMonth(120e3), 0), nil}}
	w.PowerIndex = [][]unit.Share{line(periods, unit.Share(1), 0.01), line(periods, unit.Share(1), 0.02)}
	s.Risk = model.Risk{
		Given: true, Bitcoin: bitcoin(),
		Power: []model.PowerRisk{
			{Drift: 0.02, Volatility: 0.25, Reversion: 0.8, Common: 0.6, SpreadVolatility: 0.2, SpreadReversion: 1},
			{Volatility: 0.15, Reversion: 0, Common: 0.3, SpreadVolatility: 0.5, SpreadReversion: 0.5},
		},
		Delay:   model.DelayRisk{Companies: []string{"a", "b"}, Company: make([]int, len(s.Regions)), Early: 0.1, Late: 0.9, Correlation: 0.5},
		Clients: model.ClientRisk{Correlation: 0.3},
	}
	rent := model.RentRisk{Drift: -0.03, Volatility: 0.3, Reversion: 0.5, Common: 0.5, Utilisation: 0.85, UtilisationDeviation: 0.8, UtilisationReversion: 1}
	brownian := rent
	brownian.Reversion = 0
	s.Risk.Rent = [][3]model.RentRisk{{{}, rent, brownian}, {{}, rent, rent}}
	c := &s.Risk.Correlation
	for f := range c {
		c[f][f] = 1
	}
	c[model.ColocationFactor][model.GPUCloudFactor], c[model.GPUCloudFactor][model.ColocationFactor] = 0.6, 0.6
	c[model.BitcoinFactor][model.GPUCloudFactor], c[model.GPUCloudFactor][model.BitcoinFactor] = 0.3, 0.3
	s.Sampling = model.Sampling{Draws: 400, Keep: 20, Seed: 3}
	return s
}

// line starts at a value and changes by the same amount each period.
func line[T ~float64](n int, first T, change float64) []T {
	list := make([]T, n)
	for p := range list {
		list[p] = first + T(change*float64(p))
	}
	return list
}

func newMarket(t testing.TB, s *model.Scenario) *Market {
	t.Helper()
	m, err := New(s, &s.Worlds[0])
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// sample collects draws of numbers.
type sample struct{ x [][]float64 }

// draws makes n draws and takes numbers from each.
func draws(t testing.TB, s *model.Scenario, n int, only Sources, take func(w *model.World) []float64) *sample {
	t.Helper()
	d := newMarket(t, s).Drawer()
	q := &sample{}
	var w model.World
	for i := range uint64(n) {
		d.Draw(11, i, only, &w)
		q.x = append(q.x, take(&w))
	}
	return q
}

// moments of the k-th number: mean, standard deviation and the standard errors
// of both.
func (q *sample) moments(k int) (mean, deviation, errorOfMean, errorOfDeviation float64) {
	n := float64(len(q.x))
	for _, x := range q.x {
		mean += x[k] / n
	}
	var second, fourth float64
	for _, x := range q.x {
		d := (x[k] - mean) * (x[k] - mean)
		second += d / n
		fourth += d * d / n
	}
	deviation = math.Sqrt(second)
	return mean, deviation, deviation / math.Sqrt(n), math.Sqrt((fourth-second*second)/n) / (2 * deviation)
}

// correlation of the j-th and the k-th number.
func (q *sample) correlation(j, k int) float64 {
	meanJ, deviationJ, _, _ := q.moments(j)
	meanK, deviationK, _, _ := q.moments(k)
	sum := 0.0
	for _, x := range q.x {
		sum += (x[j] - meanJ) * (x[k] - meanK)
	}
	return sum / float64(len(q.x)) / deviationJ / deviationK
}

// within fails when got is further from want than four standard errors.
func within(t *testing.T, what string, got, want, standardError float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 4*standardError+1e-12) {
		t.Errorf("%s: got %.6g, want %.6g, 4 standard errors are %.2g", what, got, want, 4*standardError)
	}
}

func toFloats[T ~float64](list []T) []float64 {
	floats := make([]float64, len(list))
	for i, v := range list {
		floats[i] = float64(v)
	}
	return floats
}

func BenchmarkDraw(b *testing.B) {
	m := newMarket(b, scenario(b, 1, 12, 10))
	for _, only := range []Sources{All, Bitcoin, Rents, Power, Delays, Clients} {
		b.Run(sourceName(only), func(b *testing.B) {
			d := m.Drawer()
			var w model.World
			b.ReportAllocs()
			for i := range b.N {
				d.Draw(1, uint64(i), only, &w)
			}
		})
	}
}

func sourceName(only Sources) string {
	for k, name := range SourceNames {
		if only == 1<<k {
			return name
		}
	}
	return "all"
}
