package whatif_test

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/model/whatif"
)

// sample is a scenario with two regions, a joint limit of the second alone, a site
// without an offer, two worlds of which the second has lead times of its own, budgets by year
// and in all, contracts of both products and a rule of every kind with a limit.
func sample(t *testing.T) *model.Scenario {
	t.Helper()
	var s *model.Scenario
	for seed := uint64(0); s == nil || len(s.Regions) < 2 || len(s.Contracts) == 0; seed++ {
		s = scenariotest.Random(seed)
	}
	s.Sites[0].Region, s.Sites[1].Region = 0, 1
	for i, leads := range [][3]unit.Months{{3, 12, 24}, {6, 18, 36}} {
		s.Sites[i].HasOffer, s.Sites[i].Offer.Lead = true, leads
	}
	s.Sites = append(s.Sites, model.Site{ID: "old", Region: 0, Existing: model.Existing{Firm: 5}})
	s.JointLimits = []model.JointLimit{{ID: "joint", Regions: []int{1}, Surplus: []model.Surplus{{From: s.Horizon.Start, Firm: 7}}}}
	second := scenariotest.Clone(s).Worlds[0]
	second.Name, second.Lead = "late", []unit.Months{15, 4, 0}
	s.Worlds = append(s.Worlds, second)
	s.Worlds[0].Probability, s.Worlds[1].Probability = 0.5, 0.5
	s.Budget.Annual = []unit.Money{10e6, 20e6, 1e6}
	s.Budget.Total, s.Budget.HasTotal = 25e6, true
	s.DiscountRate, s.Countries[0].TaxRate = 0.1, 0.2
	cloud := s.Contracts[0]
	cloud.ID, cloud.Product, cloud.MaxShort, cloud.Mandatory = "cloud", model.GPUCloud, 0.1, true
	s.Contracts[0].Mandatory = true
	s.Contracts = append(s.Contracts, cloud)
	s.Rules = nil
	for _, k := range []model.RuleKind{model.Ban, model.MinSite, model.MaxSite, model.Openings, model.CarbonCap, model.Equipment} {
		s.Rules = append(s.Rules, model.Rule{ID: k.String(), Kind: k, Enabled: true, Limit: 10, Regions: []int{0, 1}})
	}
	return s
}

// ok wants a lever that there is.
func ok(t *testing.T, l whatif.Lever, ok bool) whatif.Lever {
	t.Helper()
	if !ok {
		t.Fatalf("there is no lever %s", l.Kind)
	}
	return l
}

