package table_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/table"
)

func ptr[T any](x T) *T { return &x }

// head is that of a study with an axis of words, one of numbers and one of percentages.
func head() *table.Head {
	return &table.Head{Study: "sweep", Version: "v1", Axes: []table.Axis{
		{Name: "power_system", Levels: []string{"Urals", "Siberia", "Centre"}},
		{Name: "budget.total", Levels: []string{"1000", "90", "500"}},
		{Name: "hashprice", Levels: []string{"-20%", "100%"}},
	}}
}

// record is one of each kind: solved, failed, without IRR, and none.
func record(n int, id string) *batch.Record {
	switch n % 5 {
	case 1:
		return &batch.Record{ID: id, Status: batch.Failed, Reason: "killed:\n\"signal 9\"", Attempts: 3, Worker: "w1"}
	case 2:
		return nil
	}
	x := float64(n)
	r := &batch.Record{
		ID: id, Status: batch.Solved, Seconds: 0.1 * x, MemoryMB: 100.25, Attempts: 1, Warm: n%2 == 0, Worker: "w2",
		Figures: batch.Figures{
			Currency: "USD", MiningMW: ptr(x), ColocationMW: ptr(0.0), GPUCloudMW: ptr(1e-9), ASICMW: ptr(x), GPUMW: ptr(x), HybridMW: ptr(x), PeakMW: ptr(2 * x),
			Value: ptr(1e6 * (x - 7)), Bound: ptr(1e6*(x-7) + 1), NPV: ptr(1e6 * (x - 7)), CVaR: ptr(-1e9 / 3), Capex: ptr(1e12 + 0.25), Contracts: ptr(n), Gap: ptr(0.005),
		},
	}
	if n%5 != 3 {
		r.IRR = ptr(0.1 + x/1000)
	}
	return r
}

// rows are the runs of the study, all combinations, so many times over.
func rows(h *table.Head, repeated int) table.Rows {
	return func(yield func(table.Row, error) bool) {
		n := 0
		for range repeated {
			for _, a := range h.Axes[0].Levels {
				for _, b := range h.Axes[1].Levels {
					for _, c := range h.Axes[2].Levels {
						n++
						id := fmt.Sprintf("%064x", n*7919)
						run := batch.Run{ID: id, Number: n, Levels: []string{a, b, c}}
						if !yield(table.Row{Run: run, Record: record(n, id)}, nil) {
							return
						}
					}
				}
			}
		}
	}
}

// written writes the study and opens its table.
func written(t testing.TB, h *table.Head, r table.Rows) (*table.Table, string) {
	t.Helper()
	dir := t.TempDir()
	if err := table.Write(dir, h, r); err != nil {
		t.Fatal(err)
	}
	x, err := table.Open(filepath.Join(dir, table.ParquetFile))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x, dir
}

// all reads every column of every row.
func all(t testing.TB, x *table.Table) [][]string {
	t.Helper()
	every := make([]int, len(x.Columns))
	for i := range every {
		every[i] = i
	}
	var list [][]string
	for row, err := range x.Scan(every) {
		if err != nil {
			t.Fatal(err)
		}
		texts := make([]string, len(row))
		for i, v := range row {
			texts[i] = v.String()
		}
		list = append(list, texts)
	}
	return list
}

// TestBothFilesAgree: the table read back from Parquet is the one in the CSV file, in the
// order of the runs, over several groups of rows.
func TestBothFilesAgree(t *testing.T) {
	h := head()
	x, dir := written(t, h, rows(h, 4000)) // 72,000 runs
	if !reflect.DeepEqual(x.Head, *h) {
		t.Errorf("the head is %+v", x.Head)
	}
	f, err := os.Open(filepath.Join(dir, table.CSVFile))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(records[0], ","); !strings.HasPrefix(got, "number,power_system,budget.total,hashprice,id,status,currency,mining_mw,") {
		t.Errorf("the columns are %s", got)
	}
	back := all(t, x)
	if len(back) != x.Len() || len(back) != 72000 {
		t.Fatalf("%d rows, %d said", len(back), x.Len())
	}
	if !reflect.DeepEqual(back, records[1:]) {
		t.Error("CSV and Parquet differ")
	}
}

