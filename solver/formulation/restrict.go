package formulation

import (
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// Programs that are easier than the whole one: restrictions to some sites and
// columns. They have the columns and rows of the whole program, so that their
// points are points of it and their plans are plans.

// unused is the part of a column's unit that a point has to have for it to
// count as used.
const unused = 1e-6

// Signs lists, by site, where a point signs a connection, at least in part.
func (f *Formulation) Signs(x []float64) []bool {
	signs := make([]bool, len(f.signings))
	f.eachSigning(func(col int32, site int) { signs[site] = signs[site] || x[col] > unused })
	return signs
}

// SigningAt is the program in which connections may be signed only at the sites
// listed.
func (f *Formulation) SigningAt(sites []bool) *mip.Model {
	return f.restricted(func(forbid func(col int32)) {
		f.eachSigning(func(col int32, site int) {
			if !sites[site] {
				forbid(col)
			}
		})
	})
}

// Used is the program with the contracts of a point as they are, rounded, and
// without the signings and new halls that the point has none of.
func (f *Formulation) Used(x []float64) *mip.Model {
	m := f.restricted(func(forbid func(col int32)) {
		forbidUnused := func(col int32) {
			if x[col] <= unused {
				forbid(col)
			}
		}
		f.eachSigning(func(col int32, _ int) { forbidUnused(col) })
		for _, c := range f.campaigns {
			if c.existing < 0 {
				forbidUnused(c.col)
			}
		}
	})
	for i := range f.contracts {
		col := f.contracts[i].accept
		v := max(m.ColLower[col], min(math.Round(x[col]), m.ColUpper[col]))
		m.ColLower[col], m.ColUpper[col] = v, v
	}
	return m
}

// Idle is the program of doing nothing new: no signings, no new halls, and no
// contracts but those that are mandatory. What exists goes on as best it can. It has no
// point where that is too little for mandatory contracts or rules that ask for MW.
func (f *Formulation) Idle() *mip.Model {
	return f.restricted(func(forbid func(col int32)) {
		f.eachSigning(func(col int32, _ int) { forbid(col) })
		for _, c := range f.campaigns {
			if c.existing < 0 {
				forbid(c.col)
			}
		}
		for i := range f.contracts {
			if col := f.contracts[i].accept; f.Model.ColLower[col] == 0 {
				forbid(col)
			}
		}
	})
}

// Accepts lists the columns that take contracts.
func (f *Formulation) Accepts() []int32 {
	cols := make([]int32, len(f.contracts))
	for i := range f.contracts {
		cols[i] = f.contracts[i].accept
	}
	return cols
}

// Signings lists the columns that sign connections.
func (f *Formulation) Signings() []int32 {
	var cols []int32
	f.eachSigning(func(col int32, _ int) { cols = append(cols, col) })
	return cols
}

// Decision is a whole-number column about a site: a signing, or new halls.
type Decision struct {
	Col          int32
	Site, Period int // Period is that of the signing or in which the halls start
}

// Decisions lists the signings and new halls.
func (f *Formulation) Decisions() []Decision {
	var list []Decision
	for i := range f.signings {
		for q, col := range f.signings[i].sign {
			list = append(list, Decision{col, i, q})
		}
	}
	for _, c := range f.campaigns {
		if c.existing < 0 {
			list = append(list, Decision{c.col, c.site, c.start})
		}
	}
	return list
}

// Periods is the number of periods.
func (f *Formulation) Periods() int { return f.s.Horizon.Periods }

// PeriodsPerYear is the number of periods of a year.
func (f *Formulation) PeriodsPerYear() int { return 12 / f.s.Horizon.PeriodMonths }

// restricted is the program without the columns that choose forbids.
func (f *Formulation) restricted(choose func(forbid func(col int32))) *mip.Model {
	m := *f.Model
	m.ColLower, m.ColUpper = slices.Clone(m.ColLower), slices.Clone(m.ColUpper)
	choose(func(col int32) { m.ColUpper[col] = 0 })
	return &m
}

// eachSigning visits the columns of signings with their sites.
func (f *Formulation) eachSigning(visit func(col int32, site int)) {
	for i := range f.signings {
		for _, col := range f.signings[i].sign {
			visit(col, i)
		}
	}
}
