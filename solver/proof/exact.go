package proof

import (
	"math"
	"math/big"
)

// exact is a number n times two to the power of e. Sums and products of
// float64s are such numbers. The zero value is zero.
type exact struct {
	n big.Int
	e int

	left, right, product, shifted big.Int // scratch, to allocate nothing anew
}

// parts are the whole number and the power of two of a finite float64.
func parts(v float64) (n int64, e int) {
	fraction, e := math.Frexp(v)
	return int64(fraction * (1 << 53)), e - 53
}

func (x *exact) set(v float64) {
	n, e := parts(v)
	x.n.SetInt64(n)
	x.e = e
}

// addProduct adds a times b.
func (x *exact) addProduct(a, b float64) {
	m, e := parts(a)
	n, f := parts(b)
	x.addScaled(x.product.Mul(x.left.SetInt64(m), x.right.SetInt64(n)), e+f)
}

// addTimes adds y times b.
func (x *exact) addTimes(y *exact, b float64) {
	n, f := parts(b)
	x.addScaled(x.product.Mul(x.left.SetInt64(n), &y.n), y.e+f)
}

// addScaled adds m times two to the power of e.
func (x *exact) addScaled(m *big.Int, e int) {
	switch {
	case m.Sign() == 0:
		return
	case x.n.Sign() == 0:
		x.n.Set(m)
		x.e = e
		return
	case e < x.e:
		x.n.Lsh(&x.n, uint(x.e-e))
		x.e = e
	}
	x.n.Add(&x.n, x.shifted.Lsh(m, uint(e-x.e)))
}

func (x *exact) sign() int { return x.n.Sign() }

// upward is the least float64 that is not below x.
func (x *exact) upward() float64 {
	f := new(big.Float).SetPrec(53).SetMode(big.ToPositiveInf).SetInt(&x.n)
	v, accuracy := f.SetMantExp(f, x.e).Float64()
	if accuracy == big.Below { // too small for a float64 of full precision
		v = math.Nextafter(v, math.Inf(1))
	}
	return v
}
