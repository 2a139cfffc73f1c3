package cli

import (
	"context"
	"strconv"
	"time"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/explain"
)

func (s *session) frontierCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "frontier",
		Usage: "show what plans are worth against budget, risk, MW by a date, or carbon",
		Flags: questionFlags(
			worldsFlag(),
			&urfave.StringFlag{Name: "of", Value: "npv", Usage: "plans are worth their `GOAL`: npv or equity_value"},
			&urfave.StringFlag{Name: "against", Usage: "`WHAT`: budget, cvar, mw or carbon"},
			&urfave.IntFlag{Name: "points", Value: 8, Usage: "`N` points"},
			&urfave.StringFlag{Name: "from", Usage: "from `VALUE` on", DefaultText: "see below"},
			&urfave.StringFlag{Name: "to", Usage: "to `VALUE`", DefaultText: "see below"},
			&urfave.StringFlag{Name: "by", Usage: "against mw: MW that run in every period from `DATE` on, such as 2030-01-01"},
			&urfave.StringFlag{Name: "tail", Value: "10%", Usage: "against cvar: CVaR is the mean of the worst `SHARE` of worlds"},
		),
		Action:       s.frontier,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO",
		text: "Solves a scenario again and again and prints a line for each plan: what was set, what the plan has of it,\n" +
			"what it is worth, by how much a plan could be worth more at most, and what one more unit brings on the\n" +
			"way to the next point. Plans and bounds are carried from point to point.\n\n" +
			"   budget  the budget of all years, in millions or % of what it is, each year's in proportion; from 25% to 200%\n" +
			"   cvar    plans for objectives with a weight of CVaR from 0 to 100%; a scenario with several worlds\n" +
			"   mw      at least so many MW of IT load in every period from --by on; from what the best plan has to\n" +
			"           the most for which there is a plan, which is looked for first\n" +
			"   carbon  at most so many t of CO2 in any year, in % of what the best plan emits in its worst; from 0% to\n" +
			"           100%; caps of the scenario hold beside it",
		example: "gridalloc frontier urals --against budget --points 10\n" +
			"gridalloc frontier siberia --against cvar --set worlds.draws=2000 --set worlds.keep=50\n" +
			"gridalloc frontier siberia --against mw --by 2030-01-01 --out answer\n" +
			"gridalloc frontier textbook --against carbon --from 50%",
		exits: questionExits,
	})
}

// frontierAsked is what a frontier is asked with.
type frontierAsked struct {
	c          *urfave.Context
	s          *model.Scenario
	a          *explain.Analyst
	points     int
	from, to   string
	report     *report.Frontier
	perMillion bool // the slope is given in millions
}

// frontiers are what plans can be set against.
var frontiers = map[string]func(*frontierAsked, context.Context) (*explain.Frontier, error){
	"budget": (*frontierAsked).budget, "cvar": (*frontierAsked).risk, "mw": (*frontierAsked).mw, "carbon": (*frontierAsked).carbon,
}

func (s *session) frontier(c *urfave.Context) error {
	return s.ask(c, "the points solved", (*question).frontier)
}

func (q *question) frontier(ctx context.Context, c *urfave.Context, scenario *model.Scenario) error {
	against, err := choice(c, "against", "budget", "cvar", "mw", "carbon")
	if err != nil {
		return err
	}
	k := &frontierAsked{c: c, from: c.String("from"), to: c.String("to")}
	if k.points, err = pointsOf(c, "points"); err != nil {
		return err
	}
	if err := k.of(scenario); err != nil {
		return err
	}
	k.a = q.analyst()
	k.report = &report.Frontier{
		Scenario: scenario.Name, Currency: scenario.Currency, Goal: k.s.Objective.Goal.String(), Measure: k.s.Objective.Measure.String(), Gap: float64(scenario.Solver.Gap),
	}
	f, failed := frontiers[against](k, ctx)
	if f == nil || len(f.Points) == 0 && failed != nil {
		return cutShort(failed)
	}
	if len(f.Points) == 0 {
		return fail(exitNoPlan, "there is no plan of %s to begin with", scenario.Name).hint("gridalloc solve %s says why", c.Args().First())
	}
	var found []*explain.Found
	for i := range f.Points {
		found = append(found, f.Points[i].Found)
	}
	k.fill(f)
	return q.reply(k.report.Reply(), endOf(found, failed))
}

// of sets the goal of the scenario.
func (k *frontierAsked) of(s *model.Scenario) error {
	of, err := choice(k.c, "of", model.NPV.String(), model.EquityValue.String())
	if err != nil {
		return err
	}
	if err := aboutMoney(k.c, s); err != nil {
		return err
	}
	x := *s
	x.Objective.Goal = named(of, model.NPV, model.EquityValue)
	if x.Objective.Goal == model.EquityValue && !hasMultiples(s) {
		return usage("--of equity_value: %s has no multiples", s.Name).hint("such as --set 'objective.multiple={mining: 6, colocation: 15, gpu_cloud: 9}'")
	}
	for _, flag := range []string{"by", "tail"} {
		if k.c.IsSet(flag) && map[string]string{"by": "mw", "tail": "cvar"}[flag] != k.c.String("against") {
			return usage("--%s says nothing against %s", flag, k.c.String("against"))
		}
	}
	k.s = &x
	return nil
}

