package report

import "io"

// Simulation says how the figures of plans are spread over drawn worlds. Money
// is in the scenario's currency. Quantiles are the least values that the named
// percentage of draws does not exceed.
type Simulation struct {
	Scenario string `json:"scenario"`
	Title    string `json:"title"`
	Currency string `json:"currency"`
	Prices   int    `json:"price_year"`
	// Asked draws were to be made, and Draws were; they differ where the
	// simulation was ended before.
	Asked    int      `json:"draws_asked"`
	Draws    int      `json:"draws"`
	Complete bool     `json:"complete"`
	Seed     uint64   `json:"seed"`
	Sources  []string `json:"sources"` // of risk, that were drawn
	Goal     string   `json:"goal"`
	// Tail is the share of worst draws that CVaR is the mean of.
	Tail  float64         `json:"tail"`
	Plans []SimulatedPlan `json:"plans"`
	// Differences are those of the plans from the second on to the first.
	Differences []PlanDifference `json:"differences"`
}

// SimulatedPlan is how the figures of one plan are spread.
type SimulatedPlan struct {
	Plan   string `json:"plan"` // its file
	SHA256 string `json:"scenario_sha256"`
	// Figures are npv, goal, irr and payback_years; penalties to contracts over
	// the horizon, undiscounted; and low_cash, the lowest cumulative cash.
	Figures []FigureSpread `json:"figures"`
	Loss    float64        `json:"loss_probability"` // chance of a negative NPV
	NoIRR   float64        `json:"no_irr_share"`     // of draws in which there is none
	Never   float64        `json:"never_paid_back_share"`
	Online  []OnlineRange  `json:"online"`
	// Attribution is nil unless asked for.
	Attribution *Attribution `json:"attribution,omitempty"`
}

// FigureSpread is how a figure is spread over the draws. What was not gathered
// for a figure is nil.
type FigureSpread struct {
	Figure    string   `json:"figure"`
	Mean      *float64 `json:"mean"`
	StdErr    *float64 `json:"standard_error"` // of the mean
	Deviation *float64 `json:"standard_deviation"`
	CVaR      *float64 `json:"cvar"`
	CVaRErr   *float64 `json:"cvar_standard_error"`
	P05       *float64 `json:"p05"`
	P10       *float64 `json:"p10"`
	P25       *float64 `json:"p25"`
	P50       *float64 `json:"p50"`
	P75       *float64 `json:"p75"`
	P90       *float64 `json:"p90"`
	P95       *float64 `json:"p95"`
}

// OnlineRange is the grid MW of halls that run or could run in a period.
type OnlineRange struct {
	Period string  `json:"period"`
	P10    float64 `json:"p10_mw"`
	P50    float64 `json:"p50_mw"`
	P90    float64 `json:"p90_mw"`
}

// Attribution says which source of risk causes how much of the damage: of the
// NPV in which nothing is drawn, less what it comes to over the draws.
type Attribution struct {
	Draws    int     `json:"draws"`
	Complete bool    `json:"complete"`
	Base     float64 `json:"npv_without_risk"`
	// Mean is the damage to the mean, CVaR that to the mean of the worst draws.
	Mean    float64  `json:"damage_to_mean"`
	MeanErr float64  `json:"damage_to_mean_standard_error"`
	CVaR    float64  `json:"damage_to_cvar"`
	CVaRErr float64  `json:"damage_to_cvar_standard_error"`
	Sources []Source `json:"sources"`
}

// Source is the part of a source of risk in the damage: alone, by how much the
// damage is smaller without it, and by Shapley's value, whose parts add up to
// the damage.
type Source struct {
	Source      string  `json:"source"`
	MeanAlone   float64 `json:"mean_alone"`
	MeanWithout float64 `json:"mean_without"`
	MeanShapley float64 `json:"mean_shapley"`
	MeanErr     float64 `json:"mean_shapley_standard_error"`
	CVaRAlone   float64 `json:"cvar_alone"`
	CVaRWithout float64 `json:"cvar_without"`
	CVaRShapley float64 `json:"cvar_shapley"`
}

// PlanDifference is by how much a plan's NPV is above the first plan's, draw by
// draw.
type PlanDifference struct {
	Plan   string  `json:"plan"`
	Mean   float64 `json:"mean"`
	StdErr float64 `json:"standard_error"`
	Better float64 `json:"better_share"` // of draws in which it is above
}

// Write writes the simulation as format says: text, json or csv.
func (s *Simulation) Write(w io.Writer, format string, width int) error {
	switch format {
	case "json":
		return indentedJSON(w, s)
	case "csv":
		return streamed(w, s.tables())
	}
	return s.text(w, width)
}

// WriteFile writes the simulation as a page of the width of text files.
func (s *Simulation) WriteFile(w io.Writer) error { return s.text(w, fileWidth) }

// tables lists the tables of the simulation, rows of all plans in each.
func (s *Simulation) tables() []Table {
	var list []Table
	gather := func(plan string, t Table) {
		for i := range t.Rows {
			t.Rows[i] = append([]string{Neutral(plan)}, t.Rows[i]...)
		}
		for i := range list {
			if list[i].Name == t.Name {
				list[i].Rows = append(list[i].Rows, t.Rows...)
				return
			}
		}
		t.Header = append([]string{"plan"}, t.Header...)
		list = append(list, t)
	}
	for i := range s.Plans {
		p := &s.Plans[i]
		gather(p.Plan, tableOf("figures", p.Figures))
		gather(p.Plan, tableOf("shares", []drawShares{{p.Loss, p.NoIRR, p.Never}}))
		gather(p.Plan, tableOf("online", p.Online))
		if p.Attribution != nil {
			gather(p.Plan, tableOf("attribution", p.Attribution.Sources))
		}
	}
	if len(s.Differences) > 0 {
		list = append(list, tableOf("differences", s.Differences))
	}
	return list
}

// drawShares is a row of shares of draws.
type drawShares struct {
	Loss  float64 `json:"loss_probability"`
	NoIRR float64 `json:"no_irr_share"`
	Never float64 `json:"never_paid_back_share"`
}
