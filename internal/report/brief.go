package report

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// briefRows is how many regions and limits a brief names.
const briefRows = 5

// Brief writes the plan as a short text in Markdown for a chat or a ticket: the answer
// first, then MW by business, money, the largest regions, what binds, and warnings.
func Brief(w io.Writer, p *model.Plan) error {
	g := &page{plan: p, width: fileWidth, scale: scaleOf(p)}
	g.printf("**%s**: %s\n\n", inMarkdown(titleOf(p)), briefAnswer(g))
	briefPower(g)
	briefMoney(g)
	briefRegions(g)
	briefBinding(g)
	briefWarnings(g)
	_, err := io.WriteString(w, g.text.String())
	return err
}

// inMarkdown keeps a text of the data from being taken for Markdown or HTML.
func inMarkdown(text string) string {
	return strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "&lt;", ">", "&gt;", "&", "&amp;", "|", "\\|", "\n", " ").Replace(text)
}

// briefAnswer is the plan in a sentence.
func briefAnswer(g *page) string {
	p := g.plan
	if len(p.Allocations) == 0 && len(p.Signings) == 0 {
		return "sign nothing and build nothing; worth " + g.money(float64(p.Result.NPV)) + "."
	}
	sign := "sign nothing new"
	if len(p.Signings) > 0 {
		sign = "sign " + plural(len(p.Signings), "connection") + " (" + strings.TrimPrefix(signingWords(p), fmt.Sprintf("%d with ", len(p.Signings))) + ")"
	}
	words := fmt.Sprintf("%s, run %s by %s; worth %s on %s of capital", sign, runningWords(p), p.Periods[len(p.Periods)-1],
		g.money(float64(p.Result.NPV))+meanWords(p), g.money(float64(p.Result.Capex)))
	if p.Result.IRR != nil {
		words += ", IRR " + percent(*p.Result.IRR)
	}
	return words + "."
}

// briefPower is a table of the MW at each year's end.
func briefPower(g *page) {
	p := g.plan
	if len(p.Allocations) == 0 {
		return
	}
	sums := map[[2]string]float64{}
	for _, a := range p.Allocations {
		sums[[2]string{a.Period, a.Business}] += float64(a.GridMW)
	}
	t := markdown{header: []string{"MW at the grid"}, left: 1}
	ends := yearEnds(p.Periods)
	t.header = append(t.header, ends...)
	for _, b := range businessNames {
		row := []string{plain(b)}
		for _, period := range ends {
			row = append(row, mw(sums[[2]string{period, b}]))
		}
		t.rows = append(t.rows, row)
	}
	_ = t.write(&g.text) // a builder takes everything
	g.printf("\n")
}

// briefMoney is what it is worth, costs, and how sure that is.
func briefMoney(g *page) {
	p := g.plan
	g.printf("- Money: NPV %s, capital %s, payback %s; in %s at %d prices.\n", g.money(float64(p.Result.NPV)), g.money(float64(p.Result.Capex)),
		paybackWords(p.Result.PaybackYears), p.Currency, p.Prices)
	g.printf("- Contracts: %s taken.\n", contractWords(p))
	g.printf("- Optimised for %s; distance to best: %s.\n", objectiveWords(p), gapWords(g))
}

// briefRegions names the regions with most MW in the end.
func briefRegions(g *page) {
	p := g.plan
	if len(p.Periods) == 0 {
		return
	}
	sums := map[string]float64{}
	for _, a := range p.Allocations {
		if a.Period == p.Periods[len(p.Periods)-1] {
			sums[a.Region] += float64(a.GridMW)
		}
	}
	ids := keys(sums)
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(sums[b], sums[a]) })
	var parts []string
	for _, id := range ids[:min(len(ids), briefRows)] {
		parts = append(parts, inMarkdown(id)+" "+mw(sums[id])+" MW")
	}
	if len(parts) > 0 {
		g.printf("- Largest of %s: %s.\n", plural(len(ids), "region"), strings.Join(parts, ", "))
	}
}

// briefBinding names the limits that are worth most.
func briefBinding(g *page) {
	list := slices.DeleteFunc(slices.Clone(g.plan.Binding), func(b model.Binding) bool { return b.Worth == 0 })
	slices.SortStableFunc(list, func(a, b model.Binding) int {
		return cmp.Compare(math.Abs(float64(b.Worth)), math.Abs(float64(a.Worth)))
	})
	var parts []string
	for _, b := range list[:min(len(list), briefRows)] {
		parts = append(parts, fmt.Sprintf("%s %s %s (%s %s per %s)", plain(b.Limit), inMarkdown(b.Name), b.Period, g.plan.Currency, worth(float64(b.Worth)), inMarkdown(b.Unit)))
	}
	if len(parts) > 0 {
		g.printf("- Binds, with the worth of one more: %s.\n", strings.Join(parts, "; "))
	}
}

// briefWarnings are what a reader must know before relying on the plan.
func briefWarnings(g *page) {
	p := g.plan
	if !p.Outcome.Verified {
		g.printf("- **Warning: not verified; do not rely on this plan.**\n")
	}
	if n := len(p.Shortfalls); n > 0 {
		g.printf("- Warning: contracts are not fully delivered in %s.\n", plural(n, "contract period"))
	}
	if p.Risk.Loss > 0 && len(p.Worlds) > 1 {
		g.printf("- Warning: it loses money in %s of worlds; the mean of the worst %s is %s.\n", percent(p.Risk.Loss), percent(p.Risk.Tail), g.money(float64(p.Risk.CVaR)))
	}
	if n := len(p.Assumed); n > 0 {
		g.printf("- Warning: the plan rests on %s.\n", plural(n, "assumed or estimated record"))
	}
	g.printf("- Scenario %s, SHA-256 %.12s, gridalloc %s, %s.\n", inMarkdown(p.Scenario), p.Manifest.ScenarioSHA256, inMarkdown(p.Manifest.Version), inMarkdown(p.Manifest.Engine))
}
