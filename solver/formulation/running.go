package formulation

import (
	"math"
	"sort"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// running is what operates where.
type running struct {
	f  *Formulation
	n  int
	at []map[placeKey]placeMW // by period
}

type placeKey struct {
	site     int
	business model.Business
}

type placeMW struct{ it, grid float64 }

// running adds up the halls of a point of the program.
func (f *Formulation) running(x []float64) *running {
	o := &running{f: f, n: f.s.Horizon.Periods}
	for range o.n {
		o.at = append(o.at, map[placeKey]placeMW{})
	}
	for _, c := range f.campaigns {
		count := math.Round(x[c.col])
		if count == 0 {
			continue
		}
		hallType := &f.s.HallTypes[c.hallType]
		it := float64(hallType.Module) * count
		for p := c.start; p < c.stop; p++ {
			key := placeKey{c.site, hallType.Business}
			at := o.at[p][key]
			o.at[p][key] = placeMW{at.it + it, at.grid + it*f.calc.GridPerIT(c.hallType, c.site)}
		}
	}
	return o
}

func (o *running) allocations(plan *model.Plan) {
	plan.Allocations = []model.Allocation{}
	for p := range o.n {
		keys := make([]placeKey, 0, len(o.at[p]))
		for key := range o.at[p] {
			keys = append(keys, key)
		}
		sort.Slice(keys, func(i, j int) bool {
			a, b := keys[i], keys[j]
			return a.site < b.site || a.site == b.site && a.business < b.business
		})
		for _, key := range keys {
			at := o.at[p][key]
			plan.Allocations = append(plan.Allocations, model.Allocation{
				Period: o.f.s.Horizon.Label(p), Region: o.f.regionOf(key.site), Site: o.f.s.Sites[key.site].ID,
				Business: key.business.String(), ITMW: unit.MW(at.it), GridMW: unit.MW(at.grid),
			})
		}
	}
}

// shares splits the running grid MW of the last period by what sites hold.
func (o *running) shares(plan *model.Plan) {
	s := &plan.Shares
	s.Hybrids = []string{}
	for i := range o.f.s.Sites {
		hybrid := false
		for p := range o.n {
			mining := o.at[p][placeKey{i, model.Mining}].grid
			ai := o.at[p][placeKey{i, model.Colocation}].grid + o.at[p][placeKey{i, model.GPUCloud}].grid
			both := mining > 0 && ai > 0
			hybrid = hybrid || both
			if p != o.n-1 {
				continue
			}
			switch {
			case both:
				s.HybridMW += unit.MW(mining + ai)
			case ai > 0:
				s.GPUOnlyMW += unit.MW(ai)
			default:
				s.ASICOnlyMW += unit.MW(mining)
			}
		}
		if hybrid {
			s.Hybrids = append(s.Hybrids, o.f.s.Sites[i].ID)
		}
	}
	if all := float64(s.ASICOnlyMW + s.GPUOnlyMW + s.HybridMW); all > 0 {
		s.ASIC, s.GPU, s.Hybrid = float64(s.ASICOnlyMW)/all, float64(s.GPUOnlyMW)/all, float64(s.HybridMW)/all
	}
}
