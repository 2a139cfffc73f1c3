// Package cli is the command line of gridalloc: one file per command, one
// table of exit codes, and one file through which everything is printed.
package cli

import (
	"context"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/solver"
)

// Program is gridalloc without what main wires to it.
type Program struct {
	Version string
	// EngineVersion names the solver engine with its version.
	EngineVersion func() string
	// Packs is the embedded data: packs and scenarios.
	Packs fs.FS
	// Worlds draws the worlds of a scenario, with the program's engine where it
	// takes plans to tell them apart.
	Worlds func(context.Context, *model.Scenario, solver.Options, func(done, of int)) ([]model.World, market.Reduced, error)
	// Solve plans a scenario with the program's engine.
	Solve func(context.Context, *model.Scenario, solver.Options) (*solver.Answer, error)

	Out, Err io.Writer
	// Exit ends the process at once, on a second interrupt.
	Exit func(code int)
}

// session is one run of the program.
type session struct {
	Program
	term    *terminal
	manuals manuals
	drawn   *model.Scenario // with the worlds drawn last to judge a plan
	reduced *market.Reduced // what they stand for
}

// Run executes the command line args, args[0] being the program's name, and
// returns the exit code.
func Run(p Program, args []string) int {
	signal.Ignore(syscall.SIGPIPE)
	s := &session{Program: p, term: newTerminal(p.Out, p.Err), manuals: manuals{}}
	if s.Exit == nil {
		s.Exit = os.Exit
	}
	app := s.app()
	if len(args) > 1 {
		args = append(args[:1:1], flagsFirst(args[1:], app.Flags, app.Commands)...)
	}
	err := app.Run(args)
	if err == nil {
		return exitOK
	}
	f := asFailure(err)
	s.term.failure(f)
	return f.code
}

// app is the command line as data.
func (s *session) app() *urfave.App {
	return &urfave.App{
		Name:    "gridalloc",
		Usage:   "plan which grid connections to sign and which halls to build",
		Version: s.Version,
		Description: strings.TrimSpace(`
gridalloc decides which grid connections to sign, which mining and AI halls to build on them and which
clients to serve, so that the plan is worth most within all limits. Every plan is recomputed independently
before it is shown.`),
		Writer:                    s.term.out,
		ErrWriter:                 s.term.err,
		EnableBashCompletion:      true,
		BashComplete:              s.completeCommands,
		DisableSliceFlagSeparator: true,
		OnUsageError:              usageError,
		ExitErrHandler:            func(*urfave.Context, error) {},
		Action:                    s.noCommand,
		CustomAppHelpTemplate:     urfave.AppHelpTemplate + "\nEXIT STATUS:\n   " + indented(exitStatusAll()) + "\n",
		Commands: []*urfave.Command{
			s.solveCommand(),
			s.repairCommand(),
			s.checkCommand(),
			s.verifyCommand(),
			s.explainCommand(),
			s.whyCommand(),
			s.whyNotCommand(),
			s.alternativesCommand(),
			s.diffCommand(),
			s.compareCommand(),
			s.frontierCommand(),
			s.breakEvenCommand(),
			s.phaseCommand(),
			s.simulateCommand(),
			s.marketCommand(),
			s.studyCommand(),
			s.batchCommand(),
			s.workerCommand(),
			s.reportCommand(),
			s.regionsCommand(),
			s.exportCommand(),
			s.dumpCommand(),
			s.initCommand(),
			s.versionCommand(),
			s.completionCommand(),
			s.manCommand(),
		},
	}
}

// noCommand shows the help, or complains about a command there is not.
func (s *session) noCommand(c *urfave.Context) error {
	if !c.Args().Present() {
		return urfave.ShowAppHelp(c)
	}
	name := c.Args().First()
	f := usage("there is no command %s", name)
	if like := suggestion(name, c.App.Commands); like != "" {
		f = f.hint("did you mean %s?", like)
	}
	return f.hint("gridalloc --help lists the commands")
}

// suggestion is the command with the name most like the given one, "" when
// none is.
func suggestion(name string, commands []*urfave.Command) string {
	like := urfave.SuggestCommand(commands, name)
	like = strings.TrimSuffix(strings.TrimPrefix(like, "Did you mean \""), "\"?")
	if like == "help" || like == "h" {
		return ""
	}
	return like
}

// arguments wants exactly the named arguments.
func arguments(c *urfave.Context, names ...string) ([]string, error) {
	got := c.Args().Slice()
	switch {
	case len(got) < len(names) && len(got) > 0 && strings.HasPrefix(got[len(got)-1], "-"):
		return nil, usage("%s needs a value", got[len(got)-1]).hint("see %s --help", c.Command.HelpName)
	case len(got) < len(names):
		return nil, usage("%s needs %s", c.Command.HelpName, strings.Join(names[len(got):], " and ")).
			hint("see %s --help", c.Command.HelpName)
	case len(got) > len(names) && strings.HasPrefix(got[len(names)], "-"):
		return nil, usage("%s needs a value", got[len(names)]).hint("see %s --help", c.Command.HelpName)
	case len(got) > len(names):
		return nil, usage("%s: unexpected argument %s", c.Command.HelpName, got[len(names)]).
			hint("see %s --help", c.Command.HelpName)
	}
	return got, nil
}

// choice wants the flag to have one of the values.
func choice(c *urfave.Context, flag string, values ...string) (string, error) {
	got := c.String(flag)
	for _, v := range values {
		if got == v {
			return got, nil
		}
	}
	return "", usage("--%s %s: not one of %s", flag, got, strings.Join(values, ", "))
}
