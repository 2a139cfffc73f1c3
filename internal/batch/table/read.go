package table

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/parquet-go/parquet-go"
)

// Table is a table in a Parquet file that Write has written.
type Table struct {
	Head
	// Columns are those of Head.Columns.
	Columns []Column

	path  string
	file  *os.File
	pages *parquet.File
}

// Open opens a table. It fails where the file is none, is damaged, or has another
// layout. The caller closes the table.
func Open(path string) (*Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	t := &Table{path: path, file: f}
	if err := t.guarded(t.open); err != nil {
		_ = f.Close() // only read
		return nil, err
	}
	return t, nil
}

func (t *Table) open() error {
	info, err := t.file.Stat()
	if err != nil {
		return err
	}
	if t.pages, err = parquet.OpenFile(t.file, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true)); err != nil {
		return err
	}
	switch layout, ok := t.pages.Lookup(keyFormat); {
	case !ok:
		return errors.New("it is no table of runs")
	case layout != format:
		return fmt.Errorf("it has layout %q, which this version does not read", layout)
	}
	t.Study, _ = t.pages.Lookup(keyStudy)
	t.Version, _ = t.pages.Lookup(keyVersion)
	axes, _ := t.pages.Lookup(keyAxes)
	if err := json.Unmarshal([]byte(axes), &t.Axes); err != nil {
		return fmt.Errorf("its axes cannot be read: %w", err)
	}
	if t.Columns, err = t.Head.Columns(); err != nil {
		return err
	}
	return t.fits()
}

// fits holds the columns of the file against those that its axes ask for.
func (t *Table) fits() error {
	stored := t.pages.Root().Columns()
	if len(stored) != len(t.Columns) {
		return fmt.Errorf("it has %d columns instead of %d", len(stored), len(t.Columns))
	}
	for i := range t.Columns {
		c := &t.Columns[i]
		if s := stored[i]; s.Name() != c.Name || !s.Leaf() || s.Repeated() ||
			s.Optional() == c.required() || s.Type().Kind() != c.node().Type().Kind() {
			return fmt.Errorf("its column %s is not as it should be", s.Name())
		}
	}
	return nil
}

// Close closes the file.
func (t *Table) Close() error { return t.file.Close() }

// Len is the number of runs.
func (t *Table) Len() int { return int(t.pages.NumRows()) }

// guarded names the file in an error, and turns what the reader of Parquet makes of
// damaged bytes into one.
func (t *Table) guarded(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s is damaged: %v", t.path, r)
		}
	}()
	if err := do(); err != nil {
		return fmt.Errorf("%s cannot be read: %w", t.path, err)
	}
	return nil
}

// Scan reads the wanted columns of every row, a page at a time. A row has a value for
// every column of the table, missing where it is not wanted, and is valid until the next
// one. An error ends the rows.
func (t *Table) Scan(wanted []int) iter.Seq2[[]Value, error] {
	return func(yield func([]Value, error) bool) {
		row := make([]Value, len(t.Columns))
		for _, g := range t.pages.RowGroups() {
			if !t.group(g, wanted, row, yield) {
				return
			}
		}
	}
}

// group reads a group of rows. It tells whether to go on.
func (t *Table) group(g parquet.RowGroup, wanted []int, row []Value, yield func([]Value, error) bool) bool {
	cursors := make([]cursor, 0, len(wanted))
	defer func() {
		for i := range cursors {
			cursors[i].close()
		}
	}()
	for _, i := range wanted {
		cursors = append(cursors, cursor{column: &t.Columns[i], chunk: g.ColumnChunks()[i], seen: map[string]string{}})
	}
	for range g.NumRows() {
		for n, i := range wanted {
			c := &cursors[n]
			if len(c.have) == 0 {
				if err := t.guarded(c.fill); err != nil {
					yield(nil, err)
					return false
				}
			}
			var err error
			if row[i], err = c.next(); err != nil {
				yield(nil, fmt.Errorf("%s is damaged: %w", t.path, err))
				return false
			}
		}
		if !yield(row, nil) {
			return false
		}
	}
	return true
}

// cursor reads a column of a group.
type cursor struct {
	column *Column
	chunk  parquet.ColumnChunk
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buffer [rowsAtOnce]parquet.Value
	have   []parquet.Value   // of the buffer, not read yet
	seen   map[string]string // texts that come again and again, kept once
}

// fill reads more values.
func (c *cursor) fill() error {
	if c.pages == nil {
		c.pages = c.chunk.Pages()
	}
	for {
		if c.page == nil {
			var err error
			if c.page, err = c.pages.ReadPage(); errors.Is(err, io.EOF) {
				return fmt.Errorf("column %s ends early: %w", c.column.Name, io.ErrUnexpectedEOF)
			} else if err != nil {
				return err
			}
			c.values = c.page.Values()
		}
		n, err := c.values.ReadValues(c.buffer[:])
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if c.have = c.buffer[:n]; n > 0 {
			return nil
		}
		parquet.Release(c.page)
		c.page = nil
	}
}

// next is the next value, checked as when it was written.
func (c *cursor) next() (Value, error) {
	p := &c.have[0]
	c.have = c.have[1:]
	var v Value
	switch {
	case p.IsNull():
		return v, nil
	case c.column.Kind == Text:
		v = c.text(p.ByteArray())
	case c.column.Kind == Truth:
		v = truth(p.Boolean())
	case c.column.Kind == Integer:
		v = number(float64(p.Int64()))
	default:
		v = number(p.Double())
	}
	return v, c.column.check(v)
}

// text keeps a text beyond its page. Few are different but for those of the ids.
func (c *cursor) text(b []byte) Value {
	if i, ok := c.column.order[string(b)]; ok {
		return c.column.value(c.column.Levels[i])
	}
	const most = 1000
	s, ok := c.seen[string(b)]
	if !ok {
		s = string(b)
		if len(c.seen) < most {
			c.seen[s] = s
		}
	}
	return text(s)
}

func (c *cursor) close() {
	if c.page != nil {
		parquet.Release(c.page)
	}
	if c.pages != nil {
		_ = c.pages.Close() // only read
	}
}
