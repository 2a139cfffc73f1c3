package article

import (
	"fmt"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/explain"
)

// sourcing says how much of a market's input is estimated or assumed, for what rests on
// its plan.
func sourcing(m *model.Scenario) string {
	weak := 0
	for i := range m.Inputs {
		if m.Inputs[i].Grade == model.GradeC {
			weak++
		}
	}
	return fmt.Sprintf("plan for %s; %d of %d inputs are of grade C", m.Name, weak, len(m.Inputs))
}

// gradesOf counts the grades of one kind of input.
func gradesOf(m *model.Scenario, kind string) string {
	count := map[model.Grade]int{}
	for i := range m.Inputs {
		if m.Inputs[i].Kind == kind {
			count[m.Inputs[i].Grade]++
		}
	}
	return fmt.Sprintf("%ss of %s: %d of grade A, %d B, %d C", kind, m.Name, count[model.GradeA], count[model.GradeB], count[model.GradeC])
}

// assumed tells whether all inputs of a kind are of grade C.
func assumed(m *model.Scenario, kind string) bool {
	return !slices.ContainsFunc(m.Inputs, func(x model.Input) bool { return x.Kind == kind && x.Grade != model.GradeC })
}

// within says how far from the best the plans of a finding may be.
func within(found ...*explain.Found) string {
	gap := 0.0
	for _, f := range found {
		gap = max(gap, f.Plan.Outcome.Gap)
	}
	return fmt.Sprintf("proven to %.1f %%", 100*gap)
}

// endMW is the grid MW of some businesses that run in the last period of a plan.
func endMW(p *model.Plan, businesses ...model.Business) float64 {
	mw := 0.0
	for _, a := range p.Allocations {
		if a.Period == p.Periods[len(p.Periods)-1] && slices.ContainsFunc(businesses, func(b model.Business) bool { return b.String() == a.Business }) {
			mw += float64(a.GridMW)
		}
	}
	return mw
}

var ai = []model.Business{model.Colocation, model.GPUCloud}

// million writes money in millions, with the range in which it is known.
func million(g explain.Gain) string {
	return fmt.Sprintf("%.1f million (%.1f to %.1f)", g.Value/1e6, g.Low/1e6, g.High/1e6)
}
