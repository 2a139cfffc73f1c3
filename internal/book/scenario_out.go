package book

import (
	"fmt"
	"io"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/gridalloc/gridalloc/model/file"
)

// WriteScenario writes a scenario as a workbook from which the same is read. version is
// that of the program.
func WriteScenario(to io.Writer, c *file.Contents, version string) error {
	s := &scenarioWriter{writer: newWriter(), contents: c, names: bookNames(c), rows: map[string]int{}}
	s.sort()
	if err := s.add(s.about(version), nil); err != nil {
		return err
	}
	if err := s.settings(); err != nil {
		return err
	}
	for _, t := range s.sheets {
		if err := s.table(&t); err != nil {
			return err
		}
	}
	return s.finish(to)
}

// scenarioWriter writes a scenario workbook.
type scenarioWriter struct {
	*writer
	contents *file.Contents
	names    map[string]map[string]string // of packs in the book, by kind and name
	sheets   []tableSheet                 // that the book has
	rows     map[string]int               // how many each has
}

// spare is how many rows behind those of a table have drop-down lists too.
const spare = 500

// bookNames names the packs: those on disk by the last part of their path.
func bookNames(c *file.Contents) map[string]map[string]string {
	names := map[string]map[string]string{}
	taken := map[string]bool{}
	for _, p := range c.Packs {
		if names[p.Kind] == nil {
			names[p.Kind] = map[string]string{}
		}
		base := path.Base(p.Name)
		if !packName.MatchString(base) {
			base = "own"
		}
		name := base
		for n := 2; taken[p.Kind+" "+name]; n++ {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		taken[p.Kind+" "+name] = true
		names[p.Kind][p.Name] = name
	}
	return names
}

// packs lists the packs of a kind by their names in the book.
func (s *scenarioWriter) packs(kind string) []string {
	var names []string
	for _, p := range s.contents.Packs {
		if p.Kind == kind {
			names = append(names, s.names[kind][p.Name])
		}
	}
	return names
}

// sort finds the sheets that the book has, and their lengths. Tables that may be added are
// there without rows.
func (s *scenarioWriter) sort() {
	for _, t := range tableSheets() {
		if t.kind == "" || len(s.packs(t.kind)) > 0 {
			s.sheets = append(s.sheets, t)
			for _, part := range s.parts(&t) {
				s.rows[t.name] += len(part.rows.Cells)
			}
		}
	}
}

// part is the rows of a table that belong to one pack.
type part struct {
	pack string
	rows file.Rows
}

// parts are the rows of a sheet.
func (s *scenarioWriter) parts(t *tableSheet) []part {
	switch t.name {
	case "Added contracts":
		return []part{{"", s.contents.Contracts}}
	case "Added rules":
		return []part{{"", s.contents.Rules}}
	case worldsSheet:
		return []part{{"", s.contents.Worlds}}
	case sourcesSheet:
		return []part{{"", s.contents.Sources}}
	}
	var parts []part
	for _, p := range s.contents.Packs {
		for _, rows := range p.Tables {
			if p.Kind == t.kind && rows.Table.Name == t.table.Name {
				parts = append(parts, part{s.names[p.Kind][p.Name], rows})
			}
		}
	}
	return parts
}

// about is the sheet that explains the book, and tells it from others.
func (s *scenarioWriter) about(version string) layout {
	l := layout{name: aboutSheet, widths: []float64{16, 30, 70}}
	add := func(cells ...any) { l.rows = append(l.rows, cells) }
	note := func(text string) styled { return styled{text, asText, faint} }
	add(styled{"gridalloc scenario workbook", asText, title})
	add()
	add("book", Format, note("version of the workbook; leave it"))
	for _, kind := range kinds {
		add(kind, strings.Join(s.packs(kind), " "), note("what the sheet Scenario calls the tables of this kind that the book holds"))
	}
	add("written by", "gridalloc "+version)
	add()
	for _, text := range []string{
		"Change values, add and remove rows, then: gridalloc check BOOK.xlsx, gridalloc solve BOOK.xlsx.",
		"The sheet Scenario holds the settings; each other sheet is a table, its first row the names of the columns.",
		"A note at the name of a column says what it holds, in which unit, and whether it is needed.",
		"Shares are numbers such as 12% or 0.12, lists are separated by blanks, dates are dates; an empty cell means that nothing is known.",
		"Formulas, merged cells, hidden rows and macros are refused, with their cell.",
		"A sheet whose name begins with " + ownPrefix + " is your own and is not read; it may hold anything.",
		"Exchange rates and inflation come with the program.",
	} {
		add(note(text))
	}
	return l
}

// settings writes the sheet of the settings.
func (s *scenarioWriter) settings() error {
	l := layout{name: scenarioSheet, widths: []float64{28, 34, 26, 16, 80}, frozenRows: 1, frozenCols: 1}
	var head []any
	for _, name := range []string{settingColumn, valueColumn, "holds", "if empty", "help"} {
		head = append(head, styled{name, asText, heading})
	}
	l.rows = append(l.rows, head)
	for i := range s.contents.Settings {
		x := &s.contents.Settings[i]
		f := x.Field
		if f.Type == file.Flags {
			f.Type = file.Bool
		}
		value := typed(&f, s.setting(x))
		if c, ok := value.(styled); ok {
			c.look = input
			value = c
		}
		l.rows = append(l.rows, []any{x.Path, value, holds(&f), f.Default, styled{f.Help, asText, remark}})
	}
	return s.add(l, func(sheet string) error {
		for i := range s.contents.Settings {
			f := s.contents.Settings[i].Field
			if f.Type == file.Flags {
				f.Type = file.Bool
			}
			if err := s.dropDown(sheet, 2, i+2, i+2, &f); err != nil {
				return err
			}
		}
		return nil
	})
}

// setting is the value of a setting: packs and worlds are called as the book has them.
func (s *scenarioWriter) setting(x *file.Entry) string {
	if x.Path == "worlds.file" && x.Written {
		return worldsSheet
	}
	kind := packSettings[x.Path]
	if kind == "" {
		return x.Value
	}
	words := strings.Fields(x.Value)
	for i := range words {
		if name := s.names[kind][words[i]]; name != "" {
			words[i] = name
		}
	}
	return strings.Join(words, " ")
}

// holds says what a field holds, and in which unit.
func holds(f *file.Field) string {
	text := string(f.Type)
	if len(f.Choices) > 0 {
		text = strings.Join(f.Choices, ", ")
	}
	switch {
	case f.UnitFrom != "":
		return text + ", in what " + f.UnitFrom + " says"
	case f.Unit != "":
		return text + ", " + f.Unit
	}
	return text
}

// table writes the sheet of a table.
func (s *scenarioWriter) table(t *tableSheet) error {
	fields := t.table.Fields
	several := t.kind != "" && len(s.packs(t.kind)) > 1
	if several {
		pack := file.Field{Name: packColumn, Type: file.Choice, Choices: s.packs(t.kind), Required: true, Help: "the pack that the row belongs to"}
		fields = append([]file.Field{pack}, fields...)
	}
	l := layout{name: t.name, frozenRows: 1, frozenCols: max(len(t.table.Key), 1)}
	var head []any
	for i := range fields {
		head = append(head, styled{fields[i].Name, asText, heading})
		l.widths = append(l.widths, float64(max(len(fields[i].Name)+2, 9)))
	}
	l.rows = append(l.rows, head)
	for _, p := range s.parts(t) {
		for _, cells := range p.rows.Cells {
			if several {
				cells = append([]string{p.pack}, cells...)
			}
			row := make([]any, len(cells))
			for i, text := range cells {
				row[i] = typed(&fields[i], text)
				l.widths[i] = max(l.widths[i], min(float64(len([]rune(text))+2), 48))
			}
			l.rows = append(l.rows, row)
		}
	}
	return s.add(l, func(sheet string) error {
		last := len(l.rows) + spare
		for i := range fields {
			if err := s.note(sheet, ref(1, i+1), &fields[i]); err != nil {
				return err
			}
			if err := s.dropDown(sheet, i+1, 2, last, &fields[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// note explains a column at its name.
func (s *scenarioWriter) note(sheet, cell string, f *file.Field) error {
	text := f.Help + "\n" + holds(f)
	if f.Required {
		text += "; needed"
	} else {
		text += "; may be empty"
	}
	return s.AddComment(sheet, excelize.Comment{Cell: cell, Author: "gridalloc", Text: text, Width: 280, Height: 110})
}

// longestList is the longest list of choices that a workbook can hold with its cells, in
// characters.
const longestList = 250

// dropDown offers the choices of a field, or the ids that it may name, in some rows.
func (s *scenarioWriter) dropDown(sheet string, col, from, to int, f *file.Field) error {
	v := excelize.NewDataValidation(true)
	v.SetSqref(ref(from, col) + ":" + ref(to, col))
	switch {
	case f.Type == file.Choice && len(strings.Join(f.Choices, ",")) > longestList:
		return nil // the note names them
	case f.Type == file.Choice:
		if err := v.SetDropList(f.Choices); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleStop, f.Name, "one of: "+strings.Join(f.Choices, ", "))
	case f.Type == file.Bool:
		if err := v.SetDropList([]string{"TRUE", "FALSE"}); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleStop, f.Name, "TRUE or FALSE")
	case f.Refers != "" && !isList(f):
		i := slices.IndexFunc(s.sheets, func(t tableSheet) bool { return t.table.Name == f.Refers && t.list == "" })
		if i < 0 {
			return nil
		}
		t := &s.sheets[i]
		id := slices.IndexFunc(t.table.Fields, func(o file.Field) bool { return o.Name == t.table.Key[0] }) + 1
		if t.kind != "" && len(s.packs(t.kind)) > 1 {
			id++
		}
		column := columnName(id)
		v.SetSqrefDropList(fmt.Sprintf("%s!$%s$2:$%s$%d", quotedSheet(t.name), column, column, s.rows[t.name]+1+spare))
		v.SetError(excelize.DataValidationErrorStyleWarning, f.Name, "an id of the sheet "+t.name)
	default:
		return nil
	}
	return s.AddDataValidation(sheet, v)
}

// typed is a text as the value that it stands for, shown as it is written: a number, date
// or truth value where reading that back gives the same, a text otherwise.
func typed(f *file.Field, text string) any {
	if text == "" {
		return styled{nil, asGeneral, plain}
	}
	switch f.Type {
	case file.Number, file.Whole, file.Year, file.Share, file.Ratio, file.PerYear, file.PerMarket, file.Text:
		number, percent := strings.CutSuffix(text, "%")
		if percent && f.Type == file.Text {
			break
		}
		if percent {
			number = strings.TrimSpace(number) + "e-2"
		}
		v, err := strconv.ParseFloat(number, 64)
		if err != nil || math.IsNaN(v) || f.Type == file.Text && strconv.FormatFloat(v, 'f', -1, 64) != text {
			break
		}
		return styled{v, shownAs(v, percent || f.Type == file.Share), plain}
	case file.Day:
		if day, err := time.Parse(time.DateOnly, text); err == nil && day.Year() > 1900 {
			return styled{day, asDay, plain}
		}
	case file.Bool:
		if v, err := strconv.ParseBool(text); err == nil {
			return styled{v, asGeneral, plain}
		}
	}
	return styled{text, asText, plain}
}

// shownAs is the format of a number: of a share, a percentage with the decimals that it
// has.
func shownAs(v float64, percent bool) string {
	if !percent {
		return asGeneral
	}
	format := "0"
	// Two digits fewer than the number has, as it is written exactly.
	if _, decimals, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), "."); len(decimals) > 2 {
		format += "." + strings.Repeat("0", min(len(decimals)-2, 6))
	}
	return format + "%"
}
