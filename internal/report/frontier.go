package report

import (
	"fmt"
	"strings"

	"github.com/gridalloc/gridalloc/model/unit"
)

// Frontier is what plans are worth against something else.
type Frontier struct {
	Scenario string  `json:"scenario"`
	Currency string  `json:"currency"`
	Goal     string  `json:"goal"`
	Measure  string  `json:"measure"`
	Against  string  `json:"against"`
	Gap      float64 `json:"gap"`
	// LimitWords head the column of what was set, QuantityWords that of what plans have of
	// it, SlopeWords that of the slope.
	LimitWords    string          `json:"limit"`
	QuantityWords string          `json:"quantity"`
	SlopeWords    string          `json:"slope"`
	Points        []FrontierPoint `json:"points"`
	// Dropped points are dominated.
	Dropped int `json:"dropped"`
	// Most and None are the most MW for which a plan was found, and the fewest for which
	// there is none, or none was found where NoneProven is false.
	Most       *float64 `json:"most_mw,omitempty"`
	None       *float64 `json:"no_plan_mw,omitempty"`
	NoneProven bool     `json:"no_plan_proven"`
}

// FrontierPoint is a plan of the frontier. Value and Better are money; Better is by how much at most a plan
// could be better in both at once.
type FrontierPoint struct {
	Limit    float64     `json:"limit"`
	Quantity *float64    `json:"quantity"`
	Value    *unit.Money `json:"value"`
	Slope    *float64    `json:"slope"`
	Better   *unit.Money `json:"better_by_at_most"`
	Solved
}

// Reply is the answer in all its forms.
func (f *Frontier) Reply() *Reply {
	s := Section{Header: []string{
		f.LimitWords, f.QuantityWords, "value", "better by at most", f.SlopeWords, "mining", "AI colocation", "GPU cloud", "contracts", "search",
	}}
	for i := range f.Points {
		p := &f.Points[i]
		s.Rows = append(s.Rows, []string{
			f.limit(p.Limit), f.quantity(p.Quantity), millions(p.Value), millions(p.Better), slope(p.Slope),
			whole(p.MiningMW), whole(p.ColocationMW), whole(p.GPUCloudMW), p.contracts(), p.Outcome,
		})
	}
	s.Text = f.chart()
	r := &Reply{
		Name: "frontier", Title: fmt.Sprintf("%s: %s against %s", f.Scenario, goalWords(f.Goal), f.Against), Sections: []Section{s}, Data: f,
		Notes: []string{
			fmt.Sprintf("money in %s million; values are %s, %s", f.Currency, goalWords(f.Goal), f.measured()),
			"better by at most: no plan within the limit is better by more, as is proven by the bound of a search",
			"the slope is what one more unit brings (or, below 0, costs) on the way to the next point",
			"mining, AI colocation and GPU cloud are grid MW of the last period",
		},
	}
	if f.risky() {
		r.Notes[1] = fmt.Sprintf("better by at most: no plan is better by more in both at once; %d of %d points are proven efficient within the gap of %s", f.proven(), len(f.Points), percent(f.Gap))
		r.Notes = append(r.Notes, fmt.Sprintf("%s left out: another plan is at least as good in both", plural(f.Dropped, "plan")))
	}
	if f.Most != nil {
		how := "there is no plan"
		if !f.NoneProven {
			how = "no plan was found before a limit stopped the search"
		}
		r.Notes = append(r.Notes, fmt.Sprintf("a plan has %s MW; with %s MW %s", digits(*f.Most), digits(*f.None), how))
	}
	r.Tables = []Table{f.points()}
	return r
}

// risky tells whether the frontier is that of mean and CVaR.
func (f *Frontier) risky() bool { return f.Against == "CVaR" }

func (f *Frontier) measured() string {
	if f.risky() {
		return "their mean over the worlds"
	}
	return "by the measure " + f.Measure
}

// limit writes what was set: weights as percentages.
func (f *Frontier) limit(x float64) string {
	if f.risky() {
		return percent(x)
	}
	return digits(x)
}

// quantity writes what a plan has: CVaR is money.
func (f *Frontier) quantity(x *float64) string {
	switch {
	case x == nil:
		return "-"
	case f.risky():
		return number(*x/1e6, 1)
	}
	return digits(*x)
}

func slope(x *float64) string {
	if x == nil {
		return "-"
	}
	return digits(*x)
}

// proven counts the points that no plan beats in both by more than the gap.
func (f *Frontier) proven() int {
	n := 0
	for i := range f.Points {
		p := &f.Points[i]
		if p.Better != nil && p.Worth != nil && float64(*p.Better) <= f.Gap*max(*p.Worth, -*p.Worth, 1)*(1+1e-9) {
			n++
		}
	}
	return n
}

// chartWidth is how long the longest bar of a chart is.
const chartWidth = 40

// chart draws the values as bars, from the smallest or 0 on. It is empty for fewer than two plans.
func (f *Frontier) chart() string {
	low, high, plans := 0.0, 0.0, 0
	for i := range f.Points {
		if v := f.Points[i].Value; v != nil {
			low, high, plans = min(low, float64(*v)), max(high, float64(*v)), plans+1
		}
	}
	if plans < 2 || low == high {
		return ""
	}
	lines := []string{"Values:", ""}
	for i := range f.Points {
		p := &f.Points[i]
		bar := ""
		if p.Value != nil {
			bar = strings.Repeat("#", int((float64(*p.Value)-low)/(high-low)*chartWidth+0.5)) + " " + millions(p.Value)
		}
		lines = append(lines, fmt.Sprintf("    %10s  %s", f.limit(p.Limit), bar))
	}
	return strings.Join(lines, "\n")
}

// points is the table of the points for programs to read.
func (f *Frontier) points() Table {
	rows, searches := make([][]string, len(f.Points)), make([]Solved, len(f.Points))
	for i := range f.Points {
		p := &f.Points[i]
		rows[i] = []string{exactly(p.Limit), known(p.Quantity), known((*float64)(p.Value)), known(p.Slope), known((*float64)(p.Better))}
		searches[i] = p.Solved
	}
	return searchTable("points", []string{"limit", "quantity", "value", "slope", "better_by_at_most"}, rows, searches)
}

// known writes a number for programs to read, nothing where it is not known.
func known(x *float64) string {
	if x == nil {
		return ""
	}
	return exactly(*x)
}
