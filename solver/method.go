package solver

import (
	"fmt"
	"maps"
	"slices"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/decompose"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// smallProgram is up to how many whole-number columns a program is given to the
// engine whole.
const smallProgram = 1000

// method is how a scenario is solved whose plain program is m: as it says, or, if
// it leaves the choice, in phases unless the program is small.
//
// A small program is solved at once either way. On large ones the engine alone finds
// plans late: docs/bench compares the methods. Neither sites nor worlds tell them
// apart beyond that.
func method(s *model.Scenario, m *mip.Model) model.SolveMethod {
	switch {
	case s.Solver.Method != model.Auto:
		return s.Solver.Method
	case m.NumIntegers() <= smallProgram:
		return model.Whole
	default:
		return model.Decompose
	}
}

// InPhases reports whether a scenario is solved in phases, its program being too large to be
// given to the engine whole.
func InPhases(s *model.Scenario) (bool, error) {
	f, err := formulation.Build(anyMeasure(s), formulation.Plain)
	if err != nil {
		return false, err
	}
	return method(s, f.Model) == model.Decompose, nil
}

// Steps are the names of the steps of solving in phases that may be left out: the
// parts of the strong program and those of the search (docs/method.md).
func Steps() []string {
	return slices.Sorted(maps.Keys(steps()))
}

// step is a part of the strong program or of the search, or several.
type step struct {
	strength formulation.Strength
	part     decompose.Parts
	years    bool // whether shorter periods are planned by years first
}

func steps() map[string]step {
	all := map[string]step{"by-years": {years: true}}
	for name, strength := range formulation.Parts {
		all[name] = step{strength: strength}
	}
	for name, part := range decompose.ByName {
		all[name] = step{part: part}
	}
	return all
}

// leaving are the steps that are left without those named.
func leaving(names []string) (step, error) {
	left := step{formulation.Strong, decompose.All, true}
	for _, name := range names {
		step, ok := steps()[name]
		if !ok {
			return left, fmt.Errorf("solver: there is no step %q; there are %v", name, Steps())
		}
		left.strength, left.part, left.years = left.strength&^step.strength, left.part&^step.part, left.years && !step.years
	}
	return left, nil
}
