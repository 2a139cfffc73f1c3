package file

import (
	"cmp"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/unit"
)

// checkMeasures checks that measures are for mining halls.
func (r *resolver) checkMeasures() {
	types := r.ids[hallTypesTable.Name]
	for _, rec := range r.recs[measuresTable] {
		for _, it := range rec.items("hall_types") {
			if kind := types.at[it.text]; kind != nil && kind.has("business") && kind.text("business") != "mining" {
				r.report(diag.MeasureBusiness, it.at, "name mining hall types only", "%s is for mining halls, but %s is of %s",
					rec.text("id"), it.text, kind.text("business"))
			}
		}
	}
}

// buildMeasures adds the hall types of the measures that the scenario names.
func (r *resolver) buildMeasures() {
	ix := r.ids[measuresTable.Name]
	for _, it := range r.distinct(r.in.scenario.items("measures")) {
		rec := ix.at[it.text]
		if rec == nil {
			r.find(ix, it, "measures")
			continue
		}
		measure := r.use(rec)
		for _, kind := range r.distinct(rec.items("hall_types")) {
			base, ok := r.index.hallType[kind.text]
			if !ok || r.s.HallTypes[base].Business != model.Mining {
				continue // has been reported
			}
			t := r.measured(r.s.HallTypes[base], rec)
			t.Provenance = r.combined(t.ID, "a hall type with a measure", []model.Input{{Provenance: t.Provenance}, {Provenance: measure}})
			if old := r.ids[hallTypesTable.Name].at[t.ID]; old != nil {
				r.report(diag.DuplicateID, old.where("id"), "call it something else", "%s is what %s with the measure %s is called", t.ID, kind.text, it.text)
			}
			r.s.HallTypes = append(r.s.HallTypes, t)
		}
	}
	slices.SortFunc(r.s.HallTypes, func(a, b model.HallType) int { return cmp.Compare(a.ID, b.ID) })
	r.index.hallType = positions(r.s.HallTypes, func(x *model.HallType) string { return x.ID })
}

// measured is a hall type with a measure.
func (r *resolver) measured(t model.HallType, rec *record) model.HallType {
	change := func(name string) float64 { return 1 + rec.num(name) }
	t.ID += "+" + rec.text("id")
	t.Name += ", " + rec.text("name")
	t.ShellCapex += unit.MoneyPerMW(r.money(rec, "shell_capex"))
	t.FixedOM += unit.MoneyPerMWYear(r.money(rec, "fixed_om"))
	t.Uptime = min(1, t.Uptime*unit.Share(change("uptime")))
	t.Efficiency *= unit.JPerTH(change("efficiency"))
	t.VariableOM *= unit.MoneyPerMWh(change("variable_om"))
	t.MachineLife = unit.Months(math.Round(float64(t.MachineLife) * change("machine_life")))
	return t
}
