package verify_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// leased is a hall of 4 MW at availability 0.75 that serves contract c.
func leased() *model.Plan {
	return &model.Plan{
		Signings: sign(12, 0), Halls: []model.Hall{halls("colo", "colocation", "2n", "firm", "2028", "", 1)},
		Deliveries: deliver(3, "2028", "2029", "2030"),
	}
}

func TestContract(t *testing.T) {
	s := base(4, 12)
	s.Contracts = []model.Contract{contract()}
	plan := accepted(t, s, leased())
	near(t, "rent", plan.CashFlows[1].Colocation, 3*0.75*12*2000.0)
	near(t, "power", plan.CashFlows[1].Power, -3*0.5*8760*1.1*30)
	near(t, "operation", plan.CashFlows[1].Operation, -(3*0.5*8760*2 + 4*20.0))
	near(t, "shell", plan.CashFlows[0].Shell, -4000.0)
	near(t, "terminal", plan.CashFlows[4].Resale, 0.5*4000*0.7+0.5*2200/4)
	near(t, "share", plan.Shares.GPU, 1.0)
}

func TestPassThroughAndTakeOrPay(t *testing.T) {
	s := base(4, 12)
	s.Contracts = []model.Contract{contract()}
	s.Contracts[0].PassThrough = true
	plan := accepted(t, s, leased())
	near(t, "power", plan.CashFlows[1].Power, 0.0)

	s.Rules = []model.Rule{{ID: "t", Kind: model.TakeOrPay, Enabled: true, Regions: []int{0}, Share: 0.75}}
	plan = accepted(t, s, leased())
	// 12 energised MW pay for 0.75 x 8760 MWh each; a sold MW is billed the
	// larger of what it uses (0.55) and what was declared for it (0.9).
	energy := 3 * 0.5 * 8760 * 1.1 * 20.0
	near(t, "power", plan.CashFlows[1].Power, -12*0.75*8760*10-energy+energy+3*0.9*8760*10)
}

func TestRamp(t *testing.T) {
	s := base(8, 3)
	c := contract()
	c.Start, c.Ramp, c.Term, c.SLA = model.Date{Year: 2028, Month: 2, Day: 1}, 4, 6, 0
	s.Contracts = []model.Contract{c}
	plan := &model.Plan{
		Signings: []model.Signing{{Site: "a", Region: "r", Signed: "2027-Q1", Energised: "2028-Q1", FirmMW: 12}},
		Halls:    []model.Hall{halls("colo", "colocation", "2n", "firm", "2028-Q1", "", 1)},
	}
	// Months from February 2028: 0.75, 1.5 | 2.25, 3, 3 | 3.
	plan.Deliveries = append(deliver(1.5, "2028-Q1"), deliver(3, "2028-Q2", "2028-Q3")...)
	accepted(t, s, plan)
	near(t, "first quarter", plan.CashFlows[4].Colocation, 0.75*2000*2.25)
	near(t, "second quarter", plan.CashFlows[5].Colocation, 0.75*2000*8.25)
	near(t, "third quarter", plan.CashFlows[6].Colocation, 0.75*2000*3.0)
	near(t, "power at the largest MW", plan.CashFlows[4].Power, -1.5*0.5*24*90*1.1*30)
}

func TestDefaultAndReletting(t *testing.T) {
	s := base(5, 12)
	c := contract()
	c.Term, c.Default, c.RelettingGap, c.RelettingPrice = 48, 0.5, 12, 0.8
	s.Contracts = []model.Contract{c}
	plan := leased()
	plan.Deliveries = deliver(3, "2028", "2029", "2030", "2031")
	accepted(t, s, plan)
	// Of the months of the first year the client pays this share, in each later
	// year half of it; a year after the default the MW are let again at 800.
	pays := 0.0
	for j := range 12 {
		pays += math.Pow(0.5, float64(j)/12) / 12
	}
	for p, price := range []float64{pays * 2000, pays*1000 + (1-pays)*800, pays*500 + (1-pays/2)*800, pays*250 + (1-pays/4)*800} {
		near(t, "rent", plan.CashFlows[p+1].Colocation, 3*0.75*12*price)
	}
}

