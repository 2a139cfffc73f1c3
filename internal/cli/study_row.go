package cli

import (
	"math"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
)

// studyRow is the line of a plan, or of a search that found none.
func studyRow(s *model.Scenario, a *solver.Answer, seconds float64) report.StudyRow {
	o := &s.Objective
	row := report.StudyRow{
		Scenario: s.Name, Currency: s.Currency, Goal: o.Goal.String(), Measure: o.Measure.String(), Tail: float64(o.Tail),
		MiningMultiple: commonMultiple(s, model.Mining), ColocationMultiple: commonMultiple(s, model.Colocation), GPUCloudMultiple: commonMultiple(s, model.GPUCloud),
		Worlds: len(s.Worlds), Outcome: a.Termination.String(), Offered: len(s.Contracts), Seconds: seconds,
	}
	if o.Measure == model.CVaR {
		row.Weight = float64(o.Weight)
	}
	switch {
	case a.Plan != nil:
		addPlan(&row, a.Plan)
	case a.Report != nil:
		row.Outcome = "plan failed verification"
	}
	return row
}

// addPlan adds the figures of a plan to its line.
func addPlan(row *report.StudyRow, p *model.Plan) {
	row.Expected, row.CVaR, row.Worst, row.Loss = &p.Risk.Expected, &p.Risk.CVaR, &p.Risk.Worst, &p.Risk.Loss
	row.NPV, row.EquityValue, row.Capex = &p.Result.NPV, &p.Result.EquityValue, &p.Result.Capex
	if !math.IsInf(p.Outcome.Gap, 0) {
		row.Gap = &p.Outcome.Gap
	}
	row.ASICMW, row.GPUMW, row.HybridMW = (*float64)(&p.Shares.ASICOnlyMW), (*float64)(&p.Shares.GPUOnlyMW), (*float64)(&p.Shares.HybridMW)
	running, end := map[string]float64{}, map[string]float64{}
	row.PeakMW, row.Taken = new(float64), new(int)
	for _, a := range p.Allocations {
		running[a.Period] += float64(a.GridMW)
		*row.PeakMW = max(*row.PeakMW, running[a.Period])
		if a.Period == p.Periods[len(p.Periods)-1] {
			end[a.Business] += float64(a.GridMW)
		}
	}
	mw := func(b model.Business) *float64 { x := end[b.String()]; return &x }
	row.MiningMW, row.ColocationMW, row.GPUCloudMW = mw(model.Mining), mw(model.Colocation), mw(model.GPUCloud)
	for _, contract := range p.Contracts {
		if contract.Accepted {
			*row.Taken++
		}
	}
}

// commonMultiple is the multiple of a business in all client markets, nil where
// they differ or none is given.
func commonMultiple(s *model.Scenario, b model.Business) *float64 {
	if !hasMultiples(s) {
		return nil
	}
	x := float64(s.Objective.Multiple[0][b])
	for _, m := range s.Objective.Multiple {
		if float64(m[b]) != x {
			return nil
		}
	}
	return &x
}

// hasMultiples tells whether a scenario values EBITDA: without multiples they
// are all 0.
func hasMultiples(s *model.Scenario) bool {
	for _, m := range s.Objective.Multiple {
		if m != [3]unit.Share{} {
			return true
		}
	}
	return false
}
