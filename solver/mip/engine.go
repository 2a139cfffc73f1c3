package mip

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"
)

// Engine solves models. An engine may be used by several goroutines at a time.
type Engine interface {
	// Name is the engine's name, such as "HiGHS".
	Name() string
	// Version is the version of the engine behind it, such as "1.15.1".
	Version() string
	// Solve solves a model. An infeasible model, a limit and a cancelled
	// context are answers; an error means that the model or the options are
	// wrong or that the engine broke. The model is not changed.
	Solve(ctx context.Context, m *Model, opt Options) (*Result, error)
}

// Options direct a solve. The zero value is usable: no limits, one thread,
// proven optimality within the engines' usual tolerances.
type Options struct {
	// TimeLimit ends the search; zero means none.
	TimeLimit time.Duration
	// MaxNodes ends the search after so many nodes; zero means none.
	MaxNodes int
	// RelativeGap ends the search when the bound is within this share of the
	// objective; zero asks for proven optimality within AbsoluteGap.
	RelativeGap float64
	// AbsoluteGap ends the search when the bound is within this distance of
	// the objective; zero means 1e-6.
	AbsoluteGap float64
	// FeasibilityTolerance is how far a row or bound may be missed; zero means
	// 1e-7.
	FeasibilityTolerance float64
	// IntegralityTolerance is how far an integer column may be from a whole
	// number; zero means 1e-6.
	IntegralityTolerance float64
	// Threads is the number of threads to search with; zero means one.
	Threads int
	// Seed makes another run of the same search differ.
	Seed int
	// Start is a point to start from, one value per column, or nil. An engine
	// may disregard it.
	Start []float64
	// Join, if not nil, is asked for a better point at some moments of the
	// search, numbered from 0: the same ones in every run of the same search. It
	// may wait for what another search finds, and answers nil for none. An engine
	// may disregard it.
	Join func(moment int) []float64
	// Bound, if not nil, is what no solution can beat by what is known before. An
	// engine may disregard it.
	Bound *float64
	// Target, if not nil, ends the search with the first solution worth so much, by
	// ObjectiveLimit. An engine may disregard it.
	Target *float64
	// Cutoff, if not nil, is what a solution has to be worth to be of interest: others
	// need not be found, and the bound says nothing below it. A search that ends without a
	// solution worth it ends by ObjectiveLimit, whether there are others or not. An engine may
	// disregard it.
	Cutoff *float64
	// FixedDuals asks for the duals of the linear program in which the integer
	// columns are held at their values in the solution.
	FixedDuals bool
	// Progress, if not nil, is told of bound and incumbent during the search,
	// one call at a time. It must not block.
	Progress func(Progress)
	// Log, if not nil, gets the engine's own log.
	Log io.Writer
	// Raw are options by the engine's own names; they win over the fields
	// above.
	Raw map[string]string
}

// The defaults of Options.
const (
	DefaultAbsoluteGap          = 1e-6
	DefaultFeasibilityTolerance = 1e-7
	DefaultIntegralityTolerance = 1e-6
)

// WithDefaults fills in what is zero.
func (o Options) WithDefaults() Options {
	o.AbsoluteGap = orDefault(o.AbsoluteGap, DefaultAbsoluteGap)
	o.FeasibilityTolerance = orDefault(o.FeasibilityTolerance, DefaultFeasibilityTolerance)
	o.IntegralityTolerance = orDefault(o.IntegralityTolerance, DefaultIntegralityTolerance)
	if o.Threads == 0 {
		o.Threads = 1
	}
	return o
}

func orDefault(v, otherwise float64) float64 {
	if v == 0 {
		return otherwise
	}
	return v
}

// Validate reports the first option that makes no sense for a model of so many
// columns.
func (o *Options) Validate(cols int) error {
	for _, option := range []struct {
		name  string
		value float64
	}{
		{"TimeLimit", o.TimeLimit.Seconds()},
		{"MaxNodes", float64(o.MaxNodes)},
		{"RelativeGap", o.RelativeGap},
		{"AbsoluteGap", o.AbsoluteGap},
		{"FeasibilityTolerance", o.FeasibilityTolerance},
		{"IntegralityTolerance", o.IntegralityTolerance},
		{"Threads", float64(o.Threads)},
		{"Seed", float64(o.Seed)},
	} {
		if !(option.value >= 0) || math.IsInf(option.value, 0) {
			return fmt.Errorf("mip: option %s is %v; it must be a number from 0", option.name, option.value)
		}
	}
	if o.Target != nil && !finite(*o.Target) || o.Cutoff != nil && !finite(*o.Cutoff) {
		return errors.New("mip: options Target and Cutoff must be finite numbers")
	}
	if o.Start != nil && len(o.Start) != cols {
		return fmt.Errorf("mip: option Start has %d values for %d columns", len(o.Start), cols)
	}
	for j, v := range o.Start {
		if !finite(v) {
			return fmt.Errorf("mip: option Start has the value %v for column %d", v, j)
		}
	}
	return nil
}

// Progress is a moment of a search.
type Progress struct {
	Seconds   float64
	Nodes     int64
	Primal    float64 // objective of the best solution, where HasPrimal
	Dual      float64 // bound on the objective
	Gap       float64 // see RelativeGap
	HasPrimal bool
}

// Result is what an engine answers.
type Result struct {
	// Termination says why the engine stopped, Limit which limit it was.
	Termination Termination
	Limit       Limit

	// HasSolution says that X is a point that the engine claims feasible, and
	// Objective its value.
	HasSolution bool
	X           []float64
	Objective   float64

	// DualBound is what no solution can beat: at most the best objective when
	// minimising, at least when maximising; infinite when nothing is known.
	DualBound float64
	// Gap is the distance between objective and bound; see RelativeGap.
	Gap float64

	// RowDual is what the objective gains per unit by which the bound that
	// binds a row is raised, and ColDual the same for the bounds of a column
	// (its reduced cost). They are those of the linear program: for a model
	// with integer columns, with these held at X, and only where
	// Options.FixedDuals asked for them. Otherwise they are nil.
	RowDual, ColDual []float64

	Nodes, Iterations int64
	Seconds           float64

	// Raw are the engine's own words for why it stopped.
	Raw             string
	Engine, Version string
}

// RelativeGap is the distance between an objective and its bound as a share of
// the objective.
func RelativeGap(objective, bound float64) float64 {
	if objective == bound {
		return 0
	}
	return math.Abs(bound-objective) / max(1e-10, math.Abs(objective))
}
