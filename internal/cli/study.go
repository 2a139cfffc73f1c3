package cli

import (
	"slices"

	urfave "github.com/urfave/cli/v2"
)

func (s *session) studyCommand() *urfave.Command {
	return s.group(&urfave.Command{
		Name:  "study",
		Usage: "solve scenarios again and again and set the plans side by side",
		Subcommands: []*urfave.Command{
			s.studyArticleCommand(),
			s.studyRiskCommand(),
			s.studySweepCommand(),
			s.studyValuationCommand(),
		},
	}, manual{
		text:    "Each study changes one thing of a scenario step by step, solves each variant, and prints a table.",
		example: "gridalloc study risk russia",
		exits:   studyExits,
	})
}

// studyExits are the codes that a study ends with.
var studyExits = []int{exitInput, exitVerification, exitNoPlan, exitLimit, exitLimitNoPlan, exitInterrupted}

// studyFlags are the flags of every study, its own between those of the
// scenario and those of the table.
func studyFlags(own ...urfave.Flag) []urfave.Flag {
	return slices.Concat([]urfave.Flag{setFlag()}, own, []urfave.Flag{
		&urfave.StringFlag{Name: "gap", Usage: "stop each search when no plan can be better by more than `SHARE`, such as 0.1%"},
		&urfave.StringFlag{Name: "time-limit", Usage: "stop each search after `TIME`, such as 300s or 10m"},
		&urfave.IntFlag{Name: "threads", Usage: "search with `N` threads", DefaultText: "the scenario's"},
		&urfave.StringFlag{Name: "out", Usage: "write the table to `FILE` too"},
		&urfave.StringFlag{Name: "format", Value: "text", Usage: "print as `FORMAT`: text, a page of Markdown; csv or json"},
		&urfave.BoolFlag{Name: "quiet", Usage: "print no progress", DisableDefaultText: true},
	})
}

// worst keeps the outcome of a study that matters most: that of the first
// variant without a sound plan or, when all have one, of the first whose search
// was stopped.
type worst struct{ outcome }

// gravity orders the codes that a variant may end with.
var gravity = map[int]int{exitOK: 0, exitLimit: 1, exitLimitNoPlan: 2, exitNoPlan: 3, exitInternal: 4, exitVerification: 5}

func (w *worst) add(o outcome, variant string) {
	if gravity[o.code] > gravity[w.code] {
		w.outcome = o
		w.message = variant + ": " + o.message
	}
}

// failure is the failure that a study ends with, nil for none.
func (w *worst) failure() error {
	if w.code == exitOK {
		return nil
	}
	f := fail(w.code, "%s", w.message)
	for _, h := range w.hints {
		f = f.hint("%s", h)
	}
	return f
}
