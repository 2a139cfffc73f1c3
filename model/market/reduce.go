package market

import (
	"container/heap"
	"context"
	"math"
	"slices"
)

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
	chosen := []int{first}
	distances, err := q.distances(ctx, tableLimit)
	if err != nil {
		return nil, err
	}
	away := slices.Clone(distances(first))
	var candidates queue
	for i := range n {
		if i != first {
			candidates = append(candidates, candidate{i, 0, math.Inf(1)})
		}
	}
	for len(chosen) < keep && len(candidates) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		top := &candidates[0]
		if top.asOf < len(chosen) {
			top.gain, top.asOf = gain(away, distances(top.point)), len(chosen)
			heap.Fix(&candidates, 0)
			continue
		}
		next := heap.Pop(&candidates).(candidate).point
		chosen = append(chosen, next)
		for i, d := range distances(next) {
			away[i] = min(away[i], d)
		}
		progress(len(chosen))
	}
	slices.Sort(chosen)
	return q.assign(chosen, sum/float64(n)), nil
}

// gain is by how much a point would bring the others nearer, in all, that are
// so far away.
func gain(away, distances []float32) float64 {
	sum := 0.0
	for i, d := range distances {
		sum += float64(max(away[i]-d, 0))
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
