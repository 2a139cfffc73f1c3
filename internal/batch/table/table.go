// Package table holds all runs of a study as one table: a row for each run, with its
// levels on the axes of the study, what became of it and the figures of its plan. The
// table is written as CSV and as Parquet, which also tells the order of the levels and
// the units; it is read back from the Parquet file, a few columns at a time, so that a
// table of a million runs is filtered, sorted and pivoted in little memory.
package table

import (
	"fmt"
	"iter"

	"github.com/gridalloc/gridalloc/internal/batch"
)

// Head is what a table says beside its rows.
type Head struct {
	// Study is the name of the study, Version that of the program which solved it.
	Study, Version string
	Axes           []Axis
}

// Axis is an axis of the study with its levels, in the order of the study.
type Axis struct {
	Name   string   `json:"name"`
	Levels []string `json:"levels"`
}

// Row is a run of the study with what became of it: nil while it has no result.
type Row struct {
	Run    batch.Run
	Record *batch.Record
}

// Rows are the rows of a table in the order of their numbers. An error ends them.
type Rows = iter.Seq2[Row, error]

// Pending is the status of a run that has no result yet.
const Pending batch.Status = "pending"

// Problem is wrong use of a table: what is wrong, and a hint, "" for none.
type Problem struct{ Message, Hint string }

// Error is the message of the problem.
func (p *Problem) Error() string { return p.Message }

// problem makes a problem without a hint.
func problem(format string, args ...any) *Problem {
	return &Problem{Message: fmt.Sprintf(format, args...)}
}

// hint adds the hint.
func (p *Problem) hint(format string, args ...any) *Problem {
	p.Hint = fmt.Sprintf(format, args...)
	return p
}

// cells turns rows into cells, checking that they fit the study.
type cells struct {
	columns []Column
	axes    int
	last    int // number of the row before
}

// of are the cells of a row. They are valid until the next call.
func (c *cells) of(into []Value, row *Row) ([]Value, error) {
	run := &row.Run
	switch {
	case run.Number <= c.last:
		return nil, fmt.Errorf("table: run %d comes after run %d", run.Number, c.last)
	case len(run.Levels) != c.axes:
		return nil, fmt.Errorf("table: run %d has %d levels on %d axes", run.Number, len(run.Levels), c.axes)
	case row.Record != nil && row.Record.ID != run.ID:
		return nil, fmt.Errorf("table: run %d, %s, has the record of %s", run.Number, run.ID, row.Record.ID)
	}
	c.last = run.Number
	into = append(into[:0], number(float64(run.Number)))
	for i, level := range run.Levels {
		into = append(into, c.columns[1+i].value(level))
	}
	into = append(into, text(run.ID))
	if row.Record == nil {
		into = append(into, c.columns[len(into)].value(string(Pending)))
	}
	for i := len(into); i < len(c.columns); i++ {
		v := Value{}
		if row.Record != nil {
			v = c.columns[i].get(row.Record)
		}
		into = append(into, v)
	}
	for i := range into {
		if err := c.columns[i].check(into[i]); err != nil {
			return nil, fmt.Errorf("table: run %d: %w", run.Number, err)
		}
	}
	return into, nil
}

// cells checks the head and makes the columns.
func (h *Head) cells() (*cells, error) {
	columns, err := h.Columns()
	if err != nil {
		return nil, err
	}
	return &cells{columns: columns, axes: len(h.Axes)}, nil
}
