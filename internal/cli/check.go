package cli

import (
	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model/file"
)

func (s *session) checkCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:         "check",
		Usage:        "check a scenario's inputs without solving",
		Flags:        []urfave.Flag{setFlag()},
		Action:       s.check,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO",
		text: "Reads a scenario, a file or the name of an embedded one, and everything it chooses from. Prints\n" +
			"all findings with file and line or, when there are none, a page on what the scenario asks.",
		example: "gridalloc check russia\n" +
			"gridalloc check my.yaml --set budget.annual=900",
		exits: []int{exitInput},
	})
}

func (s *session) check(c *urfave.Context) error {
	args, err := arguments(c, "SCENARIO")
	if err != nil {
		return err
	}
	scenario, err := s.load(args[0], c.StringSlice("set"))
	if err != nil {
		return err
	}
	return report.Scenario(s.term.out, scenario, file.Hash(scenario), s.term.width())
}
