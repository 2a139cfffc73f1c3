package cli

import urfave "github.com/urfave/cli/v2"

func (s *session) batchCommand() *urfave.Command {
	return s.group(&urfave.Command{
		Name:  "batch",
		Usage: "solve all runs of a study and look at what became of them",
		Subcommands: []*urfave.Command{
			s.batchTableCommand(),
			s.batchShowCommand(),
		},
	}, manual{
		text:    "The runs of a study are scenarios that differ by the levels of its axes. Their results are in a folder DIR.",
		example: "gridalloc batch table runs --where status=solved --sort -npv",
		exits:   []int{exitInput},
	})
}
