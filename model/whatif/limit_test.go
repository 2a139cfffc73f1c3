package whatif_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/model/whatif"
)

// limited is a scenario with a limit of each kind.
func limited() *model.Scenario {
	s := scenariotest.Random(3)
	s.Budget = model.Budget{Annual: []unit.Money{1e6, 2e6, 3e6}, Total: 5e6, HasTotal: true, CarryOver: 1}
	s.Rules = []model.Rule{{ID: "share", Kind: model.MaxShare, Share: 0.4, Enabled: true}, {ID: "few", Kind: model.Openings, Limit: 1}}
	s.JointLimits = []model.JointLimit{
		{ID: "a", Regions: []int{0}, Surplus: []model.Surplus{{From: s.Horizon.Start, Firm: 10}}},
		{ID: "b", Regions: []int{0}},
	}
	return s
}

// TestLimits: each change does what it says to its own limit, and leaves the scenario that
// it was made from as it is.
func TestLimits(t *testing.T) {
	s := limited()
	before := file.Hash(s)
	share, ok := whatif.RuleShare(&s.Rules[0])
	if !ok {
		t.Fatal("no lever on a largest share")
	}
	if _, ok := whatif.RuleShare(&s.Rules[1]); ok {
		t.Error("a lever on the share of a rule that has none")
	}
	x := share.Turn(s, 25)
	if got := float64(x.Rules[0].Share); math.Abs(got-0.65) > 1e-12 || x.Rules[1].Share != 0 {
		t.Errorf("shares %v and %v", got, x.Rules[1].Share)
	}
	if x := share.Turn(s, 80); x.Rules[0].Share != 1 {
		t.Errorf("a share of %v", x.Rules[0].Share)
	}
	joint := whatif.JointMW("a")
	x = joint.Turn(s, 7.5)
	if got := x.JointLimits[0].Surplus; len(got) != 2 || got[1].Firm != 7.5 || len(x.JointLimits[1].Surplus) != 0 || len(x.Regions[0].Surplus) != len(s.Regions[0].Surplus) {
		t.Errorf("joint limits %+v", x.JointLimits)
	}
	if x := whatif.Unjoined(s, "a", "none"); len(x.JointLimits) != 1 || x.JointLimits[0].ID != "b" {
		t.Errorf("joint limits %+v", x.JointLimits)
	}
	if x := whatif.AnnualUnlimited(s); x.Budget.Annual != nil || !x.Budget.HasTotal || x.Budget.Total != 5e6 {
		t.Errorf("budget %+v", x.Budget)
	}
	if x := whatif.TotalUnlimited(s); len(x.Budget.Annual) != 3 || x.Budget.HasTotal {
		t.Errorf("budget %+v", x.Budget)
	}
	if file.Hash(s) != before {
		t.Error("the scenario itself was changed")
	}
}
