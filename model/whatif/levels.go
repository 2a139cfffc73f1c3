package whatif

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
)

// Input is one of the things in which two markets differ. Regions cannot be taken from
// one market to another, but the level of an input can: docs/compare.md says which figure
// stands for it and what is done to reach another.
type Input struct {
	Name  string
	parts []part
	// take, if not nil, does what no part says.
	take func(s, own, other *model.Scenario)
}

// part is a figure of an input.
type part struct {
	name, unit string
	level      func(s *model.Scenario) float64
	// turn takes a scenario from one level to another, nil where take does it.
	turn func(s *model.Scenario, from, to float64)
	// absolute: any level can be reached, from and to zero too. Others are multiplied.
	absolute bool
}

// Level is a figure of an input in two markets.
type Level struct {
	Input, Name, Unit string
	Own, Other        float64
	// Kept: the figure stays each market's own, as one of the two is zero, from which no
	// factor leads away.
	Kept bool
}

// Inputs lists what is swapped between two markets, in the order in which it is.
func Inputs() []Input {
	return []Input{
		{Name: "power price", parts: powerParts()},
		{Name: "lead time", parts: leadParts()},
		{Name: "surplus", parts: surplusParts()},
		{Name: "cost of capital", parts: rateParts()},
		{Name: "tax", parts: taxParts(), take: takeLosses},
		{Name: "capex", parts: capexParts()},
		{Name: "client demand", parts: demandParts()},
		{Name: "legal rules", parts: ruleParts(), take: takeRules},
	}
}

// Take is scenario s, which has the sites and regions of own, with the input at the level
// of another market. Other inputs of s may have been taken already: levels are those of own
// and other, so that the order in which inputs are taken does not matter.
func (in *Input) Take(s, own, other *model.Scenario) *model.Scenario {
	changed := *s
	for i := range in.parts {
		p := &in.parts[i]
		from, to := p.level(own), p.level(other)
		if from != to && p.turn != nil && !p.kept(from, to) {
			p.turn(&changed, from, to)
		}
	}
	if in.take != nil {
		in.take(&changed, own, other)
	}
	return &changed
}

// kept tells whether a figure stays as it is.
func (p *part) kept(from, to float64) bool {
	return !p.absolute && from != to && (from <= 0 || to <= 0)
}

// Levels are the figures of an input in two markets.
func (in *Input) Levels(own, other *model.Scenario) []Level {
	var list []Level
	for i := range in.parts {
		p := &in.parts[i]
		from, to := p.level(own), p.level(other)
		if from != 0 || to != 0 {
			list = append(list, Level{in.Name, p.name, p.unit, from, to, p.kept(from, to)})
		}
	}
	return list
}

// weights are the MW of each region: its surplus of all dates, firm and interruptible,
// and its existing connections. Where no region has any, all count the same.
func weights(s *model.Scenario) []float64 {
	mw := make([]float64, len(s.Regions))
	total := 0.0
	for i := range s.Regions {
		for _, x := range s.Regions[i].Surplus {
			mw[i] += float64(x.Firm + x.Interruptible)
		}
	}
	for i := range s.Sites {
		mw[s.Sites[i].Region] += float64(s.Sites[i].Existing.Firm + s.Sites[i].Existing.Flex)
	}
	for _, x := range mw {
		total += x
	}
	for i := range mw {
		if total == 0 {
			mw[i] = 1
		}
	}
	return mw
}

// weightedMean is the weighted mean of n figures, 0 where no weight is.
func weightedMean(n int, of func(i int) (x, weight float64)) float64 {
	sum, total := 0.0, 0.0
	for i := range n {
		x, weight := of(i)
		sum += x * weight
		total += weight
	}
	if total == 0 {
		return 0
	}
	return sum / total
}

// roundedUp is a number of months times a factor, rounded up as everywhere; rounding of
// the factor alone does not make a month.
func roundedUp(months, factor float64) float64 { return math.Ceil(months*factor - 1e-9) }
