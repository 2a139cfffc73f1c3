package table

import (
	"cmp"
	"slices"
)

// grouping numbers the combinations of levels of some columns as they come.
type grouping struct {
	table   *Table
	columns []int
	numbers map[string]int
	levels  [][]Value
	key     []byte
}

func newGrouping(t *Table, columns []int) *grouping {
	return &grouping{table: t, columns: columns, numbers: map[string]int{}}
}

// of is the number of a row's combination.
func (g *grouping) of(row []Value) int {
	g.key = g.key[:0]
	for _, i := range g.columns {
		g.key = append(append(g.key, row[i].String()...), 0)
	}
	n, ok := g.numbers[string(g.key)]
	if !ok {
		n = len(g.levels)
		g.numbers[string(g.key)] = n
		levels := make([]Value, len(g.columns))
		for i, column := range g.columns {
			levels[i] = row[column]
		}
		g.levels = append(g.levels, levels)
	}
	return n
}

// sorted are the combinations in the order of the study.
func (g *grouping) sorted() []int {
	order := make([]int, len(g.levels))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		for i, column := range g.columns {
			if c := g.table.Columns[column].place(g.levels[a][i], g.levels[b][i]); c != 0 {
				return c
			}
		}
		return 0
	})
	return order
}

// place orders two values of a column as the study does; other texts by their letters.
func (c *Column) place(a, b Value) int {
	if c.order != nil {
		return cmp.Compare(c.order[a.Text], c.order[b.Text])
	}
	return cmp.Compare(a.String(), b.String())
}
