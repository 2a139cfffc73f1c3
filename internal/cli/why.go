package cli

import (
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/explain"
)

func (s *session) whyNotCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "why-not",
		Usage: "say why a plan leaves a region out, and what would bring it in",
		Flags: questionFlags(append(whyFlags(),
			&urfave.Float64Flag{Name: "mw", Usage: "at least `N` MW of IT load there in the last period", DefaultText: "one hall more than exists"})...),
		Action:       s.whyNot,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "[SCENARIO] PLAN.json",
		text: "Forces a region into the plan, for one business or any, and says what that costs; which limit alone, as far as\n" +
			"it can go, takes most off that cost; and where it cannot be forced in at all what stands in the way. Then\n" +
			"looks, for each lever by itself, for the least amount that brings the region in: a lower power price, months\n" +
			"sooner, more MW, cheaper connections, a higher rent or hashprice, more budget or demand. An amount is proven by two\n" +
			"solves: the plan found with the region in is worth at least what no plan without it is worth more than.\n" +
			"The scenario is then solved afresh with that amount and nothing forced. Each lever takes some ten solves.\n" +
			"Ctrl-C ends with what was found until then.",
		example: "gridalloc why-not urals plans/urals/plan.json --region RU-KUR\n" +
			"gridalloc why-not plans/siberia/plan.json --region RU-TOM --business gpu --mw 50 --out answer",
		exits: questionExits,
	})
}

func (s *session) whyCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:         "why",
		Usage:        "say what keeps a region in a plan, and what would have it drop out",
		Flags:        questionFlags(whyFlags()...),
		Action:       s.why,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "[SCENARIO] PLAN.json",
		text: "Forces a region out of the plan, for one business or any, and says what that costs and what is built\n" +
			"instead. Then looks, for each lever by itself, for the least amount that has the region drop out: a higher\n" +
			"power price, months later, less MW, dearer connections, a lower rent or hashprice, less budget. An amount is\n" +
			"proven by two solves: the plan found without the region is worth at least what no plan with it is worth\n" +
			"more than. The scenario is then solved afresh with that amount and nothing forced. Each lever takes some\n" +
			"ten solves. Ctrl-C ends with what was found until then.",
		example: "gridalloc why urals plans/urals/plan.json --region RU-PER\n" +
			"gridalloc why plans/siberia/plan.json --region RU-IRK --business mining --format json",
		exits: questionExits,
	})
}

// whyFlags are the flags of both questions.
func whyFlags() []urfave.Flag {
	return []urfave.Flag{
		worldsFlag(),
		&urfave.StringFlag{Name: "region", Usage: "the region `ID`"},
		&urfave.StringFlag{Name: "business", Usage: "only `BUSINESS`: mining, colocation, gpu_cloud, or gpu for both of AI", DefaultText: "any"},
	}
}

func (s *session) whyNot(c *urfave.Context) error {
	if c.IsSet("mw") && !(c.Float64("mw") > 0) {
		return usage("--mw %g: not more than 0", c.Float64("mw"))
	}
	return s.askWhy(c, true)
}

func (s *session) why(c *urfave.Context) error { return s.askWhy(c, false) }

// askWhy asks why a region is in a plan, or why it is not.
func (s *session) askWhy(c *urfave.Context, not bool) error {
	q, err := s.question(c)
	if err != nil {
		return err
	}
	businesses, err := businessesOf(c)
	if err != nil {
		return err
	}
	ctx, _, stop := s.interruptibleTo(c.Context, "finishing with what was found so far")
	defer stop()
	scenario, plan, err := q.plan(ctx, c)
	if err != nil {
		return err
	}
	p, err := subject(c, scenario, plan, businesses, not)
	if err != nil {
		return err
	}
	ask := q.analyst().Why
	if not {
		ask = q.analyst().WhyNot
	}
	w, failed := ask(ctx, scenario, plan, p)
	if w.Free == nil {
		return cutShort(failed)
	}
	complete := failed == nil
	if complete && w.Stopped() {
		failed = fail(exitLimit, "a limit ended a search before its gap; ranges are wider for that").hint("a longer --time-limit or a wider --gap lets it end by itself")
	}
	answer := whyOf(scenario, plan, w)
	answer.Complete = complete
	return q.reply(answer.Reply(), failed)
}

// businessesOf reads --business.
func businessesOf(c *urfave.Context) ([]model.Business, error) {
	name := c.String("business")
	if name == "" {
		return nil, nil
	}
	if name == "gpu" {
		return []model.Business{model.Colocation, model.GPUCloud}, nil
	}
	for _, b := range model.Businesses {
		if b.String() == name {
			return []model.Business{b}, nil
		}
	}
	return nil, usage("--business %s: not one of mining, colocation, gpu_cloud, gpu", name)
}

// subject is what is asked about, if the question fits the plan.
func subject(c *urfave.Context, s *model.Scenario, plan *model.Plan, businesses []model.Business, not bool) (*explain.Subject, error) {
	region := c.String("region")
	if err := knownRegion(s, region); err != nil {
		return nil, err
	}
	if s.Objective.Measure == model.Regret {
		return nil, usage("regret is measured against the best plans of a scenario, which forcing changes too").hint("ask of a plan made for another measure")
	}
	last := s.Horizon.Periods - 1
	p, err := explain.NewSubject(s, region, businesses, c.Float64("mw"), last)
	if err != nil {
		return nil, usage("%s", strings.TrimPrefix(err.Error(), "explain: "))
	}
	has := p.Has(s, plan)
	switch {
	case not && has:
		return nil, usage("the plan runs %.6g MW of %s in %s in %s, which is in", p.Running(plan, s.Horizon.Label(last)), p.Business(), region, s.Horizon.Label(last)).
			hint("gridalloc why asks what keeps it in; --mw asks for more")
	case not || has:
		return p, nil
	case p.Leaves(plan):
		return nil, usage("the plan leaves %s out for %s", region, p.Business()).hint("gridalloc why-not asks why")
	}
	// New halls there stop before the end: the last period in which they run counts.
	for period := last - 1; period >= 0; period-- {
		if p, err = explain.NewSubject(s, region, businesses, 0, period); err == nil && p.Has(s, plan) {
			return p, nil
		}
	}
	return nil, usage("the new halls of %s in %s only replace what exists there", p.Business(), region)
}

// knownRegion wants --region to be one of the scenario.
func knownRegion(s *model.Scenario, region string) error {
	if region == "" {
		return usage("--region is missing").hint("such as --region %s", s.Regions[0].ID)
	}
	if slices.ContainsFunc(s.Regions, func(r model.Region) bool { return r.ID == region }) {
		return nil
	}
	ids := make([]string, len(s.Regions))
	for i := range s.Regions {
		ids[i] = s.Regions[i].ID
	}
	return usage("--region %s: %s has no such region", region, s.Name).hint("it has %s", strings.Join(ids, ", "))
}
