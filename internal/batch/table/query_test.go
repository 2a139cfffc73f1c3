package table_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/table"
)

// conditions reads conditions.
func conditions(t testing.TB, x *table.Table, texts ...string) []table.Condition {
	t.Helper()
	var list []table.Condition
	for _, s := range texts {
		c, err := x.Condition(s)
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		list = append(list, c)
	}
	return list
}

// names finds columns.
func names(t testing.TB, x *table.Table, list string) []int {
	t.Helper()
	found, err := x.Names(list)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// selected are the numbers of the rows that a query gives.
func selected(t testing.TB, x *table.Table, q table.Query) string {
	t.Helper()
	var list []string
	for row, err := range x.Select(q, []int{0}) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, row[0].String())
	}
	return strings.Join(list, " ")
}

// TestWhere: the study of three axes has 18 runs.
func TestWhere(t *testing.T) {
	h := head()
	x, _ := written(t, h, rows(h, 1))
	for _, c := range []struct {
		where []string
		want  string
	}{
		{nil, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18"},
		{[]string{"power_system=Siberia"}, "7 8 9 10 11 12"},
		{[]string{"power_system!=Siberia", "number<=7"}, "1 2 3 4 5 6"},
		{[]string{"budget.total>=500", "power_system = Urals"}, "1 2 5 6"},
		{[]string{"budget.total=90.0", "hashprice<0"}, "3 9 15"},
		{[]string{"hashprice=-20%", "number<4"}, "1 3"},
		{[]string{"hashprice=-0.2", "number<4"}, "1 3"},
		{[]string{"hashprice!=100%", "number<4"}, "1 3"},
		{[]string{"status=failed"}, "1 6 11 16"},
		{[]string{"status=pending"}, "2 7 12 17"},
		{[]string{"npv>0"}, "8 9 10 13 14 15 18"},
		{[]string{"npv>=7M"}, "14 15 18"},
		{[]string{"npv>7M"}, "15 18"},
		{[]string{"npv<-3000k"}, "3"},
		{[]string{"npv>0.0105B"}, "18"},
		{[]string{"npv!=3M", "npv=none"}, ""},
		{[]string{"irr=none", "status=solved"}, "3 8 13 18"},
		{[]string{"irr!=none"}, "4 5 9 10 14 15"},
		{[]string{"irr>11.4%"}, "15"},
		{[]string{"gap<=0.5%", "warm=true"}, "4 8 10 14 18"},
		{[]string{"worker!=w2"}, "1 6 11 16"},
	} {
		if got := selected(t, x, table.Query{Where: conditions(t, x, c.where...)}); got != c.want {
			t.Errorf("%v: %s, not %s", c.where, got, c.want)
		}
	}
}

// TestBadConditions: what no run can meet by mistake is refused with a hint.
func TestBadConditions(t *testing.T) {
	h := head()
	x, _ := written(t, h, rows(h, 1))
	for s, want := range map[string]string{
		"npv":               `"npv" is no condition; such as npv>0`,
		"":                  `"" is no condition`,
		">5":                `there is no column ""`,
		"nvp>0":             `there is no column "nvp"; did you mean npv?`,
		"system=Urals":      `there is no column "system"`,
		"power_system=Ural": `power_system is never "Ural"; did you mean Urals?`,
		"power_system>U":    `power_system>U: power_system is no number`,
		"status=solve":      `status is never "solve"; did you mean solved?`,
		"status=none":       `status is never "none"`,
		"budget.total=900":  `budget.total is never 900`,
		"budget.total=a":    `"a" is no number`,
		"budget.total=90M":  `"90M" is no number`,
		"npv>":              `npv>: there is no value`,
		"npv>5 M":           `"5 M" is no number`,
		"npv>inf":           `"inf" is no number`,
		"npv>1e999":         `"1e999" is no number`,
		"npv>0x1p4":         `"0x1p4" is no number`,
		"npv>5%":            `"5%" is no number`,
		"npv==5":            `"=5" is no number`,
		"seconds>5M":        `"5M" is no number`,
		"npv<none":          `"none" is no number`,
		"warm=yes":          `not true or false`,
		"warm>true":         `warm is no number`,
	} {
		_, err := x.Condition(s)
		var p *table.Problem
		if !errors.As(err, &p) || !strings.Contains(p.Message+"; "+p.Hint, want) {
			t.Errorf("%q: %v, not %s", s, err, want)
		}
	}
	if _, err := x.Names("npv,gpa"); err == nil || !strings.Contains(err.Error(), `"gpa"`) {
		t.Error(err)
	}
	if _, err := x.Orders("-npv,-gpa"); err == nil || !strings.Contains(err.Error(), `"gpa"`) {
		t.Error(err)
	}
}

// TestSort: levels as the study has them or by their numbers, missing values last, equal
// ones in the order of the study; a limit changes nothing but how many.
func TestSort(t *testing.T) {
	h := head()
	x, _ := written(t, h, rows(h, 1))
	for list, want := range map[string]string{
		"-npv":                       "18 15 14 13 10 9 8 5 4 3 1 2 6 7 11 12 16 17",
		"npv":                        "3 4 5 8 9 10 13 14 15 18 1 2 6 7 11 12 16 17",
		"-power_system,budget.total": "15 16 17 18 13 14 9 10 11 12 7 8 3 4 5 6 1 2",
		"status,-number":             "18 15 14 13 10 9 8 5 4 3 16 11 6 1 17 12 7 2",
	} {
		orders, err := x.Orders(list)
		if err != nil {
			t.Fatal(err)
		}
		if got := selected(t, x, table.Query{Sort: orders}); got != want {
			t.Errorf("%s: %s, not %s", list, got, want)
		}
		first := strings.Join(strings.Fields(want)[:5], " ")
		if got := selected(t, x, table.Query{Sort: orders, Limit: 5}); got != first {
			t.Errorf("%s, 5 of them: %s, not %s", list, got, first)
		}
	}
	if got := selected(t, x, table.Query{Limit: 3}); got != "1 2 3" {
		t.Errorf("3 of them: %s", got)
	}
	many, _ := written(t, h, rows(h, 1000)) // more than are kept for a limit
	orders, err := many.Orders("-number")
	if err != nil {
		t.Fatal(err)
	}
	if got := selected(t, many, table.Query{Sort: orders, Limit: 2}); got != "18000 17999" {
		t.Errorf("the last two are %s", got)
	}
}

// pivoted writes a pivot on lines.
func pivoted(p *table.Pivoted) string {
	var b strings.Builder
	fmt.Fprintln(&b, p.Columns)
	for i, line := range p.Lines {
		fmt.Fprintln(&b, line, p.Cells[i])
	}
	return b.String()
}

// TestPivot: lines and columns stand in the order of the study.
func TestPivot(t *testing.T) {
	h := head()
	x, _ := written(t, h, rows(h, 1))
	for _, c := range []struct {
		what                    string
		where                   []string
		rows, columns, show, by string
		want                    string
		missing                 []int
	}{
		{
			"one run in a cell",
			[]string{"hashprice=100%"},
			"power_system", "budget.total", "npv", table.Only,
			"[[1000] [90] [500]]\n[Urals] [[[] [-3000000] []]]\n[Siberia] [[[1000000] [3000000] []]]\n[Centre] [[[7000000] [] [11000000]]]\n",
			[]int{4},
		},
		{
			"a text",
			[]string{"hashprice=100%", "budget.total<500"},
			"power_system", "budget.total", "status", table.Only,
			"[[90]]\n[Urals] [[solved]]\n[Siberia] [[solved]]\n[Centre] [[failed]]\n",
			[]int{0},
		},
		{
			"means of those that there are", nil, "power_system", "", "npv,contracts", table.Mean,
			"[[]]\n[Urals] [[-3000000 4]]\n[Siberia] [[2000000 9]]\n[Centre] [[8000000 15]]\n",
			[]int{8, 8},
		},
		{
			"sums", nil, "hashprice", "", "contracts", table.Sum,
			"[[]]\n[-20%] [[[45]]]\n[100%] [[[54]]]\n",
			[]int{8},
		},
		{
			"extremes by two columns", nil, "power_system,hashprice", "status", "number", table.Max,
			"[[solved] [failed] [pending]]\n" +
				"[Urals -20%] [[5] [1] []]\n[Urals 100%] [[4] [6] [2]]\n" +
				"[Siberia -20%] [[9] [11] [7]]\n[Siberia 100%] [[10] [] [12]]\n" +
				"[Centre -20%] [[15] [] [17]]\n[Centre 100%] [[18] [16] []]\n",
			[]int{0},
		},
		{
			"counts of runs", nil, "status", "power_system", "", table.Count,
			"[[Urals] [Siberia] [Centre]]\n[solved] [[3] [3] [4]]\n[failed] [[2] [1] [1]]\n[pending] [[1] [2] [1]]\n",
			[]int{},
		},
		{
			"counts of figures", nil, "power_system", "", "irr", table.Count,
			"[[]]\n[Urals] [[2]]\n[Siberia] [[2]]\n[Centre] [[2]]\n",
			[]int{12},
		},
	} {
		p := table.Pivot{Rows: names(t, x, c.rows), By: c.by}
		if c.columns != "" {
			p.Columns = names(t, x, c.columns)
		}
		if c.show != "" {
			p.Show = names(t, x, c.show)
		}
		got, err := x.Pivot(conditions(t, x, c.where...), p)
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		flat := strings.NewReplacer("[[[", "[[", "]]]", "]]").Replace
		if flat(pivoted(got)) != flat(c.want) || !reflect.DeepEqual(got.Missing, c.missing) {
			t.Errorf("%s, %v missing:\n%s", c.what, got.Missing, pivoted(got))
		}
	}
}

// TestBadPivots: what would be no answer, or a wrong one, is refused.
func TestBadPivots(t *testing.T) {
	h := head()
	two := func(yield func(table.Row, error) bool) {
		for row, err := range rows(h, 1) {
			if row.Record != nil && row.Record.Currency != "" && row.Run.Number > 9 {
				row.Record.Currency = "RUB"
			}
			if !yield(row, err) {
				return
			}
		}
	}
	x, _ := written(t, h, two)
	for want, p := range map[string]table.Pivot{
		"more than one run has power_system=Urals, budget.total=1000; say what to make of them, one of mean, min, max, sum, count": {
			Rows: names(t, x, "power_system"), Columns: names(t, x, "budget.total"), Show: names(t, x, "status"),
		},
		"needs columns for its rows":          {Columns: names(t, x, "status"), Show: names(t, x, "npv")},
		"runs cannot be grouped by npv":       {Rows: names(t, x, "npv"), By: table.Count},
		"runs cannot be grouped by number":    {Rows: names(t, x, "status"), Columns: names(t, x, "number"), By: table.Count},
		"needs a column to show; such as npv": {Rows: names(t, x, "status"), By: table.Mean},
		"there is no sum of worker":           {Rows: names(t, x, "status"), Show: names(t, x, "worker"), By: table.Sum},
		"there is no max of power_system":     {Rows: names(t, x, "status"), Show: names(t, x, "power_system"), By: table.Max},
		"runs with power_system=Siberia have amounts in USD and in RUB": {
			Rows: names(t, x, "power_system"), Show: names(t, x, "npv"), By: table.Sum,
		},
	} {
		_, err := x.Pivot(nil, p)
		var wrong *table.Problem
		if !errors.As(err, &wrong) || !strings.Contains(wrong.Message+"; "+wrong.Hint, want) {
			t.Errorf("%v, not %s", err, want)
		}
	}
	if _, err := x.Pivot(nil, table.Pivot{Rows: names(t, x, "power_system"), Show: names(t, x, "mining_mw"), By: table.Sum}); err != nil {
		t.Errorf("MW need no currency: %v", err)
	}
	if _, err := x.Pivot(nil, table.Pivot{Rows: names(t, x, "power_system"), Show: names(t, x, "budget.total"), By: table.Mean}); err != nil {
		t.Errorf("levels that are numbers are numbers: %v", err)
	}
}

// TestAggregatesAgree: mean, sum, extremes and counts of random groups are those computed
// from the selected rows.
func TestAggregatesAgree(t *testing.T) {
	h := head()
	x, _ := written(t, h, rows(h, 50))
	show := names(t, x, "seconds")
	by := map[string]*table.Pivoted{}
	for _, a := range table.Aggregates {
		p, err := x.Pivot(nil, table.Pivot{Rows: names(t, x, "hashprice"), Columns: names(t, x, "power_system"), Show: show, By: a})
		if err != nil {
			t.Fatal(err)
		}
		by[a] = p
	}
	for i, line := range by[table.Sum].Lines {
		for j, column := range by[table.Sum].Columns {
			where := conditions(t, x, "hashprice="+line[0].Text, "power_system="+column[0].Text, "seconds!=none")
			var n, sum, low, high float64
			for row, err := range x.Select(table.Query{Where: where}, show) {
				if err != nil {
					t.Fatal(err)
				}
				v := row[show[0]].Number
				if n == 0 {
					low, high = v, v
				}
				n, sum, low, high = n+1, sum+v, min(low, v), max(high, v)
			}
			for a, want := range map[string]float64{table.Sum: sum, table.Mean: sum / n, table.Min: low, table.Max: high, table.Count: n} {
				if got := by[a].Cells[i][j][0].Number; got != want || n == 0 {
					t.Errorf("%s of %v, %v: %v, not %v", a, line, column, got, want)
				}
			}
		}
	}
}

// TestDuplicates: a study may ask for the same run twice.
func TestDuplicates(t *testing.T) {
	h := &table.Head{Study: "x", Axes: []table.Axis{{Name: "a", Levels: []string{"1", "1.0"}}}}
	x, _ := written(t, h, func(yield func(table.Row, error) bool) {
		for i, level := range h.Axes[0].Levels {
			if !yield(table.Row{Run: batch.Run{ID: "same", Number: i + 1, Levels: []string{level}}}, nil) {
				return
			}
		}
	})
	if got := selected(t, x, table.Query{Where: conditions(t, x, "a=1", "id=same")}); got != "1 2" {
		t.Error(got)
	}
}
