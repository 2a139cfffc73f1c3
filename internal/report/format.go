package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/gridalloc/gridalloc/model"
)

// scale is the unit in which a page shows money, and how finely.
type scale struct {
	unit     float64
	words    string
	decimals int
}

// scaleOf chooses the unit so that the headline figures have few digits.
func scaleOf(p *model.Plan) scale {
	return scaleFor(math.Max(math.Abs(float64(p.Result.NPV)), math.Abs(float64(p.Result.Capex))))
}

// scaleFor chooses the unit for amounts up to the largest.
func scaleFor(largest float64) scale {
	switch {
	case largest >= 1e10:
		return scale{1e6, "million", 0}
	case largest >= 1e6:
		return scale{1e6, "million", 1}
	case largest >= 1e4:
		return scale{1e3, "thousand", 1}
	default:
		return scale{1, "", 1}
	}
}

// name says the unit with its currency: "USD million".
func (s scale) name(currency string) string { return strings.TrimSpace(currency + " " + s.words) }

// money writes an amount with currency and unit.
func (g *page) money(x float64) string {
	return strings.TrimSpace(g.plan.Currency + " " + g.amount(x) + " " + g.scale.words)
}

// amount writes an amount in the page's unit.
func (g *page) amount(x float64) string { return number(x/g.scale.unit, g.scale.decimals) }

// number writes x with thousands separators and so many decimals.
func number(x float64, decimals int) string {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return "unknown"
	}
	s := strconv.FormatFloat(math.Abs(x), 'f', decimals, 64)
	whole, fraction, hasFraction := strings.Cut(s, ".")
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if hasFraction {
		b.WriteString("." + fraction)
	}
	if x < 0 && strings.ContainsAny(s, "123456789") {
		return "-" + b.String()
	}
	return b.String()
}

// orDash is a text, a dash for none.
func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// inMillions writes money in millions, to ten thousand.
func inMillions[T ~float64](x T) string { return number(float64(x)/1e6, 2) }

// mw writes megawatts: one decimal, and nothing for zero.
func mw(x float64) string {
	if math.Abs(x) < 0.05 {
		return "-"
	}
	return number(x, 1)
}

// percent writes a fraction as a percentage: two decimals below one percent.
func percent(x float64) string {
	decimals := 1
	if x != 0 && math.Abs(x) < 0.01 {
		decimals = 2
	}
	return number(100*x, decimals) + " %"
}

// plural writes a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// plain words an id of the program's own for the page: "demand_step" is a
// demand step.
func plain(id string) string {
	if id == model.GPUCloud.String() {
		return "GPU cloud"
	}
	return strings.ReplaceAll(id, "_", " ")
}

// grid is a table of the page: columns from left on are aligned to the right.
type grid struct {
	header []string
	rows   [][]string
	footer []string
	left   int // so many leading columns are text
	gap    int // blanks between columns
}

// add appends a row.
func (t *grid) add(cells ...string) { t.rows = append(t.rows, cells) }

// Columns of text may be cut to this many characters to make a table fit.
const narrowest = 12

// fit moves the columns of a table that is wider than the page together, then
// cuts the widest columns of text until it fits or no column can be cut
// further; figures are never cut.
func (t *grid) fit(width int) {
	widths := make([]int, len(t.header))
	total := 0
	all := append(append([][]string{t.header}, t.rows...), t.footer)
	for _, row := range all {
		for i, c := range row {
			widths[i] = max(widths[i], text.StringWidth(c))
		}
	}
	for _, w := range widths {
		total += w
	}
	t.gap = 2
	if total+t.gap*len(widths) > width {
		t.gap = 1
	}
	total += t.gap * len(widths)
	for ; total > width; total-- {
		widest := -1
		for i := range t.left {
			if widths[i] > narrowest && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	for _, row := range all {
		for i := range min(t.left, len(row)) {
			row[i] = text.Snip(row[i], widths[i], "…")
		}
	}
}

// print writes the table to the page.
func (g *page) print(t grid) {
	t.fit(g.width)
	w := table.NewWriter()
	style := table.StyleLight
	style.Options = table.Options{SeparateHeader: true, SeparateFooter: true}
	style.Format = table.FormatOptions{}
	style.Box.PaddingLeft, style.Box.PaddingRight = "", strings.Repeat(" ", t.gap)
	w.SetStyle(style)
	w.AppendHeader(cells(t.header))
	for _, r := range t.rows {
		w.AppendRow(cells(r))
	}
	if t.footer != nil {
		w.AppendFooter(cells(t.footer))
	}
	var columns []table.ColumnConfig
	for i := range t.header {
		align := text.AlignRight
		if i < t.left {
			align = text.AlignLeft
		}
		columns = append(columns, table.ColumnConfig{Number: i + 1, Align: align, AlignHeader: align, AlignFooter: align})
	}
	w.SetColumnConfigs(columns)
	for _, line := range strings.Split(w.Render(), "\n") {
		g.printf("%s\n", strings.TrimRight(line, " "))
	}
}

func cells(texts []string) table.Row {
	row := make(table.Row, len(texts))
	for i, t := range texts {
		row[i] = t
	}
	return row
}

// yearOf is the calendar year of a period label, "" for the terminal row.
func yearOf(label string) string {
	if len(label) < 4 || strings.Trim(label[:4], "0123456789") != "" {
		return ""
	}
	return label[:4]
}
