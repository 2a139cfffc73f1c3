package page

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/internal/geo"
	"github.com/gridalloc/gridalloc/internal/lang"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/simulate"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// solved is a scenario with a plan of it.
func solved(tb testing.TB, name string, sets ...string) (*model.Scenario, *model.Plan) {
	tb.Helper()
	s, findings, err := file.Load(file.Options{Path: name, Packs: data.FS, Set: sets})
	if err != nil || len(findings) > 0 {
		tb.Fatal(err, findings)
	}
	answer, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{Version: "test"})
	if err != nil || answer.Plan == nil {
		tb.Fatal(err, "no plan")
	}
	return s, answer.Plan
}

// centre is a plan for one world, worked out again for eight.
var centre = sync.OnceValues(func() (*Report, error) {
	r := &Report{}
	s, findings, err := file.Load(file.Options{Path: "centre", Packs: data.FS, Set: []string{"solver.gap=10%", "risk=base", "worlds.draws=40", "worlds.keep=8"}})
	if err != nil || len(findings) > 0 {
		return nil, errors.Join(err, errors.New("findings"))
	}
	answer, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{Version: "test"})
	if err != nil {
		return nil, err
	}
	r.Plan, r.Scenario = answer.Plan, s
	worlds, _, err := solver.Worlds(context.Background(), s, &highs.Engine{}, solver.Options{}, nil)
	if err != nil {
		return nil, err
	}
	for i := range worlds {
		worlds[i].Lead = nil // the plan was made for connections in time
	}
	s.Worlds = worlds
	x, err := verify.Recompute(s, r.Plan)
	if err != nil {
		return nil, err
	}
	r.Plan.Result, r.Plan.Worlds, r.Plan.Risk, r.Plan.CashFlows, r.Plan.Spending = x.Result, x.Worlds, x.Risk, x.CashFlows, x.Spending
	e, err := simulate.NewEvaluator(s, r.Plan)
	if err != nil {
		return nil, err
	}
	for i := range s.Worlds {
		p := Path{World: s.Worlds[i].Name, Probability: float64(s.Worlds[i].Probability)}
		for k, cash := range e.Value(&s.Worlds[i]).Net {
			p.Discounted = append(p.Discounted, unit.Money(cash*e.Discount(k)))
		}
		r.Paths = append(r.Paths, p)
	}
	for _, rule := range verify.Rules() {
		r.Checks = append(r.Checks, Check{string(rule), 3})
	}
	r.Same = true
	r.Atlas, err = geo.Read(data.FS)
	return r, err
})

// sample is a copy of the report that a test may change at its top.
func sample(t *testing.T) *Report {
	t.Helper()
	r, err := centre()
	if err != nil {
		t.Fatal(err)
	}
	copied, plan, scenario := *r, *r.Plan, *r.Scenario
	copied.Plan, copied.Scenario = &plan, &scenario
	return &copied
}

// node is an element of a page that was read back.
type node struct {
	name     string
	attr     map[string]string
	parts    []any // texts and elements
	children []*node
}

// text is that of the element and all within.
func (n *node) text() string {
	var b strings.Builder
	for _, p := range n.parts {
		switch p := p.(type) {
		case string:
			b.WriteString(p)
		case *node:
			b.WriteString(p.text())
		}
	}
	return b.String()
}

// read writes a report and reads it back.
func read(t *testing.T, r *Report, code string) (*node, string) {
	t.Helper()
	l, ok := lang.Named(code)
	if !ok {
		t.Fatal(code)
	}
	var b bytes.Buffer
	if err := r.Write(&b, l); err != nil {
		t.Fatal(err)
	}
	return parsed(t, b.String()), b.String()
}

func parsed(t *testing.T, text string) *node {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	root := &node{}
	open := []*node{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				n.attr[a.Name.Local] = a.Value
			}
			parent := open[len(open)-1]
			parent.children, parent.parts = append(parent.children, n), append(parent.parts, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			n := open[len(open)-1]
			n.parts = append(n.parts, string(token))
		}
	}
}

// all lists the elements of a name below a node, "" for every name.
func (n *node) all(name string) []*node {
	var list []*node
	for _, c := range n.children {
		if name == "" || c.name == name {
			list = append(list, c)
		}
		list = append(list, c.all(name)...)
	}
	return list
}

// byID is the element with an id.
func (n *node) byID(t *testing.T, id string) *node {
	t.Helper()
	for _, c := range n.all("") {
		if c.attr["id"] == id {
			return c
		}
	}
	t.Fatalf("there is no element %s", id)
	return nil
}

// marks are the figures of a series in both drawings of a picture, by key. They must say
// the same.
func (n *node) marks(t *testing.T, picture, series, figure string) map[string]float64 {
	t.Helper()
	var found []map[string]float64
	for _, width := range []string{"-900", "-350"} {
		list := map[string]float64{}
		for _, m := range n.byID(t, picture+width).all("") {
			if m.attr["data-series"] != series || m.attr["data-"+figure] == "" {
				continue
			}
			v, err := strconv.ParseFloat(m.attr["data-"+figure], 64)
			if err != nil {
				t.Fatal(err)
			}
			list[m.attr["data-key"]] += v
		}
		found = append(found, list)
	}
	for key, v := range found[0] {
		if found[1][key] != v || len(found[0]) != len(found[1]) {
			t.Errorf("%s, %s, %s: %g on a page, %g on a telephone", picture, series, key, v, found[1][key])
		}
	}
	return found[0]
}

// cells are the texts of a table by its caption, with its header and its foot.
func (n *node) cells(t *testing.T, caption string) [][]string {
	t.Helper()
	for _, table := range n.all("table") {
		if table.all("caption")[0].text() != caption {
			continue
		}
		var rows [][]string
		for _, tr := range table.all("tr") {
			var row []string
			for _, c := range tr.children {
				row = append(row, c.text())
			}
			rows = append(rows, row)
		}
		return rows
	}
	t.Fatalf("there is no table %q", caption)
	return nil
}

// value reads a number as it is written in English or Russian; a dash is 0.
func value(t *testing.T, text string) float64 {
	t.Helper()
	if text == "–" {
		return 0
	}
	clean := strings.NewReplacer("\u202f", "", "\u2212", "-", ",", "").Replace(text)
	v, err := strconv.ParseFloat(clean, 64)
	if err != nil {
		t.Errorf("%q is no number", text)
	}
	return v
}