func TestShortfall(t *testing.T) {
	s := base(4, 12)
	s.Contracts = []model.Contract{contract()}
	s.Countries[0].TaxRate = 0.5
	plan := leased()
	plan.Deliveries = append(deliver(2, "2028"), deliver(3, "2029", "2030")...)
	plan.Shortfalls = []model.Shortfall{{Contract: "c", Period: "2028", MW: 1}}
	accepted(t, s, plan)
	near(t, "penalty", plan.CashFlows[1].Penalty, -12*500.0)
	plan.Deliveries[0].MW, plan.Shortfalls[0].MW = 1, 2
	refused(t, s, plan, verify.ContractShortfall)
}

func TestServiceRules(t *testing.T) {
	s := base(4, 12)
	s.Contracts = []model.Contract{contract()}
	plan := leased()
	plan.Deliveries = plan.Deliveries[:2]
	refused(t, s, plan, verify.ContractService)

	plan = leased()
	plan.Contracts = []model.ContractOutcome{{Contract: "c", Client: "C", Product: "colocation", MW: 3}}
	refused(t, s, plan, verify.ContractService)
	s.Contracts[0].Mandatory = true
	refused(t, s, plan, verify.ContractService, verify.ContractMandatory)
	s.Contracts[0].Mandatory = false

	s.Contracts[0].SLA = 0.9
	refused(t, s, leased(), verify.ContractSLA)
	s.Contracts[0].SLA = 0.75 // met exactly
	accepted(t, s, leased())
	s.Contracts[0].Regions = nil
	refused(t, s, leased(), verify.ContractRegion)
}

func TestMerchantSales(t *testing.T) {
	s := base(4, 12)
	s.Countries[0].TaxRate = 0.5
	plan := leased()
	plan.Deliveries = nil
	plan.SpotSupply = []model.SpotSupply{{Site: "a", Product: "colocation", Period: "2029", MW: 3}}
	plan.SpotSales = []model.SpotSale{{Market: "m", Step: "m-colo", Period: "2029", MW: 3}}
	accepted(t, s, plan)
	near(t, "rent", plan.CashFlows[2].Colocation, 3*0.5*1000*12.0)
	near(t, "power", plan.CashFlows[2].Power, -3*0.5*8760*1.1*30)

	s.Markets[0].Demand[0].Depth[2] = 2
	refused(t, s, plan, verify.SpotDepth)
	plan.SpotSales[0].MW = 2
	refused(t, s, plan, verify.SpotBalance)
	plan.SpotSupply[0].MW = 2
	accepted(t, s, plan)
	s.Markets[0].Demand[0].Depth[2] = 10
	plan.SpotSupply[0].MW, plan.SpotSales[0].MW = 4, 4 // of 3 available
	refused(t, s, plan, verify.ContractCapacity)
}

func TestAvailability(t *testing.T) {
	s := base(4, 12)
	// A component that fails 8760/h x 1/3 of the time works in 3 of 4 hours;
	// two of three such chains work with 27/32; two such groups in parallel
	// with a plain one: 1 - 5/32 x 1/2.
	c := model.Component{ID: "gen", FailuresPerYear: 10, RepairHours: 292}
	s.Designs[1].Groups = []model.SupplyGroup{{Alternatives: []model.Alternative{
		{Chain: []model.Component{c}, Count: 3, Need: 2},
		{Chain: []model.Component{{ID: "grid", Availability: 0.5}}, Count: 1, Need: 1},
	}}, {Alternatives: []model.Alternative{{Chain: []model.Component{c, {ID: "bus", Availability: 0.5}}, Count: 1, Need: 1}}}}
	mw := unit.MW(4 * 0.375 * (1 - 5.0/64))
	plan := leased()
	plan.Deliveries = nil
	plan.SpotSupply = []model.SpotSupply{{Site: "a", Product: "colocation", Period: "2029", MW: mw}}
	plan.SpotSales = []model.SpotSale{{Market: "m", Step: "m-colo", Period: "2029", MW: mw}}
	accepted(t, s, plan)
	plan.SpotSupply[0].MW, plan.SpotSales[0].MW = mw+1e-4, mw+1e-4
	refused(t, s, plan, verify.ContractCapacity)
}

