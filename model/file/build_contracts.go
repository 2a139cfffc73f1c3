package file

import (
	"cmp"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/unit"
)

// chosenContract is a contract that the scenario takes up.
type chosenContract struct {
	rec       *record
	regions   []string
	mandatory bool
}

// chooseContracts applies the scenario's choice and filters to the contracts.
// Optional contracts that the scenario has no region or no time for are left
// out; mandatory ones of that kind are reported.
func (r *resolver) chooseContracts() []chosenContract {
	only := r.contractIDs("only")
	forced := r.contractIDs("mandatory")
	power := r.connectable()
	var chosen []chosenContract
	for _, rec := range r.recs[contractsTable] {
		id := rec.text("id")
		if rec.pack != everywhere && only != nil && !only[id] {
			continue
		}
		c := chosenContract{rec: rec, mandatory: rec.yes("mandatory") || forced[id]}
		for _, region := range r.choose(rec, everywhere) {
			if r.kept[region] {
				c.regions = append(c.regions, region)
			}
		}
		if len(c.regions) == 0 {
			if c.mandatory && len(r.kept) > 0 {
				r.report(diag.ContractRegions, rec.where("regions"), "keep one of its regions, or make it optional",
					"the mandatory contract %s may be served from none of the scenario's regions", id)
			}
			continue
		}
		if !r.withinHorizon(c) || !rec.ok {
			continue
		}
		if c.mandatory && power != nil {
			r.checkContractSize(rec, c.regions, power, "in the scenario's regions")
		}
		chosen = append(chosen, c)
	}
	return chosen
}

// contractIDs reads a list of contract ids of the scenario, nil when it is not
// written.
func (r *resolver) contractIDs(field string) map[string]bool {
	cell := r.in.part["contracts"].cell(field)
	if !cell.written() {
		return nil
	}
	ids := map[string]bool{}
	for _, it := range cell.items() {
		ids[it.text] = true
		r.find(r.ids[contractsTable.Name], it, "contracts."+field)
	}
	return ids
}

// withinHorizon reports whether any of a contract's term lies in the horizon,
// and reports the contracts whose dates make no sense for it.
func (r *resolver) withinHorizon(c chosenContract) bool {
	h := r.s.Horizon
	start := c.rec.cell("start")
	if h.Periods == 0 || !start.ok {
		return true
	}
	if start.date.Before(h.Start) {
		r.report(diag.ContractBeforeHorizon, start.at, "start the horizon earlier, or leave the contract out with contracts.only",
			"%s starts on %s, before the horizon does on %s", c.rec.text("id"), start.date, h.Start)
		return false
	}
	if end := h.Begin(h.Periods); !start.date.Before(end) {
		if c.mandatory {
			r.report(diag.ContractAfterHorizon, start.at, "lengthen the horizon, or make it optional",
				"the mandatory contract %s starts on %s, after the horizon ends", c.rec.text("id"), start.date)
		}
		return false
	}
	return true
}

// buildContracts fills in the chosen contracts.
func (r *resolver) buildContracts() {
	for _, c := range r.contracts {
		rec := c.rec
		market, known := r.index.market[rec.text("market")]
		if !known {
			continue // an unknown market has been reported
		}
		r.s.Contracts = append(r.s.Contracts, model.Contract{
			ID: rec.text("id"), Client: rec.text("client"), Product: product(rec), Market: market, MW: unit.MW(rec.num("mw")),
			Start: rec.cell("start").date, Term: unit.Months(rec.num("term_months")), Ramp: unit.Months(rec.num("ramp_months")),
			Price: unit.MoneyPerMWMonth(r.money(rec, "price")), PassThrough: rec.yes("pass_through"),
			ExpectedUse: unit.Share(rec.num("expected_use")), TakeOrPay: unit.Share(rec.num("take_or_pay")), SLA: unit.Share(rec.num("sla")),
			Regions: r.regionNumbers(c.regions), Default: r.defaultChance(rec),
			RelettingGap: unit.Months(rec.num("reletting_gap_months")), RelettingPrice: unit.Share(rec.num("reletting_price")),
			Penalty: unit.MoneyPerMWMonth(r.money(rec, "penalty")), MaxShort: unit.Share(rec.num("max_short")),
			Mandatory: c.mandatory, Provenance: r.use(rec),
		})
		if c.mandatory && !r.sold(product(rec)) && !r.ids[hallTypesTable.Name].partial {
			r.report(diag.MissingRecord, rec.where("product"), "add a hall type of that business to the technology",
				"the mandatory contract %s wants %s, but no hall type offers it", rec.text("id"), rec.text("product"))
		}
	}
	slices.SortFunc(r.s.Contracts, func(a, b model.Contract) int { return cmp.Compare(a.ID, b.ID) })
}

// defaultChance is a client's chance of default in a year: given, or that of
// its rating.
func (r *resolver) defaultChance(rec *record) unit.Share {
	rating := rec.cell("rating")
	if !rating.ok {
		return unit.Share(rec.num("default_per_year"))
	}
	if row := r.ids[ratingsTable.Name].at[rating.text]; row != nil {
		r.use(row)
		return unit.Share(row.num("default_per_year"))
	}
	if r.in.risk == nil && !r.toldRating {
		r.toldRating = true
		r.report(diag.NoRiskSet, rating.at, "write risk: base in the scenario, or default_per_year here",
			"%s has a rating, which a risk set explains, but the scenario names none", rec.text("id"))
	}
	return 0
}

// product is the AI product of a record.
func product(rec *record) model.Business {
	return model.Business(slices.Index(businesses, rec.text("product")))
}

// sold reports whether a hall type of the technology offers a product.
func (r *resolver) sold(b model.Business) bool {
	return slices.ContainsFunc(r.s.HallTypes, func(t model.HallType) bool { return t.Business == b })
}
