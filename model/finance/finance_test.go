package finance_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s: got %.12g, want %.12g", what, got, want)
	}
}

// flat repeats a value over periods.
func flat[T any](n int, v T) []T {
	list := make([]T, n)
	for i := range list {
		list[i] = v
	}
	return list
}

// scenario is a small one with round figures: one region, one site with two
// feeders, miners and an AI hall, four yearly periods.
func scenario() *model.Scenario {
	const n = 4
	return &model.Scenario{
		Horizon:      model.Horizon{Start: model.Date{Year: 2027, Month: 1, Day: 1}, PeriodMonths: 12, Periods: n},
		DiscountRate: 0.1,
		LeadQuantile: model.Typical,
		Countries:    []model.Country{{ID: "X", TaxRate: 0.25}},
		Zones:        []model.PriceZone{{ID: "z", Blocks: []model.PriceBlock{{Hours: 0.5, Price: 0.5}, {Hours: 0.5, Price: 1.5}}}},
		Markets:      []model.ClientMarket{{ID: "m", Demand: []model.DemandStep{{ID: "d", Product: model.Colocation, Depth: flat(n, unit.MW(5)), Price: 0.9}}}},
		Regions:      []model.Region{{ID: "R", Temperature: 5, EnergyPrice: 40, NetworkPrice: 10}},
		Sites: []model.Site{{ID: "S", HasOffer: true, Offer: model.Offer{
			Max: 50, MaxFirm: 50, MaxFlex: 50, Feeders: 2, Lead: [3]unit.Months{6, 18, 30}, FixedCost: 1e6, CostPerMW: 3e5, Interruption: 876,
		}}},
		Connection: model.ConnectionTerms{Life: 240, Terminal: 0.5},
		HallTypes: []model.HallType{
			{
				ID: "asic", Business: model.Mining, Module: 10, ShellCapex: 400e3, MachineCapex: 1.2e6, ShellLife: 120, MachineLife: 24,
				Construction: 6, FixedOM: 20e3, VariableOM: 1, Climate: []model.ClimatePoint{{Temperature: 0, PUE: 1.02, GridPerIT: 1.1}, {Temperature: 10, PUE: 1.06, GridPerIT: 1.2}},
				Resale: 0.6, Terminal: 0.4, UnitsPerMW: 285, Designs: []int{0}, Efficiency: 20, Uptime: 0.95, PoolFee: 0.02,
			},
			{
				ID: "colo", Business: model.Colocation, Module: 5, ShellCapex: 9e6, ShellLife: 240, Construction: 24, FixedOM: 300e3, VariableOM: 2,
				Climate: []model.ClimatePoint{{Temperature: 0, PUE: 1.2, GridPerIT: 1.4}}, Terminal: 0.7, Designs: []int{1}, LoadFactor: 0.8,
			},
		},
		Designs: []model.SupplyDesign{
			{ID: "single", Feeders: 1, Groups: []model.SupplyGroup{{Alternatives: []model.Alternative{{Chain: []model.Component{{Availability: 0.99}}, Count: 1, Need: 1}}}}},
			{ID: "double", Feeders: 2, Capex: 1e6, Groups: []model.SupplyGroup{{Alternatives: []model.Alternative{{Chain: []model.Component{{Availability: 0.99}}, Count: 2, Need: 1}}}}},
		},
		Worlds: []model.World{{
			Probability: 1, Hashprice: flat(n, unit.Hashprice(48)),
			Rent:       [][3][]unit.MoneyPerMWMonth{{nil, flat(n, unit.MoneyPerMWMonth(120e3)), flat(n, unit.MoneyPerMWMonth(0))}},
			PowerIndex: [][]unit.Share{flat(n, unit.Share(1))},
		}},
	}
}

func calculator(s *model.Scenario) *finance.Calculator { return finance.New(s, &s.Worlds[0]) }

func TestRevenuePerMWh(t *testing.T) {
	// Luxor published 97 $/MWh at 39.5 $/PH/day for machines just under 19 J/TH;
	// the formula gives 86.6 at 19 and 97 at 16.97.
	near(t, "at 28 and 17.5", float64(finance.RevenuePerMWh(28, 17.5)), 28.0/24/17.5*1000)
	near(t, "at 48 and 20", float64(finance.RevenuePerMWh(48, 20)), 100)
}

func TestDiscountIsMidPeriod(t *testing.T) {
	c := calculator(scenario())
	near(t, "first period", c.Discount(0), math.Pow(1.1, -0.5))
	near(t, "last period", c.Discount(3), math.Pow(1.1, -3.5))
	near(t, "horizon", c.Discount(4), math.Pow(1.1, -4))
}

