package formulation

import (
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// Programs that are easier than the whole one: a relaxation, and restrictions
// to what some points use. They have the columns and rows of the whole program,
// so that their points are points of it.

// Relaxed is the program with only contracts and counters in whole numbers. Its
// bound holds for the whole program.
func (f *Formulation) Relaxed() *mip.Model {
	m := *f.Model
	m.ColInteger = slices.Clone(m.ColInteger)
	for i := range f.signings {
		for _, col := range f.signings[i].sign {
			m.ColInteger[col] = false
		}
	}
	for _, c := range f.campaigns {
		m.ColInteger[c.col] = false
	}
	return &m
}

// unused is the part of a column's unit that a point has to have for it to
// count as used.
const unused = 1e-6

// Used is the program with the contracts of a point as they are and without the
// signings and new halls that the point has none of. Its plans are plans of the
// whole program.
func (f *Formulation) Used(x []float64) *mip.Model {
	m := f.restricted(func(col int32, _ int) bool { return x[col] > unused })
	for i := range f.contracts {
		col := f.contracts[i].accept
		v := max(m.ColLower[col], min(math.Round(x[col]), m.ColUpper[col]))
		m.ColLower[col], m.ColUpper[col] = v, v
	}
	return m
}

// Among is the program without signings and new halls at sites that none of the
// points uses. Its plans are plans of the whole program.
func (f *Formulation) Among(points ...[]float64) *mip.Model {
	used := make([]bool, len(f.s.Sites))
	f.eachChoice(func(col int32, site int) {
		for _, x := range points {
			used[site] = used[site] || x[col] > unused
		}
	})
	return f.restricted(func(_ int32, site int) bool { return used[site] })
}

// restricted is the program without the signings and new halls that are not to
// be kept.
func (f *Formulation) restricted(keep func(col int32, site int) bool) *mip.Model {
	m := *f.Model
	m.ColLower, m.ColUpper = slices.Clone(m.ColLower), slices.Clone(m.ColUpper)
	f.eachChoice(func(col int32, site int) {
		if !keep(col, site) {
			m.ColUpper[col] = 0
		}
	})
	return &m
}

// eachChoice visits the columns of signings and new halls with their sites.
func (f *Formulation) eachChoice(visit func(col int32, site int)) {
	for i := range f.signings {
		for _, col := range f.signings[i].sign {
			visit(col, i)
		}
	}
	for _, c := range f.campaigns {
		if c.existing < 0 {
			visit(c.col, c.site)
		}
	}
}
