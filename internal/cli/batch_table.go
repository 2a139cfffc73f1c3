package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/batch/table"
	"github.com/gridalloc/gridalloc/internal/report"
)

func (s *session) batchTableCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "table",
		Usage: "filter, sort and pivot the runs of a study",
		Flags: []urfave.Flag{
			&urfave.StringSliceFlag{Name: "where", Usage: "only runs that meet `CONDITION`, such as power_system=Urals, npv>50M, gap<=0.5%, status!=solved or irr=none; repeatable"},
			&urfave.StringFlag{Name: "show", Usage: "show `COLUMNS`, such as budget,npv,irr", DefaultText: "the main ones; all as csv or json"},
			&urfave.StringFlag{Name: "sort", Usage: "sort by `COLUMNS`: -npv puts the largest first", DefaultText: "as the study has them"},
			&urfave.IntFlag{Name: "limit", Usage: "print at most `N` runs", DefaultText: "all"},
			&urfave.StringFlag{Name: "rows", Usage: "pivot: a line for each level of `COLUMNS`"},
			&urfave.StringFlag{Name: "columns", Usage: "pivot: a column for each level of `COLUMNS`"},
			&urfave.StringFlag{Name: "by", Usage: "pivot: where runs share a cell show their `WHAT`: mean, min, max, sum or count", DefaultText: "refuse"},
			&urfave.StringFlag{Name: "format", Value: "text", Usage: "print as `FORMAT`: text, a page of Markdown; csv or json"},
			&urfave.StringFlag{Name: "out", Usage: "write the table to `FILE` too"},
		},
		Action: s.batchTable,
	}, manual{
		args: "DIR",
		text: "Prints the runs in DIR/" + table.ParquetFile + ". Amounts are in the currency of the run: 50M are 50 million of it. " +
			"A run without a plan has no figures and meets no condition on them. " +
			"With --rows the levels of an axis become lines, with --columns those of another one columns.",
		example: "gridalloc batch table runs --where 'npv>0' --sort -npv --limit 10\n" +
			"gridalloc batch table runs --rows power_system --columns budget --show npv --by mean",
		exits: []int{exitInput},
	})
}

// runsView is what a batch table command asks of a table.
type runsView struct {
	*table.Table
	query table.Query
	pivot table.Pivot
	show  []int
}

func (s *session) batchTable(c *urfave.Context) error {
	args, err := arguments(c, "DIR")
	if err != nil {
		return err
	}
	format, err := choice(c, "format", "text", "csv", "json")
	if err != nil {
		return err
	}
	out, err := outFile(c)
	if err != nil {
		return err
	}
	t, err := openRuns(args[0])
	if err != nil {
		return err
	}
	defer func() { _ = t.Close() }() // only read
	v, err := viewOf(c, t, format)
	if err != nil {
		return askedWrong(err)
	}
	write := v.writeRuns
	if len(v.pivot.Rows) > 0 {
		var p *table.Pivoted
		if p, write, err = v.pivoted(); err != nil {
			return askedWrong(err)
		}
		if format != "text" { // the page says it itself
			for _, note := range v.leftOut(p) {
				s.term.note("%s", note)
			}
		}
	}
	if out != "" {
		err := report.File(out, func(w io.Writer) error { return write(w, format) })
		var f *failure
		switch {
		case errors.As(err, &f):
			return f
		case err != nil:
			return fail(exitInternal, "the table could not be written: %s", err)
		}
		s.term.note("wrote the table to %s", out)
	}
	return write(s.term.out, format)
}

// openRuns opens the table of the folder of a study.
func openRuns(dir string) (*table.Table, error) {
	path := filepath.Join(dir, table.ParquetFile)
	t, err := table.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fail(exitInput, "there is no table %s", path).hint("DIR is the folder of a study; gridalloc batch run writes the table there")
	case err != nil:
		return nil, fail(exitInput, "%s", err)
	}
	return t, nil
}

// askedWrong is the failure for what a table makes of a question: it is wrong, or the
// table cannot be read.
func askedWrong(err error) error {
	var f *failure
	var p *table.Problem
	switch {
	case errors.As(err, &f):
		return f
	case !errors.As(err, &p):
		return fail(exitInput, "%s", err)
	case p.Hint == "":
		return usage("%s", p.Message)
	default:
		return usage("%s", p.Message).hint("%s", p.Hint)
	}
}

