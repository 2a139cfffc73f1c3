package book

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model/file"
)

// twoPacks is a scenario with all that a scenario file may say.
const twoPacks = `gridalloc: 1
name: two
title: "=1+1 _x0041_ two packs"
horizon: {start: 2027-01-01, period: half-year, periods: 4}
money: {currency: USD, price_year: 2026}
discount_rate: 7.25%
lead_time: pessimistic
regions:
  packs: [russia, ./packs/mine]
  power_systems: [Siberia, textbook]
  except: [RU-TY]
technology: calibrated
measures: [monitoring, predictive-maintenance]
risk: base
market: [russia, textbook]
contracts:
  from: []
  add:
    - {id: own, client: "Client, \"the\" one", product: colocation, market: regions, mw: 3.3, start: 2027-07-01, term_months: 24, ramp_months: 0,
       price: 150, unit: USD/kW/month, price_year: 2026, pass_through: true, expected_use: 80%, take_or_pay: 0.5, sla: 99.9%, regions: power_system=Siberia,
       default_per_year: 1%, reletting_gap_months: 6, reletting_price: 90%, penalty: 10, max_short: 0%, mandatory: false}
budget:
  annual: {2027: 100.5, 2028: 80}
  unit: USD million
  carry_over: 50%
  debt: {share: 30%, rate: 5%, years: 4}
rules:
  switch: {ru-take-or-pay: true}
  add:
    - {id: few, name: "Few, at once", kind: openings, enabled: true, regions: "*", limit: 12, limit_unit: openings/year}
tax: {losses: carry_forward}
scale: {rent: 100%}
worlds: {file: worlds.csv}
objective: {goal: equity_value, multiple: {mining: 6, colocation: {moscow: 9, regions: 8, town: 7}, gpu_cloud: 9}, measure: cvar, weight: 25%, tail: 15%}
solver: {gap: 1%, time_limit: 90s, memory_limit: 2GB, threads: 2, seed: 3, method: whole}
`

const ownWorlds = `world,quantity,subject,period,value,unit
low,probability,,,40%,share
high,probability,,,60%,share
low,utilisation,moscow/colocation,2027-H1,0.5,share
low,utilisation,moscow/colocation,2027-H2,0.5,share
low,utilisation,moscow/colocation,2028-H1,50%,share
low,utilisation,moscow/colocation,2028-H2,1,share
`

// onDisk writes a scenario that names all kinds of things, with a pack of its own, which
// cites a source of its own.
func onDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	put := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("two.yaml", twoPacks)
	put("worlds.csv", ownWorlds)
	tables, err := fs.Glob(data.FS, "regions/textbook/*.csv")
	if err != nil || len(tables) == 0 {
		t.Fatal(err)
	}
	for _, name := range tables {
		text, err := fs.ReadFile(data.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		put("packs/mine/"+filepath.Base(name), string(text))
	}
	put("packs/mine/sources.csv", "id,title,address,date\nmine,\"=cmd|' /c'!A0, of \"\"mine\"\"\nin two lines\",,2026\n")
	path := filepath.Join(dir, "packs/mine/prices.csv")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	cells := strings.Split(lines[1], ",")
	cells[len(cells)-5], cells[len(cells)-1] = "mine", "+a note: _x0041_"
	put("packs/mine/prices.csv", lines[0]+"\n"+strings.Join(cells, ",")+"\n"+strings.Join(lines[2:], "\n")+"\n")
	return filepath.Join(dir, "two.yaml")
}

// TestAllForms wants a scenario with several packs, one of them on disk, with worlds,
// contracts and rules of its own, and every kind of setting to be the same in a workbook,
// and to be written from that workbook again.
func TestAllForms(t *testing.T) {
	path := onDisk(t)
	want, findings, err := file.Load(file.Options{Path: path, Packs: data.FS})
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	text := written(t, file.Options{Path: path})
	got, findings := loaded(t, text)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	if file.Hash(got) != file.Hash(want) {
		t.Error("the workbook is another scenario")
	}
	if got.Solver != want.Solver {
		t.Errorf("the solver is set to %+v, want %+v", got.Solver, want.Solver)
	}
	files := 0
	for _, f := range got.Files {
		if f.Path == "my.xlsx" && len(f.SHA256) == 64 {
			files++
		} else if !strings.HasPrefix(f.Path, "data/") {
			t.Errorf("the file %s is none of the book's", f.Path)
		}
	}
	if files != 1 {
		t.Errorf("the workbook is listed %d times among %v", files, got.Files)
	}
	for _, in := range got.Inputs {
		if !strings.HasPrefix(in.Where, "my.xlsx: sheet ") && !strings.HasPrefix(in.Where, "data/money/") {
			t.Fatalf("the %s %s is said to stand at %s", in.Kind, in.ID, in.Where)
		}
	}
	b, err := Read("my.xlsx", text)
	if err != nil {
		t.Fatal(err)
	}
	again, findings := loaded(t, written(t, file.Options{Path: "my.xlsx", Books: booksOf(b)}))
	if len(findings) > 0 || file.Hash(again) != file.Hash(want) {
		t.Error("the workbook of the workbook is another scenario", findings)
	}
}

// TestScenarioLayout wants the names of columns frozen and explained, and drop-down lists
// where a choice or an id of another sheet is wanted.
func TestScenarioLayout(t *testing.T) {
	r := open(t, written(t, file.Options{Path: "textbook"}))
	for _, s := range tableSheets() {
		if s.kind == "risk" { // the scenario has no risk set
			continue
		}
		panes, err := r.GetPanes(s.name)
		if err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("sheet %s: %+v, %v", s.name, panes, err)
		}
		notes, err := r.GetComments(s.name)
		if err != nil || len(notes) != len(s.table.Fields) {
			t.Errorf("sheet %s has %d notes for %d columns, %v", s.name, len(notes), len(s.table.Fields), err)
		}
		lists, err := r.GetDataValidations(s.name)
		if err != nil {
			t.Fatal(err)
		}
		for i := range s.table.Fields {
			f := &s.table.Fields[i]
			cell := ref(2, i+1) + ":"
			found := slices.ContainsFunc(lists, func(v *excelize.DataValidation) bool { return v.Type == "list" && strings.HasPrefix(v.Sqref, cell) })
			wanted := f.Type == file.Bool || f.Type == file.Choice || f.Refers != "" && !isList(f) && f.Refers != "ratings.csv"
			if found != wanted {
				t.Errorf("sheet %s, column %s: a list: %v, want %v", s.name, f.Name, found, wanted)
			}
		}
	}
	lists, err := r.GetDataValidations("Offers")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(lists, func(v *excelize.DataValidation) bool {
		return strings.Contains(v.Formula1, "'Regions'!$A$2:$A$")
	}) {
		t.Error("the regions of offers are not chosen from the sheet Regions")
	}
}
