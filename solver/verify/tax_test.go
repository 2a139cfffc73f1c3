package verify_test

import (
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// steady is a miner with simple money: of 1000 a MWh-year sold it keeps all,
// with capital that is never written off within the horizon.
func steady(periods int) *model.Scenario {
	s := base(periods, 12)
	s.Countries[0].TaxRate = 0.5
	s.Connection = model.ConnectionTerms{Life: 48, Terminal: 1}
	s.HallTypes[miner].Terminal = 1
	return s
}

func TestLoan(t *testing.T) {
	s := steady(4)
	s.Budget = model.Budget{DebtShare: 0.5, DebtRate: 0.1, DebtYears: 2}
	plan := mined()
	plan.Loans = []model.Loan{{Year: 2027, Amount: 2000}, {Year: 2030, Amount: 400}}
	without := accepted(t, s, mined())
	accepted(t, s, plan)
	drawn := []float64{2000, 0, 0, 400, 0}
	interest := []float64{0, 200, 100, 0, 0}
	repaid := []float64{0, 1000, 1000, 0, 400}
	for p := range drawn {
		near(t, "drawn", plan.CashFlows[p].LoanDrawn, drawn[p])
		near(t, "service", plan.CashFlows[p].LoanService, -interest[p]-repaid[p])
		near(t, "tax relief", plan.CashFlows[p].Tax-without.CashFlows[p].Tax, 0.5*interest[p])
	}
	plan.Loans[1].Amount = 2001
	refused(t, s, plan, verify.BudgetLoan)
	plan.Loans = []model.Loan{{Year: 2028, Amount: 1}}
	plan.Loans[0].Year = 2029 // nothing is spent in 2029
	refused(t, s, plan, verify.BudgetLoan)
}

func TestLoanByQuarter(t *testing.T) {
	s := base(4, 3)
	s.HallTypes[miner].Construction = 0
	s.Sites[0].Offer.Lead[model.Typical] = 0
	s.Budget = model.Budget{DebtShare: 0.5, DebtRate: 0.4641, DebtYears: 1}
	plan := mined()
	plan.Signings[0].Signed, plan.Signings[0].Energised, plan.Halls[0].Start = "2027-Q1", "2027-Q1", "2027-Q1"
	plan.Loans = []model.Loan{{Year: 2027, Amount: 1600}}
	accepted(t, s, plan)
	// 400 a quarter, each repaid 100 a quarter, at 10 % a quarter.
	for p, want := range []float64{0, 100 + 40, 200 + 70, 300 + 90} {
		near(t, "drawn", plan.CashFlows[p].LoanDrawn, 400.0)
		near(t, "service", plan.CashFlows[p].LoanService, -want)
	}
	near(t, "left", plan.CashFlows[4].LoanService, -1000.0)
}

func TestCarryForward(t *testing.T) {
	s := steady(4)
	s.Countries[0].CarryForward = true
	s.HallTypes[miner].FixedOM = 0
	s.Worlds[0].Hashprice[1] = 0
	s.Worlds[0].Hashprice[2] = 0
	plan := accepted(t, s, mined())
	loss := 2200.0/4 + 200 + 2000 // depreciation of 2028 and 2029
	income := 87600*66.0 - loss
	near(t, "no tax on a loss", plan.CashFlows[1].Tax, 0.0)
	near(t, "nor on the next", plan.CashFlows[2].Tax, 0.0)
	near(t, "tax on what exceeds both", plan.CashFlows[3].Tax, -0.5*(income-2*loss))
	near(t, "terminal gain", plan.CashFlows[4].Tax, 0.5*(2000*0.5))

	s.Countries[0].CarryForward = false
	plan = accepted(t, s, mined())
	near(t, "a loss used at once", plan.CashFlows[1].Tax, 0.5*loss)
}

func TestCountriesAreTaxedApart(t *testing.T) {
	s := steady(4)
	s.Countries = append(s.Countries, model.Country{ID: "Y", TaxRate: 0.25})
	s.Regions[0].Country = 1
	s.Budget = model.Budget{DebtShare: 1, DebtRate: 0.1, DebtYears: 1}
	plan := mined()
	plan.Loans = []model.Loan{{Year: 2027, Amount: 1000}}
	accepted(t, s, plan)
	income := 87600*66.0 - 100 - 550 - 200 - 2000
	near(t, "tax less interest relief at home", plan.CashFlows[1].Tax, -0.25*income+0.5*100)
}

func TestYearlyBudget(t *testing.T) {
	s := steady(4)
	s.Countries[0].TaxRate = 0
	s.HallTypes[miner].FixedOM = 0
	s.Worlds[0].Hashprice = []unit.Hashprice{0, 0, 48, 0}
	s.Budget = model.Budget{Annual: []unit.Money{4400, 3900, 0, 100}, CarryOver: 0.5, Reinvest: 0.001}
	operating := 87600 * 66.0 // of 2029, nothing before
	plan := accepted(t, s, mined())
	want := []model.YearBudget{
		{Year: 2027, Budget: 4400, Spent: 4200, CarryOver: 200},
		{Year: 2028, Budget: 3900, Carried: 100, Spent: 4000},
		{Year: 2029},
		{Year: 2030, Budget: 100, Reinvest: unit.Money(0.001 * operating), Spent: 4000, CarryOver: unit.Money(0.001*operating - 3900)},
	}
	for y, w := range want {
		near(t, "budget", plan.Spending[y].Budget, w.Budget)
		near(t, "carried in", plan.Spending[y].Carried, w.Carried)
		near(t, "reinvested", plan.Spending[y].Reinvest, w.Reinvest)
		near(t, "spent", plan.Spending[y].Spent, w.Spent)
		near(t, "carried out", plan.Spending[y].CarryOver, w.CarryOver)
	}
	s.Budget.Annual[1] = 3899
	refused(t, s, mined(), verify.BudgetYear)
	s.Budget.DebtShare, s.Budget.DebtYears = 0.5, 1
	plan = mined()
	plan.Loans = []model.Loan{{Year: 2028, Amount: 1}}
	accepted(t, s, plan)
	s.HallTypes[miner].FixedOM = 10 // a loss of 100 in 2028 uses up the budget of 2029
	refused(t, s, plan, verify.BudgetYear)
}

func TestReinvestmentIsAfterTax(t *testing.T) {
	for _, forward := range []bool{false, true} {
		s := steady(4)
		s.Countries[0].CarryForward = forward
		s.HallTypes[miner].FixedOM = 0
		s.Worlds[0].Hashprice[1] = 0
		s.Budget = model.Budget{Annual: same(unit.Money(1e4), 4), Reinvest: 0.5, DebtShare: 0.5, DebtRate: 0.1, DebtYears: 3}
		plan := mined()
		plan.Loans = []model.Loan{{Year: 2027, Amount: 600}}
		accepted(t, s, plan)
		year, loss := 87600*66.0, 2200.0/4+200+2000
		relief, used := 0.0, 0.0 // interest and losses that lower the tax of 2029
		if forward {
			relief, used = 60+40, loss
		}
		first := 0.5 * 0.5 * loss
		if forward {
			first = 0
		}
		near(t, "reinvested in 2029", plan.Spending[2].Reinvest, first)
		near(t, "reinvested in 2030", plan.Spending[3].Reinvest, 0.5*(year-0.5*(year-loss-relief-used)))
	}
}

func TestTotalBudget(t *testing.T) {
	s := steady(4)
	s.Budget = model.Budget{Total: 12200, HasTotal: true, DebtShare: 0.5, DebtYears: 1}
	accepted(t, s, mined())
	s.Budget.Total = 12199
	refused(t, s, mined(), verify.BudgetTotal)
	plan := mined()
	plan.Loans = []model.Loan{{Year: 2027, Amount: 1}}
	accepted(t, s, plan)
	s.Budget.Reinvest = 1e-6
	accepted(t, s, mined())
}
