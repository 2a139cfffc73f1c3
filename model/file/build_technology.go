package file

import (
	"cmp"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// buildTechnology fills in supply designs, hall types and connection terms.
func (r *resolver) buildTechnology() {
	for _, rec := range r.recs[designsTable] {
		r.s.Designs = append(r.s.Designs, model.SupplyDesign{
			ID: rec.text("id"), Name: rec.text("name"), Feeders: int(rec.num("feeders")), Capex: unit.MoneyPerMW(r.money(rec, "capex")),
			Groups: r.supplyGroups(rec.text("id")), Provenance: r.use(rec),
		})
	}
	slices.SortFunc(r.s.Designs, func(a, b model.SupplyDesign) int { return cmp.Compare(a.ID, b.ID) })
	r.index.design = positions(r.s.Designs, func(x *model.SupplyDesign) string { return x.ID })
	for _, rec := range r.recs[hallTypesTable] {
		r.s.HallTypes = append(r.s.HallTypes, r.hallType(rec))
	}
	slices.SortFunc(r.s.HallTypes, func(a, b model.HallType) int { return cmp.Compare(a.ID, b.ID) })
	r.index.hallType = positions(r.s.HallTypes, func(x *model.HallType) string { return x.ID })
	for _, rec := range r.recs[climatesTable] {
		r.use(rec)
	}
	for _, rec := range r.recs[componentsTable] {
		r.use(rec)
	}
	r.buildConnection()
}

// buildConnection fills in the one row of connection.csv.
func (r *resolver) buildConnection() {
	recs := r.recs[connectionTable]
	for _, rec := range recs[:min(1, len(recs))] {
		r.s.Connection = model.ConnectionTerms{
			Life: unit.Months(rec.num("life_months")), Terminal: unit.Share(rec.num("terminal")), Provenance: r.use(rec),
		}
	}
}

// supplyGroups gathers the groups of a design, by name, with alternatives in
// order of their chains.
func (r *resolver) supplyGroups(design string) []model.SupplyGroup {
	var recs []*record
	for _, rec := range r.recs[designGroupsTable] {
		if rec.text("design") == design {
			recs = append(recs, rec)
		}
	}
	slices.SortStableFunc(recs, func(a, b *record) int {
		return cmp.Or(cmp.Compare(a.text("group"), b.text("group")), cmp.Compare(a.text("chain"), b.text("chain")))
	})
	var groups []model.SupplyGroup
	for _, rec := range recs {
		r.use(rec)
		if name := rec.text("group"); len(groups) == 0 || groups[len(groups)-1].Name != name {
			groups = append(groups, model.SupplyGroup{Name: name})
		}
		g := &groups[len(groups)-1]
		alternative := model.Alternative{Count: int(rec.num("count")), Need: int(rec.num("need"))}
		for _, it := range rec.items("chain") {
			if c := r.ids[componentsTable.Name].at[it.text]; c != nil {
				alternative.Chain = append(alternative.Chain, model.Component{
					ID: it.text, Availability: unit.Share(c.num("availability")), FailuresPerYear: c.num("failures_per_year"),
					RepairHours: c.num("repair_hours"), Provenance: r.prov(c),
				})
			}
		}
		g.Alternatives = append(g.Alternatives, alternative)
	}
	return groups
}

// hallType is a row of hall_types.csv with its climate.
func (r *resolver) hallType(rec *record) model.HallType {
	t := model.HallType{
		ID: rec.text("id"), Name: rec.text("name"), Business: model.Business(rec.num("business")),
		Cooling: rec.text("cooling"), Machine: rec.text("machine"), Module: unit.MW(rec.num("module_mw")),
		ShellCapex: unit.MoneyPerMW(r.money(rec, "shell_capex")), MachineCapex: unit.MoneyPerMW(r.money(rec, "machine_capex")),
		ShellLife: unit.Months(rec.num("shell_life_months")), MachineLife: unit.Months(rec.num("machine_life_months")),
		Construction: unit.Months(rec.num("construction_months")), MachineTrend: unit.Share(rec.num("machine_trend")),
		FixedOM: unit.MoneyPerMWYear(r.money(rec, "fixed_om")), VariableOM: unit.MoneyPerMWh(r.money(rec, "variable_om")),
		Climate: r.climate(rec.text("climate")), Resale: unit.Share(rec.num("resale")), Terminal: unit.Share(rec.num("terminal")),
		UnitsPerMW: rec.num("units_per_mw"), Efficiency: unit.JPerTH(rec.num("efficiency_j_per_th")),
		EfficiencyTrend: unit.Share(rec.num("efficiency_trend")), Uptime: unit.Share(rec.num("uptime")),
		PoolFee: unit.Share(rec.num("pool_fee")), LoadFactor: unit.Share(rec.num("load_factor")), Provenance: r.use(rec),
	}
	for _, it := range rec.items("designs") {
		if i, ok := r.index.design[it.text]; ok {
			t.Designs = append(t.Designs, i)
		}
	}
	slices.Sort(t.Designs)
	t.Designs = slices.Compact(t.Designs)
	return t
}

// climate is the curve of a climate, by rising temperature.
func (r *resolver) climate(name string) []model.ClimatePoint {
	var points []model.ClimatePoint
	for _, rec := range r.recs[climatesTable] {
		if rec.text("climate") == name {
			points = append(points, model.ClimatePoint{
				Temperature: unit.Celsius(rec.num("temperature_c")), PUE: unit.Share(rec.num("pue")), GridPerIT: unit.Share(rec.num("grid_per_it")),
			})
		}
	}
	slices.SortFunc(points, func(a, b model.ClimatePoint) int { return cmp.Compare(a.Temperature, b.Temperature) })
	return points
}

// gridPerIT is the grid MW reserved per MW of IT load at a temperature: linear
// between the points of the curve, constant outside.
func gridPerIT(points []model.ClimatePoint, celsius float64) float64 {
	if len(points) == 0 {
		return 1
	}
	t := unit.Celsius(celsius)
	last := points[0]
	if t <= last.Temperature {
		return float64(last.GridPerIT)
	}
	for _, p := range points[1:] {
		if t <= p.Temperature {
			share := float64((t - last.Temperature) / (p.Temperature - last.Temperature))
			return float64(last.GridPerIT) + share*float64(p.GridPerIT-last.GridPerIT)
		}
		last = p
	}
	return float64(last.GridPerIT)
}
