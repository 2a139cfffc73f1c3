package cli

import (
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"
)

// completionFlag is what the shells' completion scripts put last.
const completionFlag = "--generate-bash-completion"

// flagsFirst moves the flags of every command before its arguments, so that
// "solve russia --out plan" means "solve --out plan russia"; the parser stops
// at the first argument. What follows "--" stays where it is, and so do the
// flags of a parent command before the name of its subcommand, and everything
// after a command there is not. args begins after the program's name.
func flagsFirst(args []string, flags []urfave.Flag, commands []*urfave.Command) []string {
	if n := len(args); n > 0 && args[n-1] == completionFlag {
		return args
	}
	var moved, rest []string
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--":
			return append(append(moved, rest...), args[i:]...)
		case len(arg) > 1 && arg[0] == '-' && takesValue(arg, flags):
			if i++; i == len(args) { // the value is missing
				return append(append(moved, rest...), arg)
			}
			moved = append(moved, arg, args[i])
		case len(arg) > 1 && arg[0] == '-':
			moved = append(moved, arg)
		case len(commands) > 0:
			if c := command(arg, commands); c != nil {
				return append(append(moved, arg), flagsFirst(args[i+1:], c.Flags, c.Subcommands)...)
			}
			return append(moved, args[i:]...)
		default:
			rest = append(rest, arg)
		}
	}
	if slices.Contains(moved, "--help") || slices.Contains(moved, "-h") {
		return moved // the arguments would be taken for topics of the help
	}
	return append(moved, rest...)
}

// takesValue tells whether the next argument is the value of the flag.
func takesValue(arg string, flags []urfave.Flag) bool {
	name := strings.TrimLeft(arg, "-")
	for _, f := range flags {
		for _, n := range f.Names() {
			if n != name {
				continue
			}
			doc, ok := f.(urfave.DocGenerationFlag)
			return ok && doc.TakesValue()
		}
	}
	return false
}

func command(name string, commands []*urfave.Command) *urfave.Command {
	for _, c := range commands {
		if c.HasName(name) {
			return c
		}
	}
	return nil
}
