package verify_test

import (
	"math"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// rich is a scenario with something of everything, and a valid plan of it.
func rich(t *testing.T) (*model.Scenario, *model.Plan) {
	t.Helper()
	s := base(5, 12)
	s.DiscountRate = 0.12
	s.Countries[0].TaxRate = 0.25
	s.Sites[0].Offer.FixedCost = 5e6
	s.HallTypes[miner].ShellCapex, s.HallTypes[miner].MachineCapex = 200e3, 900e3
	s.HallTypes[miner].Designs = []int{0, 1}
	s.Zones[0].Blocks = []model.PriceBlock{{Hours: 0.5, Price: 0.75}, {Hours: 0.5, Price: 1.25}}
	s.Sites = append(s.Sites,
		model.Site{ID: "b", Existing: model.Existing{Firm: 12, Feeders: 1, Halls: []model.ExistingHall{
			{ID: "old", HallType: miner, Stand: model.Firm, Count: 2, MachineAge: 12, ShellAge: 12},
		}}},
		model.Site{ID: "d", HasOffer: true, Offer: offer(1)})
	s.Regions = append(s.Regions, s.Regions[0])
	s.Regions[1].ID = "q"
	s.Sites[2].Region = 1
	c, e := contract(), contract()
	c.Mandatory = true
	e.ID, e.Client, e.Term = "e", "E", 12
	s.Contracts = []model.Contract{c, e}
	s.Budget = model.Budget{
		Annual: same(unit.Money(6.2e6), 5), CarryOver: 1, Reinvest: 0.5, DebtShare: 0.5, DebtRate: 0.1, DebtYears: 2,
		Total: 30e6, HasTotal: true,
	}
	s.Rules = []model.Rule{
		{ID: "open", Kind: model.Openings, Enabled: true, Regions: []int{0, 1}, Limit: 1},
		{ID: "stop", Kind: model.NoNewHalls, Enabled: true, Regions: []int{0}, Span: model.Span{From: model.Date{Year: 2030, Month: 1, Day: 1}}},
		{ID: "asic", Kind: model.Equipment, Enabled: true, Regions: []int{0}, Limit: 3000},
	}
	stay, stop := old("", 1), old("2028", 1)
	plan := &model.Plan{
		Signings: sign(20, 6),
		Halls: []model.Hall{
			halls("colo", "colocation", "2n", "firm", "2028", "", 2),
			halls("miner", "mining", "n", "flex", "2028", "2030", 1), stay, stop,
		},
		Contracts: []model.ContractOutcome{
			{Contract: "c", Client: "C", Product: "colocation", MW: 3, Accepted: true},
			{Contract: "e", Client: "E", Product: "colocation", MW: 3},
		},
		Deliveries: append(deliver(2.5, "2028"), deliver(3, "2029", "2030")...),
		Shortfalls: []model.Shortfall{{Contract: "c", Period: "2028", MW: 0.5}},
		SpotSupply: []model.SpotSupply{{Site: "a", Product: "colocation", Period: "2031", MW: 5}},
		SpotSales:  []model.SpotSale{{Market: "m", Step: "m-colo", Period: "2031", MW: 5}},
		Loans:      []model.Loan{{Year: 2028, Amount: 1e6}},
	}
	return s, accepted(t, s, plan)
}

// risky is the rich scenario in three worlds, with a connection that may come
// late, and a valid plan of it.
func risky(t *testing.T) (*model.Scenario, *model.Plan) {
	t.Helper()
	s, plan := rich(t)
	s.Objective = model.Objective{Measure: model.CVaR, Weight: 0.25, Tail: 0.3}
	s.Zones[0].Response = model.DemandResponse{Payment: 3e4, Hours: 50}
	branch(s, func(i int, w *model.World) {
		w.Lead = []unit.Months{unit.Months(12 + 12*(i/2)), 12, 12}
		w.Default = []unit.Months{unit.Months(40 - 15*i), 40}
		w.PowerSpread = [][]unit.Share{same(unit.Share(2*i), 5)}
		w.Hashprice[3] -= unit.Hashprice(10 * i)
	}, 0.5, 0.3, 0.2)
	waiting(plan, "2028")
	plan.Halls[2].Waits, plan.Halls[3].Waits = false, false
	plan.Information = &model.Information{VSS: 10, VSSBound: 20, EVPI: 5, EVPIBound: 5}
	plan.Sample = &model.Sample{Draws: 100, Kept: 3, Distance: 0.25, Loss: 1}
	return s, accepted(t, s, plan)
}

// mutation is one change that must be noticed.
type mutation struct {
	name   string
	rule   verify.Rule
	change func(*model.Plan)
}

var decisionMutations = []mutation{
	{"sign earlier", verify.PlanPeriod, func(p *model.Plan) { p.Signings[0].Signed = "2026" }},
	{"sign later", verify.SigningEnergised, func(p *model.Plan) { p.Signings[0].Signed = "2028" }},
	{"sign too late", verify.SigningEnergised, func(p *model.Plan) { p.Signings[0].Signed, p.Signings[0].Energised = "2031", "2032" }},
	{"energise earlier", verify.SigningEnergised, func(p *model.Plan) { p.Signings[0].Energised = "2027" }},
	{"sign twice", verify.SigningOnce, func(p *model.Plan) { p.Signings = append(p.Signings, p.Signings[0]) }},
	{"sign nothing", verify.SiteCapacity, func(p *model.Plan) { p.Signings = nil }},
	{"sign without an offer", verify.SigningOffer, func(p *model.Plan) { p.Signings[0].Site = "b" }},
	{"second signing of the year", verify.PolicyRule(model.Openings), func(p *model.Plan) {
		p.Signings = append(p.Signings, model.Signing{Site: "d", Region: "q", Signed: "2027", Energised: "2028", FirmMW: 5})
	}},
	{"more firm MW than offered", verify.SigningSize, func(p *model.Plan) { p.Signings[0].FirmMW = 61 }},
	{"less firm MW", verify.SiteNMinus1, func(p *model.Plan) { p.Signings[0].FirmMW = 19 }},
	{"negative flex MW", verify.PlanAmount, func(p *model.Plan) { p.Signings[0].FlexMW = -1 }},
	{"infinite firm MW", verify.PlanAmount, func(p *model.Plan) { p.Signings[0].FirmMW = unit.MW(math.Inf(1)) }},
	{"NaN firm MW", verify.PlanAmount, func(p *model.Plan) { p.Signings[0].FirmMW = unit.MW(math.NaN()) }},
	{"unknown site", verify.PlanName, func(p *model.Plan) { p.Signings[0].Site = "zz" }},
	{"wrong region", verify.PlanLabel, func(p *model.Plan) { p.Signings[0].Region = "q" }},
	{"one hall more", verify.SiteFlex, func(p *model.Plan) { p.Halls[1].Count = 2 }},
	{"no halls", verify.PlanAmount, func(p *model.Plan) { p.Halls[1].Count = 0 }},
	{"negative halls", verify.PlanAmount, func(p *model.Plan) { p.Halls[1].Count = -1 }},
	{"too many machines", verify.PolicyRule(model.Equipment), func(p *model.Plan) { p.Halls[1].Count = 2 }},
	{"group listed twice", verify.PlanDuplicate, func(p *model.Plan) { p.Halls = append(p.Halls, p.Halls[1]) }},
	{"unknown hall type", verify.PlanName, func(p *model.Plan) { p.Halls[1].HallType = "x" }},
	{"unknown design", verify.PlanName, func(p *model.Plan) { p.Halls[1].Design = "x" }},
	{"unknown stand", verify.PlanName, func(p *model.Plan) { p.Halls[1].Stand = "x" }},
	{"wrong business", verify.PlanLabel, func(p *model.Plan) { p.Halls[1].Business = "colocation" }},
	{"miners on plain firm MW", verify.HallStand, func(p *model.Plan) { p.Halls[1].Stand = "firm" }},
	{"AI on headroom", verify.HallStand, func(p *model.Plan) { p.Halls[0].Stand = "headroom" }},
	{"start before it is built", verify.HallConstruction, func(p *model.Plan) { p.Halls[1].Start = "2027" }},
	{"start in forbidden time", verify.PolicyRule(model.NoNewHalls), func(p *model.Plan) { p.Halls[1].Start, p.Halls[1].End = "2030", "" }},
	{"stop with good machines", verify.HallStop, func(p *model.Plan) { p.Halls[1].End = "2029" }},
	{"stop before start", verify.HallStop, func(p *model.Plan) { p.Halls[1].End = "2027" }},
	{"unknown end", verify.PlanPeriod, func(p *model.Plan) { p.Halls[1].End = "2032" }},
	{"drop an existing hall", verify.HallExistingCount, func(p *model.Plan) { p.Halls = p.Halls[:3] }},
	{"move existing halls", verify.PlanName, func(p *model.Plan) { p.Halls[2].Site = "a" }},
	{"existing hall on other MW", verify.PlanLabel, func(p *model.Plan) { p.Halls[2].Stand = "flex" }},
	{"existing hall starts late", verify.PlanLabel, func(p *model.Plan) { p.Halls[2].Start = "2028" }},
	{"wrong IT MW", verify.HallSize, func(p *model.Plan) { p.Halls[1].ITMW = 6 }},
	{"wrong grid MW", verify.HallSize, func(p *model.Plan) { p.Halls[0].GridMW = 8 }},
	{"AI hall with a poorer design", verify.ContractSLA, func(p *model.Plan) { p.Halls[0].HallType, p.Halls[0].Business = "miner", "mining" }},
	{"refuse a mandatory contract", verify.ContractMandatory, func(p *model.Plan) { p.Contracts[0].Accepted = false }},
	{"accept without serving", verify.ContractService, func(p *model.Plan) { p.Contracts[1].Accepted = true }},
	{"forget a contract", verify.ContractListed, func(p *model.Plan) { p.Contracts = p.Contracts[:1] }},
	{"contract listed twice", verify.PlanDuplicate, func(p *model.Plan) { p.Contracts = append(p.Contracts, p.Contracts[0]) }},
	{"wrong client", verify.PlanLabel, func(p *model.Plan) { p.Contracts[0].Client = "D" }},
	{"wrong contract MW", verify.PlanLabel, func(p *model.Plan) { p.Contracts[0].MW = 4 }},
	{"drop a delivery", verify.ContractService, func(p *model.Plan) { p.Deliveries = p.Deliveries[1:] }},
	{"deliver too much", verify.ContractService, func(p *model.Plan) { p.Deliveries[0].MW += 1e-3 }},
	{"deliver twice", verify.PlanDuplicate, func(p *model.Plan) { p.Deliveries = append(p.Deliveries, p.Deliveries[0]) }},
	{"deliver from a foreign region", verify.ContractRegion, func(p *model.Plan) { p.Deliveries[0].Site = "d" }},
	{"deliver from a site without halls", verify.ContractCapacity, func(p *model.Plan) { p.Deliveries[0].Site = "b" }},
	{"deliver before the term", verify.ContractService, func(p *model.Plan) { p.Deliveries[0].Period = "2027" }},
	{"short of more than agreed", verify.ContractShortfall, func(p *model.Plan) { p.Shortfalls[0].MW, p.Deliveries[0].MW = 1.6, 1.4 }},
	{"drop the shortfall", verify.ContractService, func(p *model.Plan) { p.Shortfalls = nil }},
	{"sell more than offered", verify.SpotBalance, func(p *model.Plan) { p.SpotSales[0].MW = 5.1 }},
	{"sell nothing", verify.SpotBalance, func(p *model.Plan) { p.SpotSales = nil }},
	{"sell beyond demand", verify.SpotDepth, func(p *model.Plan) { p.SpotSales[0].MW = 11 }},
	{"sell what is not there", verify.ContractCapacity, func(p *model.Plan) { p.SpotSupply[0].MW = 7 }},
	{"sell hashrate", verify.PlanName, func(p *model.Plan) { p.SpotSupply[0].Product = "mining" }},
	{"unknown step", verify.PlanName, func(p *model.Plan) { p.SpotSales[0].Step = "x" }},
	{"unknown market", verify.PlanName, func(p *model.Plan) { p.SpotSales[0].Market = "x" }},
	{"borrow more", verify.BudgetLoan, func(p *model.Plan) { p.Loans[0].Amount = 5e6 }},
	{"borrow nothing", verify.BudgetYear, func(p *model.Plan) { p.Loans = nil }},
	{"borrow in another century", verify.PlanPeriod, func(p *model.Plan) { p.Loans[0].Year = 2127 }},
	{"borrow twice", verify.PlanDuplicate, func(p *model.Plan) { p.Loans = append(p.Loans, p.Loans[0]) }},
}

var figureMutations = []mutation{
	{"other scenario", verify.PlanHeader, func(p *model.Plan) { p.Scenario = "x" }},
	{"other format", verify.PlanHeader, func(p *model.Plan) { p.Format = 2 }},
	{"other currency", verify.PlanHeader, func(p *model.Plan) { p.Currency = "RUB" }},
	{"other goal", verify.PlanHeader, func(p *model.Plan) { p.Outcome.Goal = "least_capex" }},
	{"other periods", verify.PlanHeader, func(p *model.Plan) { p.Periods = p.Periods[1:] }},
	{"better NPV", verify.MoneyNPV, func(p *model.Plan) { p.Result.NPV *= 1.0001 }},
	{"NaN NPV", verify.MoneyNPV, func(p *model.Plan) { p.Result.NPV = unit.Money(math.NaN()) }},
	{"better equity value", verify.MoneyEquity, func(p *model.Plan) { p.Result.EquityValue += 1000 }},
	{"less spending", verify.MoneySpending, func(p *model.Plan) { p.Result.SpendingPV *= 0.999 }},
	{"less capex", verify.MoneyCapex, func(p *model.Plan) { p.Result.Capex *= 0.999 }},
	{"better objective", verify.MoneyObjective, func(p *model.Plan) { p.Outcome.Objective *= 1.0001 }},
	{"bound below the objective", verify.MoneyBound, func(p *model.Plan) { p.Outcome.Bound -= 1e4 }},
	{"gap without a bound", verify.MoneyBound, func(p *model.Plan) { p.Outcome.Gap = 0.01 }},
	{"gap to no known bound", verify.MoneyBound, func(p *model.Plan) { p.Outcome.Bound = math.Inf(1) }},
	{"no known gap to a bound", verify.MoneyBound, func(p *model.Plan) { p.Outcome.Gap = math.Inf(1) }},
	{"bound without a gap", verify.MoneyBound, func(p *model.Plan) { p.Outcome.Bound *= 1.01 }},
	{"better IRR", verify.MoneyIRR, func(p *model.Plan) { *p.Result.IRR += 0.001 }},
	{"no IRR", verify.MoneyIRR, func(p *model.Plan) { p.Result.IRR = nil }},
	{"absurd IRR", verify.MoneyIRR, func(p *model.Plan) { *p.Result.IRR = -2 }},
	{"sooner payback", verify.MoneyPayback, func(p *model.Plan) { *p.Result.PaybackYears -= 0.01 }},
	{"no payback", verify.MoneyPayback, func(p *model.Plan) { p.Result.PaybackYears = nil }},
	{"more revenue", verify.MoneyCashFlow, func(p *model.Plan) { p.CashFlows[2].Mining *= 1.001 }},
	{"less power", verify.MoneyCashFlow, func(p *model.Plan) { p.CashFlows[2].Power *= 0.999 }},
	{"less tax", verify.MoneyCashFlow, func(p *model.Plan) { p.CashFlows[2].Tax = 0 }},
	{"outflow as inflow", verify.MoneyCashFlow, func(p *model.Plan) { p.CashFlows[0].Shell *= -1 }},
	{"no terminal row", verify.MoneyCashFlow, func(p *model.Plan) { p.CashFlows = p.CashFlows[:5] }},
	{"rows exchanged", verify.MoneyCashFlow, func(p *model.Plan) { p.CashFlows[1], p.CashFlows[2] = p.CashFlows[2], p.CashFlows[1] }},
	{"other budget", verify.BudgetTable, func(p *model.Plan) { p.Spending[1].Budget += 10 }},
	{"more carried", verify.BudgetTable, func(p *model.Plan) { p.Spending[1].Carried += 10 }},
	{"no budget table", verify.BudgetTable, func(p *model.Plan) { p.Spending = nil }},
	{"allocation dropped", verify.Allocation, func(p *model.Plan) { p.Allocations = p.Allocations[1:] }},
	{"allocation raised", verify.Allocation, func(p *model.Plan) { p.Allocations[0].GridMW += 0.1 }},
	{"allocation twice", verify.Allocation, func(p *model.Plan) { p.Allocations = append(p.Allocations, p.Allocations[0]) }},
	{"allocation elsewhere", verify.Allocation, func(p *model.Plan) { p.Allocations[0].Region = "q" }},
	{"allocation made up", verify.Allocation, func(p *model.Plan) {
		p.Allocations = append(p.Allocations, model.Allocation{Period: "2027", Region: "q", Site: "d", Business: "mining", ITMW: 1, GridMW: 1})
	}},
	{"other shares", verify.Shares, func(p *model.Plan) { p.Shares.ASIC, p.Shares.GPU = p.Shares.GPU, p.Shares.ASIC }},
	{"other hybrids", verify.Shares, func(p *model.Plan) { p.Shares.Hybrids = nil }},
}

var riskMutations = []mutation{
	{"world renamed", verify.WorldRow, func(p *model.Plan) { p.Worlds[1].World = "x" }},
	{"world likelier", verify.WorldRow, func(p *model.Plan) { p.Worlds[1].Probability += 1e-6 }},
	{"world better", verify.WorldRow, func(p *model.Plan) { p.Worlds[1].NPV += 100 }},
	{"world worth more", verify.WorldRow, func(p *model.Plan) { p.Worlds[2].EquityValue += 100 }},
	{"world dropped", verify.WorldRow, func(p *model.Plan) { p.Worlds = p.Worlds[:2] }},
	{"worlds exchanged", verify.WorldRow, func(p *model.Plan) { p.Worlds[0], p.Worlds[1] = p.Worlds[1], p.Worlds[0] }},
	{"best value made up", verify.WorldBest, func(p *model.Plan) { p.Worlds[0].Best = new(unit.Money) }},
	{"other measure", verify.RiskMeasure, func(p *model.Plan) { p.Risk.Measure = "expected" }},
	{"other weight", verify.RiskMeasure, func(p *model.Plan) { p.Risk.Weight = 0.2 }},
	{"other tail", verify.RiskMeasure, func(p *model.Plan) { p.Risk.Tail = 0.1 }},
	{"better mean", verify.RiskFigures, func(p *model.Plan) { p.Risk.Expected += 100 }},
	{"better CVaR", verify.RiskFigures, func(p *model.Plan) { p.Risk.CVaR += 100 }},
	{"better worst world", verify.RiskFigures, func(p *model.Plan) { p.Risk.Worst += 100 }},
	{"NaN worst world", verify.RiskFigures, func(p *model.Plan) { p.Risk.Worst = unit.Money(math.NaN()) }},
	{"smaller chance of loss", verify.RiskFigures, func(p *model.Plan) { p.Risk.Loss -= 0.01 }},
	{"regret made up", verify.RiskFigures, func(p *model.Plan) { p.Risk.Regret = new(unit.Money) }},
	{"negative VSS", verify.RiskInformation, func(p *model.Plan) { p.Information.VSS = -100 }},
	{"negative EVPI", verify.RiskInformation, func(p *model.Plan) { p.Information.EVPI = -100 }},
	{"VSS beyond its bound", verify.RiskInformation, func(p *model.Plan) { p.Information.VSS = 120 }},
	{"EVPI beyond its bound", verify.RiskInformation, func(p *model.Plan) { p.Information.EVPIBound = -100 }},
	{"other sample", verify.RiskSample, func(p *model.Plan) { p.Sample.Kept = 4 }},
	{"sample of too few", verify.RiskSample, func(p *model.Plan) { p.Sample.Draws = 2 }},
	{"absurd loss of the sample", verify.RiskSample, func(p *model.Plan) { p.Sample.Loss = 1.5 }},
	{"absurd distance of the sample", verify.RiskSample, func(p *model.Plan) { p.Sample.Distance = -1 }},
	{"more gained by stopping", verify.Flexibility, func(p *model.Plan) { p.Flexibility[0].Stopping += 100 }},
	{"more gained by demand response", verify.Flexibility, func(p *model.Plan) { p.Flexibility[0].Response += 100 }},
	{"less lost by take-or-pay", verify.Flexibility, func(p *model.Plan) { p.Flexibility[0].TakeOrPay -= 100 }},
	{"flexible site dropped", verify.Flexibility, func(p *model.Plan) { p.Flexibility = p.Flexibility[1:] }},
	{"flexible sites exchanged", verify.Flexibility, func(p *model.Plan) {
		p.Flexibility[0].Site, p.Flexibility[1].Site = p.Flexibility[1].Site, p.Flexibility[0].Site
	}},
}

// expect changes a valid plan and wants a finding of the rule.
func (m mutation) expect(t *testing.T, s *model.Scenario, valid *model.Plan) {
	t.Helper()
	p := clone(t, valid)
	m.change(p)
	r := verify.Check(s, p, verify.Options{})
	if r.OK || !slices.Contains(broken(r), m.rule) {
		t.Errorf("%s: want a finding of %s, got %v", m.name, m.rule, r.Findings)
	}
}

func TestMutations(t *testing.T) {
	s, plan := rich(t)
	for _, m := range slices.Concat(decisionMutations, figureMutations) {
		m.expect(t, s, plan)
	}
	s, plan = risky(t)
	for _, m := range slices.Concat(decisionMutations, figureMutations, riskMutations) {
		m.expect(t, s, plan)
	}
}

// TestNoBoundYet: a plan may say that no bound is known.
func TestNoBoundYet(t *testing.T) {
	s, plan := rich(t)
	plan.Outcome.Bound, plan.Outcome.Gap = math.Inf(1), math.Inf(1)
	if r := verify.Check(s, plan, verify.Options{}); !r.OK {
		t.Errorf("a plan without a bound is refused: %v", r.Findings)
	}
}

// TestSingleFigures expects that a wrong figure is the only finding.
func TestSingleFigures(t *testing.T) {
	s, plan := risky(t)
	for _, m := range slices.Concat(figureMutations, riskMutations) {
		p := clone(t, plan)
		m.change(p)
		if got := broken(verify.Check(s, p, verify.Options{})); len(got) != 1 && m.name != "better objective" {
			t.Errorf("%s: findings of %q, want only %s", m.name, got, m.rule)
		}
	}
}

func TestRulesHaveMeanings(t *testing.T) {
	s, plan := rich(t)
	for _, r := range verify.Rules() {
		if r.Meaning() == "" {
			t.Errorf("%s has no meaning", r)
		}
	}
	for r := range verify.Check(s, plan, verify.Options{}).Checked {
		if r.Meaning() == "" {
			t.Errorf("%s is checked and has no meaning", r)
		}
	}
	if verify.Rule("x").Meaning() != "" {
		t.Error("an unknown rule has a meaning")
	}
}

func TestFindingReadsAsALine(t *testing.T) {
	f := verify.Finding{Rule: verify.SiteFlex, Subject: "a", Period: "2028", Message: "too many"}
	if got := f.String(); got != "site/flex: a: 2028: too many" {
		t.Error(got)
	}
}

func TestRecomputeNeedsReadableDecisions(t *testing.T) {
	s, plan := rich(t)
	plan.Halls[0].Site = "zz"
	if _, err := verify.Recompute(s, plan); err == nil {
		t.Error("recomputed a plan with an unknown site")
	}
}

// TestRateWithoutSpending: cash that only ever comes in has no rate of return
// and is paid back at once.
func TestRateWithoutSpending(t *testing.T) {
	s := brownfield(1)
	plan := accepted(t, s, &model.Plan{Halls: []model.Hall{old("", 2)}})
	if plan.Result.IRR != nil || plan.Result.PaybackYears == nil || *plan.Result.PaybackYears != 0 {
		t.Errorf("IRR %v, payback %v", plan.Result.IRR, plan.Result.PaybackYears)
	}
	rate := 0.1
	plan.Result.IRR = &rate
	if got := broken(verify.Check(s, plan, verify.Options{})); len(got) != 1 || got[0] != verify.MoneyIRR {
		t.Errorf("findings of %q", got)
	}
}
