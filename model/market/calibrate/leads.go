package calibrate

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// quartile is how many deviations a quartile of the normal distribution lies
// off its middle.
const quartile = 0.6744897501960817

// minLeads is the smallest number of regions and years that is fitted.
const minLeads = 5

// Leads fits how lead times spread around their median: the deviation of the
// logarithm, the ratios of the quartiles to the median, and the part of the
// variance that projects of a region and year have in common, beyond what
// lasting differences of regions explain.
func Leads(history []LeadTime) ([]Estimate, error) {
	n := len(history)
	if n < minLeads {
		return nil, tooShort("lead times", n, minLeads)
	}
	var projects, spread, early, late float64
	for _, l := range history {
		k := float64(l.Projects)
		projects += k
		spread += k * math.Log(l.ThreeQuarters/l.Quarter) / (2 * quartile)
		early += k * math.Log(l.Quarter/l.Half)
		late += k * math.Log(l.ThreeQuarters/l.Half)
	}
	spread, early, late = spread/projects, math.Exp(early/projects), math.Exp(late/projects)
	pooled := fmt.Sprintf("%.0f projects in %d regions and years, weighted by projects; only projects that were finished", projects, n)
	estimates := []Estimate{
		{"", "lead_deviation", spread, 0, "1", n, "of the logarithm; " + pooled},
		{"", "lead_quarter", early, 0, "of the median", n, "a quarter of projects is faster; " + pooled},
		{"", "lead_three_quarters", late, 0, "of the median", n, "a quarter of projects is slower; " + pooled},
	}
	if share, years, ok := together(history, spread); ok {
		estimates = append(estimates, Estimate{"delays.csv", "correlation", share, 0, "share", years, "part of the variance that projects of a region and year share, what sampling explains taken off"})
	}
	return estimates, nil
}

// together is the part of the variance of lead times that lies between the
// years of a region. The median of k projects of deviation s varies by
// pi/2 s^2/k from sampling alone.
func together(history []LeadTime, spread float64) (share float64, years int, ok bool) {
	byRegion := map[string][]LeadTime{}
	for _, l := range history {
		byRegion[l.Region] = append(byRegion[l.Region], l)
	}
	squares, freedom := 0.0, 0.0
	for _, region := range sortedKeys(byRegion) {
		list := byRegion[region]
		mean, k := 0.0, float64(len(list))
		for _, l := range list {
			mean += math.Log(l.Half) / k
		}
		for _, l := range list {
			d := math.Log(l.Half) - mean
			squares += d*d - (k-1)/k*math.Pi/2*spread*spread/float64(l.Projects)
		}
		freedom += k - 1
		years += len(list)
	}
	between := math.Max(0, squares/freedom)
	if freedom == 0 || between+spread*spread == 0 {
		return 0, 0, false
	}
	return between / (between + spread*spread), years, true
}

// Level is the share of lead times that are shorter than ratio times the
// median, where their logarithm has the deviation.
func Level(ratio, deviation float64) float64 {
	return distuv.UnitNormal.CDF(math.Log(ratio) / deviation)
}
