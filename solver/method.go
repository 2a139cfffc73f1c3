package solver

import (
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// smallProgram is up to how many whole-number columns a program is given to the
// engine whole.
const smallProgram = 300

// method is how a scenario is solved whose plain program is m: as it says, or, if
// it leaves the choice, in phases unless the program is small.
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
