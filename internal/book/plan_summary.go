package book

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gridalloc/gridalloc/internal/chart"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// summaryRow is a figure of the first sheet.
type summaryRow struct {
	name  string
	value any
	unit  string
	note  string
	cell  string // the name by which formulas call the cell, "" for none
}

// summary writes the figures that a reader looks for first, and the charts.
func (w *planWriter) summary() error {
	p := w.plan
	l := layout{name: summarySheet, widths: []float64{34, 18, 18, 60}, frozenRows: 4}
	name := p.Title
	if name == "" {
		name = p.Scenario
	}
	l.rows = append(l.rows, []any{styled{name, asText, title}},
		[]any{styled{fmt.Sprintf("plan of the scenario %s; money at prices of %d, real; by gridalloc %s", p.Scenario, p.Prices, p.Manifest.Version), asText, faint}},
		nil, []any{styled{"figure", asText, heading}, styled{"value", asText, heading}, styled{"unit", asText, heading}, styled{"what it is", asText, heading}})
	for _, rows := range [][]summaryRow{w.moneyRows(), w.powerRows(), w.trustRows()} {
		for _, r := range rows {
			l.line(r.name, r.value, r.unit, styled{r.note, asText, remark})
			if r.cell == "" {
				continue
			}
			if err := w.define(r.cell, summarySheet, ref(l.last(), 2)); err != nil {
				return err
			}
		}
		l.line()
	}
	first := l.last() + 1
	l.breaks = []int{first, first + 2*chartRows}
	return w.add(l, func(sheet string) error { return w.charts(sheet, first) })
}

// moneyRows are the figures of money, and the two that a reader may change.
func (w *planWriter) moneyRows() []summaryRow {
	r, m, u := &w.plan.Result, w.money, w.money.name
	live := func(text string, x unit.Money) formula { return formula{text, m.of(x), m.format, plain} }
	mean := ""
	if len(w.plan.Worlds) > 1 {
		mean = fmt.Sprintf("; a mean of %d worlds", len(w.plan.Worlds))
	}
	spending := fmt.Sprintf("%s!$%s$%d:$%s$%d", quotedSheet(cashSheet), columnName(cashConnection), headRows+1, columnName(cashMachines), headRows+w.cash.periods)
	spent := "(" + within(cashSheet, cashConnection, w.cash.periods) + "+" + within(cashSheet, cashShell, w.cash.periods) + "+" + within(cashSheet, cashMachines, w.cash.periods) + ")"
	return []summaryRow{
		{"discount rate", styled{float64(w.scenario.DiscountRate), "0.0#%", input}, "per year", "real, after tax; change it and what follows from it changes, not the plan", "discount_rate"},
		{"carried over of unspent budget", styled{float64(w.scenario.Budget.CarryOver), "0%", input}, "share", "what the next year gets of it", "carry_over"},
		{"net present value", live("SUM("+within(cashSheet, cashDiscounted, w.cash.rows)+")", r.NPV), u, "discounted net cash" + mean, "npv"},
		{"IRR", w.irr(), "per year", "the discount rate at which the net present value is nothing", "irr"},
		{"payback", w.payback(), "years", "from the start until the cumulative cash stays positive", "payback"},
		{"capital spending", live("-SUM("+spending+")", r.Capex), u, "connections, shells and machines", "capex"},
		{"capital spending, discounted", live("-SUMPRODUCT("+spent+"*"+within(cashSheet, cashFactor, w.cash.periods)+")", r.SpendingPV), u, "", "spending_pv"},
		{"value of equity", styled{m.of(r.EquityValue), m.format, plain}, u, "with a multiple of the last year's EBITDA in place of the terminal value; does not recompute", ""},
	}
}

// irr is the yearly rate from that of half periods.
func (w *planWriter) irr() formula {
	halves := within(cashSheet, cashHalves, 2*w.cash.periods)
	years := w.scenario.Horizon.YearsPerPeriod()
	text := fmt.Sprintf(`IFERROR((1+IRR(%s))^%g-1,"none")`, halves, 2/years)
	if w.plan.Result.IRR == nil {
		return formula{text, "none", asPercent, plain}
	}
	return formula{text, *w.plan.Result.IRR, asPercent, plain}
}

