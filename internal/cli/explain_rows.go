package cli

import (
	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/explain"
)

// explanation is what was found as data of the answer.
func explanation(s *model.Scenario, given *model.Plan, w *explain.Worths, asked *explain.WorthQuestion) *report.Explanation {
	base := w.Base.Plan
	e := &report.Explanation{
		Scenario: s.Name, Currency: s.Currency, Goal: base.Outcome.Goal, Measure: base.Risk.Measure, PeriodMonths: s.Horizon.PeriodMonths,
		Given: unit.Money(given.Outcome.Objective), Value: unit.Money(w.Base.Worth), Bound: known(w.Base.Bound),
		Binding: base.Binding, Solves: w.Solves,
		Steps:   report.ExplainSteps{MW: asked.Steps.MW, Months: asked.Steps.Months, Million: asked.Steps.Million, Price: asked.Steps.Price},
		Regions: []report.AccessRow{},
	}
	for _, k := range explain.RegionKinds {
		e.Kinds = append(e.Kinds, k.String())
	}
	for _, list := range [][]*explain.Worth{w.General, w.Together} {
		e.Worths = appendWorths(e.Worths, list)
	}
	for _, r := range w.Regions {
		e.Worths = appendWorths(e.Worths, r.Worth)
		row := accessRow(r.Worth)
		row.Region, row.InUse = r.ID, r.InUse
		e.Regions = append(e.Regions, row)
	}
	if len(w.Together) > 0 && w.Together[0].How != explain.Untried {
		row := accessRow(w.Together)
		e.Together = &row
	}
	return e
}

// accessRow holds access against price.
func accessRow(list []*explain.Worth) report.AccessRow {
	access, price, verdict := explain.AccessOrPrice(list)
	row := report.AccessRow{Verdict: verdict.String()}
	if verdict != explain.NotAsked {
		row.AccessLow, row.AccessHigh = known(access.Low), known(access.High)
		row.PriceLow, row.PriceHigh = known(price.Low), known(price.High)
	}
	return row
}

// known is an amount of money, nil where it is not finite.
func known(x float64) *unit.Money { return (*unit.Money)(finite(x)) }

func appendWorths(rows []report.WorthRow, list []*explain.Worth) []report.WorthRow {
	for _, x := range list {
		row := report.WorthRow{
			Kind: x.Kind.String(), Of: x.Of, Change: x.Words, Amount: x.Amount, Unit: x.Unit, How: x.How.String(), Proven: x.Proven(),
			Limited: x.Limited, Group: x.Group, Why: x.Why,
		}
		if x.How != explain.Untried {
			row.Gain, row.Low, row.High = known(x.Gain.Value), known(x.Gain.Low), known(x.Gain.High)
		}
		if x.How == explain.Solved && x.Amount > 0 {
			row.PerUnit = known(x.Gain.Value / x.Amount)
		}
		if g := x.Afresh; g != nil {
			row.Afresh, row.AfreshLow, row.AfreshHigh = known(g.Value), known(g.Low), known(g.High)
		}
		if g := x.Half; g != nil {
			row.HalfAmount, row.HalfGain, row.HalfLow, row.HalfHigh = &g.Amount, known(g.Gain.Value), known(g.Gain.Low), known(g.Gain.High)
		}
		if g := x.Double; g != nil {
			row.DoubleAmount, row.DoubleGain, row.DoubleLow, row.DoubleHigh = &g.Amount, known(g.Gain.Value), known(g.Gain.Low), known(g.Gain.High)
		}
		row.HalfHolds, row.DoubleHolds = x.Holds()
		rows = append(rows, row)
	}
	return rows
}