func TestConnection(t *testing.T) {
	s := scenario()
	c := calculator(s)
	fixed, perMW := finance.NewStream(4), finance.NewStream(4)
	c.Connection(0, 0, fixed, perMW) // 18 months: two periods
	for p, want := range []float64{5e5, 5e5, 0, 0} {
		near(t, "paid", fixed.Connection[p], want)
	}
	for p, want := range []float64{0, 0, 5e4, 5e4} { // 1e6 over 20 years from energisation
		near(t, "deducted", fixed.Deduction[p], want)
	}
	near(t, "terminal", fixed.TerminalValue, 0.5*9e5)
	near(t, "left to deduct", fixed.TerminalDeduction, 9e5)
	near(t, "per MW", perMW.Connection[1], 1.5e5)
}

func TestTakeOrPayChargesDeclaredPower(t *testing.T) {
	s := scenario()
	s.Rules = []model.Rule{{Kind: model.TakeOrPay, Enabled: true, Share: 0.9, Regions: []int{0}, Span: model.Span{From: model.Date{Year: 2029, Month: 7, Day: 2}}}}
	c := calculator(s)
	// In 2029 the rule is in force on 183 of 365 days.
	near(t, "half a year", c.Declared(0, 2).Power, 0.9*183/365*8760*10)
	near(t, "whole year", c.Declared(0, 3).Power, 0.9*8760*10)
	near(t, "before the rule", c.Declared(0, 1).Power, 0)

	// Sold power pays the network only beyond the declared share: 0.8 x 1.2
	// MWh per MW and hour is less than 0.9 x 1.4 in 2030.
	flow := c.SpotSupply(model.Colocation, 0, 3)
	near(t, "sold within declared", flow.Power, 0.8*8760*1.2*40)
	flow = c.SpotSupply(model.Colocation, 0, 2)
	near(t, "sold beyond declared", flow.Power, 0.8*8760*1.2*40+10*(0.8*8760*1.2-0.9*183/365*1.4*8760))
}

// TestMinerStopsInDearHours: at 5 degrees PUE is 1.04; revenue 98 a MWh after
// the pool, less 1 of operation. Energy costs 20 or 60, the network 10.
func TestMinerStopsInDearHours(t *testing.T) {
	s := scenario()
	all := minerFlow(s, 1)
	hours := 8760 * 0.95 * 0.99 * 0.99 // headroom behind two feeders
	near(t, "runs always", all.GridMWh, hours*1.04)
	near(t, "revenue", all.Revenue, hours*98)
	near(t, "power", all.Power, hours*1.04*50)

	s.Worlds[0].Hashprice = flat(4, unit.Hashprice(24)) // 49 - 1 a MWh
	half := minerFlow(s, 1)
	near(t, "runs in the cheap half", half.GridMWh, hours/2*1.04)
	near(t, "cheap power", half.Power, hours/2*1.04*30)

	s.Worlds[0].Hashprice = flat(4, unit.Hashprice(12)) // 24.5 - 1 against 31.2
	near(t, "stops", minerFlow(s, 1).GridMWh, 0)
}

// minerFlow is what a MW of miners on the site's headroom earns and draws in
// period p, fixed costs aside.
func minerFlow(s *model.Scenario, p int) finance.Flow {
	st := finance.NewStream(4)
	calculator(s).Halls(0, 0, 0, model.Headroom).New(p, 4, st)
	return finance.Flow{Revenue: st.Revenue[p], Power: st.Power[p], Operation: st.Operation[p], GridMWh: st.GridMWh[p]}
}

func TestBansAreUnited(t *testing.T) {
	s := scenario()
	winter := model.Span{Months: 1<<11 | 1<<12 | 1<<1 | 1<<2}
	ban := func(span model.Span) model.Rule {
		return model.Rule{Kind: model.Ban, Enabled: true, Business: []model.Business{model.Mining}, Regions: []int{0}, Span: span}
	}
	free := minerFlow(s, 1).GridMWh
	s.Rules = []model.Rule{ban(winter), ban(winter)}
	near(t, "twice the same winter", minerFlow(s, 1).GridMWh, free*(1-120.0/365))
	s.Rules = append(s.Rules, ban(model.Span{From: model.Date{Year: 2028, Month: 2, Day: 15}, To: model.Date{Year: 2028, Month: 3, Day: 31}}))
	near(t, "and March", minerFlow(s, 1).GridMWh, free*(1-151.0/365))
	s.Rules = []model.Rule{ban(model.Span{})}
	near(t, "always", minerFlow(s, 1).GridMWh, 0)
	s.Rules[0].Exempt = []int{0}
	near(t, "exempt", minerFlow(s, 1).GridMWh, free)
}

