package model

import "github.com/gridalloc/gridalloc/model/unit"

// Place is a business in a region: where the MW of a plan stand.
type Place struct{ Region, Business string }

// MeanMW is the grid MW of a plan's halls by place, existing ones included, as their mean
// over the periods: 20 MW that run for half of the horizon are 10. Places without halls are
// left out.
func (p *Plan) MeanMW() map[Place]unit.MW {
	period := map[string]int{"": len(p.Periods)}
	for i, label := range p.Periods {
		period[label] = i
	}
	mean := map[Place]unit.MW{}
	for i := range p.Halls {
		h := &p.Halls[i]
		end := period[h.End]
		if runs := end - period[h.Start]; runs > 0 {
			mean[Place{h.Region, h.Business}] += h.GridMW * unit.MW(runs) / unit.MW(len(p.Periods))
		}
	}
	return mean
}
