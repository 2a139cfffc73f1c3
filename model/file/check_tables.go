package file

import (
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/model/diag"
)

// tolerance is how far shares may be from what they should add up to.
const tolerance = 1e-6

// checkTables checks every record of the packs, whether the scenario's filters
// keep it or not.
func (r *resolver) checkTables() {
	r.gpusPerMW, r.gpusUnknown = r.unitsOfGPUCloud(), r.ids[hallTypesTable.Name].partial
	for _, group := range [][]*Table{regionTables, technologyTables, marketTables, riskTables, moneyTables, {sourcesTable}} {
		for _, t := range group {
			recs := r.recs[t]
			r.checkKeys(t, recs)
			r.checkReferences(recs, r.idsFor(t))
			if t.Sourced {
				r.checkSources(recs, r.ids[sourcesTable.Name])
			}
			for _, rec := range recs {
				r.checkUnits(rec)
			}
		}
	}
	for _, t := range []*Table{connectionTable, delaysTable, clientsTable} {
		if rows := r.recs[t]; len(rows) > 1 {
			r.report(diag.DuplicateID, rows[1].at, "keep one row", "%s has one row", t.Name)
		}
	}
	r.checkZones()
	r.checkRegionTables()
	r.checkOffers()
	r.checkHalls()
	r.checkHallTypes()
	r.checkMeasures()
	r.checkComponents()
	r.checkDesigns()
	r.checkRules()
	r.checkAgreement(demandTable, "market", "product", "price_share")
	r.checkAgreement(jointLimitsTable, "name", "regions")
	for _, rec := range r.recs[jointLimitsTable] {
		r.choose(rec, rec.pack)
	}
	r.checkYears()
	r.checkContracts()
	r.checkRisk()
	r.checkAllUsed()
}

// unitsOfGPUCloud is the number of GPUs per MW of the hall type that serves
// gpu_cloud, 0 without one.
func (r *resolver) unitsOfGPUCloud() float64 {
	for _, rec := range r.recs[hallTypesTable] {
		if rec.text("business") == "gpu_cloud" {
			return rec.num("units_per_mw")
		}
	}
	return 0
}

// checkAllUsed reports records that nothing names. Zones and client markets
// are there for regions: other tables naming them do not make them used.
func (r *resolver) checkAllUsed() {
	r.usedByRegions(zonesTable, "zone")
	r.usedByRegions(clientMarketsTable, "market")
	for _, group := range [][]*Table{regionTables, technologyTables, marketTables} {
		for _, t := range group {
			if t.MustBeUsed && !r.usersBroken(t) {
				r.checkUsed(r.ids[t.Name])
			}
		}
	}
}

// usedByRegions marks the records that a field of regions.csv names, in the
// scenario's packs or in others.
func (r *resolver) usedByRegions(t *Table, field string) {
	here := map[string]bool{}
	for _, rec := range r.recs[regionsTable] {
		here[rec.text(field)] = true
	}
	elsewhere := r.otherIDs(regionsTable, field)
	for id, rec := range r.ids[t.Name].at {
		rec.used = here[id] || t.Folder != "regions" && elsewhere(id)
	}
}

// usersBroken reports whether a table that names records of t could not be
// read, or has rows that are bad.
func (r *resolver) usersBroken(t *Table) bool {
	for _, group := range [][]*pack{r.in.regions, {r.in.tech}, r.in.markets} {
		for _, p := range group {
			for user, rows := range p.tables {
				for _, f := range user.Fields {
					if f.Refers == t.Name && rows.broken {
						return true
					}
				}
			}
		}
	}
	return false
}

// allOK reports whether all records are good.
func allOK(recs []*record) bool {
	return !slices.ContainsFunc(recs, func(rec *record) bool { return !rec.ok })
}

// checkZones checks that the blocks of a zone cover the year at the mean price.
func (r *resolver) checkZones() {
	names, zones := r.byKey(zonesTable, "zone")
	for _, zone := range names {
		blocks := zones[zone]
		if !allOK(blocks) {
			continue
		}
		var hours, price float64
		for _, b := range blocks {
			hours += b.num("hours_share")
			price += b.num("hours_share") * b.num("price_multiplier")
		}
		at := blocks[0].where("zone")
		if math.Abs(hours-1) > tolerance {
			r.report(diag.BlockShares, at, "the blocks of a zone cover the whole year",
				"the hours_share of zone %s add up to %.6g instead of 1", zone, hours)
		} else if math.Abs(price-1) > tolerance {
			r.report(diag.BlockMean, at, "divide every price_multiplier of the zone by this mean",
				"the price_multiplier of zone %s have the mean %.6g instead of 1", zone, price)
		}
	}
}

// checkRegionTables checks that every region has its price and carbon, and
// every market regions of one country.
func (r *resolver) checkRegionTables() {
	for _, t := range []*Table{pricesTable, carbonTable} {
		ix := r.ids[t.Name]
		for _, rec := range r.recs[regionsTable] {
			if id := rec.text("id"); rec.has("id") && ix.at[id] == nil && !ix.partial {
				r.report(diag.MissingRecord, rec.where("id"), "add a row for the region to "+t.Name, "the region %s has no %s", id, t.Record)
			}
		}
	}
	country := map[string]*record{}
	for _, rec := range r.recs[regionsTable] {
		market := rec.text("market")
		if !rec.has("market") || !rec.has("country") {
			continue
		}
		if first := country[market]; first == nil {
			country[market] = rec
		} else if first.text("country") != rec.text("country") {
			r.report(diag.MarketCountries, rec.where("market"), "give each country client markets of its own",
				"the market %s has regions of %s and of %s", market, first.text("country"), rec.text("country"))
		}
	}
}

// checkComponents checks that a component has its availability in one way.
func (r *resolver) checkComponents() {
	for _, rec := range r.recs[componentsTable] {
		if !rec.ok {
			continue
		}
		given, failures, repair := rec.has("availability"), rec.has("failures_per_year"), rec.has("repair_hours")
		if given == failures || failures != repair {
			r.report(diag.AvailabilityForm, rec.at, "fill availability, or failures_per_year and repair_hours",
				"the availability of %s is not given in one way", rec.text("id"))
			rec.ok = false
		}
	}
}

// checkDesigns checks that every design has groups, and their counts.
func (r *resolver) checkDesigns() {
	for _, rec := range r.recs[designGroupsTable] {
		if rec.ok && rec.num("need") > rec.num("count") {
			r.report(diag.MinAboveMax, rec.where("need"), "of count chains at most count can be needed",
				"%s needs %g of %g chains", rec.text("design"), rec.num("need"), rec.num("count"))
		}
	}
	groups := r.ids[designGroupsTable.Name]
	for _, rec := range r.recs[designsTable] {
		if id := rec.text("id"); rec.has("id") && groups.at[id] == nil && !groups.partial {
			r.report(diag.MissingRecord, rec.where("id"), "add its groups to design_groups.csv", "the supply design %s has no groups", id)
		}
	}
}

// checkAgreement checks that the rows of one id say the same in fields that
// belong to the id.
func (r *resolver) checkAgreement(t *Table, fields ...string) {
	names, groups := r.byKey(t, "id")
	for _, id := range names {
		first := groups[id][0]
		for _, rec := range groups[id][1:] {
			for _, field := range fields {
				if rec.ok && first.ok && rec.text(field) != first.text(field) {
					r.report(diag.Disagree, rec.where(field), "the rows of one id have the same "+field,
						"%s of the %s %s is %q here and %q at line %d", field, t.Record, id, rec.text(field), first.text(field), first.at.line)
				}
			}
		}
	}
}
