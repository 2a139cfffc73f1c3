package file

import (
	"github.com/gridalloc/gridalloc/model/diag"
)

// checkOffers checks the figures of each offer and the site it extends.
func (r *resolver) checkOffers() {
	extended := map[string]*record{}
	for _, rec := range r.recs[offersTable] {
		if !rec.ok {
			continue
		}
		r.checkOfferSize(rec)
		low, mid, high := rec.num("lead_optimistic_months"), rec.num("lead_typical_months"), rec.num("lead_pessimistic_months")
		if low > mid || mid > high {
			r.report(diag.LeadOrder, rec.where("lead_optimistic_months"), "optimistic <= typical <= pessimistic",
				"the lead times of %s are not in order: %g, %g, %g", rec.text("id"), low, mid, high)
		}
		if !rec.has("site") {
			if site := r.ids[sitesTable.Name].at[rec.text("id")]; site != nil {
				r.report(diag.DuplicateID, rec.where("id"), "name the site in the column site if the offer extends it",
					"%s is the id of an existing site too", rec.text("id"))
			}
			continue
		}
		name := rec.text("site")
		if first := extended[name]; first != nil {
			r.report(diag.TwoOffers, rec.where("site"), "keep one of them", "the site %s has an offer already, %s at line %d",
				name, first.text("id"), first.at.line)
			continue
		}
		extended[name] = rec
		if site := r.ids[sitesTable.Name].at[name]; site != nil && site.ok {
			r.checkExtension(rec, site)
		}
	}
}

// checkOfferSize checks that an offer can be ordered.
func (r *resolver) checkOfferSize(rec *record) {
	least, most, firm, flex := rec.num("min_mw"), rec.num("max_mw"), rec.num("max_firm_mw"), rec.num("max_flex_mw")
	switch {
	case least > most:
		r.report(diag.MinAboveMax, rec.where("min_mw"), "min_mw is at most max_mw", "%s has min_mw %g above max_mw %g", rec.text("id"), least, most)
	case firm > most || flex > most:
		r.report(diag.MinAboveMax, rec.where("max_firm_mw"), "max_firm_mw and max_flex_mw are at most max_mw",
			"%s offers more firm or flex MW than MW in all", rec.text("id"))
	case firm+flex < least || firm+flex == 0:
		r.report(diag.MinAboveMax, rec.where("min_mw"), "raise max_firm_mw or max_flex_mw",
			"%s cannot be ordered: max_firm_mw and max_flex_mw are %g together", rec.text("id"), firm+flex)
	}
}

// checkExtension checks an offer against the site it extends.
func (r *resolver) checkExtension(rec, site *record) {
	if rec.text("region") != site.text("region") {
		r.report(diag.Disagree, rec.where("region"), "an offer lies in the region of its site", "the offer %s is in %s but its site in %s",
			rec.text("id"), rec.text("region"), site.text("region"))
	}
	had, gets := site.num("feeders"), rec.num("feeders")
	switch {
	case gets > had && had >= 2:
		r.report(diag.FeedersRaised, rec.where("feeders"), "an offer may raise the feeders of a site with one feeder only",
			"%s raises the feeders of %s from %g to %g", rec.text("id"), site.text("id"), had, gets)
	case gets < had:
		r.report(diag.FeedersRaised, rec.where("feeders"), "feeders are those of the whole site once the offer is energised",
			"%s lowers the feeders of %s from %g to %g", rec.text("id"), site.text("id"), had, gets)
	}
}

// checkHalls checks that existing halls fit their site.
func (r *resolver) checkHalls() {
	types, designs := r.ids[hallTypesTable.Name], r.ids[designsTable.Name]
	for _, rec := range r.recs[hallsTable] {
		site, kind, design := r.ids[sitesTable.Name].at[rec.text("site")], types.at[rec.text("hall_type")], designs.at[rec.text("design")]
		if !rec.ok || site == nil || kind == nil || design == nil || !site.ok || !kind.ok || !design.ok {
			continue
		}
		feeders, ai := site.num("feeders"), kind.text("business") != "mining"
		switch stand := rec.text("stand"); {
		case ai && stand != "firm":
			r.report(diag.HallStand, rec.where("stand"), "AI halls stand on firm MW", "%s cannot stand on %s MW", kind.text("id"), stand)
		case ai && feeders < 2:
			r.report(diag.HallStand, rec.where("stand"), "AI halls need a site with two feeders or more", "%s stands at a site with one feeder", rec.text("id"))
		case stand == "headroom" && feeders < 2:
			r.report(diag.HallStand, rec.where("stand"), "with one feeder, write firm", "%s has one feeder and therefore no headroom", site.text("id"))
		case stand == "firm" && !ai && feeders >= 2:
			r.report(diag.HallStand, rec.where("stand"), "with two feeders or more, miners stand on headroom", "%s stands on firm MW of a site with %g feeders", rec.text("id"), feeders)
		}
		if design.num("feeders") > feeders {
			r.report(diag.DesignFeeders, rec.where("design"), "choose a design with fewer feeders", "%s needs %g feeders but %s has %g",
				design.text("id"), design.num("feeders"), site.text("id"), feeders)
		}
		if rec.num("shell_age_months") >= kind.num("shell_life_months") {
			r.report(diag.OutOfRange, rec.where("shell_age_months"), "take the halls out", "the shells of %s are past their life of %g months",
				rec.text("id"), kind.num("shell_life_months"))
		}
	}
	r.checkHallPower()
}

