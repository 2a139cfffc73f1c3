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

// Recentre scales the paths of a draw as the worlds were: by what takes the
// means of all draws to those that the worlds have. Without it the chance of
// the draws would tell, not that of their reduction.
func (r *Reduced) Recentre(w *model.World) { scale(w, r.draws, r.target) }

// scale multiplies the paths of a world by what takes means to a target.
func scale(w *model.World, from, to *means) {
	rescale(w.Hashprice, from.hashprice, to.hashprice)
	for m := range w.Rent {
		for b := range w.Rent[m] {
			rescale(w.Rent[m][b], from.rent[m][b], to.rent[m][b])
		}
	}
	for z := range w.PowerIndex {
		rescale(w.PowerIndex[z], from.index[z], to.index[z])
	}
	for m := range w.Utilisation {
		for b, path := range w.Utilisation[m] {
			rescale(path, from.earned[m][b], to.earned[m][b])
			rescale(path, to.rent[m][b], from.rent[m][b]) // rents have been scaled already
		}
	}
}

// apart is the largest relative difference of means.
func (s *means) apart(o *means) float64 {
	largest := apart(s.hashprice, o.hashprice)
	for m := range s.rent {
		for b := range s.rent[m] {
			largest = max(largest, apart(s.rent[m][b], o.rent[m][b]), apart(s.earned[m][b], o.earned[m][b]))
		}
	}
	for z := range s.index {
		largest = max(largest, apart(s.index[z], o.index[z]))
	}
	return largest
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
