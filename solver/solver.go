// Package solver turns a scenario into a verified plan: it states the
// mixed-integer program, hands it to an engine, decodes the answer and has it
// recomputed by solver/verify before anybody sees it.
package solver

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/decompose"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/proof"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// Options direct a solve. The gap, time limit, threads and seed come from the
// scenario.
type Options struct {
	// Version is the program's version and ScenarioHash the canonical hash of
	// the scenario, for the plan's manifest.
	Version, ScenarioHash string
	// Progress, if not nil, is told of bound and incumbent while solving.
	Progress func(mip.Progress)
	// Memory tells how much memory the process holds, in bytes, that of the engine
	// included. It is needed where the scenario limits it, and called by another
	// goroutine.
	Memory func() uint64
	// Stage, if not nil, is told in words which of several searches comes next.
	Stage func(string)
	// Starts are plans to start from, made for scenarios with the same sites and
	// contracts but other figures: the best of what is left of them here is where
	// the search begins.
	Starts []*model.Plan
	// Bound, if not nil, is what no plan of the scenario is worth more than by its
	// measure, in its currency, by what the caller knows.
	Bound *float64
	// Wanted, if not nil, asks only whether some plan is worth so much by the scenario's
	// measure, in its currency: the first that is ends the search, and so does a bound that
	// says there is none, within what rounding does; both by the limit on the objective.
	Wanted *float64
	// Region and Away, if not nil, have other plans looked for than the scenario's best.
	Region *Region
	Away   *Away
	// AnyPlan asks for some plan, whatever it is worth, or the proof that there is none:
	// the objective is dropped and the first plan ends the search, by the limit on
	// solutions. Of Starts those count that fit as they are; Bound does not.
	AnyPlan bool
	// Without names steps of solving in phases to leave out, to measure what they
	// are worth: see Steps.
	Without []string
	// Reduced says how the scenario's worlds were chosen from its draws, nil
	// where they were not; the plan is then valued on all of the draws too.
	Reduced *market.Reduced
	// Information solves again to learn what knowing the worlds is worth: the
	// mean world and every world alone.
	Information bool
	// Certificate searches for a certificate of the bound, or of infeasibility,
	// that can be checked in exact arithmetic. The plan then states the bound that
	// the certificate proves.
	Certificate bool
	// Worth solves again with more of what may hold the plan back: budget, and
	// for each region where the plan signs a connection surplus and sooner
	// energisation.
	Worth bool
}

// Answer is what a solve found.
type Answer struct {
	Termination mip.Termination
	Limit       mip.Limit
	// Plan is nil when none was found or when it failed verification.
	Plan *model.Plan
	// Bound is what no plan that was looked among is worth more than, as the search has it:
	// infinite where nothing is known, minus infinity where there is no plan.
	Bound float64
	// Reached is how far the search came that was asked for a plan away from others.
	Reached *Reached
	// Report is the verification of the plan found, nil when none was.
	Report *verify.Report
	// Certificate proves the bound of the plan, or that there is none, as far as
	// Proof says; both are nil where it was not asked for.
	Certificate *proof.Certificate
	Proof       *proof.Proof
	// Notes say what was asked for and could not be found out; the plan holds
	// nothing about it.
	Notes []string
	// Cut tells whether the context ended before all that was asked about the
	// plan was found out.
	Cut bool
	Statistics
}

// Statistics are facts about a solve that are not part of the plan.
type Statistics struct {
	Columns, Integers, Rows, Nonzeros int
	BuildTime, SolveTime              time.Duration
	Nodes                             int64
}

// run is one solve.
type run struct {
	s      *model.Scenario
	engine mip.Engine
	opt    Options
	// each is what each world alone is worth, for regret and information.
	each  []alone
	notes []string
	// prepaid is set where the point that the plan is made of pays tax before it
	// is due.
	prepaid bool
}

// errPrepaid says why a plan is not what the program makes of it (docs/model.md,
// section 6).
var errPrepaid = errors.New("solver: the best plan found would pay tax before it is due to reinvest more later, which is not ruled out where losses are carried forward, cash is reinvested and not all of a budget is carried over; carry all of it over, reinvest nothing or use losses within the group")

func (r *run) note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

// stage tells which of several searches comes next.
func (r *run) stage(format string, args ...any) {
	if r.opt.Stage != nil {
		r.opt.Stage(fmt.Sprintf(format, args...))
	}
}

