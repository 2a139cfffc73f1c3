package highs

// #include "capi.h"
import "C"

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// progressInterval is the time between two reports of progress, in seconds.
const progressInterval = 0.5

// Solve solves the model as it stands under the options, from the last basis
// or solution where there is one. All options of HiGHS that mip.Options does
// not set, by its fields or by Raw, go back to their defaults.
func (h *Highs) Solve(ctx context.Context, opt mip.Options) (*mip.Result, error) {
	cols, _, _, err := h.Size()
	if err != nil {
		return nil, err
	}
	if err := opt.Validate(cols); err != nil {
		return nil, err
	}
	if err := h.apply(opt.WithDefaults()); err != nil {
		return nil, err
	}
	begin := time.Now()
	status, err := h.Run(ctx)
	if err != nil {
		return nil, err
	}
	r, err := h.result(status)
	if err != nil {
		return nil, err
	}
	if err := h.cutOff(r, opt.Cutoff); err != nil {
		return nil, err
	}
	if opt.FixedDuals && r.HasSolution && status != ModelEmpty {
		if err := h.fixedDuals(ctx, r); err != nil {
			return nil, err
		}
	}
	r.Seconds = time.Since(begin).Seconds()
	return r, nil
}

// apply sets the options of HiGHS.
func (h *Highs) apply(opt mip.Options) error {
	if err := h.prepare(); err != nil {
		return err
	}
	h.SetLog(opt.Log)
	h.SetProgress(opt.Progress)
	if err := h.SetJoin(opt.Join); err != nil {
		return err
	}
	if err := h.setLimits(opt); err != nil {
		return err
	}
	for name, value := range doubleOptions(opt) {
		if err := h.SetDoubleOption(name, value); err != nil {
			return err
		}
	}
	whole := map[string]int{"threads": opt.Threads, "random_seed": opt.Seed}
	if opt.MaxNodes > 0 {
		whole["mip_max_nodes"] = opt.MaxNodes
	}
	for name, value := range whole {
		if err := h.SetIntOption(name, value); err != nil {
			return err
		}
	}
	if opt.Threads > 1 {
		if err := h.SetStringOption("parallel", "on"); err != nil {
			return err
		}
	}
	for name, value := range opt.Raw {
		if err := h.SetOption(name, value); err != nil {
			return err
		}
	}
	if opt.Start != nil && len(h.integers) > 0 {
		return h.SetSolution(opt.Start)
	}
	return nil
}

func doubleOptions(opt mip.Options) map[string]float64 {
	options := map[string]float64{
		"mip_rel_gap":                  opt.RelativeGap,
		"mip_abs_gap":                  opt.AbsoluteGap,
		"primal_feasibility_tolerance": opt.FeasibilityTolerance,
		"mip_feasibility_tolerance":    opt.IntegralityTolerance,
	}
	if opt.TimeLimit > 0 {
		options["time_limit"] = opt.TimeLimit.Seconds()
	}
	if opt.Progress != nil {
		options["mip_min_logging_interval"] = progressInterval
	}
	return options
}

// setLimits sets target and cutoff of a search. HiGHS takes the target as the model has its
// objective, and the cutoff as a minimisation has it.
func (h *Highs) setLimits(opt mip.Options) error {
	if len(h.integers) == 0 {
		return nil
	}
	if opt.Target != nil {
		if err := h.SetDoubleOption("objective_target", *opt.Target); err != nil {
			return err
		}
	}
	if opt.Cutoff == nil {
		return nil
	}
	sense, err := h.sense()
	if err != nil {
		return err
	}
	return h.SetDoubleOption("objective_bound", -sense**opt.Cutoff)
}