// fill puts the points into the report.
func (k *frontierAsked) fill(f *explain.Frontier) {
	x := k.report
	x.Dropped = f.Dropped
	if r := f.Reach; r != nil {
		x.Most, x.None, x.NoneProven = &r.Some, &r.None, r.Proven
	}
	for i := range f.Points {
		p := &f.Points[i]
		row := report.FrontierPoint{
			Limit: p.Limit, Quantity: finite(p.Quantity), Value: moneyOf(finite(p.Worth)), Slope: p.Slope, Better: moneyOf(finite(p.Better)), Solved: solved(k.s, p.Found),
		}
		if k.perMillion && p.Slope != nil {
			slope := *p.Slope / 1e6
			row.Slope = &slope
		}
		x.Points = append(x.Points, row)
	}
}

func (k *frontierAsked) budget(ctx context.Context) (*explain.Frontier, error) {
	q, err := quantityNamed(k.s, "against", "budget")
	if err != nil {
		return nil, err
	}
	low, high, err := span(q, "from and --to", k.from, k.to)
	if err != nil {
		return nil, err
	}
	x := k.report
	x.Against, x.LimitWords, x.QuantityWords, x.SlopeWords = "budget", "budget, "+q.Unit, "spent", "one more brings"
	k.perMillion = true
	return k.a.BudgetFrontier(ctx, k.s, q, low, high, k.points)
}

// shares reads --from and --to as shares of 1.
func (k *frontierAsked) shares() (from, to float64, err error) {
	from, to = 0, 1
	if k.from != "" {
		if from, err = shareOf("from", k.from); err != nil {
			return 0, 0, err
		}
	}
	if k.to != "" {
		if to, err = shareOf("to", k.to); err != nil {
			return 0, 0, err
		}
	}
	if from >= to {
		return 0, 0, usage("--from %s --to %s: no range", k.from, k.to)
	}
	return from, to, nil
}

func (k *frontierAsked) risk(ctx context.Context) (*explain.Frontier, error) {
	if len(k.s.Worlds) < 2 {
		return nil, usage("--against cvar: %s has one world, and no risk in it", k.s.Name).hint("such as --set worlds.draws=2000 --set worlds.keep=50")
	}
	tail, err := shareOf("tail", k.c.String("tail"))
	if err != nil {
		return nil, err
	}
	if tail == 0 || tail == 1 {
		return nil, usage("--tail %s: must be above 0 and below 1", k.c.String("tail"))
	}
	from, to, err := k.shares()
	if err != nil {
		return nil, err
	}
	x := k.report
	x.Against, x.LimitWords, x.QuantityWords, x.SlopeWords = "CVaR", "weight of CVaR", "CVaR", "one more CVaR brings"
	return k.a.RiskFrontier(ctx, k.s, tail, from, to, k.points)
}

func (k *frontierAsked) carbon(ctx context.Context) (*explain.Frontier, error) {
	from, to, err := k.shares()
	if err != nil {
		return nil, err
	}
	x := k.report
	x.Against, x.LimitWords, x.QuantityWords, x.SlopeWords = "carbon", "t of CO2 a year, at most", "emitted", "one more t brings, "+k.s.Currency
	return k.a.CarbonFrontier(ctx, k.s, from, to, k.points)
}

func (k *frontierAsked) mw(ctx context.Context) (*explain.Frontier, error) {
	by, err := time.Parse(time.DateOnly, k.c.String("by"))
	if err != nil {
		return nil, usage("--by %s: --against mw needs a date", k.c.String("by")).hint("such as --by 2030-01-01")
	}
	date, last := model.Date{Year: by.Year(), Month: int(by.Month()), Day: by.Day()}, k.s.Horizon.Begin(k.s.Horizon.Periods-1)
	if last.Before(date) {
		return nil, usage("--by %s: the last period of %s begins on %s", date, k.s.Name, last)
	}
	var ends [2]*float64
	for i, text := range []string{k.from, k.to} {
		if text == "" {
			continue
		}
		mw, err := strconv.ParseFloat(text, 64)
		if err != nil || !(mw >= 0 && mw < 1e6) {
			return nil, usage("--%s %s: not a number of MW", []string{"from", "to"}[i], text)
		}
		ends[i] = &mw
	}
	if ends[0] != nil && ends[1] != nil && *ends[0] >= *ends[1] {
		return nil, usage("--from %s --to %s: no range", k.from, k.to)
	}
	x := k.report
	x.Against, x.LimitWords, x.QuantityWords = "MW from "+date.String()+" on", "MW, at least", "running"
	x.SlopeWords = "one more MW brings"
	k.perMillion = true
	return k.a.MWFrontier(ctx, k.s, date, ends[0], ends[1], k.points)
}
