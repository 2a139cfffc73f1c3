package cli

import (
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"
)

// manual is what the help of a command says beyond its flags.
type manual struct {
	args    string // such as SCENARIO
	text    string
	example string
	exits   []int // codes beside 0, 1 and 2
}

// manuals keeps the manual of every command.
type manuals map[*urfave.Command]manual

// describe puts the manual into the command's help and keeps it for the man
// page.
func (s *session) describe(c *urfave.Command, m manual) *urfave.Command {
	template := urfave.CommandHelpTemplate
	if len(c.Subcommands) > 0 {
		template = urfave.SubcommandHelpTemplate
	}
	c.ArgsUsage = m.args
	c.Description = m.text
	c.HideHelpCommand = true
	c.OnUsageError = usageError
	if c.BashComplete == nil {
		c.BashComplete = s.complete()
	}
	c.CustomHelpTemplate = template +
		"\nEXAMPLE:\n   " + indented(m.example) + "\n" +
		"\nEXIT STATUS:\n   " + indented(exitStatus(m.exits...)) + "\n"
	s.manuals[c] = m
	return c
}

// indented puts following lines under the first in the help.
func indented(s string) string {
	return strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n   ")
}

// usageError turns the parser's complaint about a flag into a failure with a
// hint.
func usageError(c *urfave.Context, err error, _ bool) error {
	f := usage("%s", err)
	_, name, found := strings.Cut(err.Error(), "flag provided but not defined: ")
	if found {
		name = "--" + strings.TrimLeft(name, "-")
		f = usage("%s has no flag %s", c.Command.HelpName, name)
		if owners := ownersOf(strings.TrimLeft(name, "-"), c.App.Commands); len(owners) > 0 {
			return f.hint("it is a flag of %s: write it after the command", strings.Join(owners, ", "))
		}
		if like := urfave.SuggestFlag(c.Command.Flags, strings.TrimLeft(name, "-"), false); like != "" {
			f = f.hint("did you mean %s?", like)
		}
	}
	return f.hint("see %s --help", c.Command.HelpName)
}

// ownersOf lists the commands that have a flag.
func ownersOf(flag string, commands []*urfave.Command) []string {
	var names []string
	for _, c := range commands {
		for _, f := range c.Flags {
			if slices.Contains(f.Names(), flag) {
				names = append(names, c.Name)
			}
		}
	}
	return names
}

// manPage is the manual page. It replaces the usage texts of the commands, so
// nothing else can be done with the app afterwards.
func (s *session) manPage(app *urfave.App) (string, error) {
	app.Description += "\n\n# EXIT STATUS\n\n" + codeBlock(exitStatusAll())
	s.putManuals(app.Name, app.Commands)
	return app.ToManWithSection(1)
}

// putManuals puts synopsis, text, example and exit status where the generator
// of man pages finds them.
func (s *session) putManuals(parent string, commands []*urfave.Command) {
	for _, c := range commands {
		name := parent + " " + c.Name
		if m, ok := s.manuals[c]; ok {
			c.UsageText = name + " [flags] " + m.args + "\n\n" + m.text + "\n\nExample:\n\n" + m.example
		}
		s.putManuals(name, c.Subcommands)
	}
}

// codeBlock indents a text so that Markdown keeps its lines.
func codeBlock(s string) string { return "    " + strings.ReplaceAll(s, "\n", "\n    ") }
