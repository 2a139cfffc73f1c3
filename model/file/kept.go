package file

import "sync"

// tables keeps tables that were read without a finding, so that the many scenarios of a
// study read each once, and all read the same. Every load has copies of its own, since
// records are marked while they are resolved.
type tables struct {
	mu   sync.Mutex
	rows map[tableKey]*rows
}

// tableKey tells a table of a folder from others, and as which pack it was read.
type tableKey struct {
	dir, path string
	pack      int
}

// get is a copy of a table, nil where it is not kept.
func (k *tables) get(key tableKey) *rows {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if out := k.rows[key]; out != nil {
		return out.copied()
	}
	return nil
}

// put keeps a copy of a table.
func (k *tables) put(key tableKey, r *rows) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.rows[key] = r.copied()
}

// copied is a table with records of its own. Cells of tables hold no nodes.
func (r *rows) copied() *rows {
	out := *r
	out.records = make([]*record, len(r.records))
	recs := make([]record, len(r.records))
	cells := make([]cell, 0, len(r.records)*len(r.table.Fields))
	for i, rec := range r.records {
		begin := len(cells)
		cells = append(cells, rec.cells...)
		recs[i] = *rec
		recs[i].cells = cells[begin:len(cells):len(cells)]
		out.records[i] = &recs[i]
	}
	return &out
}