// payback is when the cash stays positive: within a period, at the end of the horizon by
// the terminal value, or never.
func (w *planWriter) payback() formula {
	n := w.cash.periods
	last := func(col, row int) string { return quotedSheet(cashSheet) + "!" + ref(headRows+row, col) }
	text := fmt.Sprintf(`IF(%s<=0,"never",IF(%s<=0,%d,%s)*%g)`, last(cashCumulative, n+1), last(cashCumulative, n), n, last(cashPayback, n), w.scenario.Horizon.YearsPerPeriod())
	if w.plan.Result.PaybackYears == nil {
		return formula{text, "never", "0.0", plain}
	}
	return formula{text, *w.plan.Result.PaybackYears, "0.0", plain}
}

// powerRows are the figures of MW and contracts.
func (w *planWriter) powerRows() []summaryRow {
	p := w.plan
	var rows []summaryRow
	var firm, flex, contracted float64
	for _, s := range p.Signings {
		firm, flex = firm+float64(s.FirmMW), flex+float64(s.FlexMW)
	}
	n := len(p.Signings)
	rows = append(rows,
		summaryRow{"to sign, firm", formula{"SUM(" + within(signingsSheet, 6, n) + ")", firm, asMW, plain}, "MW", fmt.Sprintf("%d connections", n), "signed_firm"},
		summaryRow{"to sign, interruptible", formula{"SUM(" + within(signingsSheet, 7, n) + ")", flex, asMW, plain}, "MW", "", "signed_interruptible"})
	if periods := len(p.Periods); periods > 0 {
		for i, b := range append(businesses(), "all") {
			sum := 0.0
			for _, a := range p.Allocations {
				if a.Period == p.Periods[periods-1] && (a.Business == b || b == "all") {
					sum += float64(a.GridMW)
				}
			}
			at := quotedSheet(powerSheet) + "!" + ref(headRows+periods, 6+i)
			rows = append(rows, summaryRow{"running in " + p.Periods[periods-1] + ", " + strings.ReplaceAll(b, "_", " "), formula{at, sum, asMW, plain}, "MW at the grid", "", ""})
		}
	}
	taken := 0
	for _, c := range p.Contracts {
		if c.Accepted {
			taken, contracted = taken+1, contracted+float64(c.MW)
		}
	}
	n = len(p.Contracts)
	rows = append(rows, summaryRow{
		"contracts taken",
		formula{fmt.Sprintf("SUMPRODUCT((%s=TRUE)*%s)", within(contractsSheet, 5, n), within(contractsSheet, 4, n)), contracted, asMW, plain},
		"MW of IT", fmt.Sprintf("%d of %d", taken, n), "contracted",
	})
	return append(rows, w.shareRows()...)
}

// shareRows are the shares of sites with only miners, only AI, or both.
func (w *planWriter) shareRows() []summaryRow {
	s := &w.plan.Shares
	names := []string{"asic_mw", "gpu_mw", "hybrid_mw"}
	rows := make([]summaryRow, 0, 2*len(names))
	for i, x := range []struct {
		what string
		mw   unit.MW
	}{{"sites with miners only", s.ASICOnlyMW}, {"sites with AI only", s.GPUOnlyMW}, {"sites with both", s.HybridMW}} {
		rows = append(rows, summaryRow{x.what, powerCell(x.mw), "MW at the grid", "in the last period", names[i]})
	}
	for i, share := range []float64{s.ASIC, s.GPU, s.Hybrid} {
		sum := strings.Join(names, "+")
		rows = append(rows, summaryRow{rows[i].name + ", share", formula{fmt.Sprintf("IF(%s=0,0,%s/(%s))", sum, names[i], sum), share, asPercent, plain}, "share", "", ""})
	}
	return rows
}

