package market

import (
	"fmt"
	"math"
	"testing"
)

// meanVariance is that of the mean over a year of an Ornstein-Uhlenbeck process
// of volatility 1 which is known a time before the year begins.
func meanVariance(speed, before float64) float64 {
	if speed == 0 {
		return before + 1.0/3
	}
	a := math.Exp(-speed)
	carry := (1 - a) / speed
	return carry*carry*variance(speed, 1, before) + (1-2*(1-a)/speed+(1-a*a)/(2*speed))/(speed*speed)
}

// TestLaw holds the law of period means against the closed form in continuous
// time, and what is drawn step by step and period by period against it.
func TestLaw(t *testing.T) {
	c := newClock(bitcoin().At, horizon(12, 3))
	for _, speed := range []float64{0, 0.5, 3} {
		t.Run(fmt.Sprintf("speed %g", speed), func(t *testing.T) {
			l := newLaw(c, speed)
			for p, deviation := range l.deviation {
				want := math.Sqrt(meanVariance(speed, c.start+float64(p)))
				within(t, "deviation of the mean", deviation, want, 0.0005*want)
			}
			var steps, periods sample
			s, shocks := newStream(), make([]float64, c.steps())
			for i := range uint64(20000) {
				s.begin(1, i, Rents)
				for k := range shocks {
					shocks[k] = s.NormFloat64()
				}
				x, y := make([]float64, 3), make([]float64, 3)
				l.follow(shocks, x)
				l.draw(s, y)
				steps.x, periods.x = append(steps.x, x), append(periods.x, y)
			}
			for p, want := range l.deviation {
				for name, q := range map[string]*sample{"by steps": &steps, "by periods": &periods} {
					mean, deviation, e, f := q.moments(p)
					within(t, "mean "+name, mean, 0, e)
					within(t, "deviation "+name, deviation, want, f)
				}
			}
			a, b := steps.correlation(0, 2), periods.correlation(0, 2)
			within(t, "correlation of the first and third period", a, b, math.Sqrt2*(1-a*a)/math.Sqrt(20000))
		})
	}
}

func TestBisect(t *testing.T) {
	within(t, "root of two", bisect(0, 2, func(x float64) bool { return x*x >= 2 }), math.Sqrt2, 1e-12)
}
