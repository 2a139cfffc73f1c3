package decompose

import (
	"context"
	"fmt"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// layers is how many times sites are chosen, each time without those chosen
// before.
const layers = 2

// fewColumns is how many whole-number columns a program may have, with all but
// some sites closed, to be solved for the best plan there.
const fewColumns = 2500

// good is the gap to the relaxation from which a first plan is not looked for in
// another way.
const good = 0.05

// at is the program with connections at some sites only.
type at struct {
	name  string
	model *mip.Model
}

// choose chooses the sites of all layers, and tells whether they are few enough to be
// looked through for the best plan.
func (s *search) choose(ctx context.Context, x []float64) (sites []bool, few bool, err error) {
	if sites, err = s.sites(ctx, x); err != nil {
		return nil, false, err
	}
	few = s.parts&Sites != 0 && reduce(s.f.SigningAt(sites)).model.NumIntegers() <= fewColumns
	return sites, few, nil
}

// plan looks for a good plan, one near the relaxation x and its neighbours, and
// states the program for a better one at the sites chosen; nil where they are too many.
func (s *search) plan(ctx context.Context, x []float64, sites []bool, few bool) (*at, error) {
	if s.over(ctx) {
		return nil, nil
	}
	var first *mip.Result
	if err := s.besideTree(ctx, func() (err error) {
		first, err = s.first(ctx, x)
		return err
	}); err != nil || s.over(ctx) {
		return nil, err
	}
	if err := s.improve(ctx, first, s.f.Signs(x)); err != nil || s.over(ctx) || !few {
		return nil, err
	}
	if s.best != nil {
		add(sites, s.f.Signs(s.best.X))
	}
	return &at{fmt.Sprintf("%d sites", count(sites)), s.f.SigningAt(sites)}, nil
}

// first looks for a first plan: from what the relaxation x has, and where that
// leads nowhere good by a dive where it signs. The dive chooses contracts with more
// care, which tells in the end: its plan is the one to go on from, even if worth
// less. Nil stands for none found.
func (s *search) first(ctx context.Context, x []float64) (*mip.Result, error) {
	rounded, err := s.solve(ctx, "a first plan", s.f.Used(x), restriction)
	if err != nil || s.over(ctx) {
		return nil, err
	}
	if s.parts&Dive == 0 || rounded.HasSolution && mip.RelativeGap(rounded.Objective, s.bound) <= good {
		return s.best, nil
	}
	s.tell("a dive")
	m := s.f.SigningAt(s.f.Signs(x))
	found, err := s.dive(ctx, m)
	if err != nil || found == nil || s.over(ctx) {
		return s.best, err
	}
	dived, err := s.solve(ctx, "the plan of the dive", m.FixIntegers(found), restriction)
	if err != nil || !dived.HasSolution {
		return s.best, err
	}
	return dived, nil
}

// sites chooses where connections may be signed: where the relaxation x signs, and
// layer by layer where it would without the sites chosen so far.
func (s *search) sites(ctx context.Context, x []float64) ([]bool, error) {
	chosen := s.f.Signs(x)
	for range layers - 1 {
		if s.over(ctx) {
			break
		}
		others := make([]bool, len(chosen))
		for i := range chosen {
			others[i] = !chosen[i]
		}
		opt := s.options(relaxation)
		opt.Progress = nil
		r, err := s.engine.Solve(ctx, s.f.SigningAt(others).Relaxed(), opt)
		if err != nil {
			return nil, err
		}
		if !r.HasSolution {
			break // a mandatory contract or a rule needs the sites chosen
		}
		add(chosen, s.f.Signs(r.X))
	}
	return chosen, nil
}

// add adds sites to those chosen.
func add(chosen, sites []bool) {
	for i, signs := range sites {
		chosen[i] = chosen[i] || signs
	}
}

func count(sites []bool) (n int) {
	for _, s := range sites {
		if s {
			n++
		}
	}
	return n
}
