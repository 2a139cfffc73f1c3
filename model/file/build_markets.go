package file

import (
	"cmp"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/unit"
)

// buildClientMarkets fills in the markets that the scenario's regions sell to
// or its contracts name, without their demand.
func (r *resolver) buildClientMarkets() {
	used := map[string]bool{}
	for _, rec := range r.keptRegions() {
		used[rec.text("market")] = true
	}
	for _, c := range r.contracts {
		used[c.rec.text("market")] = true
	}
	for _, rec := range r.recs[clientMarketsTable] {
		if used[rec.text("id")] {
			r.s.Markets = append(r.s.Markets, model.ClientMarket{ID: rec.text("id"), Name: rec.text("name"), Provenance: r.use(rec)})
		}
	}
	slices.SortFunc(r.s.Markets, func(a, b model.ClientMarket) int { return cmp.Compare(a.ID, b.ID) })
	r.index.market = positions(r.s.Markets, func(x *model.ClientMarket) string { return x.ID })
}

// buildMarkets fills in demand and the one world that the tables describe.
func (r *resolver) buildMarkets() {
	r.buildDemand()
	w := model.World{Name: "base", Probability: 1}
	used := len(r.s.Inputs)
	r.series("the hashprice", r.recs[hashpriceTable], func(rec *record) {
		w.Hashprice = append(w.Hashprice, unit.Hashprice(r.money(rec, "value")))
	})
	_, rents := r.byKey(rentsTable, "market", "product")
	w.Rent = make([][3][]unit.MoneyPerMWMonth, len(r.s.Markets))
	for m := range r.s.Markets {
		for _, b := range []model.Business{model.Colocation, model.GPUCloud} {
			w.Rent[m][b] = r.rents(m, b, rents)
		}
	}
	_, zones := r.byKey(powerIndexTable, "zone")
	for _, zone := range r.s.Zones {
		var index []unit.Share
		if rows := zones[zone.ID]; rows != nil {
			r.series("the power index of "+zone.ID, rows, func(rec *record) { index = append(index, unit.Share(rec.num("index"))) })
		} else if ix := r.ids[powerIndexTable.Name]; !ix.partial {
			r.report(diag.MissingRecord, r.ids[zonesTable.Name].at[zone.ID].where("zone"), "add its years to power_index.csv of a market set of the scenario",
				"the price zone %s has no power index", zone.ID)
		}
		w.PowerIndex = append(w.PowerIndex, index)
	}
	r.scaleWorld(&w)
	w.Provenance = r.combined("world", "hashprice, rents and power index of the market sets", r.s.Inputs[used:])
	r.s.Base, r.s.Worlds = w, []model.World{w}
}

// combined is the provenance of what is made from several inputs: all their
// sources, the latest year and the lowest grade. key tells it from others.
func (r *resolver) combined(key, note string, inputs []model.Input) model.Provenance {
	p := model.Provenance{Method: model.Derived, Grade: model.GradeA, Note: note}
	for _, in := range inputs {
		p.Sources = append(p.Sources, in.Sources...)
		p.Year, p.Grade = max(p.Year, in.Year), max(p.Grade, in.Grade)
	}
	slices.Sort(p.Sources)
	p.Sources = slices.Compact(p.Sources)
	r.sources["combined "+key] = p.Sources
	return p
}

// rents is the rent of a product in a market by period; zeros where nobody
// rents it.
func (r *resolver) rents(m int, b model.Business, rents map[string][]*record) []unit.MoneyPerMWMonth {
	market := r.s.Markets[m]
	rows := rents[market.ID+"/"+b.String()]
	if rows == nil {
		if r.wanted(m, b) && r.sold(b) && !r.ids[rentsTable.Name].partial {
			r.report(diag.MissingRecord, r.ids[clientMarketsTable.Name].at[market.ID].where("id"), "add its years to rents.csv",
				"the market %s has no rents of %s", market.ID, b)
		}
		return make([]unit.MoneyPerMWMonth, r.s.Horizon.Periods)
	}
	var out []unit.MoneyPerMWMonth
	r.series("the rent of "+b.String()+" in "+market.ID, rows, func(rec *record) {
		out = append(out, unit.MoneyPerMWMonth(r.money(rec, "value")))
	})
	return out
}

