package book

import (
	"fmt"
	"io"
	"math"

	"github.com/xuri/excelize/v2"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// The sheets of a plan that formulas name.
const (
	summarySheet     = "Summary"
	powerSheet       = "MW"
	allocationsSheet = "Allocations"
	signingsSheet    = "Signings"
	contractsSheet   = "Contracts"
	cashSheet        = "Cash flow"
	budgetSheet      = "Budget"
)

// headRows are the rows above those of a table of a plan: names and units.
const headRows = 2

// planWriter writes the workbook of a plan.
type planWriter struct {
	*writer
	plan     *model.Plan
	scenario *model.Scenario
	regions  map[string]*model.Region
	money    moneyUnit
	cash     cashCells
}

// moneyUnit is the unit in which the workbook holds money.
type moneyUnit struct {
	size   float64
	name   string // USD million
	format string
}

// WritePlan writes a plan as a workbook: its tables, with live formulas for sums, shares
// and what follows from the cash at a discount rate that can be changed, and charts.
// scenario is the one that the plan was made for.
func WritePlan(to io.Writer, p *model.Plan, scenario *model.Scenario) error {
	w := &planWriter{writer: newWriter(), plan: p, scenario: scenario, regions: map[string]*model.Region{}, money: moneyUnitOf(p)}
	for i := range scenario.Regions {
		w.regions[scenario.Regions[i].ID] = &scenario.Regions[i]
	}
	w.cash = cashCells{len(p.CashFlows), len(p.CashFlows) - 1}
	for _, sheet := range []func() error{
		w.summary, w.regionTable, w.halls, w.signings, w.power, w.cashFlow, w.budget, w.contracts,
		w.worlds, w.binding, w.assumed, w.allocations, w.manifest,
	} {
		if err := sheet(); err != nil {
			return err
		}
	}
	return w.finish(to)
}

// moneyUnitOf chooses millions unless the plan is about less than one.
func moneyUnitOf(p *model.Plan) moneyUnit {
	largest := 0.0
	for i := range p.CashFlows {
		for _, x := range p.CashFlows[i].Amounts() {
			largest = math.Max(largest, math.Abs(float64(*x)))
		}
	}
	if largest < 1e6 {
		return moneyUnit{1, p.Currency, "#,##0"}
	}
	return moneyUnit{1e6, p.Currency + " million", "#,##0.00"}
}

// of is an amount in the unit.
func (m moneyUnit) of(x unit.Money) float64 { return float64(x) / m.size }

// amount is a cell of money.
func (w *planWriter) amount(x unit.Money) styled { return styled{w.money.of(x), w.money.format, plain} }

// column is a column of a table of a plan.
type column struct {
	name, unit string
	width      float64
}

// table begins a sheet with the names and units of its columns.
func table(name string, frozenCols int, columns ...column) layout {
	l := layout{name: name, frozenRows: headRows, frozenCols: frozenCols, tall: true}
	var names, units []any
	for _, c := range columns {
		l.widths = append(l.widths, c.width)
		names = append(names, styled{c.name, asText, heading})
		units = append(units, styled{c.unit, asText, heading})
	}
	l.rows = [][]any{names, units}
	return l
}

// line adds a row.
func (l *layout) line(cells ...any) { l.rows = append(l.rows, cells) }

// totals adds the row of the totals. Those of a table without rows are of an empty one.
func (l *layout) totals(cells ...any) {
	if l.last() == headRows {
		l.line()
	}
	l.line(cells...)
}

// last is the number of the last row so far.
func (l *layout) last() int { return len(l.rows) }

// powerCell is a cell of MW.
func powerCell[T ~float64](x T) styled { return styled{float64(x), asMW, plain} }

// within is a column of the rows of a table on another sheet: 'Cash flow'!$Q$3:$Q$13. A
// table without rows has one that is empty.
func within(sheet string, col, rows int) string {
	c := columnName(col)
	return fmt.Sprintf("%s!$%s$%d:$%s$%d", quotedSheet(sheet), c, headRows+1, c, headRows+max(rows, 1))
}

// rowsOf is a column of the rows of a table on its own sheet.
func rowsOf(col, rows int) string {
	return fmt.Sprintf("%s:%s", ref(headRows+1, col), ref(headRows+max(rows, 1), col))
}

// totalOf is a formula in a row of totals.
func totalOf(text string, value float64, format string) formula {
	return formula{text, value, format, total}
}

// define gives a cell a name.
func (w *planWriter) define(name, sheet, cell string) error {
	col, row, err := excelize.CellNameToCoordinates(cell)
	if err != nil {
		return err
	}
	return w.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: fmt.Sprintf("%s!$%s$%d", quotedSheet(sheet), columnName(col), row)})
}

// regionName is the name of a region, its id where the scenario has none of that id.
func (w *planWriter) regionName(id string) string {
	if r := w.regions[id]; r != nil {
		return r.Name
	}
	return id
}
