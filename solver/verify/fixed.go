package verify

import "math/big"

// fixed is a multiple of 2^-fineness. Whatever has to be worked out in every
// world is worked out in such numbers: they round products, by less than
// 2^-fineness each, but need no common divisors and so take a twentieth of the
// time of fractions.
type fixed struct{ n big.Int }

// unitFixed is 1.
var unitFixed = toFixed(whole(1))

// toFixed is a to the nearest lower multiple of 2^-fineness.
func toFixed(a *big.Rat) *fixed {
	x := new(fixed)
	x.n.Lsh(a.Num(), fineness)
	if !a.IsInt() {
		x.n.Div(&x.n, a.Denom())
	}
	return x
}

// rat is the exact value of x as a fraction.
func (x *fixed) rat() *big.Rat {
	return new(big.Rat).SetFrac(&x.n, new(big.Int).Lsh(big.NewInt(1), fineness))
}

func (x *fixed) plus(y *fixed) *fixed {
	z := new(fixed)
	z.n.Add(&x.n, &y.n)
	return z
}

func (x *fixed) minus(y *fixed) *fixed {
	z := new(fixed)
	z.n.Sub(&x.n, &y.n)
	return z
}

// times is the product, rounded down.
func (x *fixed) times(y *fixed) *fixed {
	z := new(fixed)
	z.n.Mul(&x.n, &y.n)
	z.n.Rsh(&z.n, fineness)
	return z
}

func (x *fixed) negated() *fixed {
	z := new(fixed)
	z.n.Neg(&x.n)
	return z
}

// positive is max(0, x).
func (x *fixed) positive() *fixed {
	if x.n.Sign() < 0 {
		return new(fixed)
	}
	return x
}

func (x *fixed) exceeds(y *fixed) bool { return x.n.Cmp(&y.n) > 0 }

// add adds y to x itself.
func (x *fixed) add(y *fixed) { x.n.Add(&x.n, &y.n) }

// table are rows x columns zeros.
func table(rows, columns int) [][]*fixed {
	r := make([][]*fixed, rows)
	for i := range r {
		r[i] = make([]*fixed, columns)
		for k := range r[i] {
			r[i][k] = new(fixed)
		}
	}
	return r
}

// copied is a table of the same numbers.
func copied(t [][]*fixed) [][]*fixed {
	r := make([][]*fixed, len(t))
	for i := range t {
		for _, x := range t[i] {
			c := new(fixed)
			c.n.Set(&x.n)
			r[i] = append(r[i], c)
		}
	}
	return r
}

// fractions are the numbers of a table as fractions.
func fractions(t [][]*fixed) [][]*big.Rat {
	r := make([][]*big.Rat, len(t))
	for i := range t {
		for _, x := range t[i] {
			r[i] = append(r[i], x.rat())
		}
	}
	return r
}

// path are the first n figures of a path.
func path[T ~float64](list []T, n int) []*fixed {
	r := make([]*fixed, n)
	for p := range r {
		r[p] = toFixed(exact(list[p]))
	}
	return r
}

// ones are n times 1.
func ones(n int) []*fixed {
	r := make([]*fixed, n)
	for p := range r {
		r[p] = unitFixed
	}
	return r
}
