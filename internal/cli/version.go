package cli

import (
	"fmt"
	"runtime"

	urfave "github.com/urfave/cli/v2"
)

func (s *session) versionCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:   "version",
		Usage:  "print the versions of the program, its engine and Go",
		Action: s.version,
	}, manual{
		text:    "Prints what a report of a problem should say.",
		example: "gridalloc version",
	})
}

func (s *session) version(c *urfave.Context) error {
	if _, err := arguments(c); err != nil {
		return err
	}
	_, err := fmt.Fprintf(s.term.out, "gridalloc %s\nengine %s\n%s %s/%s\n",
		s.Version, s.EngineVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