// TestValues: a row comes back as it was, with nothing where nothing was.
func TestValues(t *testing.T) {
	h := head()
	x, _ := written(t, h, rows(h, 1))
	back := all(t, x)
	at := func(row int, name string) string { return back[row][table.Find(x.Columns, name)] }
	for _, c := range []struct {
		row  int
		name string
		want string
	}{
		{0, "status", "failed"},
		{0, "reason", "killed:\n\"signal 9\""},
		{0, "npv", ""},
		{0, "attempts", "3"},
		{0, "warm", "false"},
		{1, "status", "pending"},
		{1, "seconds", ""},
		{1, "warm", ""},
		{2, "irr", ""},
		{3, "irr", "0.10400000000000001"},
		{3, "warm", "true"},
		{3, "npv", "-3000000"},
		{3, "cvar", "-333333333.3333333"},
		{3, "capex", "1000000000000.25"},
		{3, "gpu_cloud_mw", "0.000000001"},
		{3, "contracts", "4"},
		{17, "power_system", "Centre"},
		{17, "hashprice", "100%"},
		{17, "number", "18"},
	} {
		if got := at(c.row, c.name); got != c.want {
			t.Errorf("row %d: %s is %q, not %q", c.row, c.name, got, c.want)
		}
	}
}

// TestEveryFieldHasAColumn: no figure of a record is left out.
func TestEveryFieldHasAColumn(t *testing.T) {
	columns, err := head().Columns()
	if err != nil {
		t.Fatal(err)
	}
	var walk func(reflect.Type)
	walk = func(r reflect.Type) {
		for i := range r.NumField() {
			f := r.Field(i)
			if f.Anonymous {
				walk(f.Type)
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if table.Find(columns, name) < 0 {
				t.Errorf("there is no column %s", name)
			}
		}
	}
	walk(reflect.TypeFor[batch.Record]())
}

// TestSameBytes: equal rows give equal files.
func TestSameBytes(t *testing.T) {
	h := head()
	var first []byte
	for range 3 {
		var b bytes.Buffer
		if err := table.WriteParquet(&b, h, rows(h, 100)); err != nil {
			t.Fatal(err)
		}
		if err := table.WriteCSV(&b, h, rows(h, 100)); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b.Bytes()
		}
		if !bytes.Equal(first, b.Bytes()) {
			t.Fatal("the bytes differ")
		}
	}
}

// TestNothingIsLeft: rows that do not fit, or end in an error, leave both files as they
// were.
func TestNothingIsLeft(t *testing.T) {
	h := head()
	good := batch.Run{ID: "a", Number: 1, Levels: []string{"Urals", "90", "100%"}}
	with := func(change func(*table.Row)) table.Row {
		r := table.Row{Run: good, Record: &batch.Record{ID: "a", Status: batch.Failed}}
		r.Run.Number, r.Run.Levels = 2, append([]string(nil), good.Levels...)
		change(&r)
		return r
	}
	for what, bad := range map[string]table.Row{
		"comes after":     with(func(r *table.Row) { r.Run.Number = 1 }),
		"2 levels on 3":   with(func(r *table.Row) { r.Run.Levels = r.Run.Levels[:2] }),
		`cannot be "901"`: with(func(r *table.Row) { r.Run.Levels[1] = "901" }),
		"the record of b": with(func(r *table.Row) { r.Record.ID = "b" }),
		`cannot be "odd"`: with(func(r *table.Row) { r.Record.Status = "odd" }),
		"npv is NaN":      with(func(r *table.Row) { r.Record.NPV = ptr(math.NaN()) }),
		"bound is +Inf":   with(func(r *table.Row) { r.Record.Bound = ptr(math.Inf(1)) }),
		"the store":       {},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, table.CSVFile), []byte("old"), 0o666); err != nil {
			t.Fatal(err)
		}
		err := table.Write(dir, h, func(yield func(table.Row, error) bool) {
			if !yield(table.Row{Run: good}, nil) {
				return
			}
			if what == "the store" {
				yield(table.Row{}, errors.New("the store went away"))
				return
			}
			yield(bad, nil)
		})
		if err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
		old, _ := os.ReadFile(filepath.Join(dir, table.CSVFile))
		if files, _ := os.ReadDir(dir); len(files) != 1 || string(old) != "old" {
			t.Errorf("%s: %v is left", what, files)
		}
	}
}