// trustRows say how far the plan can be relied on.
func (w *planWriter) trustRows() []summaryRow {
	o, m := &w.plan.Outcome, w.money
	verified := "yes"
	if !o.Verified {
		verified = "NO"
	}
	var bound, gap any = "unknown", "unknown"
	if !math.IsInf(o.Bound, 0) {
		bound, gap = styled{o.Bound / m.size, m.format, plain}, styled{o.Gap, "0.00%", plain}
	}
	return []summaryRow{
		{"verified", verified, "", "every figure and limit was recomputed independently", ""},
		{"optimised for", o.Goal, "", "measure: " + w.plan.Risk.Measure, ""},
		{"objective", styled{o.Objective / m.size, m.format, plain}, m.name, "", ""},
		{"no plan is better than", bound, m.name, "", ""},
		{"gap", gap, "share", "why the search ended: " + o.Termination, ""},
	}
}

// The colours of the businesses are those of all pictures of a plan.
var businessColors = map[string]string{
	model.Mining.String(): chart.Mining.Hex(), model.Colocation.String(): chart.Colocation.Hex(), model.GPUCloud.String(): chart.GPUCloud.Hex(),
}

const lineColor = "000000"

var (
	axisColor   = chart.Neutral.Hex()
	barColor    = chart.Colocation.Hex()
	secondColor = chart.Mining.Hex()
)

// chartRows are the rows that a chart covers.
const chartRows = 17

// charts puts the charts under the figures.
func (w *planWriter) charts(sheet string, row int) error {
	for _, draw := range []func(string, string) error{w.powerChart, w.cashChart, w.budgetChart} {
		if err := draw(sheet, ref(row, 1)); err != nil {
			return err
		}
		row += chartRows
	}
	return nil
}

// chart is what all charts have in common.
func (w *planWriter) chart(kind excelize.ChartType, name, unit, alternative string, series ...excelize.ChartSeries) *excelize.Chart {
	text := func(s string) excelize.ChartTitle {
		return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: s}}}
	}
	return &excelize.Chart{
		Type: kind, Series: series, Title: text(name + ", " + unit), Legend: excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: 880, Height: 310},
		Format:    excelize.GraphicOptions{Name: name, AltText: alternative, Positioning: "oneCell"},
		XAxis:     excelize.ChartAxis{TickLabelPosition: excelize.ChartTickLabelLow, Font: excelize.Font{Color: axisColor}},
		YAxis:     excelize.ChartAxis{MajorGridLines: true, Font: excelize.Font{Color: axisColor}, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0"}},
	}
}

// series is a column of figures of a chart, named by its first row, over the labels of the
// first column.
func series(sheet string, figures, rows int, color string) excelize.ChartSeries {
	return excelize.ChartSeries{
		Name:       fmt.Sprintf("%s!$%s$1", quotedSheet(sheet), columnName(figures)),
		Categories: within(sheet, 1, rows), Values: within(sheet, figures, rows),
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}},
		Line: excelize.LineOptions{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}, Width: 2},
	}
}

// powerChart shows MW over time, stacked by business.
func (w *planWriter) powerChart(sheet, cell string) error {
	var all []excelize.ChartSeries
	for i, b := range businesses() {
		all = append(all, series(powerSheet, 6+i, len(w.plan.Periods), businessColors[b]))
	}
	return w.AddChart(sheet, cell, w.chart(excelize.ColStacked, "Power over time", "MW at the grid", "Stacked columns: MW at the grid connections by period and business, the figures of the sheet MW", all...))
}

// cashChart shows the net cash with the cumulative NPV.
func (w *planWriter) cashChart(sheet, cell string) error {
	n := w.cash.rows
	bars := w.chart(excelize.Col, "Cash flow", w.money.name, "Columns: net cash by period; line: cumulative net present value; the figures of the sheet Cash flow", series(cashSheet, cashNet, n, barColor))
	line := w.chart(excelize.Line, "Cash flow", w.money.name, "", series(cashSheet, cashNPV, n, lineColor))
	return w.AddChart(sheet, cell, bars, line)
}

// budgetChart shows what is spent beside what may be.
func (w *planWriter) budgetChart(sheet, cell string) error {
	n := len(w.plan.Spending)
	return w.AddChart(sheet, cell, w.chart(excelize.Col, "Spending against budget", w.money.name, "Columns: what may be spent and what is spent by year, the figures of the sheet Budget",
		series(budgetSheet, 6, n, barColor), series(budgetSheet, 7, n, secondColor)))
}
