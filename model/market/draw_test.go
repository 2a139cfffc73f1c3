package market

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/gridalloc/gridalloc/model"
)

// text is a world as JSON, for comparison.
func text(t testing.TB, w any) string {
	t.Helper()
	b, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestDrawsDoNotDependOnOneAnother: any order, any number of goroutines and
// used worlds give the same draws, another seed others.
func TestDrawsDoNotDependOnOneAnother(t *testing.T) {
	const n = 40
	m := newMarket(t, scenario(t, 2, 12, 5))
	var want [n]string
	d := m.Drawer()
	for i := range want {
		var w model.World
		d.Draw(7, uint64(i), All, &w)
		want[i] = text(t, &w)
	}
	var group sync.WaitGroup
	var got [n]string
	for g := range 4 {
		group.Go(func() {
			d := m.Drawer()
			var w model.World
			for k := n - 1; k >= 0; k-- {
				i := (k*7 + g) % n
				d.Draw(uint64(g), uint64(k), Sources(1+k%31), &w) // something else between
				d.Draw(7, uint64(i), All, &w)
				if i%4 == g {
					got[i] = text(t, &w)
				}
			}
		})
	}
	group.Wait()
	seen := map[string]bool{}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("draw %d differs", i)
		}
		seen[want[i]] = true
	}
	if len(seen) != n {
		t.Errorf("%d of %d draws are different", len(seen), n)
	}
	var w model.World
	if d.Draw(8, 0, All, &w); text(t, &w) == want[0] {
		t.Error("another seed gives the same draw")
	}
}

// TestSourcesAreIndependent: whichever sources are drawn, each is as when all
// are, or as in the base world.
func TestSourcesAreIndependent(t *testing.T) {
	s := scenario(t, 2, 12, 5)
	d := newMarket(t, s).Drawer()
	parts := func(w *model.World) [5]string {
		return [5]string{text(t, w.Hashprice), text(t, []any{w.Rent, w.Utilisation}), text(t, []any{w.PowerIndex, w.PowerSpread}), text(t, w.Lead), text(t, w.Default)}
	}
	for i := range uint64(3) {
		var all, w model.World
		d.Draw(1, i, All, &all)
		drawn, base := parts(&all), parts(&s.Worlds[0])
		for only := Sources(0); only <= All; only++ {
			d.Draw(1, i, only, &w)
			for k, got := range parts(&w) {
				want := base[k]
				if only&(1<<k) != 0 {
					want = drawn[k]
				}
				if got != want {
					t.Errorf("draw %d of sources %05b: %s is %s, want %s", i, only, SourceNames[k], got, want)
				}
			}
		}
	}
}

// TestDrawKeepsTheBaseWorld: what is drawn does not share memory with it.
func TestDrawKeepsTheBaseWorld(t *testing.T) {
	s := scenario(t, 2, 12, 5)
	before := text(t, &s.Worlds[0])
	d := newMarket(t, s).Drawer()
	var w model.World
	for only := Sources(0); only <= All; only++ {
		d.Draw(1, 2, only, &w)
		for m := range w.Rent {
			for b := range w.Rent[m] {
				clear(w.Rent[m][b])
			}
		}
		clear(w.Hashprice)
		clear(w.PowerIndex[0])
	}
	if got := text(t, &s.Worlds[0]); got != before {
		t.Errorf("the base world has become %s", got)
	}
}

func TestDrawDoesNotAllocate(t *testing.T) {
	d := newMarket(t, scenario(t, 2, 12, 5)).Drawer()
	var w model.World
	i := uint64(0)
	d.Draw(1, i, All, &w)
	if n := testing.AllocsPerRun(200, func() { i++; d.Draw(1, i%50, All, &w) }); n >= 1 {
		t.Errorf("%g allocations a draw", n)
	}
}

// TestNew refuses what it cannot draw from.
func TestNew(t *testing.T) {
	for want, change := range map[string]func(s *model.Scenario){
		"names no risk set":           func(s *model.Scenario) { s.Risk.Given = false },
		"1 zones":                     func(s *model.Scenario) { s.Risk.Power = s.Risk.Power[:1] },
		"is impossible":               func(s *model.Scenario) { s.Risk.Correlation[0][1] = 2; s.Risk.Correlation[1][0] = 2 },
		"after the horizon begins":    func(s *model.Scenario) { s.Risk.Bitcoin.At.Year = 2028 },
		"rent of colocation in m":     func(s *model.Scenario) { s.Risk.Rent[0][1].Volatility = -1 },
		"rent of gpu_cloud in m: uti": func(s *model.Scenario) { s.Risk.Rent[0][2].Utilisation = 1.5 },
		"needs a utilisation_rever":   func(s *model.Scenario) { s.Risk.Rent[0][1].UtilisationReversion = 0 },
		"power in zone y":             func(s *model.Scenario) { s.Risk.Power[1].Common = 2 },
		"costs nothing or less":       func(s *model.Scenario) { s.Zones[0].Blocks[0].Price = 0 },
		"early 0.6 must be below":     func(s *model.Scenario) { s.Risk.Delay.Early = 0.6 },
		"no grid company":             func(s *model.Scenario) { s.Risk.Delay.Company[0] = 2 },
		"of defaults":                 func(s *model.Scenario) { s.Risk.Clients.Correlation = -0.1 },
		"has utilisation or power":    func(s *model.Scenario) { s.Worlds[0].PowerSpread = s.Worlds[0].PowerIndex },
	} {
		s := scenario(t, 1, 12, 2)
		change(s)
		if _, err := New(s, &s.Worlds[0]); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}
