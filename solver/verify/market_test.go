package verify_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// TestDefaultByMonth: a client that pays four months of a ramp of three, and a
// gap of five months that ends in the next period.
func TestDefaultByMonth(t *testing.T) {
	s := base(6, 6)
	c := contract()
	c.Term, c.Ramp, c.Default, c.RelettingGap, c.RelettingPrice = 18, 3, 0.5, 5, 0.8
	s.Contracts = []model.Contract{c}
	plan := &model.Plan{
		Signings:   []model.Signing{{Site: "a", Region: "r", Signed: "2027-H1", Energised: "2028-H1", FirmMW: 12}},
		Halls:      []model.Hall{halls("colo", "colocation", "2n", "firm", "2028-H1", "", 1)},
		Deliveries: deliver(2, "2028-H1", "2028-H2", "2029-H1"),
	}
	for _, p := range []string{"2028-H1", "2028-H2", "2029-H1"} {
		plan.Shortfalls = append(plan.Shortfalls, model.Shortfall{Contract: "c", Period: p, MW: 1})
	}
	s.Worlds[0].Default = []unit.Months{4}
	accepted(t, s, plan)
	// Months of 1, 2, 3, 3 MW are paid, 3, 3 and three more are empty, nine are let.
	pay, let, all := []float64{3, 0, 0}, []float64{0, 3, 6}, []float64{5, 6, 6}
	for k := range pay {
		row := plan.CashFlows[k+2]
		hours := s.Horizon.Hours(k + 2)
		share := (pay[k] + let[k]) / all[k]
		near(t, "rent "+row.Period, row.Colocation, 2*0.75*(pay[k]*2000+let[k]*0.8*1000))
		near(t, "power "+row.Period, row.Power, -share*2*0.5*hours*1.1*30)
		near(t, "operation "+row.Period, row.Operation, -share*2*0.5*hours*2-40)
		near(t, "penalty "+row.Period, row.Penalty, -pay[k]*500)
	}
	used := 2 * 0.5 * 1.1 * 0.5 * (3.0/5*s.Horizon.Hours(2) + 1.0/2*s.Horizon.Hours(3))
	s.Rules = []model.Rule{{ID: "co2", Kind: model.CarbonCap, Enabled: true, Regions: []int{0}, Limit: used + 2*0.5*1.1*0.5*s.Horizon.Hours(4)}}
	s.Rules[0].Span.To = model.Date{Year: 2028, Month: 12, Day: 31}
	s.Rules[0].Limit = used + 0.01
	accepted(t, s, plan)
	s.Rules[0].Limit = used - 0.01
	refused(t, s, plan, verify.PolicyRule(model.CarbonCap))
	s.Rules = nil

	s.Contracts[0].PassThrough = true
	accepted(t, s, plan)
	near(t, "all is reimbursed", plan.CashFlows[2].Power, 0.0)
	s.Contracts[0].PassThrough = false

	s.Worlds[0].Default = []unit.Months{19} // never, whatever the yearly chance
	accepted(t, s, plan)
	near(t, "paid to the end", plan.CashFlows[4].Colocation, 2*0.75*6*2000.0)
	near(t, "never let again", plan.CashFlows[4].Power, -2*0.5*s.Horizon.Hours(4)*1.1*30)
	s.Worlds[0].Default = []unit.Months{0}
	accepted(t, s, plan)
	near(t, "never paid", plan.CashFlows[2].Colocation, 2*0.75*800*1.0)
	near(t, "nothing owed", total(plan, func(x *model.CashFlow) unit.Money { return x.Penalty }), 0.0)
	s.Worlds[0].Default = nil
	accepted(t, s, plan)
	chance := 0.0
	for j := 12.0; j < 18; j++ {
		chance += math.Pow(0.5, j/12)*2000 + (1-math.Pow(0.5, (j-5)/12))*0.8*1000
	}
	near(t, "by chance", plan.CashFlows[4].Colocation, 2*0.75*chance)
}

