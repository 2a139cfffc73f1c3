package page

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model/unit"
)

// verification says how the plan was verified, and what the solver claims of it.
func (b *builder) verification() (section, error) {
	s := section{ID: "verification", Heading: b.Text("verification")}
	checks := map[string]int{}
	var order []string
	all := 0
	for _, c := range b.report.Checks {
		group, _, _ := strings.Cut(c.Rule, "/")
		if _, ok := checks[group]; !ok {
			order = append(order, group)
		}
		checks[group] += c.N
		all += c.N
	}
	t := table{Caption: b.Text("verification.table"), Left: 1, Header: []string{b.Text("column.rules"), b.Text("column.checks")}}
	for _, group := range order {
		t.add(b.Name("rule", group), b.Number(float64(checks[group]), 0))
	}
	t.Foot = words(b.Text("column.all"), b.Number(float64(all), 0))
	s.Blocks = append(s.Blocks, block{Text: b.Text("verification.text", b.Number(float64(all), 0), b.Count("verification.rules", len(b.report.Checks)))})
	if !b.report.Same {
		s.Blocks = append(s.Blocks, block{Text: b.Text("verification.another")})
	}
	s.Blocks = append(s.Blocks, block{Text: b.claim()}, block{Table: &t})
	return s, nil
}

// claim is what the search says of the best plan, which verification cannot prove.
func (b *builder) claim() string {
	o := b.plan.Outcome
	if math.IsInf(o.Bound, 0) {
		return b.Text("verification.no.bound", b.plan.Manifest.Engine, b.Name("ended", o.Termination))
	}
	return b.Text("verification.bound", b.plan.Manifest.Engine, b.Name("ended", o.Termination), b.money(unit.Money(o.Objective)), b.money(unit.Money(o.Bound)), b.gap())
}

// manifest identifies what the plan was made from.
func (b *builder) manifest() (section, error) {
	m := &b.plan.Manifest
	t := table{Caption: b.Text("manifest.table"), Left: 2, Header: []string{b.Text("column.name"), b.Text("column.value")}}
	t.add(b.Text("manifest.scenario"), m.ScenarioSHA256)
	t.add(b.Text("manifest.version"), m.Version)
	t.add(b.Text("manifest.engine"), m.Engine)
	for _, name := range slices.Sorted(maps.Keys(m.Options)) {
		t.add(b.Text("manifest.option", name), m.Options[name])
	}
	t.add(b.Text("manifest.sources"), b.Number(float64(m.Sources), 0))
	t.add(b.Text("manifest.maps"), b.Text("manifest.credits"))
	files := table{Caption: b.Text("manifest.files"), Left: 2, Header: []string{b.Text("column.file"), "SHA-256"}}
	for _, f := range m.Files {
		files.add(f.Path, f.SHA256)
	}
	s := section{ID: "manifest", Heading: b.Text("manifest"), Blocks: []block{{Table: &t}}}
	if len(files.Rows) > 0 {
		s.Blocks = append(s.Blocks, block{Details: &details{Summary: b.Count("manifest.show", len(files.Rows)), Blocks: []block{{Table: &files}}}})
	}
	return s, nil
}
