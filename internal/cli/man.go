package cli

import (
	"io"

	urfave "github.com/urfave/cli/v2"
)

func (s *session) manCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:   "man",
		Usage:  "print the manual page",
		Action: s.man,
	}, manual{
		text:    "Prints the manual page in the format of man(1).",
		example: "gridalloc man > gridalloc.1 && man ./gridalloc.1",
	})
}

func (s *session) man(c *urfave.Context) error {
	if _, err := arguments(c); err != nil {
		return err
	}
	page, err := s.manPage(c.App)
	if err != nil {
		return err
	}
	_, err = io.WriteString(s.term.out, page)
	return err
}
