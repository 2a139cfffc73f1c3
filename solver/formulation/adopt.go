package formulation

import (
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Adopt is the program with the whole-number decisions of a point x of another
// program of the same scenario in other worlds. Halls that start in the window
// of their connection wait for it, except where they start in the other
// program's window too and it has them not wait. ok is false where the other program has
// decisions that this one lacks.
func (f *Formulation) Adopt(g *Formulation, x []float64) (adopted *mip.Model, ok bool) {
	m := *f.Model
	m.ColLower, m.ColUpper = slices.Clone(m.ColLower), slices.Clone(m.ColUpper)
	m.ColInteger = make([]bool, m.NumCols())
	fix := func(col int32, v float64) { m.ColLower[col], m.ColUpper[col] = v, v }

	signed := make([]int, len(f.signings))
	for i := range f.signings {
		signed[i] = settled
		for q, col := range f.signings[i].sign {
			v := math.Round(x[g.signings[i].sign[q]])
			if fix(col, v); v == 1 {
				signed[i] = q
			}
		}
	}
	for i := range f.contracts {
		fix(f.contracts[i].accept, math.Round(x[g.contracts[i].accept]))
	}
	columns := map[campaign]int32{}
	for _, c := range f.campaigns {
		fix(c.col, 0)
		columns[c.kind()] = c.col
	}
	for _, c := range g.campaigns {
		count := math.Round(x[c.col])
		if count == 0 {
			continue
		}
		switch at := signed[c.site]; {
		case c.existing >= 0 || !f.inWindow(c.site, at, c.start):
			c.class = settled
		case !g.inWindow(c.site, at, c.start):
			c.class = at
		}
		col, ok := columns[c.kind()]
		if !ok {
			return nil, false
		}
		fix(col, m.ColLower[col]+count)
	}
	return &m, true
}

// kind is a campaign without its column.
func (c campaign) kind() campaign {
	c.col = none
	return c
}

// inWindow reports whether a period is in the window of a signing.
func (f *Formulation) inWindow(site, signed, p int) bool {
	if signed == settled {
		return false
	}
	from := signed + finance.LeadPeriods(f.s, site)
	return p >= from && p < from+f.late[site]
}
