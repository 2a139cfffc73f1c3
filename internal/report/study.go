package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/gridalloc/gridalloc/model/unit"
)

// StudyRow is the best plan of a scenario for one objective. Figures of the
// plan are nil where there is none; Outcome says then why, and otherwise how
// the search ended.
type StudyRow struct {
	Scenario string  `json:"scenario"`
	Currency string  `json:"currency"`
	Goal     string  `json:"goal"`
	Measure  string  `json:"measure"`
	Weight   float64 `json:"weight"`
	Tail     float64 `json:"tail"`
	// Multiples are of the yearly EBITDA of a business, nil where none is given
	// or client markets differ.
	MiningMultiple     *float64 `json:"mining_multiple"`
	ColocationMultiple *float64 `json:"colocation_multiple"`
	GPUCloudMultiple   *float64 `json:"gpu_cloud_multiple"`
	Worlds             int      `json:"worlds"`
	Outcome            string   `json:"outcome"`
	// Expected, CVaR and Worst are of the goal's values in all worlds, Loss the
	// chance of a negative NPV.
	Expected *unit.Money `json:"expected"`
	CVaR     *unit.Money `json:"cvar"`
	Worst    *unit.Money `json:"worst"`
	Loss     *float64    `json:"loss_probability"`
	// NPV and EquityValue are means of all worlds, whatever the goal.
	NPV         *unit.Money `json:"npv"`
	EquityValue *unit.Money `json:"equity_value"`
	Capex       *unit.Money `json:"capex"`
	// MW are grid MW in the last period: by business; and at sites that hold
	// only miners, only AI, or both. PeakMW is the most that runs in any period.
	MiningMW     *float64 `json:"mining_mw"`
	ColocationMW *float64 `json:"colocation_mw"`
	GPUCloudMW   *float64 `json:"gpu_cloud_mw"`
	ASICMW       *float64 `json:"asic_mw"`
	GPUMW        *float64 `json:"gpu_mw"`
	HybridMW     *float64 `json:"hybrid_mw"`
	PeakMW       *float64 `json:"peak_mw"`
	// Taken of Offered contracts are taken.
	Taken   *int     `json:"contracts_taken"`
	Offered int      `json:"contracts_offered"`
	Gap     *float64 `json:"gap"`
	Seconds float64  `json:"seconds"`
}

// studyPage is what a study shows of its rows on a page of Markdown.
type studyPage struct {
	title  string
	header []string
	left   int // so many leading columns are text
	cells  func(*StudyRow) []string
	notes  func([]StudyRow) string
}

// study writes the rows of a study as format says; text is the page. The
// columns of csv and the fields of json are the same for all studies.
func study(w io.Writer, rows []StudyRow, format string, page *studyPage) error {
	switch format {
	case "csv":
		return CSV(w, tableOf("study", rows))
	case "json":
		return indentedJSON(w, filled(rows))
	}
	t := markdown{header: page.header, left: page.left}
	for i := range rows {
		t.rows = append(t.rows, page.cells(&rows[i]))
	}
	if _, err := fmt.Fprintf(w, "# %s\n\n", page.title); err != nil {
		return err
	}
	if err := t.write(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%s- ASIC, GPU and hybrid are grid MW of the last period at sites that hold only miners, only AI, or both\n", page.notes(rows))
	return err
}

// byScenario makes a note of each scenario, from its first row.
func byScenario(rows []StudyRow, note func(*StudyRow) string) string {
	var b strings.Builder
	seen := map[string]bool{}
	for i := range rows {
		if r := &rows[i]; !seen[r.Scenario] {
			fmt.Fprintf(&b, "- %s: %s, money in %s million%s\n", r.Scenario, plural(r.Worlds, "world"), r.Currency, note(r))
			seen[r.Scenario] = true
		}
	}
	return b.String()
}

// millions writes money in millions.
func millions(x *unit.Money) string {
	if x == nil {
		return "-"
	}
	return number(float64(*x)/1e6, 1)
}

// whole writes a number without decimals.
func whole(x *float64) string {
	if x == nil {
		return "-"
	}
	return number(*x, 0)
}

// share writes a share as a percentage.
func share(x *float64) string {
	if x == nil {
		return "-"
	}
	return percent(*x)
}

// siteCells are the MW by what sites hold, each with its share of all.
func (r *StudyRow) siteCells() []string {
	cells := make([]string, 0, 3)
	for _, x := range []*float64{r.ASICMW, r.GPUMW, r.HybridMW} {
		switch all := r.endMW(); {
		case all == nil || *all == 0:
			cells = append(cells, "-")
		default:
			cells = append(cells, fmt.Sprintf("%s (%s)", whole(x), percent(*x / *all)))
		}
	}
	return cells
}

// endMW is what runs in the last period.
func (r *StudyRow) endMW() *float64 {
	if r.ASICMW == nil {
		return nil
	}
	all := *r.ASICMW + *r.GPUMW + *r.HybridMW
	return &all
}

// contracts says how many contracts are taken.
func (r *StudyRow) contracts() string {
	if r.Taken == nil {
		return "-"
	}
	return fmt.Sprintf("%d of %d", *r.Taken, r.Offered)
}
