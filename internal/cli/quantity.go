package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/model/whatif"
	"github.com/gridalloc/gridalloc/solver/explain"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// quantityHelp lists the quantities that can be turned.
func quantityHelp() string {
	var b strings.Builder
	b.WriteString("Quantities, in their units, with the scenario's currency for USD, or in % of what they are now:\n")
	for _, e := range whatif.Registry {
		name := e.Name
		if e.Narrow != "" {
			name += "[:" + strings.ToUpper(e.Narrow) + "]"
		}
		fmt.Fprintf(&b, "   %-26s %s\n", name, e.Words)
	}
	b.WriteString("A BUSINESS is mining, colocation or gpu_cloud, a REGION an id as in gridalloc regions.")
	return b.String()
}

// quantityNamed finds what a flag asks for.
func quantityNamed(s *model.Scenario, flag, name string) (*whatif.Quantity, error) {
	if name == "" {
		return nil, usage("--%s is needed", flag).hint("such as --%s hashprice", flag)
	}
	q, err := whatif.QuantityOf(s, name)
	if err != nil {
		return nil, usage("--%s %s: %s", flag, name, err)
	}
	return q, nil
}

// span reads the two ends of a range of a quantity; an empty end is the usual one.
func span(q *whatif.Quantity, flag, from, to string) (low, high float64, err error) {
	low, high = q.Low, q.High
	if from != "" {
		if low, err = q.Parse(from); err != nil {
			return 0, 0, usage("--%s: %s", flag, err)
		}
	}
	if to != "" {
		if high, err = q.Parse(to); err != nil {
			return 0, 0, usage("--%s: %s", flag, err)
		}
	}
	if low >= high {
		return 0, 0, usage("--%s: from %.6g to %.6g %s is no range", flag, low, high, q.Unit)
	}
	return low, high, nil
}

// pointsOf reads a number of points.
func pointsOf(c *urfave.Context, flag string) (int, error) {
	n := c.Int(flag)
	if n < 2 || n > mostPoints {
		return 0, usage("--%s %d: not from 2 to %d", flag, n, mostPoints)
	}
	return n, nil
}

// regionsOf reads --region.
func regionsOf(c *urfave.Context, s *model.Scenario) ([]string, error) {
	ids := c.StringSlice("region")
	for i, id := range ids {
		if !slices.ContainsFunc(s.Regions, func(r model.Region) bool { return r.ID == id }) {
			return nil, usage("--region %s: there is no such region in %s", id, s.Name).hint("gridalloc check %s lists them", s.Name)
		}
		if slices.Contains(ids[:i], id) {
			return nil, usage("--region %s is there twice", id)
		}
	}
	return ids, nil
}

// quantityOf is a quantity as it is reported.
func quantityOf(q *whatif.Quantity) report.Quantity {
	return report.Quantity{Name: q.Name, Words: q.Words, Unit: q.Unit, Now: q.Now}
}

// solved is a search as it is reported.
func solved(s *model.Scenario, f *explain.Found) report.Solved {
	x := report.Solved{Outcome: f.Ended.String(), Offered: len(s.Contracts), Worth: finite(f.Worth), Bound: finite(f.Bound)}
	if f.Plan != nil {
		var row report.StudyRow
		addPlan(&row, f.Plan)
		x.Gap, x.Taken = row.Gap, row.Taken
		x.MiningMW, x.ColocationMW, x.GPUCloudMW = row.MiningMW, row.ColocationMW, row.GPUCloudMW
	}
	return x
}

// letter is the winner of a region on a map, in lower case where the search stopped early.
func letter(f *explain.Found, region string) string {
	letter := explain.WinnerOf(f.Plan, region).Letter()
	if !f.Solved() && f.Plan != nil {
		return strings.ToLower(letter)
	}
	return letter
}

// endOf is the failure that stands for how searches ended, nil where each ended by itself.
func endOf(found []*explain.Found, failed error) error {
	if failed != nil {
		return failed
	}
	early, without, none := 0, 0, 0
	for _, f := range found {
		switch {
		case f.Ended == mip.Infeasible:
			none++
		case f.Plan == nil:
			without++
		case !f.Solved():
			early++
		}
	}
	const hint = "a longer --time-limit or a wider --gap lets each search end by itself"
	switch {
	case len(found) > 0 && none == len(found):
		return fail(exitNoPlan, "infeasible: no plan meets all limits, whatever the value")
	case without > 0:
		return fail(exitLimitNoPlan, "%d of %d searches stopped without a plan", without, len(found)).hint(hint)
	case early > 0:
		return fail(exitLimit, "%d of %d searches stopped at a limit; their plans may not be the best", early, len(found)).hint(hint)
	}
	return nil
}

// aboutMoney wants a measure that is an amount of money whatever is changed.
func aboutMoney(c *urfave.Context, s *model.Scenario) error {
	if s.Objective.Measure != model.Regret {
		return nil
	}
	return usage("%s cannot be asked about regret: the best plans that it is measured against change too", c.Command.HelpName).
		hint("give --set 'objective={measure: expected}'")
}

// cutShort is the failure of a question whose first search did not end.
func cutShort(failed error) error {
	if errors.Is(failed, context.Canceled) {
		return fail(exitInterrupted, "interrupted before anything was found")
	}
	return failed
}

// moneyOf is money for a report, nil where it is not known.
func moneyOf(x *float64) *unit.Money {
	if x == nil {
		return nil
	}
	return (*unit.Money)(x)
}
