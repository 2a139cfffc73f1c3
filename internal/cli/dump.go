package cli

import (
	"io"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// stage is a stage of the way from a scenario to a plan that can be shown.
type stage struct {
	name, help string
	// write gets nil as the scenario where the stage needs none.
	write      func(io.Writer, *model.Scenario) error
	noScenario bool
}

// stages lists what can be dumped, in the order of the way.
var stages = []stage{
	{name: "tables", help: "the field tables: names, types, units and bounds of all input", write: dumpTables, noScenario: true},
	{name: "scenario", help: "the resolved scenario in canonical JSON", write: dumpScenario},
	{name: "inputs", help: "every record of input with its provenance, as CSV", write: dumpInputs},
	{name: "model", help: "the mixed-integer program in LP format", write: dumpLP},
	{name: "mps", help: "the mixed-integer program in MPS format", write: dumpMPS},
}

func stageNames() []string {
	var names []string
	for _, st := range stages {
		names = append(names, st.name)
	}
	return names
}

func (s *session) dumpCommand() *urfave.Command {
	text := "Prints a stage of the way from a scenario to its plan:\n"
	for _, st := range stages {
		text += "\n  " + st.name + strings.Repeat(" ", 10-len(st.name)) + st.help
	}
	return s.describe(&urfave.Command{
		Name:  "dump",
		Usage: "print a stage of the way from scenario to plan",
		Flags: []urfave.Flag{
			setFlag(),
			&urfave.StringFlag{Name: "out", Usage: "write to `FILE` instead of standard output"},
		},
		Action:       s.dump,
		BashComplete: s.complete(stageNames()...),
	}, manual{
		args:    "STAGE [SCENARIO]",
		text:    text,
		example: "gridalloc dump scenario textbook\ngridalloc dump mps russia --out russia.mps",
		exits:   []int{exitInput},
	})
}

func (s *session) dump(c *urfave.Context) error {
	if !c.Args().Present() {
		return usage("gridalloc dump needs STAGE and SCENARIO").hint("the stages are %s", strings.Join(stageNames(), ", "))
	}
	i := slices.Index(stageNames(), c.Args().First())
	if i < 0 {
		return usage("there is no stage %s", c.Args().First()).hint("the stages are %s", strings.Join(stageNames(), ", "))
	}
	names := []string{"STAGE", "SCENARIO"}
	if stages[i].noScenario {
		names = names[:1]
	}
	args, err := arguments(c, names...)
	if err != nil {
		return err
	}
	var scenario *model.Scenario
	if !stages[i].noScenario {
		if scenario, _, err = s.loadWorlds(c.Context, args[1], c.StringSlice("set"), false); err != nil {
			return err
		}
	}
	write := func(w io.Writer) error { return stages[i].write(w, scenario) }
	if out := c.String("out"); out != "" {
		return report.File(out, write)
	}
	return write(s.term.out)
}

func dumpInputs(w io.Writer, s *model.Scenario) error { return report.Inputs(w, s) }

func dumpLP(w io.Writer, s *model.Scenario) error { return dumpProgram(w, s, mip.WriteLP) }

func dumpMPS(w io.Writer, s *model.Scenario) error { return dumpProgram(w, s, mip.WriteMPS) }

// dumpProgram writes the program of a scenario.
func dumpProgram(w io.Writer, s *model.Scenario, write func(io.Writer, *mip.Model) error) error {
	if s.Objective.Measure == model.Regret {
		return fail(exitInput, "the program of least regret needs the best plan of each world, which only solve looks for").
			hint("dump it with --set objective.measure=expected")
	}
	strength := formulation.Plain
	if s.Solver.Method == model.Decompose {
		strength = formulation.Strong
	}
	f, err := formulation.Build(s, strength)
	if err != nil {
		return err
	}
	return write(w, f.Model)
}
