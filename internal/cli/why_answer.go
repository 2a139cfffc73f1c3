package cli

import (
	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/explain"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// whyOf is an answer as it is reported.
func whyOf(s *model.Scenario, plan *model.Plan, w *explain.Why) *report.Why {
	period := s.Horizon.Label(w.Period)
	x := &report.Why{
		WhyAnswer: report.WhyAnswer{
			Scenario: s.Name, Currency: s.Currency, Not: w.Not, Region: w.Region, Name: regionName(s, w.Region), Business: w.Business(),
			Period: period, RunningMW: w.Running(plan, period), LeastMW: w.MW, Existing: w.Lasting,
			Worth: unit.Money(w.Free.Worth), Bound: amount(w.Free.Bound), Possible: w.Forced == nil || w.Forced.Ended != mip.Infeasible,
			Gap: float64(s.Solver.Gap),
		},
		Standing: standingOf(s, w.Standing),
		Rules:    []string{}, Surplus: []report.WhySurplus{}, Moves: []report.WhyMove{}, Levers: []report.WhyLever{},
	}
	if w.Forced != nil {
		x.ForcedWorth, x.ForcedBound = amount(w.Forced.Worth), amount(w.Forced.Bound)
		x.Cost, x.Low, x.High = rangeOf(w.Cost)
	}
	if t := w.Reason(); w.Not && t != nil {
		x.Reason, x.ReasonCost = t.Words, amount(t.Cost.Value)
	}
	for _, r := range w.Standing.Rules {
		x.Rules = append(x.Rules, r.ID)
	}
	for _, y := range w.Standing.Surplus {
		x.Surplus = append(x.Surplus, report.WhySurplus{Period: y.Period, FirmMW: y.Firm, InterruptibleMW: y.Interruptible})
	}
	for _, m := range w.Moves {
		x.Moves = append(x.Moves, report.WhyMove(m))
	}
	for _, t := range w.Trials {
		x.Levers = append(x.Levers, whyLever(t))
	}
	return x
}

func regionName(s *model.Scenario, id string) string {
	for i := range s.Regions {
		if s.Regions[i].ID == id {
			return s.Regions[i].Name
		}
	}
	return id
}

func standingOf(s *model.Scenario, x *explain.Standing) report.WhyStanding {
	return report.WhyStanding{
		Offers: x.Offers, OfferedMW: x.OfferedMW, LeadMonths: x.Lead, First: x.First, NeedsMW: finite(x.NeedsMW), Enough: x.Enough,
		HorizonEnd: s.Horizon.Label(s.Horizon.Periods - 1),
	}
}

// whyLever is a trial as it is reported.
func whyLever(t *explain.LeverTrial) report.WhyLever {
	x := report.WhyLever{Change: t.Words, Rule: t.Rule, Most: t.Amount, Won: t.Won()}
	x.Cost, x.Low, x.High = rangeOf(t.Cost)
	if t.Lever != nil {
		x.Lever, x.Unit = t.Lever.Kind, t.Lever.Unit
	}
	turn := t.Turn
	if turn == nil {
		return x
	}
	x.Turned = t.Lever.Words(turn.Holds)
	x.From, x.Before, x.Lost = &turn.Holds, &turn.Below, &turn.Lost
	x.WantWorth, x.RivalBound = amount(turn.Want.Worth), amount(turn.Rival.Bound)
	if turn.Fresh != nil {
		x.FreshWorth, x.FreshBound = amount(turn.Fresh.Worth), amount(turn.Fresh.Bound)
		x.FreshTurns, x.FreshTie = &turn.FreshWants, &turn.Tie
	}
	return x
}

// amount is money, nil where it is not known or there is none.
func amount(x float64) *unit.Money {
	y := finite(x)
	if y == nil {
		return nil
	}
	m := unit.Money(*y)
	return &m
}

// rangeOf is a gain with its range.
func rangeOf(g explain.Gain) (value, low, high *unit.Money) {
	return amount(g.Value), amount(g.Low), amount(g.High)
}
