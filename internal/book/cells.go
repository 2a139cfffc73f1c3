package book

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/gridalloc/gridalloc/model/diag"
)

// The most that a sheet and a workbook may hold.
const (
	maxRows    = 200_000
	maxColumns = 200
	maxCells   = 2_000_000
)

// cell is what stands in a cell.
type cell struct {
	row, col int // from 1
	// text is a text, a number in the shortest form that gives it exactly, a date as
	// 2027-04-01, or true or false.
	text string
	kind kind
	// formula: the text is what the formula gave when the workbook was saved.
	formula bool
}

// kind is what a cell holds.
type kind int

const (
	word kind = iota
	number
	date
	truth
	fault // an error value such as #REF!
)

// ref names a cell: D7.
func ref(row, col int) string { return columnName(col) + strconv.Itoa(row) }

// columnName names a column: AB.
func columnName(col int) string {
	name := ""
	for ; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name
}

// columnOf is the number of the column that a reference begins with, 0 for none.
func columnOf(ref string) int {
	col := 0
	for i := 0; i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		col = col*26 + int(ref[i]-'A') + 1
	}
	return col
}

// rowXML and cellXML are a row and a cell as they are written.
type (
	rowXML struct {
		Number int       `xml:"r,attr"`
		Hidden string    `xml:"hidden,attr"`
		Cells  []cellXML `xml:"c"`
	}
	cellXML struct {
		Ref     string  `xml:"r,attr"`
		Type    string  `xml:"t,attr"`
		Style   int     `xml:"s,attr"`
		Formula *string `xml:"f"`
		Value   string  `xml:"v"`
		Inline  textXML `xml:"is"`
	}
)

// readSheet reads the cells of a sheet; cells counts those of all sheets.
func (w *workbook) readSheet(s *sheet, name string, text []byte, cells *int) error {
	if text == nil {
		return notABook("the sheet %s is not in the file", s.name)
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return notABook("%s is damaged: %v", name, err)
		}
		begin, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if err := w.readElement(s, d, &begin, cells); err != nil {
			var t *trouble
			if errors.As(err, &t) {
				return err
			}
			return notABook("%s is damaged: %v", name, err)
		}
	}
}

// readElement reads an element of a sheet that counts, with all within.
func (w *workbook) readElement(s *sheet, d *xml.Decoder, begin *xml.StartElement, cells *int) error {
	switch begin.Name.Local {
	case "row":
		var row rowXML
		if err := d.DecodeElement(&row, begin); err != nil {
			return err
		}
		*cells += len(row.Cells)
		return w.addRow(s, &row, *cells)
	case "col":
		var col struct {
			Min    int    `xml:"min,attr"`
			Max    int    `xml:"max,attr"`
			Hidden string `xml:"hidden,attr"`
		}
		err := d.DecodeElement(&col, begin)
		for c := max(col.Min, 1); isTrue(col.Hidden) && c <= min(col.Max, maxColumns); c++ {
			s.hiddenCols = append(s.hiddenCols, c)
		}
		return err
	case "mergeCell":
		var merged struct {
			Ref string `xml:"ref,attr"`
		}
		err := d.DecodeElement(&merged, begin)
		first, _, _ := strings.Cut(merged.Ref, ":")
		s.merged = append(s.merged, first)
		return err
	}
	return nil
}

// addRow adds a row, of which the cells that hold something.
func (w *workbook) addRow(s *sheet, row *rowXML, cells int) error {
	if row.Number == 0 {
		row.Number = len(s.rows) + 1
	}
	if isTrue(row.Hidden) && row.Number > 0 {
		s.hiddenRows = append(s.hiddenRows, row.Number)
	}
	var held []cell
	col := 0
	for i := range row.Cells {
		x := &row.Cells[i]
		col++
		if x.Ref != "" {
			col = columnOf(x.Ref)
		}
		c := w.cell(x)
		c.row, c.col = row.Number, col
		if c.text == "" && !c.formula {
			continue
		}
		if col < 1 || col > maxColumns {
			return &trouble{diag.TooLarge, fmt.Sprintf("sheet %s has cells beyond column %s, in row %d", s.name, columnName(maxColumns), row.Number), "take them out: no table is that wide"}
		}
		if n := len(held); n > 0 && held[n-1].col >= col {
			return notABook("the cells of the sheet %s are not in order, in row %d", s.name, row.Number)
		}
		held = append(held, c)
	}
	switch {
	case len(held) == 0:
		return nil
	case row.Number <= len(s.rows):
		return notABook("the rows of the sheet %s are not in order", s.name)
	case row.Number > maxRows || cells > maxCells:
		return &trouble{diag.TooLarge, fmt.Sprintf("sheet %s has too many cells: at most %d rows, and %d cells in all sheets, are read", s.name, maxRows, maxCells), "take out what is not needed"}
	}
	for len(s.rows) < row.Number {
		s.rows = append(s.rows, nil)
	}
	s.rows[row.Number-1] = held
	return nil
}

// cell reads what stands in a cell.
func (w *workbook) cell(x *cellXML) cell {
	if x.Formula != nil {
		if value, ok := constant(*x.Formula); ok {
			return cell{kind: truth, text: value}
		}
	}
	c := cell{formula: x.Formula != nil}
	switch x.Type {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(x.Value)); err == nil && i >= 0 && i < len(w.words) {
			c.text = w.words[i]
		} else {
			c.kind, c.text = fault, x.Value
		}
	case "inlineStr":
		c.text = x.Inline.plain()
	case "str":
		c.text = unescape(x.Value)
	case "b":
		c.kind, c.text = truth, strconv.FormatBool(isTrue(x.Value))
	case "e":
		c.kind, c.text = fault, x.Value
	case "d":
		c.kind, c.text = date, strings.TrimSuffix(x.Value, "T00:00:00")
	default:
		w.readNumber(&c, x)
	}
	c.text = strings.TrimSpace(c.text)
	return c
}

// constant is the truth value that a formula is: LibreOffice saves those that stand in
// cells as TRUE() and FALSE().
func constant(formula string) (value string, ok bool) {
	switch strings.ToUpper(strings.TrimSpace(formula)) {
	case "TRUE()":
		return "true", true
	case "FALSE()":
		return "false", true
	}
	return "", false
}

// readNumber reads a number, which its style may show as a date.
func (w *workbook) readNumber(c *cell, x *cellXML) {
	c.kind, c.text = number, strings.TrimSpace(x.Value)
	v, err := strconv.ParseFloat(c.text, 64)
	if err != nil {
		if c.text != "" {
			c.kind = fault
		}
		return
	}
	c.text = strconv.FormatFloat(v, 'f', -1, 64)
	if x.Style < 0 || x.Style >= len(w.dates) || !w.dates[x.Style] {
		return
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if w.dates1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	// Days before March 1900 are counted differently by different programs.
	const firstSound, last = 61, 2958465
	if v == math.Trunc(v) && v <= last && (v >= firstSound || w.dates1904 && v >= 0) {
		c.kind, c.text = date, first.AddDate(0, 0, int(v)).Format(time.DateOnly)
	}
}
