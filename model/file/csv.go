package file

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// rows is one table as read: its good and bad records, in the order of the
// file.
type rows struct {
	table   *Table
	src     *source
	records []*record
	// broken: the file is missing or could not be read to its end, so that
	// nothing can be said of what is not in it.
	broken bool
}

// readTable reads a CSV file by its table. The result is never nil.
func (l *loader) readTable(t *Table, in folder, pack int) *rows {
	key := tableKey{in.dir, path.Join(in.shown, t.Name), pack}
	if out := l.kept.get(key); out != nil {
		l.files = append(l.files, out.src)
		return out
	}
	found := len(l.findings) + l.omitted
	out := l.readTableAnew(t, in, pack)
	if out.src != nil && len(l.findings)+l.omitted == found {
		l.kept.put(key, out)
	}
	return out
}

// readTableAnew is readTable without what is kept.
func (l *loader) readTableAnew(t *Table, in folder, pack int) *rows {
	out := &rows{table: t}
	out.src = l.read(in, t.Name, missingOK(t.Optional))
	if out.src == nil {
		out.broken = !t.Optional || l.exists(in, t.Name)
		return out
	}
	out.src.byteColumns = true
	l.parseTable(out, pack)
	return out
}

// parseTable fills out with the records of its source.
func (l *loader) parseTable(out *rows, pack int) {
	r := csv.NewReader(bytes.NewReader(out.src.data))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	header, err := r.Read()
	if err != nil {
		l.reportCSV(out, err)
		return
	}
	if len(header) == 1 && strings.ContainsAny(header[0], ";\t") {
		out.broken = true
		l.report(diag.BadCSV, position{out.src, 1, 1}, "save it as CSV with commas", "the columns are not separated by commas")
		return
	}
	columns, ok := l.header(out, header, r.FieldPos)
	if !ok {
		out.broken = true
		return
	}
	t := tableReader{loader: l, Reader: r, out: out, columns: columns, lines: lineCursor{data: out.src.data, line: 1}, pack: pack}
	for t.next() {
		if l.full() {
			out.broken, l.stopped = true, true // the rest would only be counted
			return
		}
	}
	if len(out.records) == 0 && !out.broken {
		l.report(diag.NoRows, position{src: out.src, line: 1}, "add rows, or take the file away if it is optional", "the table has a header but no rows")
		out.broken = true
	}
}

// tableReader reads the rows behind a header.
type tableReader struct {
	*loader
	*csv.Reader
	out     *rows
	columns []int // the field of each column
	lines   lineCursor
	pack    int
}

// next reads a row; it is false at the end, or where no more can be read.
func (t *tableReader) next() bool {
	out := t.out
	texts, err := t.Read()
	if errors.Is(err, io.EOF) {
		return false
	}
	if err != nil {
		t.reportCSV(out, err)
		return false
	}
	line, col := t.FieldPos(0)
	at := position{out.src, int32(line), int32(col)}
	if len(texts) != len(t.columns) {
		t.report(diag.RaggedRow, at, "every row has as many cells as the header; put texts with commas in quotation marks",
			"the row has %d cells where the header has %d", len(texts), len(t.columns))
		out.broken = true
		return true
	}
	rec := &record{table: out.table, at: at, pack: t.pack, ok: true, cells: make([]cell, len(out.table.Fields))}
	for i, text := range texts {
		if t.columns[i] < 0 {
			continue
		}
		line, col := t.FieldPos(i)
		if t.lines.isQuoted(line, col) {
			col++
		}
		c := &rec.cells[t.columns[i]]
		c.text = strings.TrimSpace(text)
		c.at = position{out.src, int32(line), int32(col)}
	}
	t.checkRecord(rec)
	out.records = append(out.records, rec)
	return true
}

// lineCursor walks through a file line by line.
type lineCursor struct {
	data        []byte
	line, begin int
}

// isQuoted reports whether a cell begins with a quotation mark, which its text
// does not have. Lines come in rising order.
func (c *lineCursor) isQuoted(line, col int) bool {
	for c.line < line {
		c.begin += bytes.IndexByte(c.data[c.begin:], '\n') + 1
		c.line++
	}
	at := c.begin + col - 1
	return at < len(c.data) && c.data[at] == '"'
}

// header finds the field of each column, -1 for a column that is unknown. It
// fails when a column is missing that is required or part of the key.
func (l *loader) header(out *rows, header []string, fieldPos func(int) (int, int)) (columns []int, ok bool) {
	t := out.table
	columns = make([]int, len(header))
	found := make([]bool, len(t.Fields))
	for i, name := range header {
		line, col := fieldPos(i)
		at := position{out.src, int32(line), int32(col)}
		f, known := t.byName[strings.TrimSpace(name)]
		columns[i] = -1
		switch {
		case !known:
			l.report(diag.UnknownColumn, at, l.nearest(name, t.names()), "%s has no column %q", t.Name, name)
		case found[f]:
			l.report(diag.DuplicateColumn, at, "keep one of them", "the column %s is there twice", name)
		default:
			columns[i], found[f] = f, true
		}
	}
	ok = true
	for i, f := range t.Fields {
		if !found[i] && (f.Required || slices.Contains(t.Key, f.Name)) {
			l.report(diag.MissingColumn, position{out.src, 1, 1}, f.holds(), "the column %s is missing", f.Name)
			ok = false
		}
	}
	return columns, ok
}

// reportCSV reports what the CSV reader found; the rest of the file is lost.
func (l *loader) reportCSV(out *rows, err error) {
	out.broken = true
	at := position{src: out.src}
	if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
		at.line, at.col = int32(parse.Line), int32(parse.Column)
		err = parse.Err
	}
	if errors.Is(err, io.EOF) {
		l.report(diag.EmptyFile, at, "write a header and rows", "the table is blank")
		return
	}
	l.report(diag.BadCSV, at, "a cell with commas or quotation marks stands in quotation marks, and those within it are doubled",
		"not CSV: %v", err)
}
