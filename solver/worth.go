package solver

import (
	"context"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// The steps by which limits are widened to learn what they are worth: large
// enough to let a whole hall more be built.
const (
	budgetStep  = 0.1 // of every budget
	surplusStep = 10  // MW, firm and interruptible each
)

// widened is a scenario in which one limit is wider.
type widened struct {
	s       *model.Scenario
	binding model.Binding // without its worth
	units   float64       // by how many units the limit is wider
}

// worth solves a plan's scenario again with one limit wider at a time, shares
// each gain among the units that were added and adds it to the plan. A gain is
// known within the gaps of both solves; a loss counts as no gain. Limits whose
// solve did not reach its gap are left out, with a note in the answer.
func (r *run) worth(ctx context.Context, plan *model.Plan) error {
	s := r.s
	if s.Objective.Measure == model.Regret {
		r.note("what limits are worth is not looked for with regret: wider limits change the best plans that regret is measured against")
		return nil
	}
	var trials []widened
	if t, ok := withMoreBudget(s); ok {
		trials = append(trials, t)
	}
	var regions []string
	for _, signing := range plan.Signings {
		if !slices.Contains(regions, signing.Region) {
			regions = append(regions, signing.Region)
		}
	}
	for _, region := range regions {
		trials = append(trials, withMoreSurplus(s, region))
		if t, ok := withShorterLeads(s, region); ok {
			trials = append(trials, t)
		}
	}
	for _, t := range trials {
		_, found, err := r.solved(ctx, t.s)
		if err != nil {
			return err
		}
		if found.Termination != mip.Optimal {
			r.note("what more %s (%s) is worth is not known: its search stopped before its gap (%s)", t.binding.Limit, t.binding.Name, found.Termination)
			continue
		}
		gain := formulation.Money(found.Objective) - plan.Outcome.Objective
		t.binding.How = "re-solve"
		t.binding.Worth = unit.Money(max(gain, 0) / t.units)
		plan.Binding = append(plan.Binding, t.binding)
	}
	return nil
}

// withMoreBudget widens every budget by the same share.
func withMoreBudget(s *model.Scenario) (widened, bool) {
	more := *s
	more.Budget.Annual = slices.Clone(s.Budget.Annual)
	added := 0.0
	for i := range more.Budget.Annual {
		added += budgetStep * float64(more.Budget.Annual[i])
		more.Budget.Annual[i] *= 1 + budgetStep
	}
	more.Budget.Total *= 1 + budgetStep
	if more.Budget.Annual == nil {
		added = budgetStep * float64(s.Budget.Total)
	}
	b := model.Binding{Limit: "budget", Name: "every year", Unit: "million " + s.Currency}
	return widened{&more, b, added / 1e6}, added > 0
}

// withMoreSurplus adds firm and interruptible MW to a region and to the joint
// limits it belongs to.
func withMoreSurplus(s *model.Scenario, region string) widened {
	levers := []whatif.Lever{whatif.FirmMW(region), whatif.FlexMW(region)}
	more := whatif.All(s, levers, []float64{surplusStep, surplusStep})
	return widened{more, model.Binding{Limit: "surplus", Name: region, Unit: "MW"}, surplusStep}
}

// withShorterLeads has a region's offers energise one period earlier in every
// world; the gain is shared among the months that took. ok is false where
// nothing can come sooner.
func withShorterLeads(s *model.Scenario, region string) (t widened, ok bool) {
	sooner := *s
	sooner.Sites, sooner.Worlds = slices.Clone(s.Sites), slices.Clone(s.Worlds)
	for w := range sooner.Worlds {
		sooner.Worlds[w].Lead = slices.Clone(s.Worlds[w].Lead)
	}
	var most unit.Months
	shorten := func(lead *unit.Months) {
		shorter := unit.Months((s.Horizon.CeilPeriods(*lead) - 1) * s.Horizon.PeriodMonths)
		most = max(most, *lead-shorter)
		*lead = shorter
	}
	for i := range sooner.Sites {
		site := &sooner.Sites[i]
		planned := s.Horizon.CeilPeriods(site.Offer.Lead[s.LeadQuantile])
		if !site.HasOffer || s.Regions[site.Region].ID != region || planned == 0 {
			continue
		}
		shorten(&site.Offer.Lead[s.LeadQuantile])
		for w := range sooner.Worlds {
			if lead := sooner.Worlds[w].Lead; lead != nil && s.Horizon.CeilPeriods(lead[i]) >= planned {
				shorten(&lead[i])
			}
		}
	}
	return widened{&sooner, model.Binding{Limit: "lead_time", Name: region, Unit: "month"}, float64(most)}, most > 0
}
