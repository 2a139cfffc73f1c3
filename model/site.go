package model

import "github.com/gridalloc/gridalloc/model/unit"

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
