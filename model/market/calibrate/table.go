package calibrate

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// InputError is a fault of a history table.
type InputError struct {
	Line, Column  int // of the text, from 1; Column 0: the whole line
	Message, Hint string
}

// Error words the fault with its place and hint.
func (e *InputError) Error() string {
	place := fmt.Sprintf("line %d", e.Line)
	if e.Column > 0 {
		place += fmt.Sprintf(", column %d", e.Column)
	}
	if e.Hint == "" {
		return place + ": " + e.Message
	}
	return place + ": " + e.Message + " (" + e.Hint + ")"
}

// maxFaults is the number of faults after which a table is not read on.
const maxFaults = 20

// table reads a CSV table with a header and keeps what is wrong with it.
type table struct {
	r      *csv.Reader
	index  map[string]int
	fields []string
	faults []error
}

// newTable reads the header, which has to hold the columns; others are skipped.
func newTable(r io.Reader, columns ...string) (*table, error) {
	t := &table{r: csv.NewReader(r), index: map[string]int{}}
	t.r.ReuseRecord = true
	header, err := t.r.Read()
	if errors.Is(err, io.EOF) {
		return nil, &InputError{Line: 1, Message: "the table is empty", Hint: "its columns are " + strings.Join(columns, ", ")}
	}
	if err != nil {
		return nil, syntaxFault(err)
	}
	for i, name := range header {
		if _, twice := t.index[name]; twice {
			return nil, &InputError{Line: 1, Message: fmt.Sprintf("column %s is there twice", name)}
		}
		t.index[name] = i
	}
	for _, name := range columns {
		if _, known := t.index[name]; !known {
			return nil, &InputError{Line: 1, Message: fmt.Sprintf("column %s is missing", name), Hint: "its columns are " + strings.Join(columns, ", ")}
		}
	}
	return t, nil
}

// syntaxFault words a fault of the CSV format.
func syntaxFault(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &InputError{Line: parse.Line, Column: parse.Column, Message: parse.Err.Error()}
	}
	return err
}

// next reads a row and reports whether there was one.
func (t *table) next() bool {
	if len(t.faults) >= maxFaults {
		return false
	}
	fields, err := t.r.Read()
	if errors.Is(err, io.EOF) {
		return false
	}
	if err != nil {
		t.faults = append(t.faults, syntaxFault(err))
		return false
	}
	t.fields = fields
	return true
}

// minRows is the smallest number of rows of a history.
const minRows = 2

// err joins the faults of a table of so many rows.
func (t *table) err(rows int) error {
	if len(t.faults) == 0 && rows < minRows {
		line, _ := t.r.FieldPos(0)
		t.faults = append(t.faults, &InputError{Line: line, Message: fmt.Sprintf("the table ends after %d rows", rows), Hint: fmt.Sprintf("it needs at least %d", minRows)})
	}
	return errors.Join(t.faults...)
}

// fault keeps a fault of a column of the row.
func (t *table) fault(column, hint, format string, args ...any) {
	line, place := t.r.FieldPos(t.index[column])
	t.faults = append(t.faults, &InputError{Line: line, Column: place, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// text is a cell that may not be empty.
func (t *table) text(column string) string {
	cell := t.fields[t.index[column]]
	if cell == "" {
		t.fault(column, "", "%s is empty", column)
	}
	return strings.Clone(cell)
}

// month is a cell that holds a month.
func (t *table) month(column string) Month {
	m, err := parseMonth(t.fields[t.index[column]])
	if err != nil {
		t.fault(column, "write a month as 2026-06", "%s is not a month: %q", column, t.fields[t.index[column]])
	}
	return m
}

// whole is a cell that holds a whole number of at least least.
func (t *table) whole(column string, least int) int {
	v, err := strconv.Atoi(t.fields[t.index[column]])
	if err != nil || v < least {
		t.fault(column, fmt.Sprintf("write a whole number of at least %d", least), "%s is wrong: %q", column, t.fields[t.index[column]])
	}
	return v
}

// positive is a cell that holds a number above 0.
func (t *table) positive(column string) float64 {
	v := t.known(column)
	if math.IsNaN(v) {
		t.fault(column, "", "%s is empty", column)
	}
	return v
}

// known is a cell that holds a number above 0, or nothing: NaN.
func (t *table) known(column string) float64 {
	cell := t.fields[t.index[column]]
	if cell == "" {
		return math.NaN()
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || v <= 0 {
		t.fault(column, "write a number above 0, such as 12.5", "%s is wrong: %q", column, cell)
		return 1 // is not looked at: the table has a fault
	}
	return v
}

// twice reports a row whose key was there before.
func twice[K comparable](t *table, seen map[K]bool, key K, column string) {
	if seen[key] {
		t.fault(column, "", "the row is there twice")
	}
	seen[key] = true
}

// sortedKeys lists the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
