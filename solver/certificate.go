package solver

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/branch"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/proof"
)

// certificateNodes limits the search for a certificate, whose open nodes take
// memory.
const certificateNodes = 50_000

// ErrCertifyRegret says why there is no certificate for least regret.
var ErrCertifyRegret = errors.New("the program of least regret rests on what other searches found, so that a bound on it proves nothing by itself")

// certify searches for a certificate of what no plan beats. The plan, if there
// is one, then states the bound that the certificate proves, also where the
// engine claims a better one.
//
// It is about the program as docs/model.md states it, whatever the method.
func (r *run) certify(ctx context.Context, plan *model.Plan, answer *Answer) error {
	engine, ok := r.engine.(mip.RelaxEngine)
	switch {
	case r.s.Objective.Measure == model.Regret:
		return fmt.Errorf("solver: %w", ErrCertifyRegret)
	case !ok:
		return fmt.Errorf("solver: %s keeps no linear programs, which a certificate needs", r.engine.Name())
	}
	select {
	case <-ctx.Done():
		ended, limit := endedBy(ctx, mip.Interrupted, mip.NoLimit)
		r.note("no certificate was made: its search stopped before (%s)", stoppedBy(ended, limit))
		return nil
	default:
	}
	f, err := formulation.Build(r.s, formulation.Plain)
	if err != nil {
		return err
	}
	r.stage("the certificate of the bound")
	options := branch.Options{
		RelativeGap: float64(r.s.Solver.Gap), MaxNodes: certificateNodes,
		TimeLimit: time.Duration(r.s.Solver.TimeLimit * float64(time.Second)),
		Priority:  f.Priorities(), Progress: r.opt.Progress,
	}
	if plan != nil {
		incumbent := formulation.Value(plan.Outcome.Objective)
		options.Incumbent = &incumbent
		options.AbsoluteGap = agreement * max(math.Abs(incumbent), 1)
	}
	found, err := branch.Prove(ctx, engine, f.Model, options)
	if err != nil {
		return fmt.Errorf("solver: %w", err)
	}
	found.Termination, found.Limit = endedBy(ctx, found.Termination, found.Limit)
	answer.Certificate, answer.Proof = found.Certificate, found.Proof
	if plan == nil {
		if !found.Proof.Infeasible {
			r.note("the certificate does not prove that there is no plan: its search stopped before (%s)", stoppedBy(found.Termination, found.Limit))
		}
		return nil
	}
	r.adopt(&plan.Outcome, answer, found)
	return nil
}

// adopt has a plan state the bound of its certificate, if that has one, and
// whether the plan is as good as was asked for by that.
func (r *run) adopt(o *model.Outcome, answer *Answer, found *branch.Result) {
	switch {
	case found.Proof.Infeasible:
		r.note("the certificate proves that no point meets the program exactly; the plan meets it within tolerances")
		return
	case math.IsInf(found.Proof.Bound, 0):
		r.note("the certificate proves nothing: its search stopped before (%s); a bound that is stated all the same is what the engine claims", stoppedBy(found.Termination, found.Limit))
		return
	}
	claimed := *o
	setBound(o, found.Proof.Bound)
	switch {
	case r.close(o):
		answer.Termination, answer.Limit = mip.Optimal, mip.NoLimit
	case answer.Termination == mip.Optimal && found.Termination == mip.Optimal:
		answer.Termination = mip.Failed
		r.note("the engine calls the plan the best within a gap of %.3g %%, but in the search for a certificate something better was found: the gap is %.3g %%",
			100*claimed.Gap, 100*o.Gap)
	case answer.Termination == mip.Optimal:
		answer.Termination, answer.Limit = found.Termination, found.Limit
		r.note("the certificate proves a gap of %.3g %%, where the engine claims %.3g %%: its search stopped before (%s)",
			100*o.Gap, 100*claimed.Gap, stoppedBy(found.Termination, found.Limit))
	}
	o.Termination, o.Limit = answer.Termination.String(), ""
	if answer.Termination == mip.LimitReached {
		o.Limit = answer.Limit.String()
	}
}

// close reports whether a plan is within the scenario's gap of its bound.
func (r *run) close(o *model.Outcome) bool {
	size := math.Abs(o.Objective)
	return o.Bound-o.Objective <= (1+agreement)*max(float64(r.s.Solver.Gap)*size, agreement*max(size, 1e6))
}

func stoppedBy(t mip.Termination, l mip.Limit) string {
	if t == mip.LimitReached {
		return "limit on " + l.String()
	}
	return t.String()
}

// setBound states a bound of the program, in its unit, and the gap that it
// leaves, both infinite where none is known. The bound is never below the
// objective.
func setBound(o *model.Outcome, bound float64) {
	o.Bound = max(o.Objective, formulation.Money(bound))
	o.Gap = (o.Bound - o.Objective) / max(math.Abs(o.Objective), 1)
}

// Certified is what a certificate proves about the plans of a scenario.
type Certified struct {
	*proof.Proof
	// Bound is what no plan is worth more than by the scenario's measure, in the
	// scenario's currency.
	Bound float64
}

// CheckCertificate states the program of a scenario anew and checks a
// certificate against it, in exact arithmetic. It searches nothing and needs no
// engine. What the certificate gets wrong is an error that says so.
func CheckCertificate(ctx context.Context, s *model.Scenario, c *proof.Certificate) (*Certified, error) {
	if s.Objective.Measure == model.Regret {
		return nil, ErrCertifyRegret
	}
	f, err := formulation.Build(s, formulation.Plain)
	if err != nil {
		return nil, err
	}
	p, err := proof.Check(ctx, f.Model, c)
	if err != nil {
		return nil, err
	}
	return &Certified{p, formulation.Money(p.Bound)}, nil
}

// boundAgreement is how far below the proven bound a plan may state its own, by
// what writing and reading it rounds, relative to the larger of it and a
// million.
const boundAgreement = 1e-12

// Supports reports whether what is proven supports the bound that a plan states.
func (c *Certified) Supports(o *model.Outcome) bool {
	return c.Bound <= o.Bound+boundAgreement*max(math.Abs(o.Bound), 1e6)
}
