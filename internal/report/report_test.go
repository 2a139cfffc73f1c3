package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gridalloc/gridalloc/model"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run with -update and read the difference\n%s", path, got)
	}
}

func TestSummaryGolden(t *testing.T) {
	var full, empty bytes.Buffer
	if err := Summary(&full, sample(), 100); err != nil {
		t.Fatal(err)
	}
	golden(t, "summary.txt", full.Bytes())
	if err := Summary(&empty, &model.Plan{Scenario: "empty", Periods: []string{"2027"}, Currency: "USD", Prices: 2026}, 100); err != nil {
		t.Fatal(err)
	}
	golden(t, "summary-empty.txt", empty.Bytes())
}

// No line is wider than asked for, whatever the number of periods.
func TestSummaryWidth(t *testing.T) {
	p := sample()
	for y := 2030; y < 2070; y++ {
		p.Periods = append(p.Periods, model.Horizon{Start: model.Date{Year: y, Month: 1, Day: 1}, PeriodMonths: 12}.Label(0))
	}
	for _, width := range []int{60, 80, 120} {
		var b bytes.Buffer
		if err := Summary(&b, p, width); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			// Figures are never cut: the cash flow needs a little more than 60.
			if n := utf8.RuneCountInString(line); n > max(width, 80) {
				t.Errorf("width %d: %d characters: %s", width, n, line)
			}
		}
	}
}

// What would mislead as a rounded figure is said in words.
func TestSummaryWords(t *testing.T) {
	p := sample()
	p.Result.PaybackYears = ptr(0)
	p.Outcome.Gap = 57
	p.Shortfalls[0].MW = 0.003
	p.Binding[0].Limit = "demand_step"
	p.Binding[0].Worth = 2e5
	p.Result.Capex = 17949.9e6
	var b bytes.Buffer
	if err := Summary(&b, p, 100); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Payback               at once\n",
		"Distance to best      unknown (no plan beats USD 1,236 million, both means so weighed)\n",
		"contract period, less than 0.1 MW short;",
		"\ndemand step  RU-0 ",
		"Capital spending      USD 17,950 million\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	p.Outcome.Limit = "time"
	for i := range p.Contracts {
		p.Contracts[i].Accepted = false
	}
	p.Allocations, p.Signings = nil, nil
	b.Reset()
	if err := Summary(&b, p, 80); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"sign   none\n", "Running in 2029       nothing\n", "\nnone taken\nrefused: 2 with 48.0 MW: c-1, c-2\n", "both means so\n                      weighed); stopped by the limit on time\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}

func TestJSONRoundTrip(t *testing.T) {
	for _, p := range []*model.Plan{sample(), {Format: 1, Outcome: model.Outcome{Goal: "npv"}, Risk: model.RiskFigures{Measure: "expected"}}} {
		var first, second bytes.Buffer
		if err := JSON(&first, p); err != nil {
			t.Fatal(err)
		}
		q, problems, err := Read(first.Bytes())
		if err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
		if !reflect.DeepEqual(q, Filled(p)) {
			t.Errorf("read back\n%+v\nwritten\n%+v", q, p)
		}
		if err := JSON(&second, q); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Error("written again, the plan differs")
		}
	}
}

func TestReadProblems(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, sample()); err != nil {
		t.Fatal(err)
	}
	good := b.String()
	cases := []struct{ old, new, want string }{
		{`"count": 3`, `"count": 3, "cuont": 4`, "/halls/0/cuont: unknown field cuont"},
		{`"count": 3`, `"count": 2.5`, "/halls/0/count: "},
		{`"count": 3,`, ``, "missing property 'count'"},
		{`"stand": "headroom"`, `"stand": "roof"`, "/halls/0/stand: value must be one of"},
		{`"format": 1`, `"format": 2`, "/format: "},
		{`"irr": 0.183`, `"irr": "high"`, "/result/irr: "},
	}
	for _, c := range cases {
		text := strings.Replace(good, c.old, c.new, 1)
		plan, problems, err := Read([]byte(text))
		if err != nil || plan != nil || len(problems) != 1 {
			t.Errorf("%s: plan %v, problems %v, error %v", c.new, plan, problems, err)
			continue
		}
		got := problems[0].String()
		line := 1 + strings.Count(text[:strings.Index(text, c.new)], "\n")
		if !strings.Contains(got, c.want) || c.new != "" && problems[0].Line != line {
			t.Errorf("%s: got %q, want line %d and %q", c.new, got, line, c.want)
		}
	}
	if _, _, err := Read([]byte("{\n\"format\": 1,\n}")); err == nil || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("not JSON: %v", err)
	}
}

