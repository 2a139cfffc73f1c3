package page

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// grades are the grades of inputs from good to bad.
var grades = []model.Grade{model.GradeA, model.GradeB, model.GradeC}

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

// inputCounts counts the inputs by kind, method and grade.
func (b *builder) inputCounts() table {
	t := table{Caption: b.Text("inputs.counts"), Left: 2, Header: []string{b.Text("column.kind"), b.Text("column.method")}}
	for _, g := range grades {
		t.Header = append(t.Header, b.Text("column.of.grade", string(g)))
	}
	type key struct{ kind, method string }
	counts := map[key]map[string]int{}
	sums := map[string]int{}
	for _, x := range b.plan.Assumed {
		k := key{x.Kind, x.Method}
		if counts[k] == nil {
			counts[k] = map[string]int{}
		}
		counts[k][x.Grade]++
		sums[x.Grade]++
	}
	row := func(kind, method string, of map[string]int) []cell {
		texts := []string{kind, method}
		for _, g := range grades {
			if n := of[string(g)]; n > 0 {
				texts = append(texts, b.Number(float64(n), 0))
			} else {
				texts = append(texts, "–")
			}
		}
		return words(texts...)
	}
	keys := slices.SortedFunc(maps.Keys(counts), func(x, y key) int {
		return cmp.Or(cmp.Compare(x.kind, y.kind), cmp.Compare(x.method, y.method))
	})
	for _, k := range keys {
		t.Rows = append(t.Rows, row(b.Name("kind", k.kind), b.Name("method", k.method), counts[k]))
	}
	t.Foot = row(b.Text("column.all"), "", sums)
	return t
}
