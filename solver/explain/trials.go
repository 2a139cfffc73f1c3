package explain

import (
	"context"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver"
)

// Trial is what a search found of a scenario with figures set to values.
type Trial struct {
	Values []float64
	*Found
}

// side says which values of a figure give more room than others.
type side int

// A plan for a value is a plan for every value that gives more room, and worth the same
// there. Of most figures this cannot be said.
const (
	less side = iota - 1
	neither
	more
)

// widens is the side on which there is more room.
func widens(larger bool) side {
	if larger {
		return more
	}
	return neither
}

// trials are the searches of one scenario in which one or two figures are set to values.
// What they find helps with the next (see solver.Sweep): the nearest plans are starts, and
// what no plan is worth more than where there is more room is a bound where there is less.
type trials struct {
	analyst *Analyst
	// at is the scenario with the figures set, what its name, room which values of each
	// figure give more room.
	at   func(values []float64) *model.Scenario
	what func(values []float64) string
	room []side
	// bound, if not nil, is what else is known of the scenario at values.
	bound func(values []float64) *float64
	list  []*Trial
}

// find solves at values what is not solved yet.
func (t *trials) find(ctx context.Context, values ...float64) (*Trial, error) {
	i := slices.IndexFunc(t.list, func(x *Trial) bool { return slices.Equal(x.Values, values) })
	if i >= 0 {
		return t.list[i], nil
	}
	found, err := t.analyst.Find(ctx, t.what(values), t.at(values), t.known(values))
	if err != nil {
		return nil, err
	}
	x := &Trial{Values: values, Found: found}
	t.list = append(t.list, x)
	return x, nil
}

// known is what the searches so far tell of another one.
func (t *trials) known(values []float64) solver.Known {
	var known solver.Known
	if t.bound != nil {
		known.Bound = t.bound(values)
	}
	for axis := range values {
		for _, direction := range []float64{-1, 1} {
			if x := t.nearest(values, axis, direction); x != nil {
				known.Starts = append(known.Starts, x.Plan)
			}
		}
	}
	for _, x := range t.list {
		if math.IsInf(x.Bound, 0) || !t.allows(x.Values, values) {
			continue
		}
		if known.Bound == nil || x.Bound < *known.Bound {
			bound := x.Bound
			known.Bound = &bound
		}
	}
	return known
}

// nearest is the nearest search with a plan in a direction along one axis.
func (t *trials) nearest(values []float64, axis int, direction float64) *Trial {
	var best *Trial
	for _, x := range t.list {
		along := direction * (x.Values[axis] - values[axis])
		if x.Plan == nil || along <= 0 || !equalBut(axis, x.Values, values) {
			continue
		}
		if best == nil || along < direction*(best.Values[axis]-values[axis]) {
			best = x
		}
	}
	return best
}

// equalBut tells whether values are equal but for one.
func equalBut(axis int, a, b []float64) bool {
	for i := range a {
		if i != axis && a[i] != b[i] {
			return false
		}
	}
	return true
}

// allows tells whether every plan for values b is one for a, and worth the same there.
func (t *trials) allows(a, b []float64) bool {
	for i, room := range t.room {
		if a[i] != b[i] && float64(room)*(a[i]-b[i]) <= 0 {
			return false
		}
	}
	return true
}

// evenly are n values from one to another.
func evenly(from, to float64, n int) []float64 {
	list := make([]float64, n)
	for i := range list {
		share := float64(i) / float64(max(n-1, 1))
		list[i] = (1-share)*from + share*to
	}
	return list
}

// Values are n values of a quantity from one to another as they can be set, each once.
func Values(q *whatif.Quantity, from, to float64, n int) []float64 {
	list := evenly(from, to, n)
	for i := range list {
		list[i] = q.Round(list[i])
	}
	return slices.Compact(list)
}

// quickest is the order in which the values of a figure, of which there are n from less to
// more, are solved: with the most room first, whose bound holds for all, then with the
// least, whose plan is one for all, then the middle of what lies between, and so on.
func quickest(n int, room side) []int {
	if room == neither || n < 2 {
		list := make([]int, n)
		for i := range list {
			list[i] = i
		}
		return list
	}
	list := []int{n - 1, 0}
	if room == less {
		list = []int{0, n - 1}
	}
	between := [][2]int{{0, n - 1}}
	for len(between) > 0 {
		low, high := between[0][0], between[0][1]
		between = between[1:]
		if high-low < 2 {
			continue
		}
		middle := (low + high) / 2
		list = append(list, middle)
		between = append(between, [2]int{low, middle}, [2]int{middle, high})
	}
	return list
}
