package file

import (
	"strconv"

	"github.com/gridalloc/gridalloc/model/diag"
)

// readMapping reads a mapping of a YAML document by a table. The result is
// never nil; it is not ok when anything is wrong.
func (l *loader) readMapping(t *Table, n *node, pack int) *record {
	rec := &record{table: t, pack: pack, ok: true, cells: make([]cell, len(t.Fields))}
	if n == nil {
		rec.ok = false
		return rec
	}
	rec.at = n.at
	if n.kind != mapping {
		l.report(diag.WrongType, n.at, "write its fields: "+some(t.names()), "%s is %s where a mapping is wanted", t.noun(), n.kind)
		rec.ok = false
		return rec
	}
	for i, key := range n.keys {
		f, known := t.byName[key.value]
		if !known {
			l.report(diag.UnknownField, key.at, l.nearest(key.value, t.names()), "%s has no field %q", t.noun(), key.value)
			rec.ok = false
			continue
		}
		rec.ok = l.fillCell(&rec.cells[f], &t.Fields[f], key, n.vals[i]) && rec.ok
	}
	return rec
}

// fillCell puts a YAML value into the cell of its field.
func (l *loader) fillCell(c *cell, f *Field, key, val *node) bool {
	c.at = val.at
	if val.isNull() {
		c.at = key.at
		return true
	}
	switch val.kind {
	case scalar:
		if f.Type.isMapping() || f.Type == Records || f.Type == Filters {
			c.bad = true
			l.report(diag.WrongType, val.at, f.holds(), "%s is a single value where %s is wanted", f.Name, article(f.Type))
			return false
		}
		c.text = val.value
	case list:
		c.list = append([]*node{}, val.items...)
	case mapping:
		if !f.Type.isMapping() && f.Type != PerYear && f.Type != PerMarket {
			c.bad = true
			l.report(diag.WrongType, val.at, f.holds(), "%s is a mapping where %s is wanted", f.Name, article(f.Type))
			return false
		}
		c.tree = val
	}
	return true
}

// isMapping reports whether only a mapping will do.
func (t Type) isMapping() bool {
	return t == Section || t == Flags || t == Axes || t == Filter
}

// article puts a type into a sentence.
func article(t Type) string {
	switch t {
	case Section, Flags, Axes, Filter:
		return "a mapping"
	case Records, Filters:
		return "a list of mappings"
	case IDs, Selector, Choices, MonthSet, Settings:
		return "a list"
	case ID:
		return "an id"
	case Bool:
		return "true or false"
	}
	return "a " + string(t)
}

// readSection reads and checks one section of the scenario; a section that is
// not there gives a record without cells written.
func (l *loader) readSection(name string, n *node) *record {
	t := section(name)
	if n == nil {
		return &record{table: t, ok: true, cells: make([]cell, len(t.Fields))}
	}
	rec := l.readMapping(t, n, everywhere)
	if n.kind == mapping {
		l.checkRecord(rec)
	}
	l.fillDefaults(rec)
	return rec
}

// fillDefaults gives the cells that are not written what their field says an
// empty one means.
func (l *loader) fillDefaults(rec *record) {
	for i := range rec.table.Fields {
		f, c := &rec.table.Fields[i], &rec.cells[i]
		if c.written() || f.Default == "" {
			continue
		}
		c.text = f.Default
		c.ok = l.checkCell(f, c)
	}
}

// readRecords reads records that are written in the scenario by the table of
// a pack. What they say nothing of in their provenance is the scenario's own
// assumption.
func (l *loader) readRecords(t *Table, c *cell, priceYear int) []*record {
	var recs []*record
	for _, n := range c.list {
		rec := l.readMapping(t, n, everywhere)
		if n.kind == mapping {
			for name, text := range map[string]string{
				"source": scenarioSource, "year": strconv.Itoa(priceYear), "method": "assumed", "grade": "C",
			} {
				if own := rec.cell(name); !own.written() {
					own.text, own.at = text, rec.at
				}
			}
			good := rec.ok
			l.checkRecord(rec)
			rec.ok = rec.ok && good
		}
		recs = append(recs, rec)
	}
	return recs
}
