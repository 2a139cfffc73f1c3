package decompose

import (
	"context"
	"errors"
	"math"
	"sync"

	"github.com/gridalloc/gridalloc/solver/branch"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Where budgets bind and many contracts are taken, what is hard is the choice of
// contracts and how many halls to build when, not where: once these are whole, the
// fractions that are left at the sites change little. The engine does not know that and
// looks for cuts in a large program for minutes. So the proof is a tree over all sites
// that branches on contracts first, then on the counters of halls, and only then on
// signings and halls (solver/branch). Its relaxations are solved in place, from the basis
// of the node before.
//
// Tree and plans are looked for side by side in steps, a fixed amount of work with each
// step of the other search, and each knows what the other found after the step: so the
// plan does not depend on which is faster, and is the same with one thread.

const (
	// treeTrials is on how many columns a node tries branching; see branch.Options.
	treeTrials = 8
	// firstWork is how much the tree grows while a first plan is made, stepWork how much
	// at least with each other step: iterations of linear programs times nonzeros, of
	// which there are about half a billion in a second. Where the last step for plans took
	// more, the next one is taken to be like it.
	firstWork, stepWork = 12e9, 4e9
	// smallWork is how much it grows beside the first plan of a small program.
	smallWork = 4e9
)

// growing is a tree beside the search for plans.
type growing struct {
	*branch.Tree
	followed [][]float64 // guides
	counted  int64       // nodes, in the search's count
}

// byTree looks for plans near the relaxation x at the sites chosen, and proves by a tree.
func (s *search) byTree(ctx context.Context, engine mip.RelaxEngine, x []float64, sites []bool) (*mip.Result, error) {
	tree, err := s.plant(engine)
	if err != nil {
		return nil, err
	}
	defer s.fell()
	if s.opt.Start != nil {
		if err := s.improve(ctx, s.best, s.f.Signs(x)); err != nil {
			return nil, err
		}
	}
	var first *mip.Result
	if err := s.alongside(ctx, firstWork, func() (err error) {
		first, err = s.first(ctx, x)
		return err
	}); err != nil {
		return nil, err
	}
	if err := s.improve(ctx, first, s.f.Signs(x)); err != nil {
		return nil, err
	}
	for !s.over(ctx) && !tree.Done() && (s.opt.MaxNodes == 0 || int64(tree.Nodes()) < int64(s.opt.MaxNodes)) {
		if guide := s.next(); guide != nil {
			err = s.follow(ctx, guide, sites)
		} else {
			s.tell("all sites by contracts and counters")
			err = s.alongside(ctx, stepWork, func() error { return nil })
		}
		if err != nil {
			return nil, err
		}
	}
	return s.grown(ctx)
}

// plant begins a tree beside the search for plans; fell ends it.
func (s *search) plant(engine mip.RelaxEngine) (*growing, error) {
	opt := branch.Options{
		RelativeGap: s.opt.RelativeGap, AbsoluteGap: s.opt.AbsoluteGap, Priority: s.f.Priorities(), Trials: treeTrials,
	}
	if aim := s.aim(); !math.IsInf(aim, 0) {
		opt.Incumbent = &aim
	}
	tree, err := branch.Plant(engine, s.f.Model, opt)
	if err != nil {
		return nil, err
	}
	s.tree = &growing{Tree: tree}
	return s.tree, nil
}

func (s *search) fell() {
	s.tree.Close()
	s.tree = nil
}

// besideTree takes a step of the search for plans; where all of the program is as small as
// what is solved for the best plan at some sites, with a tree beside it, which proves it
// before the sites are looked through, or is given up.
func (s *search) besideTree(ctx context.Context, step func() error) error {
	engine, ok := s.engine.(mip.RelaxEngine)
	if !ok || s.parts&Tree == 0 || s.f.Model.NumIntegers() > fewColumns {
		return step()
	}
	if _, err := s.plant(engine); err != nil {
		return err
	}
	defer s.fell()
	return s.alongside(ctx, smallWork, step)
}

// grown is the result when the tree grows no more.
func (s *search) grown(ctx context.Context) (*mip.Result, error) {
	if s.tree.Done() && !s.over(ctx) { // there is no plan, or rounding keeps a leaf open
		return s.whole(ctx)
	}
	r := &mip.Result{Engine: s.engine.Name(), Version: s.engine.Version(), Termination: s.ended(ctx)}
	switch r.Termination {
	case mip.LimitReached:
		r.Limit = s.limit()
	case mip.Failed: // nothing else ended it
		r.Termination, r.Limit = mip.LimitReached, mip.NodeLimit
	}
	return s.result(r), nil
}

// alongside takes a step of the search for plans and grows the tree beside it, where
// there is one.
func (s *search) alongside(ctx context.Context, work float64, step func() error) error {
	if s.tree == nil {
		return step()
	}
	ctx, cancel := s.timed(ctx)
	defer cancel()
	iterations := max(int64(work/float64(s.f.Model.NumNonzeros())), s.iterations)
	s.iterations = 0
	var failed [2]error
	steps := [2]func(){func() { failed[0] = step() }, func() { failed[1] = s.tree.Grow(ctx, iterations) }}
	var wait sync.WaitGroup
	for _, step := range steps {
		if s.opt.Threads > 1 && s.parts&SideBySide != 0 {
			wait.Go(step)
		} else {
			step()
		}
	}
	wait.Wait()
	if err := errors.Join(failed[:]...); err != nil {
		return err
	}
	return s.exchange()
}

// exchange tells the search what the tree found, and the tree of the best plan.
func (s *search) exchange() error {
	nodes := int64(s.tree.Nodes())
	r := &mip.Result{DualBound: s.tree.Bound(), Nodes: nodes - s.tree.counted}
	s.tree.counted = nodes
	if x, worth := s.tree.Best(); x != nil {
		r.HasSolution, r.X, r.Objective = true, x, worth
	}
	r.DualBound = max(r.DualBound, s.aim()) // all else may be cut off
	s.keep(r, last)
	if progress := s.honest(restriction); progress != nil {
		progress(mip.Progress{})
	}
	if aim := s.aim(); !math.IsInf(aim, 0) {
		return s.tree.Aim(aim)
	}
	return nil
}

// aim is what a plan has to be worth more than to be of interest: minus infinity where any is.
func (s *search) aim() float64 {
	aim := math.Inf(-1)
	if s.opt.Cutoff != nil {
		aim = *s.opt.Cutoff
	}
	if s.best != nil {
		aim = max(aim, s.best.Objective)
	}
	return aim
}
