// Package availability computes how much of the time a supply design delivers,
// from the failure and repair figures of its components: series systems, and
// redundant groups of which k of n must work. Failures are taken as
// independent (Billinton and Allan, Reliability Evaluation of Engineering
// Systems, chapters 4 and 11); common causes, such as one corridor carrying
// both feeders, make real figures worse.
package availability

import "github.com/gridalloc/gridalloc/model"

// Component is the steady-state availability of a component: the figure
// given, or MTBF/(MTBF+MTTR) from its failure rate and repair time.
func Component(c model.Component) float64 {
	if c.Availability > 0 {
		return float64(c.Availability)
	}
	return 1 / (1 + c.FailuresPerYear*c.RepairHours/8760)
}

// KOfN is the probability that at least k of n independent units of
// availability a work.
func KOfN(k, n int, a float64) float64 {
	// atLeast[j] is the probability that at least j of the units seen so far
	// work.
	atLeast := make([]float64, n+2)
	atLeast[0] = 1
	for unit := 1; unit <= n; unit++ {
		for j := unit; j > 0; j-- {
			atLeast[j] = a*atLeast[j-1] + (1-a)*atLeast[j]
		}
	}
	return atLeast[max(k, 0)]
}

// Alternative is the availability of one alternative of a group.
func Alternative(alt model.Alternative) float64 {
	chain := 1.0
	for _, c := range alt.Chain {
		chain *= Component(c)
	}
	return KOfN(alt.Need, alt.Count, chain)
}

// Design is the availability of a supply design: its groups in series, each
// failing only when all of its alternatives do.
func Design(d model.SupplyDesign) float64 {
	works := 1.0
	for _, g := range d.Groups {
		fails := 1.0
		for _, alt := range g.Alternatives {
			fails *= 1 - Alternative(alt)
		}
		works *= 1 - fails
	}
	return works
}