func TestHybridSite(t *testing.T) {
	s := base(4, 12)
	s.Contracts = []model.Contract{contract()}
	plan := leased()
	plan.Halls = append(plan.Halls, halls("miner", "mining", "n", "headroom", "2028", "", 1))
	accepted(t, s, plan)
	near(t, "hybrid share", plan.Shares.Hybrid, 1.0)
	near(t, "hybrid MW", plan.Shares.HybridMW, 1.2*9)
	if len(plan.Shares.Hybrids) != 1 {
		t.Errorf("hybrid sites %q", plan.Shares.Hybrids)
	}
}

func TestFeedersAndNMinus1(t *testing.T) {
	s := base(4, 12)
	s.Contracts = []model.Contract{contract()}
	plan := leased()
	plan.Signings = sign(9, 0) // 4.5 MW remain when a feeder is out, 4.8 are needed
	refused(t, s, plan, verify.SiteNMinus1)
	s.Sites[0].Offer.Feeders = 3 // 6 MW remain
	accepted(t, s, plan)
	s.Sites[0].Offer.Feeders = 1
	refused(t, s, leased(), verify.HallDesign, verify.SiteNMinus1)
	s.Contracts = nil
	plan = mined()
	plan.Halls[0].Stand = "firm" // as behind one feeder
	accepted(t, s, plan)
	s.Sites[0].Existing = model.Existing{Firm: 1, Feeders: 2}
	refused(t, s, plan, verify.HallStand)
}

func TestEquityValue(t *testing.T) {
	s := base(8, 6)
	s.DiscountRate = 0.44
	s.Countries[0].TaxRate = 0.5
	s.Contracts = []model.Contract{contract()}
	s.Objective = model.Objective{Goal: model.EquityValue, Multiple: [][3]unit.Share{{5, 10, 0}}}
	s.Rules = []model.Rule{{ID: "t", Kind: model.TakeOrPay, Enabled: true, Regions: []int{0}, Share: 0.25}}
	plan := &model.Plan{
		Signings:   []model.Signing{{Site: "a", Region: "r", Signed: "2027-H1", Energised: "2028-H1", FirmMW: 12}},
		Halls:      []model.Hall{halls("colo", "colocation", "2n", "firm", "2028-H1", "", 1)},
		Deliveries: deliver(3, "2028-H1", "2028-H2", "2029-H1", "2029-H2", "2030-H1", "2030-H2"),
	}
	accepted(t, s, plan)
	last := plan.CashFlows[8]
	colo := 3*0.75*12*2000.0 - 3*(0.55*8760*20+(0.55-0.3)*8760*10) - 3*0.5*8760*2 - 80
	charge := 0.25 * 8760 * 10 * 12
	want := float64(plan.Result.NPV) + (10*colo-5*charge-float64(last.Resale+last.Tax))/(1.44*1.44*1.44*1.44)
	near(t, "equity value", plan.Result.EquityValue, want)
	near(t, "objective", plan.Outcome.Objective, want)
}

func TestLeastCapex(t *testing.T) {
	s := base(4, 12)
	s.Objective.Goal = model.LeastCapex
	plan := accepted(t, s, mined())
	near(t, "objective", plan.Outcome.Objective, -2200.0-2000-8000)
}