// Solve plans a scenario. A cancelled context or a limit returns the best plan
// found, verified, with its gap; each search of a solve that needs several has the
// time limit to itself. The scenario must have passed its checks.
func Solve(ctx context.Context, s *model.Scenario, engine mip.Engine, opt Options) (*Answer, error) {
	ctx, stop, err := watched(ctx, s, opt.Memory)
	if err != nil {
		return nil, err
	}
	defer stop()
	if opt.AnyPlan {
		s = anyMeasure(s)
	}
	r := &run{s: s, engine: engine, opt: opt}
	answer, err := r.solve(ctx)
	var why *unknown
	if errors.As(err, &why) {
		r.note("%s", why)
		answer, err = &Answer{Termination: why.ended, Limit: why.limit}, nil
	}
	if answer != nil {
		answer.Notes = r.notes
		answer.Cut = ctx.Err() != nil && len(r.notes) > 0
	}
	return answer, err
}

func (r *run) solve(ctx context.Context) (*Answer, error) {
	s := r.s
	_, aside := r.opt.aside()
	if aside && (r.opt.Certificate || r.opt.Worth || r.opt.Information) {
		return nil, errAside
	}
	if s.Objective.Measure == model.Regret {
		if err := r.solveEachAlone(ctx); err != nil {
			return nil, err
		}
	}
	start := time.Now()
	f, err := r.state(formulation.Plain)
	if err != nil {
		return nil, err
	}
	if r.opt.Away != nil {
		return r.away(ctx, f)
	}
	built := time.Since(start)
	if len(s.Worlds) > 1 {
		r.stage("the plan for all worlds")
	}
	found, answer, err := r.search(ctx, f)
	if err != nil {
		return nil, err
	}
	answer.BuildTime = built
	if !found.HasSolution {
		if found.Termination == mip.Infeasible && !aside && r.opt.Certificate {
			err = r.certify(ctx, nil, answer)
		}
		return answer, err
	}
	answer.Report, err = r.plan(ctx, f, found, answer)
	return answer, err
}

// plan makes a plan of what was found, with all that was asked about it, and has
// it verified.
func (r *run) plan(ctx context.Context, f *formulation.Formulation, found *mip.Result, answer *Answer) (*verify.Report, error) {
	var mean *mip.Result
	var err error
	ended := found.Termination == mip.Optimal
	if r.opt.Information && len(r.s.Worlds) > 1 && ended {
		if mean, err = r.ask(ctx, f, found); err != nil {
			return nil, err
		}
	}
	plan, err := r.polish(f, found)
	if err != nil {
		return nil, err
	}
	plan.Manifest = manifest(r.s, method(r.s, f.Model), r.engine, r.opt)
	if r.opt.Certificate {
		if err := r.certify(ctx, plan, answer); err != nil {
			return nil, err
		}
	}
	if mean != nil {
		plan.Information = r.information(plan, mean)
	}
	if r.opt.Reduced != nil {
		if plan.Sample, err = r.sample(plan); err != nil {
			return nil, err
		}
	}
	if r.opt.Worth && ended {
		if err := r.worth(ctx, plan); err != nil {
			return nil, err
		}
	}
	if r.opt.Information && len(r.s.Worlds) == 1 {
		r.note("what information is worth is not looked for: there is one world only, so it is known")
	}
	if (r.opt.Worth || r.opt.Information) && !ended {
		r.note("what limits and information are worth was not looked for: the search stopped before its gap (%s)", found.Termination)
	}
	report := verify.Check(r.s, plan, verify.Options{})
	if !report.OK && r.prepaid {
		return nil, errPrepaid
	}
	plan.Outcome.Verified = report.OK
	if report.OK {
		answer.Plan = plan
	}
	return report, nil
}

// state states the program.
func state(s *model.Scenario, strength formulation.Strength, each []alone) (*formulation.Formulation, error) {
	if s.Objective.Measure != model.Regret {
		return formulation.Build(s, strength)
	}
	best := make([]unit.Money, len(each))
	for w := range each {
		best[w] = unit.Money(each[w].found)
	}
	return formulation.BuildRegret(s, strength, best)
}

// search has the engine solve a program.
func (r *run) search(ctx context.Context, f *formulation.Formulation) (*mip.Result, *Answer, error) {
	options, m := engineOptions(r.s), f.Model
	options.Progress = r.opt.Progress
	start := time.Now()
	found, err := r.byMethod(ctx, f, options)
	if err != nil {
		return nil, nil, fmt.Errorf("solver: %s: %w", r.engine.Name(), err)
	}
	found.Termination, found.Limit = endedBy(ctx, found.Termination, found.Limit)
	bound := formulation.Money(found.DualBound)
	if found.Termination == mip.Infeasible {
		bound = math.Inf(-1)
	}
	return found, &Answer{Termination: found.Termination, Limit: found.Limit, Bound: bound, Statistics: Statistics{
		Columns: m.NumCols(), Rows: m.NumRows(), Nonzeros: m.NumNonzeros(), Integers: m.NumIntegers(),
		SolveTime: time.Since(start), Nodes: found.Nodes,
	}}, nil
}

