package market

import "math"

// reversion is a step of an Ornstein-Uhlenbeck process: the deviation x becomes
// keep x + noise times a standard normal shock. Exact for any length of step
// (Gillespie, Exact numerical simulation of the Ornstein-Uhlenbeck process and
// its integral, 1996).
type reversion struct{ keep, noise float64 }

// newReversion is the step of length h at a speed and a volatility per year;
// speed 0 stands for Brownian motion.
func newReversion(speed, volatility, h float64) reversion {
	return reversion{math.Exp(-speed * h), math.Sqrt(variance(speed, volatility, h))}
}

// variance is that of the process after time t from a known value.
func variance(speed, volatility, t float64) float64 {
	if speed == 0 {
		return volatility * volatility * t
	}
	return -volatility * volatility * math.Expm1(-2*speed*t) / (2 * speed)
}

// law is what an Ornstein-Uhlenbeck process of volatility 1 does over the
// periods of a clock: the joint normal distribution of its value at the end of
// a period and its mean over the period, given its value x at the beginning.
// The mean is that of the steps' ends, the first and last counting half.
type law struct {
	steps [2]reversion // before and within the horizon
	clock clock
	// start is the deviation at the beginning of the horizon.
	start float64
	// keep x and carry x are the means of the end and the mean; end, both and
	// rest the Cholesky factor of their covariance.
	keep, carry, end, both, rest float64
	// deviation is that of the mean over each period.
	deviation []float64
}

func newLaw(c clock, speed float64) *law {
	l := &law{clock: c, steps: [2]reversion{newReversion(speed, 1, c.lead), newReversion(speed, 1, c.step)}}
	n, step := c.each, l.steps[1]
	l.start = math.Sqrt(variance(speed, 1, c.start))
	l.keep, l.carry = math.Pow(step.keep, float64(n)), 0.5/float64(n)
	for j := 1; j <= n; j++ {
		l.carry += weight(j, n) * math.Pow(step.keep, float64(j))
	}
	var ends, means, cross float64 // covariance of end and mean
	inEnd, inMean := step.noise, step.noise*weight(n, n)
	for range n { // the shock of each step, from the last
		ends += inEnd * inEnd
		means += inMean * inMean
		cross += inEnd * inMean
		inEnd *= step.keep
		inMean = inMean*step.keep + step.noise/float64(n)
	}
	l.end = math.Sqrt(ends)
	l.both = cross / l.end
	l.rest = math.Sqrt(max(means-l.both*l.both, 0))
	v := l.start * l.start
	for range c.periods {
		l.deviation = append(l.deviation, math.Sqrt(l.carry*l.carry*v+means))
		v = l.keep*l.keep*v + ends
	}
	return l
}

// weight is that of the end of step j in the mean over n steps.
func weight(j, n int) float64 {
	if j == n {
		return 0.5 / float64(n)
	}
	return 1 / float64(n)
}

// follow fills means with the mean of each period, given the standard shocks
// of all steps.
func (l *law) follow(shocks, means []float64) {
	x := 0.0
	for _, shock := range shocks[:l.clock.before] {
		x = x*l.steps[0].keep + l.steps[0].noise*shock
	}
	shocks = shocks[l.clock.before:]
	keep, noise, n := l.steps[1].keep, l.steps[1].noise, l.clock.each
	for p := range means {
		sum := x / 2
		for _, shock := range shocks[p*n : (p+1)*n] {
			x = x*keep + noise*shock
			sum += x
		}
		means[p] = (sum - x/2) / float64(n)
	}
}

// draw fills means with the mean of each period, drawn from the stream.
func (l *law) draw(s *stream, means []float64) {
	x := l.start * s.NormFloat64()
	for p := range means {
		shock := s.NormFloat64()
		means[p] = l.carry*x + l.both*shock + l.rest*s.NormFloat64()
		x = l.keep*x + l.end*shock
	}
}