// viewOf reads the flags.
func viewOf(c *urfave.Context, t *table.Table, format string) (*runsView, error) {
	v := &runsView{Table: t}
	for _, text := range c.StringSlice("where") {
		condition, err := t.Condition(text)
		if err != nil {
			return nil, err
		}
		v.query.Where = append(v.query.Where, condition)
	}
	if v.query.Limit = c.Int("limit"); c.IsSet("limit") && v.query.Limit < 1 {
		return nil, usage("--limit %d: not above 0", v.query.Limit)
	}
	for flag, into := range map[string]*[]int{"show": &v.show, "rows": &v.pivot.Rows, "columns": &v.pivot.Columns} {
		if !c.IsSet(flag) {
			continue
		}
		var err error
		if *into, err = t.Names(c.String(flag)); err != nil {
			return nil, err
		}
	}
	if c.IsSet("sort") {
		var err error
		if v.query.Sort, err = t.Orders(c.String("sort")); err != nil {
			return nil, err
		}
	}
	if v.show == nil && !c.IsSet("rows") {
		v.show = v.usual(format)
	}
	return v, v.pivotOf(c)
}

// pivotOf reads the flags of a pivot.
func (v *runsView) pivotOf(c *urfave.Context) error {
	if !c.IsSet("rows") {
		for _, flag := range []string{"columns", "by"} {
			if c.IsSet(flag) {
				return usage("--%s is for a pivot", flag).hint("--rows names the columns whose levels become lines")
			}
		}
		return nil
	}
	for _, flag := range []string{"sort", "limit"} {
		if c.IsSet(flag) {
			return usage("--%s is not for a pivot", flag).hint("its lines are in the order of the study")
		}
	}
	if c.IsSet("by") {
		var err error
		if v.pivot.By, err = choice(c, "by", table.Aggregates...); err != nil {
			return err
		}
	}
	v.pivot.Show = v.show
	return nil
}

// mainColumns are those that a page shows beside the axes.
var mainColumns = []string{
	"number", "status", "mining_mw", "colocation_mw", "gpu_cloud_mw", "value", "npv", "cvar", "irr", "capex", "contracts", "gap", "seconds",
}

// usual are the columns that are shown when none are named: all but on a page.
func (v *runsView) usual(format string) []int {
	var list []int
	for i, c := range v.Columns {
		if format != "text" || c.Axis || slices.Contains(mainColumns, c.Name) {
			list = append(list, i)
		}
	}
	return list
}

// writeRuns writes the runs asked for.
func (v *runsView) writeRuns(w io.Writer, format string) error {
	shown, currency := 0, table.Find(v.Columns, "currency")
	var currencies []string
	page := report.RunTable{
		Title: v.Study,
		Notes: func() []string {
			return append([]string{fmt.Sprintf("%d of %s", shown, count(v.Len(), "run"))}, v.notes(v.show, currencies)...)
		},
	}
	for _, i := range v.show {
		page.Columns = append(page.Columns, v.column(i))
	}
	cells := make([]any, len(v.show))
	return page.Write(w, format, func(yield func([]any, error) bool) {
		for row, err := range v.Select(v.query, append(v.show[:len(v.show):len(v.show)], currency)) {
			if err != nil {
				yield(nil, fail(exitInput, "%s", err))
				return
			}
			for n, i := range v.show {
				cells[n] = row[i].Plain()
			}
			if c := row[currency].Text; c != "" && !slices.Contains(currencies, c) {
				currencies = append(currencies, c)
			}
			if shown++; !yield(cells, nil) {
				return
			}
		}
	})
}

// column is a column of the table on a page.
func (v *runsView) column(i int) report.RunColumn {
	c := &v.Columns[i]
	return report.RunColumn{Name: c.Name, Unit: c.Unit, Text: c.Kind == table.Text || i == 0} // the number names the run
}

// notes say what the figures shown are.
func (v *runsView) notes(shown []int, currencies []string) []string {
	units := map[string]bool{}
	for _, i := range shown {
		units[v.Columns[i].Unit] = true
	}
	var notes []string
	if units[table.Money] && len(currencies) > 0 {
		notes = append(notes, fmt.Sprintf("money in %s million; in a condition 50M are 50 million", strings.Join(currencies, " or ")))
	}
	if units[table.MW] {
		notes = append(notes, "MW are grid MW of the last period, the peak those of any")
	}
	return notes
}
