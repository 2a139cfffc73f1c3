package model

import "github.com/gridalloc/gridalloc/model/unit"

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
