// Package branch is a branch and bound over linear relaxations that are kept in
// place. It proves bounds: every leaf is closed by multipliers that solver/proof has
// checked in exact arithmetic, so that what ends as a certificate holds whatever the
// engine's rounding did (Prove, for small and medium programs, of which a plan is known
// already; it looks for no plans). And it bounds large programs as far as the engine's
// rounding goes, a little at a time (Tree).
//
// The search takes the open node with the weakest bound first. It branches on
// the fractional column of the highest priority that promises to move the bound
// most, by what branching on the column did so far (pseudo-costs: Benichou and
// others, Experiments in mixed-integer linear programming, Mathematical
// Programming 1, 1971; the product score: Achterberg, Constraint integer
// programming, 2007). Equal programs and options give equal trees, unless time
// ends the search.
package branch

import (
	"container/heap"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/proof"
)

// Options direct a search. The zero value proves an optimum without knowing it.
type Options struct {
	// Incumbent is what the best point known is worth, nil where none is known.
	// The bound is not brought below it.
	Incumbent *float64
	// RelativeGap and AbsoluteGap end the search when no point is worth more than
	// the incumbent by more than either; zero AbsoluteGap means 1e-6.
	RelativeGap, AbsoluteGap float64
	// MaxNodes ends the search after so many nodes and TimeLimit after that time;
	// zero means none.
	MaxNodes  int
	TimeLimit time.Duration
	// Priority says on which integer columns to branch first, one number per
	// column, the highest first; nil means that all are alike.
	Priority []int
	// Trials is on how many columns, of which it is not known yet what they do to the
	// bound, branching is tried at a node before one is chosen.
	Trials int
	// Progress, if not nil, is told of the bound during the search.
	Progress func(mip.Progress)
}

// Result is what a search ended with.
type Result struct {
	// Certificate proves Bound, whatever ended the search.
	Certificate *proof.Certificate
	// Proof is the certificate checked.
	Proof *proof.Proof
	// Termination is Optimal where every leaf is within the gap, Infeasible where
	// none has a point, and otherwise says what ended the search before that.
	Termination mip.Termination
	Limit       mip.Limit
	Nodes       int // linear programs solved
	Seconds     float64
}

// Prove searches for a proof that nothing is much better than the incumbent.
func Prove(ctx context.Context, engine mip.RelaxEngine, m *mip.Model, opt Options) (*Result, error) {
	if opt.Priority != nil && len(opt.Priority) != m.NumCols() {
		return nil, fmt.Errorf("branch: %d priorities for %d columns", len(opt.Priority), m.NumCols())
	}
	s := newSearch(m, opt)
	s.ev = proof.NewEvaluator(m)
	s.implied, s.lower, s.upper = implied(m, opt.Incumbent)
	lp, guards := guarded(m, s.lower, s.upper)
	s.guards = guards
	if err := s.start(engine, lp); err != nil {
		return nil, err
	}
	defer s.lp.Close()
	if err := s.run(ctx); err != nil {
		return nil, fmt.Errorf("branch: %w", err)
	}
	r := &Result{Termination: s.stopped, Limit: s.limit, Nodes: s.nodes, Certificate: s.certificate()}
	// A context that has ended must not keep the check from what was found.
	var err error
	r.Proof, err = proof.Check(context.WithoutCancel(ctx), m, r.Certificate)
	if err != nil {
		return nil, fmt.Errorf("branch: the certificate made is refused: %w", err)
	}
	r.Certificate.Bound = proof.Number(r.Proof.Bound) // open nodes may prove more than their parents did
	if s.stopped == mip.Optimal && r.Proof.Infeasible {
		r.Termination = mip.Infeasible
	}
	r.Seconds = time.Since(s.begin).Seconds()
	return r, nil
}

// search is a search in progress. Bounds and objectives inside are those of a
// maximisation.
type search struct {
	m     *mip.Model
	opt   Options
	sign  float64 // -1 when the model minimises
	begin time.Time
	lp    mip.Relaxer
	ev    *proof.Evaluator // checks bounds, nil where the engine is trusted

	implied      []proof.Implied
	lower, upper []float64 // of the columns at the root
	guards       []int32   // columns whose costs differ from the model's; see guarded
	box          box       // of the program as it stands

	root   *node
	open   queue
	target float64 // a leaf with this bound or a lower one is closed
	worst  float64 // bound of all leaves
	pseudo pseudoCosts
	nodes  int
	// iterations of linear programs, with solveIterations for each.
	iterations int64
	best       []float64 // whole leaf, nil for none
	worth      float64   // of best
	guides     [][]float64
	stopped    mip.Termination
	limit      mip.Limit
	reported   time.Time
}

