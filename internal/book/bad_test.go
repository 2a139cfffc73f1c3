package book

import (
	"archive/zip"
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/file"
)

// changed is the workbook of a scenario, changed by a spreadsheet program.
func changed(t testing.TB, text []byte, change func(*excelize.File) error) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := change(f); err != nil {
		t.Fatal(err)
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// cellOf is the cell in a row under the name of a column.
func cellOf(t testing.TB, f *excelize.File, sheet, column string, row int) string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range rows[0] {
		if name == column {
			return ref(row, i+1)
		}
	}
	t.Fatalf("sheet %s has no column %s", sheet, column)
	return ""
}

// set is a change: it puts a value under the name of a column.
func set(t testing.TB, sheet, column string, row int, value any) func(*excelize.File) error {
	return func(f *excelize.File) error { return f.SetCellValue(sheet, cellOf(t, f, sheet, column, row), value) }
}

// setting is a change: it puts a value beside the name of a setting.
func setting(t testing.TB, path string, value any) func(*excelize.File) error {
	return func(f *excelize.File) error {
		at, err := f.SearchSheet(scenarioSheet, path)
		if err != nil || len(at) != 1 {
			t.Fatal(path, at, err)
		}
		return f.SetCellValue(scenarioSheet, "B"+at[0][1:], value)
	}
}

