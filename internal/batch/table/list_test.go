package table

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// TestWriteList reads lists of a plan back, value by value.
func TestWriteList(t *testing.T) {
	best := unit.Money(7.25)
	plan := &model.Plan{
		Contracts:   []model.ContractOutcome{{Contract: "=1+1", Client: "A", Product: "colocation", MW: 12.5, Accepted: true}},
		Loans:       []model.Loan{{Year: 2027, Amount: -3e9}},
		Worlds:      []model.WorldResult{{World: "a", Probability: 0.25, NPV: 1}, {World: "b", Probability: 0.75, NPV: -2, Best: &best}},
		Allocations: nil,
	}
	want := map[string][][]string{
		"contracts":     {{"=1+1", "A", "colocation", "12.5", "true"}},
		"loans":         {{"2027", "-3e+09"}},
		"world_results": {{"a", "0.25", "1", "0", "<null>"}, {"b", "0.75", "-2", "0", "7.25"}},
		"allocations":   nil,
	}
	for _, list := range report.Tables(plan) {
		rows, wanted := want[list.Name]
		if !wanted {
			continue
		}
		var b bytes.Buffer
		if err := WriteList(&b, "test", list); err != nil {
			t.Fatal(err)
		}
		f, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		for i, column := range f.Root().Columns() {
			if column.Name() != list.Header[i] {
				t.Errorf("%s: column %d is %s, want %s", list.Name, i, column.Name(), list.Header[i])
			}
		}
		if got, want := fmt.Sprint(valuesOf(t, f)), fmt.Sprint(rows); got != want {
			t.Errorf("%s: %s, want %s", list.Name, got, want)
		}
		if units, _ := f.Lookup(keyUnits); list.Name == "contracts" && units != `{"mw":"MW"}` {
			t.Errorf("the units are %s", units)
		}
	}
}

// valuesOf are all values of a file as texts.
func valuesOf(t *testing.T, f *parquet.File) [][]string {
	t.Helper()
	var all [][]string
	for _, group := range f.RowGroups() {
		rows := make([]parquet.Row, group.NumRows())
		r := group.Rows()
		n, _ := r.ReadRows(rows)
		for _, row := range rows[:n] {
			var texts []string
			for _, v := range row {
				texts = append(texts, v.String())
			}
			all = append(all, texts)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}
