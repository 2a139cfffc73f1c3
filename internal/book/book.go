// Package book holds scenarios and plans in workbooks (XLSX). A scenario workbook holds
// the settings of a scenario and every table that it chooses, a sheet each; it is read
// as the same scenario from which it was written, and what is wrong in it is reported
// with its sheet and cell. The workbook of a plan holds its tables, with live formulas
// where a reader will want to change a number, and charts. docs/spreadsheets.md says how
// to use both.
package book

import (
	"strings"

	"github.com/gridalloc/gridalloc/model/file"
)

// Format is the version of the scenario workbooks that this program writes and reads.
const Format = 1

// The sheets that are no tables.
const (
	aboutSheet    = "About"
	scenarioSheet = "Scenario"
	worldsSheet   = "Worlds"
	sourcesSheet  = "Sources"
)

// The columns of the sheet Scenario that are read.
const (
	settingColumn = "setting"
	valueColumn   = "value"
)

// packColumn says to which pack a row belongs, where there are several of a kind.
const packColumn = "pack"

// ownPrefix begins the names of sheets that are the planner's own and are not read.
const ownPrefix = "_"

// tableSheet is a sheet that holds a table.
type tableSheet struct {
	name  string
	table file.Table
	// kind is that of the packs that the table belongs to: regions, technology, markets
	// or risk; "" for the other tables.
	kind string
	// section and list name the setting that holds the records, where they are written
	// in the scenario itself.
	section, list string
}

// kinds are the kinds of packs in the order of their sheets.
var kinds = []string{"regions", "technology", "markets", "risk"}

// tableSheets lists the sheets of tables in their order.
func tableSheets() []tableSheet {
	all := file.Tables()
	find := func(name, folder string) file.Table {
		for i := range all {
			if all[i].Name == name && all[i].Folder == folder {
				return all[i]
			}
		}
		panic("book: there is no table " + name)
	}
	var sheets []tableSheet
	for _, kind := range kinds {
		for i := range all {
			if all[i].Folder == kind && strings.HasSuffix(all[i].Name, ".csv") {
				sheets = append(sheets, tableSheet{name: sheetName(&all[i]), table: all[i], kind: kind})
			}
		}
	}
	return append(sheets,
		tableSheet{name: "Added contracts", table: find("contracts.csv", "markets"), section: "contracts", list: "add"},
		tableSheet{name: "Added rules", table: find("rules.csv", "regions"), section: "rules", list: "add"},
		tableSheet{name: worldsSheet, table: find("worlds.csv", "")},
		tableSheet{name: sourcesSheet, table: find("sources.csv", "")},
	)
}

// sheetName names the sheet of a table: Hall types for hall_types.csv. Some tables of a
// risk set are called as those of other packs are.
func sheetName(t *file.Table) string {
	words := strings.ReplaceAll(strings.TrimSuffix(t.Name, ".csv"), "_", " ")
	if t.Folder == "risk" {
		words = "risk " + words
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// isList reports whether a setting or column holds several items, separated by blanks.
func isList(f *file.Field) bool {
	switch f.Type {
	case file.IDs, file.Selector, file.Choices, file.MonthSet:
		return true
	}
	return false
}
