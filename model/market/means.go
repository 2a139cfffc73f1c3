package market

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
)

// means are those of the paths of several worlds.
type means struct {
	hashprice []float64
	rent      [][3][]float64
	// earned is that of rent times utilisation: what merchants earn.
	earned [][3][]float64
	index  [][]float64
}

// add adds x times the paths of a world. Where it gives no utilisation it is 1.
func (s *means) add(w *model.World, x float64) {
	s.hashprice = add(s.hashprice, w.Hashprice, x)
	s.rent, s.earned = grow(s.rent, len(w.Rent)), grow(s.earned, len(w.Rent))
	for m := range w.Rent {
		for b, path := range w.Rent[m] {
			s.rent[m][b] = add(s.rent[m][b], path, x)
			s.earned[m][b] = add(s.earned[m][b], earned(w, m, b), x)
		}
	}
	s.index = grow(s.index, len(w.PowerIndex))
	for z, path := range w.PowerIndex {
		s.index[z] = add(s.index[z], path, x)
	}
}

// earned is what a MW sold by merchants earns.
func earned(w *model.World, market, product int) []float64 {
	path := make([]float64, len(w.Rent[market][product]))
	for p, rent := range w.Rent[market][product] {
		path[p] = float64(rent)
		if w.Utilisation != nil && w.Utilisation[market][product] != nil {
			path[p] *= float64(w.Utilisation[market][product][p])
		}
	}
	return path
}

// match scales the paths of worlds so that their means become the target's, and
// returns the largest relative difference to the draws' means that they had.
func match(worlds []model.World, draws, target *means) float64 {
	had := meansOf(worlds)
	for k := range worlds {
		w := &worlds[k]
		rescale(w.Hashprice, had.hashprice, target.hashprice)
		for m := range w.Rent {
			for b := range w.Rent[m] {
				rescale(w.Rent[m][b], had.rent[m][b], target.rent[m][b])
			}
		}
		for z := range w.PowerIndex {
			rescale(w.PowerIndex[z], had.index[z], target.index[z])
		}
	}
	drift := apart(had.hashprice, draws.hashprice)
	for m := range had.rent {
		for b := range had.rent[m] {
			drift = max(drift, apart(had.rent[m][b], draws.rent[m][b]), apart(had.earned[m][b], draws.earned[m][b]))
		}
	}
	for z := range had.index {
		drift = max(drift, apart(had.index[z], draws.index[z]))
	}
	now := meansOf(worlds)
	for k := range worlds {
		for m := range worlds[k].Utilisation {
			for b, path := range worlds[k].Utilisation[m] {
				rescale(path, now.earned[m][b], target.earned[m][b])
			}
		}
	}
	return drift
}

// meansOf are the means over worlds, by their probabilities.
func meansOf(worlds []model.World) *means {
	var s means
	for k := range worlds {
		s.add(&worlds[k], float64(worlds[k].Probability))
	}
	return &s
}

// grow gives a nil slice n elements.
func grow[T any](list []T, n int) []T {
	if list == nil {
		return make([]T, n)
	}
	return list
}

func add[T ~float64](sum []float64, path []T, x float64) []float64 {
	sum = grow(sum, len(path))
	for p, v := range path {
		sum[p] += x * float64(v)
	}
	return sum
}

// rescale multiplies a path by what takes its mean to the target.
func rescale[T ~float64](path []T, mean, target []float64) {
	for p := range path {
		if mean[p] > 0 {
			path[p] *= T(target[p] / mean[p])
		}
	}
}

// apart is the largest relative difference of two paths.
func apart(a, b []float64) float64 {
	largest := 0.0
	for p := range a {
		if b[p] > 0 {
			largest = max(largest, math.Abs(a[p]/b[p]-1))
		}
	}
	return largest
}
