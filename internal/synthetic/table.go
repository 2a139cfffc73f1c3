package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
)

// Sources of the two packs, whose ids have to differ.
const (
	regionSource = "synthetic-regions"
	marketSource = "synthetic-market"
)

// note is what every record says of its figures.
const note = "Invented: drawn at random by a generator of test instances."

// table is a table of a pack under construction.
type table struct {
	name    string // path in the instance's folder
	source  string
	columns []string
	yearly  bool // has a column year of its own, so no second one
	rows    [][]string
}

// newTable starts a table with the columns before the provenance ones.
func newTable(name, source string, columns ...string) *table {
	return &table{name: name, source: source, columns: columns, yearly: slices.Contains(columns, "year")}
}

// add adds a row; numbers are written without needless digits.
func (t *table) add(cells ...any) {
	row := make([]string, len(cells))
	for i, c := range cells {
		if x, ok := c.(float64); ok {
			row[i] = strconv.FormatFloat(x, 'f', -1, 64)
		} else {
			row[i] = fmt.Sprint(c)
		}
	}
	t.rows = append(t.rows, row)
}

// csv is the table as a file, with its provenance columns.
func (t *table) csv() ([]byte, error) {
	header, provenance := []string{"source", "year", "method", "grade", "note"}, []string{t.source, "2026", "assumed", "C", note}
	if t.yearly {
		header, provenance = slices.Delete(header, 1, 2), slices.Delete(provenance, 1, 2)
	}
	if t.source == "" { // the table of sources itself
		header, provenance = nil, nil
	}
	records := [][]string{slices.Concat(t.columns, header)}
	for _, r := range t.rows {
		if len(r) != len(t.columns) {
			return nil, fmt.Errorf("%s: a row of %d cells for %d columns", t.name, len(r), len(t.columns))
		}
		records = append(records, slices.Concat(r, provenance))
	}
	var buf bytes.Buffer
	err := csv.NewWriter(&buf).WriteAll(records)
	return buf.Bytes(), err
}

// sources is the table of sources of a pack.
func sources(folder, id, title string) *table {
	t := newTable(folder+"/sources.csv", "", "id", "title", "address", "date")
	t.add(id, title, "", "")
	return t
}

// percent writes a share.
func percent(share float64) string {
	return strconv.FormatFloat(round(100*share, 0.1), 'f', -1, 64) + "%"
}
