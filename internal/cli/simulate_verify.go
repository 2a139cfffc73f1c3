package cli

import (
	"context"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// verified wants a plan of the scenario that passes verification.
func (m *simulation) verified(ctx context.Context, p namedPlan) error {
	scenario := m.scenario
	if scenario.Sampling.Draws > 0 || file.Hash(scenario) != p.Manifest.ScenarioSHA256 {
		var err error
		if scenario, err = m.intended(ctx, p.Plan); err != nil {
			return err
		}
	}
	same := p.Manifest.ScenarioSHA256 == file.Hash(scenario)
	if !same {
		m.term.note("note: %s was made for another scenario, or other inputs (SHA-256 %.12s, here %.12s)",
			p.path, p.Manifest.ScenarioSHA256, file.Hash(scenario))
	}
	result := verify.Check(scenario, p.Plan, verify.Options{})
	if result.OK {
		return nil
	}
	m.printFindings(m.term.err, result)
	f := fail(exitVerification, "%s fails verification: %s; it is not simulated", p.path, count(len(result.Findings), "finding"))
	if !same {
		f = f.hint("simulate it in the scenario it was made for, with the same --set values")
	}
	return f
}

// intended is the scenario with the worlds and the measure that a plan says it
// was made for, so that plans made for different ones can be compared. Whether
// that is true the hash of the scenario tells.
func (m *simulation) intended(ctx context.Context, p *model.Plan) (*model.Scenario, error) {
	s := *m.scenario
	o := &s.Objective
	o.Measure, o.Weight, o.Tail = named(p.Risk.Measure, model.Expected, model.CVaR, model.Regret), unit.Share(p.Risk.Weight), unit.Share(p.Risk.Tail)
	own := &s.Sampling
	if p.Sample == nil {
		*own, s.Worlds = model.Sampling{}, []model.World{s.Base}
		return &s, nil
	}
	own.File = ""
	own.Draws, own.Keep, own.Seed = p.Sample.Draws, p.Sample.Kept, p.Sample.Seed
	own.Reduction = named(p.Sample.Reduction, model.ByCash, model.ByPaths)
	if last := m.drawn; last != nil && last.Sampling == *own {
		s.Worlds = last.Worlds
		return &s, nil
	}
	_, err := m.drawWorlds(ctx, m.name, &s, m.quiet)
	m.drawn = &s
	return &s, err
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
