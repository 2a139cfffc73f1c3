package report

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// headline says what the plan is worth, and what it would gain most by.
func (e *Explanation) headline() Section {
	text := fmt.Sprintf("The plan is worth %s %s million (%s)", e.Currency, inMillions(e.Value), goalWords(e.Goal))
	if e.Measure != "expected" {
		text += " by " + e.Measure
	}
	if e.Bound != nil {
		text += fmt.Sprintf("; no plan is worth more than %s", inMillions(*e.Bound))
	}
	text += "."
	if better := e.Value - e.Given; inMillions(better) != "0.00" {
		text += fmt.Sprintf(" It is the best one found from yours, which is worth %s: %s less.", inMillions(e.Given), inMillions(better))
	}
	var best []string
	for _, w := range e.proven() {
		if w.Of != "" && len(best) < 3 {
			best = append(best, fmt.Sprintf("%s: %s", w.Change, inMillions(*w.Gain)))
		}
	}
	if len(best) == 0 {
		return Section{Text: text + " It is not proven that anything that was looked at would be worth anything."}
	}
	return Section{Text: text + " It would gain most by " + strings.Join(best, "; ") + "."}
}

// proven are the changes with a proven gain, dearest first.
func (e *Explanation) proven() []*WorthRow {
	var list []*WorthRow
	for i := range e.Worths {
		if w := &e.Worths[i]; w.Proven {
			list = append(list, w)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return *list[i].Gain > *list[j].Gain })
	return list
}

// bindWords say of a limit by its family, with its name and period, that it binds.
var bindWords = map[string]string{
	"budget":       "the budget of %[1]s is used up",
	"total_budget": "the budget of all years is used up",
	"firm_surplus": "the firm surplus of %[1]s is ordered in full by %[2]s",
	"surplus":      "the surplus of %[1]s, firm and interruptible, is ordered in full by %[2]s",
	"offer":        "the offer %[1]s of %[2]s is ordered in full",
	"demand_step":  "merchant demand (%[1]s) is met in full in %[2]s",
	"max_share":    "rule %[1]s: the share of MW is at its limit in %[2]s",
	"openings":     "rule %[1]s: no more connections may be signed in %[2]s",
	"carbon_cap":   "rule %[1]s: no more may be emitted in %[2]s",
	"equipment":    "rule %[1]s: no more machines may be bought in %[2]s",
}

// binds lists the limits that hold the plan back by themselves.
func (e *Explanation) binds() Section {
	s := Section{Heading: "What binds", Header: []string{"limit", "one more", "is worth, " + e.Currency}, Left: 2}
	list := slices.DeleteFunc(slices.Clone(e.Binding), func(b model.Binding) bool { return b.How != "marginal" || b.Worth == 0 })
	sort.SliceStable(list, func(i, j int) bool { return math.Abs(float64(list[i].Worth)) > math.Abs(float64(list[j].Worth)) })
	for _, b := range list[:min(len(list), maxRows)] {
		words, ok := bindWords[b.Limit]
		if !ok {
			words = plain(b.Limit) + " %[1]s %[2]s"
		}
		if !strings.Contains(words, "%[2]s") {
			words += "%.0[2]s"
		}
		if !strings.Contains(words, "%[1]s") {
			words += "%.0[1]s"
		}
		s.Rows = append(s.Rows, []string{fmt.Sprintf(words, b.Name, b.Period), b.Unit, worth(float64(b.Worth))})
	}
	switch {
	case len(list) == 0:
		s.Text = "No limit has a worth while the halls and connections chosen stay as they are."
	default:
		s.Text = "That is so for small amounts, while the halls and connections chosen stay as they are; what follows lets them change."
		if len(list) > maxRows {
			s.Text += fmt.Sprintf(" %s in the tables.", plural(len(list)-maxRows, "more limit"))
		}
	}
	return s
}

