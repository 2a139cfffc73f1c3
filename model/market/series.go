package market

import (
	"fmt"
	"math"

	"github.com/gridalloc/gridalloc/model/unit"
)

// series is a lognormal process around a path: in each period level times the
// exponential of a deviation, one part of which many series have in common.
type series struct {
	response    int // of the common part
	law         *law
	common, own float64 // volatility of the two parts
	level       []float64
}

// process names the figures of a process around a path.
type process struct{ drift, volatility, speed, common float64 }

// check refuses figures that make no process.
func (q process) check(of string) error {
	if !(q.volatility >= 0 && q.speed >= 0 && isShare(unit.Share(q.common)) && math.Abs(q.drift) <= math.MaxFloat64) {
		return fmt.Errorf("market: %s: drift %g must be a number, volatility %g and reversion %g not negative, the common share %g within 0 to 1", of, q.drift, q.volatility, q.speed, q.common)
	}
	return nil
}

// newSeries makes the series around a path. Its mean is the path, or, with an
// open sampling, the path times the mean of its drift over each period.
func newSeries[T ~float64](m *Market, q process, shocks int, path []T) series {
	s := series{
		response: m.respond(shocks, q.speed),
		common:   q.volatility * math.Sqrt(q.common), own: q.volatility * math.Sqrt(1-q.common),
		level: make([]float64, len(path)),
	}
	s.law = m.responses[s.response].law
	for p, mean := range path {
		deviation := q.volatility * s.law.deviation[p]
		s.level[p] = float64(mean) * math.Exp(-deviation*deviation/2)
		if m.s.Sampling.Open {
			s.level[p] *= meanGrowth(q.drift, m.clock.start+float64(p)*m.clock.years(), m.clock.years())
		}
	}
	return s
}

// meanGrowth is the mean of exp(drift t) from time t on over a length.
func meanGrowth(drift, t, length float64) float64 {
	if drift == 0 {
		return 1
	}
	return math.Exp(drift*t) * math.Expm1(drift*length) / (drift * length)
}

// deviate draws the deviation of a series from the stream that is set.
func (d *Drawer) deviate(s *series) []float64 {
	s.law.draw(d.stream, d.own)
	for p, common := range d.responses[s.response] {
		d.own[p] = s.common*common + s.own*d.own[p]
	}
	return d.own
}

// fill draws a series into a path.
func fill[T ~float64](d *Drawer, s *series, path []T) {
	for p, x := range d.deviate(s) {
		path[p] = T(s.level[p] * math.Exp(x))
	}
}

// resize gives a slice n elements, its own where it has room for them.
func resize[T any](list []T, n int) []T {
	if cap(list) < n {
		return make([]T, n)
	}
	return list[:n]
}

// keep copies from into list; nil stays nil.
func keep[T any](list, from []T) []T {
	if from == nil {
		return nil
	}
	list = resize(list, len(from))
	copy(list, from)
	return list
}
