package table

import (
	"slices"
	"strings"
)

// pivoting is a pivot in progress.
type pivoting struct {
	table          *Table
	ask            Pivot
	lines, columns *grouping
	cells          map[[2]int]*cell // by line and column as they came
	currency       int
	currencies     []string
	runs           int
	missing        []int
}

// cell gathers the runs of a cell.
type cell struct {
	runs     int
	currency string
	figures  []gathered // by Show
}

// gathered is what is known of one figure of the runs of a cell.
type gathered struct {
	n              int // runs that have it
	last           Value
	sum, low, high float64
}

func (b *pivoting) add(row []Value) error {
	at := [2]int{b.lines.of(row), b.columns.of(row)}
	c := b.cells[at]
	if c == nil {
		c = &cell{figures: make([]gathered, len(b.ask.Show))}
		b.cells[at] = c
	}
	b.runs++
	c.runs++
	if c.runs > 1 && b.ask.By == Only {
		return problem("more than one run has %s", b.named(row)).
			hint("say what to make of them, one of %s; or choose among them", strings.Join(Aggregates, ", "))
	}
	if currency := row[b.currency].Text; currency != "" {
		if !slices.Contains(b.currencies, currency) {
			b.currencies = append(b.currencies, currency)
		}
		if c.currency != "" && c.currency != currency && b.money() {
			return problem("runs with %s have amounts in %s and in %s", b.named(row), c.currency, currency).hint("choose among them by currency")
		}
		c.currency = currency
	}
	for i, column := range b.ask.Show {
		if v := row[column]; v.Kind == None {
			b.missing[i]++
		} else {
			c.figures[i].add(v)
		}
	}
	return nil
}

// money tells whether amounts of money are put together.
func (b *pivoting) money() bool {
	return b.ask.By != Count && slices.ContainsFunc(b.ask.Show, func(i int) bool { return b.table.Columns[i].Unit == Money })
}

// named names the cell of a row.
func (b *pivoting) named(row []Value) string {
	var parts []string
	for _, i := range slices.Concat(b.ask.Rows, b.ask.Columns) {
		parts = append(parts, b.table.Columns[i].Name+"="+row[i].String())
	}
	return strings.Join(parts, ", ")
}

func (g *gathered) add(v Value) {
	if g.n == 0 {
		g.low, g.high = v.Number, v.Number
	}
	g.n++
	g.last = v
	g.sum += v.Number
	g.low, g.high = min(g.low, v.Number), max(g.high, v.Number)
}

// value is the value of the cell.
func (g *gathered) value(by string) Value {
	switch {
	case by == Count:
		return number(float64(g.n))
	case g.n == 0:
		return Value{}
	case by == Mean:
		return number(g.sum / float64(g.n))
	case by == Min:
		return number(g.low)
	case by == Max:
		return number(g.high)
	case by == Sum:
		return number(g.sum)
	default:
		return g.last
	}
}

// pivoted puts lines and columns in order.
func (b *pivoting) pivoted() *Pivoted {
	p := &Pivoted{Runs: b.runs, Missing: b.missing, Currencies: b.currencies}
	lines, columns := b.lines.sorted(), b.columns.sorted()
	for _, l := range lines {
		p.Lines = append(p.Lines, b.lines.levels[l])
		var cells [][]Value
		for _, c := range columns {
			cells = append(cells, b.values(b.cells[[2]int{l, c}]))
		}
		p.Cells = append(p.Cells, cells)
	}
	for _, c := range columns {
		p.Columns = append(p.Columns, b.columns.levels[c])
	}
	return p
}

// values are the values of a cell, which is nil where there are no runs.
func (b *pivoting) values(c *cell) []Value {
	if c == nil {
		c = &cell{figures: make([]gathered, len(b.ask.Show))}
	}
	if len(b.ask.Show) == 0 {
		return []Value{number(float64(c.runs))}
	}
	values := make([]Value, len(b.ask.Show))
	for i := range values {
		values[i] = c.figures[i].value(b.ask.By)
	}
	return values
}
