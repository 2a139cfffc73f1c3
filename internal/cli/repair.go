package cli

import (
	"context"
	"errors"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/explain"
)

func (s *session) repairCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:         "repair",
		Usage:        "say why a scenario has no plan, and what repairs it",
		Flags:        questionFlags(worldsFlag()),
		Action:       s.repair,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO",
		text: "Names the smallest set of mandatory contracts, rules, budgets and joint limits that cannot be met together,\n" +
			"with the numbers behind it, and the repairs: a contract that starts later, asks for fewer MW, may go short or is\n" +
			"optional; a rule loosened or lifted; more budget, in each year or in one; more firm MW, larger offers\n" +
			"or a shorter lead time in a region where the contracts may be served. Of each the least amount is found\n" +
			"that gives the whole scenario a plan, to a tenth of a MW or a million, a month, a whole signing. Where no change is\n" +
			"enough alone, two are tried together. The repairs are in the order of what the best plan is worth then.\n\n" +
			"Each search is ended by the time limit; what is not known for that is said to be not known. The exit code is 0\n" +
			"where the question was answered, also where there is a plan and nothing to repair. Ctrl-C ends with what was found.",
		example: "gridalloc repair my.yaml\n" +
			"gridalloc repair siberia --set contracts.mandatory=[si-search] --out answers",
		exits: questionExits,
	})
}

func (s *session) repair(c *urfave.Context) error {
	return s.ask(c, "what was found", (*question).repair)
}

func (q *question) repair(ctx context.Context, _ *urfave.Context, scenario *model.Scenario) error {
	x, failed := q.analyst().Infeasible(ctx, scenario, true)
	q.term.endProgress()
	if failed == nil && x.Verdict == explain.NotKnown {
		failed = fail(exitLimitNoPlan, "stopped by a limit before it was known whether there is a plan").hint("give it a longer --time-limit")
	}
	if failed != nil && !errors.Is(failed, context.Canceled) && x.Verdict == explain.NoPlan && !x.Searched {
		return failed // nothing is known
	}
	return q.reply(repairAnswer(scenario, x).Reply(), failed)
}

// whyInfeasible has an infeasible scenario explained and repaired, in lines for the user.
func (s *session) whyInfeasible(ctx context.Context, quiet bool, scenario *model.Scenario) []string {
	q := &question{session: s, quiet: quiet}
	if !quiet {
		s.term.note("infeasible; looking for what collides and what repairs it")
	}
	x, err := q.analyst().Infeasible(ctx, scenario, false)
	s.term.endProgress()
	r := repairAnswer(scenario, x)
	var lines []string
	if x.Verdict == explain.NoPlan {
		for _, line := range r.CollisionLines() {
			if line != "" {
				lines = append(lines, line)
			}
		}
	}
	if repairs := r.RepairLines(); len(repairs) > 0 {
		lines = append(lines, "what repairs it (gridalloc repair says what the best plan is worth then):")
		for _, line := range repairs {
			lines = append(lines, "- "+line)
		}
	}
	switch {
	case errors.Is(err, context.Canceled):
		lines = append(lines, "interrupted; gridalloc repair looks for the rest")
	case err != nil:
		lines = append(lines, "what collides was not found: "+err.Error())
	case x.Verdict != explain.NoPlan:
		lines = append(lines, "what collides was not found: without an objective the scenario is "+x.Verdict.String())
	}
	return lines
}

// repairAnswer is what was found in the form of a report.
func repairAnswer(s *model.Scenario, x *explain.Infeasible) *report.Repair {
	r := &report.Repair{
		Scenario: s.Name, Currency: s.Currency, Verdict: x.Verdict.String(),
		Complete: x.Verdict != explain.NoPlan || x.Searched && (x.Repaired || len(x.Set) == 0),
		Found:    x.Searched || len(x.Set) > 0, Smallest: x.Smallest,
		Failures: x.Failures,
	}
	for i := range x.Facts {
		addFact(r, s, &x.Facts[i])
	}
	for _, set := range x.Apart {
		var names []string
		for _, m := range set {
			names = append(names, m.String())
		}
		r.Apart = append(r.Apart, names)
	}
	for i := range x.Repairs {
		r.Repairs = append(r.Repairs, repairRows(i+1, &x.Repairs[i])...)
	}
	for _, u := range x.Useless {
		r.Useless = append(r.Useless, report.UselessChange{Change: u.Words, Proven: u.Proven})
	}
	return r
}

// addFact adds a member of the set with its numbers.
func addFact(r *report.Repair, s *model.Scenario, f *explain.Fact) {
	against := f.Against
	if against == nil {
		against = []string{}
	}
	r.Collision = append(r.Collision, report.CollisionMember{Kind: string(f.Member.Kind), ID: f.Member.ID, Says: f.Words, Against: against})
	for _, x := range f.Supply {
		row := report.SupplyRow{Contract: f.Member.ID, Region: x.Region, Name: x.Name, AtStart: x.AtStart, AtEnd: x.AtEnd}
		if x.From < s.Horizon.Periods {
			label := s.Horizon.Label(x.From)
			row.Earliest, row.FirmMW, row.HallMW = &label, &x.Firm, &x.Halls
		}
		r.Supply = append(r.Supply, row)
	}
	for _, y := range f.Years {
		row := report.BudgetNeed{Year: y.Year, Needed: unit.Money(y.Spent)}
		if f.Member.Kind == explain.AnnualMember {
			budget := unit.Money(y.Budget)
			row.Budget = &budget
		}
		r.Years = append(r.Years, row)
	}
}

// repairRows are the lines of a repair: one for each lever, or one for all that is left out.
func repairRows(number int, x *explain.Repair) []report.RepairRow {
	row := report.RepairRow{Repair: number, Words: x.Words, Proven: true}
	if x.Found != nil {
		row.Value, row.Bound = knownMoney(x.Found.Worth), knownMoney(x.Found.Bound)
	}
	if len(x.Turns) == 0 {
		row.Lever = "left out"
		var names []string
		for _, m := range x.Out {
			names = append(names, m.String())
		}
		row.Of = strings.Join(names, ", ")
		return []report.RepairRow{row}
	}
	var rows []report.RepairRow
	for i := range x.Turns {
		t := &x.Turns[i]
		y, enough, less := row, rounded(t.Amount), rounded(t.Below)
		y.Lever, y.Of, y.Unit, y.Amount, y.NotEnough, y.Proven = t.Lever.Kind, t.Lever.Of, t.Lever.Unit, &enough, &less, t.Proven
		y.Elsewhere = strings.Join(t.Elsewhere, ", ")
		rows = append(rows, y)
	}
	return rows
}

// knownMoney is an amount of money that may not be known.
func knownMoney(x float64) *unit.Money {
	if finite(x) == nil {
		return nil
	}
	m := unit.Money(x)
	return &m
}