// byMethod solves a program by the scenario's method, from what the caller knows.
func (r *run) byMethod(ctx context.Context, f *formulation.Formulation, options mip.Options) (*mip.Result, error) {
	if r.opt.AnyPlan {
		return r.any(ctx, f, options)
	}
	searched, solve := f, func() (*mip.Result, error) { return r.engine.Solve(ctx, f.Model, options) }
	if method(r.s, f.Model) == model.Decompose {
		left, err := leaving(r.opt.Without)
		if err != nil {
			return nil, err
		}
		if left.years {
			if err := r.byYears(ctx, &options); err != nil {
				return nil, err
			}
		}
		g, err := r.state(left.strength)
		if err != nil {
			return nil, err
		}
		searched, solve = g, func() (*mip.Result, error) {
			return decompose.SolveBy(ctx, g, r.engine, left.part, options, func(phase string) { r.stage("solving %s", phase) })
		}
	}
	if searched == f && len(r.opt.Without) > 0 {
		r.note("no step was left out: the program was solved whole, not in phases")
	}
	found, err := r.begin(ctx, searched, &options)
	if err == nil && found == nil {
		found, err = solve()
	}
	if err != nil {
		return nil, err
	}
	found = bounded(found, &options)
	switch {
	case !found.HasSolution && !found.Termination.Conclusive():
		return found, r.idle(f, found)
	case found.HasSolution && searched != f:
		return r.carry(f, searched, found)
	default:
		return found, nil
	}
}

// idleNodes limits the search for the best that can be made of what exists, which
// takes more than one only where there are mandatory contracts or rules that ask for MW.
const idleNodes = 100

// idle has a search that stopped early without a plan find the one of doing
// nothing new, if that is possible. Like polish it is not subject to limits.
func (r *run) idle(f *formulation.Formulation, found *mip.Result) error {
	nothing, err := r.engine.Solve(context.Background(), f.Idle(), mip.Options{MaxNodes: idleNodes, Threads: r.s.Solver.Threads, Seed: r.s.Solver.Seed})
	if err != nil || !nothing.HasSolution {
		return err
	}
	found.HasSolution, found.X, found.Objective = true, nothing.X, nothing.Objective
	found.DualBound = max(found.DualBound, found.Objective)
	found.Gap = mip.RelativeGap(found.Objective, found.DualBound)
	return nil
}

// errCarry says that two statements of one program differ by more than their tolerances.
var errCarry = errors.New("solver: the plan found for the strong program cannot be carried out in the plain one")

// carry carries what was found for a stronger program g over to the plain one: the
// whole-number decisions are kept and all others are the best that go with them.
// Like polish it is not subject to limits.
func (r *run) carry(f, g *formulation.Formulation, found *mip.Result) (*mip.Result, error) {
	fixed, ok := f.Adopt(g, found.X)
	if !ok {
		return nil, errors.New("solver: the strong program has decisions that the plain one lacks")
	}
	lp, err := r.engine.Solve(context.Background(), fixed, mip.Options{Threads: r.s.Solver.Threads, Seed: r.s.Solver.Seed})
	if err != nil {
		return nil, err
	}
	if lp.Termination != mip.Optimal {
		return nil, fmt.Errorf("%w (%s)", errCarry, lp.Termination)
	}
	carried := *found
	carried.X, carried.Objective = lp.X, lp.Objective
	carried.DualBound = max(found.DualBound, lp.Objective)
	carried.Gap = mip.RelativeGap(carried.Objective, carried.DualBound)
	if lost := found.Objective - lp.Objective; lost > agreement*max(math.Abs(found.Objective), 1) {
		r.note("the plan is worth %.3g million less than the strong program has it, and its gap is %.3g %%", lost, 100*carried.Gap)
	}
	return &carried, nil
}

// solved states and solves another scenario by itself.
func (r *run) solved(ctx context.Context, s *model.Scenario) (*formulation.Formulation, *mip.Result, error) {
	f, err := formulation.Build(s, formulation.Plain)
	if err != nil {
		return nil, nil, err
	}
	other := &run{s: s, engine: r.engine, opt: Options{Progress: r.opt.Progress}}
	found, _, err := other.search(ctx, f)
	return f, found, err
}

func engineOptions(s *model.Scenario) mip.Options {
	return mip.Options{
		RelativeGap: float64(s.Solver.Gap),
		TimeLimit:   time.Duration(s.Solver.TimeLimit * float64(time.Second)),
		Threads:     s.Solver.Threads,
		Seed:        s.Solver.Seed,
	}
}

