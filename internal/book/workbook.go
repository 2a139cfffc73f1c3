package book

import (
	"encoding/xml"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// workbook is what of a workbook counts for reading tables from it.
type workbook struct {
	sheets []*sheet
	// dates1904: days are counted from 1904, as old Macintosh workbooks do.
	dates1904 bool
	words     []string // shared by the cells
	dates     []bool   // by style: shown as a date
	cells     int      // that hold something, in all sheets
}

// sheet is a sheet with the cells that hold something, by row.
type sheet struct {
	name   string
	hidden bool
	rows   [][]cell // by number less 1
	// hiddenRows and hiddenCols are numbers from 1, merged the first cells of merged ones.
	hiddenRows, hiddenCols []int
	merged                 []string
}

// The parts of a workbook as they are written; names are those of the standard (ECMA-376).
type (
	workbookXML struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			Rel   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			// Strict workbooks have a namespace of their own.
			Strict string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	relationsXML struct {
		Relations []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	textXML struct {
		Text string `xml:"t"`
		Runs []struct {
			Text string `xml:"t"`
		} `xml:"r"`
	}
	stylesXML struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
)

// readWorkbook reads a workbook from its parts.
func readWorkbook(parts map[string][]byte) (*workbook, error) {
	const main = "xl/workbook.xml"
	var head workbookXML
	var rels relationsXML
	if parts[main] == nil {
		return nil, notABook("the file is no Excel workbook")
	}
	for name, into := range map[string]any{main: &head, "xl/_rels/workbook.xml.rels": &rels} {
		if err := decode(parts, name, into); err != nil {
			return nil, err
		}
	}
	w := &workbook{dates1904: isTrue(head.Properties.Date1904)}
	targets := map[string]string{}
	for _, r := range rels.Relations {
		target := path.Join("xl", r.Target)
		if strings.HasPrefix(r.Target, "/") {
			target = strings.TrimPrefix(path.Clean(r.Target), "/")
		}
		targets[r.ID] = target
		switch path.Base(r.Type) {
		case "sharedStrings":
			targets["words"] = target
		case "styles":
			targets["styles"] = target
		}
	}
	if err := w.readWords(parts, targets["words"]); err != nil {
		return nil, err
	}
	if err := w.readStyles(parts, targets["styles"]); err != nil {
		return nil, err
	}
	for _, s := range head.Sheets {
		one := &sheet{name: s.Name, hidden: s.State != "" && s.State != "visible"}
		name := targets[s.Rel+s.Strict]
		if err := w.readSheet(one, name, parts[strings.ToLower(name)]); err != nil {
			return nil, err
		}
		w.sheets = append(w.sheets, one)
	}
	return w, nil
}

// isTrue reads a truth value of XML.
func isTrue(s string) bool { return s == "1" || s == "true" }

// readWords reads the texts that cells share.
func (w *workbook) readWords(parts map[string][]byte, name string) error {
	return elements(name, parts[strings.ToLower(name)], func(d *xml.Decoder, begin *xml.StartElement) error {
		if begin.Name.Local != "si" {
			return nil
		}
		var item textXML
		if err := d.DecodeElement(&item, begin); err != nil {
			return err
		}
		if w.words = append(w.words, item.plain()); len(w.words) > maxCells {
			return &trouble{diag.TooLarge, fmt.Sprintf("the workbook has more than %d texts", maxCells), "take out what is not needed"}
		}
		return nil
	})
}

// plain is a text without its formats.
func (t *textXML) plain() string {
	text := t.Text
	for _, r := range t.Runs {
		text += r.Text
	}
	return unescape(text)
}

var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape replaces what workbooks write for characters that XML cannot hold: _x000D_.
// Line ends become line feeds.
func unescape(text string) string {
	if strings.Contains(text, "_x") {
		text = escape.ReplaceAllStringFunc(text, func(s string) string {
			code, err := strconv.ParseUint(s[2:6], 16, 16)
			if err != nil || code >= 0xd800 && code < 0xe000 {
				return s
			}
			return string(rune(code))
		})
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// readStyles finds the styles that show numbers as dates.
func (w *workbook) readStyles(parts map[string][]byte, name string) error {
	var styles stylesXML
	if err := decode(parts, name, &styles); err != nil {
		return err
	}
	var dates []int
	for _, f := range styles.Formats {
		if showsDate(f.Code) {
			dates = append(dates, f.ID)
		}
	}
	for _, c := range styles.Cells {
		f := c.Format
		builtIn := f >= 14 && f <= 22 || f >= 27 && f <= 36 || f >= 45 && f <= 47 || f >= 50 && f <= 58
		w.dates = append(w.dates, builtIn || slices.Contains(dates, f))
	}
	return nil
}

var quotedFormat = regexp.MustCompile(`"[^"]*"|\\.|\[[^\]]*\]`)

// showsDate reports whether a number format shows days.
func showsDate(code string) bool {
	return strings.ContainsAny(strings.ToLower(quotedFormat.ReplaceAllString(code, "")), "ymdhs")
}
