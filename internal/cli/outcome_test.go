package cli

import (
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// TestOutcomes crosses why the solver stopped with what it holds.
func TestOutcomes(t *testing.T) {
	const none, failed, verified, cut = "none", "failed", "verified", "cut"
	for _, c := range []struct {
		termination mip.Termination
		plan        string
		interrupted bool
		want        int
	}{
		{mip.Optimal, verified, false, exitOK},
		{mip.Optimal, verified, true, exitOK}, // the interrupt came too late
		{mip.Optimal, failed, false, exitVerification},
		{mip.LimitReached, verified, false, exitLimit},
		{mip.LimitReached, failed, false, exitVerification},
		{mip.LimitReached, none, false, exitLimitNoPlan},
		{mip.LimitReached, verified, true, exitInterrupted},
		{mip.Interrupted, verified, true, exitInterrupted},
		{mip.Interrupted, none, true, exitInterrupted},
		{mip.Interrupted, failed, true, exitVerification},
		{mip.Infeasible, none, false, exitNoPlan},
		{mip.Infeasible, none, true, exitNoPlan},
		{mip.Unbounded, none, false, exitNoPlan},
		{mip.InfeasibleOrUnbounded, none, false, exitNoPlan},
		{mip.Failed, none, false, exitInternal},
		{mip.Failed, verified, false, exitLimit},
		{mip.Optimal, cut, true, exitInterrupted}, // what was asked about the plan is not known
		{mip.Optimal, cut, false, exitOK},
	} {
		a := &solver.Answer{Termination: c.termination, Cut: c.plan == cut}
		switch c.plan {
		case failed:
			a.Report = &verify.Report{}
		case verified, cut:
			a.Report, a.Plan = &verify.Report{OK: true}, &model.Plan{}
		}
		got := outcomeOf(a, c.interrupted)
		if got.code != c.want || (got.message == "") != (got.code == exitOK) {
			t.Errorf("%v, plan %s, interrupted %v: %d %q, want %d", c.termination, c.plan, c.interrupted, got.code, got.message, c.want)
		}
	}
}

// TestMemoryOutcome: what the memory limit ended has the codes of a time limit,
// and says which limit to raise.
func TestMemoryOutcome(t *testing.T) {
	a := &solver.Answer{Termination: mip.LimitReached, Limit: mip.MemoryLimit}
	for _, want := range []int{exitLimitNoPlan, exitLimit} {
		got := outcomeOf(a, false)
		if got.code != want || !strings.Contains(got.message, "limit on memory") || !strings.Contains(strings.Join(got.hints, " "), "--memory-limit") {
			t.Errorf("%+v, want code %d", got, want)
		}
		if got := outcomeOf(a, true); got.code != exitInterrupted {
			t.Errorf("interrupted too: %+v", got)
		}
		a.Plan, a.Report = &model.Plan{}, &verify.Report{OK: true}
	}
}
