package cli

import (
	"context"

	"github.com/gridalloc/gridalloc/solver/verify"
)

// verified wants a plan of the scenario that passes verification.
func (m *simulation) verified(ctx context.Context, p namedPlan) error {
	scenario, same, err := m.madeFor(ctx, m.name, m.scenario, p.Plan, m.quiet)
	if err != nil {
		return err
	}
	if !same {
		m.noteOther(p.path, scenario, p.Plan)
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
