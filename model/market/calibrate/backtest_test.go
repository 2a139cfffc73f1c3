package calibrate

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/gridalloc/gridalloc/model"
)

// network is a history of a market in which hashprice follows the price.
func network(n int, seed uint64) []BitcoinMonth {
	r := rand.New(rand.NewPCG(seed, 1))
	logs := []float64{math.Log(30000)}
	for len(logs) < n {
		logs = append(logs, logs[len(logs)-1]+0.15*r.NormFloat64())
	}
	history := months(logs)
	for i := range history {
		h := &history[i]
		h.Hashrate = 300 * math.Exp(0.02*float64(i)+0.02*r.NormFloat64())
		h.SubsidyHashprice = 144 * 3.125 * h.Price / h.Hashrate / 1000
		h.Fees = 0.03 * math.Exp(0.3*r.NormFloat64())
		h.Hashprice = h.SubsidyHashprice * (1 + h.Fees)
	}
	return history
}

// example is a network that pays.
func example() model.BitcoinRisk {
	return model.BitcoinRisk{
		At: model.Date{Year: 2007, Month: 1, Day: 1}, Height: 960000, FleetEfficiency: 19, NewEfficiency: 11, FleetSpread: 0.25, EfficiencyTrend: -0.06,
		PowerPrice: 48, MachineCapex: 1.8e6, Payback: 30, ScrapRate: 0.1, ExitLag: 3,
	}
}

func TestBacktestIsRepeatable(t *testing.T) {
	history := network(80, 1)
	run := func(seed uint64) Backtest {
		b, err := RunBacktest(history, Half(history), example(), seed, 200)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	first := run(1)
	if !reflect.DeepEqual(first, run(1)) {
		t.Error("equal seeds give different results")
	}
	if reflect.DeepEqual(first.Months, run(2).Months) {
		t.Error("the seed does not matter")
	}
	if len(first.Months) != 40 || first.Months[0].Month != first.Split || first.Split != history[40].Month {
		t.Errorf("%d months from %s, split at %s", len(first.Months), first.Months[0].Month, first.Split)
	}
	for _, m := range first.Months {
		if h := m.Hashprice; !(0 < h.Low && h.Low < h.Middle && h.Middle < h.High) {
			t.Errorf("%s: %+v", m.Month, h)
		}
	}
}

// TestBacktestKnowsOnlyThePast changes what comes after the split: fits and
// bands stay, only what happened differs.
func TestBacktestKnowsOnlyThePast(t *testing.T) {
	history, other := network(80, 1), network(80, 1)
	split := Half(history)
	for i := 40; i < len(other); i++ {
		other[i].Close *= 50
		other[i].Hashprice *= 50
	}
	a, err := RunBacktest(history, split, example(), 1, 200)
	if err != nil {
		t.Fatal(err)
	}
	b, err := RunBacktest(other, split, example(), 1, 200)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a.Risk, b.Risk) || !reflect.DeepEqual(a.Fits, b.Fits) {
		t.Error("the fits know the future")
	}
	for i := range a.Months {
		x, y := a.Months[i].Hashprice, b.Months[i].Hashprice
		if x.Low != y.Low || x.High != y.High || math.Abs(y.Actual/x.Actual-50) > 1e-9 {
			t.Fatalf("%s: %+v and %+v", a.Months[i].Month, x, y)
		}
	}
	if b.Price != 0 {
		t.Errorf("a price fifty times as high lies in the band in %g of months", b.Price)
	}
}

// TestPriceBandHoldsEightyPercent draws prices of the process itself.
func TestPriceBandHoldsEightyPercent(t *testing.T) {
	b := Backtest{Risk: model.BitcoinRisk{Price: 100, Drift: 0.3, Volatility: 0.7}}
	r := rand.New(rand.NewPCG(3, 3))
	const draws, ahead = 20000, 18
	count := 0
	for range draws {
		x := math.Log(100)
		for range ahead {
			x += (0.3-0.7*0.7/2)*month + 0.7*math.Sqrt(month)*r.NormFloat64()
		}
		if b.price(math.Exp(x), ahead).Inside() {
			count++
		}
	}
	if share := float64(count) / draws; math.Abs(share-0.8) > 4*math.Sqrt(0.8*0.2/draws) {
		t.Errorf("the 80 %% band holds %g", share)
	}
}

func TestBacktestRefuses(t *testing.T) {
	history := network(80, 1)
	for name, c := range map[string]struct {
		history []BitcoinMonth
		split   Month
		draws   int
	}{
		"nothing known":     {months(make([]float64, 80)), history[40].Month, 100},
		"empty":             {nil, history[40].Month, 100},
		"split too early":   {history, history[10].Month, 100},
		"split at the head": {history, history[0].Month, 100},
		"split outside":     {history, history[79].Month + 1, 100},
		"few draws":         {history, history[40].Month, 5},
	} {
		if _, err := RunBacktest(c.history, c.split, example(), 1, c.draws); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
