package book

import (
	"bytes"
	"context"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
)

// solved plans an embedded scenario with values set.
func solved(t testing.TB, name string, set ...string) (*model.Plan, *model.Scenario) {
	t.Helper()
	s, findings, err := file.Load(file.Options{Path: name, Packs: data.FS, Set: set})
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	if s.Sampling.Draws > 0 {
		if s.Worlds, _, err = solver.Worlds(context.Background(), s, &highs.Engine{}, solver.Options{}, func(int, int) {}); err != nil {
			t.Fatal(err)
		}
	}
	answer, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{})
	if err != nil || answer.Plan == nil {
		t.Fatal(err)
	}
	return answer.Plan, s
}

// planBook is the workbook of a plan.
func planBook(t testing.TB, p *model.Plan, s *model.Scenario) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WritePlan(&b, p, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// cases are plans that differ in what their cash looks like: with and without IRR and
// payback, in quarters, with loans, without a budget, with a plan that does nothing.
var cases = []struct {
	name string
	set  []string
}{
	{"as it is", nil},
	{"by quarters", []string{"horizon.period=quarter", "horizon.periods=16"}},
	{"with loans", []string{"budget={annual: 60, unit: USD million, carry_over: 50%, reinvest: 20%, debt: {share: 40%, rate: 5%, years: 3}}"}},
	{"without a budget", []string{"budget=null"}},
	{"a limit in all", []string{"budget={total: 90, unit: USD million}"}},
	{"in several worlds", []string{"risk=base", "worlds.draws=40", "worlds.keep=4", "objective={measure: cvar, weight: 30%, tail: 25%}"}},
	{"nothing to do", []string{"scale.hashprice=0%", "scale.rent=0%", "contracts.from=[]"}},
	{"a loss", []string{"contracts.mandatory=[client]", "scale.hashprice=0%", "scale.rent=0%", "discount_rate=60%"}},
}

// reader reads the cells of a workbook that was opened by a spreadsheet program's library.
type reader struct {
	*excelize.File
	t testing.TB
}

func open(t testing.TB, text []byte) *reader {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return &reader{f, t}
}

// text is what a cell holds.
func (r *reader) text(sheet, cell string) string {
	r.t.Helper()
	s, err := r.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

// named is the number in the cell of a name.
func (r *reader) named(name string) float64 {
	r.t.Helper()
	for _, d := range r.GetDefinedName() {
		if d.Name == name {
			sheet, cell, _ := strings.Cut(d.RefersTo, "!")
			v, err := strconv.ParseFloat(r.text(strings.Trim(sheet, "'"), strings.ReplaceAll(cell, "$", "")), 64)
			if err != nil {
				return math.NaN()
			}
			return v
		}
	}
	r.t.Fatalf("there is no name %s", name)
	return 0
}

// same compares figures to the last digits.
func same(got, want float64) bool {
	return math.Abs(got-want) <= 1e-9*math.Max(1, math.Abs(want))
}

// TestPlanValues wants the values of the workbook, as it is written, to be the plan's.
func TestPlanValues(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, s := solved(t, "textbook", c.set...)
			text := planBook(t, p, s)
			if !bytes.Equal(text, planBook(t, p, s)) {
				t.Error("the same plan gives another workbook")
			}
			r := open(t, text)
			size := moneyUnitOf(p).size
			for name, want := range map[string]float64{
				"npv": float64(p.Result.NPV) / size, "capex": float64(p.Result.Capex) / size, "spending_pv": float64(p.Result.SpendingPV) / size,
				"irr": orNaN(p.Result.IRR), "payback": orNaN(p.Result.PaybackYears), "discount_rate": float64(s.DiscountRate),
				"asic_mw": float64(p.Shares.ASICOnlyMW), "gpu_mw": float64(p.Shares.GPUOnlyMW), "hybrid_mw": float64(p.Shares.HybridMW),
			} {
				if got := r.named(name); !same(got, want) && !(math.IsNaN(got) && math.IsNaN(want)) {
					t.Errorf("%s is %g, want %g", name, got, want)
				}
			}
			checkRows(t, r, p, size)
		})
	}
}