// polish solves the program again with its whole-number decisions fixed: an
// LP, whose point is exact where the search's was within tolerances and whose
// duals say what binds. It is short and not subject to limits. Where it fails
// the search's own point is the plan, for verification to judge.
func (r *run) polish(f *formulation.Formulation, found *mip.Result) (*model.Plan, error) {
	s, engine := r.s, r.engine
	fixed := f.Model.FixIntegers(found.X)
	lp, err := engine.Solve(context.Background(), fixed, mip.Options{Threads: s.Solver.Threads, Seed: s.Solver.Seed, FixedDuals: true})
	if err != nil {
		return nil, fmt.Errorf("solver: %s, with whole-number decisions fixed: %w", engine.Name(), err)
	}
	x, binding := lp.X, []model.Binding{}
	if lp.Termination == mip.Optimal {
		binding = f.Binding(lp)
	} else {
		x = found.X
		r.note("what limits are worth is not known: with whole-number decisions fixed the engine stopped (%s)", lp.Termination)
	}
	plan := f.Decode(x)
	plan.Binding = binding
	plan.Outcome = outcome(s, plan, found)
	if best, aside := r.opt.aside(); aside {
		r.stateAside(&plan.Outcome, best)
	}
	plan.Assumed = assumed(s)
	r.prepaid = f.Prepays(x)
	if err := agree(f, x, plan); err != nil {
		if r.prepaid {
			err = errPrepaid
		}
		return nil, err
	}
	return plan, nil
}

// agreement is how far the objective of the program and the plan's own may
// differ, relative to the larger of it and a million.
const agreement = 1e-6

// agree holds the objective of the program at a point against what the plan
// decoded from it is worth.
func agree(f *formulation.Formulation, x []float64, plan *model.Plan) error {
	objective := f.Model.Offset
	for j, cost := range f.Model.ColCost {
		objective += cost * x[j]
	}
	stated, worth := formulation.Money(objective), plan.Outcome.Objective
	if math.Abs(stated-worth) > agreement*max(math.Abs(worth), 1e6) {
		return fmt.Errorf("solver: the program is worth %.2f at its solution, the plan decoded from it %.2f", stated, worth)
	}
	return nil
}

// outcome states what the engine claims of a plan. The objective is the plan's
// own; the bound is never below it.
func outcome(s *model.Scenario, plan *model.Plan, found *mip.Result) model.Outcome {
	o := model.Outcome{Goal: s.Objective.Goal.String(), Termination: found.Termination.String()}
	if found.Termination == mip.LimitReached {
		o.Limit = found.Limit.String()
	}
	o.Objective = objective(s, plan)
	setBound(&o, found.DualBound)
	return o
}

// objective is the plan's value by the scenario's measure.
func objective(s *model.Scenario, plan *model.Plan) float64 {
	r := &plan.Risk
	switch s.Objective.Measure {
	case model.CVaR:
		return (1-r.Weight)*float64(r.Expected) + r.Weight*float64(r.CVaR)
	case model.Regret:
		return -float64(*r.Regret)
	default:
		return float64(r.Expected)
	}
}

// assumed lists the inputs that rest on an assumption or estimate.
func assumed(s *model.Scenario) []model.AssumedInput {
	list := []model.AssumedInput{}
	for _, in := range s.Inputs {
		if in.Method == model.Assumed || in.Method == model.Estimated {
			list = append(list, model.AssumedInput{Kind: in.Kind, ID: in.ID, Method: string(in.Method), Grade: string(in.Grade), Where: in.Where})
		}
	}
	return list
}

func manifest(s *model.Scenario, taken model.SolveMethod, engine mip.Engine, opt Options) model.Manifest {
	m := model.Manifest{
		ScenarioSHA256: opt.ScenarioHash, Version: opt.Version,
		Engine: engine.Name() + " " + engine.Version(), Sources: len(s.Sources),
		Files: []model.ManifestFile{},
		Options: map[string]string{
			"gap":        strconv.FormatFloat(float64(s.Solver.Gap), 'g', -1, 64),
			"time_limit": strconv.FormatFloat(s.Solver.TimeLimit, 'g', -1, 64),
			"threads":    strconv.Itoa(s.Solver.Threads),
			"seed":       strconv.Itoa(s.Solver.Seed),
			"method":     taken.String(),
		},
	}
	if len(opt.Without) > 0 {
		m.Options["without"] = strings.Join(opt.Without, " ")
	}
	if limit := s.Solver.MemoryLimit; limit > 0 {
		m.Options["memory_limit"] = strconv.FormatFloat(limit, 'f', -1, 64)
	}
	for _, file := range s.Files {
		m.Files = append(m.Files, model.ManifestFile(file))
	}
	return m
}
