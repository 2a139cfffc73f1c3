package book

import (
	"fmt"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// contracts writes which contracts are taken.
func (w *planWriter) contracts() error {
	l := table(contractsSheet, 1, column{"contract", "", 24}, column{"client", "", 34}, column{"product", "", 12}, column{"IT", "MW", 10}, column{"taken", "", 9})
	taken := 0.0
	for _, c := range w.plan.Contracts {
		l.line(c.Contract, c.Client, c.Product, powerCell(c.MW), c.Accepted)
		if c.Accepted {
			taken += float64(c.MW)
		}
	}
	l.totals(styled{"all taken", asText, total}, nil, nil, totalOf("contracted", taken, asMW))
	return w.add(l, nil)
}

// worlds writes what the plan is worth in each world, where there are several.
func (w *planWriter) worlds() error {
	n := len(w.plan.Worlds)
	if n < 2 {
		return nil
	}
	l := table(worldsSheet, 1, column{"world", "", 20}, column{"probability", "share", 12}, column{"net present value", w.money.name, 16}, column{"value of equity", w.money.name, 16})
	all, mean := 0.0, 0.0
	for _, x := range w.plan.Worlds {
		l.line(x.World, styled{x.Probability, "0.00%", plain}, w.amount(x.NPV), w.amount(x.EquityValue))
		all, mean = all+x.Probability, mean+x.Probability*w.money.of(x.NPV)
	}
	l.line(styled{"mean", asText, total}, totalOf("SUM("+rowsOf(2, n)+")", all, "0.00%"),
		totalOf(fmt.Sprintf("SUMPRODUCT(%s,%s)", rowsOf(2, n), rowsOf(3, n)), mean, w.money.format))
	return w.add(l, nil)
}

// binding writes the limits that hold the plan back.
func (w *planWriter) binding() error {
	l := table("Binding limits", 2, column{"limit", "", 22}, column{"name", "", 34}, column{"period", "", 10}, column{"one more", "", 18}, column{"is worth", w.money.name, 14}, column{"found by", "", 12})
	for _, b := range w.plan.Binding {
		l.line(b.Limit, b.Name, b.Period, b.Unit, styled{w.money.of(b.Worth), "#,##0.000", plain}, b.How)
	}
	return w.add(l, nil)
}

// assumed writes the inputs that rest on assumptions or estimates, with their sources.
func (w *planWriter) assumed() error {
	l := table("Assumed inputs", 2, column{"kind", "", 20}, column{"id", "", 34}, column{"method", "", 11}, column{"grade", "", 7}, column{"where", "", 44},
		column{"year", "", 7}, column{"sources", "", 24}, column{"titles of the sources", "", 60}, column{"note", "", 40})
	inputs := map[[2]string][]*model.Input{}
	for i := range w.scenario.Inputs {
		in := &w.scenario.Inputs[i]
		inputs[[2]string{in.Kind, in.ID}] = append(inputs[[2]string{in.Kind, in.ID}], in)
	}
	for _, a := range w.plan.Assumed {
		row := []any{a.Kind, a.ID, a.Method, a.Grade, a.Where}
		if in := inputOf(inputs[[2]string{a.Kind, a.ID}], a.Where); in != nil {
			var ids, titles []string
			for _, i := range in.Sources {
				ids, titles = append(ids, w.scenario.Sources[i].ID), append(titles, w.scenario.Sources[i].Title)
			}
			row = append(row, styled{in.Year, asYear, plain}, strings.Join(ids, " "), strings.Join(titles, "; "), in.Note)
		}
		l.line(row...)
	}
	return w.add(l, nil)
}

// inputOf is the input that stands at a place, or the only one of its kind and id: files
// may have been moved since the plan was made.
func inputOf(inputs []*model.Input, where string) *model.Input {
	for _, in := range inputs {
		if in.Where == where || len(inputs) == 1 {
			return in
		}
	}
	return nil
}

// manifest writes what the plan was made from.
func (w *planWriter) manifest() error {
	m := &w.plan.Manifest
	l := layout{name: "Manifest", widths: []float64{46, 70}, frozenRows: 1}
	l.line(styled{"what", asText, heading}, styled{"is", asText, heading})
	l.line("scenario", w.plan.Scenario)
	l.line("scenario, SHA-256", m.ScenarioSHA256)
	l.line("gridalloc", m.Version)
	l.line("engine", m.Engine)
	l.line("sources cited", styled{m.Sources, asCount, plain})
	for _, name := range sortedKeys(m.Options) {
		l.line("option "+name, m.Options[name])
	}
	for _, f := range m.Files {
		l.line(f.Path, f.SHA256)
	}
	return w.add(l, nil)
}