// TestBad changes the workbook of the textbook scenario in one way each, and wants the
// findings that belong to it, with their places, and no others.
func TestBad(t *testing.T) {
	good := written(t, file.Options{Path: "textbook"})
	for _, c := range []struct {
		name   string
		change func(*excelize.File) error
		want   []string // code and place
	}{
		{
			"formula", func(f *excelize.File) error {
				return f.SetCellFormula("Offers", cellOf(t, f, "Offers", "max_mw", 2), "5*2")
			},
			[]string{"formula sheet Offers, cell F2"},
		},
		{
			"formula among the settings", func(f *excelize.File) error { return f.SetCellFormula(scenarioSheet, "B9", "0.1") },
			[]string{"formula sheet Scenario, cell B9"},
		},
		{"truth as LibreOffice saves it", func(f *excelize.File) error {
			return f.SetCellFormula("Contracts", cellOf(t, f, "Contracts", "mandatory", 2), "FALSE()")
		}, nil},
		{"truth as text", set(t, "Contracts", "mandatory", 2, "False"), nil},
		{"neither true nor false", set(t, "Contracts", "mandatory", 2, "perhaps"), []string{"bad-bool sheet Contracts, cell W2"}},
		{"text with a comma", set(t, "Offers", "max_mw", 2, "1,200"), []string{"bad-number sheet Offers, cell F2"}},
		{"number as text", set(t, "Offers", "max_mw", 2, "20"), nil},
		{"a word where a number is wanted", set(t, "Prices", "energy", 3, "cheap"), []string{"bad-number sheet Prices, cell B3"}},
		{"a date where a number is wanted", func(f *excelize.File) error {
			style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
			if err != nil {
				return err
			}
			cell := cellOf(t, f, "Offers", "feeders", 3)
			if err := f.SetCellValue("Offers", cell, 46000); err != nil {
				return err
			}
			return f.SetCellStyle("Offers", cell, cell, style)
		}, []string{"wrong-type sheet Offers, cell I3"}},
		{"a number where a date is wanted", func(f *excelize.File) error {
			cell := cellOf(t, f, "Surplus", "from", 2)
			style, err := f.NewStyle(&excelize.Style{})
			if err != nil {
				return err
			}
			if err := f.SetCellValue("Surplus", cell, 2027); err != nil {
				return err
			}
			return f.SetCellStyle("Surplus", cell, cell, style)
		}, []string{"bad-date sheet Surplus, cell B2"}},
		{
			"merged cells", func(f *excelize.File) error { return f.MergeCell("Prices", "B2", "C2") },
			[]string{"merged-cells sheet Prices, cell B2", "missing-value sheet Prices, cell C2"},
		},
		{"hidden row", func(f *excelize.File) error { return f.SetRowVisible("Offers", 3, false) }, []string{"hidden-cells sheet Offers, cell A3"}},
		{"hidden empty row", func(f *excelize.File) error { return f.SetRowVisible("Offers", 30, false) }, nil},
		{"hidden column", func(f *excelize.File) error { return f.SetColVisible("Offers", "D", false) }, []string{"hidden-cells sheet Offers, cell D1"}},
		{"hidden sheet", func(f *excelize.File) error { return f.SetSheetVisible("Offers", false) }, []string{"hidden-cells sheet Offers"}},
		{
			"renamed sheet", func(f *excelize.File) error { return f.SetSheetName("Prices", "Tariffs") },
			[]string{"missing-file sheet Prices", "unknown-file sheet Tariffs"},
		},
		{"missing sheet", func(f *excelize.File) error { return f.DeleteSheet("Prices") }, []string{"missing-file sheet Prices"}},
		{
			"missing settings", func(f *excelize.File) error { return f.DeleteSheet(scenarioSheet) },
			[]string{"missing-file sheet Scenario", "unused-field sheet About, cell B4", "unused-field sheet About, cell B5", "unused-field sheet About, cell B6"},
		},
		{"sheet of one's own", func(f *excelize.File) error {
			if _, err := f.NewSheet("_my sums"); err != nil {
				return err
			}
			return f.SetCellFormula("_my sums", "A1", "SUM(Offers!G2:G9)")
		}, nil},
		{"extra sheet", func(f *excelize.File) error { _, err := f.NewSheet("My sums"); return err }, []string{"unknown-file sheet My sums"}},
		{"unknown column", set(t, "Prices", "note", 1, "remark"), []string{"unknown-column sheet Prices, cell J1"}},
		{"missing column", set(t, "Prices", "energy", 1, nil), []string{"missing-column sheet Prices, cell A1", "stray-cell sheet Prices, cell B2"}},
		{"empty cell", set(t, "Prices", "energy", 2, nil), []string{"missing-value sheet Prices, cell B2"}},
		{"stray cell", func(f *excelize.File) error { return f.SetCellValue("Prices", "T3", "see mail") }, []string{"stray-cell sheet Prices, cell T3"}},
		{"empty rows and columns", func(f *excelize.File) error {
			if err := f.InsertRows("Offers", 3, 2); err != nil {
				return err
			}
			return f.InsertCols("Offers", "D", 1)
		}, nil},
		{"same id twice", func(f *excelize.File) error {
			cell, err := f.GetCellValue("Offers", "A2")
			if err != nil {
				return err
			}
			return f.SetCellValue("Offers", "A3", cell)
		}, []string{"duplicate-id sheet Offers, cell A3"}},
		{"unknown id", set(t, "Offers", "region", 2, "NOWHERE"), []string{"unknown-id sheet Offers, cell C2"}},
		{"unknown source", set(t, "Prices", "source", 2, "gossip"), []string{"unknown-source sheet Prices, cell F2"}},
		{
			"unknown setting", func(f *excelize.File) error { return f.SetCellValue(scenarioSheet, "A9", "discount_rat") },
			[]string{"missing-field sheet Scenario, cell A8", "unknown-field sheet Scenario, cell A9"},
		},
		{"setting given twice", func(f *excelize.File) error {
			if err := f.SetCellValue(scenarioSheet, "A90", "discount_rate"); err != nil {
				return err
			}
			return f.SetCellValue(scenarioSheet, "B90", 0.2)
		}, []string{"duplicate-key sheet Scenario, cell A90"}},
		{
			"value without setting", func(f *excelize.File) error { return f.SetCellValue(scenarioSheet, "B90", 1) },
			[]string{"missing-value sheet Scenario, cell A90"},
		},
		{"empty setting", setting(t, "horizon.start", nil), []string{"missing-value sheet Scenario, cell A5"}},
		{"bad choice", setting(t, "horizon.period", "decade"), []string{"bad-choice sheet Scenario, cell B6"}},
		{"pack that is not there", setting(t, "technology", "steam"), []string{"unknown-pack sheet Scenario, cell B16", "unused-field sheet About, cell B5"}},
		{
			"bad name of a pack", func(f *excelize.File) error { return f.SetCellValue(aboutSheet, "B5", "text book!") },
			[]string{"bad-id sheet About, cell B5", "unused-field sheet About, cell B5"},
		},
		{
			"changed source", func(f *excelize.File) error { return f.SetCellValue(sourcesSheet, "B2", "Another title") },
			[]string{"duplicate-id sheet Sources, cell A2"},
		},
		{"several at once", func(f *excelize.File) error {
			for _, change := range []func(*excelize.File) error{set(t, "Offers", "max_mw", 2, "1,200"), set(t, "Prices", "energy", 3, "cheap"), setting(t, "horizon.period", "decade")} {
				if err := change(f); err != nil {
					return err
				}
			}
			return nil
		}, []string{"bad-choice sheet Scenario, cell B6", "bad-number sheet Offers, cell F2", "bad-number sheet Prices, cell B3"}},
		{"about nothing", func(f *excelize.File) error { return f.DeleteSheet(aboutSheet) }, []string{"workbook-format"}},
		{"another version", func(f *excelize.File) error { return f.SetCellValue(aboutSheet, "B3", 2) }, []string{"workbook-format"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, findings := loaded(t, changed(t, good, c.change))
			wantFindings(t, findings, c.want)
		})
	}
}

