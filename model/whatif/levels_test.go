package whatif_test

import (
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/model/whatif"
)

// tiny is a market with two regions whose levels can be worked out by hand.
func tiny() *model.Scenario {
	start := model.Date{Year: 2027, Month: 1, Day: 1}
	s := &model.Scenario{
		Name: "tiny", Horizon: model.Horizon{Start: start, PeriodMonths: 12, Periods: 2}, DiscountRate: 0.1, LeadQuantile: model.Typical,
		Countries: []model.Country{{ID: "X", TaxRate: 0.2}, {ID: "Y", TaxRate: 0.4}},
		Zones:     []model.PriceZone{{ID: "z"}},
		Regions: []model.Region{
			{ID: "A", Country: 0, EnergyPrice: 40, NetworkPrice: 10, Surplus: []model.Surplus{{Firm: 20, Interruptible: 10}}},
			{ID: "B", Country: 1, EnergyPrice: 20, NetworkPrice: 5, Surplus: []model.Surplus{{Firm: 10}, {From: start, Firm: 20, Interruptible: 20}}},
		},
		JointLimits: []model.JointLimit{{ID: "j", Regions: []int{0, 1}, Surplus: []model.Surplus{{Firm: 40, Interruptible: 20}}}},
		Sites: []model.Site{
			{ID: "a", Region: 0, HasOffer: true, Offer: model.Offer{Min: 5, Max: 20, MaxFirm: 20, Lead: [3]unit.Months{6, 12, 24}, FixedCost: 2e6, CostPerMW: 4e5}},
			{ID: "b", Region: 1, HasOffer: true, Offer: model.Offer{Min: 5, Max: 60, MaxFirm: 40, MaxFlex: 40, Lead: [3]unit.Months{9, 18, 30}, CostPerMW: 1e5}},
			{ID: "old", Region: 0, Existing: model.Existing{Firm: 20}},
		},
		Markets: []model.ClientMarket{{ID: "m", Demand: []model.DemandStep{
			{ID: "first", Product: model.Colocation, Depth: []unit.MW{10, 20}, Price: 1},
			{ID: "second", Product: model.Colocation, Depth: []unit.MW{10, 0}, Price: 0.5},
		}}},
		Contracts: []model.Contract{
			{ID: "c", Product: model.Colocation, MW: 10, Price: 100e3, Penalty: 5e3}, {ID: "d", Product: model.Colocation, MW: 30, Price: 200e3},
		},
		Rules: []model.Rule{{
			ID: "ban", Kind: model.Ban, Enabled: true, Regions: []int{1}, Business: []model.Business{model.Mining},
			Span: model.Span{From: model.Date{Year: 2028, Month: 1, Day: 1}},
		}},
	}
	s.Base = model.World{
		Name: "base", Probability: 1, PowerIndex: [][]unit.Share{{1, 1.5}},
		Rent: [][3][]unit.MoneyPerMWMonth{{{0, 0}, {100e3, 80e3}, {0, 0}}},
	}
	s.Worlds = []model.World{s.Base}
	s.Worlds[0].Lead = []unit.Months{13, 20, 0}
	return s
}

// byHand are the levels of tiny: see the figures in it.
var byHand = map[string]float64{
	// A: 40 x 1.25 + 10 = 60 on 30 MW of surplus and 20 existing; B: 30 on 50 MW.
	"delivered price": 45,
	// 20 MW in 12 months and 60 MW in 18: half of 80 MW come within 18.
	"median lead time": 18,
	"firm MW":          50, "interruptible MW": 30,
	"discount rate": 0.1,
	// 20 % on 50 MW, 40 % on 50 MW.
	"tax on profit": 0.3,
	// (2 + 20 x 0.4 + 60 x 0.1) million on 80 MW.
	"connection cost":                  2e5,
	"contracts of colocation":          40,
	"price of contracts of colocation": 175e3,
	"merchant demand of colocation":    20,
	// (10 x 100 + 10 x 50 + 20 x 80) thousand on 40 MW.
	"rent of colocation": 77.5e3,
	// Half of the MW, half of the days.
	"MW under a mining ban": 0.25, "rules in force": 1,
}

