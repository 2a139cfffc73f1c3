package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"text/tabwriter"
)

// printTotals prints the sums of a pack by power system and its offers by
// class.
func printTotals(w io.Writer, dir string) error {
	p, err := readPack(dir)
	if err != nil {
		return err
	}
	grants, err := p.grants()
	if err != nil {
		return err
	}
	offers, err := p.offers(grants)
	if err != nil {
		return err
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(out, "%s\n\npower system\tregions\tinstalled MW\tsum of peaks MW\tfirm now\tinterruptible now\tfirm later\tinterruptible later\n", filepath.Base(dir))
	for _, system := range append(p.powerSystems(), "*") {
		cell := "power_system=" + system
		if system == "*" {
			cell = "*"
		}
		p.printSystem(out, system, cell, grants)
	}
	fmt.Fprintf(out, "\noffer class\toffers\tMW at most\tfirm\tflex\ttwo feeders\n")
	for _, class := range p.classes {
		printClass(out, class["id"], offers)
	}
	fmt.Fprintf(out, "all\t%d\n\n", len(offers))
	return out.Flush()
}

// powerSystems lists the power systems in the order of the regions.
func (p *pack) powerSystems() []string {
	var names []string
	for _, region := range p.regions {
		if !slices.Contains(names, region["power_system"]) {
			names = append(names, region["power_system"])
		}
	}
	return names
}

func (p *pack) printSystem(w io.Writer, name, cell string, grants []grant) {
	sums := map[string]float64{}
	for _, g := range grants {
		if covers(cell, g.region) {
			sums["firm "+g.rule["stage"]] += g.firm
			sums["flex "+g.rule["stage"]] += g.flex
		}
	}
	var regions int
	for _, region := range p.regions {
		if covers(cell, region) {
			regions++
		}
	}
	fmt.Fprintf(w, "%s\t%d\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\n", name, regions,
		p.sum(cell, "installed_capacity"), p.sum(cell, "peak_load"),
		sums["firm now"], sums["flex now"], sums["firm later"], sums["flex later"])
}

func printClass(w io.Writer, class string, offers []row) {
	var count, two int
	var most, firm, flex float64
	for _, offer := range offers {
		if offer["rule"] != class {
			continue
		}
		// The columns were written by classOffers and are numbers.
		n, _ := offer.numbers("max_mw", "max_firm_mw", "max_flex_mw")
		count++
		most, firm, flex = most+n["max_mw"], firm+n["max_firm_mw"], flex+n["max_flex_mw"]
		if offer["feeders"] == "2" {
			two++
		}
	}
	fmt.Fprintf(w, "%s\t%d\t%.0f\t%.0f\t%.0f\t%d\n", class, count, most, firm, flex, two)
}
