package explain_test

import (
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/explain"
)

// rich is a scenario in which a mining hall pays within a year, wherever there is a connection:
// two regions with a site each, whose connections cost 10 million.
func rich() *model.Scenario {
	s := scenariotest.Random(1)
	s.Regions = s.Regions[:1]
	s.Regions[0].Surplus = []model.Surplus{{From: s.Horizon.Start, Firm: 100}}
	second := s.Regions[0]
	second.ID = "B"
	s.Regions = append(s.Regions, second)
	s.JointLimits, s.Contracts, s.Rules = nil, nil, nil
	s.HallTypes = s.HallTypes[:1]
	s.HallTypes[0].Construction, s.HallTypes[0].MachineLife = 0, 36
	s.Worlds[0].Hashprice = []unit.Hashprice{300, 300, 300}
	offer := model.Offer{Max: 11, MaxFirm: 11, Feeders: 1, Lead: [3]unit.Months{0, 18, 36}, FixedCost: 10e6}
	s.Sites = []model.Site{{ID: "a", Region: 0, HasOffer: true, Offer: offer}, {ID: "b", Region: 1, HasOffer: true, Offer: offer}}
	s.Budget = model.Budget{}
	return s
}

// TestWorthsThatLose: what looks like more room may be less. Such worths are negative, as fresh
// solves find too, and not taken for at least nothing.
func TestWorthsThatLose(t *testing.T) {
	noCarryOver := rich()
	// Two years pay five million each for one connection; paid in one year it is too dear.
	noCarryOver.Budget = model.Budget{Annual: []unit.Money{5e6, 5e6, 100e6}}
	noCarryOver.Sites = noCarryOver.Sites[:1]

	openings := rich()
	// One connection is signed in each year; the first has to be paid in two years, or to be
	// signed later, when the other one is.
	openings.Budget = model.Budget{Annual: []unit.Money{5e6, 15e6, 100e6}, CarryOver: 1}
	openings.Sites[1].Offer.Lead[model.Typical] = 12
	openings.Rules = []model.Rule{{ID: "crews", Kind: model.Openings, Enabled: true, Limit: 1, Regions: []int{0, 1}}}

	carbon := rich()
	// With dear power miners stop for a quarter of the year, and emit less than is allowed.
	carbon.Worlds[0].Hashprice = []unit.Hashprice{22, 22, 22}
	carbon.HallTypes[0].EfficiencyTrend, carbon.HallTypes[0].Resale, carbon.HallTypes[0].MachineLife = 0, 0, 60
	carbon.Sites = []model.Site{{ID: "old", Region: 0, Existing: model.Existing{Firm: 12, Feeders: 1, Halls: []model.ExistingHall{{
		ID: "old", HallType: 0, Design: 0, Stand: model.Firm, Count: 1, MachineAge: 6, ShellAge: 36,
	}}}}}
	carbon.Rules = []model.Rule{{ID: "carbon", Kind: model.CarbonCap, Enabled: true, Limit: 30000, Regions: []int{0, 1}}}

	for _, x := range []struct {
		name string
		s    *model.Scenario
		kind explain.WorthKind
	}{
		{"a shorter lead, nothing carried over", noCarryOver, explain.Sooner},
		{"a shorter lead, few openings", openings, explain.Sooner},
		{"cheaper power under a carbon cap", carbon, explain.Cheaper},
	} {
		x.s.Name = x.name
		x.s.Base = x.s.Worlds[0]
		w := worths(t, x.s, explain.WorthQuestion{Quick: true, Steps: explain.WorthSteps{MW: 10, Months: 12, Million: 4, Price: 12}})
		held(t, x.s, w, &tally{})
		a := w.Regions[slices.IndexFunc(w.Regions, func(r *explain.RegionWorth) bool { return r.ID == "A" })]
		if g := a.Worth[x.kind-explain.LargerOffers].Gain; g.High > -1e5 {
			t.Errorf("%s: it is worth %.0f to %.0f, want a loss", x.name, g.Low, g.High)
		}
	}
}