func TestLevelsByHand(t *testing.T) {
	s := tiny()
	seen := 0
	for _, in := range whatif.Inputs() {
		for _, l := range in.Levels(s, s) {
			want, known := byHand[l.Name]
			if !known || math.Abs(l.Own-want) > 1e-9*want || l.Own != l.Other || l.Kept {
				t.Errorf("%s, %s: got %v (kept %v), want %v", in.Name, l.Name, l.Own, l.Kept, want)
			}
			seen++
		}
	}
	if seen != len(byHand) {
		t.Errorf("%d levels, want %d", seen, len(byHand))
	}
}

// TestTakeReachesTheLevel: with an input of another market each of its figures is that
// market's, unless it is kept, and no figure of another input has changed; the scenario
// that it was made from stays as it is.
func TestTakeReachesTheLevel(t *testing.T) {
	own := tiny()
	other := tiny()
	other.Regions[0].EnergyPrice, other.Sites[0].Offer.Lead[1], other.DiscountRate = 70, 36, 0.07
	other.Regions[1].Surplus[1].Interruptible, other.Regions[0].Surplus[0].Firm = 50, 45
	other.Countries[0].TaxRate, other.Sites[1].Offer.CostPerMW = 0.1, 3e5
	other.Contracts[0].MW, other.Contracts[1].Price = 50, 150e3
	other.Markets[0].Demand[0].Depth[1], other.Base.Rent[0][model.Colocation][0] = 60, 120e3
	before := file.Hash(own)
	for i, in := range whatif.Inputs() {
		mixed := in.Take(own, own, other)
		for j, of := range whatif.Inputs() {
			for _, l := range of.Levels(mixed, other) {
				level := own
				if i == j {
					level = other
				}
				want := levelOf(t, of, level, l.Name)
				// Lead times are rounded up to months; weights by MW move with surplus.
				slack := 1e-9 * math.Abs(want)
				if l.Unit == "months" {
					slack = 1
				}
				moved := in.Name == "surplus" && slices.Contains([]string{"power price", "tax", "capex", "legal rules"}, of.Name)
				if of.Name != "legal rules" && !moved && math.Abs(l.Own-want) > slack {
					t.Errorf("with %s: %s is %v, want %v", in.Name, l.Name, l.Own, want)
				}
			}
		}
		if file.Hash(own) != before {
			t.Fatalf("taking %s changed the market", in.Name)
		}
	}
}

func levelOf(t *testing.T, in whatif.Input, s *model.Scenario, name string) float64 {
	t.Helper()
	for _, l := range in.Levels(s, s) {
		if l.Name == name {
			return l.Own
		}
	}
	return 0
}

// TestTakeFromItself: a market with its own levels is itself, to the last bit.
func TestTakeFromItself(t *testing.T) {
	scenarios := []*model.Scenario{tiny()}
	for seed := range uint64(50) {
		scenarios = append(scenarios, scenariotest.Random(seed))
	}
	for _, s := range scenarios {
		twin, mixed := scenariotest.Clone(s), s
		for _, in := range whatif.Inputs() {
			mixed = in.Take(mixed, s, twin)
			if file.Hash(mixed) != file.Hash(s) {
				t.Errorf("%s changed by its own %s", s.Name, in.Name)
			}
		}
	}
}