// checkHallPower checks that the halls of a site need no more MW than it has.
func (r *resolver) checkHallPower() {
	names, groups := r.byKey(hallsTable, "site")
	for _, name := range names {
		site := r.ids[sitesTable.Name].at[name]
		if site == nil || !site.ok || !allOK(groups[name]) {
			continue
		}
		var firm, secure, flex float64
		for _, rec := range groups[name] {
			mw, ai := r.hallMW(rec, site)
			switch {
			case rec.text("stand") == "flex":
				flex += mw
			case ai:
				firm, secure = firm+mw, secure+mw
			default:
				firm += mw
			}
		}
		has, feeders := site.num("firm_mw"), site.num("feeders")
		for _, limit := range []struct {
			what       string
			needs, has float64
		}{
			{"firm", firm, has}, {"secure firm", secure, has * (feeders - 1) / feeders}, {"flex", flex, site.num("flex_mw")},
		} {
			if limit.needs > limit.has+tolerance {
				r.report(diag.HallsExceedSite, groups[name][0].where("site"), "a hall reserves module_mw times grid_per_it of its climate",
					"the halls of %s need %.4g MW of %s power but it has %.4g", name, limit.needs, limit.what, limit.has)
			}
		}
	}
}

// hallMW is the grid MW that a group of existing halls reserves.
func (r *resolver) hallMW(rec, site *record) (mw float64, ai bool) {
	kind, region := r.ids[hallTypesTable.Name].at[rec.text("hall_type")], r.ids[regionsTable.Name].at[site.text("region")]
	if kind == nil || region == nil {
		return 0, false
	}
	climate := r.climate(kind.text("climate"))
	perIT := gridPerIT(climate, region.num("mean_annual_temp_c"))
	return rec.num("count") * kind.num("module_mw") * perIT, kind.text("business") != "mining"
}

// checkHallTypes checks what a hall type needs by its business.
func (r *resolver) checkHallTypes() {
	byProduct := map[string]*record{}
	for _, rec := range r.recs[hallTypesTable] {
		if !rec.has("business") {
			continue
		}
		business := rec.text("business")
		if first := byProduct[business]; first != nil && business != "mining" {
			r.report(diag.ManyAITypes, rec.where("business"), "keep one hall type for each AI product", "%s is a second hall type of %s, beside %s",
				rec.text("id"), business, first.text("id"))
		}
		byProduct[business] = rec
		if !rec.cell("designs").written() {
			r.report(diag.NoDesigns, rec.where("designs"), "name at least one id of designs.csv", "%s has no supply designs", rec.text("id"))
		}
		r.checkBusinessFields(rec, business == "mining")
	}
}

// checkBusinessFields checks that a hall type has the fields of its business
// and no others.
func (r *resolver) checkBusinessFields(rec *record, mining bool) {
	for _, f := range []struct {
		name   string
		mining bool
	}{
		{"efficiency_j_per_th", true}, {"efficiency_trend", true}, {"uptime", true}, {"pool_fee", true}, {"load_factor", false},
	} {
		written := rec.cell(f.name).written()
		if f.mining == mining && !written {
			r.report(diag.MissingValue, rec.where(f.name), "a hall type of "+rec.text("business")+" needs it", "%s is empty", f.name)
			rec.ok = false
		}
		if f.mining != mining && written {
			r.report(diag.UnusedField, rec.where(f.name), "leave it empty", "%s has no meaning for %s", f.name, rec.text("business"))
		}
	}
	if rec.text("business") == "gpu_cloud" && rec.has("units_per_mw") && rec.num("units_per_mw") == 0 {
		r.report(diag.OutOfRange, rec.where("units_per_mw"), "say how many GPUs there are per MW of IT load", "units_per_mw of gpu_cloud may not be 0")
	}
	if rec.ok && mining && rec.num("machine_life_months") == 0 {
		r.report(diag.OutOfRange, rec.where("machine_life_months"), "miners wear out; say after how many months", "machine_life_months of mining may not be 0")
	}
	if rec.ok && rec.num("machine_life_months") == 0 && rec.num("machine_capex") > 0 {
		r.report(diag.Disagree, rec.where("machine_capex"), "machines that cost something have a life; where the tenant brings them both are 0",
			"%s has machine_capex but no machine_life_months", rec.text("id"))
	}
}
