package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// provenance are the columns that end every table.
var provenance = []string{"source", "year", "method", "grade", "note"}

// row is a line of a table by column name.
type row map[string]string

// readTable reads a table of a pack; a table that does not exist has no rows.
func readTable(dir, name string) ([]row, error) {
	text, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(records) == 0 {
		return nil, fmt.Errorf("%s: no header", name)
	}
	var rows []row
	for _, record := range records[1:] {
		r := make(row, len(record))
		for i, column := range records[0] {
			r[column] = record[i]
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// writeTable writes rows with the given columns and the provenance ones.
func writeTable(w *csv.Writer, columns []string, rows []row) error {
	all := slices.Concat(columns, provenance)
	records := [][]string{all}
	for _, r := range rows {
		record := make([]string, len(all))
		for i, column := range all {
			record[i] = r[column]
		}
		records = append(records, record)
	}
	return w.WriteAll(records)
}

// number is the value of a column: a plain number, or a share such as 8%.
func (r row) number(column string) (float64, error) {
	text, percent := strings.CutSuffix(r[column], "%")
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, fmt.Errorf("column %s of %s: %q is not a number", column, r["id"], r[column])
	}
	if percent {
		v /= 100
	}
	return v, nil
}

// numbers reads several columns; the first error wins.
func (r row) numbers(columns ...string) (map[string]float64, error) {
	values := make(map[string]float64, len(columns))
	for _, column := range columns {
		v, err := r.number(column)
		if err != nil {
			return nil, err
		}
		values[column] = v
	}
	return values, nil
}

// lists reports whether a cell with words separated by blanks contains word.
func lists(cell, word string) bool { return slices.Contains(strings.Fields(cell), word) }

// covers reports whether a regions cell (ids, *, power_system=.., country=..)
// includes a region.
func covers(cell string, region row) bool {
	for _, word := range strings.Fields(cell) {
		key, value, found := strings.Cut(word, "=")
		if word == "*" || word == region["id"] || found && region[key] == value {
			return true
		}
	}
	return false
}

// sources unites cells of source ids in order of appearance.
func sources(cells ...string) string {
	var ids []string
	for _, id := range strings.Fields(strings.Join(cells, " ")) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return strings.Join(ids, " ")
}

// mw writes power without needless digits.
func mw(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
