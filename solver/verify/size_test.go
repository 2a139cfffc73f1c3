package verify_test

import (
	"fmt"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/verify"
)

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

// zone is the national scenario cut to 30 sites, in as many worlds as asked
// for: each with its own prices, utilisation, delays and defaults. Every site
// offers its spare MW to merchants.
func zone(worlds int) (*model.Scenario, *model.Plan) {
	s, plan := national()
	const sites = 30
	s.Sites, plan.Signings, plan.Halls = s.Sites[:sites], plan.Signings[:sites], plan.Halls[:2*sites]
	s.Zones[0].Response = model.DemandResponse{Payment: 3000, Hours: 100}
	var chances []unit.Share
	for range worlds {
		chances = append(chances, 1/unit.Share(worlds))
	}
	branch(s, func(i int, w *model.World) {
		for p := range w.Hashprice {
			w.Hashprice[p] *= unit.Hashprice(0.6 + 0.8*float64((7*i+3*p)%101)/101)
			w.PowerIndex[0][p] = unit.Share(0.8 + 0.4*float64((11*i+p)%97)/97)
		}
		w.PowerSpread = [][]unit.Share{same(unit.Share(0.5+float64(i%5)/4), s.Horizon.Periods)}
		let := same(unit.Share(0.6+float64(i%4)/10), s.Horizon.Periods)
		w.Utilisation = [][3][]unit.Share{{nil, let, let}}
		for site := range sites {
			w.Lead = append(w.Lead, unit.Months(12+(i+site)%3*6))
		}
		for c := range s.Contracts {
			w.Default = append(w.Default, unit.Months(1+(5*i+c)%40))
		}
	}, chances...)
	for i := range plan.Halls {
		plan.Halls[i].Waits = true
	}
	for i := range plan.Deliveries {
		plan.Deliveries[i].Waits = plan.Deliveries[i].Period == "2028"
	}
	sold := map[string]unit.MW{}
	for i := range sites {
		for p := 1; p < s.Horizon.Periods; p++ {
			mw := unit.MW(6)
			if p < 4 && i < 20 {
				mw = 3
			}
			label := s.Horizon.Label(p)
			plan.SpotSupply = append(plan.SpotSupply, model.SpotSupply{Site: s.Sites[i].ID, Product: "colocation", Period: label, MW: mw, Waits: p == 1})
			sold[label] += mw
		}
	}
	s.Markets[0].Demand[0].Depth = same(unit.MW(200), s.Horizon.Periods)
	for p := 1; p < s.Horizon.Periods; p++ {
		label := s.Horizon.Label(p)
		plan.SpotSales = append(plan.SpotSales, model.SpotSale{Market: "m", Step: "m-colo", Period: label, MW: sold[label]})
	}
	return s, plan
}

func TestZone(t *testing.T) {
	s, plan := zone(3)
	accepted(t, s, plan)
}

func BenchmarkZone(b *testing.B) {
	s, plan := zone(100)
	fill(b, s, plan)
	for b.Loop() {
		if !verify.Check(s, plan, verify.Options{}).OK {
			b.Fatal("refused")
		}
	}
}