// TestHeads: axes that cannot be columns are refused.
func TestHeads(t *testing.T) {
	levels := []string{"a"}
	for what, axes := range map[string][]table.Axis{
		"no name":              {{Levels: levels}},
		"two columns":          {{Name: "npv", Levels: levels}},
		"are called x":         {{Name: "x", Levels: levels}, {Name: "x", Levels: levels}},
		"has no levels":        {{Name: "x"}},
		`has level "a" twice`:  {{Name: "x", Levels: []string{"a", "a"}}},
		"are called number":    {{Name: "number", Levels: levels}},
		"are called power":     {{Name: "power", Levels: levels}, {Name: "y", Levels: levels}, {Name: "power", Levels: levels}},
		"axis late has no lev": {{Name: "x", Levels: levels}, {Name: "late"}},
	} {
		if _, err := (&table.Head{Axes: axes}).Columns(); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestAwkward: names and levels that mean something to Go, to CSV or to Parquet.
func TestAwkward(t *testing.T) {
	h := &table.Head{Study: "awkward, \"x\"", Axes: []table.Axis{
		{Name: "objective,optional", Levels: []string{"{measure: cvar, weight: 20%}", "=1+1", "", "Урал"}},
		{Name: "a.b", Levels: []string{"x"}},
		{Name: "-", Levels: []string{"1e3", "-5", "+7%", "0x10"}},
	}}
	r := func(yield func(table.Row, error) bool) {
		for i := range 4 {
			run := batch.Run{ID: fmt.Sprint(i), Number: i + 1, Levels: []string{h.Axes[0].Levels[i], "x", h.Axes[2].Levels[i]}}
			if !yield(table.Row{Run: run}, nil) {
				return
			}
		}
	}
	x, dir := written(t, h, r)
	for i, row := range all(t, x) {
		if row[1] != h.Axes[0].Levels[i] || row[3] != h.Axes[2].Levels[i] {
			t.Errorf("row %d: %q", i, row)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, table.CSVFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"'=1+1,x,-5,", ",x,+7%,", "\"{measure: cvar, weight: 20%}\",x,1e3,", ",\"objective,optional\",a.b,'-,"} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestOpenRefuses: what is no table is refused, whatever bytes it holds.
func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := table.Open(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := table.Open(dir); err == nil {
		t.Error("a folder is a table")
	}
	path := filepath.Join(dir, "x")
	for _, text := range []string{"", "PAR1", "PAR1PAR1", "PAR1\x00\x00\x00\x00PAR1", "number,id\n1,2\n", strings.Repeat("PAR1", 100)} {
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if x, err := table.Open(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: %v, %v", text, x, err)
		}
	}
}

// TestSmallest: a study without axes has one run, and one that was drained at once none.
func TestSmallest(t *testing.T) {
	h := &table.Head{Study: "one"}
	x, _ := written(t, h, func(yield func(table.Row, error) bool) {
		yield(table.Row{Run: batch.Run{ID: "a", Number: 1}, Record: record(3, "a")}, nil)
	})
	if back := all(t, x); len(back) != 1 || back[0][1] != "a" || back[0][2] != "solved" {
		t.Errorf("%v", back)
	}
	none, _ := written(t, head(), func(func(table.Row, error) bool) {})
	if back := all(t, none); len(back) != 0 || none.Len() != 0 {
		t.Errorf("%v", back)
	}
	p, err := none.Pivot(nil, table.Pivot{Rows: names(t, none, "power_system"), By: table.Count})
	if err != nil || len(p.Lines) != 0 || p.Runs != 0 {
		t.Errorf("%+v, %v", p, err)
	}
}
