package simulate

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// sketched is a sketch and spread of values from a generator.
func sketched(n int, next func(i int) float64) spread {
	s := newSpread()
	for i := range n {
		s.add(next(i))
	}
	return s
}

func TestSketchIsExactWhileItFits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{1, 2, 3, 10, 19, 20, 21, 1000, figureSize} {
		var all []float64
		s := sketched(n, func(int) float64 {
			all = append(all, math.Round(10*r.NormFloat64()))
			return all[len(all)-1]
		})
		slices.Sort(all)
		got := s.ranked()
		for i, level := range Levels {
			want := all[max(int(math.Ceil(level*float64(n)-1e-9)), 1)-1]
			if q := got.quantiles()[i]; q != want {
				t.Errorf("%d values: quantile %g is %g, want %g", n, level, q, want)
			}
		}
		for _, tail := range []float64{0.01, 0.1, 0.25, 1} {
			left, sum := tail*float64(n), 0.0
			for _, x := range all {
				part := math.Min(1, left)
				sum += part * x
				left -= part
			}
			got, _ := got.cvar(tail)
			near(t, "CVaR", got, sum/(tail*float64(n)), 1)
		}
	}
}

// TestSketchOfKnownDistributions holds quantiles and CVaR of many values
// against closed forms. The rank error of a sketch of 4,096 is 0.13 %; that of
// a million draws 0.05 % more.
func TestSketchOfKnownDistributions(t *testing.T) {
	const n, rank = 1_000_000, 0.0018
	r := rand.New(rand.NewPCG(2, 2))
	density := func(x float64) float64 { return math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) }
	z := map[float64]float64{0.01: -2.3263478740, 0.10: -1.2815515655, 0.25: -0.6744897502}
	for _, c := range []struct {
		what string
		next func(i int) float64
		// distribution is its distribution function, cvar by tail.
		distribution func(x float64) float64
		cvar         func(tail float64) float64
		deviation    float64
	}{
		{"normal", func(int) float64 { return r.NormFloat64() }, func(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }, func(a float64) float64 { return -density(z[a]) / a }, 1},
		{"uniform", func(int) float64 { return r.Float64() }, func(x float64) float64 { return x }, func(a float64) float64 { return a / 2 }, 1 / math.Sqrt(12)},
		{"rising", func(i int) float64 { return float64(i) / n }, func(x float64) float64 { return x }, func(a float64) float64 { return a / 2 }, 1 / math.Sqrt(12)},
		{"falling", func(i int) float64 { return 1 - float64(i)/n }, func(x float64) float64 { return x }, func(a float64) float64 { return a / 2 }, 1 / math.Sqrt(12)},
		{"exponential", func(int) float64 { return r.ExpFloat64() }, func(x float64) float64 { return -math.Expm1(-x) }, func(a float64) float64 { return ((1-a)*math.Log(1-a) + a) / a }, 1},
	} {
		s := sketched(n, c.next)
		got := s.ranked()
		weight := 0
		for _, x := range got.values {
			weight += x.weight
		}
		if weight != n {
			t.Errorf("%s: the sketch stands for %d values, want %d", c.what, weight, n)
		}
		for i, q := range got.quantiles() {
			if at := c.distribution(q); math.Abs(at-Levels[i]) > rank {
				t.Errorf("%s: quantile %g is at rank %g", c.what, Levels[i], at)
			}
		}
		for _, tail := range []float64{0.01, 0.10, 0.25} {
			value, err := got.cvar(tail)
			if want := c.cvar(tail); math.Abs(value-want) > 5*err+rank/tail*c.deviation {
				t.Errorf("%s: CVaR of %g is %g, want %g", c.what, tail, value, want)
			}
		}
		near(t, c.what+" deviation", math.Round(100*s.deviation()), math.Round(100*c.deviation), 1)
		near(t, c.what+" error of the mean", s.standardError()*math.Sqrt(n), s.deviation(), 1)
	}
}

// TestCVaRError: over many samples the standard error of CVaR is about the
// deviation of CVaR from sample to sample.
func TestCVaRError(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	var found, stated moments
	for range 400 {
		s := sketched(1000, func(int) float64 { return r.NormFloat64() })
		value, err := s.ranked().cvar(0.1)
		found.add(value)
		stated.add(err)
	}
	if ratio := stated.mean / found.deviation(); ratio < 0.85 || ratio > 1.15 {
		t.Errorf("stated error %g, deviation %g", stated.mean, found.deviation())
	}
}

// TestSketchStaysSmall: what a sketch holds does not grow with its values.
func TestSketchStaysSmall(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	s := newSketch(dateSize)
	kept := func() int {
		sum := 0
		for _, l := range s.levels {
			sum += cap(l)
		}
		return sum
	}
	at := map[int]int{}
	for i := 1; i <= 1<<22; i++ {
		s.add(r.Float64())
		if i&(i-1) == 0 {
			at[i] = kept()
		}
	}
	if most := at[1<<22]; most > 7*dateSize {
		t.Errorf("%d values kept of %d", most, 1<<22)
	}
	if early, late := at[1<<16], at[1<<22]; float64(late) > 1.2*float64(early) {
		t.Errorf("%d values kept of 2^16, %d of 2^22", early, late)
	}
}

func TestMomentsOfShiftedValues(t *testing.T) {
	var m moments
	for i := range 1000 {
		m.add(1e9 + float64(i%2))
	}
	near(t, "mean", m.mean-1e9, 0.5, 1)
	near(t, "deviation", m.deviation(), math.Sqrt(0.25*1000/999), 1)
	if (&moments{}).standardError() != 0 || (&moments{}).deviation() != 0 {
		t.Error("nothing deviates")
	}
}

func BenchmarkSketch(b *testing.B) {
	s, r := newSpread(), rand.New(rand.NewPCG(5, 5))
	b.ReportAllocs()
	for b.Loop() {
		s.add(r.NormFloat64())
	}
}
