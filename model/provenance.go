package model

// Grade says how far a number can be trusted.
type Grade string

// The grades: published and read; derived from published figures or second
// hand; estimate.
const (
	GradeA Grade = "A"
	GradeB Grade = "B"
	GradeC Grade = "C"
)

// Method says how a number came about.
type Method string

// The methods.
const (
	Reported  Method = "reported"
	Derived   Method = "derived"
	Estimated Method = "estimated"
	Assumed   Method = "assumed"
)

// Provenance is where a record of input comes from.
type Provenance struct {
	Sources []int // indices into Scenario.Sources, at least one
	Year    int   // the year the figures are of
	Method  Method
	Grade   Grade
	Note    string
}

// Source is a publication, a derivation rule or the planner.
type Source struct{ ID, Title, Address, Date string }

// Input is one record of input for the report of assumed figures.
type Input struct {
	Kind, ID string // for example "offer" and "RU-MUR/110kv"
	Where    string // file:line
	Provenance
}

// InputFile is one file a scenario was read from.
type InputFile struct{ Path, SHA256 string }
