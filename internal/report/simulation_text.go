package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// draws writes a number of draws, of which there may be millions.
func draws(n int) string {
	if n == 1 {
		return "1 draw"
	}
	return number(float64(n), 0) + " draws"
}

// text writes the simulation as a page at most width characters wide.
func (s *Simulation) text(w io.Writer, width int) error {
	g := &page{width: max(width, minWidth), scale: s.scale()}
	title := s.Scenario
	if s.Title != "" && s.Title != s.Scenario {
		title = s.Title + " (" + s.Scenario + ")"
	}
	g.printf("%s\n", title)
	g.wrap(fmt.Sprintf("%s with seed %d of %s; money in %s at %d prices", draws(s.Draws), s.Seed, strings.Join(s.Sources, ", "), g.scale.name(s.Currency), s.Prices))
	if !s.Complete {
		g.wrap(fmt.Sprintf("INCOMPLETE: interrupted after %s of %s", number(float64(s.Draws), 0), draws(s.Asked)))
	}
	for i := range s.Plans {
		s.plan(g, &s.Plans[i])
	}
	if len(s.Differences) > 0 {
		g.heading("NPV above the first plan's in the same draws, %s", g.scale.name(s.Currency))
		t := grid{header: []string{"plan", "mean", "std. error", "above in"}, left: 1}
		for _, d := range s.Differences {
			t.add(d.Plan, g.amount(d.Mean), g.amount(d.StdErr), percent(d.Better))
		}
		g.print(t)
	}
	_, err := io.WriteString(w, g.text.String())
	return err
}

// scale is the unit for the largest NPV.
func (s *Simulation) scale() scale {
	largest := 0.0
	for i := range s.Plans {
		for _, f := range s.Plans[i].Figures {
			if f.Figure != "npv" {
				continue
			}
			for _, x := range []*float64{f.P05, f.Mean, f.P95} {
				if x != nil {
					largest = max(largest, math.Abs(*x))
				}
			}
		}
	}
	return scaleFor(largest)
}

// plan prints what is known of one plan.
func (s *Simulation) plan(g *page, p *SimulatedPlan) {
	g.printf("\nPLAN %s\n", p.Plan)
	t := grid{header: []string{"", "mean", "std. error", "5 %", "10 %", "25 %", "50 %", "75 %", "90 %", "95 %"}, left: 1}
	figures := slices.Clone(p.Figures)
	if s.Goal == model.NPV.String() { // what is there already
		figures = slices.DeleteFunc(figures, func(f FigureSpread) bool { return f.Figure == "goal" })
	}
	for _, f := range figures {
		t.add(figureRow(g, f)...)
	}
	g.print(t)
	g.wrap("IRR and payback are of the draws that have one; penalties are of the whole horizon, undiscounted; lowest cash is the lowest cumulative cash")
	g.printf("\n")
	for _, f := range figures {
		if f.CVaR != nil {
			g.pair("CVaR of "+figureWords[f.Figure], fmt.Sprintf("%s (standard error %s), the mean of the worst %s", g.amount(*f.CVaR), g.amount(*f.CVaRErr), percent(s.Tail)))
		}
	}
	g.pair("Chance of loss", percent(p.Loss))
	g.pair("No IRR", percent(p.NoIRR)+" of draws")
	g.pair("Never paid back", percent(p.Never)+" of draws")
	g.heading("Grid MW online")
	online := grid{header: []string{"period", "10 %", "50 %", "90 %"}, left: 1}
	for _, o := range p.Online {
		online.add(o.Period, mw(o.P10), mw(o.P50), mw(o.P90))
	}
	g.print(online)
	if p.Attribution != nil {
		s.attribution(g, p.Attribution)
	}
}

// figureWords names the figures of the page.
var figureWords = map[string]string{
	"npv": "NPV", "goal": "goal", "irr": "IRR", "payback_years": "payback, years", "penalties": "penalties", "low_cash": "lowest cash",
}

// figureRow is a row of the table of figures: rates in per cent, times in
// years, the rest in money.
func figureRow(g *page, f FigureSpread) []string {
	write := g.amount
	switch f.Figure {
	case "irr":
		write = percent
	case "payback_years":
		write = func(x float64) string { return number(x, 1) }
	}
	row := []string{figureWords[f.Figure]}
	for _, x := range []*float64{f.Mean, f.StdErr, f.P05, f.P10, f.P25, f.P50, f.P75, f.P90, f.P95} {
		if x == nil {
			row = append(row, "-")
			continue
		}
		row = append(row, write(*x))
	}
	return row
}

// attribution prints which source causes how much of the damage.
func (s *Simulation) attribution(g *page, a *Attribution) {
	g.heading("Damage to NPV by source of risk, %s", g.scale.name(s.Currency))
	if !a.Complete {
		g.wrap("INCOMPLETE: interrupted after " + draws(a.Draws))
	}
	t := grid{header: []string{"source", "mean: alone", "without", "Shapley", "std. error", "CVaR: alone", "without", "Shapley"}, left: 1}
	for _, x := range a.Sources {
		t.add(x.Source, g.amount(x.MeanAlone), g.amount(x.MeanWithout), g.amount(x.MeanShapley), g.amount(x.MeanErr),
			g.amount(x.CVaRAlone), g.amount(x.CVaRWithout), g.amount(x.CVaRShapley))
	}
	t.footer = []string{"all", "", "", g.amount(a.Mean), g.amount(a.MeanErr), "", "", g.amount(a.CVaR)}
	g.print(t)
	g.wrap(fmt.Sprintf("of the NPV of %s in which nothing is drawn; alone: with this source only; without: how much smaller it is with all but this one; a negative figure is a gain", g.amount(a.Base)))
}
