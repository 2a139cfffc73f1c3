package explain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
)

// Fact is what a member of a collision demands or forbids, and the numbers that it stands
// against.
type Fact struct {
	Member Member
	// Words say it: "must have 20 MW of GPU cloud in RU-KYA from 2030-01 ...".
	Words string
	// Against are the numbers in words, one line each.
	Against []string
	// Supply is what each allowed region can give a contract, Years what a budget allows
	// and the others of the set need at least; nil for other members.
	Supply []Supply
	Years  []YearMoney
}

// YearMoney sets the budget of a calendar year against what is spent in it by the plan of
// least spending for the other members of a set, in the scenario's currency.
type YearMoney struct {
	Year          int
	Budget, Spent float64
}

// facts are those of a colliding set.
func (c *collisions) facts(ctx context.Context, set []int) ([]Fact, error) {
	var list []Fact
	for _, i := range set {
		f := Fact{Member: c.members[i]}
		var err error
		switch f.Member.Kind {
		case ContractMember:
			c.contractFact(&f, set)
		case RuleMember:
			f.Words = ruleWords(c.s, &c.s.Rules[f.Member.index])
		case JointMember:
			f.Words = jointWords(c.s, &c.s.JointLimits[f.Member.index])
		default:
			err = c.budgetFact(ctx, &f, set)
		}
		list = append(list, f)
		if err != nil {
			return list, err
		}
	}
	return list, nil
}

// contractFact says what a contract wants, and what the regions that it allows can give.
func (c *collisions) contractFact(f *Fact, set []int) {
	x := &c.s.Contracts[f.Member.index]
	words := fmt.Sprintf("must have %s MW of %s in %s from %s for %d months", number(float64(x.MW)), product(x.Product), regionNames(c.s, x.Regions, "or"), month(x.Start), x.Term)
	if x.Ramp > 1 {
		words += fmt.Sprintf(", rising over the first %d", x.Ramp)
	}
	words += fmt.Sprintf(", available %s %% of the time", number(100*float64(x.SLA)))
	if x.MaxShort > 0 {
		words += fmt.Sprintf(", with at most %s %% of it short", number(100*float64(x.MaxShort)))
	}
	f.Words = words
	f.Supply, f.Against = supplies(c.s, x)
	for _, i := range set {
		m := c.members[i]
		if m.Kind != RuleMember || c.s.Rules[m.index].Kind != model.Equipment {
			continue
		}
		for _, h := range c.s.HallTypes {
			if h.Business == x.Product && h.UnitsPerMW > 0 {
				f.Against = append(f.Against, fmt.Sprintf("%s MW of %s hold %s machines", number(float64(x.MW)), product(x.Product), number(float64(x.MW)*h.UnitsPerMW)))
			}
		}
	}
}

// budgetFact sets a budget against the least spending that the rest of the set needs.
func (c *collisions) budgetFact(ctx context.Context, f *Fact, set []int) error {
	b := &c.s.Budget
	years := c.s.Horizon.Years()
	for y, year := range years {
		m := YearMoney{Year: year}
		if f.Member.Kind == AnnualMember {
			m.Budget = float64(b.Annual[y])
		}
		f.Years = append(f.Years, m)
	}
	f.Words = annualWords(c.s)
	if f.Member.Kind == TotalMember {
		f.Words = fmt.Sprintf("allows %s over all years", c.money(float64(b.Total)))
	}
	s := c.only(slices.DeleteFunc(slices.Clone(set), func(i int) bool {
		return c.members[i].Kind == AnnualMember || c.members[i].Kind == TotalMember
	}))
	cheapest := *s
	cheapest.Budget.Annual, cheapest.Budget.HasTotal = nil, false
	cheapest.Objective = model.Objective{Goal: model.LeastCapex}
	found, err := c.a.Find(ctx, "the least spending for the rest of the set", &cheapest, solver.Known{})
	switch {
	case ctx.Err() != nil:
		return err
	case err != nil:
		c.failures = append(c.failures, err.Error())
		fallthrough
	case found.Plan == nil:
		f.Against = append(f.Against, "what the rest of the set needs at least is not known: the search for it failed or was ended by its limit")
		f.Years = nil
		return nil
	}
	for y := range found.Plan.Spending {
		f.Years[y].Spent = float64(found.Plan.Spending[y].Spent)
	}
	which := "the plan of least spending for the rest of the set"
	if !found.Solved() {
		which = "a plan for the rest of the set, not known to be the cheapest,"
	}
	f.Against = append(f.Against, c.spendingWords(which, f))
	return nil
}

// spendingWords compare a plan's spending with a budget.
func (c *collisions) spendingWords(which string, f *Fact) string {
	total, kept := 0.0, 0.0
	var list, missing []string
	for _, y := range f.Years {
		total += y.Spent
		if y.Spent > 0 {
			list = append(list, fmt.Sprintf("%s in %d", number(y.Spent/perMillion), y.Year))
		}
		kept = y.Budget + float64(c.s.Budget.CarryOver)*kept - y.Spent
		if kept < 0 {
			missing = append(missing, fmt.Sprintf("%s in %d", number(-kept/perMillion), y.Year))
			kept = 0
		}
	}
	words := fmt.Sprintf("%s spends %s", which, c.money(total))
	if len(list) > 1 {
		words += " (" + strings.Join(list, ", ") + ")"
	}
	switch {
	case f.Member.Kind == TotalMember && total > float64(c.s.Budget.Total):
		words += fmt.Sprintf(", %s too much", c.money(total-float64(c.s.Budget.Total)))
	case f.Member.Kind == AnnualMember && len(missing) > 0:
		words += "; missing are " + strings.Join(missing, ", ")
	}
	return words
}

// annualWords say what the yearly budgets are.
func annualWords(s *model.Scenario) string {
	b := &s.Budget
	if len(b.Annual) == 0 {
		return "allow nothing"
	}
	words := fmt.Sprintf("allow %s million %s each year", number(float64(b.Annual[0])/perMillion), s.Currency)
	if slices.Min(b.Annual) != slices.Max(b.Annual) {
		var list []string
		for y, year := range s.Horizon.Years() {
			list = append(list, fmt.Sprintf("%s in %d", number(float64(b.Annual[y])/perMillion), year))
		}
		words = fmt.Sprintf("allow, in million %s, %s", s.Currency, strings.Join(list, ", "))
	}
	if b.CarryOver > 0 {
		words += fmt.Sprintf(", of what is left %s %% the year after", number(100*float64(b.CarryOver)))
	}
	return words
}

func (c *collisions) money(x float64) string {
	return fmt.Sprintf("%s million %s", number(x/perMillion), c.s.Currency)
}
