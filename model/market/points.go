package market

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// points are draws as equally likely points; their distance is the sum over
// the features of the absolute differences.
type points struct {
	features int
	x        []float64 // point by point
}

func (q *points) n() int { return len(q.x) / q.features }

func (q *points) row(i int) []float64 { return q.x[i*q.features : (i+1)*q.features] }

// distance is that of two points, or something above limit if it is above.
func (q *points) distance(i, j int, limit float64) float64 {
	a, b := q.row(i), q.row(j)
	var even, odd float64 // two sums, so that one need not wait for the other
	for len(a) >= 4 && len(b) >= 4 && even+odd <= limit {
		even += math.Abs(a[0]-b[0]) + math.Abs(a[2]-b[2])
		odd += math.Abs(a[1]-b[1]) + math.Abs(a[3]-b[3])
		a, b = a[4:], b[4:]
	}
	for f, v := range a {
		if f < len(b) && even+odd <= limit {
			even += math.Abs(v - b[f])
		}
	}
	return even + odd
}

// tableLimit is the most entries that a table of distances may have: 512 MB.
const tableLimit = 1 << 27

// distances gives a function for the distances of a point to all points. They
// come from a table where it has at most limit entries.
func (q *points) distances(ctx context.Context, limit int) (func(i int) []float32, error) {
	n := q.n()
	if n*n > limit {
		row := make([]float32, n)
		return func(i int) []float32 {
			for j := range row {
				row[j] = float32(q.distance(i, j, math.Inf(1)))
			}
			return row
		}, nil
	}
	table := make([]float32, n*n)
	for i := range n {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for j := range i {
			d := float32(q.distance(i, j, math.Inf(1)))
			table[i*n+j], table[j*n+i] = d, d
		}
	}
	return func(i int) []float32 { return table[i*n : (i+1)*n] }, nil
}

// sort puts the features in which the points lie furthest apart first, so that
// distance soon knows what is far.
func (q *points) sort() {
	apart := make([]float64, q.features)
	column := make([]float64, q.n())
	order := make([]int, q.features)
	for f := range order {
		order[f] = f
		for i := range column {
			column[i] = q.row(i)[f]
		}
		_, deviation := moments(column)
		apart[f] = deviation
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(apart[b], apart[a]) })
	old := make([]float64, q.features)
	for i := range q.n() {
		copy(old, q.row(i))
		for f, from := range order {
			q.row(i)[f] = old[from]
		}
	}
}

// moments are the mean and the standard deviation of equally likely values.
func moments(values []float64) (mean, deviation float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		deviation += (v - mean) * (v - mean) / float64(len(values))
	}
	return mean, math.Sqrt(deviation)
}

// middle is the index in members of the one with the smallest sum of distances
// to all members, and that sum. The sum goes feature by feature: over sorted
// values, those below and those above.
func (q *points) middle(members []int) (best int, sum float64) {
	n := len(members)
	sums := make([]float64, n)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for f := range q.features {
		value := func(i int) float64 { return q.x[members[i]*q.features+f] }
		slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(value(a), value(b)), cmp.Compare(a, b)) })
		total, below := 0.0, 0.0
		for i := range members {
			total += value(i)
		}
		for k, i := range order {
			sums[i] += value(i)*float64(2*k-n) + total - 2*below
			below += value(i)
		}
	}
	for i, s := range sums {
		if s < sums[best] {
			best = i
		}
	}
	return best, max(sums[best], 0)
}
