// Package model holds a planning scenario and its plan as plain data: what
// gridalloc is asked and what it answers. Quantities are in the units that
// package unit names, money in the scenario's currency at its price year. The
// package reads and writes no files; model/file does.
//
// Records refer to one another by index into the slices of Scenario, and every
// record of input carries its Provenance.
package model

import (
	"slices"

	"github.com/gridalloc/gridalloc/model/unit"
)

// Scenario is everything a plan depends on. It is complete: solving it reads
// nothing else, and its canonical form is what a plan's scenario hash is of.
type Scenario struct {
	Name, Title string
	Currency    string // ISO 4217 code of all money
	PriceYear   int    // all money is in constant prices of this year
	Horizon     Horizon
	// DiscountRate is the real after-tax rate per year of the objective.
	DiscountRate unit.Share
	// LeadQuantile says which lead time of an offer plans are made with.
	LeadQuantile Quantile

	Countries   []Country
	Zones       []PriceZone
	Markets     []ClientMarket
	Regions     []Region
	JointLimits []JointLimit
	Sites       []Site
	HallTypes   []HallType
	Designs     []SupplyDesign
	Contracts   []Contract
	Worlds      []World
	Budget      Budget
	Rules       []Rule
	Objective   Objective
	Connection  ConnectionTerms
	Solver      SolverOptions

	Sources []Source
	// Inputs lists every record of input with its provenance, for reports.
	Inputs []Input
	// Files lists the input files with their hashes.
	Files []InputFile
}

// Quantile chooses among the three lead times of an offer.
type Quantile int

// The lead-time quantiles.
const (
	Optimistic Quantile = iota
	Typical
	Pessimistic
)

// Country holds what is decided nationally.
type Country struct {
	ID, Name string
	// TaxRate is the tax on company profit.
	TaxRate unit.Share
	// CarryForward: a year's tax loss is kept and set against later profit.
	// Otherwise it is used at once against other profit of the same group.
	CarryForward bool
	Provenance
}

// PriceZone is a power-price area with its price-duration curve.
type PriceZone struct {
	ID string
	// Blocks are sorted by rising price; shares sum to 1, and the
	// share-weighted mean of the price multipliers is 1.
	Blocks []PriceBlock
	Provenance
}

// PriceBlock is the part of a year's hours in which energy costs Price times
// its mean.
type PriceBlock struct{ Hours, Price unit.Share }

// ClientMarket is an area whose AI clients buy from any site within it.
type ClientMarket struct {
	ID, Name string
	// Demand is the merchant demand without contract, by product.
	Demand []DemandStep
	Provenance
}

// DemandStep is one step of a falling demand curve: up to Depth[p] MW of IT
// load find a client at Price times the market's rent.
type DemandStep struct {
	ID      string
	Product Business // Colocation or GPUCloud
	Depth   []unit.MW
	Price   unit.Share
	Provenance
}

// Region is an area with one balance of power and one delivered price.
type Region struct {
	ID, Name, LocalName string
	Country             int
	Zone                int
	Market              int
	PowerSystem         string
	Balance             string // published balance status, as the source words it
	Temperature         unit.Celsius
	EnergyPrice         unit.MoneyPerMWh // mean, before the zone's blocks and the world's index
	NetworkPrice        unit.MoneyPerMWh // network and sales charges per MWh
	CarbonIntensity     unit.TonnesPerMWh
	// Surplus lists connectable MW by the date from which they can be used;
	// the entries add up.
	Surplus []Surplus
	Provenance
}

// Surplus is power that new load may connect from a date on. Firm MW may be
// taken by load that is never cut, Interruptible MW only on top of it by load
// that can be.
type Surplus struct {
	From                Date
	Firm, Interruptible unit.MW
	Provenance
}

// JointLimit caps the orders of several regions together, as a power system
// or a shared corridor does.
type JointLimit struct {
	ID, Name string
	Regions  []int
	Surplus  []Surplus
	Provenance
}

// Site is one grid connection point: an existing (brownfield) connection with
// its running halls, an offer of a new or larger one, or both.
type Site struct {
	ID, Name string
	Region   int
	Existing Existing
	Offer    Offer
	HasOffer bool
	Provenance
}

