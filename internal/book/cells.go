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
	maxRows    = 100_000
	maxColumns = 200
	maxCells   = 1_000_000
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

// cellXML is a cell as it is written.
type cellXML struct {
	Ref     string  `xml:"r,attr"`
	Type    string  `xml:"t,attr"`
	Style   int     `xml:"s,attr"`
	Formula *string `xml:"f"`
	Value   string  `xml:"v"`
	Inline  textXML `xml:"is"`
}

// elements calls a function at the beginning of every element of a part, one by one so that
// no part is held whole. The function may read what is within the element.
func elements(name string, text []byte, each func(*xml.Decoder, *xml.StartElement) error) error {
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if begin, ok := token.(xml.StartElement); ok && err == nil {
			err = each(d, &begin)
		}
		var t *trouble
		switch {
		case errors.As(err, &t):
			return err
		case err != nil:
			return notABook("%s is damaged: %v", name, err)
		}
	}
}

// sheetReader reads a sheet; row and col are those of the last cell.
type sheetReader struct {
	*workbook
	*sheet
	row, col int
}

// readSheet reads the cells of a sheet.
func (w *workbook) readSheet(s *sheet, name string, text []byte) error {
	if text == nil {
		return notABook("the sheet %s is not in the file", s.name)
	}
	r := &sheetReader{workbook: w, sheet: s}
	return elements(name, text, r.element)
}

// element reads an element of a sheet that counts.
func (r *sheetReader) element(d *xml.Decoder, begin *xml.StartElement) error {
	switch begin.Name.Local {
	case "row":
		return r.beginRow(begin)
	case "c":
		var x cellXML
		if err := d.DecodeElement(&x, begin); err != nil {
			return err
		}
		return r.addCell(&x)
	case "col":
		var col struct {
			Min    int    `xml:"min,attr"`
			Max    int    `xml:"max,attr"`
			Hidden string `xml:"hidden,attr"`
		}
		err := d.DecodeElement(&col, begin)
		for c := max(col.Min, 1); isTrue(col.Hidden) && c <= min(col.Max, maxColumns); c++ {
			r.hiddenCols = append(r.hiddenCols, c)
		}
		return err
	case "mergeCell":
		first, _, _ := strings.Cut(attribute(begin, "ref"), ":")
		r.merged = append(r.merged, first)
	}
	return nil
}

// attribute is an attribute of an element, "" where it has none of that name.
func attribute(begin *xml.StartElement, name string) string {
	for _, a := range begin.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// beginRow begins a row: the next one unless it has a number.
func (r *sheetReader) beginRow(begin *xml.StartElement) error {
	number := r.row + 1
	if text := attribute(begin, "r"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n <= r.row {
			return notABook("the rows of the sheet %s are not in order", r.name)
		}
		number = n
	}
	r.row, r.col = number, 0
	if isTrue(attribute(begin, "hidden")) {
		r.hiddenRows = append(r.hiddenRows, number)
	}
	return nil
}

// addCell adds a cell to the row, if it holds something.
func (r *sheetReader) addCell(x *cellXML) error {
	before := r.col
	r.col++
	if x.Ref != "" {
		r.col = columnOf(x.Ref)
	}
	if r.row < 1 || r.col <= before {
		return notABook("the cells of the sheet %s are not in order, in row %d", r.name, r.row)
	}
	c := r.cell(x)
	c.row, c.col = r.row, r.col
	if c.text == "" && !c.formula {
		return nil
	}
	r.cells++
	switch {
	case r.col > maxColumns:
		return &trouble{diag.TooLarge, fmt.Sprintf("sheet %s has cells beyond column %s, in row %d", r.name, columnName(maxColumns), r.row), "take them out: no table is that wide"}
	case r.row > maxRows || r.cells > maxCells:
		return &trouble{diag.TooLarge, fmt.Sprintf("sheet %s has too many cells: at most %d rows, and %d cells in all sheets, are read", r.name, maxRows, maxCells), "take out what is not needed"}
	}
	for len(r.rows) < r.row {
		r.rows = append(r.rows, nil)
	}
	r.rows[r.row-1] = append(r.rows[r.row-1], c)
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
