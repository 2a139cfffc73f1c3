// Command derive works out what of a pack of regions is not published: it
// writes surplus.csv, joint_limits.csv and offers.csv from power.csv,
// regions.csv, sites.csv and the tables in the folder derivation of the pack. It
// is run by go generate ./data.
//
// With -totals it prints, per pack, the sums of power and of what was derived.
package main

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// Columns of the tables written, without provenance.
var (
	surplusColumns = []string{"region", "from", "firm_mw", "interruptible_mw", "rule"}
	jointColumns   = []string{"id", "name", "regions", "from", "firm_mw", "interruptible_mw"}
	offerColumns   = []string{
		"id", "site", "region", "name", "min_mw", "max_mw", "max_firm_mw", "max_flex_mw", "feeders",
		"lead_optimistic_months", "lead_typical_months", "lead_pessimistic_months",
		"fixed_cost", "fixed_cost_unit", "cost", "unit", "price_year", "interruption_hours", "rule",
	}
)

func main() {
	totals := flag.Bool("totals", false, "print sums instead of writing tables")
	flag.Parse()
	if err := run(flag.Arg(0), *totals); err != nil {
		fmt.Fprintln(os.Stderr, "derive:", err)
		os.Exit(1)
	}
}

// run derives every pack below the data folder that has rules.
func run(data string, totals bool) error {
	if data == "" {
		data = "data"
	}
	found, err := filepath.Glob(filepath.Join(data, "regions", "*", "derivation", "surplus_rules.csv"))
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fmt.Errorf("no derivation rules below %s", data)
	}
	for _, rules := range found {
		dir := filepath.Dir(filepath.Dir(rules))
		if totals {
			err = printTotals(os.Stdout, dir)
		} else {
			err = writeDerived(dir)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
	}
	return nil
}

// writeDerived writes the derived tables of a pack.
func writeDerived(dir string) error {
	files, err := derive(dir)
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// derive returns the derived tables of a pack by file name.
func derive(dir string) (map[string][]byte, error) {
	p, err := readPack(dir)
	if err != nil {
		return nil, err
	}
	grants, err := p.grants()
	if err != nil {
		return nil, err
	}
	joint, err := p.jointLimits()
	if err != nil {
		return nil, err
	}
	offers, err := p.offers(grants)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, table := range []struct {
		name    string
		columns []string
		rows    []row
	}{
		{"surplus.csv", surplusColumns, p.surplus(grants)},
		{"joint_limits.csv", jointColumns, joint},
		{"offers.csv", offerColumns, offers},
	} {
		if len(table.rows) == 0 {
			continue // the table is optional
		}
		var buf bytes.Buffer
		if err := writeTable(csv.NewWriter(&buf), table.columns, table.rows); err != nil {
			return nil, err
		}
		files[table.name] = buf.Bytes()
	}
	return files, nil
}
