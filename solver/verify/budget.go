package verify

import (
	"fmt"

	"github.com/gridalloc/gridalloc/model/unit"
)

// monthsOf makes a number of years countable in periods.
func monthsOf(n int) unit.Months { return unit.Months(n) }

// checkBudget checks the limits on spending and loans (section 6).
func checkBudget(j *judge, a *accounts) {
	b := &a.f.s.Budget
	spent, own := zero(), zero()
	for y, year := range a.f.years {
		label := fmt.Sprint(year)
		if b.Annual != nil {
			given := add(a.carriedOut[y], a.spending[y])
			j.atMostMoney(at{BudgetYear, "", label}, "spent", a.spending[y], given)
		}
		j.atMostMoney(at{BudgetLoan, "", label}, "borrowed", a.loans[y], mul(exact(b.DebtShare), a.spending[y]))
		spent.Add(spent, a.spending[y])
		own.Add(own, add(a.loans[y], a.reinvested[y]))
	}
	if b.HasTotal {
		j.atMostMoney(at{BudgetTotal, "", ""}, "spent without loans and reinvested money", sub(spent, own), exact(b.Total))
	}
}
