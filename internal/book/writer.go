package book

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// writer writes a workbook, sheet by sheet.
type writer struct {
	*excelize.File
	styles map[styleKey]int
	sheets int
}

// look is how a cell looks, beside its number format.
type look int

const (
	plain look = iota
	heading
	title
	input // a number that the reader may change
	total
	faint
	remark // a sentence, on several lines where it is long
)

type styleKey struct {
	format string
	look   look
}

// font is that of all cells.
const font = "Calibri"

// The number formats. Text cells keep what looks like a formula from becoming one when
// they are edited.
const (
	asText    = "@"
	asGeneral = "General"
	asDay     = "yyyy-mm-dd"
	asPercent = "0.0%"
	asMW      = "#,##0.0"
	asCount   = "#,##0"
	asYear    = "0"
)

// layout is a sheet to be written.
type layout struct {
	name   string
	widths []float64 // of the columns, in characters
	rows   [][]any   // nil, string, float64, int, bool, styled or formula
	// frozen rows and columns stay in sight; the rows are repeated on each printed page.
	frozenRows, frozenCols int
	// breaks are rows that begin a page when printed; so many columns are printed, all of
	// them where it is 0.
	breaks  []int
	printed int
	// tall: the frozen rows have room for two lines.
	tall bool
}

// styled is a value that is not shown as its type usually is.
type styled struct {
	value  any
	format string
	look   look
}

// formula is a live formula with the value that it has now.
type formula struct {
	text   string
	value  any
	format string
	look   look
}

// newWriter begins a workbook.
func newWriter() *writer { return &writer{File: excelize.NewFile(), styles: map[styleKey]int{}} }

// style is the number of a style.
func (w *writer) style(format string, l look) (int, error) {
	key := styleKey{format, l}
	if id, ok := w.styles[key]; ok {
		return id, nil
	}
	s := excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top"}}
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	s.Font = &excelize.Font{Family: font, Size: 11}
	switch l {
	case heading:
		s.Font.Bold, s.Fill = true, fill("DCE6F1")
		s.Alignment.WrapText = true
	case title:
		s.Font.Bold, s.Font.Size = true, 14
	case input:
		s.Fill = fill("FFF2CC")
	case total:
		s.Font.Bold = true
		s.Border = []excelize.Border{{Type: "top", Style: 1, Color: "808080"}}
	case faint, remark:
		s.Font.Color = "606060"
		s.Alignment.WrapText = l == remark
	}
	id, err := w.NewStyle(&s)
	w.styles[key] = id
	return id, err
}

// longest is the longest text that a cell holds, in UTF-16 units.
const longest = 32767

// cell makes a cell of a value.
func (w *writer) cell(v any) (excelize.Cell, error) {
	var c excelize.Cell
	format, l := asGeneral, plain
	switch x := v.(type) {
	case styled:
		v, format, l = x.value, x.format, x.look
	case formula:
		c.Formula, v, format, l = x.text, x.value, x.format, x.look
	case string:
		format = asText
	}
	if x, ok := v.(float64); ok && (math.IsInf(x, 0) || math.IsNaN(x)) {
		return c, fmt.Errorf("a cell cannot hold %g", x)
	}
	if x, ok := v.(string); ok {
		if len(x) > longest && len(utf16.Encode([]rune(x))) > longest {
			return c, fmt.Errorf("a cell cannot hold a text of %d bytes, beginning with %.40q", len(x), x)
		}
	}
	var err error
	c.Value = v
	c.StyleID, err = w.style(format, l)
	return c, err
}

