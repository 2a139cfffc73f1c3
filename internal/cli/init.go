package cli

import (
	"errors"
	"io/fs"
	"os"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model/file"
)

func (s *session) initCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:   "init",
		Usage:  "write a commented scenario to start from",
		Flags:  []urfave.Flag{&urfave.BoolFlag{Name: "force", Usage: "replace the file if there is one", DisableDefaultText: true}},
		Action: s.init,
	}, manual{
		args: "[FILE]",
		text: "Writes a scenario in which every setting is explained, to the file or, without one, to standard\n" +
			"output. An existing file is kept unless --force is given.",
		example: "gridalloc init my.yaml && gridalloc check my.yaml",
	})
}

func (s *session) init(c *urfave.Context) error {
	if !c.Args().Present() {
		return file.Init(s.term.out)
	}
	args, err := arguments(c, "FILE")
	if err != nil {
		return err
	}
	switch _, err := os.Stat(args[0]); {
	case err == nil && !c.Bool("force"):
		return usage("%s exists already", args[0]).hint("use another name, or --force to replace it")
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := report.File(args[0], file.Init); err != nil {
		return err
	}
	s.term.note("wrote %s; next: gridalloc check %s", args[0], args[0])
	return nil
}
