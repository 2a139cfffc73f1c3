package mip

import "fmt"

// Termination says why an engine stopped. What it holds then is a second
// matter: see Result.HasSolution.
type Termination uint8

// The reasons to stop.
const (
	// Failed means that the engine could not go on; Result.Raw says why.
	Failed Termination = iota
	// Optimal means that the engine claims the solution to be optimal within
	// the gaps and tolerances asked for.
	Optimal
	// Infeasible means that the engine claims that no point meets all rows,
	// bounds and integrality.
	Infeasible
	// Unbounded means that the engine claims that the objective has no limit.
	Unbounded
	// InfeasibleOrUnbounded means one of the two, without saying which.
	InfeasibleOrUnbounded
	// LimitReached means that a limit ended the search; Result.Limit says which.
	LimitReached
	// Interrupted means that the caller's context ended the search.
	Interrupted
)

var terminations = []struct {
	name       string
	conclusive bool
}{
	Failed:                {"failed", false},
	Optimal:               {"optimal", true},
	Infeasible:            {"infeasible", true},
	Unbounded:             {"unbounded", true},
	InfeasibleOrUnbounded: {"infeasible or unbounded", true},
	LimitReached:          {"limit reached", false},
	Interrupted:           {"interrupted", false},
}

// String is the reason in words.
func (t Termination) String() string {
	if int(t) < len(terminations) {
		return terminations[t].name
	}
	return fmt.Sprintf("Termination(%d)", uint8(t))
}

// Conclusive reports whether more time would change nothing: the engine claims
// to know the answer.
func (t Termination) Conclusive() bool {
	return int(t) < len(terminations) && terminations[t].conclusive
}

// Limit says which limit ended a search.
type Limit uint8

// The limits.
const (
	NoLimit Limit = iota // the search was not ended by a limit
	TimeLimit
	NodeLimit
	IterationLimit
	SolutionLimit
	MemoryLimit
	ObjectiveLimit // a bound or target of the objective was reached
	OtherLimit
)

var limits = []string{
	NoLimit:        "none",
	TimeLimit:      "time",
	NodeLimit:      "nodes",
	IterationLimit: "iterations",
	SolutionLimit:  "solutions",
	MemoryLimit:    "memory",
	ObjectiveLimit: "objective",
	OtherLimit:     "other",
}

// String is the limit in one word.
func (l Limit) String() string {
	if int(l) < len(limits) {
		return limits[l]
	}
	return fmt.Sprintf("Limit(%d)", uint8(l))
}
