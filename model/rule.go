package model

import (
	"slices"

	"github.com/gridalloc/gridalloc/model/unit"
)

// Rule is a named, dated, switchable policy. Which fields it uses is told by
// its Kind.
type Rule struct {
	ID, Name string
	Kind     RuleKind
	Enabled  bool
	Span     Span
	Regions  []int // affected, in rising order
	Exempt   []int // sites of those regions that are not, in rising order
	Business []Business
	// Share is the take-or-pay share or the largest share of a group.
	Share unit.Share
	// Limit is MW, of MinMW of IT load; or openings, machines or tonnes per year.
	Limit float64
	Provenance
}

// RuleKind says what a rule limits.
type RuleKind int

// The kinds of rule.
const (
	// Ban stops halls of Business in Regions on the days of Span.
	Ban RuleKind = iota
	// TakeOrPay makes energised MW in Regions pay the network charge for at
	// least Share of the hours of Span.
	TakeOrPay
	// MinSite and MaxSite bound the ordered MW of each signed site, by Limit.
	MinSite
	MaxSite
	// Openings bounds the signings per calendar year in Regions, by Limit.
	Openings
	// MaxShare bounds the operating IT MW of Business in Regions to Share of
	// all operating IT MW, in each period of Span.
	MaxShare
	// CarbonCap bounds the tonnes of CO2 per year from Regions, by Limit.
	CarbonCap
	// Equipment bounds the machines bought per calendar year for halls of
	// Business in Regions, by Limit.
	Equipment
	// NoNewHalls forbids starting halls of Business in Regions during Span.
	NoNewHalls
	// MinMW asks for at least Limit MW of running IT load of Business in Regions,
	// in each period of Span.
	MinMW
)

// String is the name used in files.
func (k RuleKind) String() string {
	return [...]string{"ban", "take_or_pay", "min_site", "max_site", "openings", "max_share", "carbon_cap", "equipment", "no_new_halls", "min_mw"}[k]
}

// Applies reports whether the rule is about halls of a business at a site of a
// region; a rule that names no business is about all of them.
func (r *Rule) Applies(site, region int, b Business) bool {
	return (len(r.Business) == 0 || slices.Contains(r.Business, b)) && r.Covers(site, region)
}

// Covers reports whether the rule is about a site of a region.
func (r *Rule) Covers(site, region int) bool {
	_, in := slices.BinarySearch(r.Regions, region)
	_, exempt := slices.BinarySearch(r.Exempt, site)
	return in && !exempt
}