// TestTaken: all that hangs on a figure moves with it.
func TestTaken(t *testing.T) {
	own, other := tiny(), tiny()
	other.Sites[1].Offer.Lead[1] = 9 // the median: half
	for i := range other.Regions {
		for j := range other.Regions[i].Surplus {
			other.Regions[i].Surplus[j].Firm *= 2
			other.Regions[i].Surplus[j].Interruptible /= 2
		}
	}
	other.Contracts[0].Price, other.Contracts[1].Price = 200e3, 400e3
	other.Base.Rent[0][model.Colocation] = []unit.MoneyPerMWMonth{300e3, 240e3}
	other.Countries[0].TaxRate, other.Countries[1].TaxRate = 0.6, 1.2 // beyond what there is
	other.Countries[0].CarryForward = true
	got := own
	for _, in := range whatif.Inputs() {
		got = in.Take(got, own, other)
	}
	if want := [3]unit.Months{5, 9, 15}; got.Sites[1].Offer.Lead != want {
		t.Errorf("lead times %v, want %v", got.Sites[1].Offer.Lead, want)
	}
	if !slices.Equal(got.Worlds[0].Lead, []unit.Months{7, 10, 0}) {
		t.Errorf("lead times of the world %v", got.Worlds[0].Lead)
	}
	// Firm only: twice. 40 firm and 40 flex become 80 and 20, so that all of it is 5/4.
	if a, b := got.Sites[0].Offer, got.Sites[1].Offer; a.MaxFirm != 40 || a.Max != 40 || b.MaxFirm != 80 || b.MaxFlex != 20 || b.Max != 75 {
		t.Errorf("offers %+v, %+v", a, b)
	}
	if j := got.JointLimits[0].Surplus[0]; j.Firm != 80 || j.Interruptible != 10 {
		t.Errorf("joint limit %+v", j)
	}
	if c := got.Contracts[0]; c.Price != 200e3 || c.Penalty != 10e3 || c.MW != 10 {
		t.Errorf("contract %+v", c)
	}
	for _, w := range []*model.World{&got.Base, &got.Worlds[0]} {
		if rent := w.Rent[0][model.Colocation][1]; math.Abs(float64(rent)-240e3) > 1e-6 {
			t.Errorf("rent %v in %s", rent, w.Name)
		}
	}
	// The other market's regions have 65 and 70 MW by now, its own mean is 30 %.
	for i, want := range []unit.Share{0.2 * (0.6*65 + 1.2*70) / 135 / 0.3, 1} {
		if c := got.Countries[i]; math.Abs(float64(c.TaxRate-want)) > 1e-12 || !c.CarryForward {
			t.Errorf("country %+v, want a rate of %v", c, want)
		}
	}
}

// TestOrderOfTaking: it does not matter in which order inputs are taken.
func TestOrderOfTaking(t *testing.T) {
	for seed := range uint64(20) {
		own, other := scenariotest.Random(seed), scenariotest.Random(seed+100)
		forward, backward := own, own
		inputs := whatif.Inputs()
		for i := range inputs {
			forward = inputs[i].Take(forward, own, other)
			backward = inputs[len(inputs)-1-i].Take(backward, own, other)
		}
		if file.Hash(forward) != file.Hash(backward) {
			t.Errorf("seeds %d and %d: the order matters", seed, seed+100)
		}
	}
}

// TestKept: what one market lacks is not multiplied, in both directions.
func TestKept(t *testing.T) {
	own, other := tiny(), tiny()
	for i := range other.Regions {
		for j := range other.Regions[i].Surplus {
			other.Regions[i].Surplus[j].Interruptible = 0
		}
	}
	for _, in := range whatif.Inputs() {
		if in.Name != "surplus" {
			continue
		}
		if l := in.Levels(own, other)[1]; !l.Kept {
			t.Errorf("%+v is not kept", l)
		}
		if got := in.Take(own, own, other); got.Sites[1].Offer.MaxFlex != own.Sites[1].Offer.MaxFlex {
			t.Errorf("interruptible MW became %v", got.Sites[1].Offer.MaxFlex)
		}
		if got := in.Take(other, other, own); got.Regions[0].Surplus[0].Firm != 20 {
			t.Errorf("firm MW became %v", got.Regions[0].Surplus[0].Firm)
		}
	}
	// No tax cannot be multiplied either, but all countries get the level.
	other.Countries[0].TaxRate, other.Countries[1].TaxRate = 0, 0
	for _, in := range whatif.Inputs() {
		if in.Name == "tax" {
			if got := in.Take(other, other, own); got.Countries[0].TaxRate != 0.3 || got.Countries[1].TaxRate != 0.3 {
				t.Errorf("taxes became %v", got.Countries)
			}
		}
	}
}