func TestUtilisation(t *testing.T) {
	s := base(4, 12)
	let := []unit.Share{1, 1, 0.75, 0.5}
	s.Worlds[0].Utilisation = [][3][]unit.Share{{nil, let, let}}
	s.Rules = []model.Rule{{ID: "t", Kind: model.TakeOrPay, Enabled: true, Regions: []int{0}, Share: 0.3}}
	plan := leased()
	plan.Deliveries = nil
	for _, period := range []string{"2029", "2030"} {
		plan.SpotSupply = append(plan.SpotSupply, model.SpotSupply{Site: "a", Product: "colocation", Period: period, MW: 3})
		plan.SpotSales = append(plan.SpotSales, model.SpotSale{Market: "m", Step: "m-colo", Period: period, MW: 3})
	}
	accepted(t, s, plan)
	charge := 0.3 * 8760 * 10 * 12
	near(t, "rent", plan.CashFlows[2].Colocation, 3*0.5*1000*12*0.75)
	// A sold MW uses 1.1 x 0.5 x U and has 0.3 x 1.2 declared: 0.4125, 0.275.
	near(t, "more than declared", plan.CashFlows[2].Power, -charge-3*8760*(0.4125*20+0.0525*10))
	near(t, "less than declared", plan.CashFlows[3].Power, -charge-3*8760*0.275*20)
	near(t, "operation", plan.CashFlows[3].Operation, -3*8760*0.25*2-80)
	cap2030 := 3 * 8760 * 0.275 * 0.5
	s.Rules = append(s.Rules, model.Rule{ID: "co2", Kind: model.CarbonCap, Enabled: true, Regions: []int{0}, Limit: cap2030 + 0.01})
	s.Rules[1].Span.From = model.Date{Year: 2030, Month: 1, Day: 1}
	accepted(t, s, plan)
	s.Rules[1].Limit = cap2030 - 0.01
	refused(t, s, plan, verify.PolicyRule(model.CarbonCap))
}

// TestMultiplesByMarket: what a site earns counts at the multiple of its own
// market, a contract's penalty at that of the contract.
func TestMultiplesByMarket(t *testing.T) {
	s := base(4, 12)
	s.Markets = append(s.Markets, s.Markets[0])
	s.Markets[1].ID = "o"
	s.Worlds[0].Rent = append(s.Worlds[0].Rent, s.Worlds[0].Rent[0])
	s.Regions[0].Market = 1
	s.Contracts = []model.Contract{contract()}
	s.Rules = []model.Rule{{ID: "t", Kind: model.TakeOrPay, Enabled: true, Regions: []int{0}, Share: 0.25}}
	s.Objective = model.Objective{Goal: model.EquityValue, Multiple: [][3]unit.Share{{2, 3, 4}, {5, 10, 7}}}
	plan := leased()
	plan.Deliveries = append(deliver(3, "2028", "2029"), deliver(2, "2030")...)
	plan.Shortfalls = []model.Shortfall{{Contract: "c", Period: "2030", MW: 1}}
	plan.SpotSupply = []model.SpotSupply{{Site: "a", Product: "colocation", Period: "2030", MW: 1}}
	plan.SpotSales = []model.SpotSale{{Market: "o", Step: "m-colo", Period: "2030", MW: 1}}
	plan.Halls = append(plan.Halls, halls("miner", "mining", "n", "headroom", "2028", "", 1))
	plan.Signings = sign(24, 0)
	accepted(t, s, plan)
	last := plan.CashFlows[3]
	mining := 5*8760*(100-1-22-10*(1.1-0.25*1.2)) - 50 - 0.25*8760*10*24
	colo := float64(last.Colocation+last.Mining+last.Power+last.Operation) - mining
	recovered := float64(plan.CashFlows[4].Resale)
	near(t, "equity value", plan.Result.EquityValue, float64(plan.Result.NPV)+5*mining+10*colo-3*12*500-recovered)
	s.Objective.Multiple = s.Objective.Multiple[:1]
	if got := broken(verify.Check(s, plan, verify.Options{})); len(got) != 1 || got[0] != verify.Scenario {
		t.Errorf("without a market's multiples: findings of %q", got)
	}
}
