package file

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// ruleFields says which optional fields a kind of rule needs; those it does
// not need have no meaning for it, but that some may name businesses.
type ruleFields struct {
	business, share, limit bool
	mayNameBusiness        bool
	unit                   string
}

var ruleKindFields = map[string]ruleFields{
	"ban":          {business: true},
	"take_or_pay":  {share: true},
	"min_site":     {limit: true, unit: "MW"},
	"max_site":     {limit: true, unit: "MW"},
	"openings":     {limit: true, unit: "openings/year"},
	"max_share":    {business: true, share: true},
	"carbon_cap":   {limit: true, unit: "t/year"},
	"equipment":    {business: true, limit: true, unit: "machines/year"},
	"no_new_halls": {business: true},
	"min_mw":       {mayNameBusiness: true, limit: true, unit: "MW"},
}

// limitUnits gives what a limit in a unit is multiplied with.
var limitUnits = map[string]map[string]float64{
	"MW":            {"kW": 1e-3, "MW": 1, "GW": 1e3},
	"openings/year": {"openings/year": 1},
	"machines/year": {"machines/year": 1},
	"t/year":        {"t/year": 1, "kt/year": 1e3, "Mt/year": 1e6},
}

// checkRules checks the rules of the packs and of the scenario.
func (r *resolver) checkRules() {
	for _, rec := range r.recs[rulesTable] {
		if !rec.ok {
			continue
		}
		r.checkRuleFields(rec)
		if from, to := rec.cell("from"), rec.cell("to"); from.ok && to.ok && to.date.Before(from.date) {
			r.report(diag.DateOrder, rec.where("to"), "to is the last day in force", "%s ends on %s, before it begins on %s", rec.text("id"), to.date, from.date)
		}
		r.choose(rec, rec.pack)
		for _, it := range rec.items("exempt_sites") {
			if r.siteOrOffer(it.text) == nil && !r.ids[sitesTable.Name].partial && !r.ids[offersTable.Name].partial {
				known := append(slices.Clone(r.ids[sitesTable.Name].names), r.ids[offersTable.Name].names...)
				r.report(diag.UnknownID, it.at, r.nearest(it.text, known), "exempt_sites: there is no site or offer %q", it.text)
			}
		}
	}
	r.checkSiteBounds()
}

// siteOrOffer finds the record of an existing site or of an offer.
func (r *resolver) siteOrOffer(id string) *record {
	if site := r.ids[sitesTable.Name].at[id]; site != nil {
		return site
	}
	return r.ids[offersTable.Name].at[id]
}

// checkRuleFields checks that a rule has the fields of its kind and no others.
func (r *resolver) checkRuleFields(rec *record) {
	kind := rec.text("kind")
	wants := ruleKindFields[kind]
	for _, f := range []struct {
		name  string
		wants bool
	}{
		{"business", wants.business}, {"share", wants.share}, {"limit", wants.limit}, {"limit_unit", wants.limit},
	} {
		written := rec.cell(f.name).written()
		switch {
		case f.wants && !written:
			r.report(diag.MissingValue, rec.where(f.name), "a rule of kind "+kind+" needs it", "%s is empty", f.name)
			rec.ok = false
		case written && !f.wants && !(f.name == "business" && wants.mayNameBusiness):
			r.report(diag.UnusedField, rec.where(f.name), "leave it empty", "%s has no meaning for a rule of kind %s", f.name, kind)
		}
	}
	if !rec.ok || !wants.limit {
		if kind == "ban" && rec.ok && strings.Join(words(rec.items("business")), " ") != "mining" {
			r.report(diag.RuleBusiness, rec.where("business"), "use no_new_halls for AI businesses", "only mining can be banned for a time")
		}
		return
	}
	if _, fits := limitUnits[wants.unit][rec.text("limit_unit")]; !fits {
		r.report(diag.BadUnit, rec.where("limit_unit"), "write "+wants.unit, "%q is not a unit of a rule of kind %s", rec.text("limit_unit"), kind)
		rec.ok = false
	}
	if limit := rec.num("limit"); kind == "openings" && limit != math.Trunc(limit) {
		r.report(diag.NotWhole, rec.where("limit"), "openings are counted", "the limit of %s has to be a whole number", rec.text("id"))
	}
}

