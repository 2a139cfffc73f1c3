package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/model/unit"
)

// Quantity is what a question turns: its value now, in its unit.
type Quantity struct {
	Name  string  `json:"name"`
	Words string  `json:"words"`
	Unit  string  `json:"unit"`
	Now   float64 `json:"now"`
}

// share is a value as a percentage of what it is now, where that says something.
func (q *Quantity) share(value float64) string {
	if q.Now == 0 || strings.HasPrefix(q.Unit, "%") {
		return "-"
	}
	return number(100*value/q.Now, 1) + " %"
}

// digits writes a value with four digits at most.
func digits(x float64) string {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 4, 64), 64)
	if err != nil {
		return "unknown"
	}
	return strconv.FormatFloat(y, 'f', -1, 64)
}

// Solved is what a search found: how it ended and the figures of its plan, nil where there
// is none. MW are grid MW in the last period. Worth is what the plan is worth by the
// scenario's measure, Bound what no plan is worth more than.
type Solved struct {
	Outcome      string   `json:"outcome"`
	Worth        *float64 `json:"worth"`
	Bound        *float64 `json:"bound"`
	Gap          *float64 `json:"gap"`
	MiningMW     *float64 `json:"mining_mw"`
	ColocationMW *float64 `json:"colocation_mw"`
	GPUCloudMW   *float64 `json:"gpu_cloud_mw"`
	Taken        *int     `json:"contracts_taken"`
	Offered      int      `json:"contracts_offered"`
}

// contracts says how many contracts are taken.
func (s *Solved) contracts() string {
	if s.Taken == nil {
		return "-"
	}
	return fmt.Sprintf("%d of %d", *s.Taken, s.Offered)
}

// searchTable is a table of searches, each line after cells of its own.
func searchTable(name string, own []string, rows [][]string, searches []Solved) Table {
	t := tableOf(name, searches)
	t.Header = append(own, t.Header...)
	for i := range t.Rows {
		t.Rows[i] = append(rows[i], t.Rows[i]...)
	}
	return t
}

// exactly writes a number for programs to read.
func exactly(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// BreakEven is at which values of a quantity the winning business changes.
type BreakEven struct {
	Scenario string         `json:"scenario"`
	Currency string         `json:"currency"`
	Gap      float64        `json:"gap"`
	Quantity Quantity       `json:"quantity"`
	From     float64        `json:"from"`
	To       float64        `json:"to"`
	Rows     []BreakEvenRow `json:"break_evens"`
	Tried    []Tried        `json:"tried"`
	Winners  []Winner       `json:"winners"`
}

// BreakEvenRow is a break-even: at Low one business wins, at High another. Region is empty
// for the whole plan. A rival is what the plan of the other side is worth on this one, nil
// where it is no plan here; a tie is a rival within the gap.
type BreakEvenRow struct {
	Region     string      `json:"region"`
	Unit       string      `json:"unit"`
	Low        float64     `json:"low"`
	LowWinner  string      `json:"low_winner"`
	LowWorth   *unit.Money `json:"low_worth"`
	LowBound   *unit.Money `json:"low_bound"`
	LowRival   *unit.Money `json:"low_rival"`
	LowTie     bool        `json:"low_tie"`
	High       float64     `json:"high"`
	HighWinner string      `json:"high_winner"`
	HighWorth  *unit.Money `json:"high_worth"`
	HighBound  *unit.Money `json:"high_bound"`
	HighRival  *unit.Money `json:"high_rival"`
	HighTie    bool        `json:"high_tie"`
	// Solved tells whether both sides were solved to the gap.
	Solved bool `json:"solved"`
}

// Tried is a value that was solved.
type Tried struct {
	Value float64 `json:"value"`
	Solved
}

// Winner is the business that wins at a value, in words and as a letter.
type Winner struct {
	Value  float64 `json:"value"`
	Region string  `json:"region"`
	Winner string  `json:"winner"`
	Letter string  `json:"letter"`
}

// letters explains the letters of a map.
const letters = "A ASIC, G GPU, H hybrid, . none, x no plan, ? not solved; lower case where a limit stopped the search"

// definition says what a winner is.
const definition = "the winning business is that of the grid MW in the last period: ASIC mining only, GPU AI only, hybrid both; a whole plan is hybrid where none has more than 90 %"

// Reply is the answer in all its forms.
func (b *BreakEven) Reply() *Reply {
	q := &b.Quantity
	s := Section{Header: []string{"region", "below", q.Unit, "of now", "above", q.Unit, "of now", "ties"}, Left: 2}
	for i := range b.Rows {
		r := &b.Rows[i]
		s.Rows = append(s.Rows, []string{
			scope(r.Region), r.LowWinner, digits(r.Low), q.share(r.Low), r.HighWinner, digits(r.High), q.share(r.High), r.ties(),
		})
	}
	s.Text = b.along()
	if len(s.Rows) == 0 {
		s.Text = "No change of business was found.\n\n" + s.Text
	}
	r := &Reply{
		Name: "breakeven", Title: fmt.Sprintf("%s: at which %s the business changes", b.Scenario, q.Words), Sections: []Section{s}, Data: b,
		Notes: []string{
			fmt.Sprintf("%s is now %s %s; %d values were solved to a gap of %s; both sides of each break-even are among them", q.Words, digits(q.Now), q.Unit, len(b.Tried), percent(b.Gap)),
			definition,
			"a tie: at that value the plan of the other side is within the gap too, so that either business may be the best",
		},
	}
	if early := b.early(); early > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%s not solved to the gap on both sides: a search stopped at a limit", plural(early, "break-even")))
	}
	rows, searches := make([][]string, len(b.Tried)), make([]Solved, len(b.Tried))
	for i := range b.Tried {
		rows[i], searches[i] = []string{exactly(b.Tried[i].Value)}, b.Tried[i].Solved
	}
	r.Tables = []Table{tableOf("changes", b.Rows), searchTable("tried", []string{"value"}, rows, searches), tableOf("winners", b.Winners)}
	return r
}

// scope names a region, or the whole plan.
func scope(region string) string {
	if region == "" {
		return "whole plan"
	}
	return region
}

// early counts the break-evens of which a side was not solved to the gap.
func (b *BreakEven) early() int {
	n := 0
	for i := range b.Rows {
		if !b.Rows[i].Solved {
			n++
		}
	}
	return n
}

func (r *BreakEvenRow) ties() string {
	switch {
	case r.LowTie && r.HighTie:
		return "both"
	case r.LowTie:
		return "at " + digits(r.Low)
	case r.HighTie:
		return "at " + digits(r.High)
	}
	return "-"
}

// along shows the winners along all values tried, as letters.
func (b *BreakEven) along() string {
	var regions []string
	lines := map[string]string{}
	for _, w := range b.Winners {
		if _, seen := lines[w.Region]; !seen {
			regions = append(regions, w.Region)
		}
		lines[w.Region] += w.Letter
	}
	text := fmt.Sprintf("The values tried, from %s to %s (%s):\n\n", digits(b.From), digits(b.To), letters)
	for _, region := range regions {
		text += fmt.Sprintf("    %s  %s\n", lines[region], scope(region))
	}
	return strings.TrimRight(text, "\n")
}
