package market

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/gridalloc/gridalloc/model"
)

// root is the symmetric square root of a correlation matrix: independent
// shocks times it have the correlation.
func root(risk *model.Risk) (r [model.Factors][model.Factors]float64, err error) {
	c := risk.Correlation
	if a, b, found := risk.CorrelationFault(); found {
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
