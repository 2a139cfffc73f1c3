package cli

import (
	"context"
	"errors"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
)

// loadWorlds is load with the worlds that the scenario asks for drawn and
// reduced. reduced is nil where none are drawn.
func (s *session) loadWorlds(ctx context.Context, name string, sets []string, quiet bool) (_ *model.Scenario, reduced *market.Reduced, err error) {
	scenario, err := s.load(name, sets)
	if err != nil || scenario.Sampling.Draws == 0 {
		return scenario, nil, err
	}
	reduced, err = s.drawWorlds(ctx, name, scenario, quiet)
	return scenario, reduced, err
}

// drawWorlds draws and reduces the worlds that a scenario asks for.
func (s *session) drawWorlds(ctx context.Context, name string, scenario *model.Scenario, quiet bool) (*market.Reduced, error) {
	var show func(done, of int)
	if !quiet {
		show = newProgress(s.term).counter("drawing worlds")
	}
	worlds, reduced, err := market.Worlds(ctx, scenario, &scenario.Base, show)
	s.term.endProgress()
	switch {
	case errors.Is(err, context.Canceled):
		return nil, fail(exitInterrupted, "interrupted while worlds were drawn")
	case err != nil:
		return nil, fail(exitInput, "%s: %s", name, err)
	}
	scenario.Worlds = worlds
	return &reduced, nil
}
