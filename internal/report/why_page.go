package report

import (
	"fmt"
	"strings"
)

// obstacles says in figures what stands in the way of a region that cannot be had in.
func (w *Why) obstacles() string {
	x := &w.Standing
	var list []string
	if x.Offers == 0 {
		list = append(list, "no connection is offered there")
	}
	if x.Offers > 0 && x.NeedsMW == nil {
		list = append(list, "no offer there has the two feeders that AI halls need")
	}
	if x.Offers > 0 && x.First == "" {
		list = append(list, fmt.Sprintf("the shortest lead time is %s, so that no hall can start before the horizon ends", plural(x.LeadMonths, "month")))
	}
	if x.NeedsMW != nil && x.Enough == "" {
		most := w.Surplus[len(w.Surplus)-1]
		list = append(list, fmt.Sprintf("a hall needs a connection of %s MW, and there are %s MW firm and %s MW interruptible at most",
			number(*x.NeedsMW, 1), number(most.FirmMW, 1), number(most.InterruptibleMW, 1)))
	}
	if rules := w.keepingOut(); len(rules) > 0 {
		list = append(list, "these rules are in force: "+strings.Join(rules, ", "))
	}
	if len(list) == 0 {
		list = append(list, "no single record shows why, its limits together do")
	}
	return strings.Join(list, "; ") + "."
}

// keepingOut lists the rules without which it can be had in, each by itself.
func (w *Why) keepingOut() []string {
	var list []string
	for _, id := range w.Rules {
		for i := range w.Levers {
			if x := &w.Levers[i]; x.Rule == id && x.Cost != nil {
				list = append(list, id)
			}
		}
	}
	return list
}

// has lists what the region has for new halls.
func (w *Why) has() string {
	x := &w.Standing
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, "- "+fmt.Sprintf(format, args...)) }
	if x.Offers == 0 {
		add("no connection is offered")
	} else {
		first := "none before the horizon ends"
		if x.First != "" {
			first = "in " + x.First
		}
		add("%s of %s MW in all, the soonest %s after signing; first halls %s", plural(x.Offers, "offer"), number(x.OfferedMW, 1), plural(x.LeadMonths, "month"), first)
	}
	var surplus []string
	for _, s := range w.Surplus {
		surplus = append(surplus, fmt.Sprintf("%s MW firm and %s MW interruptible from %s", number(s.FirmMW, 1), number(s.InterruptibleMW, 1), s.Period))
	}
	add("surplus: %s", strings.Join(surplus, "; "))
	if x.NeedsMW != nil {
		enough := "never carries"
		if x.Enough != "" {
			enough = "carries from " + x.Enough + " on"
		}
		add("a hall needs a connection of %s MW, which the surplus %s", number(*x.NeedsMW, 1), enough)
	}
	if len(w.Rules) > 0 {
		add("rules in force: %s", strings.Join(w.Rules, ", "))
	}
	return strings.Join(lines, "\n")
}

// turning lists the levers that turn the answer, from which amount.
func (w *Why) turning() Section {
	s := Section{Heading: "What would bring it in, by itself", Left: 1}
	lost := "proven out up to"
	if !w.Not {
		s.Heading, lost = "What would have it drop out, by itself", "proven in up to"
	}
	s.Header = []string{"from", "open from", lost, "its plan", "the others at most", "solved afresh"}
	for i := range w.Levers {
		x := &w.Levers[i]
		if x.From == nil {
			continue
		}
		s.Rows = append(s.Rows, []string{x.Turned, sparse(x.Before), sparse(x.Lost), finely(x.WantWorth), finely(x.RivalBound), w.fresh(x)})
	}
	if len(s.Rows) == 0 && w.Complete {
		s.Text = "Nothing that was tried, by itself."
	}
	return s
}

// fresh says what the best plan with nothing forced has.
func (w *Why) fresh(x *WhyLever) string {
	has := map[bool]string{true: "has it", false: "leaves it out"}
	switch {
	case x.FreshTurns == nil:
		return "not solved"
	case *x.FreshTurns:
		return has[w.Not]
	case *x.FreshTie:
		return "both are best within the gap"
	case w.Not:
		return "has less of it, worth more: " + finely(x.FreshWorth)
	}
	return "has some of it, worth more: " + finely(x.FreshWorth)
}

// costs lists what forcing costs with the most of each change.
func (w *Why) costs() Section {
	s := Section{Heading: "What having it in costs after one change, as far as that helps", Left: 1}
	if !w.Not {
		s.Heading = "What leaving it out costs after one change, as far as that was tried"
	}
	s.Header = []string{"change", w.Currency + " million", "from", "to", "turns the answer"}
	for i := range w.Levers {
		x := &w.Levers[i]
		turns := "no"
		if x.Won {
			turns = "yes"
		}
		s.Rows = append(s.Rows, append(append([]string{x.Change}, ranged(x.Cost, x.Low, x.High)...), turns))
	}
	return s
}

// moved lists how the plan with something forced differs.
func (w *Why) moved() Section {
	s := Section{Heading: "How that plan differs, IT MW in " + w.Standing.HorizonEnd, Header: []string{"region", "business", "MW"}, Left: 2}
	for _, m := range w.Moves {
		text := number(m.MW, 1)
		if m.MW > 0 {
			text = "+" + text
		}
		s.Rows = append(s.Rows, []string{m.Region, plain(m.Business), text})
	}
	return s
}

func (w *Why) notes() []string {
	notes := []string{
		"money in " + w.Currency + " million; a plan is worth what was found, and no plan more than what stands under to",
		fmt.Sprintf("in: at least %s MW of IT load run there in %s, one hall more than exists or what was asked for; out: no new halls%s",
			number(w.LeastMW, 1), w.Period, map[bool]string{true: " and no signings", false: " of the business"}[w.Business == "any business"]),
		"plans with fewer MW there, or with halls that stop before, are neither; the scenario solved afresh shows whether one of them is better",
		fmt.Sprintf("an amount turns the answer where its plan is worth at least what the others can be worth at most, each solved to a gap of %s; "+
			"it was tried, and so was the one from which it is open, at which that is not proven", percent(w.Gap)),
		"prices that are earned, budgets and demand change plans with it and without it: of those less was tried too, down to a sixteenth",
	}
	if !w.Complete {
		notes = append(notes, "the work was ended early: not all changes were tried")
	}
	return notes
}

// sparse writes an amount without needless digits.
func sparse(x *float64) string {
	if x == nil {
		return "-"
	}
	return fmt.Sprintf("%.6g", *x)
}
