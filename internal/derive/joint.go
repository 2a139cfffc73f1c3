package main

import (
	"fmt"
)

// jointLimits makes the rows of joint_limits.csv: what a power system can take
// together, from its coincident peak where one is published.
func (p *pack) jointLimits() ([]row, error) {
	var rows []row
	for _, system := range p.systems {
		r, err := p.jointLimit(system)
		if err != nil {
			return nil, fmt.Errorf("joint_rules.csv: %s: %w", system["id"], err)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// jointLimit derives one limit.
func (p *pack) jointLimit(system row) (row, error) {
	n, err := system.numbers("reserve", "firm_share", "firm_floor_share", "interruptible_share")
	if err != nil {
		return nil, err
	}
	installed, peak := p.sum(system["regions"], "installed_capacity"), p.sum(system["regions"], "peak_load")
	whose := "sum of peaks"
	if system["peak_mw"] != "" {
		if peak, err = system.number("peak_mw"); err != nil {
			return nil, err
		}
		whose = "coincident peak"
	}
	nameplate := max(installed-n["reserve"]*peak, 0)
	return row{
		"id": system["id"], "name": system["name"], "regions": system["regions"], "from": system["from"],
		"firm_mw":          mw(whole(max(n["firm_share"]*nameplate, n["firm_floor_share"]*peak))),
		"interruptible_mw": mw(whole(n["interruptible_share"] * peak)),
		"source":           system["source"], "year": system["year"], "method": "derived", "grade": "C",
		"note": fmt.Sprintf("firm: %s of installed %s - %s x %s %s, at least %s of that peak; interruptible: %s of it",
			percent(n["firm_share"]), mw(installed), mw(n["reserve"]), whose, mw(peak), percent(n["firm_floor_share"]), percent(n["interruptible_share"])),
	}, nil
}

// sum adds up a quantity over the regions of a cell.
func (p *pack) sum(cell, quantity string) float64 {
	var total float64
	for _, region := range p.regions {
		if covers(cell, region) {
			total += p.power[region["id"]][quantity]
		}
	}
	return total
}
