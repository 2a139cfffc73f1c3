// Package whatif changes a scenario as planners ask about it: a region with more MW,
// a connection that comes sooner, a dearer client, a rule lifted. A changed scenario is
// another scenario; the one that it was made from stays as it is.
package whatif

import (
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
)

// Lever is one quantity of a scenario that can be turned. Amounts are positive in the
// direction that gives a planner more room or money: more MW, fewer months, a lower
// price to pay, a higher one to earn.
type Lever struct {
	// Kind says what is turned, in words such as "firm surplus"; Of names what it belongs
	// to, a region, year, contract or rule, and is empty where that is everything.
	Kind, Of string
	// Unit is that of the amount: "MW", "month", "USD/MWh", "million USD", "%".
	Unit string
	// Sign says whether the quantity itself rises (1) or falls (-1) by a positive
	// amount, for words such as "6 months less".
	Sign float64
	// Least and Most bound the amounts that have a meaning.
	Least, Most float64
	// Grain is the least difference between two amounts that matters: MW and money come
	// in any amount, months whole.
	Grain float64
	turn  func(s *model.Scenario, amount float64)
}

// Turn is the scenario with the lever turned by an amount, rounded to the grain.
func (l *Lever) Turn(s *model.Scenario, amount float64) *model.Scenario {
	changed := *s
	l.turn(&changed, l.Round(amount))
	return &changed
}

// Round rounds an amount to the grain, within the bounds.
func (l *Lever) Round(amount float64) float64 {
	return min(max(math.Round(amount/l.Grain)*l.Grain, l.Least), l.Most)
}

// counted are the units that have a plural.
var counted = []string{"month", "point", "signing", "machine"}

// Words says in words what an amount does: "10 MW more firm surplus (siberia)".
func (l *Lever) Words(amount float64) string {
	more := "more"
	if amount*l.Sign < 0 {
		more = "less"
	}
	unit := l.Unit
	if slices.Contains(counted, unit) && math.Abs(amount) != 1 {
		unit += "s"
	}
	words := fmt.Sprintf("%s %s %s %s", number(math.Abs(amount)), unit, more, l.Kind)
	if l.Of != "" {
		words += " (" + l.Of + ")"
	}
	return words
}

// number writes an amount without digits that the grain does not have.
func number(x float64) string { return fmt.Sprintf("%.6g", x) }

// All chains changes: the scenario with all levers turned.
func All(s *model.Scenario, levers []Lever, amounts []float64) *model.Scenario {
	for i := range levers {
		s = levers[i].Turn(s, amounts[i])
	}
	return s
}

// edited replaces a list by a copy in which edit may change every record.
func edited[T any](list *[]T, edit func(i int, x *T)) {
	*list = slices.Clone(*list)
	for i := range *list {
		edit(i, &(*list)[i])
	}
}

// scaled is a list with every value times a factor.
func scaled[T ~float64](list []T, factor float64) []T {
	out := slices.Clone(list)
	for i := range out {
		out[i] *= T(factor)
	}
	return out
}

// everything stands for all regions.
const everything = ""

// in reports whether a region is meant by a name.
func in(s *model.Scenario, region int, name string) bool {
	return name == everything || s.Regions[region].ID == name
}
