package file

import (
	"cmp"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/unit"
)

// keepRegions applies the scenario's filters.
func (r *resolver) keepRegions() {
	r.kept = map[string]bool{}
	filter := r.in.part["regions"]
	systems := map[string]bool{}
	for _, rec := range r.recs[regionsTable] {
		systems[rec.text("power_system")] = true
	}
	regions := r.ids[regionsTable.Name]
	wanted := map[string]bool{}
	for _, it := range filter.items("power_systems") {
		wanted["system "+it.text] = true
		if !systems[it.text] && !regions.partial {
			r.report(diag.UnknownID, it.at, r.nearest(it.text, keys(systems)), "no region of the packs has the power system %q", it.text)
		}
	}
	for _, field := range []string{"ids", "except"} {
		for _, it := range filter.items(field) {
			wanted[field+" "+it.text] = true
			if regions.at[it.text] == nil && !regions.partial {
				r.report(diag.UnknownID, it.at, r.nearest(it.text, regions.names), "%s: there is no region %q in the packs", field, it.text)
			}
		}
	}
	all := len(filter.items("power_systems"))+len(filter.items("ids")) == 0
	for _, rec := range r.recs[regionsTable] {
		id := rec.text("id")
		if (all || wanted["system "+rec.text("power_system")] || wanted["ids "+id]) && !wanted["except "+id] {
			r.kept[id] = true
		}
	}
	if len(r.kept) == 0 && len(r.recs[regionsTable]) > 0 || filter.has("packs") && len(r.in.regions) == 0 {
		r.report(diag.NoRegions, filter.at, "loosen power_systems, ids or except", "no region is left")
	}
}

// keys lists the keys of a set.
func keys(set map[string]bool) []string {
	var names []string
	for name := range set {
		names = append(names, name)
	}
	return names
}

// buildRegions fills in countries, zones, regions and joint limits.
func (r *resolver) buildRegions() {
	countries, zones := map[string]bool{}, map[string]bool{}
	for _, rec := range r.keptRegions() {
		countries[rec.text("country")], zones[rec.text("zone")] = true, true
	}
	r.buildCountries(countries)
	r.buildZones(zones)
	r.buildClientMarkets()
	prices, carbon := r.ids[pricesTable.Name], r.ids[carbonTable.Name]
	for _, rec := range r.keptRegions() {
		region := model.Region{
			ID: rec.text("id"), Name: rec.text("name"), LocalName: rec.text("local_name"), Balance: rec.text("balance"),
			Country: r.index.country[rec.text("country")], Zone: r.index.zone[rec.text("zone")], Market: r.index.market[rec.text("market")],
			PowerSystem: rec.text("power_system"), Temperature: unit.Celsius(rec.num("mean_annual_temp_c")), Provenance: r.use(rec),
		}
		if p := prices.at[region.ID]; p != nil {
			r.use(p)
			region.EnergyPrice, region.NetworkPrice = unit.MoneyPerMWh(r.money(p, "energy")), unit.MoneyPerMWh(r.money(p, "network"))
		}
		if c := carbon.at[region.ID]; c != nil {
			r.use(c)
			region.CarbonIntensity = unit.TonnesPerMWh(c.num("t_per_mwh"))
		}
		r.s.Regions = append(r.s.Regions, region)
	}
	slices.SortFunc(r.s.Regions, func(a, b model.Region) int { return cmp.Compare(a.ID, b.ID) })
	r.index.region = positions(r.s.Regions, func(x *model.Region) string { return x.ID })
	r.buildSurplus()
	r.buildJointLimits()
}

// keptRegions lists the records of the scenario's regions.
func (r *resolver) keptRegions() []*record {
	var kept []*record
	seen := map[string]bool{}
	for _, rec := range r.recs[regionsTable] {
		if id := rec.text("id"); r.kept[id] && !seen[id] {
			seen[id] = true
			kept = append(kept, rec)
		}
	}
	return kept
}