func TestTables(t *testing.T) {
	for _, table := range Tables(sample()) {
		if len(table.Rows) == 0 {
			t.Errorf("%s: no rows", table.Name)
		}
		var b bytes.Buffer
		if err := CSV(&b, table); err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", table.Name, err)
		}
		if !reflect.DeepEqual(records, append([][]string{table.Header}, table.Rows...)) {
			t.Errorf("%s: read back %v", table.Name, records)
		}
	}
	var all bytes.Buffer
	if err := AllCSV(&all, sample()); err != nil {
		t.Fatal(err)
	}
	golden(t, "tables.csv", all.Bytes())
}

// A client's name that a spreadsheet would run is written as text; negative
// numbers stay numbers.
func TestCSVFormula(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+x": "'+x", "-x": "'-x", "@x": "'@x", "\tx": "'\tx", "x=1": "x=1", "": "",
		"-5": "-5", "+7%": "+7%", "-0.25": "-0.25", "-1+2": "'-1+2", "=5": "'=5", "@5": "'@5", "-": "'-", "+": "'+",
	} {
		if got := Neutral(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
	row := tableOf("", []model.CashFlow{{Net: -5}}).Rows[0]
	if row[len(row)-2] != "-5" {
		t.Errorf("negative number became %q", row[len(row)-2])
	}
}

// Every list of the plan has a table.
func TestTablesComplete(t *testing.T) {
	lists := 0
	plan := reflect.TypeFor[model.Plan]()
	for i := range plan.NumField() {
		if f := plan.Field(i).Type; f.Kind() == reflect.Slice && f.Elem().Kind() == reflect.Struct {
			lists++
		}
	}
	if n := len(Tables(sample())); n != lists {
		t.Errorf("%d tables for %d lists", n, lists)
	}
}

func TestDir(t *testing.T) {
	root := t.TempDir()
	for _, dir := range []string{"new", "deep/er/new"} {
		dir = filepath.Join(root, dir)
		for range 2 { // a second time into the existing folder
			files, err := Dir(dir, sample())
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				if info, err := os.Stat(f); err != nil || info.Size() == 0 || info.Mode().Perm() != 0o644 {
					t.Errorf("%s: %v %v", f, info, err)
				}
			}
			if got := listing(t, dir); len(got) != len(files) {
				t.Errorf("%s holds %v", dir, got)
			}
		}
	}
	if got := listing(t, root); !reflect.DeepEqual(got, []string{"deep", "new"}) {
		t.Errorf("left behind: %v", got)
	}
}

// A plan that cannot be written leaves no file, no folder and no temporary.
func TestDirFailure(t *testing.T) {
	root := t.TempDir()
	bad := sample()
	bad.Outcome.Gap = inf
	if _, err := Dir(filepath.Join(root, "out"), bad); err == nil {
		t.Error("an infinite gap was written")
	}
	file := filepath.Join(root, "file")
	err := File(file, func(io.Writer) error { return errors.New("no") })
	if err == nil {
		t.Error("no error")
	}
	if got := listing(t, root); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(root, "old", "summary.txt"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err = Dir(filepath.Join(root, "old"), sample())
	if got := listing(t, filepath.Join(root, "old")); err == nil || len(got) != 1 {
		t.Errorf("half written: %v, %v", got, err)
	}
	if CanWriteDir(file) == nil || CanWriteDir(root) != nil || CanWriteDir(filepath.Join(root, "new")) != nil {
		t.Error("CanWriteDir is wrong")
	}
	for path, can := range map[string]bool{
		root: false, file: true, filepath.Join(file, "new"): false,
		filepath.Join(root, "new"): true, filepath.Join(root, "none", "new"): false,
	} {
		if got := CanWriteFile(path); (got == nil) != can {
			t.Errorf("CanWriteFile %s: %v", path, got)
		}
	}
}

func listing(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestSchemaIsJSON(t *testing.T) {
	if !json.Valid(Schema()) {
		t.Error("plan.schema.json is not JSON")
	}
}
