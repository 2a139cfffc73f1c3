package simulate

import (
	"context"
	"math"
	"math/bits"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
)

// game is the values of all coalitions of n players.
func game(n int, value func(set int) float64) []float64 {
	list := make([]float64, 1<<n)
	for set := range list {
		list[set] = value(set)
	}
	return list
}

func TestShapleyOfToyGames(t *testing.T) {
	for _, c := range []struct {
		what  string
		value func(set int) float64
		want  []float64
	}{
		{"additive", func(set int) float64 {
			sum := 100.0
			for i, x := range []float64{3, 0, -7, 11, 2} {
				if set&(1<<i) != 0 {
					sum += x
				}
			}
			return sum
		}, []float64{3, 0, -7, 11, 2}},
		{"two that need each other", func(set int) float64 {
			if set&0b101 == 0b101 {
				return 10
			}
			return 0
		}, []float64{5, 0, 5, 0, 0}},
		{"all alike", func(set int) float64 { k := float64(bits.OnesCount(uint(set))); return k * k }, []float64{5, 5, 5, 5, 5}},
		// The glove game: player 0 has a left glove, 1 and 2 right ones.
		{"gloves", func(set int) float64 {
			if set&1 != 0 && set&0b110 != 0 {
				return 1
			}
			return 0
		}, []float64{2.0 / 3, 1.0 / 6, 1.0 / 6}},
		// The airport game: runways of cost 1, 2, 4.
		{"airport", func(set int) float64 { return []float64{0, 1, 2, 2, 4, 4, 4, 4}[set] }, []float64{1.0 / 3, 1.0/3 + 0.5, 1.0/3 + 0.5 + 2}},
	} {
		n := len(c.want)
		parts := make([]float64, n)
		shapley(game(n, c.value), parts)
		for i, want := range c.want {
			near(t, c.what, parts[i], want, 1)
		}
	}
}

// TestShapleyIsTheMeanOverOrders, of random games, and is efficient: exactly
// where the parts are whole numbers of 1/120.
func TestShapleyIsTheMeanOverOrders(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		value := game(5, func(int) float64 { return 120 * float64(r.IntN(1000)) })
		var parts, want [5]float64
		shapley(value, parts[:])
		orders := 0
		var join func(set int)
		var order []int
		join = func(set int) {
			if len(order) == 5 {
				orders++
				at := 0
				for _, i := range order {
					want[i] += value[at|1<<i] - value[at]
					at |= 1 << i
				}
				return
			}
			for i := range 5 {
				if set&(1<<i) == 0 {
					order = append(order, i)
					join(set | 1<<i)
					order = order[:len(order)-1]
				}
			}
		}
		join(0)
		sum := 0.0
		for i := range parts {
			sum += parts[i]
			if parts[i] != want[i]/float64(orders) {
				t.Errorf("part %g, want %g", parts[i], want[i]/float64(orders))
			}
		}
		if sum != value[31]-value[0] {
			t.Errorf("parts add up to %g of %g", sum, value[31]-value[0])
		}
	}
}

// TestMixIsADraw: a world put together is the one drawn with those sources.
func TestMixIsADraw(t *testing.T) {
	_, m, _ := small(t, 4)
	for i := range uint64(20) {
		var base, full model.World
		m.Drawer().Draw(5, i, 0, &base)
		m.Drawer().Draw(5, i, market.All, &full)
		for set := range market.All + 1 {
			var want model.World
			m.Drawer().Draw(5, i, set, &want)
			got := mix(&base, &full, set)
			// What a source leaves as it is may be given or left out.
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("draw %d of %b: got %+v, want %+v", i, set, got, want)
			}
		}
	}
}

// TestAttribution: the parts add up, and switching on one source, or all but
// one, comes to what drawing them comes to.
func TestAttribution(t *testing.T) {
	s, m, plans := small(t, 4)
	o := Options{Draws: 600, Seed: 2, Threads: 2}
	a, err := Attribute(context.Background(), s, m, plans[0], o)
	if err != nil || !a.Complete || a.Draws != o.Draws {
		t.Fatalf("%+v, %v", a, err)
	}
	for what, d := range map[string]Damage{"mean": a.Mean, "CVaR": a.CVaR} {
		sum := 0.0
		for _, part := range d.Sources {
			sum += part.Shapley
		}
		near(t, what+": sum of the parts", sum, d.All, math.Abs(a.Base))
	}
	result := func(sources market.Sources) Valuation {
		o.Sources = sources
		r, err := Run(context.Background(), s, m, plans[:1], o)
		if err != nil {
			t.Fatal(err)
		}
		return r.Plans[0].NPV
	}
	all := result(market.All)
	near(t, "base", a.Base, result(0).Mean, a.Base)
	near(t, "mean", a.Mean.All, a.Base-all.Mean, a.Base)
	near(t, "CVaR", a.CVaR.All, a.Base-all.CVaR, a.Base)
	near(t, "error", a.Mean.Error, all.Error, a.Base)
	near(t, "error of CVaR", a.CVaR.Error, all.CVaRError, a.Base)
	matter := 0
	for i, name := range market.SourceNames {
		if a.Mean.Sources[i].Source != name {
			t.Errorf("source %d is %q", i, a.Mean.Sources[i].Source)
		}
		alone, without := result(1<<i), result(market.All&^(1<<i))
		near(t, name+" alone", a.Mean.Sources[i].Alone, a.Base-alone.Mean, a.Base)
		near(t, name+" alone, error", a.Mean.Sources[i].AloneError, alone.Error, a.Base)
		near(t, name+" alone, CVaR", a.CVaR.Sources[i].Alone, a.Base-alone.CVaR, a.Base)
		near(t, "without "+name, a.Mean.Sources[i].Without, without.Mean-all.Mean, a.Base)
		near(t, "without "+name+", CVaR", a.CVaR.Sources[i].Without, without.CVaR-all.CVaR, a.Base)
		if a.Mean.Sources[i].ShapleyError > 0 {
			matter++
		}
	}
	if matter < 4 {
		t.Errorf("only %d sources matter: not much of a test", matter)
	}
	o.Threads, o.Sources = 1, 0
	if b, err := Attribute(context.Background(), s, m, plans[0], o); err != nil || !reflect.DeepEqual(a, b) {
		t.Errorf("one thread comes to something else than two: %v", err)
	}
}

func TestAttributionEndsEarly(t *testing.T) {
	s, m, plans := small(t, 4)
	ctx, cancel := context.WithCancel(context.Background())
	a, err := Attribute(ctx, s, m, plans[0], Options{Draws: 1 << 30, Threads: 2, Progress: func(int) { cancel() }})
	if err != nil || a.Complete || a.Draws < 64 {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := Attribute(context.Background(), s, m, plans[0], Options{}); err == nil {
		t.Error("no draws are taken")
	}
}
