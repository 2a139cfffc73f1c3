package cli

import (
	urfave "github.com/urfave/cli/v2"
)

func (s *session) workerCommand() *urfave.Command {
	return s.group(&urfave.Command{
		Name:        "worker",
		Usage:       "solve the runs of a queue",
		Subcommands: []*urfave.Command{s.workerSolveCommand()},
	}, manual{})
}
