package market

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/model"
)

const many = 20000

// TestHashpriceMean: the mean is the tables' path, but for the error of the
// pilot draws and of these.
func TestHashpriceMean(t *testing.T) {
	for _, months := range []int{12, 3} {
		s := scenario(t, 1, months, 8)
		q := draws(t, s, 4000, Bitcoin, func(w *model.World) []float64 { return toFloats(w.Hashprice) })
		for p, want := range s.Worlds[0].Hashprice {
			mean, _, e, _ := q.moments(p)
			within(t, "mean hashprice", mean, float64(want), e*math.Sqrt(1+4000.0/pilotDraws))
		}
	}
}

// TestOpenHashprice: an open sampling leaves hashprice to the network, whatever
// the tables say.
func TestOpenHashprice(t *testing.T) {
	s := scenario(t, 1, 12, 4)
	s.Sampling.Open = true
	s.Risk.Bitcoin.Volatility, s.Risk.Bitcoin.JumpRate, s.Risk.Bitcoin.FeeVolatility = 0, 0, 0
	n := network(t, s.Risk.Bitcoin, false)
	want := n.Hashprice(n.Mean())
	q := draws(t, s, 2, Bitcoin, func(w *model.World) []float64 { return toFloats(w.Hashprice) })
	for p := range q.x[0] {
		within(t, "hashprice without deviation", q.x[1][p], float64(want[p]), 1e-9)
	}
}

// TestRents: mean, deviation of the logarithm and correlation are those of the
// process.
func TestRents(t *testing.T) {
	for _, open := range []bool{false, true} {
		for _, months := range []int{12, 6} {
			s := scenario(t, 1, months, 36/months)
			s.Sampling.Open = open
			n := s.Horizon.Periods
			q := draws(t, s, many, Rents, func(w *model.World) []float64 {
				row := append(toFloats(w.Rent[0][model.Colocation]), toFloats(w.Rent[0][model.GPUCloud])...)
				row = append(row, toFloats(w.Rent[1][model.Colocation])...)
				for _, v := range row[:3*n] {
					row = append(row, math.Log(v))
				}
				return row
			})
			start := 201.0 / 365
			for p := range n {
				growth := 1.0
				if from, to := start+float64(p*months)/12, start+float64((p+1)*months)/12; open {
					growth = (math.Exp(-0.03*to) - math.Exp(-0.03*from)) / (-0.03 * (to - from))
				}
				for j, path := range [][]float64{toFloats(s.Worlds[0].Rent[0][model.Colocation]), toFloats(s.Worlds[0].Rent[0][model.GPUCloud])} {
					mean, _, e, _ := q.moments(j*n + p)
					within(t, "mean rent", mean, path[p]*growth, e)
				}
				if months == 12 {
					for j, speed := range []float64{0.5, 0} {
						_, deviation, _, e := q.moments((3+j)*n + p)
						want := 0.3 * math.Sqrt(meanVariance(speed, start+float64(p)))
						within(t, "deviation of the log rent", deviation, want, e+0.0002*want)
					}
				}
			}
			e := 1 / math.Sqrt(many)
			within(t, "correlation across markets", q.correlation(3*n, 5*n), 0.5, e)
			if got := q.correlation(3*n, 4*n); math.Abs(got-0.5*0.6) > 4*e+0.01 {
				t.Errorf("correlation of colocation and GPU rents: got %g, want about 0.3", got)
			}
		}
	}
}

// TestUtilisation: the mean is as given, the logit varies as it should, and
// all is between 0 and 1.
func TestUtilisation(t *testing.T) {
	s := scenario(t, 1, 12, 4)
	q := draws(t, s, many, Rents, func(w *model.World) []float64 { return toFloats(w.Utilisation[0][model.Colocation]) })
	for p := range 4 {
		mean, _, e, _ := q.moments(p)
		within(t, "mean utilisation over what the tables count on", mean, 1, e)
	}
	s.Sampling.Open = true
	q = draws(t, s, many, Rents, func(w *model.World) []float64 {
		row := toFloats(w.Utilisation[0][model.Colocation])
		for _, u := range row {
			if !(u > 0 && u < 1) {
				t.Fatalf("utilisation %g", u)
			}
			row = append(row, math.Log(u/(1-u)))
		}
		return row
	})
	for p := range 4 {
		mean, _, e, _ := q.moments(p)
		within(t, "mean utilisation", mean, 0.85, e)
		_, deviation, _, e := q.moments(4 + p)
		want := 0.8 * math.Sqrt2 * math.Sqrt(meanVariance(1, 201.0/365+float64(p)))
		within(t, "deviation of the logit", deviation, want, e+0.0005*want)
	}
	for _, mean := range []float64{0.02, 0.5, 0.97} {
		for _, deviation := range []float64{0, 0.5, 3} {
			level, sum := logitLevel(mean, deviation), 0.0
			for z := -9.0; z < 9; z += 0.001 {
				sum += logistic(level+deviation*z) * (normal(z+0.0005) - normal(z-0.0005))
			}
			within(t, "mean of the logistic function", sum, mean, 1e-5)
		}
	}
	s.Risk.Rent[0][model.Colocation].Utilisation = 1
	q = draws(t, s, 10, Rents, func(w *model.World) []float64 { return toFloats(w.Utilisation[0][model.Colocation]) })
	within(t, "always let", q.x[9][3], 1, 0)
}

