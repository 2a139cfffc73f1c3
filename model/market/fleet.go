package market

import (
	"math"
	"sort"
)

// runningShare is the share of a fleet of lognormal efficiencies that covers
// its power. With R EH/s running the machines below an efficiency of income /
// (R x cost) do; as R is itself the share of the fleet that runs, the share is
// the r that solves
//
//	r = Phi(z),  z = (A - log r) / spread,  A = log(income / (fleet x cost)) - log(median)
//
// A is the reach: the logarithm of the efficiency that covers its power were
// the whole fleet to run, over the median. The solution is tabulated.
type runningShare struct {
	spread       float64
	first, width float64 // reach of the first entry, and between entries
	shares       []float64
}

const shareEntries = 1 << 14

// Beyond these deviations none or all of the machines run: 2e-33 and 1-6e-16.
const fewest, most = -12.0, 8.0

func newRunningShare(spread float64) *runningShare {
	s := &runningShare{spread: spread}
	reach := func(z float64) float64 { return spread*z + logNormal(z) }
	s.first = reach(fewest)
	s.width = (reach(most) - s.first) / (shareEntries - 1)
	z := fewest
	for i := range shareEntries { // Newton's method, from the entry before
		for range 4 {
			slope := spread + math.Exp(-z*z/2)/math.Sqrt(2*math.Pi)/normal(z)
			z += (s.first + float64(i)*s.width - reach(z)) / slope
		}
		s.shares = append(s.shares, normal(z))
	}
	return s
}

// logNormal is the logarithm of the standard normal distribution function.
func logNormal(z float64) float64 { return math.Log(normal(z)) }

// normal is the standard normal distribution function.
func normal(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// bisect is where reached turns true between low and high.
func bisect(low, high float64, reached func(float64) bool) float64 {
	const parts = 1 << 45
	i := sort.Search(parts, func(i int) bool { return reached(low + (high-low)*float64(i)/parts) })
	return low + (high-low)*float64(i)/parts
}

// settled is the share that runs at a reach.
func (s *runningShare) settled(reach float64) float64 {
	x := (reach - s.first) / s.width
	switch {
	case x <= 0: // below the table all that is earned pays for power
		return s.shares[0] * math.Exp(reach-s.first)
	case x >= shareEntries-1:
		return 1
	}
	i := int(x)
	return s.shares[i] + (x-float64(i))*(s.shares[i+1]-s.shares[i])
}

// at is the share of the machines that cover their power at a hashprice that
// does not change with them: reach is then the logarithm of the efficiency
// that does, over the median.
func (s *runningShare) at(reach float64) float64 { return normal(reach / s.spread) }

// reach is the logarithm of the efficiency that covers its power when hashrate
// runs and all miners together earn income in a day, over the median, a
// logarithm. An EH/s of k J/TH draws k MW.
func (n *Network) reach(income, hashrate, median float64) float64 {
	return math.Log(income/(hashrate*n.dayOfMW)) - median
}

// fleet is the machines of the network at a time.
type fleet struct {
	installed, running float64 // EH/s
	median             float64 // logarithm of the median efficiency
}

// step lets the time of an epoch pass.
func (n *Network) step(f *fleet, e *Epoch) {
	r := n.risk
	newest := n.logNewest + n.trend*(e.Start+e.Years)
	// An EH/s earns income a day, and so a MW of new machines income over their
	// efficiency.
	income := 1000 * e.Hashprice
	ratio := (income*math.Exp(-newest) - n.dayOfMW) * 365 / 12 * float64(r.Payback) / float64(r.MachineCapex)
	entering := r.EntryRate * min(max(ratio-1, 0), 1) * e.Years
	scrapped := r.ScrapRate * e.Years
	growth := (1 + entering) / (1 + scrapped)
	f.median = max(f.median+entering/(1+entering)*(newest-f.median)-scrapped*r.FleetSpread, newest)
	f.installed *= growth
	f.running *= growth // new and worn-out machines run or not as the fleet does

	target := f.installed * n.share.settled(n.reach(income*e.Implied, f.installed, f.median))
	if lag := float64(r.ExitLag) / 12; target < f.running && lag > 0 {
		f.running += (target - f.running) * -math.Expm1(-e.Years/lag)
	} else {
		f.running = target
	}
}
