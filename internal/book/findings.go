package book

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// Findings are those about the books, with what loading the scenario that they stand for
// found: places in the files of a book become sheets and cells. A cell that a book
// complains of is not complained of again.
func Findings(found diag.List, books ...*Book) diag.List {
	for _, b := range books {
		found = b.findings(found)
	}
	return found
}

// findings puts the findings about a book in front of the others.
func (b *Book) findings(found diag.List) diag.List {
	told := map[place]bool{}
	all := slices.Clone(b.own)
	for _, f := range b.own {
		told[f.at] = true
	}
	var others diag.List
	for _, d := range found {
		name, ours := strings.CutPrefix(d.File, b.shown+"/")
		if !ours {
			d.Message, d.Hint = b.inWords(d.Message), b.inWords(d.Hint)
			others = append(others, d)
			continue
		}
		d.Message, d.Hint = b.inSheets(d.Message, name), b.inSheets(d.Hint, name)
		at := b.placeOf(name, d.Line, d.Column)
		if told[at] {
			continue
		}
		d.Text = b.texts[at]
		all = append(all, finding{at, d})
	}
	slices.SortStableFunc(all, func(x, y finding) int {
		return cmp.Or(
			cmp.Compare(b.rank(x.at.sheet), b.rank(y.at.sheet)),
			cmp.Compare(x.at.row, y.at.row),
			cmp.Compare(x.at.col, y.at.col),
			cmp.Compare(x.Code, y.Code),
		)
	})
	list := make(diag.List, 0, len(all)+len(others))
	for _, f := range all {
		d := f.Diagnostic
		d.File, d.Line, d.Column = b.shown+": "+f.at.words(), 0, 0
		list = append(list, d)
	}
	if b.more > 0 {
		others = append(others, diag.Diagnostic{Code: diag.TooMany, Message: fmt.Sprintf("%d more findings about %s are not shown", b.more, b.shown), Hint: "mend these first"})
	}
	return append(list, others...)
}

// words names a place: sheet Offers, cell D7.
func (p place) words() string {
	if p.row == 0 {
		return "sheet " + p.sheet
	}
	return "sheet " + p.sheet + ", cell " + ref(p.row, p.col)
}

// rank orders sheets as they stand in the workbook; missing ones come last.
func (b *Book) rank(sheet string) int {
	if i := slices.Index(b.order, sheet); i >= 0 {
		return i
	}
	return len(b.order)
}

// placeOf is the place of a line and column of a file, 0 where they are not known.
func (b *Book) placeOf(name string, line, col int) place {
	if v := b.files[name]; v != nil {
		if line == 0 {
			return place{sheet: v.sheet}
		}
		return v.find(line, col)
	}
	return place{sheet: sheetOf(name)}
}

// sheetOf names the sheet from which a file would be made.
func sheetOf(name string) string {
	kind, _, _ := strings.Cut(name, "/")
	base := name[strings.LastIndexByte(name, '/')+1:]
	for _, s := range tableSheets() {
		if s.table.Name == base && (s.kind == kind || kind == base || s.kind == "") && s.list == "" {
			return s.name
		}
	}
	return scenarioSheet
}

var tableName = regexp.MustCompile(`\b[a-z_]+\.csv\b`)

// inSheets names sheets instead of the files that stand for them in a message about the
// file of that name.
func (b *Book) inSheets(message, name string) string {
	folder := name[:strings.LastIndexByte(name, '/')+1]
	return tableName.ReplaceAllStringFunc(b.inWords(message), func(table string) string {
		sheet := sheetOf(folder + table)
		if sheet == scenarioSheet {
			sheet = sheetOf(table) // of another kind of pack
		}
		return "the sheet " + sheet
	})
}

// inWords names sheets and rows instead of places in the files of the book.
func (b *Book) inWords(message string) string {
	if !strings.Contains(message, b.shown+"/") {
		return message
	}
	path := regexp.MustCompile(`(?:file )?` + regexp.QuoteMeta(b.shown) + `/([a-z]+(?:/[A-Za-z0-9_-]+)*(?:\.[a-z]+)?)(?::(\d+))?`)
	return path.ReplaceAllStringFunc(message, func(s string) string {
		m := path.FindStringSubmatch(s)
		line, err := strconv.Atoi(m[2])
		if err != nil {
			return "sheet " + b.placeOf(m[1], 0, 0).sheet
		}
		return b.placeOf(m[1], line, 1).inRow()
	})
}

// inRow names the row of a place: sheet Offers, row 7.
func (p place) inRow() string { return "sheet " + p.sheet + ", row " + strconv.Itoa(p.row) }
