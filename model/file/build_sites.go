package file

import (
	"cmp"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// buildSites fills in existing sites with their halls, and offers: those that
// extend an existing site and those that are a site of their own.
func (r *resolver) buildSites() {
	at := map[string]int{}
	add := func(rec *record, site model.Site) {
		region, ok := r.index.region[rec.text("region")]
		if !ok {
			return
		}
		site.ID, site.Name, site.Region, site.Provenance = rec.text("id"), rec.text("name"), region, r.use(rec)
		at[site.ID] = len(r.s.Sites)
		r.s.Sites = append(r.s.Sites, site)
	}
	for _, rec := range r.recs[sitesTable] {
		add(rec, model.Site{Existing: model.Existing{
			Firm: unit.MW(rec.num("firm_mw")), Flex: unit.MW(rec.num("flex_mw")), Feeders: int(rec.num("feeders")),
		}})
	}
	for _, rec := range r.recs[offersTable] {
		if !rec.has("site") {
			add(rec, model.Site{HasOffer: true, Offer: r.offer(rec)})
		} else if i, ok := at[rec.text("site")]; ok {
			r.use(rec)
			r.s.Sites[i].HasOffer, r.s.Sites[i].Offer = true, r.offer(rec)
		}
	}
	for _, rec := range r.recs[hallsTable] {
		if i, ok := at[rec.text("site")]; ok {
			halls := &r.s.Sites[i].Existing.Halls
			*halls = append(*halls, r.existingHall(rec))
		}
	}
	for i := range r.s.Sites {
		slices.SortFunc(r.s.Sites[i].Existing.Halls, func(a, b model.ExistingHall) int { return cmp.Compare(a.ID, b.ID) })
	}
	slices.SortFunc(r.s.Sites, func(a, b model.Site) int { return cmp.Compare(a.ID, b.ID) })
	r.index.site = positions(r.s.Sites, func(x *model.Site) string { return x.ID })
	for _, rec := range r.recs[offersTable] {
		if i, ok := r.index.site[rec.text("site")]; ok {
			r.index.site[rec.text("id")] = i
		}
	}
}

// offer is the connection of a row of offers.csv.
func (r *resolver) offer(rec *record) model.Offer {
	return model.Offer{
		Min: unit.MW(rec.num("min_mw")), Max: unit.MW(rec.num("max_mw")),
		MaxFirm: unit.MW(rec.num("max_firm_mw")), MaxFlex: unit.MW(rec.num("max_flex_mw")),
		Feeders:   int(rec.num("feeders")),
		Lead:      [3]unit.Months{r.lead(rec, "optimistic"), r.lead(rec, "typical"), r.lead(rec, "pessimistic")},
		FixedCost: unit.Money(r.money(rec, "fixed_cost")), CostPerMW: unit.MoneyPerMW(r.money(rec, "cost")),
		Interruption: unit.HoursPerYear(rec.num("interruption_hours")),
	}
}

// lead is a lead time of an offer at the scenario's scale.
func (r *resolver) lead(rec *record, quantile string) unit.Months {
	return scaledLead(rec.num("lead_"+quantile+"_months"), r.in.part["scale"].num("lead_time"))
}

// existingHall is a row of halls.csv.
func (r *resolver) existingHall(rec *record) model.ExistingHall {
	return model.ExistingHall{
		ID: rec.text("id"), HallType: r.index.hallType[rec.text("hall_type")], Design: r.index.design[rec.text("design")],
		Stand: model.Stand(rec.num("stand")), Count: int(rec.num("count")),
		MachineAge: unit.Months(rec.num("machine_age_months")), ShellAge: unit.Months(rec.num("shell_age_months")), Provenance: r.use(rec),
	}
}
