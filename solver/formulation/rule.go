package formulation

import (
	"math"
	"strconv"

	"github.com/gridalloc/gridalloc/model"
)

// policies holds the rows of the enabled rules that limit decisions. Rules
// that change hours, charges or sizes act elsewhere: bans and take-or-pay in
// model/finance, site sizes in site.go.
type policies struct {
	// yearly are the rows of openings and equipment rules, by rule and calendar
	// year.
	yearly map[int][]int32
	// carbon are the rows of carbon caps, by rule, world and calendar year.
	carbon map[int][][]int32
	// share are the rows of largest-share rules and least those of rules that ask
	// for MW, by rule and period.
	share, least map[int][]int32
}

func (b *builder) addPolicies() {
	b.policies = policies{yearly: map[int][]int32{}, carbon: map[int][][]int32{}, share: map[int][]int32{}, least: map[int][]int32{}}
	for r := range b.s.Rules {
		rule := &b.s.Rules[r]
		if !rule.Enabled {
			continue
		}
		switch rule.Kind {
		case model.Openings:
			b.policies.yearly[r] = b.addYearly(r, b.family.openings, "openings", "signing")
		case model.CarbonCap:
			for w := range b.worlds {
				rows := b.addYearly(r, b.family.carbon, "carbon", "t", b.worldName(w, len(b.worlds))...)
				b.policies.carbon[r] = append(b.policies.carbon[r], rows)
			}
		case model.Equipment:
			b.policies.yearly[r] = b.addYearly(r, b.family.equipment, "equipment", "machine")
		case model.MaxShare:
			b.policies.share[r] = b.addByPeriod(r, b.family.maxShare, "max_share", math.Inf(-1), 0)
		case model.MinMW:
			b.policies.least[r] = b.addByPeriod(r, b.family.minMW, "min_mw", rule.Limit, math.Inf(1))
		}
	}
}

// addYearly adds a rule's row in each calendar year in which it holds.
func (b *builder) addYearly(r int, family familyID, name, unit string, world ...string) []int32 {
	rule := &b.s.Rules[r]
	rows := make([]int32, len(b.ledger.years))
	for i, year := range b.ledger.years {
		rows[i] = none
		if !rule.Span.Covers(model.Date{Year: year, Month: 1, Day: 1}) {
			continue
		}
		rows[i] = b.AddRow(family, math.Inf(-1), rule.Limit, append([]string{rule.ID, strconv.Itoa(year)}, world...)...)
		b.addLimit(limit{row: rows[i], col: none, family: name, name: rule.ID, period: strconv.Itoa(year), unit: unit})
	}
	return rows
}

// addByPeriod adds a rule's row in each period in which it holds.
func (b *builder) addByPeriod(r int, family familyID, name string, lower, upper float64) []int32 {
	rule := &b.s.Rules[r]
	rows := make([]int32, b.s.Horizon.Periods)
	for p := range rows {
		rows[p] = none
		if rule.Span.Covers(b.s.Horizon.Begin(p)) {
			label := b.labels[p]
			rows[p] = b.AddRow(family, lower, upper, rule.ID, label)
			b.addLimit(limit{row: rows[p], col: none, family: name, name: rule.ID, period: label, unit: "MW"})
		}
	}
	return rows
}

// applySigning enters a signing in the openings of its year.
func (b *builder) applySigning(i, q int, sign int32) {
	for r := range b.s.Rules {
		rule := &b.s.Rules[r]
		rows := b.policies.yearly[r]
		if rows != nil && rule.Kind == model.Openings && rule.Covers(i, b.s.Sites[i].Region) {
			b.termIf(rows[b.ledger.yearOf[q]], sign, 1)
		}
	}
}

// applyCampaign enters a campaign, whose money per MW of IT load is in
// b.money, in the rules about machines, carbon and shares.
func (b *builder) applyCampaign(c campaign, module float64) {
	region := b.s.Sites[c.site].Region
	business := b.s.HallTypes[c.hallType].Business
	for r := range b.s.Rules {
		rule := &b.s.Rules[r]
		if !rule.Enabled {
			continue
		}
		if rows := b.policies.share[r]; rows != nil {
			b.applyShare(rule, rows, c, module)
		}
		if rows := b.policies.least[r]; rows != nil && rule.Applies(c.site, region, business) {
			for p := c.start; p < c.stop; p++ {
				b.termIf(rows[p], c.col, module)
			}
		}
		if rule.Kind == model.Equipment && rule.Applies(c.site, region, business) {
			for p, machines := range b.money.fixed.Bought {
				b.termIf(b.policies.yearly[r][b.ledger.yearOf[p]], c.col, module*machines)
			}
		}
	}
	for w, flows := range b.money.flows {
		for p := range flows {
			b.applyCarbon(c.col, w, c.site, p, module*flows[p].GridMWh)
		}
	}
}

// applyCarbon enters MWh drawn at a site in a period of a world in the carbon
// caps.
func (b *builder) applyCarbon(col int32, w, site, p int, mwh float64) {
	region := b.s.Sites[site].Region
	for r, worlds := range b.policies.carbon {
		if b.s.Rules[r].Covers(site, region) {
			b.termIf(worlds[w][b.ledger.yearOf[p]], col, mwh*float64(b.s.Regions[region].CarbonIntensity))
		}
	}
}

// applyShare enters a campaign in a largest-share rule: its own MW count where
// the rule is about it, and all running MW count, times the share, against it.
func (b *builder) applyShare(rule *model.Rule, rows []int32, c campaign, module float64) {
	weight := -float64(rule.Share)
	if rule.Applies(c.site, b.s.Sites[c.site].Region, b.s.HallTypes[c.hallType].Business) {
		weight++
	}
	for p := c.start; p < c.stop; p++ {
		b.termIf(rows[p], c.col, module*weight)
	}
}

// applySold enters a sold MW, whose flows are in b.flows, in the carbon caps.
func (b *builder) applySold(col int32, site, p int) {
	for w := range b.flows {
		b.applyCarbon(col, w, site, p, b.flows[w].GridMWh)
	}
}

// newHallsForbidden reports whether a rule forbids starting halls of a
// business at a site in period v.
func (b *builder) newHallsForbidden(site int, business model.Business, v int) bool {
	for r := range b.s.Rules {
		rule := &b.s.Rules[r]
		if rule.Enabled && rule.Kind == model.NoNewHalls && rule.Span.Covers(b.s.Horizon.Begin(v)) &&
			rule.Applies(site, b.s.Sites[site].Region, business) {
			return true
		}
	}
	return false
}

// termIf adds a term unless the row does not exist or the term is zero.
func (b *builder) termIf(row, col int32, value float64) {
	if row != none && value != 0 {
		b.Term(row, col, value)
	}
}
