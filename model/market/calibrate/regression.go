package calibrate

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// line is a least-squares fit y = intercept + slope x.
type line struct {
	intercept, slope float64
	slopeErr         float64 // standard error of the slope
	residuals        []float64
	r2               float64
}

// regress fits a line to y over x, where taken degrees of freedom were used up
// before. It reports false where x does not change or there are too few values.
func regress(x, y []float64, taken int) (line, bool) {
	n := len(y)
	freedom := float64(n - 2 - taken)
	spread := stat.Variance(x, nil) * float64(n-1)
	if freedom < 1 || !(spread > 0) {
		return line{}, false
	}
	var l line
	l.intercept, l.slope = stat.LinearRegression(x, y, nil, false)
	l.r2 = stat.RSquared(x, y, nil, l.intercept, l.slope)
	squares := 0.0
	for i, v := range y {
		e := v - l.intercept - l.slope*x[i]
		l.residuals = append(l.residuals, e)
		squares += e * e
	}
	l.slopeErr = math.Sqrt(squares / freedom / spread)
	return l, true
}

// aroundTrend fits y to a trend in time and to x. The trend is taken out of both
// first, which leaves the coefficient of x as it is (Frisch and Waugh, Partial
// time regressions as compared with individual trends, 1933).
func aroundTrend(time, x, y []float64) (trendOfX, trendOfY, fit line, ok bool) {
	trendOfX, _ = regress(time, x, 0)
	trendOfY, _ = regress(time, y, 0)
	fit, ok = regress(trendOfX.residuals, trendOfY.residuals, 1)
	return trendOfX, trendOfY, fit, ok
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