// wantFindings compares findings with codes and places.
func wantFindings(t *testing.T, findings diag.List, want []string) {
	t.Helper()
	var got []string
	for _, d := range findings {
		if d.Hint == "" {
			t.Errorf("no hint: %s", d)
		}
		if strings.Contains(d.Message+d.Hint, ".csv") || strings.Contains(d.Message+d.Hint, ".yaml") {
			t.Errorf("a file that the reader does not have is named: %s; %s", d, d.Hint)
		}
		place := strings.TrimPrefix(strings.TrimPrefix(d.File, "my.xlsx"), ": ")
		got = append(got, strings.TrimSpace(string(d.Code)+" "+place))
	}
	g, w := sorted(got), sorted(want)
	if g != w {
		t.Errorf("found\n%s\nwant\n%s\n%v", g, w, findings)
	}
}

// TestManyFindings wants so many findings to be kept, and the others to be counted.
func TestManyFindings(t *testing.T) {
	const extra = 7
	_, findings := loaded(t, changed(t, written(t, file.Options{Path: "textbook"}), func(f *excelize.File) error {
		for row := 2; row < 2+maxFindings+extra; row++ {
			if err := f.SetCellFormula("Added rules", "A"+strconv.Itoa(row), "1"); err != nil {
				return err
			}
		}
		return nil
	}))
	formulas, counted := 0, false
	for _, d := range findings {
		if d.Code == diag.Formula {
			formulas++
		}
		counted = counted || d.Code == diag.TooMany && strings.HasPrefix(d.Message, strconv.Itoa(extra)+" ")
	}
	if formulas != maxFindings || !counted {
		t.Errorf("%d findings, the others counted: %v", formulas, counted)
	}
}

// TestRefusedFiles wants files that are no workbooks, or too large ones, to be refused.
func TestRefusedFiles(t *testing.T) {
	good := written(t, file.Options{Path: "textbook"})
	zeros := bytes.Repeat([]byte{'0'}, maxUnpacked/4+1)
	for _, c := range []struct {
		name string
		text []byte
		code diag.Code
	}{
		{"nothing", nil, diag.BadWorkbook},
		{"text", []byte("id,name\n"), diag.BadWorkbook},
		{"truncated", good[:len(good)/2], diag.BadWorkbook},
		{"old workbook", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), diag.BadWorkbook},
		{"macros", repacked(t, good, map[string][]byte{"xl/vbaProject.bin": []byte("x")}), diag.Macros},
		{"old macros", repacked(t, good, map[string][]byte{"xl/macrosheets/sheet1.xml": []byte("<x/>")}), diag.Macros},
		{"macro-enabled", repacked(t, good, map[string][]byte{"[Content_Types].xml": []byte(`<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`)}), diag.Macros},
		{"another archive", repacked(t, nil, map[string][]byte{"a.txt": []byte("x")}), diag.BadWorkbook},
		{"bomb", repacked(t, good, map[string][]byte{"a": zeros, "b": zeros, "c": zeros, "d": zeros}), diag.TooLarge},
		{"bad XML", repacked(t, good, map[string][]byte{"xl/workbook.xml": []byte("<workbook><sheets>")}), diag.BadWorkbook},
		{"sheet without part", repacked(t, good, map[string][]byte{"xl/_rels/workbook.xml.rels": []byte("<Relationships/>")}), diag.BadWorkbook},
		{"wide sheet", repacked(t, good, map[string][]byte{"xl/worksheets/sheet2.xml": []byte(`<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>`)}), diag.TooLarge},
		{"long sheet", repacked(t, good, map[string][]byte{"xl/worksheets/sheet2.xml": []byte(`<worksheet><sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>`)}), diag.TooLarge},
		{"a cell twice", repacked(t, good, map[string][]byte{"xl/worksheets/sheet2.xml": []byte(`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row></sheetData></worksheet>`)}), diag.BadWorkbook},
		{"rows out of order", repacked(t, good, map[string][]byte{"xl/worksheets/sheet2.xml": []byte(`<worksheet><sheetData><row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`)}), diag.BadWorkbook},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, findings := loaded(t, c.text)
			if len(findings) != 1 || findings[0].Code != c.code || findings[0].Hint == "" {
				t.Errorf("found %v, want %s", findings, c.code)
			}
		})
	}
}

