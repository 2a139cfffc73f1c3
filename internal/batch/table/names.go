package table

import (
	"strings"

	"github.com/gridalloc/gridalloc/model/file"
)

// Names finds the columns of a list such as "power_system,npv".
func (t *Table) Names(list string) ([]int, error) {
	var found []int
	for _, name := range strings.Split(list, ",") {
		i, err := t.column(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		found = append(found, i)
	}
	return found, nil
}

// column finds a column by its name.
func (t *Table) column(name string) (int, error) {
	if i := Find(t.Columns, name); i >= 0 {
		return i, nil
	}
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return 0, problem("there is no column %q", name).hint("%s", file.Nearest(name, names))
}

// Order is a column to sort by.
type Order struct {
	Column int
	Falls  bool // the largest first
}

// Orders reads a list such as "-npv,budget": a minus puts the largest first.
func (t *Table) Orders(list string) ([]Order, error) {
	var orders []Order
	for _, name := range strings.Split(list, ",") {
		name, falls := strings.CutPrefix(strings.TrimSpace(name), "-")
		i, err := t.column(name)
		if err != nil {
			return nil, err
		}
		orders = append(orders, Order{i, falls})
	}
	return orders, nil
}
