package explain

import (
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// Winner is the business that a plan's halls are in, in the last period.
type Winner int

// The winners.
const (
	// Nothing runs.
	Nothing Winner = iota
	// ASIC is mining only, GPU AI only, colocation or GPU cloud; Hybrid is both.
	ASIC
	GPU
	Hybrid
	// Planless: the scenario cannot be met, or no plan is known.
	Planless
)

// String is the winner in words.
func (w Winner) String() string { return [...]string{"none", "ASIC", "GPU", "hybrid", "no plan"}[w] }

// Letter is the winner on a map.
func (w Winner) Letter() string { return [...]string{".", "A", "G", "H", "x"}[w] }

// wholePlan stands for all regions.
const wholePlan = ""

// pure is the share of a plan's MW that one business may have and the other still not
// count: a plan of 90 % miners is a plan of miners with some AI. A region is one of miners
// only where nothing else runs there.
const pure = 0.9

// WinnerOf is the business of a region in a plan, or of the whole plan where the region is
// empty: by the grid MW that operate in the last period. A whole plan is hybrid where no
// business has more than 90 %, a region where both have any.
func WinnerOf(plan *model.Plan, region string) Winner {
	if plan == nil {
		return Planless
	}
	mining, ai := 0.0, 0.0
	for _, a := range plan.Allocations {
		switch {
		case a.Period != plan.Periods[len(plan.Periods)-1] || region != wholePlan && a.Region != region:
		case a.Business == model.Mining.String():
			mining += float64(a.GridMW)
		default:
			ai += float64(a.GridMW)
		}
	}
	share := pure
	if region != wholePlan {
		share = 1
	}
	all := mining + ai
	switch {
	case all == 0:
		return Nothing
	case mining > share*all || ai == 0:
		return ASIC
	case ai > share*all || mining == 0:
		return GPU
	default:
		return Hybrid
	}
}

// carried is what a plan made for another scenario is worth in this one with all its
// decisions as they are. ok is false where it breaks a rule here, and where the measure is
// regret, which takes searches to value.
func carried(s *model.Scenario, plan *model.Plan) (worth float64, ok bool) {
	if s.Objective.Measure == model.Regret {
		return 0, false
	}
	x, err := verify.Recompute(s, plan)
	if err != nil {
		return 0, false
	}
	p := *plan
	p.Result, p.Worlds, p.Risk, p.Flexibility = x.Result, x.Worlds, x.Risk, x.Flexibility
	p.Shares, p.Allocations, p.CashFlows, p.Spending = x.Shares, x.Allocations, x.CashFlows, x.Spending
	p.Outcome.Objective, p.Outcome.Bound, p.Outcome.Gap = x.Objective, x.Objective, 0
	p.Manifest.ScenarioSHA256 = file.Hash(s)
	return x.Objective, verify.Check(s, &p, verify.Options{}).OK
}
