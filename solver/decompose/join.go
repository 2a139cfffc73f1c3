package decompose

import (
	"context"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// joinAt is the moment of the whole program's search at which it waits for the
// plan: some rounds of cuts after its first relaxation, which need no plan. A fixed
// moment, rather than when the plan is found, has every run search alike.
const joinAt = 8

// sideBySide looks for the best plan at the sites chosen and proves over all sites
// at the same time. The proof starts from the best plan so far and takes the better
// one when it joins. If it is done before, the other search is of no use any more,
// and what it has found by then is left out: that would differ from run to run.
func (s *search) sideBySide(ctx context.Context, chosen *at) (*mip.Result, error) {
	s.tell(chosen.name + " and, side by side, all sites")
	planning, stop := context.WithCancel(ctx)
	defer stop()
	var planned *mip.Result
	var failed error
	done := make(chan struct{})
	opt := s.options(restriction)
	go func() {
		defer close(done)
		planned, failed = s.engine.Solve(planning, chosen.model, opt)
	}()
	joined := false
	proof := s.options(last)
	proof.Join = func(moment int) []float64 {
		if moment != joinAt {
			return nil
		}
		<-done
		if joined = true; failed != nil || !planned.HasSolution {
			return nil
		}
		s.keep(planned, restriction)
		return planned.X
	}
	whole, err := s.engine.Solve(ctx, s.f.Model, proof)
	stop()
	<-done
	if err != nil {
		return nil, err
	}
	if joined && failed != nil {
		return nil, failed
	}
	if !joined && failed == nil && !whole.Termination.Conclusive() {
		s.keep(planned, restriction) // a limit or interrupt leaves the best that is known
	}
	s.keep(whole, last)
	return s.result(whole), nil
}
