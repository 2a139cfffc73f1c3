package whatif

import (
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// RuleShare loosens a rule about the largest share of a group, by percentage points. ok is
// false for rules that limit otherwise.
func RuleShare(rule *model.Rule) (l Lever, ok bool) {
	id := rule.ID
	return Lever{
		Kind: "share allowed by rule", Of: id, Unit: "point", Sign: 1, Least: 0, Most: 100 * (1 - float64(rule.Share)), Grain: 0.1,
		turn: func(s *model.Scenario, points float64) {
			edited(&s.Rules, func(_ int, r *model.Rule) {
				if r.ID == id {
					r.Share = min(r.Share+unit.Share(points/100), 1)
				}
			})
		},
	}, rule.Kind == model.MaxShare
}

// JointMW adds firm surplus to a joint limit from the start; its regions keep theirs.
func JointMW(id string) Lever {
	return Lever{
		Kind: "firm MW of joint limit", Of: id, Unit: "MW", Sign: 1, Least: 0, Most: largestMW, Grain: 0.1,
		turn: func(s *model.Scenario, mw float64) {
			edited(&s.JointLimits, func(_ int, x *model.JointLimit) {
				if x.ID == id {
					x.Surplus = append(slices.Clone(x.Surplus), model.Surplus{From: s.Horizon.Start, Firm: unit.MW(mw)})
				}
			})
		},
	}
}

// Unjoined is a change that takes joint limits away.
func Unjoined(s *model.Scenario, ids ...string) *model.Scenario {
	changed := *s
	changed.JointLimits = slices.DeleteFunc(slices.Clone(s.JointLimits), func(x model.JointLimit) bool {
		return slices.Contains(ids, x.ID)
	})
	return &changed
}

// AnnualUnlimited is a change that takes the yearly budgets away; a total stays.
func AnnualUnlimited(s *model.Scenario) *model.Scenario {
	changed := *s
	changed.Budget.Annual = nil
	return &changed
}

// TotalUnlimited is a change that takes the budget of the whole horizon away.
func TotalUnlimited(s *model.Scenario) *model.Scenario {
	changed := *s
	changed.Budget.Total, changed.Budget.HasTotal = 0, false
	return &changed
}
