package verify

import (
	"math"
	"math/big"
)

// Exact arithmetic. A float64 is a fraction, and verification takes it at its
// exact value. Only these numbers are not exact: discount factors and periodic
// interest, which are roots; and streams of money and what is booked in the
// worlds, which are rounded to multiples of 2^-fineness (1.6e-58) so that they
// stay short. Of a unit of currency all of these errors are far below 1e-40.

const (
	rootBits = 320 // mantissa of roots
	fineness = 192 // bits after the binary point of what is rounded
)

// exact is x as a fraction; numbers that are none (NaN, infinities) are 0 and
// must have been reported by the caller.
func exact[T ~float64](x T) *big.Rat {
	r := new(big.Rat)
	if r.SetFloat64(float64(x)) == nil {
		return new(big.Rat)
	}
	return r
}

func whole(i int) *big.Rat       { return new(big.Rat).SetInt64(int64(i)) }
func ratio(a, b int) *big.Rat    { return big.NewRat(int64(a), int64(b)) }
func zero() *big.Rat             { return new(big.Rat) }
func neg(a *big.Rat) *big.Rat    { return new(big.Rat).Neg(a) }
func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }

// mul is the product of all its arguments.
func mul(a *big.Rat, more ...*big.Rat) *big.Rat {
	r := new(big.Rat).Set(a)
	for _, b := range more {
		r.Mul(r, b)
	}
	return r
}

// div is a/b, and 0 where b is 0: a scenario that passed the input checks has
// no such b.
func div(a, b *big.Rat) *big.Rat {
	if b.Sign() == 0 {
		return new(big.Rat)
	}
	return new(big.Rat).Quo(a, b)
}

// pow is a to the whole power k >= 0.
func pow(a *big.Rat, k int) *big.Rat {
	r := whole(1)
	for range k {
		r.Mul(r, a)
	}
	return r
}

// grown is (1+rate)^k.
func grown(rate *big.Rat, k int) *big.Rat { return pow(add(whole(1), rate), k) }

func larger(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

// positive is max(0, a).
func positive(a *big.Rat) *big.Rat { return larger(a, zero()) }

// rounded is a to the nearest lower multiple of 2^-fineness.
func rounded(a *big.Rat) *big.Rat {
	if a.Denom().BitLen() <= fineness {
		return a
	}
	n := new(big.Int).Lsh(a.Num(), fineness)
	n.Div(n, a.Denom())
	return new(big.Rat).SetFrac(n, new(big.Int).Lsh(big.NewInt(1), fineness))
}

// root is the 2^k-th root of a > 0. Square roots of a big.Float are found by
// Newton's method to the full mantissa.
func root(a *big.Rat, k int) *big.Float {
	x := new(big.Float).SetPrec(rootBits).SetRat(a)
	for range k {
		x.Sqrt(x)
	}
	return x
}

// twelfthRoot is the 12th root of a >= 0 to the full mantissa, by Newton's
// method for the cube root of two square roots.
func twelfthRoot(a *big.Rat) *big.Rat {
	if a.Sign() <= 0 {
		return zero()
	}
	y := root(a, 2)
	start, _ := y.Float64()
	x := new(big.Float).SetPrec(rootBits).SetFloat64(math.Cbrt(start))
	two, three := big.NewFloat(2), big.NewFloat(3)
	for range 4 { // each doubles the digits of a float64
		square := new(big.Float).SetPrec(rootBits).Mul(x, x)
		next := new(big.Float).SetPrec(rootBits).Quo(y, square)
		next.Add(next, new(big.Float).SetPrec(rootBits).Mul(two, x))
		x.Quo(next, three)
	}
	return fraction(x)
}

// fraction is the exact value of a finite x.
func fraction(x *big.Float) *big.Rat {
	r, _ := x.Rat(nil)
	return r
}

// halvings is log2(12/m): a period is the 2^halvings-th part of a year.
func halvings(m int) int {
	switch m {
	case 6:
		return 1
	case 3:
		return 2
	default:
		return 0
	}
}

// discounts are the factors of section 1 at a yearly rate > -1: d[p] from the
// middle of each of n periods of m months, d[n] from the end of the horizon.
func discounts(rate *big.Rat, n, m int) []*big.Rat {
	half := root(add(whole(1), rate), halvings(m)+1) // (1+r)^(D/2)
	step := new(big.Float).SetPrec(rootBits).Quo(big.NewFloat(1), half)
	d := make([]*big.Rat, n+1)
	x := new(big.Float).SetPrec(rootBits).SetInt64(1)
	for p := range n {
		x.Mul(x, step)
		d[p] = fraction(x)
		x.Mul(x, step)
	}
	d[n] = fraction(x)
	return d
}

// toFloat is the float64 nearest to a.
func toFloat(a *big.Rat) float64 {
	x, _ := a.Float64()
	return x
}

// zeros are n fresh zeros.
func zeros(n int) []*big.Rat {
	r := make([]*big.Rat, n)
	for i := range r {
		r[i] = new(big.Rat)
	}
	return r
}

// grid are rows x columns fresh zeros.
func grid(rows, columns int) [][]*big.Rat {
	r := make([][]*big.Rat, rows)
	for i := range r {
		r[i] = zeros(columns)
	}
	return r
}
