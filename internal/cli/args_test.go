package cli

import (
	"slices"
	"strings"
	"testing"

	urfave "github.com/urfave/cli/v2"
)

func TestFlagsFirst(t *testing.T) {
	flags := []urfave.Flag{&urfave.BoolFlag{Name: "loud", Aliases: []string{"l"}}}
	commands := []*urfave.Command{
		{Name: "solve", Flags: []urfave.Flag{
			&urfave.StringFlag{Name: "out", Aliases: []string{"o"}}, &urfave.StringSliceFlag{Name: "set"},
			&urfave.BoolFlag{Name: "quiet"}, &urfave.Float64Flag{Name: "min"},
		}},
		{
			Name: "regions", Flags: []urfave.Flag{&urfave.StringFlag{Name: "pack"}},
			Subcommands: []*urfave.Command{{Name: "show", Flags: []urfave.Flag{&urfave.StringFlag{Name: "pack"}}}},
		},
	}
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"solve", "solve"},
		{"solve russia", "solve russia"},
		{"solve russia --out x", "solve --out x russia"},
		{"solve russia -o x --quiet", "solve -o x --quiet russia"},
		{"solve russia --out=x more", "solve --out=x russia more"},
		{"solve --set a=1 russia --set b=2", "solve --set a=1 --set b=2 russia"},
		{"solve russia --quiet extra", "solve --quiet russia extra"},
		{"solve russia --quiet --out", "solve --quiet russia --out"},
		{"solve russia --min -5", "solve --min -5 russia"},
		{"solve russia --bogus x", "solve --bogus russia x"},
		{"solve russia --help", "solve --help"},
		{"solve - --quiet", "solve --quiet -"},
		{"solve russia -- --out x", "solve russia -- --out x"},
		{"solve russia --quiet -- x", "solve --quiet russia -- x"},
		{"--loud solve russia --out x", "--loud solve --out x russia"},
		{"regions --pack p show ID --pack q", "regions --pack p show --pack q ID"},
		{"regions ID --pack show", "regions ID --pack show"},
		{"regions show show --pack q", "regions show --pack q show"},
		{"bogus russia --out x", "bogus russia --out x"},
		{"solve russia --out " + completionFlag, "solve russia --out " + completionFlag},
	} {
		got := flagsFirst(strings.Fields(c.in), flags, commands)
		if !slices.Equal(got, strings.Fields(c.want)) {
			t.Errorf("%q became %q, want %q", c.in, strings.Join(got, " "), c.want)
		}
	}
}
