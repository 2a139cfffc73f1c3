package cli

import (
	"context"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/solver/explain"
)

func (s *session) diffCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "diff",
		Usage: "show what moved between two plans, and why",
		Flags: questionFlags(
			worldsFlag(),
			&urfave.StringSliceFlag{Name: "a-set", Usage: "`PATH=VALUE` that A was made with, beside those of --set"},
			&urfave.StringSliceFlag{Name: "b-set", Usage: "`PATH=VALUE` that B was made with"},
		),
		Action:       s.diff,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "[SCENARIO] A.json B.json",
		text: "Lists what differs between two plans: inputs, results, cash, MW by region, connections that are\n" +
			"signed sooner or later or for other MW, halls, contracts and deliveries. Plans hold hashes of what they\n" +
			"were made from, not the values: with --a-set and --b-set, the --set values of each, the plans are\n" +
			"verified and the effect of each value that differs on the objective is found by solving again with it\n" +
			"swapped alone, in A's scenario and in B's; the two are averaged, and what acts only together is the\n" +
			"remainder.",
		example: "gridalloc diff a/plan.json b/plan.json\n" +
			"gridalloc diff urals a/plan.json b/plan.json --a-set budget.annual=100 --b-set budget.annual=150 --b-set scale.rent=110%",
		exits: questionExits,
	})
}

func (s *session) diff(c *urfave.Context) error {
	q, err := s.question(c)
	if err != nil {
		return err
	}
	paths := c.Args().Slice()
	named := len(paths) > 0 && !strings.HasSuffix(paths[0], ".json")
	sets := [2][]string{c.StringSlice("a-set"), c.StringSlice("b-set")}
	why := len(sets[0])+len(sets[1]) > 0
	var name string
	var plans []namedPlan
	if named || why {
		name, plans, err = s.plansOf(c)
	} else {
		plans, err = s.readPlans(paths)
	}
	switch {
	case err != nil:
		return err
	case len(plans) != 2:
		return usage("%s needs two plans, A.json and B.json", c.Command.HelpName).hint("see %s --help", c.Command.HelpName)
	}
	ctx, _, stop := s.interruptibleTo(c.Context, "finishing with what was found so far")
	defer stop()
	d := diffReport(plans[0], plans[1])
	if name == "" {
		d.Notes = append(d.Notes, "the figures are those that the plans state; with SCENARIO, or --a-set and --b-set, they are verified first")
		return q.reply(d.Reply(), nil)
	}
	x := &differing{question: q, ctx: ctx, name: name, plans: plans, sets: sets}
	if err := x.verify(); err != nil {
		return err
	}
	var failed error
	if why {
		swaps, err := x.swaps()
		if err != nil {
			return err
		}
		effects, remainder, err := q.analyst().Effects(ctx, plans[0].Plan, plans[1].Plan, swaps)
		failed = err
		d.Effects = effectRows(effects, remainder)
	}
	return q.reply(d.Reply(), failed)
}

// readPlans reads plans whose scenario is not needed.
func (s *session) readPlans(paths []string) ([]namedPlan, error) {
	var plans []namedPlan
	for _, path := range paths {
		plan, err := s.readPlan(path)
		if err != nil {
			return nil, err
		}
		plans = append(plans, namedPlan{path, plan})
	}
	return plans, nil
}

// differing is a comparison of two plans with their scenarios.
type differing struct {
	*question
	ctx   context.Context
	name  string
	plans []namedPlan
	sets  [2][]string // of each plan, beside those of both
}

// verify verifies each plan in its scenario, which must be the one it was made for.
func (x *differing) verify() error {
	for i, p := range x.plans {
		scenario, err := x.load(x.name, slices.Concat(x.question.sets, x.sets[i]))
		if err != nil {
			return err
		}
		made, err := x.verified(x.ctx, x.name, scenario, p, x.quiet, "compared")
		if err != nil {
			return err
		}
		same := file.Hash(made) == p.Manifest.ScenarioSHA256 && made.Sampling == scenario.Sampling &&
			made.Objective.Measure == scenario.Objective.Measure && made.Objective.Weight == scenario.Objective.Weight
		if !same && len(x.sets[0])+len(x.sets[1]) > 0 {
			flag := []string{"--a-set", "--b-set"}[i]
			return fail(exitInput, "%s was made for other inputs than these, so that the effect of what differs cannot be told", p.path).
				hint("give all --set values it was made with by --set and %s", flag)
		}
	}
	return nil
}

// swaps are the values that differ, with the scenarios in which one of them is swapped. All
// are loaded before any is solved.
func (x *differing) swaps() ([]explain.Swap, error) {
	a, b := valuesOf(x.sets[0]), valuesOf(x.sets[1])
	var paths []string
	for _, set := range slices.Concat(x.sets[0], x.sets[1]) {
		path, _, _ := strings.Cut(set, "=")
		if a[path] != b[path] && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	var swaps []explain.Swap
	for _, path := range paths {
		swap := explain.Swap{Path: path, A: a[path], B: b[path]}
		var err error
		if swap.InA, err = x.with(0, path, b[path]); err != nil {
			return nil, err
		}
		if swap.InB, err = x.with(1, path, a[path]); err != nil {
			return nil, err
		}
		swaps = append(swaps, swap)
	}
	return swaps, nil
}

// valuesOf are the values set, by path; the last of a path counts.
func valuesOf(sets []string) map[string]string {
	values := map[string]string{}
	for _, set := range sets {
		path, value, _ := strings.Cut(set, "=")
		values[path] = value
	}
	return values
}

// with is the scenario of a plan with another value, "" for that of the scenario file.
func (x *differing) with(i int, path, value string) (*model.Scenario, error) {
	sets := slices.Clone(x.question.sets)
	for _, set := range x.sets[i] {
		if p, _, _ := strings.Cut(set, "="); p != path {
			sets = append(sets, set)
		}
	}
	if value != "" {
		sets = append(sets, path+"="+value)
	}
	scenario, _, err := x.loadWorlds(x.ctx, x.name, append(sets, x.limits...), x.quiet)
	return scenario, err
}

// diffReport is what moved, as data.
func diffReport(a, b namedPlan) *report.Diff {
	d := &report.Diff{A: a.path, B: b.path, Currency: b.Currency}
	for _, c := range explain.Diff(a.Plan, b.Plan) {
		d.Changes = append(d.Changes, report.ChangeRow(c))
	}
	if a.Currency != b.Currency || a.Prices != b.Prices {
		d.Notes = append(d.Notes, "the plans are in different money: "+a.Currency+" and "+b.Currency+", or of different price years; differences of money mean little")
	}
	return d
}

// effectRows are the effects with what remains.
func effectRows(effects []explain.InputEffect, remainder explain.Gain) []report.InputEffectRow {
	var rows []report.InputEffectRow
	for _, e := range effects {
		rows = append(rows, report.InputEffectRow{Path: e.Path, A: e.A, B: e.B, Effect: finite(e.Value), Low: finite(e.Low), High: finite(e.High)})
	}
	return append(rows, report.InputEffectRow{Path: "remainder", Effect: finite(remainder.Value), Low: finite(remainder.Low), High: finite(remainder.High)})
}
