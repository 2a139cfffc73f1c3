package file

import (
	"cmp"
	"math"
)

// Type is what the cells of a field hold.
type Type string

// The types.
const (
	Text     Type = "text"          // anything
	ID       Type = "id"            // a name of letters, digits and - _ . / :, without blanks
	IDOrAll  Type = "id or *"       // an id, or * for all others
	IDs      Type = "ids"           // several ids
	Selector Type = "regions"       // region ids, "*", "power_system=X" or "country=Y"
	Number   Type = "number"        // a decimal number
	Whole    Type = "whole number"  // a number without fraction
	Share    Type = "share"         // 12% or 0.12, from 0 to 1 unless the bounds say otherwise
	Ratio    Type = "ratio"         // like a share, but may be larger than 1
	Year     Type = "year"          // a calendar year
	Day      Type = "date"          // 2027-04-01
	Bool     Type = "true or false" //
	Choice   Type = "choice"        // one of Choices
	Choices  Type = "choices"       // several of Choices
	MonthSet Type = "months"        // numbers from 1 to 12
	Seconds  Type = "duration"      // 300s, 5m or 1h
	Bytes    Type = "memory"        // 8GB or 500MB
	UnitName Type = "unit"          // the unit of the fields whose Unit names a quantity

	Section   Type = "section"             // YAML only: a mapping with a table of its own
	Records   Type = "records"             // YAML only: a list of records of a table
	PerYear   Type = "number or by year"   // YAML only: one number, or a mapping from year to number
	PerMarket Type = "number or by market" // YAML only: one number, or a mapping from client market to number
	Flags     Type = "flags"               // YAML only: a mapping from id to true or false
	Settings  Type = "settings"            // YAML only: path=value, or a list of them
	Axes      Type = "axes"                // YAML only: a mapping from the axes of a study to their levels
	Filter    Type = "filter"              // YAML only: a mapping from axes to one or several of their levels
	Filters   Type = "filters"             // YAML only: a list of filters
)

// Field is a column of a table or a key of a section.
type Field struct {
	Name string
	Type Type
	// Unit is the unit of a number, or where a unit field of the same table
	// gives it, the quantity that is wanted, such as "money/MW".
	Unit string
	// UnitFrom is the field that holds the unit.
	UnitFrom string
	Required bool
	// Min and Max bound a number; both 0 means without bounds, and a share
	// without bounds lies between 0 and 1. Above excludes Min itself, Below Max.
	Min, Max     float64
	Above, Below bool
	Choices      []string
	Refers       string // the table whose records an id names
	Default      string // what an empty field means; "" says nothing is assumed
	Table        string // of a Section or Records: the table of its fields
	Help         string
}

// holds is a hint on what to write into the field.
func (f *Field) holds() string {
	hint := "it holds: " + f.Help
	if f.Unit != "" && f.UnitFrom == "" {
		hint += ", in " + f.Unit
	}
	return hint
}

// Table describes the records of one CSV file or of one section of a scenario
// file. It is the only source of names, types, units and bounds: headers,
// checks and documentation all come from it.
type Table struct {
	Name   string // such as "offers.csv" or "budget"
	Record string // what one row is, in a word or two
	Group  string // what the rows of one id are together, where that is not the record
	Folder string // "regions", "technology", "markets", "risk", "money", "" or "scenario"
	Help   string
	// Key names the fields that together identify a record.
	Key []string
	// Optional tables may be left out of a pack.
	Optional bool
	// MustBeUsed: every record has to be named by another table.
	MustBeUsed bool
	// Sourced tables have the provenance columns too.
	Sourced bool
	Fields  []Field

	byName map[string]int
}

// inf is a bound that does not bind.
var inf = math.Inf(1)

// provenance is the fields that every sourced table ends with.
var provenance = []Field{
	{Name: "source", Type: IDs, Required: true, Help: "ids of sources.csv that the figures come from"},
	{Name: "year", Type: Year, Required: true, Min: 1900, Max: 2100, Help: "the year the figures are of"},
	{Name: "method", Type: Choice, Choices: []string{"reported", "derived", "estimated", "assumed"}, Required: true, Help: "how the figures came about"},
	{Name: "grade", Type: Choice, Choices: []string{"A", "B", "C"}, Required: true, Help: "A published and read, B derived or second hand, C estimate"},
	{Name: "note", Type: Text, Help: "anything worth knowing"},
}

// prepare completes a table: provenance fields, bounds, index of names. A
// table by year has no second year: its own says both.
func (t *Table) prepare() *Table {
	if t.Sourced {
		for _, f := range provenance {
			if f.Name != "year" || !t.has("year") {
				t.Fields = append(t.Fields, f)
			}
		}
	}
	t.byName = make(map[string]int, len(t.Fields))
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Min == 0 && f.Max == 0 {
			switch f.Type {
			case Share:
				f.Max = 1
			case Year:
				f.Min, f.Max = 1990, 2100
			default:
				f.Min, f.Max = -inf, inf
			}
		}
		t.byName[f.Name] = i
	}
	return t
}

// noun names a record or section in messages.
func (t *Table) noun() string {
	switch {
	case t.Record != "":
		return "the " + t.Record
	case t == scenarioTable:
		return "the scenario"
	}
	return "the section " + t.Name
}

// named is what an id of the table stands for, in messages.
func (t *Table) named() string { return cmp.Or(t.Group, t.Record) }

// has reports whether the table has a field of that name.
func (t *Table) has(name string) bool {
	for _, f := range t.Fields {
		if f.Name == name {
			return true
		}
	}
	return false
}

// names lists the names of the fields.
func (t *Table) names() []string {
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = f.Name
	}
	return names
}
