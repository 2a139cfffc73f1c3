package formulation

import (
	"math"
	"strconv"

	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// ledger holds the rows in which money meets: the spending and operating cash
// of calendar years, and the income of countries where losses are carried
// forward (docs/model.md, section 6). Rows that no budget or rule needs are
// left out. Spending is the same in all worlds; operating cash and income have
// rows for each world.
type ledger struct {
	years    []int
	yearOf   []int   // index of the calendar year, by period
	spending []int32 // row by year
	spent    []int32 // column by year
	worlds   []worldLedger

	fixedCash   []float64 // operating cash that no decision changes, by year
	fixedIncome [][]float64
	offset      float64 // objective that no decision changes
}

// worldLedger is the part of the ledger that differs between worlds.
type worldLedger struct {
	operating []int32   // row by year, none unless money is reinvested
	earned    []int32   // column by year
	income    [][]int32 // row by country and period, nil unless carried forward
}

// perWorld reports whether operating cash or income matters to any row.
func (b *builder) perWorld() bool {
	for c := range b.s.Countries {
		if b.s.Countries[c].CarryForward {
			return true
		}
	}
	return b.s.Budget.Reinvest > 0
}

func (b *builder) addLedger() {
	l := &b.ledger
	l.years = b.s.Horizon.Years()
	l.yearOf = make([]int, b.s.Horizon.Periods)
	for p := range l.yearOf {
		l.yearOf[p] = b.s.Horizon.Year(p) - l.years[0]
	}
	l.fixedCash = make([]float64, len(l.years))
	l.fixedIncome = make([][]float64, len(b.s.Countries))
	for c := range b.s.Countries {
		l.fixedIncome[c] = make([]float64, b.s.Horizon.Periods)
	}
	b.addSpending()
	l.worlds = make([]worldLedger, 1)
	if b.perWorld() {
		l.worlds = make([]worldLedger, len(b.worlds))
	}
	for w := range l.worlds {
		b.addOperating(w)
		b.addBudgets(w)
		b.addIncome(w)
	}
}

// worldName is the part of a name that tells the rows of worlds apart, nothing
// where there is one for all.
func (b *builder) worldName(w, of int) []string {
	if of == 1 {
		return nil
	}
	return []string{b.s.Worlds[w].Name}
}

// inLedger is the name of a row or column of a world's ledger.
func (b *builder) inLedger(w int, parts ...string) []string {
	return append(parts, b.worldName(w, len(b.ledger.worlds))...)
}

// addSpending adds the spending of each year and the loans against it.
func (b *builder) addSpending() {
	l, budget := &b.ledger, &b.s.Budget
	b.loans = make([]int32, len(l.years))
	for i, year := range l.years {
		label := strconv.Itoa(year)
		b.loans[i] = none
		l.spending, l.spent = append(l.spending, none), append(l.spent, none)
		if budget.Annual == nil && !budget.HasTotal {
			continue
		}
		l.spending[i] = b.AddRow(b.family.spending, 0, 0, label)
		l.spent[i] = b.AddCol(b.family.spent, 0, math.Inf(1), 0, false, label)
		b.Term(l.spending[i], l.spent[i], -1)
		if budget.DebtShare > 0 {
			value := b.value.loan(b.calc.Loan(i))
			b.loans[i] = b.AddCol(b.family.loan, 0, math.Inf(1), value, false, label)
			row := b.AddRow(b.family.loanShare, math.Inf(-1), 0, label)
			b.Term(row, b.loans[i], 1)
			b.Term(row, l.spent[i], -float64(budget.DebtShare))
		}
	}
}

// addOperating adds a world's operating cash of the years from which money is
// reinvested.
func (b *builder) addOperating(w int) {
	l, rows := &b.ledger, &b.ledger.worlds[w]
	for i, year := range l.years {
		rows.operating, rows.earned = append(rows.operating, none), append(rows.earned, none)
		if b.s.Budget.Reinvest == 0 || i+1 == len(l.years) || l.spending[i] == none {
			continue
		}
		name := b.inLedger(w, strconv.Itoa(year))
		rows.operating[i] = b.AddRow(b.family.operatingCash, 0, 0, name...)
		rows.earned[i] = b.AddCol(b.family.operating, math.Inf(-1), math.Inf(1), 0, false, name...)
		b.Term(rows.operating[i], rows.earned[i], -1)
	}
}

// addBudgets states the yearly and total budgets in a world.
func (b *builder) addBudgets(w int) {
	l, budget := &b.ledger, &b.s.Budget
	if w > 0 && budget.Reinvest == 0 {
		return // the same in all worlds
	}
	carried := none
	for i, year := range l.years {
		if budget.Annual == nil {
			break
		}
		name := b.inLedger(w, strconv.Itoa(year))
		amount := scaled(float64(budget.Annual[i]))
		row := b.AddRow(b.family.budget, amount, amount, name...)
		b.Term(row, l.spent[i], 1)
		if carried != none {
			b.Term(row, carried, -float64(budget.CarryOver))
		}
		carried = b.AddCol(b.family.carried, 0, math.Inf(1), 0, false, name...)
		b.Term(row, carried, 1)
		b.addOtherMoney(w, row, i)
		b.addLimit(limit{row: row, col: none, family: "budget", name: strconv.Itoa(year), unit: "million " + b.s.Currency})
	}
	if !budget.HasTotal {
		return
	}
	row := b.AddRow(b.family.total, math.Inf(-1), scaled(float64(budget.Total)), b.inLedger(w, "")...)
	for i := range l.years {
		b.Term(row, l.spent[i], 1)
		b.addOtherMoney(w, row, i)
	}
	b.addLimit(limit{row: row, col: none, family: "total_budget", name: "total", unit: "million " + b.s.Currency})
}

// addOtherMoney sets loans and reinvested cash against spending in a row.
func (b *builder) addOtherMoney(w int, row int32, year int) {
	if b.loans[year] != none {
		b.Term(row, b.loans[year], -1)
	}
	if earned := b.ledger.worlds[w].earned; year > 0 && earned[year-1] != none {
		b.Term(row, earned[year-1], -float64(b.s.Budget.Reinvest))
	}
}

// addIncome states in a world, for countries that carry losses forward,
// stock[p] = stock[p-1] - income[p] + taxable[p].
func (b *builder) addIncome(w int) {
	rows := &b.ledger.worlds[w]
	rows.income = make([][]int32, len(b.s.Countries))
	for c := range b.s.Countries {
		if !b.s.Countries[c].CarryForward {
			continue
		}
		stock := none
		for p := range b.s.Horizon.Periods {
			name := b.inLedger(w, b.s.Countries[c].ID, b.labels[p])
			row := b.AddRow(b.family.income, 0, 0, name...)
			rows.income[c] = append(rows.income[c], row)
			taxable := b.addTaxable(w, c, p, name)
			b.Term(row, taxable, -1)
			if stock != none {
				b.Term(row, stock, -1)
			}
			stock = b.AddCol(b.family.loss, 0, math.Inf(1), 0, false, name...)
			b.Term(row, stock, 1)
			b.taxes = append(b.taxes, taxColumns{taxable, stock})
		}
	}
	if rows.income[0] == nil {
		return
	}
	for i, col := range b.loans {
		if col == none {
			continue
		}
		for p, interest := range b.calc.Loan(i).Interest {
			b.Term(rows.income[0][p], col, -interest)
		}
	}
}

// taxColumns are the income that is taxed in a period and the losses kept for
// later ones.
type taxColumns struct{ taxable, stock int32 }

// Prepays reports whether a point of the program pays tax before it is due to
// have more cash to reinvest later: it taxes income while there are losses left
// to set against it. That never pays where all of a budget is carried over; where
// it is not, the program does not rule it out.
func (f *Formulation) Prepays(x []float64) bool {
	if b := &f.s.Budget; b.Annual == nil || b.Reinvest == 0 || b.CarryOver == 1 {
		return false
	}
	for _, t := range f.taxes {
		if x[t.taxable] > negligible && x[t.stock] > negligible {
			return true
		}
	}
	return false
}

// addTaxable adds the income of a country that is taxed in a period of a
// world.
func (b *builder) addTaxable(w, country, p int, name []string) int32 {
	clear(b.values)
	b.values[w] = b.value.tax(p, country)
	col := b.AddCol(b.family.taxable, 0, math.Inf(1), b.mean(b.values), false, name...)
	b.spread(col, b.values)
	if op := b.ledger.worlds[w].operating[b.ledger.yearOf[p]]; op != none {
		b.Term(op, col, -float64(b.s.Countries[country].TaxRate))
	}
	return col
}

// post enters units of money under a column.
func (b *builder) post(col int32, m *money, units float64, country int) {
	l := &b.ledger
	for p := range b.s.Horizon.Periods {
		if row := l.spending[l.yearOf[p]]; row != none {
			if spent := m.fixed.Spending(p); spent != 0 {
				b.Term(row, col, scaled(units*spent))
			}
		}
		for w := range l.worlds {
			ebitda := m.fixed.EBITDA(p) + m.flows[w][p].EBITDA()
			b.postIncome(col, w, p, country, units*(ebitda+m.fixed.Resale[p]), units*(m.fixed.Resale[p]-m.fixed.Deduction[p]+ebitda))
		}
	}
}

// postFlows enters flows of one period, by world, under a column.
func (b *builder) postFlows(col int32, flows []finance.Flow, p, country int) {
	for w := range b.ledger.worlds {
		b.postIncome(col, w, p, country, flows[w].EBITDA(), flows[w].EBITDA())
	}
}

// postIncome enters operating cash before tax and taxable income under a
// column in the rows of a world.
func (b *builder) postIncome(col int32, w, p, country int, cash, income float64) {
	rows := &b.ledger.worlds[w]
	if row := rows.operating[b.ledger.yearOf[p]]; row != none {
		b.termIf(row, col, scaled(cash-b.value.periodTax(country)*income))
	}
	if rows.income[country] != nil {
		b.termIf(rows.income[country][p], col, scaled(income))
	}
}

// postFixed enters money that no decision changes: the charges of existing
// connections, which are the same in all worlds.
func (b *builder) postFixed(st *finance.Stream, at place) {
	l := &b.ledger
	l.offset += b.value.stream(st, at)
	tax := b.value.periodTax(at.country)
	for p := range b.s.Horizon.Periods {
		l.fixedCash[l.yearOf[p]] += scaled(st.EBITDA(p) - tax*st.Income(p))
		l.fixedIncome[at.country][p] += scaled(st.Income(p))
	}
}

// enterFixed enters the fixed money in the objective and the right-hand sides
// of a finished program.
func (l *ledger) enterFixed(m *mip.Model) {
	m.Offset = l.offset
	for _, rows := range l.worlds {
		for i, row := range rows.operating {
			if row != none {
				m.RowLower[row], m.RowUpper[row] = -l.fixedCash[i], -l.fixedCash[i]
			}
		}
		for c, income := range rows.income {
			for p, row := range income {
				m.RowLower[row], m.RowUpper[row] = -l.fixedIncome[c][p], -l.fixedIncome[c][p]
			}
		}
	}
}

// addLimit remembers a limit for the list of what binds.
func (b *builder) addLimit(l limit) { b.limits = append(b.limits, l) }