// buildCountries fills in the countries of the scenario's regions.
func (r *resolver) buildCountries(used map[string]bool) {
	carry := r.in.part["tax"].text("losses") == "carry_forward"
	for _, rec := range r.recs[countriesTable] {
		if used[rec.text("id")] {
			r.s.Countries = append(r.s.Countries, model.Country{
				ID: rec.text("id"), Name: rec.text("name"), TaxRate: unit.Share(rec.num("tax_rate")), CarryForward: carry, Provenance: r.use(rec),
			})
		}
	}
	slices.SortFunc(r.s.Countries, func(a, b model.Country) int { return cmp.Compare(a.ID, b.ID) })
	r.index.country = positions(r.s.Countries, func(x *model.Country) string { return x.ID })
}

// buildZones fills in the price zones of the scenario's regions.
func (r *resolver) buildZones(used map[string]bool) {
	names, groups := r.byKey(zonesTable, "zone")
	for _, name := range names {
		if !used[name] {
			continue
		}
		zone := model.PriceZone{ID: name}
		blocks := groups[name]
		slices.SortFunc(blocks, func(a, b *record) int { return cmp.Compare(a.num("price_multiplier"), b.num("price_multiplier")) })
		for _, rec := range blocks {
			zone.Provenance = r.use(rec)
			zone.Blocks = append(zone.Blocks, model.PriceBlock{Hours: unit.Share(rec.num("hours_share")), Price: unit.Share(rec.num("price_multiplier"))})
		}
		if rec := r.ids[demandResponseTable.Name].at[name]; rec != nil {
			zone.Response = model.DemandResponse{
				Payment: unit.MoneyPerMWYear(r.money(rec, "payment")), Hours: unit.HoursPerYear(rec.num("hours")), Provenance: r.use(rec),
			}
		}
		r.s.Zones = append(r.s.Zones, zone)
	}
	r.index.zone = positions(r.s.Zones, func(x *model.PriceZone) string { return x.ID })
}

// buildSurplus fills in what each region can connect, by date.
func (r *resolver) buildSurplus() {
	for _, rec := range byDate(r.recs[surplusTable]) {
		if i, ok := r.index.region[rec.text("region")]; ok {
			r.s.Regions[i].Surplus = append(r.s.Regions[i].Surplus, r.surplus(rec))
		}
	}
}

// surplus is a row of surplus.csv or joint_limits.csv.
func (r *resolver) surplus(rec *record) model.Surplus {
	return model.Surplus{
		From: rec.cell("from").date, Firm: unit.MW(rec.num("firm_mw")), Interruptible: unit.MW(rec.num("interruptible_mw")), Provenance: r.use(rec),
	}
}

// byDate returns records with a good date, earliest first.
func byDate(recs []*record) []*record {
	var dated []*record
	for _, rec := range recs {
		if rec.has("from") {
			dated = append(dated, rec)
		}
	}
	slices.SortStableFunc(dated, func(a, b *record) int {
		from, other := a.cell("from").date, b.cell("from").date
		return cmp.Or(cmp.Compare(from.Year, other.Year), cmp.Compare(from.Month, other.Month), cmp.Compare(from.Day, other.Day))
	})
	return dated
}

// buildJointLimits fills in the joint limits of the scenario's regions; those
// of none of them are left out.
func (r *resolver) buildJointLimits() {
	at := map[string]int{}
	for _, rec := range byDate(r.recs[jointLimitsTable]) {
		regions := r.regionNumbers(r.choose(rec, rec.pack))
		if len(regions) == 0 {
			continue
		}
		id := rec.text("id")
		i, seen := at[id]
		surplus := r.surplus(rec)
		if !seen {
			i = len(r.s.JointLimits)
			at[id] = i
			r.s.JointLimits = append(r.s.JointLimits, model.JointLimit{ID: id, Name: rec.text("name"), Regions: regions, Provenance: surplus.Provenance})
		}
		r.s.JointLimits[i].Surplus = append(r.s.JointLimits[i].Surplus, surplus)
	}
	slices.SortFunc(r.s.JointLimits, func(a, b model.JointLimit) int { return cmp.Compare(a.ID, b.ID) })
}

// regionNumbers turns region ids into the scenario's indices, in rising
// order; those that the filters left out are dropped.
func (r *resolver) regionNumbers(ids []string) []int {
	var numbers []int
	for _, id := range ids {
		if i, ok := r.index.region[id]; ok {
			numbers = append(numbers, i)
		}
	}
	slices.Sort(numbers)
	return numbers
}
