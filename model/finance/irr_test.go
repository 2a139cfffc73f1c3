package finance_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gridalloc/gridalloc/model/finance"
)

// cashOf is a net cash row as Cash has it.
func cashOf(net []float64, years float64) finance.Cash {
	c := finance.Cash{Amount: net}
	for p := range net {
		c.Time = append(c.Time, (float64(p)+0.5)*years)
	}
	c.Time[len(net)-1] = float64(len(net)-1) * years
	return c
}

func TestIRRIsThatOfCash(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	found, none := 0, 0
	for i := range 4000 {
		net := make([]float64, 2+r.IntN(20))
		for p := range net {
			net[p] = 1e6 * (r.NormFloat64() + float64(r.IntN(3)) - 1)
			if p == 0 && i%2 == 0 {
				net[p] = -1e6 * float64(1+r.IntN(10)) // as an investment begins
			}
		}
		years := []float64{1, 0.5, 0.25}[r.IntN(3)]
		want, wantOK := cashOf(net, years).IRR()
		got, ok := finance.IRR(net, years)
		if ok != wantOK || math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
			t.Fatalf("%v of %v years: got %v %v, want %v %v", net, years, got, ok, want, wantOK)
		}
		if ok {
			found++
		} else {
			none++
		}
	}
	if found < 500 || none < 500 {
		t.Errorf("%d rows with a rate and %d without: not much of a test", found, none)
	}
}

func TestIRRClosedForms(t *testing.T) {
	for _, c := range []struct {
		net   []float64
		years float64
		rate  float64
		ok    bool
	}{
		{[]float64{-100, 121, 0}, 1, 0.21, true},
		{[]float64{-100, 0, 121, 0}, 1, 0.1, true},
		{[]float64{-100, 0, 121, 0}, 0.5, 0.21, true},
		{[]float64{-100, 50, 0}, 1, -0.5, true},
		{[]float64{-100, 0, 110}, 1, math.Pow(1.1, 1/1.5) - 1, true}, // the last counts at the end of the second year
		{[]float64{-100, 100, 0}, 1, 0, true},
		{[]float64{0, 0, 0}, 1, 0, false},
		{[]float64{100, 100, 0}, 1, 0, false},
		{[]float64{-100, 1e9, 0}, 1, 0, false},
	} {
		for _, f := range []func() (float64, bool){
			func() (float64, bool) { return finance.IRR(c.net, c.years) },
			func() (float64, bool) { return cashOf(c.net, c.years).IRR() },
		} {
			got, ok := f()
			if ok != c.ok || math.Abs(got-c.rate) > 1e-12 {
				t.Errorf("%v of %v years: got %v %v, want %v %v", c.net, c.years, got, ok, c.rate, c.ok)
			}
		}
	}
}

func BenchmarkIRR(b *testing.B) {
	net := []float64{-50, -80, 10, 30, 40, 42, 30, 35, 20, 22, 60}
	for b.Loop() {
		if _, ok := finance.IRR(net, 1); !ok {
			b.Fatal("no rate")
		}
	}
}