// TestPower: the mean index is the tables', that of the spread 1, and no block
// costs less than nothing.
func TestPower(t *testing.T) {
	s := scenario(t, 1, 12, 5)
	q := draws(t, s, many, Power, func(w *model.World) []float64 {
		var row []float64
		for z := range s.Zones {
			row = append(append(row, toFloats(w.PowerIndex[z])...), toFloats(w.PowerSpread[z])...)
			for p, spread := range w.PowerSpread[z] {
				for _, b := range s.Zones[z].Blocks {
					if price := 1 + spread*(b.Price-1); price < -1e-12 {
						t.Fatalf("zone %d, period %d: block price %g", z, p, price)
					}
				}
			}
		}
		return append(row, math.Log(row[0]), math.Log(row[10]), math.Log(row[4]))
	})
	for z := range s.Zones {
		for p := range 5 {
			mean, _, e, _ := q.moments(10*z + p)
			within(t, "mean index", mean, float64(s.Worlds[0].PowerIndex[z][p]), e)
			mean, _, e, _ = q.moments(10*z + 5 + p)
			within(t, "mean spread", mean, 1, e)
		}
	}
	widest := 0
	for _, x := range q.x {
		if x[19] >= 2-1e-12 { // the cheapest block of zone y costs half the mean
			widest++
		}
	}
	if widest == 0 {
		t.Error("the spread never reaches its limit")
	}
	_, deviation, _, e := q.moments(22)
	want := 0.25 * math.Sqrt(meanVariance(0.8, 201.0/365+4))
	within(t, "deviation of the log index", deviation, want, e+0.0002*want)
	// Zones share the square root of both shares, at different speeds.
	if got, want := q.correlation(20, 21), math.Sqrt(0.6*0.3); math.Abs(got-want) > 0.03 {
		t.Errorf("correlation of zones: got %g, want about %g", got, want)
	}
}

// TestShocksAreCorrelated: the shocks of the factors have the given
// correlation, also one without full rank.
func TestShocksAreCorrelated(t *testing.T) {
	s := scenario(t, 1, 12, 10)
	c := &s.Risk.Correlation
	for _, pair := range [][2]int{{model.BitcoinFactor, model.PowerFactor}, {model.ColocationFactor, model.GPUCloudFactor}} {
		c[pair[0]][pair[1]], c[pair[1]][pair[0]] = -0.5, -0.5
	}
	c[model.BitcoinFactor][model.GPUCloudFactor], c[model.GPUCloudFactor][model.BitcoinFactor] = 1, 1
	c[model.ColocationFactor][model.BitcoinFactor], c[model.BitcoinFactor][model.ColocationFactor] = -0.5, -0.5
	c[model.GPUCloudFactor][model.PowerFactor], c[model.PowerFactor][model.GPUCloudFactor] = -0.5, -0.5
	d := newMarket(t, s).Drawer()
	var q sample
	for i := range uint64(100) {
		d.shock(1, i, All)
		for k := range d.shocks[0] {
			row := make([]float64, len(d.shocks))
			for f := range row {
				row[f] = d.shocks[f][k]
			}
			q.x = append(q.x, row)
		}
	}
	for a := range d.shocks {
		for b := range a {
			want := 0.0
			if a < model.Factors {
				want = c[a][b]
			}
			within(t, "correlation of shocks", q.correlation(a, b), want, (1-want*want)/math.Sqrt(float64(len(q.x)))+1e-9)
		}
	}
}

// TestBitcoinAndRentsMoveTogether: the correlation of factors is seen in the
// worlds: with rigid hashrate hashprice follows the price.
func TestBitcoinAndRentsMoveTogether(t *testing.T) {
	s := scenario(t, 1, 12, 1)
	s.Sampling.Rigid = true
	s.Risk.Bitcoin.Model, s.Risk.Bitcoin.FeeVolatility = model.GBM, 0
	r := &s.Risk.Rent[0][model.GPUCloud]
	r.Common, r.Reversion = 1, 0
	c := &s.Risk.Correlation
	c[model.BitcoinFactor][model.GPUCloudFactor], c[model.GPUCloudFactor][model.BitcoinFactor] = 0.7, 0.7
	q := draws(t, s, many, All, func(w *model.World) []float64 {
		return []float64{math.Log(float64(w.Hashprice[0])), math.Log(float64(w.Rent[0][model.GPUCloud][0]))}
	})
	if got := q.correlation(0, 1); math.Abs(got-0.7) > 0.02 {
		t.Errorf("got %g, want about 0.7", got)
	}
}
