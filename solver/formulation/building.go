package formulation

import (
	"math"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Building is the formulation with those plans only that start halls in a region, or that
// start none there. Its strength must not leave out what is worthless where they must.
func (f *Formulation) Building(region string, must bool) *Formulation {
	row := mip.NewRow{Lower: 1, Upper: math.Inf(1)}
	for _, c := range f.campaigns {
		if c.existing < 0 && f.regionOf(c.site) == region {
			row.Cols, row.Values = append(row.Cols, c.col), append(row.Values, 1)
		}
	}
	g := *f
	if must {
		g.built = region
		g.Model = f.Model.Extended(mip.Family{Name: "built", Unit: "halls", Help: "halls are started in the region"}, nil, []mip.NewRow{row})
		return &g
	}
	g.Model = f.restricted(func(forbid func(col int32)) {
		for _, col := range row.Cols {
			forbid(col)
		}
	})
	return &g
}

// mostly is the part of a signing from which a point of the relaxation signs.
const mostly = 0.3

// Closed lists the columns of signings at the sites where neither plans sign nor, for the
// most part, a point of the relaxation.
func (f *Formulation) Closed(relaxed []float64, plans []*model.Plan) []int32 {
	open := make([]bool, len(f.signings))
	for _, plan := range plans {
		for i, when := range f.decidedSignings(plan, map[int32]float64{}) {
			open[i] = open[i] || when != settled
		}
	}
	for i := range f.signings {
		sum := 0.0
		for _, col := range f.signings[i].sign {
			sum += relaxed[col]
		}
		open[i] = open[i] || sum > mostly
	}
	var closed []int32
	f.eachSigning(func(col int32, site int) {
		if !open[site] {
			closed = append(closed, col)
		}
	})
	return closed
}
