package file

import (
	"github.com/gridalloc/gridalloc/model/diag"
)

// index finds the records of a table by their first key field.
type index struct {
	table *Table
	at    map[string]*record
	names []string
	// partial: a file of the table could not be read, or the id of a row is bad,
	// so that nothing can be said of ids that are not found.
	partial bool
	// elsewhere tells ids of packs that the scenario does not load, so that
	// they can be told from misspelt ones. It may be nil.
	elsewhere func(id string) bool
}

// newIndex indexes tables of one kind. Of several records of one id, the first
// counts.
func newIndex(t *Table, tables ...*rows) *index {
	ix := &index{table: t, at: map[string]*record{}}
	for _, rows := range tables {
		ix.partial = ix.partial || rows.broken
		for _, rec := range rows.records {
			if rec.has(t.Key[0]) {
				ix.add(rec.text(t.Key[0]), rec)
			} else {
				ix.partial = true
			}
		}
	}
	return ix
}

// add enters a record.
func (ix *index) add(id string, rec *record) {
	if id != "" && ix.at[id] == nil {
		ix.at[id] = rec
		ix.names = append(ix.names, id)
	}
}

// find marks the record of an id that something names as used, or reports that
// there is none, unless it lies in a pack that is not loaded or may stand in a
// file that could not be read.
func (l *loader) find(ix *index, it item, what string) {
	if rec := ix.at[it.text]; rec != nil {
		rec.used = true
		return
	}
	if ix.partial || ix.elsewhere != nil && ix.elsewhere(it.text) {
		return
	}
	l.report(diag.UnknownID, it.at, l.nearest(it.text, ix.names), "%s: there is no %s %q", what, ix.table.named(), it.text)
}

// checkReferences looks up every id that a record names.
func (l *loader) checkReferences(recs []*record, indices map[string]*index) {
	for _, rec := range recs {
		for i := range rec.table.Fields {
			f := &rec.table.Fields[i]
			c := &rec.cells[i]
			if f.Refers == "" || !c.ok {
				continue
			}
			if f.Type == IDOrAll && c.text == "*" {
				continue
			}
			if !f.isList() {
				l.find(indices[f.Refers], item{c.text, c.at}, f.Name)
				continue
			}
			for _, it := range c.items() {
				l.find(indices[f.Refers], it, f.Name)
			}
		}
	}
}

// checkKeys reports records of the same id.
func (l *loader) checkKeys(t *Table, recs []*record) {
	if len(t.Key) == 0 {
		return
	}
	seen := make(map[string]*record, len(recs))
	for _, rec := range recs {
		if !rec.hasKey() {
			continue
		}
		id := rec.id()
		if first := seen[id]; first != nil {
			l.report(diag.DuplicateID, rec.where(t.Key[0]), "keep one of them", "the %s %s is there already, at %s:%d",
				t.Record, id, first.at.src.path, first.at.line)
			rec.ok = false
			continue
		}
		seen[id] = rec
	}
}

// hasKey reports whether all key fields are good, or empty where they may be.
func (r *record) hasKey() bool {
	for _, k := range r.table.Key {
		i := r.table.byName[k]
		if c := &r.cells[i]; !c.ok && (r.table.Fields[i].Required || c.written()) {
			return false
		}
	}
	return true
}

// checkUsed reports records that nothing names though it should.
func (l *loader) checkUsed(ix *index) {
	for _, id := range ix.names {
		if rec := ix.at[id]; !rec.used {
			l.report(diag.UnusedRow, rec.where(rec.table.Key[0]), "take the row out, or check the spelling where it should be named",
				"nothing uses the %s %s", ix.table.named(), id)
		}
	}
}

// checkSources looks up the sources of every record.
func (l *loader) checkSources(recs []*record, sources *index) {
	good := map[string]bool{} // cells with several sources, all known
	for _, rec := range recs {
		c := rec.cell("source")
		if !c.ok || sources.at[c.text] != nil || good[c.text] {
			continue
		}
		good[c.text] = c.list == nil
		for _, it := range c.items() {
			own := it.text == scenarioSource && rec.pack == everywhere
			if sources.at[it.text] == nil && !sources.partial && !own {
				good[c.text] = false
				l.report(diag.UnknownSource, it.at, l.nearest(it.text, sources.names)+" (a new one goes into "+sourcesTable.Name+" of its pack)",
					"there is no source %q in %s", it.text, sourcesTable.Name)
			}
		}
	}
}

// otherIDs returns a function that tells what a field of a table holds in the
// embedded packs of its folder, read quietly when first asked.
func (l *loader) otherIDs(t *Table, field string) func(string) bool {
	return func(id string) bool {
		key := t.Name + " " + field
		if l.others[key] == nil {
			ids := map[string]bool{}
			quiet := &loader{embedded: l.embedded}
			all := l.embedded.sub(t.Folder)
			for _, name := range l.list(all) {
				for _, rec := range quiet.readTable(t, all.sub(name), 0).records {
					ids[rec.text(field)] = true
				}
			}
			l.others[key] = ids
		}
		return l.others[key][id]
	}
}
