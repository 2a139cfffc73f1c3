package calibrate

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// regression is a least-squares fit of a linear model.
type regression struct {
	coef, stdErr []float64
	residuals    []float64
	r2           float64
}

// regress fits y to the columns x; it reports false where the columns do not
// tell the coefficients apart.
func regress(y []float64, x ...[]float64) (regression, bool) {
	n, k := len(y), len(x)
	if n <= k {
		return regression{}, false
	}
	design := mat.NewDense(n, k, nil)
	for j, column := range x {
		design.SetCol(j, column)
	}
	var qr mat.QR
	qr.Factorize(design)
	var b mat.VecDense
	if err := qr.SolveVecTo(&b, false, mat.NewVecDense(n, y)); err != nil {
		return regression{}, false
	}
	var fitted mat.VecDense
	fitted.MulVec(design, &b)
	fit := regression{coef: b.RawVector().Data}
	squares, mean, total := 0.0, stat.Mean(y, nil), 0.0
	for i, v := range y {
		e := v - fitted.AtVec(i)
		fit.residuals = append(fit.residuals, e)
		squares += e * e
		total += (v - mean) * (v - mean)
	}
	fit.r2 = 1 - squares/total
	var gram, inverse mat.Dense
	gram.Mul(design.T(), design)
	if err := inverse.Inverse(&gram); err != nil {
		return regression{}, false
	}
	for j := range x {
		fit.stdErr = append(fit.stdErr, math.Sqrt(squares/float64(n-k)*inverse.At(j, j)))
	}
	return fit, true
}

// ones is a column of n ones.
func ones(n int) []float64 {
	column := make([]float64, n)
	for i := range column {
		column[i] = 1
	}
	return column
}

// deviation is the standard deviation of x and its standard error, which
// allows for fat tails: the variance of s^2 is (m4 - s^4 (n-3)/(n-1))/n.
func deviation(x []float64) (s, stdErr float64) {
	n := float64(len(x))
	mean, s := stat.MeanStdDev(x, nil)
	if s == 0 {
		return 0, 0
	}
	fourth := 0.0
	for _, v := range x {
		fourth += math.Pow(v-mean, 4) / n
	}
	return s, math.Sqrt(math.Max(0, fourth-math.Pow(s, 4)*(n-3)/(n-1))/n) / (2 * s)
}

// normalLog is the logarithm of the normal density.
func normalLog(x, mean, deviation float64) float64 {
	z := (x - mean) / deviation
	return -z*z/2 - math.Log(deviation) - math.Log(2*math.Pi)/2
}