func text(t *testing.T, s *model.Scenario) string {
	t.Helper()
	b, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func limitOf(t *testing.T, s *model.Scenario, k model.RuleKind) whatif.Lever {
	t.Helper()
	i := slices.IndexFunc(s.Rules, func(r model.Rule) bool { return r.Kind == k })
	l, there := whatif.RuleLimit(&s.Rules[i])
	return ok(t, l, there)
}

// turned are levers with an amount, what they should do to a copy of the scenario, and
// the words for it.
type turned struct {
	lever  whatif.Lever
	amount float64
	want   func(s *model.Scenario)
	words  string
}

func supply(s *model.Scenario) []turned {
	more := func(list []model.Surplus, firm, flex unit.MW) []model.Surplus {
		return append(list, model.Surplus{From: s.Horizon.Start, Firm: firm, Interruptible: flex})
	}
	return []turned{
		{whatif.FirmMW("A"), 10, func(s *model.Scenario) {
			s.Regions[0].Surplus = more(s.Regions[0].Surplus, 10, 0)
		}, "10 MW more firm surplus (A)"},
		{whatif.FlexMW("B"), 2.5, func(s *model.Scenario) {
			s.Regions[1].Surplus = more(s.Regions[1].Surplus, 0, 2.5)
			s.JointLimits[0].Surplus = more(s.JointLimits[0].Surplus, 0, 2.5)
		}, "2.5 MW more interruptible surplus (B)"},
		{whatif.OfferMW("A"), 3, func(s *model.Scenario) {
			s.Sites[0].Offer.Max += 3
			s.Sites[0].Offer.MaxFirm += 3
			s.Sites[0].Offer.MaxFlex += 3
		}, "3 MW more in each offer (A)"},
		{whatif.LeadTime("B"), 6, func(s *model.Scenario) {
			s.Sites[1].Offer.Lead[model.Typical] = 12
			s.Worlds[1].Lead[1] = 0
		}, "6 months less lead time (B)"},
		{whatif.LeadTime(""), -1, func(s *model.Scenario) {
			s.Sites[0].Offer.Lead[model.Typical], s.Sites[1].Offer.Lead[model.Typical] = 13, 19
			s.Worlds[1].Lead = []unit.Months{16, 5, 0}
		}, "1 month more lead time"},
		{whatif.PowerPrice(s, "A"), 10, func(s *model.Scenario) { s.Regions[0].EnergyPrice = 25 }, "10 USD/MWh less power price (A)"},
		{whatif.PowerPrice(s, ""), 40, func(s *model.Scenario) {
			s.Regions[0].EnergyPrice, s.Regions[1].EnergyPrice = 0, 0
		}, "40 USD/MWh less power price"},
		{whatif.ConnectionCost("A"), 25, func(s *model.Scenario) {
			s.Sites[0].Offer.FixedCost *= 0.75
			s.Sites[0].Offer.CostPerMW *= 0.75
		}, "25 % less connection cost (A)"},
	}
}

func contracts(s *model.Scenario) []turned {
	return []turned{
		{whatif.ContractStart("cloud"), 14, func(s *model.Scenario) { s.Contracts[1].Start.Year++; s.Contracts[1].Start.Month += 2 }, "14 months more until the start of contract (cloud)"},
		{whatif.ContractMW(&s.Contracts[1]), 1, func(s *model.Scenario) { s.Contracts[1].MW-- }, "1 MW less wanted by contract (cloud)"},
		{whatif.ContractShort(&s.Contracts[1]), 20, func(s *model.Scenario) { s.Contracts[1].MaxShort += 0.2 }, "20 points more shortfall allowed by contract (cloud)"},
	}
}

func money(t *testing.T, s *model.Scenario) []turned {
	yearly := func(year int) whatif.Lever { l, there := whatif.Budget(s, year); return ok(t, l, there) }
	total, there := whatif.TotalBudget(s)
	ok(t, total, there)
	return []turned{
		{yearly(2028), 5, func(s *model.Scenario) { s.Budget.Annual[1] += 5e6 }, "5 million USD more budget (2028)"},
		{yearly(0), -2, func(s *model.Scenario) { s.Budget.Annual = []unit.Money{8e6, 18e6, 0} }, "2 million USD less budget (each year)"},
		{total, 1.5, func(s *model.Scenario) { s.Budget.Total += 1.5e6 }, "1.5 million USD more budget (all years together)"},
		{whatif.Hashprice(), 10, func(s *model.Scenario) {
			for w := range s.Worlds {
				for p := range s.Worlds[w].Hashprice {
					s.Worlds[w].Hashprice[p] *= 1.1
				}
			}
		}, "10 % more hashprice"},
		{whatif.Rent(model.Colocation), -50, func(s *model.Scenario) {
			for w := range s.Worlds {
				for p := range s.Worlds[w].Rent[0][model.Colocation] {
					s.Worlds[w].Rent[0][model.Colocation][p] *= 0.5
				}
			}
			s.Contracts[0].Price *= 0.5
		}, "50 % less rent of colocation"},
		{whatif.Capex(model.Mining), 25, func(s *model.Scenario) {
			s.HallTypes[0].ShellCapex *= 0.75
			s.HallTypes[0].MachineCapex *= 0.75
			s.Designs[0].Capex *= 0.75
		}, "25 % less capex of mining"},
		{whatif.DiscountRate(s), 2, func(s *model.Scenario) { s.DiscountRate -= 0.02 }, "2 points less discount rate"},
		{whatif.Tax(), 30, func(s *model.Scenario) { s.Countries[0].TaxRate = 0 }, "30 points less tax on profit"},
	}
}

func rules(t *testing.T, s *model.Scenario) []turned {
	list := []turned{{limitOf(t, s, model.MinSite), 4, func(s *model.Scenario) { s.Rules[1].Limit = 6 }, "4 MW less asked for by rule (min_site)"}}
	for i, unitName := range []string{"MW", "signings", "t", "machines"} {
		kind := s.Rules[2+i].Kind
		list = append(list, turned{
			limitOf(t, s, kind), 5, func(s *model.Scenario) { s.Rules[2+i].Limit = 15 },
			"5 " + unitName + " more allowed by rule (" + kind.String() + ")",
		})
	}
	return list
}

// TestLevers: every lever changes what it is about and nothing else, in a copy.
func TestLevers(t *testing.T) {
	s := sample(t)
	before := text(t, s)
	for _, x := range slices.Concat(supply(s), contracts(s), money(t, s), rules(t, s)) {
		if got := x.lever.Words(x.amount); got != x.words {
			t.Errorf("words: got %q, want %q", got, x.words)
		}
		want := scenariotest.Clone(s)
		x.want(want)
		got := text(t, x.lever.Turn(s, x.amount))
		if got != text(t, want) {
			t.Errorf("%s: not what it should be", x.words)
		}
		if got == before {
			t.Errorf("%s: nothing changes", x.words)
		}
		if text(t, s) != before {
			t.Fatalf("%s: the scenario itself is changed", x.words)
		}
	}
}

// TestBounds: amounts are rounded to the grain and kept within the bounds that have a meaning.
func TestBounds(t *testing.T) {
	s := sample(t)
	year, there := whatif.Budget(s, 2027)
	ok(t, year, there)
	for _, x := range []struct {
		lever      whatif.Lever
		give, want float64
	}{
		{whatif.FirmMW("A"), 0.26, 0.3},
		{whatif.FirmMW("A"), -5, 0},
		{whatif.FlexMW("A"), 1e9, 1e5},
		{whatif.LeadTime("A"), 5.4, 5},
		{whatif.LeadTime("A"), 1000, 120},
		{whatif.LeadTime("A"), -1000, -120},
		{whatif.PowerPrice(s, "A"), 0.004, 0},
		{whatif.ConnectionCost("A"), 150, 100},
		{whatif.Capex(model.Mining), 101, 100},
		{whatif.Hashprice(), -150, -100},
		{whatif.DiscountRate(s), 50, 10},
		{whatif.ContractMW(&s.Contracts[0]), 100, float64(s.Contracts[0].MW)},
		{whatif.ContractShort(&s.Contracts[1]), 100, 90},
		{whatif.ContractStart("c"), -3, 0},
		{limitOf(t, s, model.MinSite), 20, 10},
		{year, 0.0004, 0},
	} {
		if got := x.lever.Round(x.give); math.Abs(got-x.want) > 1e-9 {
			t.Errorf("%s: %g is rounded to %g, want %g", x.lever.Kind, x.give, got, x.want)
		}
	}
	s.Budget = model.Budget{}
	if _, ok := whatif.Budget(s, 0); ok {
		t.Error("a budget by year without one")
	}
	if _, ok := whatif.TotalBudget(s); ok {
		t.Error("a total budget without one")
	}
	if _, ok := whatif.RuleLimit(&model.Rule{Kind: model.Ban}); ok {
		t.Error("a ban has no limit")
	}
}

// TestLeadIsNeverNegative: none energises before it is signed, in no world.
func TestLeadIsNeverNegative(t *testing.T) {
	s := sample(t)
	lever := whatif.LeadTime("")
	got := lever.Turn(s, 16)
	for i, want := range []unit.Months{0, 2} {
		if lead := got.Sites[i].Offer.Lead[model.Typical]; lead != want {
			t.Errorf("site %d: %v months, want %v", i, lead, want)
		}
		if other := got.Sites[i].Offer.Lead[model.Pessimistic]; other != s.Sites[i].Offer.Lead[model.Pessimistic] {
			t.Errorf("site %d: the pessimistic lead changes to %v months", i, other)
		}
	}
	if want := []unit.Months{0, 0, 0}; !slices.Equal(got.Worlds[1].Lead, want) || got.Worlds[0].Lead != nil {
		t.Errorf("leads of the worlds: %v and %v, want none and %v", got.Worlds[0].Lead, got.Worlds[1].Lead, want)
	}
}

// TestSwitches: rules are lifted and contracts made optional by their names alone; changes add
// up in the order given.
func TestSwitches(t *testing.T) {
	s := sample(t)
	before := text(t, s)
	want := scenariotest.Clone(s)
	want.Rules[0].Enabled, want.Rules[3].Enabled = false, false
	if got := whatif.Lifted(s, "ban", "openings", "unknown"); text(t, got) != text(t, want) {
		t.Error("not only these two rules are lifted")
	}
	want = scenariotest.Clone(s)
	want.Contracts[1].Mandatory = false
	if got := whatif.Optional(s, "cloud"); text(t, got) != text(t, want) {
		t.Error("not only this contract is optional")
	}
	want = scenariotest.Clone(s)
	want.Regions[0].EnergyPrice, want.DiscountRate = 30, want.DiscountRate-0.01
	got := whatif.All(s, []whatif.Lever{whatif.PowerPrice(s, "A"), whatif.DiscountRate(s)}, []float64{5, 1})
	if text(t, got) != text(t, want) {
		t.Error("two levers together do not do what both do")
	}
	if text(t, s) != before {
		t.Error("the scenario itself is changed")
	}
}
