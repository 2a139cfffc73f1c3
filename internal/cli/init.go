package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/book"
	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model/file"
)

// starterScenario is what a workbook holds where no scenario is named.
const starterScenario = "siberia"

func (s *session) initCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "init",
		Usage: "write a commented scenario to start from",
		Flags: []urfave.Flag{
			&urfave.BoolFlag{Name: "force", Usage: "replace the file if there is one", DisableDefaultText: true},
			&urfave.StringFlag{Name: "xlsx", Usage: "write a workbook with the settings and all tables to `FILE`.xlsx"},
			&urfave.StringFlag{Name: "from", Usage: "with --xlsx: write the scenario `SCENARIO`", DefaultText: starterScenario},
		},
		Action: s.init,
	}, manual{
		args: "[FILE]",
		text: "Writes a scenario in which every setting is explained, to the file or, without one, to standard\n" +
			"output. With --xlsx it writes a workbook, of any scenario: all settings and tables, with notes\n" +
			"and drop-down lists; every command takes such a workbook as its scenario. An existing file is\n" +
			"kept unless --force is given.",
		example: "gridalloc init my.yaml && gridalloc check my.yaml\n" +
			"gridalloc init --xlsx urals.xlsx --from urals && gridalloc solve urals.xlsx",
		exits: []int{exitInput},
	})
}

func (s *session) init(c *urfave.Context) error {
	if c.IsSet("xlsx") {
		return s.initBook(c)
	}
	if c.IsSet("from") {
		return usage("--from needs --xlsx").hint("a scenario file of your own may say: extends: %s", c.String("from"))
	}
	if !c.Args().Present() {
		return file.Init(s.term.out)
	}
	args, err := arguments(c, "FILE")
	if err != nil {
		return err
	}
	return s.initFile(c, args[0], file.Init)
}

// initBook writes a scenario as a workbook.
func (s *session) initBook(c *urfave.Context) error {
	if _, err := arguments(c); err != nil {
		return err
	}
	out, from := c.String("xlsx"), starterScenario
	if c.IsSet("from") {
		from = c.String("from")
	}
	if !isBook(out) {
		return usage("--xlsx %s: the name of a workbook ends in .xlsx", out)
	}
	opts := file.Options{Path: from, Packs: s.Packs}
	if _, err := s.loadAs(opts); err != nil {
		return err
	}
	books, err := s.openBooks(&opts)
	if err != nil {
		return err
	}
	contents, findings, err := file.Read(opts)
	if err != nil {
		return fail(exitInput, "%s: %s", from, err)
	}
	if len(findings) > 0 { // the files have changed since they were loaded
		return s.rejected(from, book.Findings(findings, books...))
	}
	return s.initFile(c, out, func(w io.Writer) error { return book.WriteScenario(w, contents, s.Version) })
}

// initFile writes a file to start from, which keeps one that is there.
func (s *session) initFile(c *urfave.Context, path string, write func(io.Writer) error) error {
	switch _, err := os.Stat(path); {
	case err == nil && !c.Bool("force"):
		return usage("%s exists already", path).hint("use another name, or --force to replace it")
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := report.File(path, write); err != nil {
		return err
	}
	s.term.note("wrote %s; next: gridalloc check %s", path, path)
	return nil
}