// repacked is a workbook with parts replaced or added.
func repacked(t testing.TB, text []byte, parts map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	put := func(name string, part []byte) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(part); err != nil {
			t.Fatal(err)
		}
	}
	if text != nil {
		r, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.File {
			if _, replaced := parts[f.Name]; replaced {
				continue
			}
			in, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			part, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			put(f.Name, part)
		}
	}
	for _, name := range sortedKeys(parts) {
		put(name, parts[name])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestDates1904 wants days counted from 1904 to be the same days.
func TestDates1904(t *testing.T) {
	good := written(t, file.Options{Path: "textbook"})
	want, _ := loaded(t, good)
	old := changed(t, good, func(f *excelize.File) error {
		yes := true
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			return err
		}
		for _, table := range tableSheets() {
			rows, err := f.GetRows(table.name, excelize.Options{RawCellValue: true})
			if err != nil {
				continue // the book has no such sheet
			}
			for i := 1; i < len(rows); i++ {
				for j := range table.table.Fields {
					if table.table.Fields[j].Type != file.Day || rows[i][j] == "" {
						continue
					}
					if err := shift1904(f, table.name, ref(i+1, j+1), rows[i][j]); err != nil {
						return err
					}
				}
			}
		}
		raw, err := f.GetCellValue(scenarioSheet, "B5", excelize.Options{RawCellValue: true})
		if err != nil {
			return err
		}
		return shift1904(f, scenarioSheet, "B5", raw)
	})
	got, findings := loaded(t, old)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	if file.Hash(got) != file.Hash(want) {
		t.Error("the days are others")
	}
}

// shift1904 counts a day from 1904 instead of 1900.
func shift1904(f *excelize.File, sheet, cell, raw string) error {
	days, err := parseDays(raw)
	if err != nil {
		return err
	}
	return f.SetCellValue(sheet, cell, days-1462)
}

// TestPlanIsNoScenario refuses the workbook of a plan with a hint.
func TestPlanIsNoScenario(t *testing.T) {
	f := excelize.NewFile()
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	_, findings := loaded(t, out.Bytes())
	wantFindings(t, findings, []string{"workbook-format"})
}

// FuzzRead changes the bytes of parts of a workbook. There is a scenario or a finding,
// and nothing panics.
func FuzzRead(f *testing.F) {
	good := written(f, file.Options{Path: "textbook"})
	parts, err := unpack(good)
	if err != nil {
		f.Fatal(err)
	}
	names := []string{"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml"}
	for i, name := range names {
		f.Add(byte(i), parts[name])
	}
	f.Add(byte(2), []byte(`<worksheet><sheetData><row><c t="s"><v>9</v></c><c r="ZZZ"/></row></sheetData><mergeCell ref="::"/><col min="-1" max="99999999" hidden="1"/></worksheet>`))
	f.Fuzz(func(t *testing.T, which byte, text []byte) {
		some := map[string][]byte{}
		for name, part := range parts {
			some[name] = part
		}
		some[names[int(which)%len(names)]] = text
		w, err := readWorkbook(some)
		if err != nil {
			return
		}
		about, err := readAbout(w)
		if err != nil {
			return
		}
		b := &Book{shown: "my.xlsx", files: map[string]*virtual{}, texts: map[place]string{}}
		c := &converter{Book: b, workbook: w, about: about}
		if err := c.convert(); err != nil {
			t.Fatal(err)
		}
		s, found, err := file.Load(file.Options{Path: "my.xlsx", Packs: data.FS, Books: booksOf(b)})
		if err != nil {
			t.Fatal(err)
		}
		found = Findings(found, b)
		if s == nil && len(found) == 0 {
			t.Fatal("neither a scenario nor a finding")
		}
		if err := found.Write(io.Discard); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzUnpack reads any file at all.
func FuzzUnpack(f *testing.F) {
	f.Add(written(f, file.Options{Path: "textbook"}))
	f.Fuzz(func(t *testing.T, text []byte) {
		if _, err := Read("my.xlsx", text); err != nil && err.Error() == "" {
			t.Error("no message")
		}
	})
}
