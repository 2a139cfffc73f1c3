package verify_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/model"
)

// mined is two halls of 5 MW on headroom from 2028 to the end of 2030.
func mined() *model.Plan {
	return &model.Plan{Signings: sign(12, 0), Halls: []model.Hall{halls("miner", "mining", "n", "headroom", "2028", "", 2)}}
}

func TestMiningHall(t *testing.T) {
	s := base(4, 12)
	s.DiscountRate = 0.21 // a half year counts 1.1
	s.Countries[0].TaxRate = 0.25
	s.HallTypes[miner].ShellCapex, s.HallTypes[miner].MachineCapex = 200e3, 400e3
	plan := accepted(t, s, mined())

	mwh := 10 * 8760.0
	year := mwh*100 - mwh*1.1*30 - mwh*1 - 10*10 // revenue, power, operation
	income := year - 2200.0/4 - 2e6/10 - 4e6/2
	tax := 0.25 * income
	recovered := 0.5*550 + 0.5*1.4e6 + 0.5*2e6
	terminalTax := 0.25 * (recovered - 550 - 1.4e6 - 2e6)
	net := []float64{-2200 - 2e6, year - tax - 4e6, year - tax, year - tax - 4e6, recovered - terminalTax}
	npv := 0.0
	for p, x := range net {
		near(t, "net of "+plan.CashFlows[p].Period, plan.CashFlows[p].Net, x)
		if p < 4 {
			npv += x / (1.1 * math.Pow(1.21, float64(p)))
		}
	}
	npv += net[4] / math.Pow(1.21, 4)
	near(t, "NPV", plan.Result.NPV, npv)
	near(t, "connection", plan.CashFlows[0].Connection, -2200.0)
	near(t, "revenue", plan.CashFlows[1].Mining, mwh*100)
	near(t, "power", plan.CashFlows[1].Power, -mwh*33)
	near(t, "operation", plan.CashFlows[1].Operation, -mwh-100)
	near(t, "resale", plan.CashFlows[4].Resale, recovered)
	near(t, "terminal tax", plan.CashFlows[4].Tax, -terminalTax)
	near(t, "capex", plan.Result.Capex, 2200+2e6+8e6)
	near(t, "spending", plan.Result.SpendingPV, (2200+2e6+4e6/1.21+4e6/math.Pow(1.21, 3))/1.1)
	near(t, "payback", *plan.Result.PaybackYears, 2-(net[0]+net[1])/net[2])
	rate := *plan.Result.IRR
	left := net[4] * math.Pow(1+rate, -4)
	for p := range 4 {
		left += net[p] * math.Pow(1+rate, -float64(p)-0.5)
	}
	if math.Abs(left) > 1e-6 {
		t.Errorf("at the IRR %v the cash is worth %v", rate, left)
	}
	near(t, "grid MW", plan.Allocations[0].GridMW, 12.0)
	near(t, "share", plan.Shares.ASIC, 1.0)
}

func TestHallStopsWithItsMachines(t *testing.T) {
	s := base(4, 12)
	s.Countries[0].TaxRate = 0.5
	plan := mined()
	plan.Halls[0].End = "2030" // after one machine life
	accepted(t, s, plan)
	// The shell's eight tenths are written off in 2030, nothing runs then.
	near(t, "tax of 2030", plan.CashFlows[3].Tax, 0.5*(2200.0/4+1600))
	near(t, "resale", plan.CashFlows[4].Resale, 0.5*550)
	near(t, "machines", total(plan, machinesOf), -4000.0)
}

func TestTrends(t *testing.T) {
	s := base(4, 12)
	s.HallTypes[miner].MachineTrend, s.HallTypes[miner].EfficiencyTrend = -0.5, -0.5
	plan := accepted(t, s, mined())
	near(t, "first machines", plan.CashFlows[1].Machines, -4000.0/2)
	near(t, "second machines", plan.CashFlows[3].Machines, -4000.0/8)
	near(t, "first revenue", plan.CashFlows[2].Mining, 87600*200.0)
	near(t, "second revenue", plan.CashFlows[3].Mining, 87600*800.0)
}

func TestPoolFeeUptimeAndInterruption(t *testing.T) {
	s := base(4, 12)
	s.HallTypes[miner].PoolFee, s.HallTypes[miner].Uptime = 0.25, 0.5
	plan := mined()
	plan.Signings = sign(0, 12)
	plan.Halls[0].Stand = "flex"
	accepted(t, s, plan)
	near(t, "revenue", plan.CashFlows[1].Mining, 87600*0.5*0.9*75)
}

func TestHeadroomNeedsAllFeeders(t *testing.T) {
	s := base(4, 12)
	s.HallTypes[miner].Designs = []int{1}
	plan := mined()
	plan.Halls[0].Design = "2n"
	accepted(t, s, plan)
	near(t, "revenue", plan.CashFlows[1].Mining, 8760000*0.75*0.75)
	near(t, "shell with design", plan.CashFlows[0].Shell, -3000.0)
}

