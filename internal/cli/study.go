package cli

import (
	urfave "github.com/urfave/cli/v2"
)

func (s *session) studyCommand() *urfave.Command {
	return s.group(&urfave.Command{
		Name:  "study",
		Usage: "solve scenarios again and again and set the plans side by side",
		Subcommands: []*urfave.Command{
			s.studyRiskCommand(),
		},
	}, manual{
		text:    "Each study changes one thing of a scenario step by step, solves each variant, and prints a table.",
		example: "gridalloc study risk russia",
		exits:   []int{exitInput, exitVerification, exitNoPlan, exitLimit, exitLimitNoPlan, exitInterrupted},
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
