package file

import (
	"fmt"
	"strings"

	"github.com/gridalloc/gridalloc/model/diag"
)

// hoursPerMonth turns a price per hour into one per month.
const hoursPerMonth = 730

// quantities gives for each quantity that a unit column may be of the
// denominators it may have and what one multiplies a number with to get the
// quantity. GPU/hour depends on the hall type.
var quantities = map[string]map[string]float64{
	"money":          {"": 1},
	"money/BTC":      {"BTC": 1},
	"money/MW":       {"kW": 1e3, "MW": 1, "GW": 1e-3},
	"money/MWh":      {"kWh": 1e3, "MWh": 1, "GWh": 1e-3},
	"money/MW/year":  {"kW/year": 1e3, "MW/year": 1, "kW/month": 12e3, "MW/month": 12},
	"money/MW/month": {"kW/month": 1e3, "MW/month": 1, "GPU/hour": 0},
	"money/PH/day":   {"TH/day": 1e3, "PH/day": 1, "EH/day": 1e-3},
}

// scales are words that may stand between currency and denominator.
var scales = map[string]float64{"thousand": 1e3, "million": 1e6, "billion": 1e9}

// moneyUnit is a unit as read: its currency, its denominator, and the factor of
// scale words.
type moneyUnit struct {
	currency, per string
	scale         float64
}

// parseUnit reads a unit such as "USD million/MW".
func parseUnit(text string) (moneyUnit, bool) {
	u := moneyUnit{scale: 1}
	amount, per, _ := strings.Cut(text, "/")
	u.per = strings.TrimSpace(per)
	words := strings.Fields(amount)
	if len(words) == 2 {
		u.scale = scales[words[1]]
		words = words[:1]
	}
	if len(words) != 1 || u.scale == 0 {
		return u, false
	}
	u.currency = words[0]
	return u, true
}

// exchange converts money of the files to the scenario's currency and prices.
type exchange struct {
	*loader
	currency  string
	priceYear int
	perUSD    map[string]map[int]*record
	growth    map[string]map[int]*record
	partial   bool // a table or a setting is bad, which is reported
	// gpusPerMW turns prices per GPU-hour into rents, 0 when no hall type says,
	// which is a finding unless the hall types could not be read.
	gpusPerMW   float64
	gpusUnknown bool
	units       map[string]moneyUnit
	factors     map[string]map[int]float64 // by currency and price year
	told        map[string]bool            // currencies and years reported
}

// newExchange reads the money tables.
func (l *loader) newExchange(in *input) *exchange {
	e := &exchange{
		loader: l, currency: in.part["money"].text("currency"), priceYear: int(in.part["money"].num("price_year")),
		perUSD: map[string]map[int]*record{"USD": {}}, growth: map[string]map[int]*record{},
		units: map[string]moneyUnit{}, factors: map[string]map[int]float64{}, told: map[string]bool{},
	}
	// Without a price year and a currency nothing can be said of rates.
	e.partial = !in.part["money"].has("price_year") || !in.part["money"].has("currency")
	fill := func(to map[string]map[int]*record, t *Table) {
		rows := in.money.tables[t]
		e.partial = e.partial || rows.broken
		for _, rec := range rows.records {
			currency := rec.text("currency")
			if to[currency] == nil {
				to[currency] = map[int]*record{}
			}
			if rec.ok {
				to[currency][int(rec.num("year"))] = rec
			}
		}
	}
	fill(e.perUSD, fxTable)
	fill(e.growth, inflationTable)
	return e
}

// known reports whether there are exchange rates of a currency.
func (e *exchange) known(currency string) bool { return e.partial || e.perUSD[currency] != nil }

// currencies lists the known currencies.
func (e *exchange) currencies() []string {
	var names []string
	for name := range e.perUSD {
		names = append(names, name)
	}
	return names
}

// checkUnits checks the units of all money fields of a record.
func (e *exchange) checkUnits(rec *record) {
	for i := range rec.table.Fields {
		f := &rec.table.Fields[i]
		if f.UnitFrom == "" || quantities[f.Unit] == nil {
			continue
		}
		c := rec.cell(f.UnitFrom)
		if c.ok && !e.checkUnit(rec, f, c) {
			c.ok, rec.ok = false, false
		}
	}
}