// wanted reports whether there is demand or a contract for a product in a
// market.
func (r *resolver) wanted(m int, b model.Business) bool {
	return slices.ContainsFunc(r.s.Markets[m].Demand, func(d model.DemandStep) bool { return d.Product == b }) ||
		slices.ContainsFunc(r.s.Contracts, func(c model.Contract) bool { return c.Product == b && c.Market == m })
}

// series calls add with the record of each period's calendar year. Years after
// the last take the last; a horizon that begins before the first is reported.
func (r *resolver) series(what string, rows []*record, add func(*record)) {
	if !allOK(rows) {
		return
	}
	byYear := map[int]*record{}
	first, last := 0, 0
	for _, rec := range rows {
		year := int(rec.num("year"))
		byYear[year] = rec
		if first == 0 || year < first {
			first = year
		}
		last = max(last, year)
	}
	h := r.s.Horizon
	if h.Periods == 0 || first == 0 {
		return
	}
	if h.Year(0) < first {
		r.report(diag.MissingYear, byYear[first].where("year"), "add the years before, or start the horizon later",
			"%s begins in %d, but the horizon in %d", what, first, h.Year(0))
		return
	}
	for p := range h.Periods {
		rec := byYear[min(h.Year(p), last)]
		if rec == nil {
			return // a gap, which has been reported
		}
		r.use(rec)
		add(rec)
	}
}

// buildDemand fills in the demand steps of the scenario's markets.
func (r *resolver) buildDemand() {
	names, steps := r.byKey(demandTable, "id")
	for _, id := range names {
		first := steps[id][0]
		m, ok := r.index.market[first.text("market")]
		if !ok {
			continue
		}
		step := model.DemandStep{ID: id, Product: product(first), Price: unit.Share(first.num("price_share"))}
		r.series("the demand step "+id, steps[id], func(rec *record) {
			step.Depth = append(step.Depth, unit.MW(rec.num("depth_mw")))
			step.Provenance = r.prov(rec)
		})
		demand := &r.s.Markets[m].Demand
		*demand = append(*demand, step)
	}
}

// checkYears reports years that are missing between two given ones.
func (r *resolver) checkYears() {
	for _, t := range []struct {
		table  *Table
		fields []string
	}{
		{hashpriceTable, nil}, {rentsTable, []string{"market", "product"}}, {demandTable, []string{"id"}}, {powerIndexTable, []string{"zone"}},
	} {
		names, groups := r.byKey(t.table, t.fields...)
		for _, name := range names {
			rows := slices.Clone(groups[name])
			if !allOK(rows) {
				continue
			}
			slices.SortStableFunc(rows, func(a, b *record) int { return cmp.Compare(a.num("year"), b.num("year")) })
			for i := 1; i < len(rows); i++ {
				before, after := int(rows[i-1].num("year")), int(rows[i].num("year"))
				if after > before+1 {
					r.report(diag.MissingYear, rows[i].where("year"), "add the years between", "%s %s jumps from %d to %d", t.table.Name, name, before, after)
				}
			}
		}
	}
}

// byKey groups the records of a table by several fields joined with "/".
func (r *resolver) byKey(t *Table, fields ...string) (names []string, groups map[string][]*record) {
	groups = map[string][]*record{}
	for _, rec := range r.recs[t] {
		name := ""
		for i, f := range fields {
			if i > 0 {
				name += "/"
			}
			name += rec.text(f)
		}
		if groups[name] == nil {
			names = append(names, name)
		}
		groups[name] = append(groups[name], rec)
	}
	slices.Sort(names)
	return names, groups
}
