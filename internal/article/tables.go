package article

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"strconv"
)

// tables are what the study knows beside the scenarios.
type tables struct {
	claims []claim
	cases  []deal
	growth []growth
}

type claim struct{ text, figure string }

// deal is a company's move from mining to AI.
type deal struct {
	company, name string
	halls         string // new, converted or not read
	capex         string // million USD per MW of IT load, "" where not read
	grade         string
}

// growth is a published growth of data-centre demand, in percent a year.
type growth struct {
	publisher, area, from, to string
	low, high                 float64
}

// readTables reads the tables of folder article.
func readTables(data fs.FS) (t tables, err error) {
	err = each(data, "article/claims.csv", func(row map[string]string) error {
		if row["number"] != strconv.Itoa(len(t.claims)+1) {
			return fmt.Errorf("claim %s stands at place %d", row["number"], len(t.claims)+1)
		}
		t.claims = append(t.claims, claim{row["claim"], row["figure"]})
		return nil
	})
	if err == nil && len(t.claims) != len(checks) {
		err = fmt.Errorf("article/claims.csv has %d claims, %d are tested", len(t.claims), len(checks))
	}
	if err != nil {
		return t, err
	}
	err = each(data, "article/cases.csv", func(row map[string]string) error {
		t.cases = append(t.cases, deal{row["company"], row["deal"], row["halls"], row["capex_musd_per_mw"], row["grade"]})
		return nil
	})
	if err != nil {
		return t, err
	}
	err = each(data, "article/growth.csv", func(row map[string]string) error {
		low, err := strconv.ParseFloat(row["low"], 64)
		if err != nil {
			return err
		}
		high, err := strconv.ParseFloat(row["high"], 64)
		t.growth = append(t.growth, growth{row["publisher"], row["area"], row["from"], row["to"], low, high})
		return err
	})
	return t, err
}

// each reads a table row by row, by column name.
func each(data fs.FS, path string, take func(row map[string]string) error) error {
	f, err := data.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for i, record := range records[1:] {
		row := map[string]string{}
		for c, name := range records[0] {
			row[name] = record[c]
		}
		if err := take(row); err != nil {
			return fmt.Errorf("%s:%d: %w", path, i+2, err)
		}
	}
	return nil
}
