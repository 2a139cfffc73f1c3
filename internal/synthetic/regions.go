package main

import (
	"math"
	"strings"
)

// zone is a price zone: how its price is spread over the hours of a year, and
// the growth of its prices.
type zone struct {
	id         string
	share      []float64
	multiplier []float64
	growth     float64 // a year until 2031
}

var zones = []zone{
	{"west", []float64{0.1, 0.25, 0.3, 0.2, 0.15}, []float64{0.525, 0.63, 0.7, 0.755, 2.86}, 0.01},
	{"east", []float64{0.1, 0.25, 0.3, 0.2, 0.15}, []float64{0.63, 0.672, 0.7, 0.728, 2.756}, 0.02},
	{"flat", []float64{1}, []float64{1}, 0},
}

// zones are the zones that the country has regions in.
func (c *country) zones() []zone { return zones[:min(len(c.systems), len(zones))] }

// jointFirm and jointFlex are what regions of a power system can take together,
// as shares of the sum of what each could take alone.
const jointFirm, jointFlex = 0.65, 0.5

// regionTables are the tables of the pack of regions.
func regionTables(c *country) []*table {
	return append([]*table{
		sources("regions", regionSource, "Invented regions: drawn at random to measure solvers with"),
		countries(), zoneTable(c), demandResponse(c), rules(c), jointLimits(c),
	}, perRegion(c)...)
}

func countries() *table {
	t := newTable("regions/countries.csv", regionSource, "id", "name", "tax_rate")
	t.add("XS", "Synthetic country", "25%")
	return t
}

func zoneTable(c *country) *table {
	t := newTable("regions/zones.csv", regionSource, "zone", "hours_share", "price_multiplier")
	for _, z := range c.zones() {
		for i, share := range z.share {
			t.add(z.id, share, z.multiplier[i])
		}
	}
	return t
}

func demandResponse(c *country) *table {
	t := newTable("regions/demand_response.csv", regionSource, "zone", "payment", "unit", "price_year", "hours")
	for _, z := range c.zones() {
		t.add(z.id, 3000, "USD/MW/month", 2026, 240)
	}
	return t
}

// rules are those in force in the pack russia, in proportion to the country:
// signings a year, imports of GPUs, and mining bans in some regions.
func rules(c *country) *table {
	t := newTable("regions/rules.csv", regionSource, "id", "name", "kind", "enabled", "from", "to", "months", "regions",
		"exempt_sites", "business", "share", "limit", "limit_unit")
	scale := c.shape.scale()
	t.add("openings", "Signings a year", "openings", true, "", "", "", "*", "", "", "", max(1, math.Round(12*scale)), "openings/year")
	t.add("gpu-imports", "GPU imports", "equipment", true, "", "", "", "*", "", "gpu_cloud", "", math.Round(20000*scale), "machines/year")
	var banned []string
	for _, r := range c.regions {
		if r.banned {
			banned = append(banned, r.id)
		}
	}
	if len(banned) > 0 {
		t.add("ban", "Mining ban", "ban", true, "2026-01-01", "2031-03-15", "", strings.Join(banned, " "), "", "mining", "", "", "")
	}
	return t
}

func jointLimits(c *country) *table {
	t := newTable("regions/joint_limits.csv", regionSource, "id", "name", "regions", "from", "firm_mw", "interruptible_mw")
	for _, system := range c.systems {
		var firm, flex float64
		for _, r := range c.regions {
			if r.system == system {
				firm, flex = firm+r.firm, flex+r.interruptible
			}
		}
		t.add(strings.ToLower(system), system, "power_system="+system, "2026-01-01", math.Round(jointFirm*firm), math.Round(jointFlex*flex))
	}
	return t
}

// perRegion are the tables with a row for every region, and the offers.
func perRegion(c *country) []*table {
	list := newTable("regions/regions.csv", regionSource, "id", "name", "local_name", "country", "power_system", "zone", "market", "balance", "mean_annual_temp_c")
	companies := newTable("regions/grid_companies.csv", regionSource, "region", "company")
	prices := newTable("regions/prices.csv", regionSource, "region", "energy", "network", "unit", "price_year")
	carbon := newTable("regions/carbon.csv", regionSource, "region", "t_per_mwh")
	surplus := newTable("regions/surplus.csv", regionSource, "region", "from", "firm_mw", "interruptible_mw", "rule")
	offers := newTable("regions/offers.csv", regionSource, "id", "site", "region", "name", "min_mw", "max_mw", "max_firm_mw", "max_flex_mw", "feeders",
		"lead_optimistic_months", "lead_typical_months", "lead_pessimistic_months", "fixed_cost", "fixed_cost_unit", "cost", "unit", "price_year",
		"interruption_hours", "rule")
	for _, r := range c.regions {
		list.add(r.id, "Region "+r.id, "", "XS", r.system, r.zone, r.market, "", r.temperature)
		companies.add(r.id, r.company)
		prices.add(r.id, r.energy, r.network, "USD/kWh", 2026)
		carbon.add(r.id, r.carbon)
		surplus.add(r.id, "2026-01-01", r.firm, r.interruptible, "drawn")
		for _, o := range r.offers {
			k := o.class
			offers.add(r.id+"/"+k.id, "", r.id, k.name, k.minMW, k.maxMW, k.firmMW, k.flexMW, k.feeders, o.lead[0], o.lead[1], o.lead[2],
				0, "USD", o.cost, "USD/kW", 2026, k.interruptionHours, k.id)
		}
	}
	return []*table{list, companies, prices, carbon, surplus, offers}
}
