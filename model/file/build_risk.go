package file

import (
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/unit"
)

// buildRisk fills in the processes of the risk set for the scenario's markets,
// zones and regions.
func (r *resolver) buildRisk() {
	if r.in.risk == nil {
		return
	}
	used := len(r.s.Inputs)
	risk := &r.s.Risk
	risk.Given, risk.Bitcoin, risk.Correlation = true, r.bitcoinRisk(), r.correlation()
	for _, t := range []*Table{bitcoinTable, correlationsTable} {
		for _, rec := range r.recs[t] {
			r.use(rec)
		}
	}
	_, rents := r.byKey(rentRisksTable, "market", "product")
	risk.Rent = make([][3]model.RentRisk, len(r.s.Markets))
	for m := range r.s.Markets {
		for _, b := range []model.Business{model.Colocation, model.GPUCloud} {
			risk.Rent[m][b] = r.rentRisk(r.riskRow(rentRisksTable, rents, r.s.Markets[m].ID, "/"+b.String()))
		}
	}
	_, zones := r.byKey(powerRisksTable, "zone")
	for _, zone := range r.s.Zones {
		risk.Power = append(risk.Power, r.powerRisk(r.riskRow(powerRisksTable, zones, zone.ID, "")))
	}
	for _, rec := range r.recs[clientsTable] {
		r.use(rec)
		risk.Clients.Correlation = unit.Share(rec.num("correlation"))
	}
	r.buildDelays()
	risk.Provenance = r.combined("risk", "the processes of the risk set", r.s.Inputs[used:])
}

// riskRow finds the row of an id, or that of all others. rest is the rest of
// the key. A missing one is reported.
func (r *resolver) riskRow(t *Table, rows map[string][]*record, id, rest string) *record {
	for _, key := range []string{id + rest, "*" + rest} {
		if recs := rows[key]; recs != nil {
			r.use(recs[0])
			return recs[0]
		}
	}
	if set := r.in.risk.tables[t]; !set.broken && allOK(set.records) {
		r.report(diag.MissingRecord, position{src: set.src}, "add a row, or one of * for all others", "there is no %s of %s", t.Record, id+rest)
	}
	return nil
}

// bitcoinRisk is what the rows of bitcoin.csv say.
func (r *resolver) bitcoinRisk() model.BitcoinRisk {
	cellOf := func(name string) *cell {
		if rec := r.ids[bitcoinTable.Name].at[name]; rec != nil {
			return rec.cell("value")
		}
		return &cell{}
	}
	num := func(name string) float64 {
		return r.amount(r.ids[bitcoinTable.Name].at[name], &bitcoinParameters.Fields[bitcoinParameters.byName[name]])
	}
	return model.BitcoinRisk{
		Model: model.PriceModel(cellOf("price_model").num), At: cellOf("at").date,
		Price: unit.Money(num("price")), Drift: num("drift"), Volatility: num("volatility"),
		Reversion: num("reversion"), JumpRate: num("jump_rate"), JumpMean: num("jump_mean"), JumpDeviation: num("jump_deviation"),
		Height: int(num("height")), FeeShare: unit.Share(num("fee_share")), FeeVolatility: num("fee_volatility"), FeeReversion: num("fee_reversion"),
		Hashrate: num("hashrate"), FleetEfficiency: unit.JPerTH(num("fleet_efficiency")), NewEfficiency: unit.JPerTH(num("new_efficiency")),
		FleetSpread: num("fleet_spread"), EfficiencyTrend: unit.Share(num("efficiency_trend")),
		PowerPrice: unit.MoneyPerMWh(num("power_price")), MachineCapex: unit.MoneyPerMW(num("machine_capex")), Payback: unit.Months(num("payback")),
		EntryRate: num("entry_rate"), ScrapRate: num("scrap_rate"), ExitLag: unit.Months(num("exit_lag")),
	}
}

// rentRisk is a row of rents.csv; nil stands for one that has been reported.
func (r *resolver) rentRisk(rec *record) model.RentRisk {
	if rec == nil {
		return model.RentRisk{}
	}
	return model.RentRisk{
		Drift: rec.num("drift"), Volatility: rec.num("volatility"), Reversion: rec.num("reversion"), Common: unit.Share(rec.num("common")),
		Utilisation: unit.Share(rec.num("utilisation")), UtilisationDeviation: rec.num("utilisation_deviation"),
		UtilisationReversion: rec.num("utilisation_reversion"),
	}
}

// powerRisk is a row of power.csv; nil stands for one that has been reported.
func (r *resolver) powerRisk(rec *record) model.PowerRisk {
	if rec == nil {
		return model.PowerRisk{}
	}
	return model.PowerRisk{
		Drift: rec.num("drift"), Volatility: rec.num("volatility"), Reversion: rec.num("reversion"), Common: unit.Share(rec.num("common")),
		SpreadVolatility: rec.num("spread_volatility"), SpreadReversion: rec.num("spread_reversion"),
	}
}

// buildDelays fills in how late connections are, and the grid company of each
// region.
func (r *resolver) buildDelays() {
	delay := &r.s.Risk.Delay
	for _, rec := range r.recs[delaysTable] {
		r.use(rec)
		delay.Early, delay.Late, delay.Correlation = unit.Share(rec.num("early")), unit.Share(rec.num("late")), unit.Share(rec.num("correlation"))
	}
	companies := r.ids[gridCompaniesTable.Name]
	names := make([]string, len(r.s.Regions))
	for i, region := range r.s.Regions {
		names[i] = region.ID
		if rec := companies.at[region.ID]; rec != nil {
			r.use(rec)
			names[i] = rec.text("company")
		}
	}
	delay.Companies = slices.Compact(slices.Sorted(slices.Values(names)))
	for _, name := range names {
		company, _ := slices.BinarySearch(delay.Companies, name)
		delay.Company = append(delay.Company, company)
	}
}
