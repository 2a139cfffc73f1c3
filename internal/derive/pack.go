package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// pack is what the derivation reads of a pack of regions.
type pack struct {
	regions, rules, systems, classes, sites []row
	// power is by region and quantity.
	power map[string]map[string]float64
	// powerSources are those of a region's power figures.
	powerSources map[string]string
	// terms are a region's own lead times and costs, where it has them.
	terms map[string]row
}

// readPack reads the tables of the pack in dir.
func readPack(dir string) (*pack, error) {
	p := &pack{
		power:        map[string]map[string]float64{},
		powerSources: map[string]string{},
		terms:        map[string]row{},
	}
	var power, headroom, terms []row
	for name, rows := range map[string]*[]row{
		"regions.csv": &p.regions, "derivation/surplus_rules.csv": &p.rules, "derivation/joint_rules.csv": &p.systems,
		"derivation/offer_classes.csv": &p.classes, "derivation/terms.csv": &terms, "derivation/headroom.csv": &headroom,
		"sites.csv": &p.sites, "power.csv": &power,
	} {
		var err error
		if *rows, err = readTable(dir, name); err != nil {
			return nil, err
		}
	}
	for _, r := range slices.Concat(power, headroom) {
		v, err := r.number("mw")
		if err != nil {
			return nil, err
		}
		id := r["region"]
		if p.power[id] == nil {
			p.power[id] = map[string]float64{}
		}
		p.power[id][r["quantity"]] = v
		p.powerSources[id] = sources(p.powerSources[id], r["source"])
	}
	for _, r := range terms {
		p.terms[r["region"]] = r
	}
	return p, nil
}

// grant is the surplus that a rule gives a region.
type grant struct {
	region, rule row
	firm, flex   float64 // MW
	note         string
}

// stages are the two times a rule may speak of; in each the first rule that
// matches a region holds.
var stages = []string{"now", "later"}

// grants derives the surplus of every region.
func (p *pack) grants() ([]grant, error) {
	var grants []grant
	for _, region := range p.regions {
		for _, stage := range stages {
			for _, rule := range p.rules {
				if rule["stage"] != stage || !matches(rule, region) {
					continue
				}
				g, err := p.grant(rule, region)
				if err != nil {
					return nil, fmt.Errorf("surplus_rules.csv: %s for %s: %w", rule["id"], region["id"], err)
				}
				grants = append(grants, g)
				break
			}
		}
	}
	return grants, nil
}

// matches reports whether a rule is about a region: its place and its
// published balance.
func matches(rule, region row) bool {
	if !covers(rule["regions"], region) {
		return false
	}
	for balance := range strings.SplitSeq(rule["balance"], "|") {
		if balance == "*" || balance == region["balance"] {
			return true
		}
	}
	return false
}

// grant applies a rule to a region.
func (p *pack) grant(rule, region row) (grant, error) {
	n, err := rule.numbers("reserve", "firm_share", "firm_floor_share", "firm_cap_mw", "interruptible_share", "interruptible_cap_mw")
	if err != nil {
		return grant{}, err
	}
	g := grant{region: region, rule: rule}
	var notes []string
	base := func(share float64, kind, what string) (float64, error) {
		v, text, err := p.base(region["id"], kind, n["reserve"])
		if err == nil && share > 0 {
			notes = append(notes, fmt.Sprintf("%s: %s of %s", what, percent(share), text))
		}
		return share * max(v, 0), err
	}
	if n["firm_share"] > 0 {
		if g.firm, err = base(n["firm_share"], rule["firm_base"], "firm"); err != nil {
			return g, err
		}
	}
	if n["firm_floor_share"] > 0 {
		floor, err := base(n["firm_floor_share"], "peak_load", "firm at least")
		if err != nil {
			return g, err
		}
		g.firm = max(g.firm, floor)
	}
	if n["interruptible_share"] > 0 {
		if g.flex, err = base(n["interruptible_share"], rule["interruptible_base"], "interruptible"); err != nil {
			return g, err
		}
	}
	g.firm = capped(g.firm, n["firm_cap_mw"], "firm", &notes)
	g.flex = capped(g.flex, n["interruptible_cap_mw"], "interruptible", &notes)
	g.note = strings.Join(notes, "; ")
	if g.note == "" {
		g.note = "none"
	}
	return g, nil
}

// capped is v rounded down to whole MW and held to a cap.
func capped(v, limit float64, what string, notes *[]string) float64 {
	if v > limit {
		*notes = append(*notes, fmt.Sprintf("%s at most %s", what, mw(limit)))
		v = limit
	}
	return whole(v)
}

// whole rounds down to whole MW, mending the last digits of the arithmetic.
func whole(v float64) float64 { return math.Floor(v + 1e-6) }

// base is the MW that a share is taken of, with its arithmetic.
func (p *pack) base(region, kind string, reserve float64) (float64, string, error) {
	quantities := p.power[region]
	if kind != "nameplate" {
		v, found := quantities[kind]
		if !found {
			return 0, "", fmt.Errorf("no %s is known", kind)
		}
		return v, fmt.Sprintf("%s %s", strings.ReplaceAll(kind, "_", " "), mw(v)), nil
	}
	installed, known := quantities["installed_capacity"]
	peak, alsoKnown := quantities["peak_load"]
	if !known || !alsoKnown {
		return 0, "", fmt.Errorf("power.csv lacks installed_capacity or peak_load")
	}
	return installed - reserve*peak, fmt.Sprintf("nameplate surplus %s - %s x %s", mw(installed), mw(reserve), mw(peak)), nil
}

// percent writes a share.
func percent(share float64) string { return mw(math.Round(share*1e4)/1e2) + "%" }

// surplus makes the rows of surplus.csv.
func (p *pack) surplus(grants []grant) []row {
	var rows []row
	for _, g := range grants {
		rows = append(rows, row{
			"region": g.region["id"], "from": g.rule["from"],
			"firm_mw": mw(g.firm), "interruptible_mw": mw(g.flex), "rule": g.rule["id"],
			"source": sources(g.rule["source"], p.powerSources[g.region["id"]]),
			"year":   g.rule["year"], "method": "derived", "grade": "C", "note": g.note,
		})
	}
	return rows
}
