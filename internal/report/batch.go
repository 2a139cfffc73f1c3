package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
)

// RunTable is a table of runs of a batch, or a pivot of one.
type RunTable struct {
	Title   string
	Columns []RunColumn
	// Notes stand below the page. They are asked for when the rows are written.
	Notes func() []string
}

// RunColumn is a column of a RunTable.
type RunColumn struct {
	Name string
	// Unit is money, MW, share, s, MB or "" and says how a page writes a number.
	Unit string
	Text bool
}

// Write writes the rows as format says: text, a page of Markdown; csv or json, row by
// row and in full precision. A cell is a string, a number, a truth value, or nil for
// none; a row is only valid until the next one. Rows that end in an error are an error.
func (t *RunTable) Write(w io.Writer, format string, rows iter.Seq2[[]any, error]) error {
	switch format {
	case "csv":
		return t.csv(w, rows)
	case "json":
		return t.json(w, rows)
	}
	page := markdown{}
	for _, c := range t.Columns {
		if c.Text && page.left == len(page.header) {
			page.left++
		}
		page.header = append(page.header, c.Name)
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		cells := make([]string, len(row))
		for i, x := range row {
			cells[i] = orDash(RunFigure(x, t.Columns[i].Unit))
		}
		page.rows = append(page.rows, cells)
	}
	b := bytes.NewBufferString("# " + t.Title + "\n\n")
	if err := page.write(b); err != nil {
		return err
	}
	for i, note := range t.Notes() {
		if i == 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(b, "- %s\n", note)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// RunFigure writes a cell for a page: on one line, money in millions, "" for nothing.
func RunFigure(x any, unit string) string {
	figure, ok := x.(float64)
	if !ok {
		return strings.ReplaceAll(plainCell(x), "\n", " ")
	}
	switch unit {
	case "money":
		return inMillions(figure)
	case "share":
		return percent(figure)
	case "MW", "s":
		return number(figure, 1)
	case "MB":
		return number(figure, 0)
	default:
		return plainCell(x)
	}
}

// plainCell writes a cell in full precision.
func plainCell(x any) string {
	switch x := x.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	default:
		return fmt.Sprint(x)
	}
}

func (t *RunTable) csv(w io.Writer, rows iter.Seq2[[]any, error]) error {
	c := csv.NewWriter(w)
	record := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		record[i] = Neutral(column.Name)
	}
	if err := c.Write(record); err != nil {
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		for i, x := range row {
			record[i] = Neutral(plainCell(x))
		}
		if err := c.Write(record); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// json writes a list of objects, whose fields are in the order of the columns.
func (t *RunTable) json(w io.Writer, rows iter.Seq2[[]any, error]) error {
	names := make([][]byte, len(t.Columns))
	for i, c := range t.Columns {
		var err error
		if names[i], err = json.Marshal(c.Name); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	before := "[\n  {"
	for row, err := range rows {
		if err != nil {
			return err
		}
		b.Reset()
		b.WriteString(before)
		before = ",\n  {"
		for i, x := range row {
			if i > 0 {
				b.WriteString(", ")
			}
			value, err := json.Marshal(x)
			if err != nil {
				return err
			}
			b.Write(names[i])
			b.WriteString(": ")
			b.Write(value)
		}
		b.WriteString("}")
		if _, err := w.Write(b.Bytes()); err != nil {
			return err
		}
	}
	end := "\n]\n"
	if before == "[\n  {" {
		end = "[]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}
