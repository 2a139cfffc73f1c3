package market

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// Reduced says what was lost when many draws were reduced to few worlds.
type Reduced struct {
	Draws, Keep int
	// Distance is the Kantorovich distance between the draws and the worlds
	// that stand for them, over that between the draws and the best single
	// one: 0 when nothing is lost, 1 when all draws became one.
	Distance float64
	// Drift is the largest relative difference between a period's mean of
	// hashprice, a rent or a power price in the reduced worlds and in the
	// draws. The worlds are then scaled so that none is left.
	Drift float64
}

// Worlds draws as many worlds as the scenario's sampling says around a base
// world and reduces them to those that the plan is made for. Paths of
// hashprice, rents and power prices are scaled so that their means are the base
// world's, or, with an open sampling, those of the draws. progress, if not nil,
// is told of each draw and each world chosen. Errors are those of New, and of
// the context.
func Worlds(ctx context.Context, s *model.Scenario, base *model.World, progress func(done, of int)) ([]model.World, Reduced, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	m, err := New(s, base)
	if err != nil {
		return nil, Reduced{}, err
	}
	draws, keep := s.Sampling.Draws, s.Sampling.Keep
	if draws < 1 || keep < 1 || keep > draws {
		return nil, Reduced{}, fmt.Errorf("market: %d draws cannot be reduced to %d worlds", draws, keep)
	}
	d, seed := m.Drawer(), uint64(s.Sampling.Seed)
	features := m.features()
	q := &points{}
	var w, means model.World
	for i := range draws {
		if err := ctx.Err(); err != nil {
			return nil, Reduced{}, err
		}
		d.Draw(seed, uint64(i), All, &w)
		addPaths(&means, &w, 1/float64(draws))
		q.x = features(&w, q.x)
		progress(i+1, draws+keep)
	}
	q.features = len(q.x) / draws
	if s.Sampling.Reduction == model.ByPaths {
		q.standardise()
	}
	r, err := q.reduce(ctx, keep, func(chosen int) { progress(draws+chosen, draws+keep) })
	if err != nil {
		return nil, Reduced{}, err
	}
	report := Reduced{Draws: draws, Keep: keep}
	if r.spread > 0 {
		report.Distance = r.distance() / r.spread
	}
	worlds := make([]model.World, len(r.chosen))
	for k, i := range r.chosen {
		d.Draw(seed, uint64(i), All, &worlds[k])
		worlds[k].Name = name(k, len(worlds))
		worlds[k].Probability = unit.Share(float64(r.weight(k)) / float64(draws))
		worlds[k].Provenance = s.Risk.Provenance
	}
	target := base
	if s.Sampling.Open {
		target = &means
	}
	report.Drift = match(worlds, &means, target)
	progress(draws+keep, draws+keep)
	return worlds, report, nil
}

// name is that of the k-th of n worlds, w001 the first.
func name(k, n int) string {
	width := max(len(strconv.Itoa(n)), 3)
	return fmt.Sprintf("w%0*d", width, k+1)
}

// match scales the paths of worlds so that their means become the target's, and
// returns the largest relative difference to the draws' means that they had.
func match(worlds []model.World, draws, target *model.World) float64 {
	var means model.World
	for k := range worlds {
		addPaths(&means, &worlds[k], float64(worlds[k].Probability))
	}
	for k := range worlds {
		w := &worlds[k]
		rescale(w.Hashprice, means.Hashprice, target.Hashprice)
		for m := range w.Rent {
			for b := range w.Rent[m] {
				rescale(w.Rent[m][b], means.Rent[m][b], target.Rent[m][b])
			}
		}
		for z := range w.PowerIndex {
			rescale(w.PowerIndex[z], means.PowerIndex[z], target.PowerIndex[z])
		}
	}
	drift := apart(means.Hashprice, draws.Hashprice)
	for m := range means.Rent {
		for b := range means.Rent[m] {
			drift = max(drift, apart(means.Rent[m][b], draws.Rent[m][b]))
		}
	}
	for z := range means.PowerIndex {
		drift = max(drift, apart(means.PowerIndex[z], draws.PowerIndex[z]))
	}
	return drift
}

// addPaths adds x times the paths of w to those of sum.
func addPaths(sum, w *model.World, x float64) {
	sum.Hashprice = add(sum.Hashprice, w.Hashprice, x)
	sum.Rent = grow(sum.Rent, len(w.Rent))
	for m := range w.Rent {
		for b := range w.Rent[m] {
			sum.Rent[m][b] = add(sum.Rent[m][b], w.Rent[m][b], x)
		}
	}
	sum.PowerIndex = grow(sum.PowerIndex, len(w.PowerIndex))
	for z := range w.PowerIndex {
		sum.PowerIndex[z] = add(sum.PowerIndex[z], w.PowerIndex[z], x)
	}
}

// grow gives a nil slice n elements.
func grow[T any](list []T, n int) []T {
	if list == nil {
		return make([]T, n)
	}
	return list
}

func add[T ~float64](sum, path []T, x float64) []T {
	sum = grow(sum, len(path))
	for p, v := range path {
		sum[p] += T(x) * v
	}
	return sum
}

// rescale multiplies a path by what takes its mean to the target.
func rescale[T ~float64](path, mean, target []T) {
	for p := range path {
		if mean[p] > 0 {
			path[p] *= target[p] / mean[p]
		}
	}
}

// apart is the largest relative difference of two paths.
func apart[T ~float64](a, b []T) float64 {
	largest := 0.0
	for p := range a {
		if b[p] > 0 {
			largest = max(largest, math.Abs(float64(a[p]/b[p])-1))
		}
	}
	return largest
}
