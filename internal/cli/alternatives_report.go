package cli

import (
	"fmt"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/explain"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// alternativesReport is the answer as data.
func alternativesReport(s *model.Scenario, near *explain.Nearby, names map[*model.Plan]string, loss float64) *report.Alternatives {
	a := &report.Alternatives{
		Scenario: s.Name, Currency: s.Currency, Goal: s.Objective.Goal.String(), Loss: loss, Floor: near.Floor,
		Plans: []report.AlternativeRow{alternativeRow("given", near.Given, near.Given)},
	}
	plans := []*model.Plan{near.Given}
	for i := range near.Alternatives {
		x := &near.Alternatives[i]
		row := alternativeRow(names[x.Plan], x.Plan, near.Given)
		row.Nearest, row.Most, row.Proven = finite(x.Apart), finite(x.Most), x.Ended == mip.Optimal
		a.Plans, plans = append(a.Plans, row), append(plans, x.Plan)
		for _, d := range explain.Differences(near.Given, x.Plan) {
			a.Moved = append(a.Moved, report.PlaceRow{Plan: row.Plan, Region: d.Region, Business: d.Business, MW: float64(d.MW)})
		}
	}
	a.End = noMore(near)
	for i := range near.Regions {
		a.Regions = append(a.Regions, regionUseRow(s, &near.Regions[i], plans, names))
	}
	return a
}

// noMore says why there are no more alternatives.
func noMore(near *explain.Nearby) string {
	switch last := near.Last; {
	case last == nil:
		return ""
	case last.Ended == mip.Optimal || last.Ended == mip.Infeasible:
		return fmt.Sprintf("There are no more plans within the loss that differ in MW by region and business from all of these: the next is %.2f MW apart at most, proven.", max(last.Most, 0))
	default:
		return "The search for a further plan found none before a limit ended it; there may be more."
	}
}

func alternativeRow(name string, p, given *model.Plan) report.AlternativeRow {
	row := report.AlternativeRow{
		Plan: name, Worth: p.Outcome.Objective, NPV: float64(p.Result.NPV), Capex: float64(p.Result.Capex),
		FromGiven: explain.Apart(p, given), Share: explain.Share(p, given),
	}
	if worth := given.Outcome.Objective; worth != 0 {
		row.Loss = finite((worth - p.Outcome.Objective) / max(worth, -worth))
	}
	for _, x := range explain.Places(p) {
		switch x.Business {
		case model.Mining.String():
			row.MiningMW += float64(x.MW)
		case model.Colocation.String():
			row.ColocationMW += float64(x.MW)
		case model.GPUCloud.String():
			row.GPUCloudMW += float64(x.MW)
		}
	}
	for _, contract := range p.Contracts {
		if contract.Accepted {
			row.Taken++
		}
	}
	return row
}

func regionUseRow(s *model.Scenario, use *explain.RegionUse, plans []*model.Plan, names map[*model.Plan]string) report.RegionUseRow {
	row := report.RegionUseRow{
		Region: use.Region, Presence: use.Presence.String(), GivenMW: explain.RegionMW(plans[0], use.Region), Plans: len(plans),
		Bound: finite(use.Bound), With: names[use.With], Without: names[use.Without],
	}
	for i := range s.Regions {
		if s.Regions[i].ID == use.Region {
			row.Name = s.Regions[i].Name
		}
	}
	for _, p := range plans {
		if explain.Builds(p, use.Region) {
			row.Builds++
		}
	}
	if use.Least != nil {
		row.Least, row.LeastBound = finite(use.Least.Found), finite(use.Least.Bound)
	}
	if use.Most != nil {
		row.Most, row.MostBound = finite(use.Most.Found), finite(use.Most.Bound)
	}
	return row
}
