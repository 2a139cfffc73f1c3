package market

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

func network(t testing.TB, r model.BitcoinRisk, rigid bool) *Network {
	t.Helper()
	n, err := NewNetwork(&r, horizon(12, 10), rigid)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// standing is a network in which nothing changes but the subsidy.
func standing() model.BitcoinRisk {
	r := bitcoin()
	r.Drift, r.EntryRate, r.ScrapRate, r.EfficiencyTrend, r.PowerPrice = 0, 0, 0, 0, 0.001
	return r
}

func TestSubsidy(t *testing.T) {
	for height, want := range map[int]float64{0: 50, 209999: 50, 210000: 25, 840000: 3.125, 1049999: 3.125, 1050000: 1.5625} {
		if got := Subsidy(height); got != want {
			t.Errorf("subsidy of block %d: got %g, want %g", height, got, want)
		}
	}
}

// TestHalvingDates: at ten minutes a block the halvings come when the missing
// blocks are found, and halve hashprice.
func TestHalvingDates(t *testing.T) {
	n := network(t, standing(), false)
	epochs := n.Mean()
	for _, height := range []int{1050000, 1260000, 1470000} {
		found := false
		for i := range epochs {
			if e := &epochs[i]; e.Height == height {
				found = true
				within(t, "time of a halving", e.Start, float64(height-953600)/144/365, 1e-6)
				within(t, "hashprice after it", e.Hashprice, epochs[i-1].Hashprice/2, 1e-6)
			}
		}
		if !found {
			t.Errorf("no epoch begins at the halving %d", height)
		}
	}
}

// TestGrowthBringsHalvingsForward: a growing network finds blocks faster.
func TestGrowthBringsHalvingsForward(t *testing.T) {
	r := standing()
	r.EntryRate = 0.3
	r.MachineCapex = 1
	n := network(t, r, false)
	for _, e := range n.Mean() {
		if e.Height == 1050000 && !(e.Start < float64(1050000-953600)/144/365*0.997) {
			t.Errorf("halving after %g years", e.Start)
		}
	}
}

// TestDifficulty recomputes the accounts of the protocol from the epochs of
// drawn paths.
func TestDifficulty(t *testing.T) {
	d := newMarket(t, scenario(t, 1, 12, 10)).Drawer()
	var w model.World
	for i := range uint64(20) {
		d.Draw(1, i, Bitcoin, &w)
		height, start, minutes := 953600, 0.0, float64(953600-953568)*10
		implied := 894.0
		for _, e := range d.Epochs() {
			if e.Height != height || math.Abs(e.Start-start) > 1e-9 || math.Abs(e.Implied-implied) > 1e-9*implied {
				t.Fatalf("draw %d: epoch at block %d, year %g, implied %g; want %d, %g, %g", i, e.Height, e.Start, e.Implied, height, start, implied)
			}
			want := 144 * Subsidy(height) * (1 + e.Fees) * e.Price / (implied * 1000)
			within(t, "hashprice", e.Hashprice, want, 1e-9)
			// A hash finds a block with chance 1 in difficulty x 2^32.
			perDay := e.Hashrate * 1e18 * 86400 / (e.Difficulty() * math.Exp2(32))
			within(t, "length", e.Years*365, float64(e.Blocks)/perDay, 1e-9)
			height, start, minutes = height+e.Blocks, start+e.Years, minutes+e.Years*365*24*60
			if height%2016 == 0 {
				implied *= min(max(20160/minutes, 0.25), 4)
				minutes = 0
			} else if height%210000 != 0 {
				t.Fatalf("draw %d: an epoch ends at block %d", i, height)
			}
		}
		if start < d.m.clock.end() {
			t.Errorf("draw %d ends at %g", i, start)
		}
	}
}

// TestDifficultyFallsByAFactorOfFourAtMost: when nearly all miners leave at
// once, difficulty follows in steps.
func TestDifficultyFallsByAFactorOfFourAtMost(t *testing.T) {
	r := bitcoin()
	r.ExitLag = 0
	n := network(t, r, false)
	p := n.price.meanPath()
	for k := range p.price[1:] {
		p.price[k+1] += math.Log(0.02)
	}
	steps := 0
	epochs := n.run(p, nil)
	for i := range epochs[1:] {
		ratio := epochs[i+1].Implied / epochs[i].Implied
		if ratio < 0.25-1e-12 {
			t.Errorf("difficulty changes by a factor of %g", ratio)
		}
		if math.Abs(ratio-0.25) < 1e-9 {
			steps++
		}
	}
	if steps == 0 {
		t.Error("difficulty never fell by a factor of four")
	}
}

// TestFleet recomputes from docs/market.md what becomes of the fleet between
// epochs of drawn paths.
func TestFleet(t *testing.T) {
	d := newMarket(t, scenario(t, 1, 12, 10)).Drawer()
	var w model.World
	entered, left, returned := 0, 0, 0
	for i := range uint64(10) {
		d.Draw(2, i, Bitcoin, &w)
		for j := range len(d.Epochs()) - 1 {
			a, b := &d.Epochs()[j], &d.Epochs()[j+1]
			income := a.Hashprice * 1000 * a.Implied
			newest := 11.5 * math.Pow(0.92, b.Start)
			q := 365.0 / 12 * (income/(a.Implied*newest) - 24*52) * 36 / 1.6e6
			e := 0.6 * min(max(q-1, 0), 1) * a.Years
			growth := (1 + e) / (1 + 0.15*a.Years)
			within(t, "fleet", b.Fleet/a.Fleet, growth, 1e-9)
			old := math.Log(float64(a.Efficiency()))
			median := max(old+e/(1+e)*(math.Log(newest)-old)-0.15*a.Years*0.3, math.Log(newest))
			within(t, "median", math.Log(float64(b.Efficiency())), median, 1e-9)
			share := bisect(1e-9, 1, func(r float64) bool {
				return r >= normal((math.Log(income/(24*52*r*b.Fleet))-median)/0.3)
			})
			want, runs := share*b.Fleet, a.Hashrate*growth
			if runs > want {
				want += (runs - want) * math.Exp(-a.Years*12/2)
				left++
			} else {
				returned++
			}
			within(t, "hashrate", b.Hashrate/want, 1, 1e-5)
			if e > 0 {
				entered++
			}
		}
	}
	if min(entered, left, returned) < 100 {
		t.Errorf("machines entered in %d epochs, left in %d, returned in %d", entered, left, returned)
	}
}

// TestSettledShare solves the equation that the table tabulates.
func TestSettledShare(t *testing.T) {
	for _, spread := range []float64{0.05, 0.3, 1} {
		s := newRunningShare(spread)
		for reach := -6.0; reach < 3; reach += 0.1 {
			z := bisect(-40, 20, func(z float64) bool { return spread*z+logNormal(z) >= reach })
			within(t, "share", s.settled(reach)/normal(z), 1, 1e-5)
		}
	}
}

// TestShock: the network's reaction brings back part of what a fall of the
// price takes, more as more miners leave; none where all can stay.
func TestShock(t *testing.T) {
	n := network(t, bitcoin(), false)
	reactions, err := n.Shock(0.5, 6, 24)
	if err != nil {
		t.Fatal(err)
	}
	if len(reactions) != 25 {
		t.Fatalf("%d months", len(reactions))
	}
	for i := range reactions {
		r := &reactions[i]
		within(t, "rigid hashprice", r.Rigid.Hashprice, r.Undisturbed.Hashprice/2, 1e-12)
		if r.Month == 0 { // difficulty stands till its next change
			within(t, "recovered at once", r.Recovered(), 0, 0.01)
			continue
		}
		if r.Reacting.Hashrate >= r.Undisturbed.Hashrate || r.Recovered() <= 0 || r.Recovered() >= 1 {
			t.Errorf("month %d: hashrate %g of %g, recovered %g", r.Month, r.Reacting.Hashrate, r.Undisturbed.Hashrate, r.Recovered())
		}
	}
	for i := 2; i <= 12; i++ { // until the halving
		if reactions[i].Recovered() < reactions[i-1].Recovered() {
			t.Errorf("month %d: recovered %g after %g", i, reactions[i].Recovered(), reactions[i-1].Recovered())
		}
	}
	if got := reactions[12].Recovered(); got < 0.2 {
		t.Errorf("recovered after a year: %g", got)
	}

	reactions, err = network(t, standing(), false).Shock(0.5, 6, 24)
	if err != nil {
		t.Fatal(err)
	}
	for i := range reactions {
		within(t, "recovered though all miners stay", reactions[i].Recovered(), 0, 1e-6)
	}
	for _, fall := range []unit.Share{0, 1, -0.5, unit.Share(math.NaN())} {
		if _, err := n.Shock(fall, 0, 1); err == nil {
			t.Errorf("a fall of %g is accepted", fall)
		}
	}
}

// TestLagDelaysExit: the longer miners hesitate, the less has left by then.
func TestLagDelaysExit(t *testing.T) {
	before := 0.0
	for _, lag := range []unit.Months{0, 1, 3, 12} {
		r := bitcoin()
		r.ExitLag = lag
		reactions, err := network(t, r, false).Shock(0.5, 6, 3)
		if err != nil {
			t.Fatal(err)
		}
		if got := reactions[2].Reacting.Hashrate; got <= before {
			t.Errorf("lag of %d months: %g EH/s after two months, %g with a shorter one", lag, got, before)
		} else {
			before = got
		}
	}
}

// TestRigid: without reaction hashrate and difficulty do not depend on the
// draw, and equal those of the mean path; hashprice is in proportion to income.
func TestRigid(t *testing.T) {
	s := scenario(t, 1, 12, 10)
	s.Sampling.Rigid = true
	d := newMarket(t, s).Drawer()
	n := network(t, bitcoin(), false)
	course := n.Mean()
	for i := range uint64(5) {
		d.shock(1, i, Bitcoin)
		d.mine(1, i)
		if len(d.epochs) != len(course) {
			t.Fatalf("%d epochs, want %d", len(d.epochs), len(course))
		}
		for k, e := range d.epochs {
			c := course[k]
			if e.Hashrate != c.Hashrate || e.Implied != c.Implied || e.Start != c.Start {
				t.Fatalf("draw %d, epoch %d: hashrate %g, want %g", i, k, e.Hashrate, c.Hashrate)
			}
			within(t, "hashprice", e.Hashprice/c.Hashprice, e.Price/c.Price*(1+e.Fees)/(1+c.Fees), 1e-12)
		}
	}
}

// TestReactionNarrowsHashprice: with the reaction of the network hashprice
// varies less.
func TestReactionNarrowsHashprice(t *testing.T) {
	spread := map[bool]float64{}
	for _, rigid := range []bool{false, true} {
		s := scenario(t, 1, 12, 6)
		s.Sampling.Rigid = rigid
		q := draws(t, s, 1000, Bitcoin, func(w *model.World) []float64 { return toFloats(w.Hashprice) })
		mean, deviation, _, _ := q.moments(5)
		spread[rigid] = deviation / mean
	}
	if spread[false] > 0.7*spread[true] {
		t.Errorf("deviation over mean: %g with reaction, %g without", spread[false], spread[true])
	}
}

// TestCurrency: money in another currency gives the same network and hashprice
// in that currency.
func TestCurrency(t *testing.T) {
	r := bitcoin()
	r.Price, r.PowerPrice, r.MachineCapex = r.Price*80, r.PowerPrice*80, r.MachineCapex*80
	a, b := network(t, bitcoin(), false), network(t, r, false)
	x, y := a.Mean(), b.Mean()
	for i := range x {
		within(t, "hashrate", y[i].Hashrate/x[i].Hashrate, 1, 1e-6)
		within(t, "hashprice", y[i].Hashprice/x[i].Hashprice, 80, 1e-4)
	}
}

// TestHashpriceByPeriod: the means of periods weigh every day alike, whatever
// the periods.
func TestHashpriceByPeriod(t *testing.T) {
	r := bitcoin()
	by := map[int][]unit.Hashprice{}
	var epochs []Epoch
	for _, months := range []int{12, 6, 3} {
		n, err := NewNetwork(&r, horizon(months, 36/months), false)
		if err != nil {
			t.Fatal(err)
		}
		if epochs == nil {
			epochs = n.Mean()
		}
		by[months] = n.Hashprice(epochs)
	}
	for y := range 3 {
		var halves, quarters float64
		for k := range 2 {
			halves += float64(by[6][2*y+k]) / 2
		}
		for k := range 4 {
			quarters += float64(by[3][4*y+k]) / 4
		}
		within(t, "halves", halves, float64(by[12][y]), 1e-9)
		within(t, "quarters", quarters, float64(by[12][y]), 1e-9)
	}
}

func TestBadBitcoin(t *testing.T) {
	for name, change := range map[string]func(r *model.BitcoinRisk){
		"no price":             func(r *model.BitcoinRisk) { r.Price = 0 },
		"no spread":            func(r *model.BitcoinRisk) { r.FleetSpread = 0 },
		"no number":            func(r *model.BitcoinRisk) { r.Volatility = math.NaN() },
		"no drift":             func(r *model.BitcoinRisk) { r.Drift = math.NaN() },
		"endless jumps":        func(r *model.BitcoinRisk) { r.JumpRate = math.Inf(1) },
		"negative scrapping":   func(r *model.BitcoinRisk) { r.ScrapRate = -0.1 },
		"nobody covers power":  func(r *model.BitcoinRisk) { r.PowerPrice = 5000 },
		"begins after horizon": func(r *model.BitcoinRisk) { r.At = model.Date{Year: 2027, Month: 1, Day: 2} },
	} {
		r := bitcoin()
		change(&r)
		if _, err := NewNetwork(&r, horizon(12, 3), false); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestNoFees: without fees miners earn the subsidy alone.
func TestNoFees(t *testing.T) {
	s := scenario(t, 1, 12, 3)
	s.Risk.Bitcoin.FeeShare = 0
	d := newMarket(t, s).Drawer()
	var w model.World
	d.Draw(1, 1, Bitcoin, &w)
	for _, e := range d.Epochs() {
		within(t, "hashprice", e.Hashprice, 144*Subsidy(e.Height)*e.Price/e.Implied/1000, 1e-12)
	}
}

// TestAnyNetwork: whatever the figures, hashprice is positive and finite and
// the epochs are about as many as there are fortnights.
func TestAnyNetwork(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	between := func(low, high float64) float64 { return low * math.Pow(high/low, r.Float64()) }
	tried := 0
	for range 400 {
		s := scenario(t, 1, []int{12, 6, 3}[r.IntN(3)], 8)
		s.Sampling.Open = true
		b := &s.Risk.Bitcoin
		b.Model = model.PriceModel(r.IntN(2))
		b.Price, b.Volatility, b.Reversion = unit.Money(between(1e3, 1e7)), between(0.05, 2), between(0.01, 5)
		b.JumpRate, b.JumpMean, b.JumpDeviation = between(0.1, 20), -between(0.01, 1.5), between(0.01, 1)
		b.Drift = r.NormFloat64() * 0.2
		b.FleetSpread, b.PowerPrice, b.MachineCapex = between(0.02, 1.5), unit.MoneyPerMWh(between(5, 300)), unit.MoneyPerMW(between(1e5, 1e7))
		b.Payback, b.ExitLag = unit.Months(1+r.IntN(80)), unit.Months(r.IntN(24))
		b.EntryRate, b.ScrapRate, b.EfficiencyTrend = between(0.01, 10), between(0.01, 2), unit.Share(-between(0.01, 0.4))
		m, err := New(s, &s.Worlds[0])
		if err != nil {
			continue // hardly a machine runs at first
		}
		tried++
		d := m.Drawer()
		var w model.World
		for i := range uint64(3) {
			d.Draw(1, i, Bitcoin, &w)
			for _, h := range w.Hashprice {
				if !(h > 0 && h < 1e9) {
					t.Fatalf("%+v: hashprice %v", *b, w.Hashprice)
				}
			}
			if n := len(d.Epochs()); n > 40*m.clock.steps() {
				t.Errorf("%+v: %d epochs", *b, n)
			}
		}
	}
	if tried < 200 {
		t.Errorf("only %d markets tried", tried)
	}
}
