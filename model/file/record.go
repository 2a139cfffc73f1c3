package file

import (
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// cell is one value of a record as written and as read.
type cell struct {
	text string
	num  float64    // of numbers, shares, years, durations; choices by index
	date model.Date // of dates
	at   position
	list []*node // items of a YAML list, in place of text
	tree *node   // a YAML section, in place of text
	ok   bool    // written, and found good by its field
	bad  bool    // reported, so that it is not missing
}

// written reports whether there is anything in the cell.
func (c *cell) written() bool { return c.text != "" || c.list != nil || c.tree != nil }

// record is a row of a table or a mapping of a scenario file.
type record struct {
	table  *Table
	at     position // its beginning
	cells  []cell   // by field of the table
	ok     bool     // all cells are good
	pack   int      // which of the scenario's packs it comes from, everywhere if it is written in the scenario
	used   bool     // something refers to it
	listed bool     // it is among the scenario's inputs
}

// everywhere stands for all packs of the scenario together.
const everywhere = -1

// cell returns the cell of a field.
func (r *record) cell(name string) *cell { return &r.cells[r.table.byName[name]] }

// text returns a field as written.
func (r *record) text(name string) string { return r.cell(name).text }

// num returns a number; 0 when it is missing or has been found bad.
func (r *record) num(name string) float64 { return r.cell(name).num }

// has reports whether the field is written and good.
func (r *record) has(name string) bool { return r.cell(name).ok }

// at returns where a field stands, or where the record begins.
func (r *record) where(name string) position {
	if c := r.cell(name); !c.at.isZero() {
		return c.at
	}
	return r.at
}

// yes reports whether a true-or-false field is true.
func (r *record) yes(name string) bool { return r.num(name) == 1 }

// id joins the key fields of the record.
func (r *record) id() string {
	switch key := r.table.Key; len(key) {
	case 0:
		return ""
	case 1:
		return r.text(key[0])
	case 2:
		return r.text(key[0]) + "/" + r.text(key[1])
	default:
		parts := make([]string, len(key))
		for i, k := range key {
			parts[i] = r.text(k)
		}
		return strings.Join(parts, "/")
	}
}

// item is one element of a list with its place.
type item struct {
	text string
	at   position
}

// items splits a list field.
func (r *record) items(name string) []item { return r.cell(name).items() }

// items splits a cell that holds a list: the items of a YAML list, or words
// separated by blanks.
func (c *cell) items() []item {
	var items []item
	for _, n := range c.list {
		items = append(items, item{n.value, n.at})
	}
	if c.list != nil {
		return items
	}
	for i := 0; i < len(c.text); {
		if c.text[i] == ' ' {
			i++
			continue
		}
		end := strings.IndexByte(c.text[i:], ' ')
		if end < 0 {
			end = len(c.text) - i
		}
		at := c.at
		at.col += int32(i)
		items = append(items, item{c.text[i : i+end], at})
		i += end
	}
	return items
}
