package cli

import (
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// outcome is what an answer means to the user.
type outcome struct {
	code    int
	message string
	hints   []string
}

// outcomes maps an answer to its outcome: the first that fits.
var outcomes = []struct {
	fits func(a *solver.Answer, interrupted bool) bool
	outcome
}{
	{
		func(a *solver.Answer, _ bool) bool { return a.Plan == nil && a.Report != nil },
		outcome{exitVerification, "the plan found failed verification and is not shown", []string{
			"this is an error of the program, not of the scenario; please report it with the scenario",
		}},
	},
	{
		func(a *solver.Answer, interrupted bool) bool { return stopped(a, interrupted) && a.Plan != nil },
		outcome{exitInterrupted, "interrupted; the plan is the best found so far", nil},
	},
	{
		stopped,
		outcome{exitInterrupted, "interrupted before a plan was found", nil},
	},
	{
		func(a *solver.Answer, interrupted bool) bool { return interrupted && a.Cut && a.Plan != nil },
		outcome{exitInterrupted, "interrupted; the plan is as good as was asked for, but not all that was asked about it is known", nil},
	},
	{
		func(a *solver.Answer, _ bool) bool { return a.Termination == mip.Infeasible },
		outcome{exitNoPlan, "infeasible: no plan meets all limits", nil},
	},
	{
		func(a *solver.Answer, _ bool) bool { return a.Termination == mip.Unbounded },
		outcome{exitNoPlan, "unbounded: the scenario allows infinite gain", []string{"a limit is missing, such as a budget or a surplus"}},
	},
	{
		func(a *solver.Answer, _ bool) bool { return a.Termination == mip.InfeasibleOrUnbounded },
		outcome{exitNoPlan, "infeasible or unbounded: the engine could not tell which", nil},
	},
	{
		func(a *solver.Answer, _ bool) bool { return a.Plan != nil && a.Termination == mip.Optimal },
		outcome{code: exitOK},
	},
	{
		func(a *solver.Answer, _ bool) bool { return a.Plan != nil && a.Limit == mip.MemoryLimit },
		outcome{exitLimit, "stopped by the limit on memory; the plan is verified but may not be the best", []string{
			"a larger --memory-limit or a wider --gap lets the search end by itself",
		}},
	},
	{
		func(a *solver.Answer, _ bool) bool { return a.Plan != nil },
		outcome{exitLimit, "stopped by a limit; the plan is verified but may not be the best", []string{
			"a longer --time-limit or a wider --gap lets the search end by itself",
		}},
	},
	{
		func(a *solver.Answer, _ bool) bool { return a.Limit == mip.MemoryLimit },
		outcome{exitLimitNoPlan, "stopped by the limit on memory before a plan was found", []string{"give it a larger --memory-limit"}},
	},
	{
		func(a *solver.Answer, _ bool) bool { return a.Termination == mip.LimitReached },
		outcome{exitLimitNoPlan, "stopped by a limit before a plan was found", []string{"give it a longer --time-limit"}},
	},
	{
		func(*solver.Answer, bool) bool { return true },
		outcome{exitInternal, "the solver engine failed", nil},
	},
}

// stopped tells whether the user ended the search. An interrupt that came too
// late to change anything does not count.
func stopped(a *solver.Answer, interrupted bool) bool {
	return a.Termination == mip.Interrupted || interrupted && !a.Termination.Conclusive()
}

// outcomeOf says what an answer means.
func outcomeOf(a *solver.Answer, interrupted bool) outcome {
	for _, o := range outcomes {
		if o.fits(a, interrupted) {
			return o.outcome
		}
	}
	panic("the last outcome fits everything")
}
