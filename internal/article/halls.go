package article

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/availability"
)

// facilities tests claim 5 by what existing mining sites lack for AI: AI halls need a second
// feeder and a supply that keeps their SLA.
func (s *Study) facilities(context.Context) (answer, error) {
	m := s.Russia
	sites, twoFeeders, mw, fit := 0, 0, 0.0, 0.0
	for i := range m.Sites {
		x := &m.Sites[i].Existing
		if !slices.ContainsFunc(x.Halls, func(h model.ExistingHall) bool { return m.HallTypes[h.HallType].Business == model.Mining }) {
			continue
		}
		sites++
		mw += float64(x.Firm + x.Flex)
		if x.Feeders >= 2 {
			twoFeeders++
			fit += float64(x.Firm)
		}
	}
	mining, aiBest := designs(m, model.Mining), designs(m, ai...)
	a := answer{
		finds: fmt.Sprintf("%d of %d existing mining sites with %.0f of %.0f MW have the two feeders that AI needs. Supply of mining halls is there %.3f %% of the time, of the best AI halls %.3f %%",
			twoFeeders, sites, fit, mw, 100*mining, 100*aiBest),
		verdict: Unknown,
		basis:   gradesOf(m, "site") + "; liquid cooling and telecom of existing sites are not in the data",
	}
	switch {
	case sites == 0:
	case 2*twoFeeders < sites:
		a.verdict = Holds
	default:
		a.verdict = Fails
	}
	return a, nil
}

// designs is the best availability of the supply designs that halls of some businesses may
// have.
func designs(m *model.Scenario, businesses ...model.Business) float64 {
	best := 0.0
	for i := range m.HallTypes {
		t := &m.HallTypes[i]
		if !slices.Contains(businesses, t.Business) {
			continue
		}
		for _, d := range t.Designs {
			best = max(best, availability.Design(m.Designs[d]))
		}
	}
	return best
}

// capital tests claim 6 by the capital cost of the hall types, without machines as the
// article counts it, and with them.
func (s *Study) capital(context.Context) (answer, error) {
	m := s.Russia
	mining, miningAll := capexRange(m, model.Mining)
	colocation, _ := capexRange(m, model.Colocation)
	_, cloud := capexRange(m, model.GPUCloud)
	const lowMining, highMining, lowAI, highAI = 0.3, 0.6, 3, 6 // million USD per MW, of the article
	a := answer{
		finds: fmt.Sprintf("Million %s per MW of IT load with its supply, shell first: mining %s, with machines %s; AI %s, with GPUs %s. Shells differ %.0f-fold at least",
			m.Currency, mining, miningAll, colocation, cloud, colocation.low/mining.high),
		basis: gradesOf(m, "hall type"),
	}
	switch inMining, inAI := mining.low >= lowMining && mining.high <= highMining, colocation.low >= lowAI && colocation.high <= highAI; {
	case inMining && inAI:
		a.verdict = Holds
	case inMining || inAI || colocation.low >= highAI:
		a.verdict = InPart // both figures differ, the order of magnitude does not
	default:
		a.verdict = Fails
	}
	return a, nil
}

// span is a range of amounts per MW, in millions.
type span struct{ low, high float64 }

func (s span) String() string {
	if s.low == s.high {
		return fmt.Sprintf("%.2f", s.low)
	}
	return fmt.Sprintf("%.2f to %.2f", s.low, s.high)
}

// capexRange is what halls of a business cost per MW of IT load, over types and supply
// designs: shell and supply, and with machines.
func capexRange(m *model.Scenario, b model.Business) (shell, all span) {
	shell, all = span{math.Inf(1), 0}, span{math.Inf(1), 0}
	for i := range m.HallTypes {
		t := &m.HallTypes[i]
		if t.Business != b {
			continue
		}
		for _, d := range t.Designs {
			cost := float64(t.ShellCapex+m.Designs[d].Capex) / 1e6
			shell = span{min(shell.low, cost), max(shell.high, cost)}
			cost += float64(t.MachineCapex) / 1e6
			all = span{min(all.low, cost), max(all.high, cost)}
		}
	}
	return shell, all
}

// MiningMeasures are the measures of the technology set that bring AI into mining.
var MiningMeasures = []string{"predictive-maintenance", "monitoring", "logistics", "asset-management"}

// measures tests claim 12 by what AI inside mining is worth where it may be chosen.
func (s *Study) measures(ctx context.Context) (answer, error) {
	base, err := s.plan(ctx, s.Russia)
	if err != nil {
		return answer{}, err
	}
	gain, err := s.gain(ctx, "with measures of AI in mining to choose from", s.Measures)
	if err != nil {
		return answer{}, err
	}
	share := gain.Value / math.Abs(base.Worth)
	a := answer{
		finds: fmt.Sprintf("Free to choose them, the plan for Russia is worth %s more, %.1f %%", million(gain), 100*share),
		basis: "effects of the measures are assumed, grade C; " + sourcing(s.Russia),
	}
	const changed = 0.1 // of the value: below, economics are as they were
	switch {
	case gain.High < changed*math.Abs(base.Worth):
		a.verdict = Holds
	case gain.Low > changed*math.Abs(base.Worth):
		a.verdict = Fails
	default:
		a.verdict = Unknown
	}
	return a, nil
}
