package book

import (
	"fmt"
	"math"
	"strconv"

	"github.com/gridalloc/gridalloc/model"
)

// The columns of the sheet Cash flow, from 1.
const (
	cashPeriod = iota + 1
	cashYear
	cashTime
	cashConnection
	cashShell
	cashMachines
	cashResale
	cashMining
	cashColocation
	cashGPUCloud
	cashPenalty
	cashPower
	cashOperation
	cashTax
	cashDrawn
	cashService
	cashNet
	cashFactor
	cashDiscounted
	cashNPV
	cashCumulative
	cashPayback
	cashHalves
)

// cashCells counts the rows of the sheet Cash flow: those of the periods, and with the one
// of the end of the horizon.
type cashCells struct{ rows, periods int }

// cashFlow writes the cash of every period, what it is worth today, and what IRR and
// payback are found from.
func (w *planWriter) cashFlow() error {
	u := w.money.name
	l := table(cashSheet, 1,
		column{"period", "", 8}, column{"year", "", 7}, column{"time", "years", 7},
		column{"connections", u, 11.5}, column{"shells", u, 9.5}, column{"machines", u, 9.5}, column{"resale", u, 9.5},
		column{"mining", u, 9.5}, column{"colocation", u, 11.5}, column{"GPU cloud", u, 9.5}, column{"penalties", u, 9.5},
		column{"power", u, 9.5}, column{"operation", u, 9.5}, column{"tax", u, 9.5}, column{"loans drawn", u, 9.5}, column{"loan service", u, 9.5},
		column{"net cash", u, 9.5}, column{"discount factor", "", 9}, column{"discounted", u, 11.5}, column{"cumulative NPV", u, 11.5},
		column{"cumulative cash", u, 11.5}, column{"paid back, if from here on", "periods", 12}, column{"cash by half period, for the IRR", u, 14},
	)
	npv, sum, paid := 0.0, 0.0, 0.0
	for p := range w.plan.CashFlows {
		row := &w.plan.CashFlows[p]
		net, factor := w.money.of(row.Net), 1/math.Pow(1+float64(w.scenario.DiscountRate), w.time(p))
		if sum <= 0 {
			paid = float64(p)
			if net != 0 {
				paid -= sum / net
			}
		}
		npv, sum = npv+w.money.of(row.Discounted), sum+net
		cells := []any{row.Period, w.year(p), styled{w.time(p), "0.00", plain}}
		for _, x := range row.Amounts()[:13] {
			cells = append(cells, w.amount(*x))
		}
		l.line(append(cells, w.cashFormulas(p, net, factor, w.money.of(row.Discounted), npv, sum, paid)...)...)
	}
	w.addHalves(&l)
	w.addCashTotals(&l, npv)
	l.printed = cashCumulative
	return w.add(l, nil)
}

// time is when the cash of a period counts: its middle, the end of the horizon for the
// terminal row, in years.
func (w *planWriter) time(p int) float64 {
	years := w.scenario.Horizon.YearsPerPeriod()
	if p == w.cash.periods {
		return float64(p) * years
	}
	return (float64(p) + 0.5) * years
}

// year is the calendar year of a period, nothing for the terminal row.
func (w *planWriter) year(p int) any {
	if p == w.cash.periods {
		return nil
	}
	return styled{w.scenario.Horizon.Year(p), asYear, plain}
}

// cashFormulas are the cells of a row that follow from its amounts.
func (w *planWriter) cashFormulas(p int, net, factor, discounted, npv, sum, paid float64) []any {
	row := headRows + 1 + p
	at := func(col int) string { return ref(row, col) }
	before := "0"
	npvText, sumText := at(cashDiscounted), at(cashNet)
	paidBefore := "0"
	if p > 0 {
		before, paidBefore = ref(row-1, cashCumulative), ref(row-1, cashPayback)
		npvText = ref(row-1, cashNPV) + "+" + at(cashDiscounted)
		sumText = before + "+" + at(cashNet)
	}
	money := func(text string, value float64) formula { return formula{text, value, w.money.format, plain} }
	cells := []any{
		money("SUM("+at(cashConnection)+":"+at(cashService)+")", net),
		formula{fmt.Sprintf("(1+discount_rate)^-%s", at(cashTime)), factor, "0.0000", plain},
		money(at(cashNet)+"*"+at(cashFactor), discounted),
		money(npvText, npv),
		money(sumText, sum),
	}
	if p == w.cash.periods {
		return cells
	}
	text := fmt.Sprintf("IF(%s<=0,IF(%s=0,%d,%d-%s/%s),%s)", before, at(cashNet), p, p, before, at(cashNet), paidBefore)
	return append(cells, formula{text, paid, "0.00", plain})
}

