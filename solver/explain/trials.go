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

// axis is what is known of a figure: the side on which there is more room, and whether the
// worth of the best plan is convex in it.
type axis struct {
	room   side
	convex bool
}

// axisOf is what is known of a quantity.
func axisOf(q *whatif.Quantity) axis {
	x := axis{convex: q.Convex}
	if q.Widens {
		x.room = more
	}
	return x
}

// trials are the searches of one scenario in which one or two figures are set to values.
// What they find helps with the next (see solver.Sweep): the nearest plans are starts; what no
// plan is worth more than where there is more room is a bound where there is less; and what is
// worth no more than on the line between two bounds, where the worth is convex.
type trials struct {
	analyst *Analyst
	// at is the scenario with the figures set, what its name.
	at   func(values []float64) *model.Scenario
	what func(values []float64) string
	axes []axis
	list []*Trial
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
	within := func(bound float64) {
		if !math.IsInf(bound, 0) && (known.Bound == nil || bound < *known.Bound) {
			known.Bound = &bound
		}
	}
	for i := range values {
		low, high := t.nearest(values, i, -1), t.nearest(values, i, 1)
		for _, x := range []*Trial{low, high} {
			if x != nil {
				known.Starts = append(known.Starts, x.Plan)
			}
		}
		if low != nil && high != nil && t.axes[i].convex {
			share := (values[i] - low.Values[i]) / (high.Values[i] - low.Values[i])
			within((1-share)*low.Bound + share*high.Bound)
		}
	}
	for _, x := range t.list {
		if t.allows(x.Values, values) {
			within(x.Bound)
		}
	}
	return known
}

// nearest is the nearest search with a plan in a direction along one axis.
func (t *trials) nearest(values []float64, along int, direction float64) *Trial {
	var best *Trial
	for _, x := range t.list {
		distance := direction * (x.Values[along] - values[along])
		if x.Plan == nil || distance <= 0 || !equalBut(along, x.Values, values) {
			continue
		}
		if best == nil || distance < direction*(best.Values[along]-values[along]) {
			best = x
		}
	}
	return best
}

// equalBut tells whether values are equal but for one.
func equalBut(one int, a, b []float64) bool {
	for i := range a {
		if i != one && a[i] != b[i] {
			return false
		}
	}
	return true
}

// allows tells whether every plan for values b is one for a, and worth the same there.
func (t *trials) allows(a, b []float64) bool {
	for i, x := range t.axes {
		if a[i] != b[i] && float64(x.room)*(a[i]-b[i]) <= 0 {
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

// quickest is the order in which n rising values of a figure are solved. Where bounds carry
// it is that with the most room first, whose bound holds for all, then the other end, whose
// plan may do for all, then the middle of what lies between, and so on. Otherwise each
// follows its neighbour.
func (x axis) quickest(n int) []int {
	if x.room == neither && !x.convex || n < 2 {
		list := make([]int, n)
		for i := range list {
			list[i] = i
		}
		return list
	}
	list := []int{n - 1, 0}
	if x.room == less {
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
