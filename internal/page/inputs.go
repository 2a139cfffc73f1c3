package page

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// inputs lists the inputs that are assumed or estimated, with grades and sources.
func (b *builder) inputs() (section, error) {
	s := section{ID: "inputs", Heading: b.Text("inputs")}
	list := b.plan.Assumed
	if len(list) == 0 {
		s.Blocks = append(s.Blocks, block{Text: b.Text("inputs.none")})
		return s, nil
	}
	all, cited := b.inputTable()
	sources := table{Caption: b.Text("sources.table"), Left: 4, Header: []string{b.Text("column.id"), b.Text("column.title"), b.Text("column.date"), b.Text("column.address")}}
	for _, i := range cited {
		x := &b.scenario.Sources[i]
		address := cell{Text: x.Address}
		if strings.HasPrefix(x.Address, "https://") || strings.HasPrefix(x.Address, "http://") {
			address.Link = x.Address
		}
		sources.Rows = append(sources.Rows, append(words(x.ID, x.Title, x.Date), address))
	}
	counts := b.inputCounts()
	s.Blocks = append(s.Blocks, block{Text: b.Count("inputs.text", len(list), b.Number(float64(len(b.scenario.Inputs)), 0))}, block{Table: &counts},
		block{Details: &details{Summary: b.Count("inputs.show", len(list)), Blocks: []block{{Table: &all}}}})
	if len(cited) > 0 {
		s.Blocks = append(s.Blocks, block{Details: &details{Summary: b.Count("sources.show", len(cited)), Blocks: []block{{Table: &sources}}}})
	}
	return s, nil
}

// inputTable lists each input with its sources, and which sources there are.
func (b *builder) inputTable() (t table, cited []int) {
	t = table{Caption: b.Text("inputs.table"), Left: 6, Header: []string{
		b.Text("column.kind"), b.Text("column.name"), b.Text("column.method"), b.Text("column.grade"), b.Text("column.sources"), b.Text("column.where"),
	}}
	type key struct{ kind, id, where string }
	known := map[key][]int{}
	for i := range b.scenario.Inputs {
		x := &b.scenario.Inputs[i]
		known[key{x.Kind, x.ID, x.Where}] = x.Sources
	}
	seen := map[int]bool{}
	for _, x := range b.plan.Assumed {
		var ids []string
		for _, i := range known[key{x.Kind, x.ID, x.Where}] {
			ids = append(ids, b.scenario.Sources[i].ID)
			seen[i] = true
		}
		t.add(b.Name("kind", x.Kind), x.ID, b.Name("method", x.Method), x.Grade, strings.Join(ids, ", "), x.Where)
	}
	return t, slices.Sorted(maps.Keys(seen))
}

// inputCounts counts the inputs by kind, and by the methods and grades that there are.
func (b *builder) inputCounts() table {
	type class struct{ method, grade string }
	counts := map[string]map[class]int{}
	sums := map[class]int{}
	for _, x := range b.plan.Assumed {
		if counts[x.Kind] == nil {
			counts[x.Kind] = map[class]int{}
		}
		counts[x.Kind][class{x.Method, x.Grade}]++
		sums[class{x.Method, x.Grade}]++
	}
	classes := slices.SortedFunc(maps.Keys(sums), func(x, y class) int {
		return cmp.Or(cmp.Compare(x.method, y.method), cmp.Compare(x.grade, y.grade))
	})
	t := table{Caption: b.Text("inputs.counts"), Left: 1, Header: []string{b.Text("column.kind")}}
	for _, c := range classes {
		t.Header = append(t.Header, b.Text("column.of.grade", b.Name("method", c.method), c.grade))
	}
	row := func(kind string, of map[class]int) []cell {
		texts := []string{kind}
		for _, c := range classes {
			text := "–"
			if n := of[c]; n > 0 {
				text = b.Number(float64(n), 0)
			}
			texts = append(texts, text)
		}
		return words(texts...)
	}
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		t.Rows = append(t.Rows, row(b.Name("kind", kind), counts[kind]))
	}
	t.Foot = row(b.Text("column.all"), sums)
	return t
}
