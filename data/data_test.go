package data_test

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model/availability"
	"github.com/gridalloc/gridalloc/model/file"
)

// rows reads a table of the embedded data by column name.
func rows(t *testing.T, name string) []map[string]string {
	t.Helper()
	text, err := data.FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var table []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		table = append(table, row)
	}
	return table
}

// number reads a number of a row.
func number(t *testing.T, row map[string]string, column string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(row[column], 64)
	if err != nil {
		t.Fatalf("%v: %s: %v", row, column, err)
	}
	return v
}

// TestScenariosLoad loads every shipped scenario, with both technology sets.
func TestScenariosLoad(t *testing.T) {
	names, err := fs.Glob(data.FS, "scenarios/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("scenarios: %v, %v", names, err)
	}
	for _, name := range names {
		name = strings.TrimSuffix(path.Base(name), ".yaml")
		changes := [][]string{nil}
		if name != "textbook" {
			changes = append(changes, []string{"technology=article"})
		}
		for _, change := range changes {
			t.Run(strings.Join(append([]string{name}, change...), " "), func(t *testing.T) {
				_, findings, err := file.Load(file.Options{Path: name, Packs: data.FS, Set: change})
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range findings {
					t.Errorf("%s:%d:%d: %s (%s)", f.File, f.Line, f.Column, f.Message, f.Hint)
				}
			})
		}
	}
}

// TestSources checks that every source id of every table resolves, those of
// the derivation included, and that no source is there for nothing.
func TestSources(t *testing.T) {
	known := map[string]bool{}
	for _, source := range rows(t, "sources.csv") {
		if known[source["id"]] {
			t.Errorf("source %s is there twice", source["id"])
		}
		known[source["id"]] = true
	}
	used := map[string]bool{}
	err := fs.WalkDir(data.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".csv" || name == "sources.csv" {
			return err
		}
		for i, row := range rows(t, name) {
			for _, id := range strings.Fields(row["source"]) {
				used[id] = true
				if !known[id] {
					t.Errorf("%s, row %d: unknown source %s", name, i+1, id)
				}
			}
			if row["method"] == "assumed" && row["grade"] != "C" {
				t.Errorf("%s, row %d: an assumption of grade %s", name, i+1, row["grade"])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for id := range known {
		if !used[id] {
			t.Errorf("source %s is not used", id)
		}
	}
}

// TestRegionsOfRussia checks that all 84 regions are there with capacity, peak,
// price and carbon.
func TestRegionsOfRussia(t *testing.T) {
	const want = 84
	regions := rows(t, "regions/russia/regions.csv")
	if len(regions) != want {
		t.Errorf("%d regions, want %d", len(regions), want)
	}
	for table, times := range map[string]int{"power.csv": 2, "prices.csv": 1, "carbon.csv": 1} {
		count := map[string]int{}
		for _, row := range rows(t, "regions/russia/"+table) {
			count[row["region"]]++
		}
		for _, region := range regions {
			if count[region["id"]] != times {
				t.Errorf("%s has %d rows of %s, want %d", table, count[region["id"]], region["id"], times)
			}
		}
	}
}

// TestDeficitsOverride checks that regions with a published deficit have no
// firm MW before the date from which new plants are assumed.
func TestDeficitsOverride(t *testing.T) {
	first := map[string]string{}
	for _, row := range rows(t, "regions/russia/surplus.csv") {
		if from := row["from"]; number(t, row, "firm_mw") > 0 && (first[row["region"]] == "" || from < first[row["region"]]) {
			first[row["region"]] = from
		}
	}
	var checked int
	for _, region := range rows(t, "regions/russia/regions.csv") {
		short := strings.HasPrefix(region["balance"], "published deficit") || slices.Contains([]string{"South", "East"}, region["power_system"])
		if !short {
			continue
		}
		checked++
		if from := first[region["id"]]; from != "" && from < "2031-01-01" {
			t.Errorf("%s (%s) has firm MW from %s", region["id"], region["balance"], from)
		}
	}
	if checked < 20 {
		t.Errorf("only %d regions are short", checked)
	}
	for _, id := range []string{"RU-AMU", "RU-IRK", "RU-BU", "RU-ZAB", "RU-PRI", "RU-KHA", "RU-YEV", "RU-SA", "RU-DA"} {
		if from := first[id]; from != "" && from < "2033-01-01" {
			t.Errorf("%s has firm MW from %s", id, from)
		}
	}
}

// TestZones checks that price blocks cover the year exactly at the mean price.
func TestZones(t *testing.T) {
	tables, err := fs.Glob(data.FS, "regions/*/zones.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range tables {
		hours, price := map[string]float64{}, map[string]float64{}
		for _, row := range rows(t, name) {
			share := number(t, row, "hours_share")
			hours[row["zone"]] += share
			price[row["zone"]] += share * number(t, row, "price_multiplier")
		}
		for zone := range hours {
			if math.Abs(hours[zone]-1) > 1e-9 || math.Abs(price[zone]-1) > 1e-9 {
				t.Errorf("%s: %s has %g of the hours at a mean of %g", name, zone, hours[zone], price[zone])
			}
		}
	}
}

// TestAvailability holds the supply designs against what docs/data.md says, and
// checks that an SLA of 99.99 % separates the two AI designs.
func TestAvailability(t *testing.T) {
	s, findings, err := file.Load(file.Options{Path: "russia", Packs: data.FS})
	if err != nil || len(findings) > 0 {
		t.Fatalf("%v, %d findings", err, len(findings))
	}
	want := map[string]float64{"mining_single": 0.99919, "ai_tier3": 0.99984, "ai_2n": 0.99995}
	for _, d := range s.Designs {
		if got := availability.Design(d); math.Abs(got-want[d.ID]) > 5e-6 {
			t.Errorf("%s has availability %.5f, want %.5f", d.ID, got, want[d.ID])
		}
	}
}
