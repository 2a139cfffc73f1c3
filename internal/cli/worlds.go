package cli

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
)

// worldsFlag is --worlds, by which stored worlds take the place of drawn ones.
func worldsFlag() urfave.Flag {
	return &urfave.StringFlag{Name: "worlds", Usage: "take the worlds from `FILE`, such as the worlds.csv of a plan, instead of drawing them"}
}

// worldSets are the values set on the command line, with the worlds of
// --worlds.
func worldSets(c *urfave.Context) ([]string, error) {
	sets := c.StringSlice("set")
	if !c.IsSet("worlds") {
		return sets, nil
	}
	path, err := filepath.Abs(c.String("worlds"))
	if c.String("worlds") == "" || err != nil {
		return nil, usage("--worlds needs the name of a file")
	}
	return append(sets, "worlds={file: "+strconv.Quote(path)+"}"), nil
}

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
	options := solver.Options{Memory: heldMemory}
	if !quiet {
		show = newProgress(s.term).counter("drawing worlds")
		options.Progress = newProgress(s.term).report
		options.Stage = func(what string) { s.term.note("%s", what) }
	}
	worlds, reduced, err := s.Worlds(ctx, scenario, options, show)
	s.term.endProgress()
	switch {
	case errors.Is(err, context.Canceled):
		return nil, fail(exitInterrupted, "interrupted while worlds were drawn")
	case errors.Is(err, solver.ErrMemory):
		return nil, fail(exitLimitNoPlan, "stopped by the limit on memory while worlds were drawn").hint("give it a larger --memory-limit")
	case err != nil:
		return nil, fail(exitInput, "%s: %s", name, err)
	}
	scenario.Worlds = worlds
	return &reduced, nil
}

// madeFor is the scenario with the worlds and the measure that a plan says it
// was made for, so that it can be judged, and plans made for different ones
// compared. same tells whether that is true: the plan's hash is the scenario's.
func (s *session) madeFor(ctx context.Context, name string, scenario *model.Scenario, p *model.Plan, quiet bool) (_ *model.Scenario, same bool, err error) {
	if scenario.Sampling.Draws == 0 && file.Hash(scenario) == p.Manifest.ScenarioSHA256 {
		return scenario, true, nil
	}
	x := *scenario
	x.Objective.Measure = named(p.Risk.Measure, model.Expected, model.CVaR, model.Regret)
	x.Objective.Weight, x.Objective.Tail = unit.Share(p.Risk.Weight), unit.Share(p.Risk.Tail)
	switch own := &x.Sampling; {
	case own.File != "": // the worlds are given
	case p.Sample == nil:
		*own, x.Worlds = model.Sampling{}, []model.World{x.Base}
	default:
		own.Draws, own.Keep, own.Seed = p.Sample.Draws, p.Sample.Kept, p.Sample.Seed
		own.Reduction = named(p.Sample.Reduction, model.ByCash, model.ByPaths, model.ByPlans)
		if last := s.drawn; last != nil && last.Sampling == *own {
			x.Worlds = last.Worlds
			break
		}
		reduced, err := s.drawWorlds(ctx, name, &x, quiet)
		if err != nil {
			return nil, false, err
		}
		s.drawn, s.reduced = &x, reduced
	}
	return &x, file.Hash(&x) == p.Manifest.ScenarioSHA256, nil
}

// named is the value that has a name, the first for an unknown name.
func named[T interface{ String() string }](name string, values ...T) T {
	for _, v := range values {
		if v.String() == name {
			return v
		}
	}
	return values[0]
}
