package simulate

import (
	"cmp"
	"math"
	"slices"
)

// Levels are the levels at which distributions are given.
var Levels = [...]float64{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95}

// Quantiles are values at Levels: the least value that the given share of draws
// does not exceed.
type Quantiles [len(Levels)]float64

// Distribution is that of a figure over the draws.
type Distribution struct {
	Mean float64
	// Error is the standard error of Mean, Deviation the standard deviation of
	// the figure.
	Error, Deviation float64
	Quantiles        Quantiles
}

// Valuation is the distribution of a value that is the better the higher it
// is.
type Valuation struct {
	Distribution
	// CVaR is the mean of the worst draws of the tail, CVaRError its standard
	// error.
	CVaR, CVaRError float64
}

// moments gathers mean and variance (Welford, Note on a method for calculating
// corrected sums of squares and products, 1962).
type moments struct {
	count         int
	mean, squares float64
}

func (m *moments) add(x float64) {
	m.count++
	d := x - m.mean
	m.mean += d / float64(m.count)
	m.squares += d * (x - m.mean)
}

// deviation is the standard deviation, 0 of less than two values.
func (m *moments) deviation() float64 {
	if m.count < 2 {
		return 0
	}
	return math.Sqrt(m.squares / float64(m.count-1))
}

// standardError is that of the mean.
func (m *moments) standardError() float64 {
	if m.count == 0 {
		return 0
	}
	return m.deviation() / math.Sqrt(float64(m.count))
}

// weighted is a value that stands for a number of values.
type weighted struct {
	value  float64
	weight int
}

// ranked lists the values of a sketch in rising order.
type ranked struct {
	values []weighted
	count  int
}

func (s *sketch) ranked() ranked {
	var list []weighted
	for l, values := range s.levels {
		for _, v := range values {
			list = append(list, weighted{v, 1 << l})
		}
	}
	slices.SortFunc(list, func(a, b weighted) int { return cmp.Compare(a.value, b.value) })
	return ranked{list, s.count}
}

// quantile is the least value that a share of all does not exceed, 0 of none.
func (r ranked) quantile(share float64) float64 {
	const rounding = 1e-12
	rank, sum := share*float64(r.count)*(1-rounding), 0
	for _, x := range r.values {
		if sum += x.weight; float64(sum) >= rank {
			return x.value
		}
	}
	return 0
}

func (r ranked) quantiles() Quantiles {
	var q Quantiles
	for i, level := range Levels {
		q[i] = r.quantile(level)
	}
	return q
}

// cvar is the mean of the worst share of the values, of the last one a part,
// and its standard error: that of the mean of max(0, eta - V)/tail, eta being
// the best of those values (Rockafellar and Uryasev, 2000).
func (r ranked) cvar(tail float64) (mean, err float64) {
	all := tail * float64(r.count)
	left, sum, eta := all, 0.0, 0.0
	for _, x := range r.values {
		part := min(float64(x.weight), left)
		if part <= 0 {
			break
		}
		sum += part * x.value
		left -= part
		eta = x.value
	}
	if all == 0 {
		return 0, 0
	}
	mean = sum / all
	var below, squares float64
	for _, x := range r.values {
		d := max(0, eta-x.value)
		below += d * float64(x.weight)
		squares += d * d * float64(x.weight)
	}
	n := float64(r.count)
	variance := max(squares/n-below/n*below/n, 0)
	return mean, math.Sqrt(variance/n) / tail
}

// spread gathers a figure's distribution.
type spread struct {
	moments
	*sketch
}

// figureSize is the size of the sketches of figures, dateSize that of MW by
// date.
const (
	figureSize = 4096
	dateSize   = 512
)

func newSpread() spread { return spread{sketch: newSketch(figureSize)} }

func (s *spread) add(x float64) {
	s.moments.add(x)
	s.sketch.add(x)
}

func (s *spread) distribution() Distribution {
	return Distribution{s.mean, s.standardError(), s.deviation(), s.ranked().quantiles()}
}

func (s *spread) valuation(tail float64) Valuation {
	v := Valuation{Distribution: s.distribution()}
	v.CVaR, v.CVaRError = s.ranked().cvar(tail)
	return v
}
