package file

import (
	"github.com/gridalloc/gridalloc/model/diag"
)

// checkContracts checks the contracts of the tables and of the scenario.
func (r *resolver) checkContracts() {
	power := r.connectable()
	for _, rec := range r.recs[contractsTable] {
		id := rec.text("id")
		regions := r.choose(rec, everywhere)
		if given, rated := rec.cell("default_per_year").written(), rec.cell("rating").written(); given == rated {
			r.report(diag.DefaultForm, rec.where("default_per_year"), "fill default_per_year or rating", "the chance that %s defaults is not given in one way", id)
			rec.ok = false
		}
		if start := rec.cell("start"); start.ok && start.date.Day != 1 {
			r.report(diag.MonthStart, start.at, "write the first day of the month", "%s starts on %s, not on the first of a month", id, start.date)
		}
		if rec.has("term_months") && rec.num("ramp_months") > rec.num("term_months") {
			r.report(diag.MinAboveMax, rec.where("ramp_months"), "the ramp is part of the term", "%s ramps up for %g months but lasts %g",
				id, rec.num("ramp_months"), rec.num("term_months"))
		}
		if power != nil && len(regions) > 0 {
			r.checkContractSize(rec, regions, power, "in all its regions")
		}
	}
}

// checkContractSize reports a contract for more MW than its regions will ever
// have.
func (r *resolver) checkContractSize(rec *record, regions []string, power map[string]float64, where string) {
	var has float64
	for _, region := range regions {
		has += power[region]
	}
	if mw := rec.num("mw"); mw > has {
		r.report(diag.ContractTooLarge, rec.where("mw"), "split it, allow more regions or check the unit, MW",
			"%s wants %g MW, but the firm MW %s, surplus and existing sites, are %g", rec.text("id"), mw, where, has)
		rec.ok = false
	}
}

// connectable is the firm MW that a region will ever have, by region: its
// surplus and its existing sites. It is nil when a table could not be read.
func (r *resolver) connectable() map[string]float64 {
	power := map[string]float64{}
	for _, t := range []*Table{surplusTable, sitesTable} {
		if r.ids[t.Name].partial || !allOK(r.recs[t]) {
			return nil
		}
		for _, rec := range r.recs[t] {
			power[rec.text("region")] += rec.num("firm_mw")
		}
	}
	return power
}
