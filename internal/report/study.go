package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/gridalloc/gridalloc/model/unit"
)

// RiskRow is the best plan of a scenario for one weight of CVaR. Figures are
// nil where there is no plan; Outcome says then why, and otherwise how the
// search ended.
type RiskRow struct {
	Scenario string  `json:"scenario"`
	Currency string  `json:"currency"`
	Goal     string  `json:"goal"`
	Weight   float64 `json:"weight"`
	Tail     float64 `json:"tail"`
	Worlds   int     `json:"worlds"`
	Outcome  string  `json:"outcome"`
	// Expected, CVaR and Worst are of the goal's values in all worlds, Loss the
	// chance of a negative NPV.
	Expected *unit.Money `json:"expected"`
	CVaR     *unit.Money `json:"cvar"`
	Worst    *unit.Money `json:"worst"`
	Loss     *float64    `json:"loss_probability"`
	Capex    *unit.Money `json:"capex"`
	// MW are grid MW in the last period, at sites that hold only miners, only AI,
	// or both; PeakMW is the most that runs in any period.
	ASICMW   *float64 `json:"asic_mw"`
	GPUMW    *float64 `json:"gpu_mw"`
	HybridMW *float64 `json:"hybrid_mw"`
	PeakMW   *float64 `json:"peak_mw"`
	// Taken of Offered contracts are taken.
	Taken   *int     `json:"contracts_taken"`
	Offered int      `json:"contracts_offered"`
	Gap     *float64 `json:"gap"`
	Seconds float64  `json:"seconds"`
}

// Risk writes the rows of a study of risk as format says; text is a page of
// Markdown.
func Risk(w io.Writer, rows []RiskRow, format string) error {
	switch format {
	case "csv":
		return CSV(w, tableOf("risk", rows))
	case "json":
		return indentedJSON(w, filled(rows))
	}
	t := markdown{header: []string{"scenario", "weight of CVaR", "expected", "CVaR", "worst world", "P(loss)", "capex", "MW at the end", "ASIC", "GPU", "hybrid", "peak MW", "contracts", "gap", "seconds", "search"}, left: 1}
	for i := range rows {
		t.rows = append(t.rows, riskCells(&rows[i]))
	}
	if _, err := io.WriteString(w, "# What weight on the worst worlds does to a plan\n\n"); err != nil {
		return err
	}
	if err := t.write(w); err != nil {
		return err
	}
	_, err := io.WriteString(w, riskNotes(rows))
	return err
}

// riskCells are the cells of a row; money is in millions.
func riskCells(r *RiskRow) []string {
	money := func(x *unit.Money) string {
		if x == nil {
			return "-"
		}
		return number(float64(*x)/1e6, 1)
	}
	share := func(x *float64) string {
		if x == nil {
			return "-"
		}
		return percent(*x)
	}
	cells := []string{r.Scenario, percent(r.Weight), money(r.Expected), money(r.CVaR), money(r.Worst), share(r.Loss), money(r.Capex)}
	if r.Expected == nil {
		cells = append(cells, "-", "-", "-", "-", "-", "-")
	} else {
		all := *r.ASICMW + *r.GPUMW + *r.HybridMW
		cells = append(cells, number(all, 0), part(*r.ASICMW, all), part(*r.GPUMW, all), part(*r.HybridMW, all), number(*r.PeakMW, 0), fmt.Sprintf("%d of %d", *r.Taken, r.Offered))
	}
	return append(cells, share(r.Gap), number(r.Seconds, 0), r.Outcome)
}

// part writes MW with their share of all.
func part(x, all float64) string {
	if all == 0 {
		return "-"
	}
	return fmt.Sprintf("%s (%s)", number(x, 0), percent(x/all))
}

// riskNotes explain the table below it.
func riskNotes(rows []RiskRow) string {
	var b strings.Builder
	b.WriteString("\n")
	seen := map[string]bool{}
	for _, r := range rows {
		if !seen[r.Scenario] {
			fmt.Fprintf(&b, "- %s: %s, money in %s million; values are %s; CVaR is the mean of the worst %s\n", r.Scenario, plural(r.Worlds, "world"), r.Currency, goalWords(r.Goal), percent(r.Tail))
		}
		seen[r.Scenario] = true
	}
	b.WriteString("- ASIC, GPU and hybrid are grid MW of the last period at sites that hold only miners, only AI, or both\n")
	return b.String()
}

// markdown is a table of a page of Markdown: columns from left on are aligned
// to the right.
type markdown struct {
	header []string
	rows   [][]string
	left   int
}

// write writes the table, its columns padded so that it can be read as it is.
func (t *markdown) write(w io.Writer) error {
	widths := make([]int, len(t.header))
	all := append([][]string{t.header}, t.rows...)
	for _, row := range all {
		for i := range row {
			row[i] = strings.ReplaceAll(row[i], "|", "\\|")
			widths[i] = max(widths[i], len([]rune(row[i])), 3)
		}
	}
	var b strings.Builder
	for n, row := range all {
		b.WriteString("|")
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-len([]rune(cell)))
			if i < t.left {
				b.WriteString(" " + cell + pad + " |")
			} else {
				b.WriteString(" " + pad + cell + " |")
			}
		}
		b.WriteString("\n")
		if n == 0 {
			b.WriteString("|")
			for i, width := range widths {
				if i < t.left {
					b.WriteString(" " + strings.Repeat("-", width) + " |")
				} else {
					b.WriteString(" " + strings.Repeat("-", width-1) + ": |")
				}
			}
			b.WriteString("\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