// addHalves adds the cash by half period: that of a period counts in its middle, the
// terminal value half a period after the last. Rows go on below those of the periods.
func (w *planWriter) addHalves(l *layout) {
	n := w.cash.periods
	for i := range 2 * n {
		for headRows+i >= len(l.rows) {
			l.rows = append(l.rows, nil)
		}
		row := l.rows[headRows+i]
		for len(row) < cashHalves-1 {
			row = append(row, nil)
		}
		var cell any = styled{0.0, w.money.format, faint}
		p := i / 2
		if i == 2*n-1 {
			p = n
		}
		if i%2 == 0 || p == n {
			cell = formula{ref(headRows+1+p, cashNet), w.money.of(w.plan.CashFlows[p].Net), w.money.format, faint}
		}
		l.rows[headRows+i] = append(row[:cashHalves-1:cashHalves-1], cell)
	}
}

// addCashTotals puts the sums of all periods under them.
func (w *planWriter) addCashTotals(l *layout, npv float64) {
	sums := make([]float64, 15)
	for p := range w.plan.CashFlows {
		for i, x := range w.plan.CashFlows[p].Amounts() {
			sums[i] += w.money.of(*x)
		}
	}
	i := headRows + w.cash.rows
	for i >= len(l.rows) {
		l.rows = append(l.rows, nil)
	}
	cells := make([]any, cashDiscounted)
	cells[0] = styled{"all", asText, total}
	for c := cashConnection; c <= cashNet; c++ {
		cells[c-1] = totalOf("SUM("+rowsOf(c, w.cash.rows)+")", sums[c-cashConnection], w.money.format)
	}
	cells[cashDiscounted-1] = totalOf("SUM("+rowsOf(cashDiscounted, w.cash.rows)+")", npv, w.money.format)
	if rest := l.rows[i]; len(rest) > len(cells) {
		cells = append(cells, rest[len(cells):]...)
	}
	l.rows[i] = cells
}

// budget writes what each year spends of what it may.
func (w *planWriter) budget() error {
	u := w.money.name
	l := table(budgetSheet, 1,
		column{"year", "", 8}, column{"budget", u, 13}, column{"carried in", u, 13}, column{"reinvested", u, 13}, column{"loan", u, 13},
		column{"may be spent", u, 13}, column{"spent", u, 13}, column{"carried out", u, 13}, column{"spent of what may be", "share", 12},
	)
	limited := w.scenario.Budget.Annual != nil
	var sums model.YearBudget
	for i := range w.plan.Spending {
		y := &w.plan.Spending[i]
		for j, x := range sums.Amounts() {
			*x += *y.Amounts()[j]
		}
		l.line(w.budgetRow(i, limited)...)
	}
	n := len(w.plan.Spending)
	all := func(col int, x float64) formula { return totalOf("SUM("+rowsOf(col, n)+")", x, w.money.format) }
	l.totals(styled{"all", asText, total}, all(2, w.money.of(sums.Budget)), nil, all(4, w.money.of(sums.Reinvest)), all(5, w.money.of(sums.Loan)),
		nil, all(7, w.money.of(sums.Spent)))
	switch b := &w.scenario.Budget; {
	case b.HasTotal:
		row := l.last()
		l.line("limit", styled{w.money.of(b.Total), w.money.format, input}, nil, nil, nil, nil, nil, nil,
			formula{fmt.Sprintf("IF(B%d=0,0,G%d/B%d)", row+1, row, row+1), ratio(w.money.of(sums.Spent), w.money.of(b.Total)), asPercent, plain})
	case !limited:
		l.line(styled{"no budget limits the plan", asText, faint})
	}
	return w.add(l, nil)
}

// budgetRow is a year's row.
func (w *planWriter) budgetRow(i int, limited bool) []any {
	y, row := &w.plan.Spending[i], headRows+1+i
	at := func(col string) string { return col + strconv.Itoa(row) }
	spent := fmt.Sprintf("-SUMPRODUCT((%s=%s)*(%s+%s+%s))", within(cashSheet, cashYear, w.cash.periods), at("A"),
		within(cashSheet, cashConnection, w.cash.periods), within(cashSheet, cashShell, w.cash.periods), within(cashSheet, cashMachines, w.cash.periods))
	may := w.money.of(y.Budget + y.Carried + y.Reinvest + y.Loan)
	money := func(text string, value float64) formula { return formula{text, value, w.money.format, plain} }
	var budget, carried, out, share any = w.amount(y.Budget), w.amount(y.Carried), w.amount(y.CarryOver), nil
	if limited {
		budget = styled{w.money.of(y.Budget), w.money.format, input}
		if i > 0 {
			carried = money(fmt.Sprintf("carry_over*H%d", row-1), w.money.of(y.Carried))
		}
		out = money(at("F")+"-"+at("G"), w.money.of(y.CarryOver))
		share = formula{fmt.Sprintf("IF(%s=0,0,%s/%s)", at("F"), at("G"), at("F")), ratio(w.money.of(y.Spent), may), asPercent, plain}
	}
	return []any{
		styled{y.Year, asYear, plain},
		budget, carried, w.amount(y.Reinvest), w.amount(y.Loan),
		money(fmt.Sprintf("SUM(%s:%s)", at("B"), at("E")), may), money(spent, w.money.of(y.Spent)), out, share,
	}
}

// ratio is a share of a whole, 0 of nothing.
func ratio(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}
