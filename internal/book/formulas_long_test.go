//go:build long

package book

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
)

var cached = regexp.MustCompile(`(</f>)<v>[^<]*</v>`)

// uncached is a workbook of which the formulas have no values, so that whoever opens it
// has to work them out.
func uncached(t testing.TB, text []byte) []byte {
	t.Helper()
	parts, err := unpack(text)
	if err != nil {
		t.Fatal(err)
	}
	sheets := map[string][]byte{}
	for name, part := range parts {
		if strings.HasPrefix(name, "xl/worksheets/sheet") {
			sheets[name] = cached.ReplaceAll(part, []byte("$1"))
		}
	}
	return repacked(t, text, sheets)
}

// recomputed has LibreOffice work out workbooks anew.
func recomputed(t *testing.T, books map[string][]byte) map[string]*reader {
	t.Helper()
	readers := map[string]*reader{}
	for name, text := range resaved(t, books) {
		readers[name] = open(t, text)
	}
	return readers
}

// resaved has LibreOffice open workbooks and save them.
func resaved(t *testing.T, books map[string][]byte) map[string][]byte {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not there to recompute the workbook: apt-get install libreoffice-calc-nogui")
	}
	dir, out := t.TempDir(), t.TempDir()
	args := []string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", "xlsx", "--outdir", out}
	for _, name := range sortedKeys(books) {
		path := filepath.Join(dir, name+".xlsx")
		if err := os.WriteFile(path, books[name], 0o666); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if text, err := exec.Command(office, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	saved := map[string][]byte{}
	for name := range books {
		text, err := os.ReadFile(filepath.Join(out, name+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		saved[name] = text
	}
	return saved
}

// compareFormulas wants every formula to give, recomputed, what the workbook says.
func compareFormulas(t *testing.T, name string, ours, theirs *reader) {
	t.Helper()
	formulas := 0
	for _, sheet := range ours.GetSheetList() {
		rows, err := ours.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j := range row {
				cell := ref(i+1, j+1)
				formula, err := ours.GetCellFormula(sheet, cell)
				if err != nil || formula == "" {
					continue
				}
				formulas++
				got, want := theirs.text(sheet, cell), ours.text(sheet, cell)
				g, err1 := strconv.ParseFloat(got, 64)
				w, err2 := strconv.ParseFloat(want, 64)
				if got != want && (err1 != nil || err2 != nil || !same(g, w)) {
					t.Errorf("%s, sheet %s, cell %s: %s gives %q, the plan says %q", name, sheet, cell, formula, got, want)
				}
			}
		}
	}
	if formulas < 50 {
		t.Errorf("%s: only %d formulas", name, formulas)
	}
	t.Logf("%s: %d formulas", name, formulas)
}

// TestFormulas has LibreOffice work out the formulas of plans of all kinds, and of one
// whose discount rate is changed as a reader would.
func TestFormulas(t *testing.T) {
	books, ours := map[string][]byte{}, map[string]*reader{}
	var first *model.Plan
	for i, c := range cases {
		p, s := solved(t, "textbook", c.set...)
		if i == 0 {
			first = p
		}
		name := fmt.Sprint("plan", i)
		text := planBook(t, p, s)
		ours[name], books[name] = open(t, text), uncached(t, text)
	}
	urals, s := solved(t, "urals")
	text := planBook(t, urals, s)
	ours["urals"], books["urals"] = open(t, text), uncached(t, text)
	books["undiscounted"] = changed(t, books["plan0"], func(f *excelize.File) error { return f.SetCellValue(summarySheet, "B5", 0) })
	theirs := recomputed(t, books)
	for i, c := range cases {
		name := fmt.Sprint("plan", i)
		compareFormulas(t, c.name, ours[name], theirs[name])
	}
	compareFormulas(t, "urals", ours["urals"], theirs["urals"])
	sum := 0.0
	for _, row := range first.CashFlows {
		sum += float64(row.Net) / 1e6
	}
	if got := theirs["undiscounted"].named("npv"); !same(got, sum) {
		t.Errorf("without discounting the plan is worth %g, want %g", got, sum)
	}
}

// TestSavedByAnother wants the workbook of a scenario, opened and saved by LibreOffice, to
// be the same scenario.
func TestSavedByAnother(t *testing.T) {
	books := map[string][]byte{}
	names := []string{"textbook", "russia", "united-states", "middle-east"}
	for _, name := range names {
		books[name] = written(t, file.Options{Path: name})
	}
	saved := resaved(t, books)
	for _, name := range names {
		got, findings := loaded(t, saved[name])
		want, _, err := file.Load(file.Options{Path: name, Packs: data.FS})
		if err != nil || len(findings) > 0 {
			t.Fatal(err, findings)
		}
		if file.Hash(got) != file.Hash(want) {
			t.Errorf("%s is another scenario", name)
		}
	}
}
