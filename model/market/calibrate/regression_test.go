package calibrate

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// TestAroundTrendIsOneRegression holds the coefficient and error of a level,
// with constant and trend taken out first, against the normal equations of all
// three.
func TestAroundTrendIsOneRegression(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	const n = 40
	time, level, y := make([]float64, n), make([]float64, n), make([]float64, n)
	design := mat.NewDense(n, 3, nil)
	for i := range n {
		time[i] = float64(i)
		level[i] = 0.1*float64(i) + r.NormFloat64()
		y[i] = 1 + 0.3*time[i] - 0.4*level[i] + r.NormFloat64()
		design.SetRow(i, []float64{1, time[i], level[i]})
	}
	_, _, got, ok := aroundTrend(time, level, y)
	if !ok {
		t.Fatal("no fit")
	}
	var gram, inverse mat.Dense
	gram.Mul(design.T(), design)
	if err := inverse.Inverse(&gram); err != nil {
		t.Fatal(err)
	}
	var moments, coef, fitted mat.VecDense
	moments.MulVec(design.T(), mat.NewVecDense(n, y))
	coef.MulVec(&inverse, &moments)
	fitted.MulVec(design, &coef)
	squares := 0.0
	for i := range n {
		e := y[i] - fitted.AtVec(i)
		squares += e * e
		if math.Abs(e-got.residuals[i]) > 1e-9 {
			t.Fatalf("residual %d is %g, want %g", i, got.residuals[i], e)
		}
	}
	want := math.Sqrt(squares / (n - 3) * inverse.At(2, 2))
	if math.Abs(got.slope-coef.AtVec(2)) > 1e-9 || math.Abs(got.slopeErr-want) > 1e-9 {
		t.Errorf("slope %g +- %g, want %g +- %g", got.slope, got.slopeErr, coef.AtVec(2), want)
	}
}

// TestTrendOfAPriceThatComesBack starts far above its trend, so that the mean
// growth of the price is not that of the trend.
func TestTrendOfAPriceThatComesBack(t *testing.T) {
	const trend, reversion = 0.2, 1.0
	r := rand.New(rand.NewPCG(2, 2))
	keep, x := math.Exp(-reversion*month), 3.0
	var logs []float64
	for i := range 36 {
		logs = append(logs, trend*float64(i)*month+x)
		x = keep*x + 1e-4*r.NormFloat64()
	}
	fit, err := Price(months(logs))
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(fit.Trend.Value-trend) > 0.01 || math.Abs(fit.Reversion.Value-reversion) > 0.01 {
		t.Errorf("trend %g and reversion %g, want %g and %g", fit.Trend.Value, fit.Reversion.Value, trend, reversion)
	}
}

func TestNoLine(t *testing.T) {
	for _, c := range []struct{ x, y []float64 }{
		{[]float64{1, 2}, []float64{1, 2}},
		{[]float64{1, 1, 1, 1}, []float64{1, 2, 3, 4}},
		{nil, nil},
	} {
		if _, ok := regress(c.x, c.y, 0); ok {
			t.Errorf("%v over %v is fitted", c.y, c.x)
		}
	}
}