// general lists budgets and rules.
func (e *Explanation) general() Section {
	s := Section{Heading: "Money and rules", Header: []string{"change", "gain, " + e.Currency + " million", "of one " + e.Currency + " more"}, Left: 1}
	holding := false
	for i := range e.Worths {
		w := &e.Worths[i]
		if w.Kind != "budget" && w.Kind != "rule" {
			continue
		}
		each := "-"
		if w.Kind == "budget" && w.Proven {
			each = number(float64(*w.PerUnit)/1e6, 3)
		}
		s.Rows = append(s.Rows, []string{w.Change, w.gain(), each})
		holding = holding || w.Proven
	}
	switch {
	case len(s.Rows) == 0:
		s.Text = "There is no budget, and no rule is in force."
	case !holding:
		s.Text = "It is not proven of any that was looked at that it holds the plan back."
	}
	return s
}

// afresh holds proven gains against those of searches that know nothing of the others.
func (e *Explanation) afresh() Section {
	s := Section{Heading: "Solved afresh", Header: []string{"change", "gain, " + e.Currency + " million", "afresh"}, Left: 1}
	for _, w := range e.proven() {
		if w.Afresh != nil {
			s.Rows = append(s.Rows, []string{w.Change, w.gain(), withRange(w.Afresh, w.AfreshLow, w.AfreshHigh)})
		}
	}
	if len(s.Rows) == 0 {
		return Section{}
	}
	return s
}

// validity says over which amounts the worth of a unit holds.
func (e *Explanation) validity() Section {
	s := Section{Heading: "Over which amounts a worth holds", Header: []string{"change", "a unit is worth, " + e.Currency + " million", "half", "double", "holds"}, Left: 1}
	for _, w := range e.proven() {
		if w.HalfAmount == nil && w.DoubleAmount == nil {
			continue
		}
		s.Rows = append(s.Rows, []string{w.Change, number(float64(*w.PerUnit)/1e6, 3), each(w.HalfGain, w.HalfAmount), each(w.DoubleGain, w.DoubleAmount), w.holds()})
	}
	if len(s.Rows) == 0 {
		return Section{}
	}
	s.Text = "Halls come whole and time in periods, so that half of a change may be worth nothing, and twice as much no more."
	return s
}

// each is what a unit of an amount is worth, in millions.
func each(gain *unit.Money, amount *float64) string {
	if gain == nil || amount == nil {
		return "-"
	}
	return number(float64(*gain)/1e6 / *amount, 3)
}

// holds says from which amount to which a unit may be worth the same.
func (w *WorthRow) holds() string {
	low, high := w.Amount, w.Amount
	if w.HalfHolds != nil && *w.HalfHolds {
		low = *w.HalfAmount
	}
	if w.DoubleHolds != nil && *w.DoubleHolds {
		high = *w.DoubleAmount
	}
	if low == high {
		return fmt.Sprintf("at %g %s", w.Amount, w.Unit)
	}
	return fmt.Sprintf("%g to %g %s", low, high, w.Unit)
}

// idle says which changes change nothing, and why.
func (e *Explanation) idle() Section {
	type key struct{ kind, why string }
	var keys []key
	regions := map[key][]string{}
	for i := range e.Worths {
		if w := &e.Worths[i]; w.How == "idle" {
			k := key{w.Kind, w.Why}
			if regions[k] == nil {
				keys = append(keys, k)
			}
			regions[k] = append(regions[k], w.Of)
		}
	}
	s := Section{Heading: "What changes nothing, without a search", Header: []string{"change", "why", "number", "of"}, Left: 4}
	sort.SliceStable(keys, func(i, j int) bool { return slices.Index(e.Kinds, keys[i].kind) < slices.Index(e.Kinds, keys[j].kind) })
	for _, k := range keys {
		s.Rows = append(s.Rows, []string{e.column(k.kind), k.why, number(float64(len(regions[k])), 0), shortList(regions[k])})
	}
	if len(s.Rows) == 0 {
		return Section{}
	}
	return s
}

// shortList names some of a list.
func shortList(list []string) string {
	const most = 6
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}
