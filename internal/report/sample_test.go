package report

import (
	"fmt"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

func ptr(x float64) *float64 { return &x }

// sample is a plan with something in every list. Its figures do not belong
// together.
func sample() *model.Plan {
	p := &model.Plan{
		Format: model.PlanFormat, Scenario: "sample", Title: "A sample <& more>", Currency: "USD", Prices: 2026,
		Periods: []string{"2027", "2028", "2029"},
		Outcome: model.Outcome{Goal: "npv", Termination: "optimal", Objective: 1234.5e6, Bound: 1235.6e6, Gap: 0.00089, Verified: true},
		Result: model.Result{
			NPV: 1234.5e6, EquityValue: 2e9, SpendingPV: 0.9e9, IRR: ptr(0.183),
			PaybackYears: ptr(4.25), Capex: 1023.4e6,
		},
		Shares: model.Shares{ASICOnlyMW: 120, GPUOnlyMW: 0, HybridMW: 80, ASIC: 0.6, Hybrid: 0.4, Hybrids: []string{"RU-MUR/110kv"}},
		Manifest: model.Manifest{
			ScenarioSHA256: "abc", Version: "v1", Engine: "HiGHS 1.15.1", Sources: 12,
			Files:   []model.ManifestFile{{Path: "x.yaml", SHA256: "def"}},
			Options: map[string]string{"seed": "1", "gap": "0.001"},
		},
	}
	spread(p)
	decisions(p)
	figures(p)
	return p
}

// decisions fills the lists of what is decided.
func decisions(p *model.Plan) {
	p.Signings = []model.Signing{{Site: "RU-MUR/110kv", Region: "RU-MUR", Signed: "2027", Energised: "2028", FirmMW: 100, FlexMW: 20}}
	p.Halls = []model.Hall{
		{Site: "RU-MUR/110kv", Region: "RU-MUR", HallType: "miner-air", Business: "mining", Design: "n", Stand: "headroom", Start: "2028", Count: 3, ITMW: 30, GridMW: 31.5},
		{Site: "B-1", Region: "RU-IRK", HallType: "miner-air", Business: "mining", Design: "n", Stand: "firm", Existing: "B-1/old", Start: "2027", End: "2029", Count: 1, ITMW: 10, GridMW: 10.5},
	}
	p.Contracts = []model.ContractOutcome{
		{Contract: "c-1", Client: "=HYPERLINK(\"x\")", Product: "colocation", MW: 40},
		{Contract: "c-2", Client: "Банк, АО", Product: "gpu_cloud", MW: 8, Accepted: true},
	}
	p.Deliveries = []model.Delivery{{Contract: "c-2", Site: "RU-MUR/110kv", Period: "2029", MW: 7}}
	p.Shortfalls = []model.Shortfall{{Contract: "c-2", Period: "2029", MW: 1}}
	p.SpotSupply = []model.SpotSupply{{Site: "RU-MUR/110kv", Product: "colocation", Period: "2029", MW: 5}}
	p.SpotSales = []model.SpotSale{{Market: "ru", Step: "s1", Period: "2029", MW: 5}}
	p.Loans = []model.Loan{{Year: 2027, Amount: 1e8}}
}

// figures fills the lists of what follows.
func figures(p *model.Plan) {
	for i, period := range p.Periods {
		p.Allocations = append(p.Allocations,
			model.Allocation{Period: period, Region: "RU-IRK", Site: "B-1", Business: "mining", ITMW: 10, GridMW: 10.5},
			model.Allocation{Period: period, Region: "RU-MUR", Site: "RU-MUR/110kv", Business: "colocation", ITMW: 40, GridMW: 52})
		p.CashFlows = append(p.CashFlows, model.CashFlow{Period: period, Connection: -3e6, Shell: -1e8, Mining: 2e8, Power: -4e7, Tax: -1e7, Net: 4.7e7, Discounted: 4.1e7})
		p.Spending = append(p.Spending, model.YearBudget{Year: 2027 + i, Budget: 5e8, Spent: 1.03e8, CarryOver: 3.97e8})
	}
	p.CashFlows = append(p.CashFlows, model.CashFlow{Period: "terminal", Resale: 9e6, Net: 9e6, Discounted: 6e6})
	for i := range 17 {
		p.Binding = append(p.Binding, model.Binding{Limit: "surplus", Name: fmt.Sprintf("RU-%d", i), Period: "2028", Unit: "MW", Worth: 1e5, How: "marginal"})
	}
	p.Binding = append(p.Binding, model.Binding{Limit: "budget", Name: "total", Unit: "USD", Worth: 0.35, How: "re-solve"})
	p.Assumed = []model.AssumedInput{
		{Kind: "offer", ID: "RU-MUR/110kv", Method: "assumed", Grade: "C", Where: "offers.csv:12"},
		{Kind: "hall_type", ID: "miner-air", Method: "estimated", Grade: "B", Where: "hall_types.csv:2"},
	}
}

// spread fills in what the plan is worth in several worlds.
func spread(p *model.Plan) {
	best := unit.Money(1.6e9)
	p.Worlds = []model.WorldResult{
		{World: "w1", Probability: 0.75, NPV: 1.5e9, EquityValue: 2.2e9, Best: &best},
		{World: "w2", Probability: 0.25, NPV: -50e6, EquityValue: 1e9},
	}
	p.Risk = model.RiskFigures{Measure: "cvar", Weight: 0.3, Tail: 0.1, Expected: 1.1e9, CVaR: -50e6, Worst: -50e6, Loss: 0.25}
	p.Information = &model.Information{MeanWorldPlan: 1e9, WaitAndSee: 1.2e9, VSS: 0.1e9, VSSBound: 0.11e9, EVPI: 0.1e9, EVPIBound: 0.12e9}
	p.Sample = &model.Sample{Draws: 1000, Kept: 2, Seed: 1, Reduction: "cash", Distance: 0.4, Expected: 1.05e9, CVaR: -90e6, Loss: 0.28}
	p.Flexibility = []model.Flexibility{{Site: "RU-MUR/110kv", Stopping: 3e6, Response: 1.2e6, TakeOrPay: 2.5e6}}
}