func TestInterruptionCutsFlexHours(t *testing.T) {
	s := scenario()
	st := finance.NewStream(4)
	calculator(s).Halls(0, 0, 0, model.Flex).New(1, 4, st)
	near(t, "flex", st.GridMWh[1], 8760*0.95*0.99*0.9*1.04)
}

func TestMiningHall(t *testing.T) {
	s := scenario()
	s.HallTypes[0].MachineTrend = -0.1
	s.HallTypes[0].EfficiencyTrend = -0.2
	st := finance.NewStream(4)
	calculator(s).Halls(0, 0, 0, model.Headroom).New(1, 4, st) // machines in 2028 and 2030
	near(t, "shell", st.Shell[0], 400e3)
	near(t, "machines", st.Machines[1], 1.2e6*0.9)
	near(t, "replaced", st.Machines[3], 1.2e6*0.9*0.9*0.9)
	near(t, "units", st.Bought[3], 285)
	near(t, "depreciation", st.Deduction[1], 400e3/10+1.2e6*0.9/2)
	near(t, "depreciation of the second", st.Deduction[3], 400e3/10+1.2e6*0.729/2)
	// Half of the second machines' life and 7 of 10 years of shell are left.
	near(t, "terminal", st.TerminalValue, 0.4*400e3*0.7+0.6*1.2e6*0.729/2)
	near(t, "left to deduct", st.TerminalDeduction, 400e3*0.7+1.2e6*0.729/2)
	near(t, "efficiency", st.Revenue[3]/st.Revenue[1], 1/(0.8*0.8))
}

// TestUnequalLives: a hall that stops with its machines leaves the shell to be
// written off; one that runs on buys new machines.
func TestUnequalLives(t *testing.T) {
	s := scenario()
	halls := calculator(s).Halls(0, 0, 0, model.Headroom)
	if got := halls.Stops(1); len(got) != 2 || got[0] != 3 || got[1] != 4 {
		t.Fatalf("stops of a hall started in 1: got %v, want [3 4]", got)
	}
	st := finance.NewStream(4)
	halls.New(1, 3, st)
	near(t, "written off", st.Deduction[3], 400e3*0.8)
	near(t, "no resale of worn machines", st.Resale[3], 0)
	near(t, "nothing at the horizon", st.TerminalValue, 0)
	s.HallTypes[0].ShellLife = 24
	if got := calculator(s).Halls(0, 0, 0, model.Headroom).Stops(1); len(got) != 1 || got[0] != 3 {
		t.Errorf("stops within a shell life of two years: got %v, want [3]", got)
	}
}

func TestExistingHalls(t *testing.T) {
	s := scenario()
	halls := calculator(s).Halls(0, 0, 0, model.Firm)
	hall := &model.ExistingHall{MachineAge: 6, ShellAge: 84}
	if got := halls.LastStop(hall); got != 3 {
		t.Errorf("last stop with 36 months of shell left: got %d, want 3", got)
	}
	stop := func(e int) *finance.Stream {
		st := finance.NewStream(4)
		halls.Existing(hall, e, st)
		return st
	}
	near(t, "stopped at once", stop(0).Resale[0], 0.6*1.2e6*18/24)
	near(t, "nothing earned", stop(0).Revenue[0], 0)
	near(t, "stopped after a year", stop(1).Resale[1], 0.6*1.2e6*6/24)
	near(t, "fully taxed", stop(1).Deduction[1], 0)
	near(t, "not replaced before the end of life", stop(2).Machines[1], 0)
	near(t, "replaced in the third year", stop(3).Machines[2], 1.2e6)
	near(t, "resold after one of two years", stop(3).Resale[3], 0.6*1.2e6/2)
}

func TestContractProfile(t *testing.T) {
	h := scenario().Horizon
	c := &model.Contract{MW: 60, Start: model.Date{Year: 2028, Month: 7, Day: 1}, Term: 24, Ramp: 12}
	mw, months := finance.Profile(h, c)
	// 2028: 5, 10 .. 30 MW; 2029: 35 .. 60, then 60; 2030: six months at 60.
	for p, want := range []float64{0, 30, 60, 60} {
		near(t, "MW", mw[p], want)
	}
	near(t, "months of the ramp", months[1], (5+10+15+20+25+30)/30.0)
	near(t, "months of the second year", months[2], (35+40+45+50+55+60+6*60)/60.0)
	near(t, "months of the last half-year", months[3], 6)
}

