package cli

import (
	"io"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/batch/table"
	"github.com/gridalloc/gridalloc/internal/book"
	"github.com/gridalloc/gridalloc/internal/geo"
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
func (s *session) exportFormats() []exportFormat {
	return []exportFormat{
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
		{name: "geojson", help: "the regions with their MW by business in the last period and the MW signed", write: s.geoJSON},
	}
}

// geoJSON writes the regions of a plan for maps.
func (s *session) geoJSON(w io.Writer, p *model.Plan, scenario *model.Scenario) error {
	atlas, err := geo.Read(s.Packs)
	if err != nil {
		return err
	}
	return report.GeoJSON(w, p, scenario, atlas)
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
func (s *session) exportNames() []string {
	var names []string
	for _, f := range s.exportFormats() {
		names = append(names, f.name)
	}
	return names
}

func (s *session) exportCommand() *urfave.Command {
	text := "Verifies a plan and writes it in another form:\n"
	for _, f := range s.exportFormats() {
		text += "\n  " + f.name + strings.Repeat(" ", 10-len(f.name)) + f.help
	}
	return s.describe(&urfave.Command{
		Name:  "export",
		Usage: "write a plan as a workbook, tables, a map, a short text or the program it answers",
		Flags: []urfave.Flag{
			setFlag(),
			worldsFlag(),
			&urfave.StringFlag{Name: "format", Usage: "write as `FORMAT`: " + strings.Join(s.exportNames(), ", ")},
			&urfave.StringFlag{Name: "out", Usage: "write to `FILE` instead of standard output"},
			&urfave.BoolFlag{Name: "quiet", Usage: "print no progress", DisableDefaultText: true},
		},
		Action: s.export,
	}, manual{
		args:    "[SCENARIO] PLAN.json",
		text:    text,
		example: "gridalloc export out/urals/plan.json --format xlsx --out urals.xlsx\ngridalloc export my.yaml out/my/plan.json --format markdown",
		exits:   []int{exitInput, exitVerification, exitInterrupted},
	})
}

func (s *session) export(c *urfave.Context) error {
	form, out, err := s.exportWanted(c)
	if err != nil {
		return err
	}
	scenario, plan, _, err := s.planOf(c, "exported")
	if err != nil {
		return err
	}
	paths := []string{out}
	write := func(w io.Writer) error { return form.write(w, plan.Plan, scenario) }
	switch {
	case out == "":
		return write(s.term.out)
	case form.dir != nil:
		paths, err = form.dir(out, plan.Plan)
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
func (s *session) exportWanted(c *urfave.Context) (form *exportFormat, out string, err error) {
	if !c.IsSet("format") {
		return nil, "", usage("%s needs --format", c.Command.HelpName).hint("one of %s", strings.Join(s.exportNames(), ", "))
	}
	name, err := choice(c, "format", s.exportNames()...)
	if err != nil {
		return nil, "", err
	}
	form = &s.exportFormats()[slices.Index(s.exportNames(), name)]
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