// checkUnit checks a unit against the quantity that a field wants.
func (e *exchange) checkUnit(rec *record, f *Field, c *cell) bool {
	u, good := e.units[c.text], true
	if u.currency == "" {
		u, good = parseUnit(c.text)
	}
	switch _, fits := quantities[f.Unit][u.per]; {
	case !good || !fits:
		e.report(diag.BadUnit, c.at, "allowed: "+allowedUnits(f.Unit), "%q is not a unit of %s", c.text, f.Name)
		return false
	case !e.known(u.currency):
		e.report(diag.UnknownCurrency, c.at, e.nearest(u.currency, e.currencies()), "there are no exchange rates of %q", u.currency)
		return false
	case u.per == "GPU/hour" && (!ofGPUCloud(rec) || e.gpusPerMW == 0 && !e.gpusUnknown):
		e.report(diag.BadUnit, c.at, "use USD/kW/month", "a price per GPU-hour needs the product gpu_cloud and a gpu_cloud hall type with units_per_mw")
		return false
	}
	e.units[c.text] = u
	return true
}

// ofGPUCloud reports whether a record is about the product gpu_cloud.
func ofGPUCloud(rec *record) bool {
	if rec.table == worldsTable {
		return strings.HasSuffix(rec.text("subject"), "/gpu_cloud")
	}
	return rec.text("product") == "gpu_cloud"
}

// allowedUnits words the units of a quantity, in US dollars.
func allowedUnits(quantity string) string {
	var names []string
	for per := range quantities[quantity] {
		if per == "" {
			names = append(names, "USD", "USD million")
		} else {
			names = append(names, "USD/"+per)
		}
	}
	return some(names) + ", and other currencies"
}

// money is a money field of a record in the scenario's currency and prices.
func (e *exchange) money(rec *record, field string) float64 {
	f := &rec.table.Fields[rec.table.byName[field]]
	c, unit := rec.cell(field), rec.cell(f.UnitFrom)
	if !c.ok || !unit.ok || rec.table.has("price_year") && !rec.has("price_year") {
		return 0
	}
	return c.num * e.factor(rec, f, unit)
}

// factor is what a number in a unit is multiplied with.
func (e *exchange) factor(rec *record, f *Field, unit *cell) float64 {
	u := e.units[unit.text]
	per := quantities[f.Unit][u.per]
	if u.per == "GPU/hour" {
		per = e.gpusPerMW * hoursPerMonth
	}
	year, at := e.priceYear, unit.at
	if rec.table.has("price_year") {
		year, at = int(rec.num("price_year")), rec.where("price_year")
	}
	return per * u.scale * e.rate(u.currency, year, at)
}

// rate carries one unit of a currency of a year to the scenario's price year
// and exchanges it there.
func (e *exchange) rate(currency string, year int, at position) float64 {
	if known, ok := e.factors[currency][year]; ok {
		return known
	}
	growth := e.inflation(currency, year, at)
	rate := growth
	if currency != e.currency {
		rate = growth * e.perUSDIn(e.currency, at) / e.perUSDIn(currency, at)
	}
	if e.factors[currency] == nil {
		e.factors[currency] = map[int]float64{}
	}
	e.factors[currency][year] = rate
	return rate
}

// inflation is the growth of prices from a year to the scenario's price year.
func (e *exchange) inflation(currency string, year int, at position) float64 {
	growth := 1.0
	if e.partial {
		return growth
	}
	for y := min(year, e.priceYear) + 1; y <= max(year, e.priceYear); y++ {
		rec := e.growth[currency][y]
		if rec == nil {
			e.missingRate("inflation", currency, y, at)
			continue
		}
		rec.used = true
		growth *= 1 + rec.num("rate")
	}
	if year > e.priceYear {
		return 1 / growth
	}
	return growth
}

// perUSDIn is the exchange rate of the scenario's price year.
func (e *exchange) perUSDIn(currency string, at position) float64 {
	rec := e.perUSD[currency][e.priceYear]
	switch {
	case rec != nil:
		rec.used = true
		return rec.num("per_usd")
	case currency == "USD":
		return 1
	}
	e.missingRate("exchange rate", currency, e.priceYear, at)
	return 1
}

// missingRate reports once that a money table lacks a year.
func (e *exchange) missingRate(what, currency string, year int, at position) {
	key := fmt.Sprint(what, currency, year)
	if e.partial || e.told[key] || !e.known(currency) {
		return
	}
	e.told[key] = true
	e.report(diag.MissingRate, at, "add the year to the tables of the money folder, or use another price year",
		"there is no %s of %s for %d", what, currency, year)
}