func TestDefaultAndReletting(t *testing.T) {
	s := scenario()
	s.Contracts = []model.Contract{{
		Product: model.Colocation, MW: 10, Start: model.Date{Year: 2027, Month: 1, Day: 1}, Term: 48, Price: 150e3,
		ExpectedUse: 0.5, TakeOrPay: 0.8, Default: 0.1, RelettingGap: 12, RelettingPrice: 0.75, Penalty: 20e3,
	}}
	contract, c := &s.Contracts[0], calculator(s)
	serve := func(p int) finance.Flow { return c.Serve(c.Terms(0), 0, p) }
	rent := func(p int) float64 { return serve(p).Revenue / (0.8 * 12) }
	stays := 0.0 // in a month of the first year, on average
	for j := range 12 {
		stays += math.Pow(0.9, float64(j)/12) / 12
	}
	near(t, "first year", rent(0), stays*150e3)
	near(t, "second year", rent(1), stays*0.9*150e3+(1-stays)*0.75*120e3)
	near(t, "third year", rent(2), stays*0.81*150e3+(1-stays*0.9)*0.75*120e3)
	near(t, "penalty", c.Short(c.Terms(0), 1).Penalty, stays*0.9*12*20e3)
	contract.TakeOrPay, contract.ExpectedUse = 0.2, 0.5
	near(t, "pays for its use", serve(0).Revenue, 0.5*stays*12*150e3)

	near(t, "power", serve(0).Power, stays*0.5*8760*1.2*50)
	contract.PassThrough = true
	near(t, "passed through", serve(0).Power, 0)
}

func TestSpotSale(t *testing.T) {
	s := scenario()
	near(t, "sale", calculator(s).SpotSale(0, &s.Markets[0].Demand[0], 0).Revenue, 0.9*120e3*12)
}

func TestLoan(t *testing.T) {
	s := scenario()
	s.Budget = model.Budget{DebtShare: 0.5, DebtRate: 0.08, DebtYears: 4}
	l := calculator(s).Loan(1)
	for p, want := range []struct{ draw, principal, interest float64 }{{0, 0, 0}, {1, 0, 0}, {0, 0.25, 0.08}, {0, 0.25, 0.06}} {
		near(t, "draw", l.Draw[p], want.draw)
		near(t, "principal", l.Principal[p], want.principal)
		near(t, "interest", l.Interest[p], want.interest)
	}
	near(t, "owed at the horizon", l.Terminal, 0.5)
}

func TestIRRAndPayback(t *testing.T) {
	cash := finance.Cash{Amount: []float64{-100, 60, 60}, Time: []float64{0, 1, 2}}
	rate, ok := cash.IRR()
	// 100 x^2 - 60 x - 60 = 0 with x = 1 + rate.
	near(t, "irr", rate, (60+math.Sqrt(3600+24000))/200-1)
	if !ok {
		t.Error("irr: none found")
	}
	near(t, "no value at the irr", cash.PresentValue(rate), 0)
	if _, ok := (finance.Cash{Amount: []float64{10, 20}, Time: []float64{0, 1}}).IRR(); ok {
		t.Error("irr found for cash that never costs anything")
	}
	loss := finance.Cash{Amount: []float64{-100, 50, 40}, Time: []float64{0, 1, 2}}
	if rate, ok := loss.IRR(); !ok || rate >= 0 {
		t.Errorf("irr of a loss: got %g, %v", rate, ok)
	}

	for _, c := range []struct {
		name     string
		cash     []float64
		terminal float64
		years    float64
		ok       bool
	}{
		{"within a period", []float64{-100, 40, 80}, 0, 2.75, true},
		{"lost again", []float64{-100, 150, -80}, 0, 0, false},
		{"only with the terminal value", []float64{-100, 150, -80}, 50, 3, true},
		{"never spent", []float64{10, 10}, 0, 0, true},
		{"nothing at all", []float64{0, 0}, 0, 0, false},
	} {
		years, ok := finance.Payback(c.cash, c.terminal, 1)
		near(t, "payback "+c.name, years, c.years)
		if ok != c.ok {
			t.Errorf("payback %s: got %v, want %v", c.name, ok, c.ok)
		}
	}
}

func TestHalfYearsAndQuarters(t *testing.T) {
	s := scenario()
	s.Horizon.PeriodMonths = 3
	c := calculator(s)
	near(t, "first quarter", c.Discount(0), math.Pow(1.1, -0.125))
	fixed, perMW := finance.NewStream(4), finance.NewStream(4)
	s.Sites[0].Offer.Lead[model.Typical] = 7 // three quarters
	c.Connection(0, 0, fixed, perMW)
	near(t, "paid over three quarters", fixed.Connection[2], 1e6/3)
	if got := s.Horizon.Label(3); got != "2027-Q4" {
		t.Errorf("label: got %s", got)
	}
	near(t, "hours of the first quarter", s.Horizon.Hours(0), 90*24)
}
