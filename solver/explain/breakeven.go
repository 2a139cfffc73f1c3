package explain

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/whatif"
)

// BreakEvens are the values of a quantity at which the winning business changes.
type BreakEvens struct {
	Quantity *whatif.Quantity
	// Trials are all that was solved, by rising value.
	Trials []*Trial
	// Changes are by region in the order asked for, the whole plan first, then by value.
	Changes []Change
}

// Change is a break-even: between two values that were solved the business changes.
type Change struct {
	// Region is empty for the whole plan.
	Region    string
	Low, High Seen
}

// Seen is one side of a break-even.
type Seen struct {
	Value  float64
	Winner Winner
	*Found
	// Rival is what the other side's plan is worth here with all its decisions as they are,
	// nil where it is no plan here.
	Rival *float64
	// Tie: the rival is as near to the bound as a plan has to be. Either may be the best.
	Tie bool
}

// BreakEven looks for every value of a quantity, from one value to another, at which
// the winning business of the whole plan or of regions changes: by a scan in so many
// points, and halving of each interval whose ends differ, down to 1 % of the value or the
// least step of the quantity. A business that wins only between two points of the scan is
// not seen. When it is cut short it returns what was found by then, with the error.
func (a *Analyst) BreakEven(ctx context.Context, s *model.Scenario, q *whatif.Quantity, from, to float64, points int, regions []string) (*BreakEvens, error) {
	t := &trials{
		analyst: a, axes: []axis{axisOf(q)},
		at:   func(v []float64) *model.Scenario { return q.At(s, v[0]) },
		what: func(v []float64) string { return fmt.Sprintf("%s %.6g %s", q.Name, v[0], q.Unit) },
	}
	values := scan(q, from, to, points)
	scopes := append([]string{wholePlan}, regions...)
	err := func() error {
		for _, i := range t.axes[0].quickest(len(values)) {
			if _, err := t.find(ctx, values[i]); err != nil {
				return err
			}
		}
		for {
			middle, ok := unsettled(q, t.rising(), scopes)
			if !ok {
				return nil
			}
			if _, err := t.find(ctx, middle); err != nil {
				return err
			}
		}
	}()
	b := &BreakEvens{Quantity: q, Trials: t.rising()}
	for _, region := range scopes {
		b.Changes = append(b.Changes, changes(s, b, region)...)
	}
	return b, err
}

// scan is where the search begins: evenly spaced values, and that of now where it lies
// between.
func scan(q *whatif.Quantity, from, to float64, points int) []float64 {
	values := Values(q, from, to, points)
	if q.Now > from && q.Now < to {
		values = append(values, q.Round(q.Now))
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// rising are the trials of one figure by its value.
func (t *trials) rising() []*Trial {
	list := slices.Clone(t.list)
	slices.SortFunc(list, func(a, b *Trial) int { return int(math.Copysign(1, a.Values[0]-b.Values[0])) })
	return list
}

// unsettled is the middle of the first interval whose ends differ in a winner and are
// farther apart than a break-even is looked for.
func unsettled(q *whatif.Quantity, list []*Trial, scopes []string) (middle float64, ok bool) {
	for _, region := range scopes {
		for i := 1; i < len(list); i++ {
			low, high := list[i-1], list[i]
			a, b := low.Values[0], high.Values[0]
			if WinnerOf(low.Plan, region) == WinnerOf(high.Plan, region) || b-a <= max(1.5*q.Grain(), fineness*max(math.Abs(a), math.Abs(b))) {
				continue
			}
			if middle = q.Round((a + b) / 2); middle > a && middle < b {
				return middle, true
			}
		}
	}
	return 0, false
}

// changes are the break-evens of a region that the trials show.
func changes(s *model.Scenario, b *BreakEvens, region string) []Change {
	var list []Change
	for i := 1; i < len(b.Trials); i++ {
		low, high := b.Trials[i-1], b.Trials[i]
		if WinnerOf(low.Plan, region) == WinnerOf(high.Plan, region) {
			continue
		}
		list = append(list, Change{Region: region, Low: seen(s, b.Quantity, low, high, region), High: seen(s, b.Quantity, high, low, region)})
	}
	return list
}

// seen is one side of a break-even with the plan of the other.
func seen(s *model.Scenario, q *whatif.Quantity, here, there *Trial, region string) Seen {
	x := Seen{Value: here.Values[0], Winner: WinnerOf(here.Plan, region), Found: here.Found}
	if here.Plan == nil || there.Plan == nil {
		return x
	}
	if worth, ok := carried(q.At(s, x.Value), there.Plan); ok {
		x.Rival = &worth
		x.Tie = x.Bound-worth <= float64(s.Solver.Gap)*max(math.Abs(worth), 1)
	}
	return x
}
