package cli

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/gridalloc/gridalloc/internal/batch/table"
	"github.com/gridalloc/gridalloc/internal/report"
)

// pivoted pivots the table, and gives what writes the pivot: as a page or csv a line for
// each level, as json an object for each cell.
func (v *runsView) pivoted() (*table.Pivoted, func(io.Writer, string) error, error) {
	p, err := v.Pivot(v.query.Where, v.pivot)
	if err != nil {
		return nil, nil, err
	}
	return p, func(w io.Writer, format string) error {
		t := report.RunTable{Title: v.Study, Notes: func() []string { return v.pivotNotes(p) }}
		for _, i := range v.pivot.Rows {
			t.Columns = append(t.Columns, report.RunColumn{Name: v.Columns[i].Name, Text: true})
		}
		if format == "json" {
			for _, i := range v.pivot.Columns {
				t.Columns = append(t.Columns, v.column(i))
			}
			t.Columns = append(t.Columns, v.figures()...)
			return t.Write(w, format, pivotCells(p))
		}
		for _, levels := range p.Columns {
			t.Columns = append(t.Columns, v.under(levels)...)
		}
		return t.Write(w, format, pivotLines(p))
	}, nil
}

// under are the columns of a pivot below levels. One figure needs no name.
func (v *runsView) under(levels []table.Value) []report.RunColumn {
	figures := v.figures()
	if len(levels) == 0 {
		return figures
	}
	for i := range figures {
		if len(figures) > 1 {
			figures[i].Name = joined(levels) + " " + figures[i].Name
		} else {
			figures[i].Name = joined(levels)
		}
	}
	return figures
}

// figures are the columns of a cell of the pivot.
func (v *runsView) figures() []report.RunColumn {
	if len(v.pivot.Show) == 0 {
		return []report.RunColumn{{Name: "runs"}}
	}
	var list []report.RunColumn
	for _, i := range v.pivot.Show {
		f := v.column(i)
		switch {
		case v.pivot.By == table.Count:
			f.Unit, f.Text = "", false
		case v.pivot.By != table.Only:
			f.Text = false
		}
		list = append(list, f)
	}
	return list
}

// joined writes the levels of a line or a column.
func joined(levels []table.Value) string {
	var texts []string
	for _, l := range levels {
		texts = append(texts, l.String())
	}
	return strings.Join(texts, " / ")
}

// pivotLines are the lines of a pivot.
func pivotLines(p *table.Pivoted) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for i, levels := range p.Lines {
			line := plain(nil, levels)
			for _, cell := range p.Cells[i] {
				line = plain(line, cell)
			}
			if !yield(line, nil) {
				return
			}
		}
	}
}

// pivotCells are the cells of a pivot, with the levels they are at.
func pivotCells(p *table.Pivoted) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for i, line := range p.Lines {
			for j, column := range p.Columns {
				if !yield(plain(plain(plain(nil, line), column), p.Cells[i][j]), nil) {
					return
				}
			}
		}
	}
}

// plain appends values as they are written.
func plain(cells []any, values []table.Value) []any {
	for _, v := range values {
		cells = append(cells, v.Plain())
	}
	return cells
}

// pivotNotes say what the cells are.
func (v *runsView) pivotNotes(p *table.Pivoted) []string {
	var names []string
	for _, i := range v.pivot.Show {
		names = append(names, v.Columns[i].Name)
	}
	what := strings.TrimSpace(v.pivot.By + " " + strings.Join(names, ", "))
	notes := append([]string{fmt.Sprintf("%d of %s: %s", p.Runs, count(v.Len(), "run"), what)}, v.leftOut(p)...)
	if v.pivot.By == table.Count {
		return notes
	}
	return append(notes, v.notes(v.pivot.Show, p.Currencies)...)
}

// leftOut tells of runs that a mean, sum, extreme or count of figures is without.
func (v *runsView) leftOut(p *table.Pivoted) []string {
	var notes []string
	for n, i := range v.pivot.Show {
		if p.Missing[n] > 0 && v.pivot.By != table.Only {
			notes = append(notes, fmt.Sprintf("the %s leaves out %s without %s", v.pivot.By, count(p.Missing[n], "run"), v.Columns[i].Name))
		}
	}
	return notes
}
