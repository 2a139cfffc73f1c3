package cli

import (
	"context"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/page"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// namedPlan is a plan with the name of its file.
type namedPlan struct {
	path string
	*model.Plan
}

// plansOf reads the plans on the command line, and names their scenario.
func (s *session) plansOf(c *urfave.Context) (scenario string, plans []namedPlan, err error) {
	command, paths := c.Command.HelpName, c.Args().Slice()
	if len(paths) > 0 && !strings.HasSuffix(paths[0], ".json") {
		scenario, paths = paths[0], paths[1:]
	}
	if len(paths) == 0 {
		return "", nil, usage("%s needs PLAN.json", command).hint("see %s --help", command)
	}
	if scenario != "" {
		if err := s.exists(scenario); err != nil {
			return "", nil, err
		}
	}
	for _, path := range paths {
		if strings.HasPrefix(path, "-") {
			return "", nil, usage("%s needs a value", path).hint("see %s --help", command)
		}
		plan, err := s.readPlan(path)
		if err != nil {
			return "", nil, err
		}
		plans = append(plans, namedPlan{path, plan})
	}
	if scenario != "" {
		return scenario, plans, nil
	}
	scenario = plans[0].Scenario
	if !slices.Contains(s.scenarioNames(), scenario) {
		return "", nil, usage("%s is a plan of %s, which is no embedded scenario", paths[0], scenario).
			hint("%s SCENARIO %s", command, strings.Join(paths, " "))
	}
	return scenario, plans, nil
}

// verified wants a plan that passes verification in its scenario, with the worlds and the
// measure that it says it was made for, and returns that scenario. then says what would
// come next.
func (s *session) verified(ctx context.Context, name string, scenario *model.Scenario, p namedPlan, quiet bool, then string) (*model.Scenario, error) {
	scenario, _, err := s.checked(ctx, name, scenario, p, quiet, then)
	return scenario, err
}

// verdict is what is known of a plan that passed verification: what was checked, and
// whether the scenario is the very one that it was made for.
type verdict struct {
	checks []page.Check
	same   bool
}

// checked is verified with its verdict.
func (s *session) checked(ctx context.Context, name string, scenario *model.Scenario, p namedPlan, quiet bool, then string) (*model.Scenario, verdict, error) {
	scenario, same, err := s.madeFor(ctx, name, scenario, p.Plan, quiet)
	if err != nil {
		return nil, verdict{}, err
	}
	if !same {
		s.noteOther(p.path, scenario, p.Plan)
	}
	result := verify.Check(scenario, p.Plan, verify.Options{})
	if result.OK {
		return scenario, verdict{checksOf(result), same}, nil
	}
	s.printFindings(s.term.err, result)
	f := fail(exitVerification, "%s fails verification: %s; it is not %s", p.path, count(len(result.Findings), "finding"), then)
	if !same {
		f = f.hint("give the scenario it was made for, with the same --set values")
	}
	return nil, verdict{}, f
}
