// Package verify recomputes every rule and every amount of money of a plan
// from the scenario and the plan's decisions, in exact fractions, and judges
// the plan. It is written from docs/model.md alone and shares no mathematics
// with the packages that make plans. Nothing in a plan is trusted: it may have
// been edited by hand.
package verify

import (
	"errors"
	"slices"

	"github.com/gridalloc/gridalloc/model"
)

// Check judges a plan of a scenario. Every breach of a rule is a finding of
// the report; Check itself never fails.
func Check(s *model.Scenario, plan *model.Plan, opt Options) *Report {
	j := newJudge(opt)
	r := j.report
	if !j.holds(at{Scenario, s.Name, ""}, unfit(s) == "", "%s", unfit(s)) {
		return r
	}
	f := newFacts(s)
	checkHeader(j, f, plan)
	d := decode(j, f, plan)
	terms := f.terms()
	checkSignings(j, f, d)
	checkSites(j, f, d)
	checkLate(j, f, d)
	checkHalls(j, f, plan, d)
	checkContracts(j, f, d, terms)
	checkAvailability(j, f, d)
	checkSpot(j, f, d)
	checkSurplus(j, f, d)
	checkPolicies(j, f, d)

	v := valued(f, d, terms)
	checkLoans(j, v.mean)
	for i, a := range v.worlds {
		checkCarbon(j, a, i)
		checkBudget(j, a, i)
	}
	best := checkBest(j, v, plan.Worlds)
	risk := newRisk(v, best)
	x := v.figures(risk, best, len(plan.Halls))
	compare(j, v, plan, x, risk)
	checkIRR(j, v.mean, plan.Result.IRR)
	checkPayback(j, v.mean, plan.Result.PaybackYears)
	checkClaims(j, v, plan)

	r.NPV, r.Objective = float64(x.Result.NPV), x.Objective
	r.OK = len(r.Findings) == 0
	return r
}

// Recompute works out all figures that follow from a plan's decisions, and,
// where regret counts, from the best values that it states by world. It fails
// where these cannot be read; whether they keep the rules is for Check.
func Recompute(s *model.Scenario, plan *model.Plan) (*Figures, error) {
	if why := unfit(s); why != "" {
		return nil, errors.New("verify: " + why)
	}
	j, f := newJudge(Options{}), newFacts(s)
	d := decode(j, f, plan)
	best := statedBest(j, f, plan.Worlds)
	if len(j.report.Findings) > 0 {
		return nil, errors.New("verify: " + j.report.Findings[0].String())
	}
	v := valued(f, d, f.terms())
	return v.figures(newRisk(v, best), best, len(plan.Halls)), nil
}

// checkHeader checks what the plan says it is for.
func checkHeader(j *judge, f *facts, plan *model.Plan) {
	s := f.s
	a := at{PlanHeader, "", ""}
	j.holds(a, plan.Format == model.PlanFormat, "the plan has format %d, this program reads %d", plan.Format, model.PlanFormat)
	j.holds(a, plan.Scenario == s.Name, "the plan is for scenario %q, not %q", plan.Scenario, s.Name)
	j.holds(a, plan.Title == s.Title, "the plan's title is %q, the scenario's %q", plan.Title, s.Title)
	j.holds(a, plan.Currency == s.Currency, "the plan is in %q, the scenario in %q", plan.Currency, s.Currency)
	j.holds(a, plan.Prices == s.PriceYear, "the plan is in prices of %d, the scenario of %d", plan.Prices, s.PriceYear)
	goal := s.Objective.Goal.String()
	j.holds(a, plan.Outcome.Goal == goal, "the plan's goal is %q, the scenario's %q", plan.Outcome.Goal, goal)
	var labels []string
	for p := range f.n {
		labels = append(labels, f.h.Label(p))
	}
	j.holds(a, slices.Equal(plan.Periods, labels), "the plan's periods are not those of the horizon")
}
