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
	first, width float64   // reach of the first entry, and between entries
	logs         []float64 // log r
}

const shareEntries = 4096

// Beyond these deviations none or all of the machines run: 2e-33 and 1-6e-16.
const fewest, most = -12.0, 8.0

func newRunningShare(spread float64) *runningShare {
	s := &runningShare{spread: spread}
	reach := func(z float64) float64 { return spread*z + logNormal(z) }
	s.first = reach(fewest)
	s.width = (reach(most) - s.first) / (shareEntries - 1)
	for i := range shareEntries {
		z := bisect(fewest, most, func(z float64) bool { return reach(z) >= s.first+float64(i)*s.width })
		s.logs = append(s.logs, logNormal(z))
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

// log is the logarithm of the share that runs at a reach.
func (s *runningShare) log(reach float64) float64 {
	x := (reach - s.first) / s.width
	switch {
	case x <= 0: // below the table all that is earned pays for power
		return s.logs[0] + (reach - s.first)
	case x >= shareEntries-1:
		return 0
	}
	i := int(x)
	return s.logs[i] + (x-float64(i))*(s.logs[i+1]-s.logs[i])
}

// at is the share of the machines that cover their power at a hashprice that
// does not change with them: reach is then the logarithm of the efficiency
// that does, over the median.
func (s *runningShare) at(reach float64) float64 { return normal(reach / s.spread) }

// reach is the logarithm of the efficiency that covers its power when hashrate
// runs, over the median, both logarithms; income is the logarithm of what all
// miners earn in a day. An EH/s of k J/TH draws k MW.
func (n *Network) reach(income, hashrate, median float64) float64 {
	return income - hashrate - n.logs.cost - median
}

// fleet is the machines of the network at a time.
type fleet struct {
	installed, running float64 // EH/s
	median             float64 // logarithm of the median efficiency
}

// step lets a time in years pass at an income and at the hashrate that the
// difficulty is made for, both logarithms.
func (n *Network) step(f *fleet, t, years, income, implied float64) {
	r := n.risk
	newest := n.logs.newest + n.logs.trend*t
	// A MW of new machines earns income/implied/efficiency a day.
	perMW := math.Exp(income-implied-newest) - math.Exp(n.logs.cost)
	ratio := perMW * 365 / 12 * float64(r.Payback) / float64(r.MachineCapex)
	entering := r.EntryRate * min(max(ratio-1, 0), 1) * years
	scrapped := min(r.ScrapRate*years, 1)
	installed := f.installed * (1 - scrapped + entering)
	f.median = max(f.median+entering/(1+entering)*(newest-f.median)-scrapped*r.FleetSpread, newest)
	f.running *= installed / f.installed // new and worn-out machines run or not as the fleet does
	f.installed = installed

	log := math.Log(installed)
	target := math.Exp(log + n.share.log(n.reach(income, log, f.median)))
	if lag := float64(r.ExitLag) / 12; target < f.running && lag > 0 {
		f.running += (target - f.running) * -math.Expm1(-years/lag)
	} else {
		f.running = target
	}
}
