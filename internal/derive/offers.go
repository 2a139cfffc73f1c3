package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// offers makes the rows of offers.csv: for every class the offers in the
// regions that its rules give enough surplus.
func (p *pack) offers(grants []grant) ([]row, error) {
	var rows []row
	for _, g := range grants {
		for _, class := range p.classes {
			if !lists(class["rules"], g.rule["id"]) {
				continue
			}
			made, err := p.classOffers(class, g)
			if err != nil {
				return nil, fmt.Errorf("offer_classes.csv: %s in %s: %w", class["id"], g.region["id"], err)
			}
			rows = append(rows, made...)
		}
	}
	return rows, nil
}

// classOffers makes the offers of one class from one grant.
func (p *pack) classOffers(class row, g grant) ([]row, error) {
	n, err := class.numbers("min_mw", "max_mw", "max_firm_mw", "max_flex_mw", "needs_firm_mw", "needs_mw", "repeat_mw", "max_count")
	if err != nil {
		return nil, err
	}
	total := g.firm + g.flex
	firm, flex := min(n["max_firm_mw"], n["max_mw"], g.firm), min(n["max_flex_mw"], n["max_mw"], total)
	most := min(n["max_mw"], firm+flex, total)
	if g.firm < n["needs_firm_mw"] || total < n["needs_mw"] || most < n["min_mw"] {
		return nil, nil
	}
	offer := row{
		"region": g.region["id"], "name": class["name"], "rule": class["id"],
		"min_mw": class["min_mw"], "max_mw": mw(most), "max_firm_mw": mw(firm), "max_flex_mw": mw(flex),
		"feeders": class["feeders"], "interruption_hours": class["interruption_hours"],
		"fixed_cost": class["fixed_cost"], "fixed_cost_unit": class["fixed_cost_unit"],
		"source": sources(class["source"], g.rule["source"]),
		"year":   class["year"], "method": "derived", "grade": "C",
		"note": fmt.Sprintf("class %s on %s MW firm and %s interruptible by rule %s", class["id"], mw(g.firm), mw(g.flex), g.rule["id"]),
	}
	if err := p.setTerms(offer, class); err != nil {
		return nil, err
	}
	if class["site"] == "brownfield" {
		return p.upgrades(offer)
	}
	count := 1.0
	if n["repeat_mw"] > 0 {
		count = min(n["max_count"], 1+math.Floor((total-n["needs_mw"])/n["repeat_mw"]))
	}
	return numbered(offer, int(count)), nil
}

// setTerms fills in lead times and cost: those of the class, or, where the
// class leaves them empty or names a level, those of the region.
func (p *pack) setTerms(offer, class row) error {
	for _, column := range []string{"lead_optimistic_months", "lead_typical_months", "lead_pessimistic_months", "cost", "unit", "price_year"} {
		offer[column] = class[column]
	}
	level := class["cost"]
	if class["lead_typical_months"] != "" && level != "low" && level != "typical" && level != "high" {
		return nil
	}
	terms, found := p.terms[offer["region"]]
	if !found {
		return fmt.Errorf("terms.csv has no row for the region")
	}
	if class["lead_typical_months"] == "" {
		for _, column := range []string{"lead_optimistic_months", "lead_typical_months", "lead_pessimistic_months"} {
			months, err := terms.number(column)
			if err != nil {
				return err
			}
			share, err := class.number("lead_share")
			if err != nil {
				return err
			}
			offer[column] = mw(math.Ceil(months*share - 1e-9))
		}
	}
	switch level {
	case "low", "typical", "high":
		offer["cost"], offer["unit"], offer["price_year"] = terms["cost_"+level], terms["unit"], terms["price_year"]
	}
	offer["source"] = sources(offer["source"], terms["source"])
	return nil
}

// upgrades makes an offer for every brownfield site of its region. A second
// feeder has to be sized for what the site has already, so the fixed cost is
// that of the existing MW.
func (p *pack) upgrades(offer row) ([]row, error) {
	perKW, err := offer.number("cost")
	if err != nil {
		return nil, err
	}
	currency, _, _ := strings.Cut(offer["unit"], "/")
	var rows []row
	for _, site := range p.sites {
		if site["region"] != offer["region"] {
			continue
		}
		existing, err := site.number("firm_mw")
		if err != nil {
			return nil, err
		}
		rows = append(rows, with(offer, row{
			"id": site["id"] + "/" + offer["rule"], "site": site["id"],
			"fixed_cost": mw(existing * 1000 * perKW), "fixed_cost_unit": currency,
			"note": fmt.Sprintf("%s; fixed: %s MW there x %s %s", offer["note"], mw(existing), offer["cost"], offer["unit"]),
		}))
	}
	return rows, nil
}

// numbered repeats an offer under numbered ids; a single one has no number.
func numbered(offer row, count int) []row {
	var rows []row
	id := offer["region"] + "/" + offer["rule"]
	for i := range count {
		change := row{"id": id}
		if count > 1 {
			change = row{"id": id + "-" + strconv.Itoa(i+1), "name": offer["name"] + ", no. " + strconv.Itoa(i+1)}
		}
		rows = append(rows, with(offer, change))
	}
	return rows
}

// with copies a row and changes some of its cells.
func with(r, change row) row {
	made := make(row, len(r)+len(change))
	for k, v := range r {
		made[k] = v
	}
	for k, v := range change {
		made[k] = v
	}
	return made
}
