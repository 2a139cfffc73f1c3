package market

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

// cloud is some random points.
func cloud(r *rand.Rand, n, features int) *points {
	q := &points{features: features}
	for range n * features {
		q.x = append(q.x, math.Exp(r.NormFloat64()))
	}
	return q
}

// distanceTo is the mean distance to the nearest chosen point, anew.
func (q *points) distanceTo(chosen []int) float64 {
	sum := 0.0
	for i := range q.n() {
		nearest := math.Inf(1)
		for _, j := range chosen {
			d := 0.0
			for f := range q.features {
				d += math.Abs(q.row(i)[f] - q.row(j)[f])
			}
			nearest = min(nearest, d)
		}
		sum += nearest / float64(q.n())
	}
	return sum
}

func mustReduce(t testing.TB, q *points, keep int) *reduced {
	t.Helper()
	r, err := q.reduce(context.Background(), keep, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestReduceAgainstEnumeration: the chosen points are near the best choice, the
// best for a single one, and what is reported of them is true.
func TestReduceAgainstEnumeration(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	ratios, cases := 0.0, 0.0
	for range 60 {
		q := cloud(r, 9, 3)
		for keep := 1; keep <= 4; keep++ {
			best := math.Inf(1)
			for set := range 1 << 9 {
				var chosen []int
				for i := range 9 {
					if set&(1<<i) != 0 {
						chosen = append(chosen, i)
					}
				}
				if len(chosen) == keep {
					best = min(best, q.distanceTo(chosen))
				}
			}
			got := mustReduce(t, q, keep)
			within(t, "distance", got.distance(), q.distanceTo(got.chosen), 1e-12)
			if keep == 1 {
				within(t, "distance to one", got.distance(), best, 1e-12)
				within(t, "spread", got.spread, best, 1e-12)
			}
			if got.distance() > 1.5*best+1e-12 {
				t.Errorf("keep %d: distance %g, best %g", keep, got.distance(), best)
			}
			ratios, cases = ratios+got.distance()/best, cases+1
		}
	}
	if ratios/cases > 1.03 {
		t.Errorf("on average %g of the best distance", ratios/cases)
	}
}

// TestForwardIsGreedy: with gains kept from before the same points are chosen
// as by working out every gain anew.
func TestForwardIsGreedy(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		q := cloud(r, 60, 4)
		got, err := q.forward(context.Background(), 12, func(int) {})
		if err != nil {
			t.Fatal(err)
		}
		var chosen []int
		for range 12 {
			best, next := math.Inf(1), -1
			for i := range q.n() {
				if d := q.distanceTo(append(chosen, i)); d < best {
					best, next = d, i
				}
			}
			chosen = append(chosen, next)
		}
		within(t, "distance", got.distance(), q.distanceTo(chosen), 1e-12)
	}
}

// TestRecentre: moving the chosen points to the middle of theirs never loses and
// often gains.
func TestRecentre(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	better := 0
	for range 20 {
		q := cloud(r, 150, 3)
		greedy, err := q.forward(context.Background(), 6, func(int) {})
		if err != nil {
			t.Fatal(err)
		}
		switch got := mustReduce(t, q, 6); {
		case got.distance() > greedy.distance():
			t.Errorf("distance %g after %g", got.distance(), greedy.distance())
		case got.distance() < 0.999*greedy.distance():
			better++
		}
	}
	if better < 10 {
		t.Errorf("better in %d of 20 clouds", better)
	}
}

// TestReduceMore: the more points are kept the less is lost, nothing when all
// are; weights add up.
func TestReduceMore(t *testing.T) {
	q := cloud(rand.New(rand.NewPCG(1, 1)), 200, 5)
	before := math.Inf(1)
	for _, keep := range []int{1, 2, 5, 20, 100, 199, 200} {
		r := mustReduce(t, q, keep)
		if len(r.chosen) != keep || !(r.distance() < before) {
			t.Errorf("keep %d: %d chosen, distance %g after %g", keep, len(r.chosen), r.distance(), before)
		}
		before = r.distance()
		sum := 0
		for k := range r.chosen {
			sum += r.weight(k)
		}
		if sum != 200 {
			t.Errorf("keep %d: weights add up to %d", keep, sum)
		}
	}
	if before != 0 {
		t.Errorf("all kept: distance %g", before)
	}
}

// TestReduceEqualPoints: draws that do not differ lose nothing.
func TestReduceEqualPoints(t *testing.T) {
	q := &points{features: 2, x: []float64{1, 2, 1, 2, 1, 2, 4, 4}}
	r := mustReduce(t, q, 3)
	if r.distance() != 0 || len(r.chosen) != 3 {
		t.Errorf("distance %g, chosen %v", r.distance(), r.chosen)
	}
	sum := 0
	for k := range r.chosen {
		sum += r.weight(k)
	}
	if sum != 4 {
		t.Errorf("weights add up to %d", sum)
	}
}

// TestDistances are the same with and without a table, and symmetric.
func TestDistances(t *testing.T) {
	for features := 1; features <= 9; features++ {
		q := cloud(rand.New(rand.NewPCG(1, uint64(features))), 12, features)
		table, err := q.distances(context.Background(), 144)
		if err != nil {
			t.Fatal(err)
		}
		direct, err := q.distances(context.Background(), 143)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 12 {
			for j, d := range direct(i) {
				want := 0.0
				for f := range features {
					want += math.Abs(q.row(i)[f] - q.row(j)[f])
				}
				if d != table(i)[j] || math.Abs(float64(d)-want) > 1e-6*want {
					t.Errorf("%d features, %d to %d: %g, from the table %g, want %g", features, i, j, d, table(i)[j], want)
				}
				if near := q.distance(i, j, want/2); want > 0 && near <= want/2 {
					t.Errorf("distance %g above the limit %g is given as %g", want, want/2, near)
				}
			}
		}
	}
}
