package worker

import (
	"time"

	"github.com/gridalloc/gridalloc/model"
)

// Limits are how far a solving process may go. Zero values are no limits.
type Limits struct {
	// Memory is how much a process may hold, in bytes; beyond it is killed. Idle is
	// how much it may hold between two runs; beyond the next run has a new one.
	Memory, Idle uint64
	// Slack is how much longer a run may take than its searches may by their time
	// limits, for all that these do not cover; beyond its process is killed. A run
	// without a time limit takes as long as it takes.
	Slack time.Duration
}

// bounds are the limits of one run.
type bounds struct {
	memory uint64
	wall   time.Duration
}

// limitFactor is how many times its time limit a search may take: the engine looks
// at the clock only now and then.
const limitFactor = 2

func (l Limits) of(s *model.Scenario) bounds {
	b := bounds{memory: l.Memory}
	if s.Solver.TimeLimit > 0 && l.Slack > 0 {
		b.wall = time.Duration(limitFactor*float64(searches(s))*s.Solver.TimeLimit*float64(time.Second)) + l.Slack
	}
	return b
}

// searches is how many searches at most a run takes, each of which has the time limit
// to itself: the plan's; that for why there is none; for plans that worlds are told
// apart by; and for the best plan of each world, where regret is measured against it.
func searches(s *model.Scenario) int {
	n, worlds := 2, max(len(s.Worlds), s.Sampling.Keep)
	if s.Sampling.Draws > 0 && s.Sampling.Reduction == model.ByPlans {
		n += worlds + 1
	}
	if s.Objective.Measure == model.Regret {
		n += worlds
	}
	return n
}