// TestRulesByPlace: the dear half of a market gets the rules of the dear half of another.
func TestRulesByPlace(t *testing.T) {
	own, other := tiny(), tiny()
	// In order of price: B on 0 to 0.5, then A. The other market is four regions of 25 MW,
	// the dearest with a ban, and an exempt site of the same id.
	other.Regions = nil
	for i, id := range []string{"P", "Q", "R", "S"} {
		other.Regions = append(other.Regions, model.Region{ID: id, EnergyPrice: unit.MoneyPerMWh(10 * (i + 1)), Surplus: []model.Surplus{{Firm: 25}}})
	}
	other.Sites = []model.Site{{ID: "old", Region: 3}}
	other.Rules = []model.Rule{
		{ID: "dear", Regions: []int{3}, Exempt: []int{0}}, {ID: "upper", Regions: []int{2, 3}}, {ID: "lowest", Regions: []int{0}}, {ID: "all", Regions: []int{0, 1, 2, 3}},
	}
	for _, in := range whatif.Inputs() {
		if in.Name != "legal rules" {
			continue
		}
		got := map[string][]int{}
		for _, rule := range in.Take(own, own, other).Rules {
			got[rule.ID] = rule.Regions
		}
		// The middle of B is at 0.25, where Q begins; that of A at 0.75, where S begins.
		want := map[string][]int{"dear": {0}, "upper": {0}, "all": {0, 1}}
		for id, regions := range want {
			if !slices.Equal(got[id], regions) {
				t.Errorf("%s holds in %v, want %v", id, got[id], regions)
			}
		}
		if len(got) != len(want) {
			t.Errorf("rules %v", got)
		}
	}
}

// TestServedAtHome: a client of one market is not served from another.
func TestServedAtHome(t *testing.T) {
	a, b := tiny(), tiny()
	a.Regions[0].ID, a.Contracts = "home", []model.Contract{{ID: "c", Regions: []int{0}}}
	b.Contracts = []model.Contract{{ID: "d", Regions: []int{0, 1}}}
	both := tiny()
	both.Regions = append([]model.Region{{ID: "home"}}, both.Regions...)
	both.Contracts = []model.Contract{{ID: "c", Regions: []int{0, 1, 2}}, {ID: "d", Regions: []int{0, 1, 2}}}
	got := whatif.ServedAtHome(both, a, b)
	if !slices.Equal(got.Contracts[0].Regions, []int{0}) || !slices.Equal(got.Contracts[1].Regions, []int{1, 2}) {
		t.Errorf("served from %v and %v", got.Contracts[0].Regions, got.Contracts[1].Regions)
	}
}

// TestDemand: the lever adds contracts beside those there are, which stay as they are, and
// makes merchant demand deeper.
func TestDemand(t *testing.T) {
	s := tiny()
	s.Contracts[1].Mandatory = true
	s.Worlds[0].Default = []unit.Months{7, 9}
	l := whatif.Demand()
	got := l.Turn(s, 150)
	var names []string
	sum := unit.MW(0)
	for _, c := range got.Contracts {
		names = append(names, c.ID)
		sum += c.MW
	}
	if !slices.Equal(names, []string{"c", "c+1", "c+2", "d", "d+1", "d+2"}) || sum != 100 || got.Contracts[5].MW != 15 || got.Contracts[5].Mandatory || !got.Contracts[3].Mandatory {
		t.Errorf("contracts %+v", got.Contracts)
	}
	if !slices.Equal(got.Worlds[0].Default, []unit.Months{7, 7, 7, 9, 9, 9}) {
		t.Errorf("defaults %v", got.Worlds[0].Default)
	}
	if got.Markets[0].Demand[0].Depth[1] != 50 || len(s.Contracts) != 2 || s.Markets[0].Demand[0].Depth[1] != 20 {
		t.Errorf("demand %v", got.Markets[0].Demand[0].Depth)
	}
}