// cutOff restates a result of a search with a cutoff: HiGHS calls what is left the best, or
// the model infeasible, and its bound does not know of what was cut off.
func (h *Highs) cutOff(r *mip.Result, cutoff *float64) error {
	if cutoff == nil || len(h.integers) == 0 {
		return nil
	}
	sense, err := h.sense()
	if err != nil {
		return err
	}
	if r.HasSolution && sense*r.Objective >= sense**cutoff {
		return nil
	}
	if r.Termination == mip.Optimal || r.Termination == mip.Infeasible {
		r.Termination, r.Limit, r.DualBound = mip.LimitReached, mip.ObjectiveLimit, *cutoff
	}
	r.DualBound, r.Gap = sense*max(sense*r.DualBound, sense**cutoff), math.Inf(1)
	if r.HasSolution {
		r.Gap = mip.RelativeGap(r.Objective, r.DualBound)
	}
	return nil
}

// result collects what HiGHS says of a solve.
func (h *Highs) result(status ModelStatus) (*mip.Result, error) {
	r := &mip.Result{Raw: status.String(), Engine: engineName, Version: Version()}
	r.Termination, r.Limit = status.termination()
	if status == ModelEmpty {
		return h.emptyResult(r)
	}
	if err := h.collectEffort(r); err != nil {
		return nil, err
	}
	if err := h.collectPoint(r); err != nil {
		return nil, err
	}
	if r.Termination == mip.Optimal && !r.HasSolution {
		return nil, errors.New("highs: HiGHS calls a point optimal that it also calls infeasible")
	}
	if err := h.collectBound(r); err != nil {
		return nil, err
	}
	return r, h.nameLimit(r)
}

// collectEffort notes nodes and iterations, which HiGHS counts as -1 where
// there were none.
func (h *Highs) collectEffort(r *mip.Result) error {
	nodes, err := h.Int64Info("mip_node_count")
	if err != nil {
		return err
	}
	r.Nodes = max(nodes, 0)
	for _, name := range []string{"simplex_iteration_count", "ipm_iteration_count", "crossover_iteration_count", "pdlp_iteration_count"} {
		n, err := h.IntInfo(name)
		if err != nil {
			return err
		}
		r.Iterations += int64(max(n, 0))
	}
	return nil
}

// collectPoint notes the point where HiGHS calls it feasible. The point in
// which unboundedness was noticed is none.
func (h *Highs) collectPoint(r *mip.Result) error {
	status, err := h.IntInfo("primal_solution_status")
	if err != nil || status != solutionStatusFeasible {
		return err
	}
	if r.Termination.Conclusive() && r.Termination != mip.Optimal {
		return nil
	}
	s, err := h.Solution()
	if err != nil {
		return err
	}
	r.HasSolution, r.X = true, s.ColValue
	r.Objective, err = h.DoubleInfo("objective_function_value")
	return err
}

// collectBound notes bound and gap: those of the search, or for a linear
// program its own value.
func (h *Highs) collectBound(r *mip.Result) error {
	maximize, err := h.maximizes()
	if err != nil {
		return err
	}
	r.DualBound, r.Gap = math.Inf(-1), math.Inf(1)
	if maximize {
		r.DualBound = math.Inf(1)
	}
	switch {
	case len(h.integers) > 0:
		if r.DualBound, err = h.DoubleInfo("mip_dual_bound"); err != nil {
			return err
		}
		if r.HasSolution {
			r.Gap, err = h.DoubleInfo("mip_gap")
		}
		return err
	case r.Termination == mip.Optimal:
		r.DualBound, r.Gap = r.Objective, 0
	}
	return nil
}

// nameLimit tells the limits apart for which HiGHS has one status.
func (h *Highs) nameLimit(r *mip.Result) error {
	if r.Limit != mip.SolutionLimit {
		return nil
	}
	most, err := h.GetIntOption("mip_max_nodes")
	if err == nil && r.Nodes >= int64(most) {
		r.Limit = mip.NodeLimit
	}
	return err
}

func (h *Highs) maximizes() (bool, error) {
	var sense C.HighsInt
	err := h.call("Highs_getObjectiveSense", func() C.HighsInt { return C.Highs_getObjectiveSense(h.ptr, &sense) })
	return sense == objSenseMaximize, err
}

// sense is 1 where the objective is maximised and -1 where it is minimised.
func (h *Highs) sense() (float64, error) {
	maximize, err := h.maximizes()
	if err != nil || !maximize {
		return -1, err
	}
	return 1, nil
}
