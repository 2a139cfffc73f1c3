package verify_test

import (
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// blocky is a scenario with three price blocks and, at five times the price in
// 2029, a reason to stop in the dearest. Margins a MWh of the blocks are 77,
// 71.5 and 44, in 2029 33, 5.5 and -132.
func blocky() *model.Scenario {
	s := base(4, 12)
	s.Zones[0].Blocks = []model.PriceBlock{{Hours: 0.25, Price: 0.5}, {Hours: 0.5, Price: 0.75}, {Hours: 0.25, Price: 2}}
	s.Worlds[0].PowerIndex[0][2] = 5
	return s
}

func TestPowerSpread(t *testing.T) {
	s := blocky()
	s.Worlds[0].PowerSpread = [][]unit.Share{{1, 0, 2, 2}}
	plan := accepted(t, s, mined())
	near(t, "no spread", plan.CashFlows[1].Power, -87600*1.1*30)
	// Twice the spread: prices of 0, 1/2 and 3 times the mean of 100.
	near(t, "two blocks", plan.CashFlows[2].Mining, 8760000*0.75)
	near(t, "their power", plan.CashFlows[2].Power, -87600*1.1*(0.25*10+0.5*60))
	near(t, "all blocks", plan.CashFlows[3].Power, -87600*1.1*30)
	s.Worlds[0].PowerSpread[0][2] = 0 // 100 in all hours is too much
	plan = accepted(t, s, mined())
	near(t, "no block", plan.CashFlows[2].Mining, 0.0)
}

func TestDemandResponse(t *testing.T) {
	s := blocky()
	s.HallTypes[miner].PoolFee = 0.25 // of a hashprice that leaves 100: not of the payment
	s.Worlds[0].Hashprice = same(unit.Hashprice(64), 4)
	pay := func(payment unit.MoneyPerMWYear) *model.Plan {
		s.Zones[0].Response = model.DemandResponse{Payment: payment, Hours: 876}
		return accepted(t, s, mined())
	}
	// In 2028 a tenth of the hours at a margin of 44 is given up, in 2029 three
	// twentieths at -132 are run on top of the two blocks.
	plan := pay(35e3) // 1.1 MW are paid 38,500, the hours are worth 38,544
	near(t, "2028 for too little", plan.CashFlows[1].Mining, 8760000.0)
	plan = pay(36e3)
	near(t, "2028", plan.CashFlows[1].Mining, 8760000*0.9+10*1.1*36e3)
	near(t, "its power", plan.CashFlows[1].Power, -87600*1.1*(0.25*20+0.5*25+0.15*50))
	near(t, "its operation", plan.CashFlows[1].Operation, -87600*0.9-100)
	near(t, "2029 for too little", plan.CashFlows[2].Mining, 8760000*0.75)
	plan = pay(157e3)
	near(t, "2029 for a little less", plan.CashFlows[2].Mining, 8760000*0.75)
	plan = pay(158e3) // more than 8,760 x 0.15 x 132 / 1.1
	near(t, "2029", plan.CashFlows[2].Mining, 8760000*0.9+10*1.1*158e3)
	near(t, "its power", plan.CashFlows[2].Power, -87600*1.1*(0.25*60+0.5*85+0.15*210))
	// Three months a year reach into the next block; half the hours are banned.
	s.Zones[0].Response.Hours = 8760 * 0.5
	s.HallTypes[miner].Uptime = 0.5
	plan = pay(0)
	near(t, "no programme", plan.CashFlows[1].Mining, 4380000.0)
	s.Zones[0].Response = model.DemandResponse{Payment: 1e6, Hours: 8760 * 0.5}
	plan = accepted(t, s, mined())
	near(t, "half of half the hours", plan.CashFlows[1].Mining, 8760000*0.25+10*1.1*0.5*1e6)
	near(t, "in the cheap blocks", plan.CashFlows[1].Power, -87600*0.5*1.1*(0.25*20+0.25*25))
}

func TestDemandResponseByQuarterUnderTakeOrPay(t *testing.T) {
	s := base(5, 3)
	s.Zones[0].Response = model.DemandResponse{Payment: 60e3, Hours: 876}
	s.HallTypes[miner].Construction = 0
	s.Sites[0].Offer.Lead[model.Typical] = 0
	s.Rules = []model.Rule{{ID: "t", Kind: model.TakeOrPay, Enabled: true, Regions: []int{0}, Share: 0.9}}
	plan := mined()
	plan.Signings[0].Signed, plan.Signings[0].Energised, plan.Halls[0].Start = "2027-Q1", "2027-Q1", "2027-Q1"
	accepted(t, s, plan)
	hours := s.Horizon.Hours(0)
	// 1.1 x 0.9 of a MW stay below the 1.08 that are declared.
	near(t, "revenue", plan.CashFlows[0].Mining, 10*hours*0.9*100+10*1.1*60e3/4)
	near(t, "power", plan.CashFlows[0].Power, -0.9*hours*10*12-10*hours*0.9*1.1*20)
	s.Zones[0].Response.Payment = 1
	accepted(t, s, plan)
	near(t, "not worth it", plan.CashFlows[0].Mining, 10*hours*100)
	near(t, "power", plan.CashFlows[0].Power, -0.9*hours*10*12-10*hours*(1.1*20+0.02*10))
}

// TestFlexibility: 160,000 for a grid MW are 20.0913 a MWh-hour of 1.1 MW; all
// figures are for 10 MW in 8,760 hours.
func TestFlexibility(t *testing.T) {
	s := blocky()
	s.DiscountRate = 0.21
	s.Zones[0].Response = model.DemandResponse{Payment: 160e3, Hours: 876}
	plan := accepted(t, s, mined())
	mwh, paid := 87600.0, 10*1.1*160e3
	d := func(p int) float64 {
		return []float64{0, 1 / (1.1 * 1.21), 1 / (1.1 * 1.4641), 1 / (1.1 * 1.771561)}[p]
	}
	// 2029: blocks leave 11 a MWh, all of them -22, demand response -8.8.
	stopping := 33 * mwh * d(2)
	response := (paid-4.4*mwh)*(d(1)+d(3)) + (paid-19.8*mwh)*d(2)
	// With 1.08 of 1.1 MW declared a MWh less costs 10 less than it saves.
	lost := 0.9 * mwh * (d(1) + d(2) + d(3))
	check := func(plan *model.Plan, share float64) {
		t.Helper()
		if len(plan.Flexibility) != 1 || plan.Flexibility[0].Site != "a" {
			t.Fatalf("rows: %v", plan.Flexibility)
		}
		x := plan.Flexibility[0]
		near(t, "stopping", x.Stopping, share*stopping)
		near(t, "demand response", x.Response, share*response)
		near(t, "lost by take-or-pay", x.TakeOrPay, share*lost)
	}
	check(plan, 1)
	s.Countries[0].TaxRate = 0.5 // before tax
	check(accepted(t, s, mined()), 1)
	s.Rules = []model.Rule{{ID: "t", Kind: model.TakeOrPay, Enabled: true, Regions: []int{0}, Share: 0.9}}
	plan = accepted(t, s, mined())
	near(t, "nothing left to lose", plan.Flexibility[0].TakeOrPay, 0.0)
	s.Rules[0].Share = 1 // then 0.9 would be a relief
	near(t, "nor below", accepted(t, s, mined()).Flexibility[0].TakeOrPay, 0.0)
	s.Rules = nil
	// A world in which the miners wait throughout counts nothing.
	branch(s, func(i int, w *model.World) { w.Lead = []unit.Months{unit.Months(12 + 60*i)} }, 0.75, 0.25)
	check(accepted(t, s, waiting(mined())), 0.75)
}

// TestFlexibleSites: a row for every site that runs miners, in order.
func TestFlexibleSites(t *testing.T) {
	s := brownfield(4)
	s.Sites = append(s.Sites, s.Sites[0])
	s.Sites[2].ID = "d"
	s.Contracts = []model.Contract{contract()}
	plan := leased()
	plan.Halls = append(plan.Halls, old("2028", 1), old("2027", 1))
	accepted(t, s, plan)
	if len(plan.Flexibility) != 1 || plan.Flexibility[0].Site != "b" {
		t.Errorf("rows: %v", plan.Flexibility)
	}
	plan.Halls = plan.Halls[:1]
	plan.Halls = append(plan.Halls, old("2027", 2))
	if accepted(t, s, plan); len(plan.Flexibility) != 0 {
		t.Errorf("nothing mines: %v", plan.Flexibility)
	}
}
