package cli

import (
	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/solver/simulate"
)

// simulationReport is a result for a reader.
func simulationReport(m *simulation, found *simulate.Result) *report.Simulation {
	s := m.scenario
	r := &report.Simulation{
		Scenario: s.Name, Title: s.Title, Currency: s.Currency, Prices: s.PriceYear,
		Asked: m.options.Draws, Draws: found.Draws, Complete: found.Complete, Seed: m.options.Seed,
		Goal: s.Objective.Goal.String(), Tail: found.Tail, Differences: []report.PlanDifference{},
	}
	for i, name := range market.SourceNames {
		if m.options.Sources&(1<<i) != 0 {
			r.Sources = append(r.Sources, name)
		}
	}
	for i := range found.Plans {
		p := &found.Plans[i]
		plan := report.SimulatedPlan{
			Plan: m.plans[i].path, SHA256: m.plans[i].Manifest.ScenarioSHA256, Loss: p.Loss, NoIRR: p.NoIRR, Never: p.Never,
			Figures: []report.FigureSpread{
				valuation("npv", &p.NPV), valuation("goal", &p.Goal),
				quantiles("irr", p.IRR, p.NoIRR < 1), quantiles("payback_years", p.Payback, p.Never < 1),
				distribution("penalties", &p.Penalties), lowCash(p.LowCash),
			},
		}
		for period, o := range p.Online {
			plan.Online = append(plan.Online, report.OnlineRange{Period: s.Horizon.Label(period), P10: o.Low, P50: o.Median, P90: o.High})
		}
		r.Plans = append(r.Plans, plan)
	}
	for i, d := range found.Differences {
		r.Differences = append(r.Differences, report.PlanDifference{Plan: m.plans[i+1].path, Mean: d.Mean, StdErr: d.Error, Better: d.Better})
	}
	return r
}

// valuation is a figure that has a CVaR.
func valuation(name string, v *simulate.Valuation) report.FigureSpread {
	f := distribution(name, &v.Distribution)
	f.CVaR, f.CVaRErr = &v.CVaR, &v.CVaRError
	return f
}

// distribution is a figure that has a mean.
func distribution(name string, d *simulate.Distribution) report.FigureSpread {
	f := quantiles(name, d.Quantiles, true)
	f.Mean, f.StdErr, f.Deviation = &d.Mean, &d.Error, &d.Deviation
	return f
}

// quantiles is a figure of which the quantiles are known, if any draw has it.
func quantiles(name string, q simulate.Quantiles, known bool) report.FigureSpread {
	f := report.FigureSpread{Figure: name}
	if known {
		f.P05, f.P10, f.P25, f.P50, f.P75, f.P90, f.P95 = &q[0], &q[1], &q[2], &q[3], &q[4], &q[5], &q[6]
	}
	return f
}

func lowCash(r simulate.Range) report.FigureSpread {
	return report.FigureSpread{Figure: "low_cash", P10: &r.Low, P50: &r.Median, P90: &r.High}
}

// attributionReport is an attribution for a reader.
func attributionReport(a *simulate.Attribution) *report.Attribution {
	r := &report.Attribution{
		Draws: a.Draws, Complete: a.Complete, Base: a.Base,
		Mean: a.Mean.All, MeanErr: a.Mean.Error, CVaR: a.CVaR.All, CVaRErr: a.CVaR.Error,
	}
	for i, mean := range a.Mean.Sources {
		cvar := a.CVaR.Sources[i]
		r.Sources = append(r.Sources, report.Source{
			Source:    mean.Source,
			MeanAlone: mean.Alone, MeanWithout: mean.Without, MeanShapley: mean.Shapley, MeanErr: mean.ShapleyError,
			CVaRAlone: cvar.Alone, CVaRWithout: cvar.Without, CVaRShapley: cvar.Shapley,
		})
	}
	return r
}
