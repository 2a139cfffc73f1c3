package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// Table is one list of a plan as text cells under the names its fields have
// in plan.json.
type Table struct {
	Name   string // file name without .csv
	Header []string
	Rows   [][]string
	// Types and Values, of the lists of a plan only, say what a column holds and the
	// cells as they are: texts, truth values, numbers, or nil for one that is missing.
	Types  []reflect.Type
	Values [][]any
}

// Tables lists the tables of a plan, one per list, in the order of plan.json.
func Tables(p *model.Plan) []Table {
	return []Table{
		tableOf("signings", p.Signings),
		tableOf("halls", p.Halls),
		tableOf("contracts", p.Contracts),
		tableOf("deliveries", p.Deliveries),
		tableOf("shortfalls", p.Shortfalls),
		tableOf("spot_supply", p.SpotSupply),
		tableOf("spot_sales", p.SpotSales),
		tableOf("loans", p.Loans),
		tableOf("world_results", p.Worlds),
		tableOf("flexibility", p.Flexibility),
		tableOf("allocations", p.Allocations),
		tableOf("cash_flows", p.CashFlows),
		tableOf("budget", p.Spending),
		tableOf("binding", p.Binding),
		tableOf("assumed_inputs", p.Assumed),
	}
}

// tableOf takes the header from the fields' JSON names and the cells from their
// values. Every field of T must be a text, a number, a truth value, or a
// pointer to one that may be missing.
func tableOf[T any](name string, list []T) Table {
	of := reflect.TypeFor[T]()
	t := Table{Name: name, Header: fieldNames(of)}
	for f := range of.NumField() {
		one := of.Field(f).Type
		if one.Kind() == reflect.Pointer {
			one = one.Elem()
		}
		t.Types = append(t.Types, one)
	}
	for i := range list {
		v := reflect.ValueOf(&list[i]).Elem()
		row, values := make([]string, v.NumField()), make([]any, v.NumField())
		for f := range row {
			row[f], values[f] = cell(v.Field(f)), value(v.Field(f))
		}
		t.Rows, t.Values = append(t.Rows, row), append(t.Values, values)
	}
	return t
}

// value is what a field holds, nil for a pointer to nothing.
func value(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return value(v.Elem())
	case reflect.Float64:
		return v.Float()
	default:
		return v.Interface()
	}
}

// fieldNames lists the JSON names of the fields of a struct type.
func fieldNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

// cell writes a value in full precision, without thousands separators.
func cell(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		return Neutral(v.String())
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return cell(v.Elem())
	default:
		panic(fmt.Sprintf("report: no cell for %s", v.Type()))
	}
}

// Neutral keeps a spreadsheet from taking a text for a formula: text that
// begins like one, and is no number such as -5%, gets an apostrophe in front.
func Neutral(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return s
	}
	if _, err := strconv.ParseFloat(strings.TrimSuffix(s, "%"), 64); err == nil {
		return s
	}
	return "'" + s
}

// CSV writes one table.
func CSV(w io.Writer, t Table) error {
	c := csv.NewWriter(w)
	if err := c.Write(t.Header); err != nil {
		return err
	}
	return c.WriteAll(t.Rows)
}

// AllCSV writes all tables of a plan to one stream.
func AllCSV(w io.Writer, p *model.Plan) error { return streamed(w, Tables(p)) }

// CSVDir writes all tables of a plan to the folder dir, a file each, and returns their
// paths. Other files of an existing folder are left alone; where one cannot be written,
// none is.
func CSVDir(dir string, p *model.Plan) ([]string, error) {
	var files []Attachment
	for _, t := range Tables(p) {
		files = append(files, Attachment{t.Name + ".csv", func(w io.Writer) error { return CSV(w, t) }})
	}
	return Files(dir, files)
}

// streamed writes tables one after another: each after a line "# name" and with
// an empty line between them.
func streamed(w io.Writer, tables []Table) error {
	for i, t := range tables {
		gap := "\n"
		if i == 0 {
			gap = ""
		}
		if _, err := fmt.Fprintf(w, "%s# %s\n", gap, t.Name); err != nil {
			return err
		}
		if err := CSV(w, t); err != nil {
			return err
		}
	}
	return nil
}

// Inputs writes every record of input with its provenance as CSV.
func Inputs(w io.Writer, s *model.Scenario) error {
	t := Table{Header: []string{"kind", "id", "method", "grade", "year", "sources", "where", "note"}}
	for _, in := range s.Inputs {
		var sources []string
		for _, i := range in.Sources {
			sources = append(sources, s.Sources[i].ID)
		}
		t.Rows = append(t.Rows, []string{
			Neutral(in.Kind), Neutral(in.ID), string(in.Method), string(in.Grade), strconv.Itoa(in.Year),
			Neutral(strings.Join(sources, " ")), Neutral(in.Where), Neutral(in.Note),
		})
	}
	return CSV(w, t)
}
