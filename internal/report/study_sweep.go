package report

import (
	"fmt"
	"io"

	"github.com/gridalloc/gridalloc/model/unit"
)

// SweepRow is a point of a sweep: the plan with one value of the scenario set.
// Figures of the plan are nil where there is none; Outcome says then why, and
// otherwise how the search ended.
type SweepRow struct {
	Scenario string `json:"scenario"`
	Currency string `json:"currency"`
	Goal     string `json:"goal"`
	Measure  string `json:"measure"`
	// Path is what is swept, Setting its value as it is written.
	Path    string `json:"path"`
	Setting string `json:"setting"`
	Outcome string `json:"outcome"`
	// Value is what the plan is worth by the measure, Bound what no plan is worth
	// more than, Gap the distance as a share of the value.
	Value *unit.Money `json:"value"`
	Bound *unit.Money `json:"bound"`
	Gap   *float64    `json:"gap"`
	// Taken of Offered contracts are taken.
	Taken   *int        `json:"contracts_taken"`
	Offered int         `json:"contracts_offered"`
	Capex   *unit.Money `json:"capex"`
	// MW are grid MW in the last period. PeakMW is the most in any period.
	MiningMW     *float64 `json:"mining_mw"`
	ColocationMW *float64 `json:"colocation_mw"`
	GPUCloudMW   *float64 `json:"gpu_cloud_mw"`
	PeakMW       *float64 `json:"peak_mw"`
	Seconds      float64  `json:"seconds"`
	// Of the same point solved alone, nil where it was not asked for.
	ColdValue   *unit.Money `json:"cold_value"`
	ColdBound   *unit.Money `json:"cold_bound"`
	ColdSeconds *float64    `json:"cold_seconds"`
}

// SweepStudy writes the points of a sweep: text is a page of Markdown.
func SweepStudy(w io.Writer, rows []SweepRow, format string) error {
	switch format {
	case "csv":
		return CSV(w, tableOf("study", rows))
	case "json":
		return indentedJSON(w, filled(rows))
	}
	if len(rows) == 0 {
		return nil
	}
	first := &rows[0]
	t := markdown{header: []string{
		first.Path, "value", "bound", "gap", "contracts", "capex", "mining", "AI colocation", "GPU cloud", "peak MW", "seconds", "search",
	}}
	cold := sweepTimes(rows)
	if cold.points > 0 {
		t.header = append(t.header, "cold value", "cold bound", "cold seconds")
	}
	for i := range rows {
		t.rows = append(t.rows, rows[i].cells(cold.points > 0))
	}
	if _, err := fmt.Fprintf(w, "# %s: what %s does to a plan\n\n", first.Scenario, first.Path); err != nil {
		return err
	}
	if err := t.write(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n- money in %s million; values are %s\n- mining, AI colocation and GPU cloud are grid MW of the last period\n%s", first.Currency, goalWords(first.Goal), cold.notes())
	return err
}

func (r *SweepRow) cells(cold bool) []string {
	contracts := "-"
	if r.Taken != nil {
		contracts = fmt.Sprintf("%d of %d", *r.Taken, r.Offered)
	}
	cells := []string{
		r.Setting, millions(r.Value), millions(r.Bound), share(r.Gap), contracts, millions(r.Capex),
		whole(r.MiningMW), whole(r.ColocationMW), whole(r.GPUCloudMW), whole(r.PeakMW), number(r.Seconds, 1), r.Outcome,
	}
	if cold {
		seconds := "-"
		if r.ColdSeconds != nil {
			seconds = number(*r.ColdSeconds, 1)
		}
		cells = append(cells, millions(r.ColdValue), millions(r.ColdBound), seconds)
	}
	return cells
}

// times are the times of a sweep: of its points, and of those that were solved
// alone too.
type times struct {
	sweep, both, cold, longest float64
	points                     int
}

func sweepTimes(rows []SweepRow) (t times) {
	for i := range rows {
		t.sweep += rows[i].Seconds
		if c := rows[i].ColdSeconds; c != nil {
			t.points++
			t.both += rows[i].Seconds
			t.cold += *c
			t.longest = max(t.longest, *c)
		}
	}
	return t
}

// notes say how long the sweep took, and beside solving each point alone.
func (t times) notes() string {
	text := fmt.Sprintf("- the sweep took %s s\n", number(t.sweep, 1))
	if t.points == 0 || t.cold == 0 {
		return text
	}
	mean := t.cold / float64(t.points)
	return text + fmt.Sprintf("- alone, %s took %s s: %s s on average, %s s the longest; these points of the sweep took %s average and %s longest solves alone\n",
		plural(t.points, "point"), number(t.cold, 1), number(mean, 1), number(t.longest, 1), number(t.both/mean, 1), number(t.both/t.longest, 1))
}