// add adds a sheet and writes its rows. What else belongs to the sheet, such as charts and
// notes, is put there by before, as it can no longer be afterwards.
func (w *writer) add(s layout, before func(sheet string) error) error {
	if w.sheets++; w.sheets == 1 {
		if err := w.SetSheetName("Sheet1", s.name); err != nil {
			return err
		}
	} else if _, err := w.NewSheet(s.name); err != nil {
		return err
	}
	if err := w.printing(s); err != nil {
		return err
	}
	if before != nil {
		if err := before(s.name); err != nil {
			return err
		}
	}
	stream, err := w.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	for i, width := range s.widths {
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if s.frozenRows+s.frozenCols > 0 {
		err := stream.SetPanes(&excelize.Panes{
			Freeze: true, XSplit: s.frozenCols, YSplit: s.frozenRows, TopLeftCell: ref(s.frozenRows+1, s.frozenCols+1), ActivePane: pane(s),
		})
		if err != nil {
			return err
		}
	}
	for i, row := range s.rows {
		cells := make([]any, len(row))
		for j, v := range row {
			if v == nil {
				continue
			}
			if cells[j], err = w.cell(v); err != nil {
				return fmt.Errorf("sheet %s, cell %s: %w", s.name, ref(i+1, j+1), err)
			}
		}
		var height excelize.RowOpts // as it comes
		if s.tall && i < s.frozenRows {
			height.Height = twoLines
		}
		if err := stream.SetRow(ref(i+1, 1), cells, height); err != nil {
			return err
		}
	}
	for _, row := range s.breaks {
		if err := stream.InsertPageBreak(ref(row, 1)); err != nil {
			return err
		}
	}
	return stream.Flush()
}

// twoLines is the height of two lines, in points.
const twoLines = 31

// pane is the part of a frozen sheet that is moved.
func pane(s layout) string {
	switch {
	case s.frozenRows == 0:
		return "topRight"
	case s.frozenCols == 0:
		return "bottomLeft"
	}
	return "bottomRight"
}

// printing sets a sheet up to print on A4, landscape, as wide as a page where it can be
// read so, with its frozen rows on every page.
func (w *writer) printing(s layout) error {
	const a4, page, smallest = 9, 100, 40 // paper, characters in a line, per cent
	width := 0.0
	for i, x := range s.widths {
		if s.printed == 0 || i < s.printed {
			width += x
		}
	}
	scale := uint(max(smallest, min(100, 100*page/max(width, 1))))
	paper, landscape := a4, "landscape"
	err := w.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &landscape, AdjustTo: &scale})
	if err != nil {
		return err
	}
	if err := w.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&L&F: &A&RPage &P of &N"}); err != nil {
		return err
	}
	if s.printed > 0 {
		area := fmt.Sprintf("%s!$A$1:$%s$%d", quotedSheet(s.name), columnName(s.printed), len(s.rows))
		if err := w.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: s.name, RefersTo: area}); err != nil {
			return err
		}
	}
	if s.frozenRows == 0 {
		return nil
	}
	return w.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: fmt.Sprintf("%s!$1:$%d", quotedSheet(s.name), s.frozenRows),
	})
}

// quotedSheet is the name of a sheet as formulas have it.
func quotedSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// finish writes the workbook, its parts in order so that equal ones give equal bytes.
func (w *writer) finish(to io.Writer) error {
	if err := w.SetDocProps(&excelize.DocProperties{Creator: "gridalloc"}); err != nil {
		return err
	}
	packed, err := w.WriteToBuffer()
	if err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	parts, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		return err
	}
	slices.SortFunc(parts.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	z := zip.NewWriter(to)
	for _, f := range parts.File {
		if f.Name == contentTypes {
			err = copyTypes(z, f)
		} else {
			err = z.Copy(f)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// contentTypes is the part that tells what the others are.
const contentTypes = "[Content_Types].xml"

var imageType = regexp.MustCompile(`<Default Extension="[a-z]+" ContentType="image/[^"]*"></Default>`)

// copyTypes leaves out the types of images: there are none, and they come in any order.
func copyTypes(z *zip.Writer, f *zip.File) error {
	text, err := unpackPart(f, maxUnpacked)
	if err != nil {
		return err
	}
	w, err := z.Create(f.Name)
	if err != nil {
		return err
	}
	_, err = w.Write(imageType.ReplaceAll(text, nil))
	return err
}