// Existing is what a brownfield site has at the start.
type Existing struct {
	Firm, Flex unit.MW
	Feeders    int // 0 for a greenfield site
	Halls      []ExistingHall
}

// ExistingHall is a group of equal running halls.
type ExistingHall struct {
	ID         string
	HallType   int
	Design     int
	Stand      Stand
	Count      int
	MachineAge unit.Months
	ShellAge   unit.Months
	Provenance
}

// Offer is a connection that a grid company would build.
type Offer struct {
	Min, Max         unit.MW // ordered MW, firm and flex together
	MaxFirm, MaxFlex unit.MW
	Feeders          int // of the whole site once energised
	Lead             [3]unit.Months
	FixedCost        unit.Money
	CostPerMW        unit.MoneyPerMW
	// Interruption is how long flex MW are cut in a year.
	Interruption unit.HoursPerYear
}

// ConnectionTerms are the accounting terms of connections.
type ConnectionTerms struct {
	Life     unit.Months // straight-line depreciation from energisation
	Terminal unit.Share  // share of the undepreciated cost recovered at the horizon
	Provenance
}

// Business is what a hall earns from.
type Business int

// The businesses.
const (
	Mining Business = iota
	Colocation
	GPUCloud
)

// Businesses lists all businesses.
var Businesses = []Business{Mining, Colocation, GPUCloud}

// String is the name used in files.
func (b Business) String() string { return [...]string{"mining", "colocation", "gpu_cloud"}[b] }

// IsAI reports whether the business needs firm supply with N-1.
func (b Business) IsAI() bool { return b != Mining }

// Stand is the kind of MW a hall stands on.
type Stand int

// The kinds of MW.
const (
	// Firm is uninterruptible MW: AI halls, and miners behind one feeder.
	Firm Stand = iota
	// Headroom is firm MW of a connection with two or more feeders, from
	// which miners are shed first when one feeder fails.
	Headroom
	// Flex is interruptible MW.
	Flex
)

// String is the name used in files.
func (s Stand) String() string { return [...]string{"firm", "headroom", "flex"}[s] }

// HallType is a kind of hall that can be built any number of times. Costs and
// quantities are per MW of IT load.
type HallType struct {
	ID, Name string
	Business Business
	Cooling  string
	Machine  string // what fills it, "" where the tenant brings it
	Module   unit.MW
	// ShellCapex is the building with its electrical and cooling plant.
	ShellCapex, MachineCapex unit.MoneyPerMW
	ShellLife, MachineLife   unit.Months // MachineLife 0: the tenant's machines
	Construction             unit.Months
	// MachineTrend is the yearly relative change of MachineCapex.
	MachineTrend unit.Share
	FixedOM      unit.MoneyPerMWYear
	VariableOM   unit.MoneyPerMWh // per MWh at the machines
	Climate      []ClimatePoint   // by rising temperature
	// Resale is the share of the straight-line residual value of machines
	// recovered when a hall stops, Terminal that of the shell at the horizon.
	Resale, Terminal unit.Share
	UnitsPerMW       float64 // machines (miners, GPUs) per MW of IT load
	Designs          []int   // supply designs it may be built with

	// Mining only.
	Efficiency      unit.JPerTH
	EfficiencyTrend unit.Share // yearly relative change of Efficiency
	Uptime          unit.Share
	PoolFee         unit.Share

	// AI only: mean load of sold MW; the price paid per unit and hour where
	// rents are per GPU-hour is rent x UnitsPerMW.
	LoadFactor unit.Share
	Provenance
}

// ClimatePoint gives the energy and capacity overhead of cooling at a mean
// yearly temperature; values between points are interpolated linearly and
// held constant outside.
type ClimatePoint struct {
	Temperature unit.Celsius
	PUE         unit.Share // grid MWh per MWh at the machines
	GridPerIT   unit.Share // grid MW reserved per MW of IT load
}

// SupplyDesign is how a hall is fed. Its availability is that of Groups in
// series, each group being redundant alternatives.
type SupplyDesign struct {
	ID, Name string
	Feeders  int // feeders the site must have
	Capex    unit.MoneyPerMW
	Groups   []SupplyGroup
	Provenance
}

// SupplyGroup works when at least one of its alternatives does.
type SupplyGroup struct {
	Name         string
	Alternatives []Alternative
}

