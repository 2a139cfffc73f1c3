package decompose

import (
	"context"
	"fmt"
)

// layers is how many times sites are chosen, each time without those chosen
// before.
const layers = 2

// firstPlan looks for a plan that rounds the relaxation x.
func (s *search) firstPlan(ctx context.Context, x []float64) error {
	if s.over(ctx) {
		return nil
	}
	_, err := s.solve(ctx, "a first plan", s.f.Used(x), restriction)
	return err
}

// plan looks for the best plan at the sites of all layers.
func (s *search) plan(ctx context.Context, x []float64) error {
	sites, err := s.sites(ctx, x)
	if err != nil || s.over(ctx) {
		return err
	}
	_, err = s.solve(ctx, fmt.Sprintf("%d sites", count(sites)), s.f.SigningAt(sites), restriction)
	return err
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
			break // a mandatory contract needs the sites chosen
		}
		for i, signs := range s.f.Signs(r.X) {
			chosen[i] = chosen[i] || signs
		}
	}
	return chosen, nil
}

func count(sites []bool) (n int) {
	for _, s := range sites {
		if s {
			n++
		}
	}
	return n
}
