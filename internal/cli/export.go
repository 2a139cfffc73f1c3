package cli

import (
	"context"
	"io"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/batch/table"
	"github.com/gridalloc/gridalloc/internal/book"
	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// exportFormat is a form that a plan can be had in.
type exportFormat struct {
	name, help string
	// write writes the plan, which was verified in the scenario.
	write func(io.Writer, *model.Plan, *model.Scenario) error
	// file: it cannot be read on a screen and goes to a file.
	file bool
	// dir, where not nil, writes it to a folder instead of a file.
	dir func(string, *model.Plan) ([]string, error)
}

// exportFormats lists the forms in the order of the help.
var exportFormats = []exportFormat{
	{name: "xlsx", help: "a workbook with live formulas and charts", file: true, write: book.WritePlan},
	{name: "csv", help: "all tables; with --out a file each, to that folder", write: func(w io.Writer, p *model.Plan, _ *model.Scenario) error {
		return report.AllCSV(w, p)
	}, dir: report.CSVDir},
	{name: "parquet", help: "all tables, a file each, to the folder of --out", file: true, dir: parquetDir},
	{name: "json", help: "the plan as plan.json has it", write: func(w io.Writer, p *model.Plan, _ *model.Scenario) error {
		return report.JSON(w, p)
	}},
	{name: "markdown", help: "a short text for a chat or a ticket", write: func(w io.Writer, p *model.Plan, _ *model.Scenario) error {
		return report.Brief(w, p)
	}},
	{name: "mps", help: "the mixed-integer program that the plan answers, in MPS format", write: func(w io.Writer, _ *model.Plan, s *model.Scenario) error {
		return dumpProgram(w, s, mip.WriteMPS)
	}},
	{name: "lp", help: "the same in LP format", write: func(w io.Writer, _ *model.Plan, s *model.Scenario) error {
		return dumpProgram(w, s, mip.WriteLP)
	}},
}

// parquetDir writes the tables of a plan as Parquet.
func parquetDir(dir string, p *model.Plan) ([]string, error) {
	var files []report.Attachment
	for _, t := range report.Tables(p) {
		files = append(files, report.Attachment{Name: t.Name + ".parquet", Write: func(w io.Writer) error { return table.WriteList(w, p.Manifest.Version, t) }})
	}
	return report.Files(dir, files)
}

// exportNames lists the names of the forms.
func exportNames() []string {
	var names []string
	for _, f := range exportFormats {
		names = append(names, f.name)
	}
	return names
}

func (s *session) exportCommand() *urfave.Command {
	text := "Verifies a plan and writes it in another form:\n"
	for _, f := range exportFormats {
		text += "\n  " + f.name + strings.Repeat(" ", 10-len(f.name)) + f.help
	}
	return s.describe(&urfave.Command{
		Name:  "export",
		Usage: "write a plan as a workbook, tables, a short text or the program it answers",
		Flags: []urfave.Flag{
			setFlag(),
			&urfave.StringFlag{Name: "format", Usage: "write as `FORMAT`: " + strings.Join(exportNames(), ", ")},
			&urfave.StringFlag{Name: "out", Usage: "write to `FILE` instead of standard output"},
			&urfave.BoolFlag{Name: "quiet", Usage: "print no progress", DisableDefaultText: true},
		},
		Action: s.export,
	}, manual{
		args:    "[SCENARIO] PLAN.json",
		text:    text,
		example: "gridalloc export out/urals/plan.json --format xlsx --out urals.xlsx\ngridalloc export my.yaml out/my/plan.json --format markdown",
		exits:   []int{exitInput, exitVerification},
	})
}

func (s *session) export(c *urfave.Context) error {
	form, out, err := exportWanted(c)
	if err != nil {
		return err
	}
	plan, scenario, err := s.planToExport(c.Context, c)
	if err != nil {
		return err
	}
	paths := []string{out}
	write := func(w io.Writer) error { return form.write(w, plan, scenario) }
	switch {
	case out == "":
		return write(s.term.out)
	case form.dir != nil:
		paths, err = form.dir(out, plan)
	default:
		err = report.File(out, write)
	}
	if err != nil {
		return err
	}
	s.term.note("wrote %s", strings.Join(paths, ", "))
	return nil
}

// exportWanted reads the form, and the file or folder that it goes to, "" for standard
// output.
func exportWanted(c *urfave.Context) (form *exportFormat, out string, err error) {
	if !c.IsSet("format") {
		return nil, "", usage("%s needs --format", c.Command.HelpName).hint("one of %s", strings.Join(exportNames(), ", "))
	}
	name, err := choice(c, "format", exportNames()...)
	if err != nil {
		return nil, "", err
	}
	form = &exportFormats[slices.Index(exportNames(), name)]
	if form.dir != nil {
		out, err = outDir(c)
	} else {
		out, err = outFile(c)
	}
	if err == nil && form.file && out == "" {
		err = usage("--format %s needs --out", name).hint("the name of a file or, of csv and parquet, a folder")
	}
	return form, out, err
}

// planToExport reads the plan and its scenario, in which it has to pass verification.
func (s *session) planToExport(ctx context.Context, c *urfave.Context) (*model.Plan, *model.Scenario, error) {
	name, plans, err := s.plansOf(c)
	if err != nil {
		return nil, nil, err
	}
	if len(plans) > 1 {
		return nil, nil, usage("%s is about one plan", c.Command.HelpName).hint("see %s --help", c.Command.HelpName)
	}
	scenario, err := s.load(name, c.StringSlice("set"))
	if err != nil {
		return nil, nil, err
	}
	scenario, err = s.verified(ctx, name, scenario, plans[0], c.Bool("quiet"), "exported")
	return plans[0].Plan, scenario, err
}
