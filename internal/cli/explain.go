package cli

import (
	"context"
	"math"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/explain"
)

func (s *session) explainCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "explain",
		Usage: "say what holds a plan back, and what more of everything would be worth",
		Flags: questionFlags(
			worldsFlag(),
			&urfave.StringSliceFlag{Name: "regions", Usage: "look at the regions `ID,ID` only", DefaultText: "all"},
			&urfave.IntFlag{Name: "top", Usage: "look at the first `N` regions only, those that the plan uses first", DefaultText: "all"},
			&urfave.Float64Flag{Name: "mw", Value: 10, Usage: "what `MW` more are worth"},
			&urfave.Float64Flag{Name: "months", Value: 6, Usage: "what `MONTHS` less lead time are worth"},
			&urfave.Float64Flag{Name: "million", Usage: "what `MILLION` more budget are worth, in the scenario's currency", DefaultText: "10 of USD"},
			&urfave.Float64Flag{Name: "price", Usage: "what an energy price lower by `AMOUNT` per MWh is worth, in the scenario's currency", DefaultText: "10 USD, a cent per kWh"},
			&urfave.BoolFlag{Name: "quick", Usage: "do not look over which amounts each worth holds", DisableDefaultText: true},
			&urfave.BoolFlag{Name: "afresh", Usage: "solve each proven gain again with nothing known, and show both", DisableDefaultText: true},
		),
		Action:       s.explain,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "[SCENARIO] PLAN.json",
		text: "Says which limits bind, and what more of everything would be worth: MW, months and a lower price of power\n" +
			"in each region, money in each year, each rule lifted. Each worth is the difference between two plans: the\n" +
			"scenario is solved again with the change, from the plan. It is shown with its range, as both best plans are\n" +
			"known within the gaps of their searches; so a small --gap makes it narrow. Where it is proven that there is a gain, half and double the\n" +
			"amount tell over which amounts a unit is worth as much: halls come whole, so that one MW may be worth\n" +
			"nothing and ten a hall. A table then holds access to power (MW, months) against its price, region by region.\n\n" +
			"Regions that the plan uses come first. The others are solved in groups: where all of a group together are\n" +
			"not proven to gain anything, none of them alone gains more than the group can. What cannot change anything is not\n" +
			"solved at all, and the answer says why. Where not all regions are looked at the others are listed as such.\n\n" +
			"The offers of a region, not its surplus, are often what is ordered in full; larger offers come with as much\n" +
			"firm surplus. Ctrl-C ends the search with what is found.",
		example: "gridalloc explain plans/siberia/plan.json\n" +
			"gridalloc explain plans/russia/plan.json --top 5 --quick --time-limit 60s --out answers\n" +
			"gridalloc explain my.yaml plan.json --regions RU-IRK,RU-KK --mw 20 --months 12",
		exits: questionExits,
	})
}

// explain answers what holds a plan back.
func (s *session) explain(c *urfave.Context) error {
	q, err := s.question(c)
	if err != nil {
		return err
	}
	ctx, _, stop := s.interruptibleTo(c.Context, "finishing with what is found")
	defer stop()
	scenario, plan, err := q.plan(ctx, c)
	if err != nil {
		return err
	}
	asked, err := worthQuestion(c, scenario)
	if err != nil {
		return err
	}
	found, failed := q.worths(ctx, scenario, plan, asked)
	return q.reply(report.Explain(explanation(scenario, plan, found, &asked)), failed)
}

func (q *question) worths(ctx context.Context, s *model.Scenario, p *model.Plan, asked explain.WorthQuestion) (*explain.Worths, error) {
	found, err := q.analyst().Worths(ctx, s, p, asked)
	q.term.endProgress()
	return found, err
}

// worthQuestion reads the flags of explain.
func worthQuestion(c *urfave.Context, s *model.Scenario) (explain.WorthQuestion, error) {
	asked := explain.WorthQuestion{Quick: c.Bool("quick"), Afresh: c.Bool("afresh"), Top: c.Int("top"), Steps: explain.WorthSteps{
		MW: c.Float64("mw"), Months: c.Float64("months"), Million: c.Float64("million"), Price: c.Float64("price"),
	}}
	if s.Objective.Measure == model.Regret {
		return asked, usage("the plan is for least regret: what more is worth is not known, as it changes the best plans that regret is measured against too").
			hint("solve for another measure, such as --set objective.measure=expected")
	}
	if c.IsSet("top") && asked.Top < 1 {
		return asked, usage("--top %d: not 1 or more", asked.Top)
	}
	for _, step := range []struct {
		flag  string
		value *float64
		usd   float64 // where it is money and none is given
		of    string
		least float64
	}{
		{"mw", &asked.Steps.MW, 0, "", 0.1},
		{"months", &asked.Steps.Months, 0, "", 1},
		{"million", &asked.Steps.Million, 10, " million", 0.001},
		{"price", &asked.Steps.Price, 10, " per MWh", 0.01},
	} {
		if step.usd > 0 && !c.IsSet(step.flag) {
			if s.Currency != "USD" {
				return asked, usage("--%s is needed: the scenario is in %s", step.flag, s.Currency).hint("the usual amount is what USD %g%s are worth", step.usd, step.of)
			}
			*step.value = step.usd
		}
		if x := *step.value; math.IsNaN(x) || math.IsInf(x, 0) || x < step.least {
			return asked, usage("--%s %g: not %g or more", step.flag, *step.value, step.least)
		}
	}
	if months := asked.Steps.Months; months != math.Trunc(months) || months > 120 {
		return asked, usage("--months %g: not whole months up to 120", months)
	}
	for _, list := range c.StringSlice("regions") {
		for id := range strings.SplitSeq(list, ",") {
			id = strings.TrimSpace(id)
			if !slices.ContainsFunc(s.Regions, func(r model.Region) bool { return r.ID == id }) {
				return asked, usage("--regions: there is no region %s in %s", id, s.Name).hint("gridalloc dump tables %s lists them", s.Name)
			}
			asked.Regions = append(asked.Regions, id)
		}
	}
	return asked, nil
}
