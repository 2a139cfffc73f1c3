package report

import (
	"math"
	"slices"
	"sort"

	"github.com/gridalloc/gridalloc/model"
)

// binding prints the limits that hold the plan back, dearest first.
func binding(g *page) {
	list := slices.DeleteFunc(slices.Clone(g.plan.Binding), func(b model.Binding) bool { return b.Worth == 0 })
	g.heading("What holds the plan back")
	if len(list) == 0 {
		g.printf("no limit has a worth\n")
		return
	}
	sort.SliceStable(list, func(i, j int) bool { return math.Abs(float64(list[i].Worth)) > math.Abs(float64(list[j].Worth)) })
	t := grid{header: []string{"limit", "name", "period", "one more", "is worth, " + g.plan.Currency, "how"}, left: 4}
	for _, b := range list[:min(len(list), maxRows)] {
		t.add(plain(b.Limit), b.Name, b.Period, b.Unit, worth(float64(b.Worth)), b.How)
	}
	g.print(t)
	g.more(len(list), "binding.csv")
}

// worth writes a marginal value: whole amounts, but cents of small ones.
func worth(x float64) string {
	switch {
	case math.Abs(x) >= 1000:
		return number(x, 0)
	case math.Abs(x) >= 10:
		return number(x, 1)
	default:
		return number(x, 3)
	}
}

// assumed counts the inputs that rest on assumptions or estimates.
func assumed(g *page) {
	g.heading("Inputs that are assumed or estimated")
	if len(g.plan.Assumed) == 0 {
		g.printf("none of the inputs\n")
		return
	}
	methods := []string{string(model.Estimated), string(model.Assumed)}
	count := map[[2]string]int{}
	for _, a := range g.plan.Assumed {
		if !slices.Contains(methods, a.Method) {
			methods = append(methods, a.Method)
		}
		count[[2]string{a.Grade, a.Method}]++
	}
	t := grid{header: append([]string{"grade"}, methods...), left: 1}
	for _, grade := range []model.Grade{model.GradeA, model.GradeB, model.GradeC} {
		row := []string{string(grade)}
		for _, m := range methods {
			row = append(row, number(float64(count[[2]string{string(grade), m}]), 0))
		}
		t.add(row...)
	}
	g.print(t)
	g.printf("all %s are listed with file and line in assumed_inputs.csv\n", plural(len(g.plan.Assumed), "record"))
}

// manifest prints what the plan was made from.
func manifest(g *page) {
	m := g.plan.Manifest
	g.heading("Made from")
	for _, l := range [][2]string{
		{"scenario, SHA-256", m.ScenarioSHA256},
		{"input", plural(len(m.Files), "file") + " citing " + plural(m.Sources, "source")},
		{"gridalloc", m.Version},
		{"engine", m.Engine},
	} {
		g.pair(l[0], l[1])
	}
	for _, name := range keys(m.Options) {
		g.pair("  "+name, m.Options[name])
	}
}
