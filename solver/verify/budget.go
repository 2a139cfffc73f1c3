package verify

import (
	"fmt"
	"math/big"
)

// budget works out spending, operating cash and the yearly recursion
//
//	carried[y] = B[y] + CarryOver x carried[y-1] + Reinvest x operating[y-1] + loan[y] - spent[y]
//
// Without yearly budgets nothing is carried.
func (a *accounts) budget() {
	f, b := a.f, &a.f.s.Budget
	years := len(f.years)
	a.spending, a.operating = zeros(years), zeros(years)
	a.reinvested, a.carriedIn, a.carriedOut = zeros(years), zeros(years), zeros(years)
	for p, y := range f.yearOf {
		a.spending[y].Add(a.spending[y], a.spent(p))
		cash := a.sum(p, resale, miningRevenue, colocationRevenue, gpuRevenue, penalty, power, operation)
		a.operating[y].Add(a.operating[y], sub(cash, a.ownTax[p]))
	}
	for y := range years {
		if y > 0 {
			a.reinvested[y] = mul(exact(b.Reinvest), a.operating[y-1])
		}
		if b.Annual == nil {
			continue
		}
		if y > 0 {
			a.carriedIn[y] = mul(exact(b.CarryOver), a.carriedOut[y-1])
		}
		given := add(add(f.budget(y), a.carriedIn[y]), add(a.reinvested[y], a.loans[y]))
		a.carriedOut[y] = sub(given, a.spending[y])
	}
}

// budget is B[y], 0 for a year without.
func (f *facts) budget(y int) *big.Rat {
	if y >= len(f.s.Budget.Annual) {
		return zero()
	}
	return exact(f.s.Budget.Annual[y])
}

// checkBudget checks the limits on spending in a world (section 6).
func checkBudget(j *judge, a *accounts, world int) {
	b := &a.f.s.Budget
	subject := a.f.within(world, "")
	own := zero()
	for y, year := range a.f.years {
		if b.Annual != nil {
			given := add(a.carriedOut[y], a.spending[y])
			j.atMostMoney(at{BudgetYear, subject, fmt.Sprint(year)}, "spent", a.spending[y], given)
		}
		own.Add(own, sub(a.spending[y], add(a.loans[y], a.reinvested[y])))
	}
	if b.HasTotal {
		j.atMostMoney(at{BudgetTotal, subject, ""}, "spent without loans and reinvested money", own, exact(b.Total))
	}
}

// checkLoans checks the limits on loans, which are the same in all worlds.
func checkLoans(j *judge, a *accounts) {
	for y, year := range a.f.years {
		most := mul(exact(a.f.s.Budget.DebtShare), a.spending[y])
		j.atMostMoney(at{BudgetLoan, "", fmt.Sprint(year)}, "borrowed", a.loans[y], most)
	}
}