func TestMinerChoosesBlocks(t *testing.T) {
	s := base(4, 12)
	s.Zones[0].Blocks = []model.PriceBlock{{Hours: 0.25, Price: 0.5}, {Hours: 0.5, Price: 0.75}, {Hours: 0.25, Price: 2}}
	s.Worlds[0].PowerIndex[0][2] = 5
	s.Worlds[0].PowerIndex[0][3] = 50
	plan := accepted(t, s, mined())
	// 2028: the dearest block costs 1.1 x 50 + 1 of the 100 it earns.
	near(t, "all blocks", plan.CashFlows[1].Mining, 8760000.0)
	// 2029: at five times the price energy is at 50, 75 and 200.
	near(t, "two blocks", plan.CashFlows[2].Mining, 8760000*0.75)
	near(t, "their power", plan.CashFlows[2].Power, -87600*1.1*(0.25*60+0.5*85))
	near(t, "no block", plan.CashFlows[3].Mining, 0.0)
	near(t, "no power", plan.CashFlows[3].Power, 0.0)
	near(t, "fixed operation", plan.CashFlows[3].Operation, -100.0)
}

func TestBansAreUnited(t *testing.T) {
	s := base(4, 12)
	ban := func(from, to int) model.Rule {
		return model.Rule{
			ID: "b", Kind: model.Ban, Enabled: true, Regions: []int{0}, Business: []model.Business{model.Mining},
			Span: model.Span{From: model.Date{Year: 2028, Month: from, Day: 1}, To: model.Date{Year: 2028, Month: to, Day: 31}},
		}
	}
	s.Rules = []model.Rule{ban(1, 3), ban(3, 5), ban(7, 12)}
	s.Rules[2].Enabled = false
	plan := accepted(t, s, mined())
	near(t, "revenue", plan.CashFlows[1].Mining, 8760000*(365-151)/365.0)
	near(t, "revenue after", plan.CashFlows[2].Mining, 8760000.0)
}

func TestTakeOrPay(t *testing.T) {
	s := base(4, 12)
	s.Rules = []model.Rule{
		{ID: "t", Kind: model.TakeOrPay, Enabled: true, Regions: []int{0}, Share: 0.5},
		{
			ID: "u", Kind: model.TakeOrPay, Enabled: true, Regions: []int{0}, Share: 1,
			Span: model.Span{From: model.Date{Year: 2029, Month: 1, Day: 1}, To: model.Date{Year: 2029, Month: 12, Day: 31}},
		},
	}
	s.Worlds[0].Hashprice[3] = 0
	plan := mined()
	plan.Signings = sign(24, 0) // twice what the halls need
	accepted(t, s, plan)
	mwh := 87600 * 1.1
	near(t, "used more than declared", plan.CashFlows[1].Power, -(0.5*8760*10*24 + mwh*20 + 10*(mwh-0.5*1.2*87600)))
	near(t, "declared all", plan.CashFlows[2].Power, -(8760.0*10*24 + mwh*20))
	near(t, "stopped", plan.CashFlows[3].Power, -(0.5 * 8760 * 10 * 24))
	s.Rules[0].Exempt, s.Rules[1].Exempt = []int{0}, []int{0}
	plan = accepted(t, s, plan)
	near(t, "exempt", plan.CashFlows[2].Power, -mwh*30)
}

func TestHalfYearsAndQuarters(t *testing.T) {
	for _, months := range []int{6, 3} {
		n := 12 / months
		s := base(2*n, months)
		s.DiscountRate = 0.4641 // 1.1^4
		s.HallTypes[miner].Construction = 1
		s.Sites[0].Offer.Lead[model.Typical] = 1
		h := s.Horizon
		plan := mined()
		plan.Signings[0].Signed, plan.Signings[0].Energised = h.Label(0), h.Label(1)
		plan.Halls[0].Start = h.Label(1)
		accepted(t, s, plan)
		npv := 0.0
		for p, row := range plan.CashFlows {
			middle := (float64(p) + 0.5) / float64(n)
			if p == 2*n {
				middle = 2
			}
			npv += float64(row.Net) * math.Pow(1.4641, -middle)
		}
		near(t, "NPV", plan.Result.NPV, npv)
		near(t, "second period", plan.CashFlows[1].Mining, h.Hours(1)*1000)
		near(t, "fixed operation", plan.CashFlows[1].Operation, -h.Hours(1)*10-100/float64(n))
		// 24 months of machines from the second period on outlast the horizon.
		left := 1 / (2 * float64(n))
		connection := 2200 * (1 - (2*float64(n)-1)/(4*float64(n)))
		shell := 2000 * (1 - (2*float64(n)-1)/(10*float64(n)))
		near(t, "recovered", plan.CashFlows[2*n].Resale, 0.5*(4000*left+connection+shell))
	}
}
