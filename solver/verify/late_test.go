package verify_test

import (
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// delayed lets the connection of site "a" come two years late with a chance of
// a quarter: planned for 2028 it is there in 2030.
func delayed(periods int) *model.Scenario {
	s := base(periods, 12)
	branch(s, func(i int, w *model.World) {
		w.Lead = []unit.Months{12, 12}[:len(s.Sites)]
		w.Lead[0] += unit.Months(18 * i)
	}, 0.75, 0.25)
	return s
}

// waiting marks the halls of a plan, and what is sold in the periods.
func waiting(plan *model.Plan, periods ...string) *model.Plan {
	wait := map[string]bool{}
	for _, p := range periods {
		wait[p] = true
	}
	for i := range plan.Halls {
		plan.Halls[i].Waits = true
	}
	for i := range plan.Deliveries {
		plan.Deliveries[i].Waits = wait[plan.Deliveries[i].Period]
	}
	for i := range plan.SpotSupply {
		plan.SpotSupply[i].Waits = wait[plan.SpotSupply[i].Period]
	}
	return plan
}

func TestMinersWaitForALateConnection(t *testing.T) {
	s := delayed(5)
	s.Countries[0].TaxRate = 0.5
	s.Rules = []model.Rule{{ID: "t", Kind: model.TakeOrPay, Enabled: true, Regions: []int{0}, Share: 0.5}}
	plan := accepted(t, s, waiting(mined()))
	mwh := 87600.0
	charge := 0.5 * 8760 * 10 * 12
	bill := mwh*1.1*20 + 10*(mwh*1.1-0.5*1.2*mwh)
	for p, sure := range []float64{0, 0.75, 0.75, 1, 1} {
		row := plan.CashFlows[p]
		near(t, "revenue "+row.Period, row.Mining, sure*mwh*100)
		near(t, "power and charge "+row.Period, row.Power, -sure*(bill+charge))
	}
	idle := plan.CashFlows[1]
	near(t, "operation", idle.Operation, -0.75*mwh-100)
	near(t, "connection", plan.CashFlows[0].Connection, -2200.0)
	near(t, "machines", idle.Machines, -4000.0)
	near(t, "depreciated while idle", idle.Tax, -0.5*(0.75*(mwh*99-bill-charge)-100-550-200-2000))
	// The worlds differ by two years of mining after tax.
	year := 0.5 * (mwh*99 - bill - charge)
	near(t, "what lateness costs", plan.Worlds[0].NPV-plan.Worlds[1].NPV, 2*year)
	near(t, "mean", plan.Result.NPV, 0.75*plan.Worlds[0].NPV+0.25*plan.Worlds[1].NPV)

	refused(t, s, mined(), verify.LateCapacity)
	s.Worlds[1].Lead[0] = 12 // as planned: there is nothing to wait for
	accepted(t, s, mined())
	s.Worlds[1].Lead[0] = 1 // sooner changes nothing
	near(t, "sooner", accepted(t, s, mined()).Worlds[1].NPV, plan.Worlds[0].NPV)
	s.Worlds[1].Lead[0] = 120 // never within the horizon
	near(t, "never", accepted(t, s, waiting(mined())).CashFlows[4].Mining, 0.75*mwh*100)
}

func TestLostDeliveries(t *testing.T) {
	s := delayed(4)
	s.Contracts = []model.Contract{contract()}
	s.Countries = append(s.Countries, model.Country{ID: "Y", TaxRate: 0.25})
	s.Countries[0].TaxRate = 0.5
	s.Regions[0].Country = 1
	plan := accepted(t, s, waiting(leased(), "2028", "2029"))
	for p, sure := range []float64{0.75, 0.75, 1} {
		row := plan.CashFlows[p+1]
		revenue, bill, operation := sure*3*0.75*12*2000, sure*3*0.5*8760*1.1*30, sure*3*0.5*8760*2+80
		near(t, "rent", row.Colocation, revenue)
		near(t, "power", row.Power, -bill)
		near(t, "operation", row.Operation, -operation)
		lost := (1 - sure) * 3 * 12 * 500
		near(t, "penalty", row.Penalty, -lost)
		near(t, "taxed where the site is", row.Tax, -0.25*(revenue-bill-operation-lost-550-400))
	}
	refused(t, s, waiting(leased(), "2028"), verify.ContractCapacity, verify.ContractSLA) // in 2029 only waiting halls run
	plan = waiting(leased(), "2028", "2029")
	plan.Halls[0].Waits = false
	refused(t, s, plan, verify.LateCapacity, verify.LateNMinus1, verify.LateSales)
	s.Contracts[0].SLA = 0.9
	refused(t, s, waiting(leased(), "2028", "2029"), verify.ContractSLA, verify.LateSales)
}

func TestLostMerchantRevenue(t *testing.T) {
	s := delayed(4)
	dear := model.DemandStep{ID: "dear", Product: model.Colocation, Depth: same(unit.MW(0), 4), Price: 0.9}
	s.Markets[0].Demand = append([]model.DemandStep{dear}, s.Markets[0].Demand...)
	let := same(unit.Share(0.5), 4)
	s.Worlds[1].Utilisation = [][3][]unit.Share{{nil, let, let}}
	plan := leased()
	plan.Deliveries = nil
	plan.SpotSupply = []model.SpotSupply{
		{Site: "a", Product: "colocation", Period: "2029", MW: 3, Waits: true},
		{Site: "a", Product: "colocation", Period: "2029"}, // nothing that does not wait
		{Site: "a", Product: "colocation", Period: "2030", MW: 3},
	}
	plan.SpotSales = []model.SpotSale{{Market: "m", Step: "m-colo", Period: "2029", MW: 3}, {Market: "m", Step: "m-colo", Period: "2030", MW: 3}}
	plan.Halls[0].Waits = true
	accepted(t, s, plan)
	rent := 3 * 12 * 1000.0
	near(t, "2029", plan.CashFlows[2].Colocation, 0.75*0.5*rent+0.25*0.5*(0.5-0.9)*rent)
	near(t, "power 2029", plan.CashFlows[2].Power, -0.75*3*0.5*8760*1.1*30)
	near(t, "2030", plan.CashFlows[3].Colocation, (0.75+0.25*0.5)*0.5*rent)
	near(t, "power 2030", plan.CashFlows[3].Power, -(0.75+0.25*0.5)*3*0.5*8760*1.1*30)
	near(t, "operation 2030", plan.CashFlows[3].Operation, -(0.75+0.25*0.5)*3*0.5*8760*2-80)
	near(t, "no penalty", plan.CashFlows[2].Penalty, 0.0)
}

// TestExtensionIsLate: what fits the existing connection need not wait.
func TestExtensionIsLate(t *testing.T) {
	s := delayed(4)
	s.Sites[0].Existing = model.Existing{Firm: 10, Flex: 6, Feeders: 2}
	s.Contracts = []model.Contract{contract()}
	plan := leased() // 4.8 MW of grid of the 5 that are secure
	plan.Halls = append(plan.Halls, halls("miner", "mining", "n", "flex", "2028", "", 1))
	plan.Signings[0].FlexMW = 12
	accepted(t, s, plan)
	near(t, "nothing is lost", plan.CashFlows[1].Colocation, 3*0.75*12*2000.0)
	near(t, "nor idle", plan.CashFlows[1].Mining, 5*8760*0.9*100.0)
	plan.Halls[1].Count = 2
	refused(t, s, plan, verify.LateFlex)
	plan.Halls[1].Waits = true
	accepted(t, s, plan)
	near(t, "idle", plan.CashFlows[1].Mining, 0.75*10*8760*0.9*100)
	s.Sites[0].Existing.Firm = 9
	refused(t, s, plan, verify.LateNMinus1)
	// Both kinds of the same hall, delivery and supply are two entries.
	s.Sites[0].Existing.Firm = 10
	more := plan.Halls[0]
	more.Waits = true
	plan.Halls = append(plan.Halls, more)
	plan.Signings[0].FirmMW = 30
	plan.Deliveries = append(deliver(2, "2028"), deliver(3, "2029", "2030")...)
	late := plan.Deliveries[0]
	late.MW, late.Waits = 1, true
	plan.Deliveries = append(plan.Deliveries, late)
	accepted(t, s, plan)
	near(t, "a third is lost", plan.CashFlows[1].Colocation, 0.75*12*2000*(2+0.75))
	near(t, "at a penalty", plan.CashFlows[1].Penalty, -0.25*12*500)
}

// TestMarksOutsideTheirPlace: only what may come late waits.
func TestMarksOutsideTheirPlace(t *testing.T) {
	s := delayed(6)
	s.Contracts = []model.Contract{contract()}
	good := accepted(t, s, waiting(leased(), "2028", "2029"))
	for _, m := range []mutation{
		{"hall after the window", verify.HallWaits, func(p *model.Plan) { p.Halls[0].Start = "2030" }},
		{"hall before the window", verify.HallWaits, func(p *model.Plan) { p.Halls[0].Start = "2027" }},
		{"hall without an order", verify.HallWaits, func(p *model.Plan) { p.Signings = nil }},
		{"hall at an order of another year", verify.HallWaits, func(p *model.Plan) { p.Signings[0].Signed, p.Signings[0].Energised = "2028", "2029" }},
		{"delivery after the window", verify.SaleWaits, func(p *model.Plan) { p.Deliveries[2].Waits = true }},
		{"delivery without an order", verify.SaleWaits, func(p *model.Plan) { p.Signings = nil }},
		{"delivery that does not wait", verify.ContractCapacity, func(p *model.Plan) { p.Deliveries[0].Waits = false }},
		{"hall that does not wait", verify.LateNMinus1, func(p *model.Plan) { p.Halls[0].Waits = false }},
		{"supply after the window", verify.SaleWaits, func(p *model.Plan) {
			p.SpotSupply = []model.SpotSupply{{Site: "a", Product: "colocation", Period: "2030", Waits: true}}
		}},
	} {
		m.expect(t, s, good)
	}
	s = brownfield(4) // with an order that is there at once, or two years later
	s.Sites[1].HasOffer, s.Sites[1].Offer = true, offer(2)
	s.Sites[1].Offer.Lead[model.Typical] = 0
	branch(s, func(i int, w *model.World) { w.Lead = []unit.Months{12, unit.Months(24 * i)} }, 0.5, 0.5)
	good = &model.Plan{Signings: sign(10, 0), Halls: []model.Hall{old("", 2)}}
	good.Signings[0].Site, good.Signings[0].Energised = "b", "2027"
	accepted(t, s, good)
	mutation{"existing hall", verify.HallWaits, func(p *model.Plan) { p.Halls[0].Waits = true }}.expect(t, s, good)
}
