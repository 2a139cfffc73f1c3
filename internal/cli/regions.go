package cli

import (
	"cmp"
	"slices"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
)

// regionOrders compare regions for --sort; figures rise or fall so that the
// best come first.
var regionOrders = map[string]func(a, b report.RegionRow) int{
	"id":   func(a, b report.RegionRow) int { return cmp.Compare(a.ID, b.ID) },
	"name": func(a, b report.RegionRow) int { return cmp.Compare(a.Name, b.Name) },
	"firm": func(a, b report.RegionRow) int { return cmp.Compare(b.FirmMW, a.FirmMW) },
	"price": func(a, b report.RegionRow) int {
		return cmp.Compare(a.EnergyPrice+a.NetworkPrice, b.EnergyPrice+b.NetworkPrice)
	},
	"temp": func(a, b report.RegionRow) int { return cmp.Compare(a.Temperature, b.Temperature) },
}

// regionOrderNames lists the orders in the order of the help.
var regionOrderNames = []string{"id", "name", "firm", "price", "temp"}

func (s *session) regionsCommand() *urfave.Command {
	pack := func() urfave.Flag {
		return &urfave.StringFlag{Name: "pack", Value: "russia", Usage: "regions of `PACK`: an embedded one or a folder beginning with ./ or /"}
	}
	return s.describe(&urfave.Command{
		Name:  "regions",
		Usage: "list and filter the regions of a pack",
		Flags: []urfave.Flag{
			pack(),
			&urfave.StringFlag{Name: "power-system", Usage: "only regions of power system `NAME`"},
			&urfave.Float64Flag{Name: "min-firm", Usage: "only regions with at least `MW` of firm surplus", DefaultText: "all"},
			&urfave.StringFlag{Name: "sort", Value: "id", Usage: "sort by `ORDER`: id, name, firm, price or temp"},
			&urfave.StringFlag{Name: "format", Value: "text", Usage: "print as `FORMAT`: text, csv or json"},
		},
		Action:       s.regions,
		BashComplete: s.complete("show"),
		Subcommands: []*urfave.Command{s.describe(&urfave.Command{
			Name:   "show",
			Usage:  "show everything known of one region, with sources",
			Flags:  []urfave.Flag{pack()},
			Action: s.region,
		}, manual{
			args:    "ID",
			text:    "Prints a region's figures, connection offers, existing sites and rules with their sources and grades.",
			example: "gridalloc regions show RU-MUR",
			exits:   []int{exitInput},
		})},
	}, manual{
		text:    "Prints one line for each region of a pack, at the prices of the scenario the pack is shipped with.",
		example: "gridalloc regions --power-system Siberia --min-firm 100 --sort price",
		exits:   []int{exitInput},
	})
}

func (s *session) regions(c *urfave.Context) error {
	if c.Args().Present() {
		return usage("gridalloc regions: unexpected argument %s", c.Args().First()).
			hint("gridalloc regions show %s shows one region", c.Args().First())
	}
	format, err := choice(c, "format", "text", "csv", "json")
	if err != nil {
		return err
	}
	order, err := choice(c, "sort", regionOrderNames...)
	if err != nil {
		return err
	}
	scenario, err := s.loadPack(c.String("pack"))
	if err != nil {
		return err
	}
	rows := slices.DeleteFunc(report.RegionRows(scenario), func(r report.RegionRow) bool {
		system := c.String("power-system")
		return system != "" && r.PowerSystem != system || float64(r.FirmMW) < c.Float64("min-firm")
	})
	slices.SortStableFunc(rows, regionOrders[order])
	return report.Regions(s.term.out, rows, scenario.Currency, format, s.term.width())
}

func (s *session) region(c *urfave.Context) error {
	args, err := arguments(c, "ID")
	if err != nil {
		return err
	}
	scenario, err := s.loadPack(c.String("pack"))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(scenario.Regions, func(r model.Region) bool { return r.ID == args[0] })
	if i < 0 {
		return usage("there is no region %s in pack %s", args[0], c.String("pack")).hint("gridalloc regions --pack %s lists them", c.String("pack"))
	}
	return report.Region(s.term.out, scenario, i, s.term.width())
}

// loadPack reads a pack of regions by way of a scenario: the embedded one of
// the same name or, for other packs, the one for Russia with the pack in place
// of its own.
func (s *session) loadPack(pack string) (*model.Scenario, error) {
	if slices.Contains(s.scenarioNames(), pack) {
		return s.load(pack, nil)
	}
	return s.load("russia", []string{"regions.packs=[" + pack + "]"})
}
