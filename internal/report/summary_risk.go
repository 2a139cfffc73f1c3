package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gridalloc/gridalloc/model"
)

// risk prints how the plan's value is spread over the worlds.
func risk(g *page) {
	p := g.plan
	if len(p.Worlds) < 2 {
		return
	}
	r := &p.Risk
	g.heading("Risk over %s", plural(len(p.Worlds), "world"))
	g.pair("Mean", g.money(float64(r.Expected)))
	g.pair("Worst "+percent(r.Tail), g.money(float64(r.CVaR))+" on average (CVaR)")
	g.pair("Worst world", g.money(float64(r.Worst)))
	g.pair("Chance of a loss", percent(r.Loss))
	if r.Regret != nil {
		g.pair("Largest regret", g.money(float64(*r.Regret))+" against the best plan found for a world alone")
	}
	g.pair("NPV of the worlds", npvWords(g))
	sampled(g)
	information(g)
	g.printf("each world is listed in world_results.csv\n")
}

// npvWords gives quantiles of the NPV over the worlds.
func npvWords(g *page) string {
	worlds := slices.Clone(g.plan.Worlds)
	slices.SortFunc(worlds, func(a, b model.WorldResult) int { return cmp.Compare(a.NPV, b.NPV) })
	at := func(level float64) string {
		sum := 0.0
		for _, w := range worlds {
			if sum += w.Probability; sum >= level-1e-12 {
				return g.amount(float64(w.NPV))
			}
		}
		return g.amount(float64(worlds[len(worlds)-1].NPV))
	}
	return fmt.Sprintf("10 %%: %s, 50 %%: %s, 90 %%: %s (%s)", at(0.1), at(0.5), at(0.9), g.scale.name(g.plan.Currency))
}

// sampled says what the worlds stand for and by how much the plan's value
// moves on all draws.
func sampled(g *page) {
	s := g.plan.Sample
	if s == nil {
		return
	}
	g.pair("Drawn", fmt.Sprintf("%d kept of %s draws by %s (seed %d), losing %s of the draws' spread",
		s.Kept, number(float64(s.Draws), 0), s.Reduction, s.Seed, percent(s.Distance)))
	r := &g.plan.Risk
	moved := ""
	if r.Expected != 0 {
		moved = ", " + percent(float64((s.Expected-r.Expected)/max(r.Expected, -r.Expected))) + " from the mean above"
	}
	g.pair("On all draws", fmt.Sprintf("mean %s%s; worst %s %s, chance of a loss %s",
		g.money(float64(s.Expected)), moved, percent(r.Tail), g.money(float64(s.CVaR)), percent(s.Loss)))
}

// information says what knowing the worlds is worth.
func information(g *page) {
	x := g.plan.Information
	if x == nil {
		return
	}
	between := func(low, high float64) string {
		return fmt.Sprintf("%s %s to %s %s", g.plan.Currency, g.amount(low), g.amount(high), g.scale.words)
	}
	g.pair("Planning for all", between(float64(x.VSS), float64(x.VSSBound))+" better than with the plan for the mean world (VSS)")
	g.pair("Knowing the world", between(float64(x.EVPI), float64(x.EVPIBound))+" more could be had (EVPI)")
}

// flexibility prints what miners gain by stopping.
func flexibility(g *page) {
	list := g.plan.Flexibility
	if len(list) == 0 {
		return
	}
	g.heading("What miners gain by being able to stop, %s", g.scale.name(g.plan.Currency))
	t := grid{header: []string{"site", "stopping", "demand response", "lost by take-or-pay"}, left: 1}
	var total model.Flexibility
	for i, f := range list {
		total.Stopping += f.Stopping
		total.Response += f.Response
		total.TakeOrPay += f.TakeOrPay
		if i < maxRows {
			t.add(f.Site, g.amount(float64(f.Stopping)), g.amount(float64(f.Response)), g.amount(float64(f.TakeOrPay)))
		}
	}
	t.footer = []string{plural(len(list), "site"), g.amount(float64(total.Stopping)), g.amount(float64(total.Response)), g.amount(float64(total.TakeOrPay))}
	g.print(t)
	g.more(len(list), "flexibility.csv")
	g.wrap("discounted, before tax, against a load that never stops; take-or-pay on 90 % of declared power")
}
