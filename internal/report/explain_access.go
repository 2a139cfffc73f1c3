package report

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/gridalloc/gridalloc/model/unit"
)

// column heads the changes of a kind.
func (e *Explanation) column(kind string) string {
	switch kind {
	case "rule":
		return "rule lifted"
	case "larger_offers":
		return fmt.Sprintf("offers larger by %g MW", e.Steps.MW)
	case "firm_surplus":
		return fmt.Sprintf("%g MW firm surplus", e.Steps.MW)
	case "interruptible_surplus":
		return fmt.Sprintf("%g MW interruptible", e.Steps.MW)
	case "lead_time":
		return fmt.Sprintf("%s sooner", plural(int(e.Steps.Months), "month"))
	default:
		return fmt.Sprintf("%s %g/kWh less", e.Currency, e.Steps.Price/1000)
	}
}

// access holds access to power against its price, region by region, dearest first.
func (e *Explanation) access() Section {
	s := Section{Heading: "Access or price?", Header: []string{"region", "in use"}, Left: 2}
	for _, k := range e.Kinds {
		s.Header = append(s.Header, e.column(k))
	}
	s.Header = append(s.Header, "worth more")
	cells := map[string][]string{}
	for i := range e.Worths {
		if w := &e.Worths[i]; w.Kind != "budget" && w.Kind != "rule" {
			cells[w.Of] = append(cells[w.Of], w.gain())
		}
	}
	rows, others := e.shown()
	for _, r := range rows {
		used := ""
		if r.InUse {
			used = "yes"
		}
		s.Rows = append(s.Rows, append(append([]string{r.Region, used}, cells[r.Region]...), verdictWords(r.Verdict)))
	}
	if len(others) > 0 {
		s.Rows = append(s.Rows, append(append([]string{fmt.Sprintf("%d others", len(others)), ""}, e.most(others)...), verdictWords("neither")))
	}
	if e.Together != nil {
		s.Rows = append(s.Rows, append(append([]string{"together", ""}, cells[""]...), verdictWords(e.Together.Verdict)))
	}
	s.Text = e.verdict()
	return s
}

// most is the most that each change can be worth in any of some regions.
func (e *Explanation) most(regions []AccessRow) []string {
	var cells []string
	for _, kind := range e.Kinds {
		all := WorthRow{How: "idle", Gain: new(unit.Money)}
		for i := range e.Worths {
			w := &e.Worths[i]
			if w.Kind != kind || w.How == "idle" || !slices.ContainsFunc(regions, func(r AccessRow) bool { return r.Region == w.Of }) {
				continue
			}
			if all.How == "idle" || w.High == nil || all.High != nil && *w.High > *all.High {
				all.How, all.Gain, all.High = "grouped", nil, w.High
			}
		}
		cells = append(cells, all.gain())
	}
	return cells
}

// fewOthers are regions that are shown each, though nothing is proven of them.
const fewOthers = 5

// shown are the regions with a line of their own, those with the largest worth first: all that
// are open and looked at, but those that the plan does not use and of which nothing is proven only
// where they are few.
func (e *Explanation) shown() (rows, others []AccessRow) {
	for _, r := range e.Regions {
		switch {
		case r.Verdict == "closed" || r.Verdict == "not looked at":
		case r.Verdict == "neither" && !r.InUse:
			others = append(others, r)
		default:
			rows = append(rows, r)
		}
	}
	if len(others) <= fewOthers {
		rows, others = append(rows, others...), nil
	}
	sort.SliceStable(rows, func(i, j int) bool {
		a, b := rows[i].largest(), rows[j].largest()
		if a[0] != b[0] {
			return a[0] > b[0]
		}
		return a[1] > b[1]
	})
	return rows, others
}

// largest is the largest worth of a region that is proven, and that is possible.
func (r *AccessRow) largest() [2]float64 {
	of := func(a, b *unit.Money, none float64) float64 {
		x := math.Inf(-1)
		for _, m := range []*unit.Money{a, b} {
			if m == nil {
				x = max(x, none)
				continue
			}
			x = max(x, float64(*m))
		}
		return x
	}
	return [2]float64{of(r.AccessLow, r.PriceLow, 0), of(r.AccessHigh, r.PriceHigh, math.Inf(1))}
}

