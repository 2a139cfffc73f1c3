package chart

import (
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

// samples are one picture of each kind.
func samples(t *testing.T) []Picture {
	t.Helper()
	stack := &Stack{Head: heading("mw"), Unit: "MW", Total: "all", Categories: []string{"2027", "2028"}, Series: businesses([]float64{10, 20.5}, []float64{0, 5})}
	budget := &Budget{Head: heading("budget"), Unit: "USD", Years: []string{"2027"}, Spent: Series{"spent", Neutral, []float64{5}}, Allowed: []Series{{"budget", Pale1, []float64{8}}}}
	return []Picture{
		stack, budget, cashSample(), supplySample(), scheduleSample(), frontierSample(), phaseSample(), rangesSample(), histogramSample(),
		mapOf(t, "middle-east", map[string][]float64{"SA": {100, 50, 0}, "PY": {0, 0, 30}}),
	}
}

// TestGolden holds two pictures against files, to the byte.
func TestGolden(t *testing.T) {
	for name, p := range map[string]Picture{"stack": samples(t)[0], "schedule": scheduleSample()} {
		svg, err := p.SVG(480)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", name+".svg")
		if *update {
			if err := os.WriteFile(file, []byte(svg+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if svg+"\n" != string(want) {
			t.Errorf("%s differs from %s:\n%s", name, file, svg)
		}
	}
}

// TestEveryPicture checks what all have: a title and a description that the root
// names, ids that are there once in both drawings, a table of the same width in
// all rows, no colour but by class, and the same bytes each time.
func TestEveryPicture(t *testing.T) {
	for _, p := range samples(t) {
		both, err := Responsive(p, 900)
		if err != nil {
			t.Fatalf("%T: %v", p, err)
		}
		again, _ := Responsive(p, 900)
		if both != again {
			t.Errorf("%T is not the same twice", p)
		}
		if strings.Contains(both, "style=") || strings.Contains(both, `fill="`) || strings.Contains(both, "<script") {
			t.Errorf("%T has a style of its own", p)
		}
		ids := map[string]string{}
		for _, e := range parse(t, both) {
			if id := e.attr["id"]; id != "" {
				if _, twice := ids[id]; twice {
					t.Errorf("%T: id %s is there twice", p, id)
				}
				ids[id] = e.text
			}
			if e.name != "svg" {
				continue
			}
			names := strings.Fields(e.attr["aria-labelledby"])
			if e.attr["role"] != "img" || len(names) != 2 || e.num(t, "height") < 60 {
				t.Errorf("%T: %v", p, e.attr)
			}
		}
		svg, _ := p.SVG(400)
		root := parse(t, svg)
		if !strings.HasPrefix(root[1].text, "Title of ") || !strings.HasPrefix(root[2].text, "What is to be seen") || root[1].name != "title" || root[2].name != "desc" {
			t.Errorf("%T: %v %v", p, root[1], root[2])
		}
		table := p.Table()
		if len(table.Rows) == 0 {
			t.Errorf("%T has no table", p)
		}
		for _, row := range table.Rows {
			if len(row) != len(table.Header) {
				t.Errorf("%T: row %v under %v", p, row, table.Header)
			}
		}
	}
}

// TestHostileNames checks that names cannot leave their text, and are all there.
func TestHostileNames(t *testing.T) {
	evil := "x</title></svg><script>alert(1)</script><!-- \" ' & \x00 \xff ]]>"
	h := heading("evil")
	h.Title, h.Desc = evil, evil
	v := []float64{1}
	one := 1.0
	pictures := []Picture{
		&Stack{h, evil, []string{evil}, []Series{{evil, Mining, v}}, evil},
		&Budget{h, evil, []string{evil}, []Series{{evil, Pale1, v}}, Series{evil, Neutral, v}, evil},
		&Cash{h, evil, []string{evil}, []Series{{evil, Mining, v}}, evil, Series{evil, Neutral, v}, nil},
		&Supply{Head: h, Steps: []SupplyStep{{evil, evil, 1, 1, 1, 1}}, XName: evil, YName: evil, MonthsName: evil, TakenName: evil},
		&Schedule{Head: h, Rows: []ScheduleRow{{evil, 1, 2, 1, 3, 4, Neutral}}, BarName: evil, RangeName: evil, MWName: evil, Time: func(float64) string { return evil }},
		&Frontier{h, evil, evil, []Point{{evil, 1, 2, true}}, evil},
		&Phase{Head: h, XName: evil, YName: evil, Xs: v, Ys: v, Cells: [][]string{{evil}}, Letters: []Letter{{evil, evil, Mining}}},
		&Ranges{Head: h, Unit: evil, Rows: []Range{{Name: evil, Dot: &one, Note: evil}}},
		&Histogram{Head: h, XName: evil, YName: evil, Values: v, Lines: []Line{{evil, 1}}},
	}
	m := mapOf(t, "middle-east", map[string][]float64{"SA": {100, 50, 0}})
	m.Head, m.Unit, m.NoneName = h, evil, evil
	for i := range m.Regions {
		m.Regions[i].Name = evil
	}
	for _, p := range append(pictures, m) {
		svg, err := p.SVG(900)
		if err != nil {
			t.Errorf("%T: %v", p, err)
			continue
		}
		if strings.Contains(svg, "<script") || strings.Contains(svg, "<!--") || strings.Contains(svg, "]]>") || strings.IndexByte(svg, 0) >= 0 || strings.IndexByte(svg, 0xff) >= 0 {
			t.Errorf("%T lets a name out", p)
		}
		list := parse(t, svg)
		safe := strings.NewReplacer("\x00", "\uFFFD", "\xff", "\uFFFD").Replace(evil)
		if list[1].text != safe || list[2].text != safe {
			t.Errorf("%T: the title became %q", p, list[1].text)
		}
		known := map[string]bool{
			"svg": true, "title": true, "desc": true, "rect": true, "line": true, "text": true, "circle": true, "polyline": true, "polygon": true, "path": true, "g": true, "clipPath": true,
		}
		for _, e := range list {
			if !known[e.name] {
				t.Errorf("%T has an element %s", p, e.name)
			}
		}
	}
}

// TestMistakes checks that what cannot be drawn is said.
func TestMistakes(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	good := heading("p")
	with := func(change func(*Head)) Head {
		h := good
		change(&h)
		return h
	}
	stack := func(h Head, values ...float64) *Stack {
		return &Stack{Head: h, Categories: []string{"a", "b"}, Series: []Series{{"s", Mining, values}}}
	}
	year := func(float64) string { return "" }
	x := 1.0
	for _, c := range []struct {
		p    Picture
		want string
	}{
		{stack(with(func(h *Head) { h.ID = "1 x" }), 1, 2), "the id must be"},
		{stack(with(func(h *Head) { h.Title = "" }), 1, 2), "no title"},
		{stack(with(func(h *Head) { h.Desc = "" }), 1, 2), "no title or description"},
		{stack(with(func(h *Head) { h.Number = nil }), 1, 2), "no number format"},
		{stack(good, 1), "1 figures for 2 places"},
		{stack(good, 1, nan), "cannot be drawn"},
		{stack(good, 1, inf), "cannot be drawn"},
		{stack(good, 1, 1e300), "cannot be drawn"},
		{stack(good, 1, -2), "negative amount"},
		{&Budget{Head: good, Years: []string{"a"}, Spent: Series{Values: []float64{-1}}}, "negative amount"},
		{&Cash{Head: good, Periods: []string{"a"}, Flows: []Series{{Values: []float64{1}}}, Fan: &Fan{Low: []float64{1, 2}, Median: []float64{1}, High: []float64{1}}}, "2 figures for 1"},
		{&Supply{Head: good, Steps: []SupplyStep{{"r", "r", 10, 5, 5, 11}}}, "10 MW of which 11"},
		{&Supply{Head: good, Steps: []SupplyStep{{"r", "r", 10, nan, 5, 1}}}, "cannot be drawn"},
		{&Schedule{Head: good, Time: year, Rows: []ScheduleRow{{"r", 2, 1, 1, 1, 1, Neutral}}}, "ends before it begins"},
		{&Schedule{Head: good, Time: year, Rows: []ScheduleRow{{"r", 1, 2, nan, 1, 1, Neutral}}}, "cannot be drawn"},
		{&Frontier{Head: good, Points: []Point{{"a", inf, 1, true}}}, "cannot be drawn"},
		{&Phase{Head: good, Xs: []float64{1}, Ys: []float64{1}}, "0 rows of cells"},
		{&Phase{Head: good, Xs: []float64{1}, Ys: []float64{1}, Cells: [][]string{{}}}, "0 cells"},
		{&Phase{Head: good, Xs: []float64{1}, Ys: []float64{1}, Cells: [][]string{{"Z"}}}, "is not explained"},
		{&Ranges{Head: good, Rows: []Range{{Name: "a", Low: &x}}}, "one end of a range"},
		{&Ranges{Head: good, Rows: []Range{{Name: "a", Dot: &nan}}}, "cannot be drawn"},
		{&Histogram{Head: good, Values: []float64{1, nan}}, "cannot be drawn"},
	} {
		if _, err := c.p.SVG(500); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%T: %v, want %q", c.p, err, c.want)
		}
	}
	if _, err := stack(good, 1, 2).SVG(MinWidth - 1); err == nil {
		t.Error("a width that is too small is drawn")
	}
	for _, p := range []Picture{
		&Stack{Head: good}, &Budget{Head: good}, &Cash{Head: good}, &Supply{Head: good}, &Schedule{Head: good},
		&Frontier{Head: good}, &Phase{Head: good}, &Ranges{Head: good}, &Histogram{Head: good}, &Map{Head: good},
	} {
		if _, err := p.SVG(500); !errors.Is(err, ErrEmpty) {
			t.Errorf("%T without figures: %v", p, err)
		}
		p.Table() // does not fail
	}
}
