package proof

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// anyFloat is a finite float64 of any size.
func anyFloat(r *rand.Rand) float64 {
	switch r.IntN(6) {
	case 0:
		return float64(r.IntN(9) - 4)
	case 1:
		return math.Float64frombits(uint64(r.IntN(1 << 20))) // tiny
	case 2:
		return math.Ldexp(r.Float64()-0.5, r.IntN(1800)-900)
	}
	return (r.Float64() - 0.5) * math.Pow(10, float64(r.IntN(12)-6))
}

// TestExact holds sums of products against fractions, and the rounding of the
// sums against the two float64s around them.
func TestExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var x, y exact
		sum, other := new(big.Rat), new(big.Rat)
		rat := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
		start := anyFloat(r)
		x.set(start)
		sum.Set(rat(start))
		for range r.IntN(6) {
			a, b, c := anyFloat(r), anyFloat(r), anyFloat(r)
			x.addProduct(a, b)
			sum.Add(sum, new(big.Rat).Mul(rat(a), rat(b)))
			y.addProduct(b, c)
			other.Add(other, new(big.Rat).Mul(rat(b), rat(c)))
			x.addTimes(&y, c)
			sum.Add(sum, new(big.Rat).Mul(other, rat(c)))
		}
		if x.sign() != sum.Sign() {
			t.Fatalf("the sign of %v is %d", sum, x.sign())
		}
		up := x.upward()
		if below := math.Nextafter(up, math.Inf(-1)); !math.IsInf(up, 1) && sum.Cmp(rat(up)) > 0 || !math.IsInf(below, 0) && sum.Cmp(rat(below)) <= 0 {
			t.Fatalf("%v is rounded up to %v", sum, up)
		}
	}
}
