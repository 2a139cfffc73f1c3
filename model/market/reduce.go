package market

import (
	"cmp"
	"container/heap"
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
	sum := 0.0
	for f, v := range a {
		sum += math.Abs(v - b[f])
		if f%8 == 7 && sum > limit {
			return sum
		}
	}
	return sum
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

// reduced is a choice of points that stand for all.
type reduced struct {
	chosen  []int     // in rising order
	nearest []int     // of each point, index into chosen
	away    []float64 // distance of each point to it
	spread  float64   // mean distance to the best single point
}

// distance is the mean distance of the points to those that stand for them: of
// all distributions on the chosen points the one that weighs each by the points
// it stands for is nearest to the draws in the Kantorovich metric, at this
// distance (Dupacova, Groewe-Kuska and Roemisch, Scenario reduction in
// stochastic programming, 2003).
func (r *reduced) distance() float64 {
	sum := 0.0
	for _, d := range r.away {
		sum += d
	}
	return sum / float64(len(r.away))
}

// weight is the number of points that the k-th chosen one stands for.
func (r *reduced) weight(k int) int {
	n := 0
	for _, nearest := range r.nearest {
		if nearest == k {
			n++
		}
	}
	return n
}

// reduce chooses keep points: by fast forward selection (Heitsch and Roemisch,
// Scenario reduction algorithms in stochastic programming, 2003), then moving
// each chosen point to the middle of those it stands for as long as that brings
// the draws nearer.
func (q *points) reduce(ctx context.Context, keep int, progress func(int)) (*reduced, error) {
	q.sort()
	r, err := q.forward(ctx, keep, progress)
	for err == nil {
		before := r.distance()
		moved := q.recentre(r)
		if !(moved.distance() < before*(1-1e-9)) {
			break
		}
		r, err = moved, ctx.Err()
	}
	return r, err
}

// candidate is a point with by how much it would at most bring the draws
// nearer, as of the time when so many points were chosen.
type candidate struct {
	point, asOf int
	gain        float64
}

type queue []candidate

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q queue) Less(i, j int) bool {
	return q[i].gain > q[j].gain || q[i].gain == q[j].gain && q[i].point < q[j].point
}

// Push is part of heap.Interface.
func (q *queue) Push(c any) { *q = append(*q, c.(candidate)) }

// Pop is part of heap.Interface.
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// forward is fast forward selection. What a point gains can only fall as others
// are chosen, so that a gain worked out anew that still leads is the largest
// (Minoux, Accelerated greedy algorithms for maximizing submodular set
// functions, 1978).
func (q *points) forward(ctx context.Context, keep int, progress func(int)) (*reduced, error) {
	n := q.n()
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	first, sum := q.middle(all)
	r := &reduced{chosen: []int{first}, away: make([]float64, n), nearest: make([]int, n), spread: sum / float64(n)}
	var candidates queue
	for i := range n {
		r.away[i] = q.distance(i, first, math.Inf(1))
		if i != first {
			candidates = append(candidates, candidate{i, 0, math.Inf(1)})
		}
	}
	heap.Init(&candidates)
	for len(r.chosen) < keep && len(candidates) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		top := &candidates[0]
		if top.asOf < len(r.chosen) {
			top.gain, top.asOf = q.gain(r, top.point), len(r.chosen)
			heap.Fix(&candidates, 0)
			continue
		}
		r.chosen = append(r.chosen, heap.Pop(&candidates).(candidate).point)
		q.add(r, len(r.chosen)-1)
		progress(len(r.chosen))
	}
	slices.Sort(r.chosen)
	return q.assign(r.chosen, r.spread), nil
}

// gain is by how much a point would bring the draws nearer, in all.
func (q *points) gain(r *reduced, point int) float64 {
	sum := 0.0
	for i, away := range r.away {
		if away > 0 {
			sum += max(away-q.distance(i, point, away), 0)
		}
	}
	return sum
}

// add lets the k-th chosen point stand for those that are nearer to it.
func (q *points) add(r *reduced, k int) {
	for i, away := range r.away {
		if i == r.chosen[k] {
			r.away[i], r.nearest[i] = 0, k
		} else if d := q.distance(i, r.chosen[k], away); d < away {
			r.away[i], r.nearest[i] = d, k
		}
	}
}

// assign lets the chosen points stand for the others.
func (q *points) assign(chosen []int, spread float64) *reduced {
	r := &reduced{chosen: chosen, nearest: make([]int, q.n()), away: make([]float64, q.n()), spread: spread}
	for i := range r.away {
		r.away[i] = math.Inf(1)
	}
	for k := range chosen {
		q.add(r, k)
	}
	return r
}

// recentre moves each chosen point to the middle of those it stands for.
func (q *points) recentre(r *reduced) *reduced {
	members := make([][]int, len(r.chosen))
	for i, k := range r.nearest {
		members[k] = append(members[k], i)
	}
	chosen := make([]int, len(members))
	for k, list := range members {
		best, _ := q.middle(list)
		chosen[k] = list[best]
	}
	slices.Sort(chosen)
	return q.assign(chosen, r.spread)
}
