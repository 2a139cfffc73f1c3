package cli

import (
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/geo"
	"github.com/gridalloc/gridalloc/internal/lang"
	"github.com/gridalloc/gridalloc/internal/page"
	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/simulate"
	"github.com/gridalloc/gridalloc/solver/verify"
)

func (s *session) reportCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "report",
		Usage: "write a plan as one page of HTML with maps and charts",
		Flags: []urfave.Flag{
			setFlag(),
			worldsFlag(),
			&urfave.StringFlag{Name: "out", Usage: "write to `FILE`", DefaultText: "report.html beside the plan"},
			langFlag(),
			&urfave.BoolFlag{Name: "quiet", Usage: "print no progress", DisableDefaultText: true},
		},
		Action:       s.report,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "[SCENARIO] PLAN.json",
		text: "Verifies a plan and writes it as one file of HTML for readers: the answer in a paragraph, a map, MW over\n" +
			"time, spending against the budget, cash with the fan of the plan's worlds, the supply curve of regions, the\n" +
			"timeline of signings, contracts, what binds, what is assumed, how it was verified, and the manifest. The file\n" +
			"opens offline, has no scripts, prints to A4 and can be read by screen readers.",
		example: "gridalloc report out/urals/plan.json\n" +
			"gridalloc report russia out/russia/plan.json --lang ru --out russia.html",
		exits: []int{exitInput, exitVerification, exitInterrupted},
	})
}

// langFlag is --lang, which every command has that writes pages.
func langFlag() urfave.Flag {
	return &urfave.StringFlag{Name: "lang", Value: lang.Codes[0], Usage: "write in `LANGUAGE`: " + strings.Join(lang.Codes, ", ")}
}

// language reads --lang.
func language(c *urfave.Context) (*lang.Language, error) {
	code, err := choice(c, "lang", lang.Codes...)
	if err != nil {
		return nil, err
	}
	l, _ := lang.Named(code) // it is one of them
	return l, nil
}

func (s *session) report(c *urfave.Context) error {
	l, err := language(c)
	if err != nil {
		return err
	}
	out, err := outFile(c)
	if err != nil {
		return err
	}
	scenario, plan, verdict, err := s.planOf(c, "reported")
	if err != nil {
		return err
	}
	if out == "" {
		out = filepath.Join(filepath.Dir(plan.path), "report.html")
	}
	r := &page.Report{Plan: plan.Plan, Scenario: scenario, Checks: verdict.checks, Same: verdict.same}
	if r.Atlas, err = geo.Read(s.Packs); err != nil {
		return err
	}
	if r.Paths, err = pathsOf(scenario, r.Plan); err != nil {
		return err
	}
	if err := report.File(out, func(w io.Writer) error { return r.Write(w, l) }); err != nil {
		return err
	}
	s.term.note("wrote %s", out)
	return nil
}

// planOf reads [SCENARIO] PLAN.json: one plan, verified, and its scenario. then says what
// would come next.
func (s *session) planOf(c *urfave.Context, then string) (*model.Scenario, namedPlan, verdict, error) {
	none := func(err error) (*model.Scenario, namedPlan, verdict, error) { return nil, namedPlan{}, verdict{}, err }
	sets, err := worldSets(c)
	if err != nil {
		return none(err)
	}
	name, plans, err := s.plansOf(c)
	if err != nil {
		return none(err)
	}
	if len(plans) > 1 {
		return none(usage("%s is about one plan", c.Command.HelpName).hint("see %s --help", c.Command.HelpName))
	}
	ctx, _, stop := s.interruptibleTo(c.Context, "nothing is written")
	defer stop()
	scenario, err := s.load(name, sets)
	if err != nil {
		return none(err)
	}
	scenario, judged, err := s.checked(ctx, name, scenario, plans[0], c.Bool("quiet"), then)
	return scenario, plans[0], judged, err
}

// checksOf lists how often each rule was checked, in the order of the rules.
func checksOf(result *verify.Report) []page.Check {
	var list []page.Check
	for _, rule := range verify.Rules() {
		if n := result.Checked[rule]; n > 0 {
			list = append(list, page.Check{Rule: string(rule), N: n})
		}
	}
	return list
}

// pathsOf is the plan's discounted cash in each of its worlds, nothing where it has
// only one.
func pathsOf(s *model.Scenario, plan *model.Plan) ([]page.Path, error) {
	if len(s.Worlds) < 2 {
		return nil, nil
	}
	e, err := simulate.NewEvaluator(s, plan)
	if err != nil {
		return nil, err
	}
	var list []page.Path
	for i := range s.Worlds {
		w := &s.Worlds[i]
		p := page.Path{World: w.Name, Probability: float64(w.Probability)}
		value := e.Value(w)
		for period, cash := range value.Net {
			p.Discounted = append(p.Discounted, unit.Money(cash*e.Discount(period)))
		}
		if want := float64(plan.Worlds[i].NPV); math.Abs(value.NPV-want) > 1e-6*max(math.Abs(want), float64(plan.Result.Capex)) {
			return nil, fmt.Errorf("world %s: the cash adds up to %g, the plan has %g", w.Name, value.NPV, want)
		}
		list = append(list, p)
	}
	return list, nil
}
