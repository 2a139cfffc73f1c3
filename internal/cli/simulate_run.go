package cli

import (
	"context"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/solver/simulate"
)

// simulation is one run of the command.
type simulation struct {
	*session
	name     string // of the scenario
	scenario *model.Scenario
	market   *market.Market
	plans    []namedPlan
	out      string
	quiet    bool
	// attribute asks for the parts of the sources of risk.
	attribute bool
	options   simulate.Options
	files     *simulationFiles
}

// prepare loads the scenario, verifies the plans, and readies market and files.
func (m *simulation) prepare(ctx context.Context, sets []string, seeded bool) error {
	var err error
	if m.scenario, err = m.loadRisk(m.name, sets); err != nil {
		return err
	}
	for _, p := range m.plans {
		if _, err := m.session.verified(ctx, m.name, m.scenario, p, m.quiet, "simulated"); err != nil {
			return err
		}
	}
	m.seed(seeded)
	if m.market, err = market.New(m.scenario, &m.scenario.Base); err != nil {
		return fail(exitInput, "%s: %s", m.name, err)
	}
	if m.files, err = newSimulationFiles(m); err != nil {
		return fail(exitInternal, "--out: %s", err)
	}
	m.options.Each = m.files.draw
	return nil
}

// seed chooses the seed of the draws, so that they are none of those that a
// plan was made for; one that was given is taken as it is. Of worlds from a file
// it is not known how they were drawn, so the usual seed is avoided.
func (m *simulation) seed(given bool) {
	highest := 0
	for _, p := range m.plans {
		if p.Sample == nil {
			if len(p.Worlds) > 1 && !given {
				highest = max(highest, usualSeed)
				m.term.note("note: %s was made for worlds from a file: give a --seed that these were not drawn with", p.path)
			}
			continue
		}
		highest = max(highest, p.Sample.Seed)
		if given && m.options.Seed == uint64(p.Sample.Seed) {
			m.term.note("note: %s was made for worlds of the same seed, %d: plans do better in the worlds they were made for", p.path, p.Sample.Seed)
		}
	}
	if !given {
		m.options.Seed = uint64(highest) + 1
	}
}

// run values the plans.
func (m *simulation) run(ctx context.Context) (*report.Simulation, error) {
	plans := make([]*model.Plan, len(m.plans))
	for i, p := range m.plans {
		plans[i] = p.Plan
	}
	m.show("drawing worlds")
	found, err := simulate.Run(ctx, m.scenario, m.market, plans, m.options)
	m.term.endProgress()
	switch {
	case err != nil:
		return nil, err
	case found.Draws == 0:
		return nil, fail(exitInterrupted, "interrupted before a world was drawn")
	}
	result := simulationReport(m, found)
	if m.attribute {
		return result, m.divide(ctx, result)
	}
	return result, nil
}

// divide divides the damage of each plan among the sources of risk; what an
// interrupt leaves without a draw is left out.
func (m *simulation) divide(ctx context.Context, result *report.Simulation) error {
	for i, p := range m.plans {
		m.show("dividing the damage of " + p.path)
		a, err := simulate.Attribute(ctx, m.scenario, m.market, p.Plan, m.options)
		m.term.endProgress()
		switch {
		case err != nil:
			return err
		case a.Draws > 0:
			result.Plans[i].Attribution = attributionReport(a)
		}
	}
	return nil
}

// finished tells whether all that was asked for was found out.
func (m *simulation) finished(result *report.Simulation) bool {
	for i := range result.Plans {
		if a := result.Plans[i].Attribution; m.attribute && (a == nil || !a.Complete) {
			return false
		}
	}
	return result.Complete
}

// show lets the next part of the work show its progress.
func (m *simulation) show(what string) {
	if m.quiet {
		return
	}
	counter := newProgress(m.term).counter(what)
	m.options.Progress = func(draws int) { counter(draws, m.options.Draws) }
}
