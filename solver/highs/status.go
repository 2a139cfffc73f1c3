package highs

import (
	"fmt"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// ModelStatus is what HiGHS says of the model after a solve.
type ModelStatus int

// The model statuses of the C interface. The last two come with HiGHS 1.16.
const (
	NotSet ModelStatus = iota
	LoadError
	ModelError
	PresolveError
	SolveError
	PostsolveError
	ModelEmpty
	Optimal
	Infeasible
	UnboundedOrInfeasible
	Unbounded
	ObjectiveBound
	ObjectiveTarget
	TimeLimit
	IterationLimit
	Unknown
	SolutionLimit
	Interrupt
	MemoryLimit
	InternalInterrupt
)

var modelStatuses = []struct {
	name        string
	termination mip.Termination
	limit       mip.Limit
}{
	NotSet:                {"not set", mip.Failed, mip.NoLimit},
	LoadError:             {"load error", mip.Failed, mip.NoLimit},
	ModelError:            {"model error", mip.Failed, mip.NoLimit},
	PresolveError:         {"presolve error", mip.Failed, mip.NoLimit},
	SolveError:            {"solve error", mip.Failed, mip.NoLimit},
	PostsolveError:        {"postsolve error", mip.Failed, mip.NoLimit},
	ModelEmpty:            {"model empty", mip.Optimal, mip.NoLimit},
	Optimal:               {"optimal", mip.Optimal, mip.NoLimit},
	Infeasible:            {"infeasible", mip.Infeasible, mip.NoLimit},
	UnboundedOrInfeasible: {"unbounded or infeasible", mip.InfeasibleOrUnbounded, mip.NoLimit},
	Unbounded:             {"unbounded", mip.Unbounded, mip.NoLimit},
	ObjectiveBound:        {"objective bound reached", mip.LimitReached, mip.ObjectiveLimit},
	ObjectiveTarget:       {"objective target reached", mip.LimitReached, mip.ObjectiveLimit},
	TimeLimit:             {"time limit reached", mip.LimitReached, mip.TimeLimit},
	IterationLimit:        {"iteration limit reached", mip.LimitReached, mip.IterationLimit},
	Unknown:               {"unknown", mip.Failed, mip.NoLimit},
	SolutionLimit:         {"node or solution limit reached", mip.LimitReached, mip.SolutionLimit},
	Interrupt:             {"interrupted by the caller", mip.Interrupted, mip.NoLimit},
	MemoryLimit:           {"memory limit reached", mip.LimitReached, mip.MemoryLimit},
	InternalInterrupt:     {"interrupted by HiGHS", mip.LimitReached, mip.OtherLimit},
}

// String is the status in HiGHS's words.
func (s ModelStatus) String() string {
	if s >= 0 && int(s) < len(modelStatuses) {
		return modelStatuses[s].name
	}
	return fmt.Sprintf("model status %d", int(s))
}

// termination translates the status.
func (s ModelStatus) termination() (mip.Termination, mip.Limit) {
	if s >= 0 && int(s) < len(modelStatuses) {
		return modelStatuses[s].termination, modelStatuses[s].limit
	}
	return mip.Failed, mip.NoLimit
}