// ruleLimit is the limit of a rule in the unit of its kind.
func ruleLimit(rec *record) float64 {
	return rec.num("limit") * limitUnits[ruleKindFields[rec.text("kind")].unit][rec.text("limit_unit")]
}

// words lists the texts of items.
func words(items []item) []string {
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = it.text
	}
	return out
}

// checkSiteBounds reports a smallest site size above a largest of the same
// region, both enabled.
func (r *resolver) checkSiteBounds() {
	most := map[string]*record{}
	for _, rec := range r.recs[rulesTable] {
		if rec.ok && rec.yes("enabled") && rec.text("kind") == "max_site" {
			for _, region := range r.choose(rec, rec.pack) {
				if old := most[region]; old == nil || ruleLimit(rec) < ruleLimit(old) {
					most[region] = rec
				}
			}
		}
	}
	for _, rec := range r.recs[rulesTable] {
		if !rec.ok || !rec.yes("enabled") || rec.text("kind") != "min_site" {
			continue
		}
		for _, region := range r.choose(rec, rec.pack) {
			if top := most[region]; top != nil && ruleLimit(top) < ruleLimit(rec) && overlap(rec, top) {
				r.report(diag.MinAboveMax, rec.where("limit"), "lower it, or raise that of "+top.text("id"), "%s asks for larger sites in %s than %s allows",
					rec.text("id"), region, top.text("id"))
				break
			}
		}
	}
}

// overlap reports whether the dates of two rules have a day in common, their
// months aside.
func overlap(a, b *record) bool {
	before := func(a, b *record) bool {
		to, from := a.cell("to"), b.cell("from")
		return to.ok && from.ok && to.date.Before(from.date)
	}
	return !before(a, b) && !before(b, a)
}

// choose lists the regions that the regions field of a record selects, before
// the scenario's filters, within one pack or in all. What is unknown is
// reported the first time.
func (r *resolver) choose(rec *record, pack int) []string {
	if chosen, done := r.chosen[rec]; done || !rec.has("regions") {
		return chosen
	}
	var chosen []string
	if len(rec.items("regions")) == 0 {
		r.report(diag.NoRegions, rec.where("regions"), "name its regions, or * for all", "the %s %s has no regions", rec.table.Record, rec.text("id"))
	}
	for _, it := range rec.items("regions") {
		before := len(chosen)
		for _, region := range r.recs[regionsTable] {
			if (pack == everywhere || region.pack == pack) && matches(it.text, region) {
				chosen = append(chosen, region.text("id"))
			}
		}
		if len(chosen) == before && it.text != "*" {
			r.checkSelector(it)
		}
	}
	slices.Sort(chosen)
	chosen = slices.Compact(chosen)
	r.chosen[rec] = chosen
	return chosen
}

// matches reports whether a selector selects a region.
func matches(selector string, region *record) bool {
	field, value, found := strings.Cut(selector, "=")
	switch {
	case !found:
		return selector == "*" || selector == region.text("id")
	case field == "power_system" || field == "country":
		return region.text(field) == value
	}
	return false
}

// checkSelector reports a selector that selects nothing, unless it is meant
// for packs that the scenario does not load.
func (r *resolver) checkSelector(it item) {
	regions := r.ids[regionsTable.Name]
	field, value, found := strings.Cut(it.text, "=")
	if !found {
		r.find(regions, it, "regions")
		return
	}
	if field != "power_system" && field != "country" {
		r.report(diag.UnknownID, it.at, "write a region id, *, power_system=X or country=Y", "regions cannot be chosen by %q", field)
		return
	}
	if regions.partial || r.otherIDs(regionsTable, field)(value) {
		return
	}
	var known []string
	for _, rec := range r.recs[regionsTable] {
		known = append(known, fmt.Sprintf("%s=%s", field, rec.text(field)))
	}
	r.report(diag.UnknownID, it.at, r.nearest(it.text, known), "no region has the %s %q", field, value)
}