// Alternative works when Need of its Count independent chains do; a chain
// works when all of its components do.
type Alternative struct {
	Chain       []Component
	Count, Need int
}

// Component is a piece of equipment with its steady-state availability: given
// outright, or from FailuresPerYear and RepairHours when Availability is 0.
type Component struct {
	ID              string
	Availability    unit.Share
	FailuresPerYear float64
	RepairHours     float64
	Provenance
}

// Contract is an AI client's offer to rent IT MW for a term.
type Contract struct {
	ID, Client string
	Product    Business
	Market     int // for re-letting after a default
	MW         unit.MW
	Start      Date // first month, day 1
	Term       unit.Months
	Ramp       unit.Months // linear by month from MW/Ramp to MW; 0 or 1 none
	Price      unit.MoneyPerMWMonth
	// PassThrough: the tenant pays for the power it draws.
	PassThrough bool
	// ExpectedUse is the mean share of its MW the tenant draws and would pay
	// for; TakeOrPay is the share it pays for at least.
	ExpectedUse, TakeOrPay unit.Share
	SLA                    unit.Share
	Regions                []int // allowed, in rising order
	Default                unit.Share
	RelettingGap           unit.Months
	RelettingPrice         unit.Share // of the market's rent
	Penalty                unit.MoneyPerMWMonth
	MaxShort               unit.Share
	Mandatory              bool
	Provenance
}

// World is one market scenario: the paths outside the planner's control, by
// period.
type World struct {
	Name        string
	Probability unit.Share
	Hashprice   []unit.Hashprice
	// Rent is by client market, then product (Colocation, GPUCloud; index
	// Business), then period.
	Rent [][3][]unit.MoneyPerMWMonth
	// PowerIndex multiplies energy prices, by zone and period.
	PowerIndex [][]unit.Share
	Provenance
}

// Budget limits what is spent on connections, shells and machines.
type Budget struct {
	// Annual is by calendar year of the horizon; nil means no yearly limit.
	Annual []unit.Money
	// Total over the horizon; HasTotal false means none.
	Total    unit.Money
	HasTotal bool
	// CarryOver is the share of a year's unspent money kept for the next.
	CarryOver unit.Share
	// Reinvest is the share of the previous year's after-tax operating cash
	// that may be spent too.
	Reinvest unit.Share
	// DebtShare of a year's spending may be borrowed at DebtRate (real, per
	// year), repaid in equal parts over DebtYears, the rest at the horizon.
	DebtShare, DebtRate unit.Share
	DebtYears           int
}

// Objective is what the plan maximises.
type Objective struct {
	Goal Goal
	// Multiple is enterprise value over yearly EBITDA, by business; used by
	// EquityValue.
	Multiple [3]unit.Share
}

// Goal is the quantity that is optimised.
type Goal int

// The goals.
const (
	// NPV is the net present value of after-tax cash to the owner.
	NPV Goal = iota
	// EquityValue replaces salvage by a multiple of the last year's EBITDA.
	EquityValue
	// LeastCapex minimises the present value of spending for the mandatory
	// contracts.
	LeastCapex
)

// String is the name used in files.
func (g Goal) String() string { return [...]string{"npv", "equity_value", "least_capex"}[g] }

// SolverOptions bound the search.
type SolverOptions struct {
	Gap       unit.Share // relative gap at which a plan counts as optimal
	TimeLimit float64    // seconds, 0 for none
	Threads   int
	Seed      int
}

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
	// Limit is MW, openings, machines or tonnes per year.
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
)

// String is the name used in files.
func (k RuleKind) String() string {
	return [...]string{"ban", "take_or_pay", "min_site", "max_site", "openings", "max_share", "carbon_cap", "equipment", "no_new_halls"}[k]
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

// Allows reports whether the contract may be served from a region.
func (c *Contract) Allows(region int) bool {
	_, ok := slices.BinarySearch(c.Regions, region)
	return ok
}

// CountryOfMarket is the country of the regions that sell to a client market;
// the input checks see to it that there is only one.
func (s *Scenario) CountryOfMarket(market int) int {
	for i := range s.Regions {
		if s.Regions[i].Market == market {
			return s.Regions[i].Country
		}
	}
	return 0
}
