// Package model holds a planning scenario and its plan as plain data: what
// gridalloc is asked and what it answers. Quantities are in the units that
// package unit names, money in the scenario's currency at its price year. The
// package reads and writes no files; model/file does.
//
// Records refer to one another by index into the slices of Scenario, and every
// record of input carries its Provenance.
package model

import "github.com/gridalloc/gridalloc/model/unit"

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
	// Base is the world of the tables. Worlds are those that the plan is made
	// for, Base alone without risk. Their probabilities add up to 1.
	Base   World
	Worlds []World
	// Risk holds the processes that worlds are drawn from, Sampling says how.
	Risk       Risk
	Sampling   Sampling
	Budget     Budget
	Rules      []Rule
	Objective  Objective
	Connection ConnectionTerms
	Solver     SolverOptions

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
	// Response is what load is paid for the right to be called off.
	Response DemandResponse
	Provenance
}

// DemandResponse is a programme that pays load for standing ready to stop.
type DemandResponse struct {
	// Payment is per MW of grid load and year.
	Payment unit.MoneyPerMWYear
	// Hours is how long load is called off in a year, in the dearest hours.
	Hours unit.HoursPerYear
	Provenance
}

// PriceBlock is the part of a year's hours in which energy costs Price times
// its mean.
type PriceBlock struct{ Hours, Price unit.Share }

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
	// Multiple is enterprise value over yearly EBITDA, by client market and
	// business; used by EquityValue.
	Multiple [][3]unit.Share
	// Measure is what of the goal's values in all worlds counts. Weight is the
	// share of CVaR in it, Tail the share of worst worlds that CVaR is the mean
	// of.
	Measure      Measure
	Weight, Tail unit.Share
}

// Measure turns the values of a plan in all worlds into one.
type Measure int

// The measures.
const (
	// Expected is the mean.
	Expected Measure = iota
	// CVaR is the mean with the mean of the worst worlds mixed in.
	CVaR
	// Regret is minus the largest distance to the best plan of a world.
	Regret
)

// String is the name used in files.
func (m Measure) String() string { return [...]string{"expected", "cvar", "regret"}[m] }

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
	// MemoryLimit is how much memory the process may hold while it searches, in
	// bytes, 0 for no limit.
	MemoryLimit float64
	Threads     int
	Seed        int
	Method      SolveMethod
}

// SolveMethod is how a program is solved.
type SolveMethod int

// The methods.
const (
	// Auto is one of the others, by structure and size of the program.
	Auto SolveMethod = iota
	// Whole gives the whole program to the engine.
	Whole
	// Decompose solves it in phases: a good plan first, then the proof.
	Decompose
)

// String is the name used in files.
func (m SolveMethod) String() string { return [...]string{"auto", "whole", "decompose"}[m] }
