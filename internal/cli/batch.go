package cli

import urfave "github.com/urfave/cli/v2"

func (s *session) batchCommand() *urfave.Command {
	return s.group(&urfave.Command{
		Name:  "batch",
		Usage: "solve all runs of a study and look at what became of them",
		Subcommands: []*urfave.Command{
			s.batchRunCommand(),
			s.batchResumeCommand(),
			s.batchStatusCommand(),
			s.batchRetryCommand(),
			s.batchCancelCommand(),
			s.batchTableCommand(),
			s.batchShowCommand(),
		},
	}, manual{
		text:    "The runs of a study are scenarios that differ by the levels of its axes. Their results are in a folder DIR.",
		example: "gridalloc batch run russia-regions --out regions\ngridalloc batch table regions --where status=solved --sort -npv",
		exits:   batchExits,
	})
}
