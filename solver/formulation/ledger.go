package formulation

import (
	"math"
	"strconv"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// ledger holds the rows in which money meets: the spending and operating cash
// of calendar years, and the income of countries where losses are carried
// forward (docs/model.md, section 6). Rows that no budget or rule needs are
// left out.
type ledger struct {
	years     []int
	yearOf    []int     // index of the calendar year, by period
	spending  []int32   // row by year
	operating []int32   // row by year, none unless money is reinvested
	income    [][]int32 // row by country and period, nil unless carried forward

	spent, earned []int32   // columns by year
	fixedCash     []float64 // operating cash that no decision changes, by year
	fixedIncome   [][]float64
	offset        float64 // objective that no decision changes
}

func (b *builder) addLedger() {
	l := &b.ledger
	l.years = b.s.Horizon.Years()
	l.yearOf = make([]int, b.s.Horizon.Periods)
	for p := range l.yearOf {
		l.yearOf[p] = b.s.Horizon.Year(p) - l.years[0]
	}
	l.fixedCash = make([]float64, len(l.years))
	budget := &b.s.Budget
	b.loans = make([]int32, len(l.years))
	for i, year := range l.years {
		label := strconv.Itoa(year)
		b.loans[i] = none
		l.spending, l.operating = append(l.spending, none), append(l.operating, none)
		l.spent, l.earned = append(l.spent, none), append(l.earned, none)
		if budget.Annual != nil || budget.HasTotal {
			l.spending[i] = b.AddRow(b.family.spending, 0, 0, label)
			l.spent[i] = b.AddCol(b.family.spent, 0, math.Inf(1), 0, false, label)
			b.Term(l.spending[i], l.spent[i], -1)
		}
		if budget.Reinvest > 0 && i+1 < len(l.years) && l.spending[i] != none {
			l.operating[i] = b.AddRow(b.family.operatingCash, 0, 0, label)
			l.earned[i] = b.AddCol(b.family.operating, math.Inf(-1), math.Inf(1), 0, false, label)
			b.Term(l.operating[i], l.earned[i], -1)
		}
		if budget.DebtShare > 0 && l.spending[i] != none {
			value := b.value.loan(b.calc.Loan(i))
			b.loans[i] = b.AddCol(b.family.loan, 0, math.Inf(1), value, false, label)
			row := b.AddRow(b.family.loanShare, math.Inf(-1), 0, label)
			b.Term(row, b.loans[i], 1)
			b.Term(row, l.spent[i], -float64(budget.DebtShare))
		}
	}
	b.addBudgets()
	b.addIncome()
}

// addBudgets states the yearly and total budgets.
func (b *builder) addBudgets() {
	l, budget := &b.ledger, &b.s.Budget
	carried := none
	for i, year := range l.years {
		if budget.Annual == nil {
			break
		}
		label := strconv.Itoa(year)
		amount := scaled(float64(budget.Annual[i]))
		row := b.AddRow(b.family.budget, amount, amount, label)
		b.Term(row, l.spent[i], 1)
		if carried != none {
			b.Term(row, carried, -float64(budget.CarryOver))
		}
		carried = b.AddCol(b.family.carried, 0, math.Inf(1), 0, false, label)
		b.Term(row, carried, 1)
		b.addOtherMoney(row, i)
		b.addLimit(limit{row: row, col: none, family: "budget", name: label, unit: "million " + b.s.Currency})
	}
	if !budget.HasTotal {
		return
	}
	row := b.AddRow(b.family.total, math.Inf(-1), scaled(float64(budget.Total)), "")
	for i := range l.years {
		b.Term(row, l.spent[i], 1)
		b.addOtherMoney(row, i)
	}
	b.addLimit(limit{row: row, col: none, family: "total_budget", name: "total", unit: "million " + b.s.Currency})
}

// addOtherMoney sets loans and reinvested cash against spending in a row.
func (b *builder) addOtherMoney(row int32, year int) {
	if b.loans[year] != none {
		b.Term(row, b.loans[year], -1)
	}
	if year > 0 && b.ledger.earned[year-1] != none {
		b.Term(row, b.ledger.earned[year-1], -float64(b.s.Budget.Reinvest))
	}
}

// addIncome states, for countries that carry losses forward,
// stock[p] = stock[p-1] - income[p] + taxable[p].
func (b *builder) addIncome() {
	l := &b.ledger
	l.income = make([][]int32, len(b.s.Countries))
	l.fixedIncome = make([][]float64, len(b.s.Countries))
	for c := range b.s.Countries {
		country := &b.s.Countries[c]
		if !country.CarryForward {
			continue
		}
		l.fixedIncome[c] = make([]float64, b.s.Horizon.Periods)
		stock := none
		for p := range b.s.Horizon.Periods {
			label := b.labels[p]
			row := b.AddRow(b.family.income, 0, 0, country.ID, label)
			l.income[c] = append(l.income[c], row)
			taxable := b.AddCol(b.family.taxable, 0, math.Inf(1), b.value.tax(p, c), false, country.ID, label)
			b.Term(row, taxable, -1)
			if op := l.operating[l.yearOf[p]]; op != none {
				b.Term(op, taxable, -float64(country.TaxRate))
			}
			if stock != none {
				b.Term(row, stock, -1)
			}
			stock = b.AddCol(b.family.loss, 0, math.Inf(1), 0, false, country.ID, label)
			b.Term(row, stock, 1)
		}
	}
	if l.income[0] == nil {
		return
	}
	for i, col := range b.loans {
		if col == none {
			continue
		}
		for p, interest := range b.calc.Loan(i).Interest {
			b.Term(l.income[0][p], col, -interest)
		}
	}
}

// post enters the money of units x a stream under a column.
func (b *builder) post(col int32, st *finance.Stream, units float64, country int) {
	l := &b.ledger
	tax := b.value.periodTax(country)
	for p := range b.s.Horizon.Periods {
		y := l.yearOf[p]
		if row := l.spending[y]; row != none {
			if spent := st.Spending(p); spent != 0 {
				b.Term(row, col, scaled(units*spent))
			}
		}
		if row := l.operating[y]; row != none {
			if cash := st.EBITDA(p) + st.Resale[p] - tax*st.Income(p); cash != 0 {
				b.Term(row, col, scaled(units*cash))
			}
		}
		if l.income[country] != nil {
			if income := st.Income(p); income != 0 {
				b.Term(l.income[country][p], col, scaled(units*income))
			}
		}
	}
}

// postFlow enters the money of one MW in one period under a column.
func (b *builder) postFlow(col int32, f finance.Flow, p, country int) {
	l := &b.ledger
	cash := f.EBITDA()
	if cash == 0 {
		return
	}
	if row := l.operating[l.yearOf[p]]; row != none {
		b.Term(row, col, scaled((1-b.value.periodTax(country))*cash))
	}
	if l.income[country] != nil {
		b.Term(l.income[country][p], col, scaled(cash))
	}
}

// postFixed enters money that no decision changes: the charges of existing
// connections.
func (b *builder) postFixed(st *finance.Stream, country int) {
	l := &b.ledger
	l.offset += b.value.stream(st, country, model.Mining)
	tax := b.value.periodTax(country)
	for p := range b.s.Horizon.Periods {
		l.fixedCash[l.yearOf[p]] += scaled(st.EBITDA(p) - tax*st.Income(p))
		if l.fixedIncome[country] != nil {
			l.fixedIncome[country][p] += scaled(st.Income(p))
		}
	}
}

// enterFixed enters the fixed money in the objective and the right-hand sides
// of a finished program.
func (l *ledger) enterFixed(m *mip.Model) {
	m.Offset = l.offset
	for i, row := range l.operating {
		if row != none {
			m.RowLower[row], m.RowUpper[row] = -l.fixedCash[i], -l.fixedCash[i]
		}
	}
	for c, rows := range l.income {
		for p, row := range rows {
			m.RowLower[row], m.RowUpper[row] = -l.fixedIncome[c][p], -l.fixedIncome[c][p]
		}
	}
}

// addLimit remembers a limit for the list of what binds.
func (b *builder) addLimit(l limit) { b.limits = append(b.limits, l) }
