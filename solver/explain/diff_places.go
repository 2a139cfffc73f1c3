package explain

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// endMW are the grid MW that run in the last period, by place.
func endMW(p *model.Plan) map[model.Place]unit.MW {
	m := map[model.Place]unit.MW{}
	for i := range p.Allocations {
		if x := &p.Allocations[i]; x.Period == p.Periods[len(p.Periods)-1] {
			m[model.Place{Region: x.Region, Business: x.Business}] += x.GridMW
		}
	}
	return m
}

// places are the keys of maps, in order.
func places(all ...map[model.Place]unit.MW) []model.Place {
	var list []model.Place
	for _, m := range all {
		for at := range m {
			list = append(list, at)
		}
	}
	slices.SortFunc(list, func(a, b model.Place) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.Business, b.Business))
	})
	return slices.Compact(list)
}

// sites are the connections that are signed in one plan only, sooner or later, or for other
// MW.
func (d *diff) sites() {
	signed := func(p *model.Plan) map[string]*model.Signing {
		m := map[string]*model.Signing{}
		for i := range p.Signings {
			m[p.Signings[i].Site] = &p.Signings[i]
		}
		return m
	}
	a, b := signed(d.a), signed(d.b)
	for _, id := range keys(a, b) {
		x, y := a[id], b[id]
		if x == nil {
			x = &model.Signing{}
		}
		if y == nil {
			y = &model.Signing{}
		}
		d.date("site", id, "signed", x.Signed, y.Signed)
		d.date("site", id, "energised", x.Energised, y.Energised)
		d.number("site", id, "firm_mw", "MW", float64(x.FirmMW), float64(y.FirmMW), sameMW)
		d.number("site", id, "flex_mw", "MW", float64(x.FlexMW), float64(y.FlexMW), sameMW)
	}
}

// built is what a plan has of the halls of a business.
type built struct {
	halls, kept int
	first       string // start of the first new ones
	it, grid    float64
}

// halls are the new halls by business, with their first start, and the existing ones that
// run beyond the beginning.
func (d *diff) halls() {
	of := func(p *model.Plan) map[string]*built {
		m := map[string]*built{}
		for i := range p.Halls {
			h := &p.Halls[i]
			x := m[h.Business]
			if x == nil {
				x = &built{}
				m[h.Business] = x
			}
			switch {
			case h.Start == h.End:
			case h.Existing != "":
				x.kept += h.Count
			default:
				x.halls += h.Count
				x.it += float64(h.ITMW)
				x.grid += float64(h.GridMW)
				if x.first == "" || sooner(h.Start, x.first) {
					x.first = h.Start
				}
			}
		}
		return m
	}
	a, b := of(d.a), of(d.b)
	for _, business := range keys(a, b) {
		x, y := a[business], b[business]
		if x == nil {
			x = &built{}
		}
		if y == nil {
			y = &built{}
		}
		d.number("halls", business, "new_halls", "halls", float64(x.halls), float64(y.halls), 1)
		d.number("halls", business, "new_it_mw", "MW", x.it, y.it, sameMW)
		d.number("halls", business, "new_grid_mw", "MW", x.grid, y.grid, sameMW)
		d.date("halls", business, "first_start", x.first, y.first)
		d.number("halls", business, "existing_kept", "halls", float64(x.kept), float64(y.kept), 1)
	}
}

func sooner(a, b string) bool {
	x, _ := monthOf(a)
	y, _ := monthOf(b)
	return x < y
}

// inputs are what the plans say they were made from.
func (d *diff) inputs() {
	a, b := d.a, d.b
	for _, x := range []struct{ figure, a, b string }{
		{"scenario", a.Scenario, b.Scenario},
		{"scenario_sha256", a.Manifest.ScenarioSHA256, b.Manifest.ScenarioSHA256},
		{"currency", a.Currency, b.Currency},
		{"price_year", strconv.Itoa(a.Prices), strconv.Itoa(b.Prices)},
		{"goal", a.Outcome.Goal, b.Outcome.Goal},
		{"measure", a.Risk.Measure, b.Risk.Measure},
		{"weight", short(a.Risk.Weight), short(b.Risk.Weight)},
		{"tail", short(a.Risk.Tail), short(b.Risk.Tail)},
		{"worlds", strconv.Itoa(len(a.Worlds)), strconv.Itoa(len(b.Worlds))},
		{"periods", span(a), span(b)},
		{"version", a.Manifest.Version, b.Manifest.Version},
		{"engine", a.Manifest.Engine, b.Manifest.Engine},
	} {
		d.text("input", "", x.figure, x.a, x.b)
	}
	for _, name := range keys(a.Manifest.Options, b.Manifest.Options) {
		d.text("input", "option", name, a.Manifest.Options[name], b.Manifest.Options[name])
	}
	files := func(p *model.Plan) map[string]string {
		m := map[string]string{}
		for _, f := range p.Manifest.Files {
			m[f.Path] = f.SHA256
		}
		return m
	}
	x, y := files(a), files(b)
	for _, path := range keys(x, y) {
		d.text("input", "file", path, x[path], y[path])
	}
}

func short(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// span is the horizon of a plan in words.
func span(p *model.Plan) string {
	if len(p.Periods) == 0 {
		return ""
	}
	return p.Periods[0] + " to " + p.Periods[len(p.Periods)-1]
}
