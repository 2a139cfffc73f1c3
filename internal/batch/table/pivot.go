package table

import "slices"

// Ways to make one value of the runs in a cell of a pivot.
const (
	Only  = "" // there must be one run
	Mean  = "mean"
	Min   = "min"
	Max   = "max"
	Sum   = "sum"
	Count = "count"
)

// Aggregates are the names of the ways.
var Aggregates = []string{Mean, Min, Max, Sum, Count}

// Pivot says how a table is pivoted: a line for each level, or combination of levels, of
// the columns Rows, and in it a cell for each of the columns Columns and each of Show.
type Pivot struct {
	Rows, Columns, Show []int
	By                  string
}

// Pivoted is a pivoted table.
type Pivoted struct {
	Lines   [][]Value // the levels of each line
	Columns [][]Value // and of each column
	// Cells are by line, column and what is shown. By Count a cell without runs is 0,
	// otherwise it is missing.
	Cells [][][]Value
	// Runs is how many runs were pivoted, Missing how many of them have nothing of what is
	// shown, by Show: no mean, sum or extreme includes them.
	Runs    int
	Missing []int
	// Currencies are those of the runs.
	Currencies []string
}

// check finds wrong use of a pivot.
func (t *Table) check(p *Pivot) error {
	if len(p.Rows) == 0 {
		return problem("a pivot needs columns for its rows")
	}
	for _, i := range slices.Concat(p.Rows, p.Columns) {
		if c := &t.Columns[i]; !c.groups() {
			return problem("runs cannot be grouped by %s", c.Name).hint("an axis or the status can")
		}
	}
	if len(p.Show) == 0 && p.By != Count {
		return problem("a pivot needs a column to show").hint("such as npv")
	}
	for _, i := range p.Show {
		c := &t.Columns[i]
		if number := c.Kind == Number || c.Kind == Integer || c.Numeric; !number && p.By != Only && p.By != Count {
			return problem("there is no %s of %s, which is no number", p.By, c.Name).hint("count it, or show a figure")
		}
	}
	return nil
}

// Pivot pivots the rows that meet the conditions. It is a Problem where runs cannot be
// grouped or aggregated so, where runs share a cell and By does not say what to do, and
// where amounts in different currencies would be mixed.
func (t *Table) Pivot(where []Condition, p Pivot) (*Pivoted, error) {
	if err := t.check(&p); err != nil {
		return nil, err
	}
	b := &pivoting{
		table: t, ask: p,
		lines: newGrouping(t, p.Rows), columns: newGrouping(t, p.Columns), cells: map[[2]int]*cell{},
		currency: Find(t.Columns, "currency"), missing: make([]int, len(p.Show)),
	}
	for row, err := range t.where(where, slices.Concat(p.Rows, p.Columns, p.Show, []int{b.currency})) {
		if err == nil {
			err = b.add(row)
		}
		if err != nil {
			return nil, err
		}
	}
	return b.pivoted(), nil
}
