package cli

import (
	"context"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver/explain"
)

func (s *session) phaseCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "phase",
		Usage: "map which business wins where two inputs change",
		Flags: questionFlags(
			worldsFlag(),
			&urfave.StringFlag{Name: "x", Usage: "turn `QUANTITY[=FROM..TO]` from left to right: see below"},
			&urfave.StringFlag{Name: "y", Usage: "turn `QUANTITY[=FROM..TO]` from top to bottom"},
			&urfave.IntFlag{Name: "steps", Value: 5, Usage: "`N` values of each"},
			&urfave.StringSliceFlag{Name: "region", Usage: "a map of the region `ID`; may be repeated", DefaultText: "each region that changes"},
		),
		Action:       s.phase,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO",
		text: "Solves a scenario on a grid of two quantities and prints a map of the business that wins in each cell,\n" +
			"of the whole plan and by region: A ASIC, mining only; G GPU, AI only; H hybrid; . none, by what operates\n" +
			"in the last period. A whole plan is hybrid where no business has more than 90 % of the MW, a region\n" +
			"where both have any. Each cell starts from the plans of its neighbours and is solved to the gap; JSON\n" +
			"and CSV give its value and gap. Ctrl-C leaves a map with ? where nothing is solved.\n\n" + quantityHelp(),
		example: "gridalloc phase urals --x hashprice=60%..160% --y rent:gpu_cloud=60%..120%\n" +
			"gridalloc phase siberia --x power-price=0.01..0.05 --y lead-time=-12..24 --steps 7 --region RU-IRK",
		exits: questionExits,
	})
}

// axis is a quantity with the values that a grid has of it.
type axis struct {
	*whatif.Quantity
	values []float64
}

// axisOf reads --x or --y.
func axisOf(c *urfave.Context, s *model.Scenario, flag string, steps int) (*axis, error) {
	name, values, ranged := strings.Cut(c.String(flag), "=")
	q, err := quantityNamed(s, flag, name)
	if err != nil {
		return nil, err
	}
	from, to, both := strings.Cut(values, "..")
	if ranged && !both {
		return nil, usage("--%s %s: no range", flag, c.String(flag)).hint("such as --%s %s=60%%..160%%", flag, name)
	}
	low, high, err := span(q, flag, from, to)
	if err != nil {
		return nil, err
	}
	return &axis{q, explain.Values(q, low, high, steps)}, nil
}

func (s *session) phase(c *urfave.Context) error {
	return s.ask(c, "the cells solved", (*question).phase)
}

func (q *question) phase(ctx context.Context, c *urfave.Context, scenario *model.Scenario) error {
	steps, err := pointsOf(c, "steps")
	if err != nil {
		return err
	}
	if err := aboutMoney(c, scenario); err != nil {
		return err
	}
	x, err := axisOf(c, scenario, "x", steps)
	if err != nil {
		return err
	}
	y, err := axisOf(c, scenario, "y", steps)
	if err != nil {
		return err
	}
	if a, _, _ := strings.Cut(x.Name, ":"); x.Name == y.Name || a == y.Name || strings.HasPrefix(y.Name, x.Name+":") {
		return usage("--x %s --y %s: one is part of the other", x.Name, y.Name)
	}
	regions, err := regionsOf(c, scenario)
	if err != nil {
		return err
	}
	p, failed := q.analyst().Phase(ctx, scenario, x.Quantity, y.Quantity, x.values, y.values)
	var found []*explain.Found
	for _, row := range p.Cells {
		for _, cell := range row {
			if cell != nil {
				found = append(found, cell.Found)
			}
		}
	}
	if len(found) == 0 {
		return cutShort(failed)
	}
	return q.reply(phaseOf(scenario, p, regions).Reply(), endOf(found, failed))
}

// phaseOf is a grid as it is reported, with maps of the whole plan and of all regions; those
// asked for are shown whatever they are like.
func phaseOf(s *model.Scenario, p *explain.Phase, regions []string) *report.Phase {
	x := &report.Phase{
		Scenario: s.Name, Currency: s.Currency, Gap: float64(s.Solver.Gap),
		X: quantityOf(p.X), Y: quantityOf(p.Y), Xs: p.Xs, Ys: p.Ys, Asked: regions,
	}
	scopes := []string{""}
	for i := range s.Regions {
		scopes = append(scopes, s.Regions[i].ID)
	}
	for _, region := range scopes {
		m := report.Map{Region: region}
		for _, row := range p.Cells {
			line := ""
			for _, cell := range row {
				if cell == nil {
					line += "?"
					continue
				}
				line += letter(cell.Found, region)
			}
			m.Rows = append(m.Rows, line)
		}
		x.Maps = append(x.Maps, m)
	}
	for j, row := range p.Cells {
		for i, cell := range row {
			if cell != nil {
				x.Cells = append(x.Cells, report.Cell{X: p.Xs[i], Y: p.Ys[j], Solved: solved(s, cell.Found)})
			}
		}
	}
	return x
}