func orNaN(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

// checkRows compares the rows of the tables with the plan.
func checkRows(t *testing.T, r *reader, p *model.Plan, size float64) {
	t.Helper()
	number := func(sheet string, row, col int, want float64) {
		t.Helper()
		got, err := strconv.ParseFloat(r.text(sheet, ref(headRows+1+row, col)), 64)
		if err != nil || !same(got, want) {
			t.Errorf("sheet %s, cell %s: %g, want %g", sheet, ref(headRows+1+row, col), got, want)
		}
	}
	word := func(sheet string, row, col int, want string) {
		t.Helper()
		if got := r.text(sheet, ref(headRows+1+row, col)); got != want {
			t.Errorf("sheet %s, cell %s: %q, want %q", sheet, ref(headRows+1+row, col), got, want)
		}
	}
	for i := range p.CashFlows {
		word(cashSheet, i, cashPeriod, p.CashFlows[i].Period)
		for j, x := range p.CashFlows[i].Amounts() {
			col := cashConnection + j
			if j == 14 {
				col = cashDiscounted
			}
			number(cashSheet, i, col, float64(*x)/size)
		}
	}
	for i := range p.Spending {
		y := &p.Spending[i]
		number(budgetSheet, i, 1, float64(y.Year))
		for j, x := range []float64{float64(y.Budget), float64(y.Carried), float64(y.Reinvest), float64(y.Loan)} {
			number(budgetSheet, i, 2+j, x/size)
		}
		number(budgetSheet, i, 7, float64(y.Spent)/size)
		number(budgetSheet, i, 8, float64(y.CarryOver)/size)
	}
	for i, x := range p.Signings {
		word(signingsSheet, i, 1, x.Site)
		number(signingsSheet, i, 6, float64(x.FirmMW))
		number(signingsSheet, i, 7, float64(x.FlexMW))
	}
	for i, x := range p.Halls {
		word("Halls", i, 1, x.Site)
		number("Halls", i, 10, float64(x.Count))
		number("Halls", i, 12, float64(x.GridMW))
	}
	for i, x := range p.Allocations {
		word(allocationsSheet, i, allocSite, x.Site)
		number(allocationsSheet, i, allocGrid, float64(x.GridMW))
	}
	if len(p.Worlds) > 1 {
		for i, x := range p.Worlds {
			word(worldsSheet, i, 1, x.World)
			number(worldsSheet, i, 3, float64(x.NPV)/size)
		}
		number(worldsSheet, len(p.Worlds), 3, float64(p.Result.NPV)/size)
	}
	for i, x := range p.Contracts {
		word(contractsSheet, i, 1, x.Contract)
	}
	for i, x := range p.Assumed {
		word("Assumed inputs", i, 2, x.ID)
		word("Assumed inputs", i, 4, x.Grade)
		if r.text("Assumed inputs", ref(headRows+1+i, 7)) == "" {
			t.Errorf("the assumed input %s has no source", x.ID)
		}
	}
}

// TestInjection wants texts of the data that begin as formulas do to stay texts.
func TestInjection(t *testing.T) {
	p, s := solved(t, "textbook")
	evil := []string{`=cmd|'/c calc'!A0`, "+1+1", "-1", "@SUM(1)", "\t=1", "<b>&\"x\"", "_x0041_"}
	q := *p
	q.Title = evil[0]
	q.Contracts = nil
	for _, text := range evil {
		q.Contracts = append(q.Contracts, model.ContractOutcome{Contract: text, Client: text, Product: "colocation"})
	}
	r := open(t, planBook(t, &q, s))
	for i, text := range evil {
		for _, col := range []int{1, 2} {
			cell := ref(headRows+1+i, col)
			if got := r.text(contractsSheet, cell); got != text {
				t.Errorf("%s holds %q, want %q", cell, got, text)
			}
			wantText(t, r, contractsSheet, cell)
		}
	}
	if got := r.text(summarySheet, "A1"); got != evil[0] {
		t.Errorf("the title is %q", got)
	}
	wantText(t, r, summarySheet, "A1")
}

// wantText wants a cell that is text, no formula, and stays text when it is edited.
func wantText(t *testing.T, r *reader, sheet, cell string) {
	t.Helper()
	formula, err := r.GetCellFormula(sheet, cell)
	kind, err2 := r.GetCellType(sheet, cell)
	id, err3 := r.GetCellStyle(sheet, cell)
	if err != nil || err2 != nil || err3 != nil {
		t.Fatal(err, err2, err3)
	}
	style, err := r.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	isText := style.NumFmt == 49 || style.CustomNumFmt != nil && *style.CustomNumFmt == asText
	if formula != "" || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString || !isText {
		t.Errorf("%s: formula %q, type %d, text format %v", cell, formula, kind, isText)
	}
}

// TestPlanLayout wants frozen headers, A4 landscape, charts with a text for those who do
// not see them, and no macros.
func TestPlanLayout(t *testing.T) {
	p, s := solved(t, "textbook")
	text := planBook(t, p, s)
	r := open(t, text)
	for _, sheet := range r.GetSheetList() {
		panes, err := r.GetPanes(sheet)
		if err != nil || !panes.Freeze || panes.YSplit == 0 {
			t.Errorf("sheet %s: %+v, %v", sheet, panes, err)
		}
		layout, err := r.GetPageLayout(sheet)
		if err != nil || *layout.Size != 9 || *layout.Orientation != "landscape" {
			t.Errorf("sheet %s is not set up for A4, landscape: %v", sheet, err)
		}
	}
	parts, err := unpack(text)
	if err != nil {
		t.Fatal(err)
	}
	charts := 0
	for name, part := range parts {
		if strings.HasPrefix(name, "xl/charts/chart") {
			charts++
		}
		if strings.HasPrefix(name, "xl/drawings/drawing") && strings.Count(string(part), "descr=") != 3 {
			t.Error("not every chart has an alternative text")
		}
	}
	if charts != 3 {
		t.Errorf("%d charts, want 3", charts)
	}
}
