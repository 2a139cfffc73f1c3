package verify_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// TestGarbage changes values of a valid plan's JSON at random. Whatever still
// is a plan must be judged without panic.
func TestGarbage(t *testing.T) {
	s, plan := rich(t)
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewSource(1))
	judged, refused := 0, 0
	for range 1000 {
		var tree any
		if err := json.Unmarshal(text, &tree); err != nil {
			t.Fatal(err)
		}
		for range 1 + random.Intn(4) {
			tree = spoil(random, tree)
		}
		changed, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		p := new(model.Plan)
		if json.Unmarshal(changed, p) != nil {
			continue
		}
		judged++
		if !verify.Check(s, p, verify.Options{}).OK {
			refused++
		}
	}
	if judged < 500 || refused < judged/2 {
		t.Errorf("%d plans judged, %d refused", judged, refused)
	}
}

// spoil changes one value somewhere in a JSON tree.
func spoil(random *rand.Rand, tree any) any {
	switch x := tree.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(x))
		key := keys[random.Intn(len(keys))]
		x[key] = spoil(random, x[key])
		return x
	case []any:
		if len(x) == 0 || random.Intn(8) == 0 {
			return nil
		}
		i := random.Intn(len(x))
		if random.Intn(8) == 0 {
			return append(x, x[i])
		}
		x[i] = spoil(random, x[i])
		return x
	case string:
		return []string{"", "2027", "2031", "a", "b", "d", "miner", "colo", "gpu", "terminal", "firm", "gpu_cloud"}[random.Intn(12)]
	case float64:
		return []float64{-x, 0, 1, -1, 1e300, -1e300, 1e-300, x * 2, 7, 1 << 40}[random.Intn(10)]
	default:
		return nil
	}
}

// FuzzCheck judges whatever can be read as a plan.
func FuzzCheck(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"signings":[{"site":"a","signed":"2027","energised":"2028","firm_mw":12}]}`))
	f.Add([]byte(`{"halls":[{"site":"a","hall_type":"miner","design":"n","stand":"flex","start":"2028","count":9}],"result":{"irr":-0.5}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p := new(model.Plan)
		if json.Unmarshal(text, p) != nil {
			return
		}
		s := brownfield(4)
		s.Contracts = []model.Contract{contract()}
		if verify.Check(s, p, verify.Options{}).OK {
			t.Error("accepted, though it leaves out the existing halls")
		}
	})
}

func TestUnfitScenarios(t *testing.T) {
	for name, change := range map[string]func(*model.Scenario){
		"no periods":    func(s *model.Scenario) { s.Horizon.Periods = 0 },
		"no start":      func(s *model.Scenario) { s.Horizon.Start = model.Date{} },
		"no world":      func(s *model.Scenario) { s.Worlds = nil },
		"two sure worlds": func(s *model.Scenario) { s.Worlds = append(s.Worlds, s.Worlds[0]) },
		"no country":    func(s *model.Scenario) { s.Countries = nil },
		"absurd rate":   func(s *model.Scenario) { s.DiscountRate = -1 },
		"short prices":  func(s *model.Scenario) { s.Worlds[0].Hashprice = nil },
		"short indices": func(s *model.Scenario) { s.Worlds[0].PowerIndex[0] = nil },
		"short rents":   func(s *model.Scenario) { s.Worlds[0].Rent[0][model.GPUCloud] = nil },
		"short demand":  func(s *model.Scenario) { s.Markets[0].Demand[0].Depth = nil },
	} {
		s := base(4, 12)
		change(s)
		if got := broken(verify.Check(s, &model.Plan{}, verify.Options{})); len(got) != 1 || got[0] != verify.Scenario {
			t.Errorf("%s: findings of %q", name, got)
		}
		if _, err := verify.Recompute(s, &model.Plan{}); err == nil {
			t.Errorf("%s: recomputed", name)
		}
	}
}

func TestEmptyPlan(t *testing.T) {
	s := base(4, 12)
	plan := accepted(t, s, &model.Plan{})
	if plan.Result.IRR != nil || plan.Result.PaybackYears != nil {
		t.Error("an IRR or payback without cash")
	}
	near(t, "NPV", plan.Result.NPV, 0.0)
}

// national is a scenario and plan of national size: 84 regions with their own
// temperature, three sites each, two hall groups a site, 20 contracts.
func national() (*model.Scenario, *model.Plan) {
	s := base(10, 12)
	s.DiscountRate, s.Countries[0].TaxRate = 0.12, 0.2
	s.HallTypes[miner].MachineTrend, s.HallTypes[miner].EfficiencyTrend = -0.07, -0.11
	s.Zones[0].Blocks = nil
	for _, price := range []float64{0.6, 0.8, 1, 1.2, 1.4} {
		s.Zones[0].Blocks = append(s.Zones[0].Blocks, model.PriceBlock{Hours: 0.2, Price: unit.Share(price)})
	}
	first := s.Regions[0]
	s.Regions, s.Sites = nil, nil
	var all []int
	for r := range 84 {
		region := first
		region.ID, region.Temperature, region.EnergyPrice = fmt.Sprint("r", r), unit.Celsius(float64(r)/7), 20+unit.MoneyPerMWh(float64(r)/9)
		s.Regions = append(s.Regions, region)
		all = append(all, r)
		for i := range 3 {
			s.Sites = append(s.Sites, model.Site{ID: fmt.Sprint("s", r, "-", i), Region: r, HasOffer: true, Offer: offer(2)})
		}
	}
	for i := range 20 {
		c := contract()
		c.ID, c.Regions, c.Default, c.SLA = fmt.Sprint("c", i), all, 0.03, unit.Share(0.7+float64(i%3)/100)
		s.Contracts = append(s.Contracts, c)
	}
	s.Rules = []model.Rule{
		{ID: "t", Kind: model.TakeOrPay, Enabled: true, Regions: all, Share: 0.9},
		{ID: "b", Kind: model.Ban, Enabled: true, Regions: all[:40], Span: model.Span{Months: 0x1807}},
		{ID: "c", Kind: model.CarbonCap, Enabled: true, Regions: all, Limit: 1e9},
	}
	plan := &model.Plan{}
	for i := range s.Sites {
		id, region := s.Sites[i].ID, s.Regions[s.Sites[i].Region].ID
		plan.Signings = append(plan.Signings, model.Signing{Site: id, Region: region, Signed: "2027", Energised: "2028", FirmMW: 22.7, FlexMW: 10})
		for _, h := range []model.Hall{halls("miner", "mining", "n", "flex", "2028", "2032", 1), halls("colo", "colocation", "2n", "firm", "2028", "", 2)} {
			h.Site, h.Region = id, region
			plan.Halls = append(plan.Halls, h)
		}
		for p := 1; p < 4 && i < 20; p++ {
			plan.Deliveries = append(plan.Deliveries, model.Delivery{Contract: fmt.Sprint("c", i), Site: id, Period: s.Horizon.Label(p), MW: 3})
		}
	}
	return s, plan
}

func BenchmarkNational(b *testing.B) {
	s, plan := national()
	for b.Loop() {
		verify.Check(s, plan, verify.Options{})
	}
}

func TestNational(t *testing.T) {
	s, plan := national()
	accepted(t, s, plan)
}
