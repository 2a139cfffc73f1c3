package cli

import (
	"io"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/geo"
	"github.com/gridalloc/gridalloc/internal/report"
)

func (s *session) exportCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "export",
		Usage: "write a plan in another form: GeoJSON for maps",
		Flags: []urfave.Flag{
			setFlag(),
			worldsFlag(),
			&urfave.StringFlag{Name: "format", Value: "geojson", Usage: "write as `FORMAT`: geojson"},
			&urfave.StringFlag{Name: "out", Usage: "write to `FILE` instead of standard output"},
			&urfave.BoolFlag{Name: "quiet", Usage: "print no progress", DisableDefaultText: true},
		},
		Action:       s.export,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "[SCENARIO] PLAN.json",
		text: "Verifies a plan and writes it in another form:\n\n" +
			"  geojson   the regions of the scenario with their MW by business in the last period and the MW signed",
		example: "gridalloc export out/russia/plan.json --format geojson --out russia.geojson",
		exits:   []int{exitInput, exitVerification, exitInterrupted},
	})
}

func (s *session) export(c *urfave.Context) error {
	if _, err := choice(c, "format", "geojson"); err != nil {
		return err
	}
	out, err := outFile(c)
	if err != nil {
		return err
	}
	scenario, plan, _, err := s.planOf(c, "exported")
	if err != nil {
		return err
	}
	atlas, err := geo.Read(s.Packs)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return report.GeoJSON(w, plan.Plan, scenario, atlas) }
	if out == "" {
		return write(s.term.out)
	}
	if err := report.File(out, write); err != nil {
		return err
	}
	s.term.note("wrote %s", out)
	return nil
}