func newSearch(m *mip.Model, opt Options) *search {
	if opt.AbsoluteGap == 0 {
		opt.AbsoluteGap = mip.DefaultAbsoluteGap
	}
	s := &search{
		m: m, opt: opt, sign: 1, begin: time.Now(), lower: m.ColLower, upper: m.ColUpper,
		target: math.Inf(-1), worst: math.Inf(-1), pseudo: newPseudoCosts(m.NumCols()),
	}
	if !m.Maximize {
		s.sign = -1
	}
	if opt.Incumbent != nil {
		s.aim(s.sign * *opt.Incumbent)
	}
	return s
}

// start opens the relaxation to solve.
func (s *search) start(engine mip.RelaxEngine, lp *mip.Model) (err error) {
	s.box = box{slices.Clone(s.lower), slices.Clone(s.upper)}
	s.root = &node{bound: math.Inf(1), set: &proof.Multipliers{}, at: -1}
	s.open = queue{s.root}
	s.lp, err = engine.Relax(lp)
	return err
}

// aim sets the target for an incumbent.
func (s *search) aim(incumbent float64) {
	s.target = max(s.target, incumbent+max(s.opt.AbsoluteGap, s.opt.RelativeGap*math.Abs(incumbent)))
}

// run searches until nothing is open or something ends it.
func (s *search) run(ctx context.Context) error {
	if slices.ContainsFunc(s.crossed(), func(crossed bool) bool { return crossed }) {
		s.root.ray, s.open, s.stopped = true, nil, mip.Optimal
		return nil
	}
	for len(s.open) > 0 {
		if s.ended(ctx) {
			return nil
		}
		if err := s.step(ctx); err != nil {
			return err
		}
		s.report()
	}
	s.stopped = mip.Optimal
	if s.worst > s.target {
		s.stopped = mip.Failed // rounding keeps a leaf open
	}
	return nil
}

// step visits the open node with the weakest bound. Where the context ends that, the
// node stays open.
func (s *search) step(ctx context.Context) error {
	n := heap.Pop(&s.open).(*node)
	if n.bound <= s.target { // by a better incumbent
		s.close(n)
		return nil
	}
	ended, err := s.visit(ctx, n)
	if ended {
		heap.Push(&s.open, n)
	}
	return err
}

// crossed tells of each column whether no value is left for it.
func (s *search) crossed() []bool {
	list := make([]bool, len(s.lower))
	for j := range list {
		list[j] = s.lower[j] > s.upper[j]
	}
	return list
}

func (s *search) ended(ctx context.Context) bool {
	switch {
	case ctx.Err() != nil:
		s.stopped = mip.Interrupted
	case s.opt.TimeLimit > 0 && time.Since(s.begin) >= s.opt.TimeLimit:
		s.stopped, s.limit = mip.LimitReached, mip.TimeLimit
	case s.opt.MaxNodes > 0 && s.nodes >= s.opt.MaxNodes:
		s.stopped, s.limit = mip.LimitReached, mip.NodeLimit
	default:
		return false
	}
	return true
}

// close makes a node a leaf.
func (s *search) close(n *node) {
	n.basis = nil
	if !n.ray {
		s.worst = max(s.worst, n.bound)
	}
}

// weakest is the bound of all leaves and open nodes.
func (s *search) weakest() float64 {
	if len(s.open) == 0 {
		return s.worst
	}
	return max(s.worst, s.open[0].bound)
}

// reportInterval is the time between two reports of progress.
const reportInterval = 500 * time.Millisecond

func (s *search) report() {
	if s.opt.Progress == nil || time.Since(s.reported) < reportInterval {
		return
	}
	s.reported = time.Now()
	p := mip.Progress{Seconds: time.Since(s.begin).Seconds(), Nodes: int64(s.nodes), Dual: s.sign * s.weakest(), Gap: math.Inf(1)}
	if s.opt.Incumbent != nil {
		p.Primal, p.HasPrimal = *s.opt.Incumbent, true
		p.Gap = mip.RelativeGap(p.Primal, p.Dual)
	}
	s.opt.Progress(p)
}
