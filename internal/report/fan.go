package report

import (
	"fmt"
	"io"
)

// Fan says how the figures of drawn worlds are spread, and how those of the
// worlds kept of them.
type Fan struct {
	Scenario  string   `json:"scenario"`
	Draws     int      `json:"draws"`
	Kept      int      `json:"kept"`
	Seed      int      `json:"seed"`
	Reduction string   `json:"reduction"`
	Distance  float64  `json:"distance"` // as in a plan's sample
	Drift     float64  `json:"drift"`    // largest relative change of a mean by the reduction, undone by scaling
	Rows      []FanRow `json:"rows"`
}

// FanRow is one figure in a calendar year, or for all time where there is no
// year: what 10, 50 and 90 % of all draws, and of the kept worlds by their
// probability, do not exceed, and the means.
type FanRow struct {
	Figure     string  `json:"figure"`
	Subject    string  `json:"subject"`
	Unit       string  `json:"unit"`
	Year       *int    `json:"year"`
	DrawsLow   float64 `json:"draws_p10"`
	DrawsHalf  float64 `json:"draws_p50"`
	DrawsHigh  float64 `json:"draws_p90"`
	DrawsMean  float64 `json:"draws_mean"`
	WorldsLow  float64 `json:"worlds_p10"`
	WorldsHalf float64 `json:"worlds_p50"`
	WorldsHigh float64 `json:"worlds_p90"`
	WorldsMean float64 `json:"worlds_mean"`
}

// Write writes the fan as format says; as CSV its rows only.
func (f *Fan) Write(w io.Writer, format string, width int) error {
	if format == "json" {
		return indentedJSON(w, f)
	}
	return written(w, "fan", f.Rows, format, width, f.text)
}

func (f *Fan) text(g *page) {
	g.wrap(fmt.Sprintf("%s: %s with seed %d, reduced by their %s to %s; distance %.3f, drift %.3f",
		f.Scenario, plural(f.Draws, "draw"), f.Seed, f.Reduction, plural(f.Kept, "world"), f.Distance, f.Drift))
	for i := 0; i < len(f.Rows); {
		first := f.Rows[i]
		g.heading("%s, %s", headOf(first), first.Unit)
		t := grid{header: []string{"year", "10 %", "50 %", "90 %", "mean", "kept 10 %", "50 %", "90 %", "mean"}, left: 1}
		for ; i < len(f.Rows) && f.Rows[i].Figure == first.Figure && f.Rows[i].Subject == first.Subject; i++ {
			r, decimals, year := f.Rows[i], decimalsOf(first), "all"
			if r.Year != nil {
				year = fmt.Sprint(*r.Year)
			}
			row := []string{year}
			for _, x := range []float64{r.DrawsLow, r.DrawsHalf, r.DrawsHigh, r.DrawsMean, r.WorldsLow, r.WorldsHalf, r.WorldsHigh, r.WorldsMean} {
				row = append(row, number(x, decimals))
			}
			t.add(row...)
		}
		g.print(t)
	}
}

// headOf names a figure with what it is of.
func headOf(r FanRow) string {
	if r.Subject == "" {
		return plain(r.Figure)
	}
	return plain(r.Figure) + " " + r.Subject
}

// decimalsOf gives large figures none.
func decimalsOf(r FanRow) int {
	switch {
	case r.DrawsMean >= 1000:
		return 0
	case r.DrawsMean >= 10:
		return 1
	}
	return 3
}
