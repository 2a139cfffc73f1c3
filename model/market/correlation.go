package market

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/gridalloc/gridalloc/model"
)

// correlationSlack is how far below zero rounding may put an eigenvalue.
const correlationSlack = 1e-9

// CheckCorrelation reports whether c can be a correlation matrix: symmetric,
// with ones on the diagonal and no negative eigenvalue. Otherwise a and b are
// the factors of the offending entry. Among the smallest sets of factors that
// are impossible together it is the entry that lowers the negative eigenvalue
// most.
func CheckCorrelation(c [model.Factors][model.Factors]float64) (a, b int, ok bool) {
	for a := range model.Factors {
		for b := range a + 1 {
			if c[a][b] != c[b][a] || a == b && c[a][b] != 1 || math.IsNaN(c[a][b]) {
				return b, a, false
			}
		}
	}
	for size := 2; size <= model.Factors; size++ {
		for set := range 1 << model.Factors {
			if members := bits(set); len(members) == size {
				if a, b, ok := checkMinor(&c, members); !ok {
					return a, b, false
				}
			}
		}
	}
	return 0, 0, true
}

// bits lists the factors in a set.
func bits(set int) []int {
	var list []int
	for f := range model.Factors {
		if set&(1<<f) != 0 {
			list = append(list, f)
		}
	}
	return list
}

// checkMinor is CheckCorrelation for some factors only.
func checkMinor(c *[model.Factors][model.Factors]float64, members []int) (a, b int, ok bool) {
	n := len(members)
	m := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			m.SetSym(i, j, c[members[i]][members[j]])
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(m, true) {
		return members[0], members[1], false
	}
	if eigen.Values(nil)[0] >= -correlationSlack { // in rising order
		return 0, 0, true
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	worst := math.Inf(1)
	for i := range n {
		for j := i + 1; j < n; j++ {
			if term := m.At(i, j) * vectors.At(i, 0) * vectors.At(j, 0); term < worst {
				worst, a, b = term, members[i], members[j]
			}
		}
	}
	return a, b, false
}

// root is the symmetric square root of a correlation matrix: independent
// shocks times it have the correlation.
func root(c [model.Factors][model.Factors]float64) (r [model.Factors][model.Factors]float64, err error) {
	if a, b, ok := CheckCorrelation(c); !ok {
		return r, fmt.Errorf("market: the correlation %g of %s and %s is impossible with the others", c[a][b], model.FactorNames[a], model.FactorNames[b])
	}
	m := mat.NewSymDense(model.Factors, nil)
	for a := range c {
		for b := range c {
			m.SetSym(a, b, c[a][b])
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(m, true) {
		return r, fmt.Errorf("market: the correlations have no eigenvalues")
	}
	var v mat.Dense
	eigen.VectorsTo(&v)
	for k, value := range eigen.Values(nil) {
		for a := range r {
			for b := range r {
				r[a][b] += v.At(a, k) * v.At(b, k) * math.Sqrt(max(value, 0))
			}
		}
	}
	return r, nil
}
