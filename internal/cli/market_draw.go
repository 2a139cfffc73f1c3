package cli

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/market"
)

func (s *session) marketDrawCommand() *urfave.Command {
	flags := append([]urfave.Flag{setFlag()}, samplingFlags()...)
	return s.describe(&urfave.Command{
		Name:  "draw",
		Usage: "draw worlds, reduce them and write them as a file of worlds",
		Flags: append(flags,
			&urfave.StringFlag{Name: "out", Usage: "write the worlds to `FILE`"},
			&urfave.StringFlag{Name: "format", Value: "worlds", Usage: "print as `FORMAT`: worlds, the file itself; or how they are spread: text, csv or json"},
			&urfave.BoolFlag{Name: "quiet", Usage: "print no progress", DisableDefaultText: true},
		),
		Action:       s.marketDraw,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO",
		text: "Draws worlds from the risk set of a scenario, reduces them to few, and prints these as a file of\n" +
			"worlds, which a scenario can name as worlds.file. With --format text, csv or json it prints instead\n" +
			"how all draws and the kept worlds are spread: by year what 10, 50 and 90 % of them do not exceed, and\n" +
			"the mean, of hashprice, rents, power prices, late connections and defaulted clients. With --out the\n" +
			"file of worlds goes there, whatever is printed. The same draws and the same worlds are those that\n" +
			"solve makes a plan for.",
		example: "gridalloc market draw russia --format text\n" +
			"gridalloc market draw russia --draws 2000 --keep 50 | sha256sum\n" +
			"gridalloc market draw russia --out worlds.csv && gridalloc solve russia --set worlds.file=$PWD/worlds.csv",
		exits: []int{exitInput, exitInterrupted},
	})
}

func (s *session) marketDraw(c *urfave.Context) error {
	args, err := arguments(c, "SCENARIO")
	if err != nil {
		return err
	}
	format, err := choice(c, "format", "worlds", "text", "csv", "json")
	if err != nil {
		return err
	}
	out, err := outFile(c)
	if err != nil {
		return err
	}
	sets, err := s.samplingSets(c, args[0])
	if err != nil {
		return err
	}
	ctx, _, stop := s.interruptibleTo(c.Context, "nothing is written")
	defer stop()
	scenario, reduced, err := s.loadWorlds(ctx, args[0], sets, c.Bool("quiet"))
	if err != nil {
		return err
	}
	if reduced == nil {
		return fail(exitInput, "the worlds of %s are its own, from %s: nothing is drawn", args[0], scenario.Sampling.File)
	}
	var spread *report.Fan
	if format != "worlds" { // before anything is written
		if spread, err = s.spread(ctx, scenario, reduced, c.Bool("quiet")); err != nil {
			return err
		}
	}
	if err := s.writeWorlds(out, format == "worlds", scenario, reduced); err != nil || spread == nil {
		return err
	}
	return spread.Write(s.term.out, format, s.term.width())
}

// writeWorlds writes the worlds of a scenario to a file, or prints them where
// they are asked for and no file is, and says what they are.
func (s *session) writeWorlds(out string, printed bool, scenario *model.Scenario, reduced *market.Reduced) error {
	sum := sha256.New()
	write := func(w io.Writer) error {
		return file.WriteWorlds(io.MultiWriter(w, sum), scenario, scenario.Worlds)
	}
	switch {
	case out != "":
		if err := report.File(out, write); err != nil {
			return fail(exitInternal, "the worlds could not be written: %s", err)
		}
		s.term.note("wrote %s to %s", count(len(scenario.Worlds), "world"), out)
	case printed:
		if err := write(s.term.out); err != nil {
			return err
		}
	default:
		return nil
	}
	s.term.note("SHA-256 %x", sum.Sum(nil))
	s.term.note("%s of %s, seed %d: distance %.4f, drift %.4f", count(reduced.Keep, "world"), count(reduced.Draws, "draw"),
		scenario.Sampling.Seed, reduced.Distance, reduced.Drift)
	return nil
}

// spread draws again and says how all draws and the kept worlds are spread.
func (s *session) spread(ctx context.Context, scenario *model.Scenario, reduced *market.Reduced, quiet bool) (*report.Fan, error) {
	m, err := market.New(scenario, &scenario.Base)
	if err != nil {
		return nil, err
	}
	var show func(done, of int)
	if !quiet {
		show = newProgress(s.term).counter("measuring worlds")
	}
	rows, err := fan(ctx, scenario, m, show)
	s.term.endProgress()
	if errors.Is(err, context.Canceled) {
		return nil, fail(exitInterrupted, "interrupted while worlds were measured")
	}
	return &report.Fan{
		Scenario: scenario.Name, Draws: reduced.Draws, Kept: reduced.Keep, Seed: scenario.Sampling.Seed,
		Reduction: scenario.Sampling.Reduction.String(), Distance: reduced.Distance, Drift: reduced.Drift, Rows: rows,
	}, err
}