// verdictWords are a verdict as it stands in the table.
func verdictWords(verdict string) string {
	if verdict == "neither" {
		return "not proven of any"
	}
	return verdict
}

// verdict counts the regions.
func (e *Explanation) verdict() string {
	regions := map[string][]string{}
	for _, r := range e.Regions {
		regions[r.Verdict] = append(regions[r.Verdict], r.Region)
	}
	count := func(verdict string) int { return len(regions[verdict]) }
	looked := len(e.Regions) - count("not looked at")
	if looked == 0 {
		return "No region was looked at."
	}
	text := fmt.Sprintf("Of %s, access (MW or months) is worth more than price in %d, price in %d.", plural(looked, "region"), count("access"), count("price"))
	if n := count("cannot be told"); n > 0 {
		text += fmt.Sprintf(" In %d it cannot be told: the ranges overlap.", n)
	}
	if n := count("neither"); n > 0 {
		text += fmt.Sprintf(" In %d it is not proven that any of the changes is worth anything.", n)
	}
	if n := count("closed"); n > 0 {
		text += fmt.Sprintf(" In %d (%s) nothing can be built, so that none of the changes opens anything: not the price, not MW without an offer.", n, shortList(regions["closed"]))
	}
	if opened := e.openedByAccess(); len(opened) > 0 {
		text += fmt.Sprintf(" A lower price alone opens nothing in %s.", shortList(opened))
	}
	if t := e.Together; t != nil {
		text += fmt.Sprintf(" All of them together: access is worth %s, price %s: %s.", worthSpan(t.AccessLow, t.AccessHigh), worthSpan(t.PriceLow, t.PriceHigh), totalWords(t.Verdict))
	}
	if n := count("not looked at"); n > 0 {
		text += fmt.Sprintf("\n\nNot looked at: %s.", strings.Join(regions["not looked at"], ", "))
	}
	return text
}

// openedByAccess are the regions where a lower price alone changes nothing, with the reason, but
// where more MW or months may.
func (e *Explanation) openedByAccess() []string {
	closed := map[string]bool{}
	for _, r := range e.Regions {
		closed[r.Region] = r.Verdict == "closed"
	}
	var list []string
	for i := range e.Worths {
		if w := &e.Worths[i]; w.Kind == "power_price" && w.How == "idle" && !closed[w.Of] {
			list = append(list, fmt.Sprintf("%s (%s)", w.Of, w.Why))
		}
	}
	return list
}

// worthSpan writes a range of money in millions.
func worthSpan(low, high *unit.Money) string {
	switch {
	case high == nil:
		return "an unknown amount"
	case low == nil || *low <= 0:
		return "at most " + inMillions(*high)
	case inMillions(*low) == inMillions(*high):
		return inMillions(*low)
	default:
		return inMillions(*low) + " to " + inMillions(*high)
	}
}

// totalWords say what all regions together come to.
func totalWords(verdict string) string {
	switch verdict {
	case "access":
		return "access is worth more"
	case "price":
		return "price is worth more"
	case "neither":
		return "neither is proven to be worth anything"
	default:
		return "it cannot be told which is worth more"
	}
}

// notes say how the figures are to be read.
func (e *Explanation) notes() []string {
	notes := []string{
		fmt.Sprintf("money in %s million; each gain is the difference between two plans, each the best of its scenario within the gap, and stands with its range where that is not the same; \"at most\" is what is proven where a gain is not, a plain 0 what the last table explains", e.Currency),
		"larger offers come with as much firm surplus; surplus alone is worth nothing where the offers are smaller",
		fmt.Sprintf("each change is made alone; those of a region do not add up; the answer took %s", plural(e.Solves, "solve")),
	}
	grouped, limited := 0, 0
	for i := range e.Worths {
		if e.Worths[i].How == "grouped" {
			grouped++
		}
		if e.Worths[i].Limited {
			limited++
		}
	}
	if grouped > 0 {
		notes = append(notes, fmt.Sprintf("%s are bounded by what a group of regions gains together; none of the group gains more", plural(grouped, "change")))
	}
	if limited > 0 {
		notes = append(notes, fmt.Sprintf("%s stopped at a limit on time or memory: these ranges are wider than the gap", plural(limited, "solve")))
	}
	return notes
}
