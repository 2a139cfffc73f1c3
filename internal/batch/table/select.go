package table

import (
	"cmp"
	"iter"
	"slices"
)

// Query says which rows of a table are wanted.
type Query struct {
	Where []Condition // all of which a row meets
	Sort  []Order     // the order of the study where there is none
	Limit int         // at most so many rows, 0 for all
}

// Select gives the rows that the query asks for, with values in the columns shown. A row
// is valid until the next one. Unless the rows are to be sorted they are read as they
// are asked for.
func (t *Table) Select(q Query, show []int) iter.Seq2[[]Value, error] {
	if len(q.Sort) > 0 {
		return t.sorted(q, show)
	}
	return func(yield func([]Value, error) bool) {
		n := 0
		for row, err := range t.where(q.Where, show) {
			if !yield(row, err) {
				return
			}
			if n++; n == q.Limit {
				return
			}
		}
	}
}

// where scans the rows that meet the conditions.
func (t *Table) where(conditions []Condition, show []int) iter.Seq2[[]Value, error] {
	wanted := slices.Clone(show)
	for _, c := range conditions {
		wanted = append(wanted, c.Column)
	}
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	return func(yield func([]Value, error) bool) {
		for row, err := range t.Scan(wanted) {
			if err == nil && slices.ContainsFunc(conditions, func(c Condition) bool { return !c.Meets(row) }) {
				continue
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// sorted keeps what is to be shown or sorted by, of no more rows than needed.
func (t *Table) sorted(q Query, show []int) iter.Seq2[[]Value, error] {
	kept := slices.Clone(show)
	for _, o := range q.Sort {
		kept = append(kept, o.Column)
	}
	slices.Sort(kept)
	kept = slices.Compact(kept)
	return func(yield func([]Value, error) bool) {
		var rows [][]Value // of the columns kept
		order := func() {
			slices.SortStableFunc(rows, func(a, b []Value) int { return t.compare(q.Sort, kept, a, b) })
			if q.Limit > 0 {
				rows = rows[:min(q.Limit, len(rows))]
			}
		}
		for row, err := range t.where(q.Where, kept) {
			if err != nil {
				yield(nil, err)
				return
			}
			part := make([]Value, len(kept))
			for i, k := range kept {
				part[i] = row[k]
			}
			const slack = 1 << 12
			if rows = append(rows, part); q.Limit > 0 && len(rows) >= 2*q.Limit+slack {
				order()
			}
		}
		order()
		row := make([]Value, len(t.Columns))
		for _, part := range rows {
			for i, k := range kept {
				row[k] = part[i]
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// compare orders two rows, of the columns kept. Missing values come last.
func (t *Table) compare(orders []Order, kept []int, a, b []Value) int {
	for _, o := range orders {
		i, _ := slices.BinarySearch(kept, o.Column)
		x, y := a[i], b[i]
		if x.Kind == None || y.Kind == None {
			if c := cmp.Compare(truth(x.Kind == None).Number, truth(y.Kind == None).Number); c != 0 {
				return c
			}
			continue
		}
		c := t.Columns[o.Column].compare(x, y)
		if o.Falls {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// compare orders two values of a column: numbers by size, levels as in the study, other
// texts by their letters.
func (c *Column) compare(a, b Value) int {
	switch {
	case c.Kind == Text && c.order != nil && !c.Numeric:
		return cmp.Compare(c.order[a.Text], c.order[b.Text])
	case c.Kind == Text && !c.Numeric:
		return cmp.Compare(a.Text, b.Text)
	default:
		return cmp.Compare(a.Number, b.Number)
	}
}
