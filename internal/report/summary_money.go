package report

import (
	"fmt"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// contracts prints the contracts taken, and names those refused.
func contracts(g *page) {
	list := g.plan.Contracts
	g.heading("Contracts")
	if len(list) == 0 {
		g.printf("none offered\n")
		return
	}
	t := grid{header: []string{"taken", "client", "product", "IT MW"}, left: 3}
	var taken, refused float64
	var names []string
	for _, c := range list {
		if !c.Accepted {
			refused += float64(c.MW)
			names = append(names, c.Contract)
			continue
		}
		taken += float64(c.MW)
		if len(t.rows) < maxRows {
			t.add(c.Contract, c.Client, plain(c.Product), mw(float64(c.MW)))
		}
	}
	if n := len(list) - len(names); n > 0 {
		t.footer = []string{plural(n, "contract"), "", "", mw(taken)}
		g.print(t)
		g.more(n, "contracts.csv")
	} else {
		g.printf("none taken\n")
	}
	if len(names) > 0 {
		g.wrap(fmt.Sprintf("refused: %d with %s MW: %s", len(names), number(refused, 1), strings.Join(names, ", ")))
	}
	if n := len(g.plan.Shortfalls); n > 0 {
		largest := 0.0
		for _, s := range g.plan.Shortfalls {
			largest = max(largest, float64(s.MW))
		}
		short := "at most " + number(largest, 1)
		if largest < 0.05 {
			short = "less than 0.1"
		}
		g.wrap(fmt.Sprintf("not fully delivered in %s, %s MW short; see shortfalls.csv", plural(n, "contract period"), short))
	}
}

// merchant prints what is sold without contract at the end.
func merchant(g *page) {
	p := g.plan
	if len(p.SpotSales) == 0 {
		return
	}
	last := p.Periods[len(p.Periods)-1]
	markets := map[string]float64{}
	for _, s := range p.SpotSales {
		if s.Period == last {
			markets[s.Market] += float64(s.MW)
		}
	}
	g.heading("Sold without contract in %s", last)
	t := grid{header: []string{"client market", "IT MW"}, left: 1}
	for _, m := range keys(markets) {
		t.add(m, mw(markets[m]))
	}
	g.print(t)
}

// budget prints each year's spending against what was allowed.
func budget(g *page) {
	list := g.plan.Spending
	if len(list) == 0 {
		return
	}
	g.heading("Capital spending against budget, %s", g.scale.name(g.plan.Currency))
	t := grid{header: []string{"year", "budget", "carried in", "reinvested", "loan", "spent", "carried out"}, left: 1}
	var total model.YearBudget
	for _, y := range list {
		t.add(fmt.Sprint(y.Year), g.amount(float64(y.Budget)), g.amount(float64(y.Carried)), g.amount(float64(y.Reinvest)),
			g.amount(float64(y.Loan)), g.amount(float64(y.Spent)), g.amount(float64(y.CarryOver)))
		total.Budget += y.Budget
		total.Reinvest += y.Reinvest
		total.Loan += y.Loan
		total.Spent += y.Spent
	}
	t.footer = []string{"all", g.amount(float64(total.Budget)), "", g.amount(float64(total.Reinvest)), g.amount(float64(total.Loan)), g.amount(float64(total.Spent)), ""}
	g.print(t)
}

// cashYear is the cash flow of a calendar year, or the terminal row, in few
// columns.
type cashYear struct {
	label                                           string
	invested, revenue, costs, tax, loans, net, disc float64
}

// add puts the money of a period into its year.
func (y *cashYear) add(c model.CashFlow) {
	y.invested += float64(c.Connection + c.Shell + c.Machines + c.Resale)
	y.revenue += float64(c.Mining + c.Colocation + c.GPUCloud)
	y.costs += float64(c.Penalty + c.Power + c.Operation)
	y.tax += float64(c.Tax)
	y.loans += float64(c.LoanDrawn + c.LoanService)
	y.net += float64(c.Net)
	y.disc += float64(c.Discounted)
}

// cash prints the cash flow by calendar year, in few columns.
func cash(g *page) {
	if len(g.plan.CashFlows) == 0 {
		return
	}
	var years []cashYear
	var total cashYear
	for _, c := range g.plan.CashFlows {
		label := yearOf(c.Period)
		if label == "" {
			label = c.Period
		}
		if n := len(years); n == 0 || years[n-1].label != label {
			years = append(years, cashYear{label: label})
		}
		years[len(years)-1].add(c)
		total.add(c)
	}
	total.label = "all"
	g.heading("Cash flow, %s", g.scale.name(g.plan.Currency))
	t := grid{header: []string{"year", "invested", "revenue", "costs", "tax", "loans", "net", "cumulative", "discounted"}, left: 1}
	cumulative := 0.0
	for _, y := range years {
		cumulative += y.net
		t.add(append(g.cashRow(y), g.amount(cumulative), g.amount(y.disc))...)
	}
	t.footer = append(g.cashRow(total), "", g.amount(total.disc))
	g.print(t)
	g.printf("invested is net of resale; costs are power, operation and penalties\n")
}

func (g *page) cashRow(y cashYear) []string {
	return []string{y.label, g.amount(y.invested), g.amount(y.revenue), g.amount(y.costs), g.amount(y.tax), g.amount(y.loans), g.amount(y.net)}
}
