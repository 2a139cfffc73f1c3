// Package report writes a plan: as a page of text for a director, as JSON for
// programs, as CSV tables for spreadsheets, and all of them to a folder. It
// also holds the JSON schema of plan files and reads them back.
package report

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// minWidth and maxRows keep the page readable: tables are never squeezed
// below so many characters, and long lists end with "and N more".
const (
	minWidth = 60
	maxRows  = 15
)

// Summary writes the plan as a page of text at most width characters wide.
func Summary(w io.Writer, p *model.Plan, width int) error {
	g := &page{plan: p, width: max(width, minWidth), scale: scaleOf(p)}
	for _, section := range []func(*page){
		headline, operating, shares, signings, contracts,
		merchant, risk, flexibility, budget, cash, binding, assumed, manifest,
	} {
		section(g)
	}
	_, err := io.WriteString(w, g.text.String())
	return err
}

// page is the text being written.
type page struct {
	text  strings.Builder
	plan  *model.Plan
	width int
	scale scale
}

// printf adds text.
func (g *page) printf(format string, args ...any) { fmt.Fprintf(&g.text, format, args...) }

// heading begins a section.
func (g *page) heading(format string, args ...any) {
	g.printf("\n%s\n", strings.ToUpper(fmt.Sprintf(format, args...)))
}

// more ends a list of which at most maxRows lines were printed.
func (g *page) more(all int, file string) {
	if all > maxRows {
		g.printf("and %d more, in %s\n", all-maxRows, file)
	}
}

// headline answers: what is it worth, what does it cost, can it be relied on.
func headline(g *page) {
	p := g.plan
	g.printf("%s\n", titleOf(p))
	if n := len(p.Periods); n > 0 {
		g.printf("%s to %s, %s; money in %s at %d prices\n\n", p.Periods[0], p.Periods[n-1], plural(n, "period"), g.scale.name(p.Currency), p.Prices)
	}
	irr := "none"
	if p.Result.IRR != nil {
		irr = percent(*p.Result.IRR) + " a year"
	}
	verified := "yes: every figure and limit was recomputed independently"
	if !p.Outcome.Verified {
		verified = "NO: do not rely on this plan"
	}
	lines := [][2]string{
		{"Net present value", g.money(float64(p.Result.NPV)) + meanWords(p)},
		{"IRR", irr},
		{"Payback", paybackWords(p.Result.PaybackYears)},
		{"Capital spending", g.money(float64(p.Result.Capex))},
		{"Connections to sign", signingWords(p)},
		{runningIn(p), runningWords(p)},
		{"Contracts taken", contractWords(p)},
		{"Optimised for", objectiveWords(p)},
		{"Distance to best", gapWords(g)},
		{"Verified", verified},
	}
	if p.Outcome.Goal == model.EquityValue.String() {
		lines = append(lines[:1], append([][2]string{{"Equity value", g.money(float64(p.Result.EquityValue))}}, lines[1:]...)...)
	}
	if p.Outcome.Goal == model.LeastCapex.String() {
		lines = append(lines[:1], append([][2]string{{"Spending, discounted", g.money(float64(p.Result.SpendingPV))}}, lines[1:]...)...)
	}
	for _, l := range lines {
		g.pair(l[0], l[1])
	}
}

// paybackWords says when the money is back.
func paybackWords(years *float64) string {
	switch {
	case years == nil:
		return "never"
	case *years == 0:
		return "at once"
	}
	return number(*years, 1) + " years"
}

// signingWords says what there is to sign, in all.
func signingWords(p *model.Plan) string {
	if len(p.Signings) == 0 {
		return "none"
	}
	var firm, flex float64
	for _, s := range p.Signings {
		firm += float64(s.FirmMW)
		flex += float64(s.FlexMW)
	}
	return fmt.Sprintf("%d with %s MW firm and %s MW interruptible", len(p.Signings), number(firm, 1), number(flex, 1))
}

// runningIn names the last period.
func runningIn(p *model.Plan) string {
	if len(p.Periods) == 0 {
		return "Running"
	}
	return "Running in " + p.Periods[len(p.Periods)-1]
}

// runningWords says what runs in the last period.
func runningWords(p *model.Plan) string {
	sums := map[string]float64{}
	for _, a := range p.Allocations {
		if a.Period == p.Periods[len(p.Periods)-1] {
			sums[a.Business] += float64(a.GridMW)
		}
	}
	var parts []string
	for _, b := range businessNames {
		if sums[b] > 0 {
			parts = append(parts, plain(b)+" "+number(sums[b], 1)+" MW")
		}
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

// contractWords says how many contracts are taken.
func contractWords(p *model.Plan) string {
	taken := 0
	for _, c := range p.Contracts {
		if c.Accepted {
			taken++
		}
	}
	return fmt.Sprintf("%d of %d", taken, len(p.Contracts))
}

// pair prints a named value.
func (g *page) pair(name, value string) {
	g.flow(fmt.Sprintf("%-22s", name), 22, value)
}

// titleOf names the scenario.
func titleOf(p *model.Plan) string {
	if p.Title == "" || p.Title == p.Scenario {
		return p.Scenario
	}
	return fmt.Sprintf("%s (%s)", p.Title, p.Scenario)
}

// meanWords says that a figure is a mean.
func meanWords(p *model.Plan) string {
	if len(p.Worlds) < 2 {
		return ""
	}
	return " (mean of " + plural(len(p.Worlds), "world") + ")"
}

// goalWords says what is optimised.
func goalWords(goal string) string {
	words := map[string]string{
		model.NPV.String():         "net present value",
		model.EquityValue.String(): "equity value",
		model.LeastCapex.String():  "least capital spending",
	}
	if w, ok := words[goal]; ok {
		return w
	}
	return goal
}

// objectiveWords says what was optimised, and how in several worlds.
func objectiveWords(p *model.Plan) string {
	goal, r := goalWords(p.Outcome.Goal), &p.Risk
	switch {
	case r.Measure == model.CVaR.String():
		return fmt.Sprintf("%s: %s its mean, %s its mean in the worst %s of worlds", goal, percent(1-r.Weight), percent(r.Weight), percent(r.Tail))
	case r.Measure == model.Regret.String():
		return goal + ": least regret"
	case len(p.Worlds) > 1:
		return "mean " + goal
	default:
		return goal
	}
}

// gapWords says how far the plan can be from the best one, and why the search
// ended.
func gapWords(g *page) string {
	o := g.plan.Outcome
	if math.IsInf(o.Bound, 1) {
		return "unknown (the search knew no bound yet)" + endWords(o)
	}
	best := "no plan beats " + g.money(o.Bound)
	if g.plan.Risk.Measure == model.CVaR.String() {
		best += ", both means so weighed"
	}
	words := fmt.Sprintf("at most %s (%s)", percent(o.Gap), best)
	if o.Gap > 10 {
		words = "unknown (" + best + ")"
	}
	return words + endWords(o)
}

// endWords says why the search ended where that was not because it was done.
func endWords(o model.Outcome) string {
	switch {
	case o.Limit != "":
		return "; stopped by the limit on " + o.Limit
	case o.Termination != "optimal":
		return "; " + o.Termination
	}
	return ""
}
