package chart

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// element is a part of a drawing as a reader of XML sees it.
type elem struct {
	name  string
	attr  map[string]string
	text  string // of the element itself
	title string
}

// parse reads a drawing back and fails where it is not well-formed.
func parse(t *testing.T, svg string) []elem {
	t.Helper()
	var list []elem
	var open []int
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, svg)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := elem{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			open = append(open, len(list))
			list = append(list, e)
		case xml.CharData:
			if len(open) > 0 {
				list[open[len(open)-1]].text += string(token)
			}
		case xml.EndElement:
			at := open[len(open)-1]
			open = open[:len(open)-1]
			if list[at].name == "title" && len(open) > 0 {
				list[open[len(open)-1]].title = list[at].text
			}
		}
	}
}

// num reads a number of an element.
func (e *elem) num(t *testing.T, name string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(e.attr[name], 64)
	if err != nil {
		t.Fatalf("<%s %v>: %s: %v", e.name, e.attr, name, err)
	}
	return v
}

// draw draws a picture and reads it back.
func draw(t *testing.T, p Picture, width int) []elem {
	t.Helper()
	svg, err := p.SVG(width)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, svg)
}

// marks are the elements of a series.
func marks(list []elem, series string) []elem {
	return slices.DeleteFunc(slices.Clone(list), func(e elem) bool { return e.attr["data-series"] != series })
}

// plain writes numbers for tests.
func plain(x float64, decimals int) string { return strconv.FormatFloat(x, 'f', decimals, 64) }

func heading(id string) Head {
	return Head{ID: id, Title: "Title of " + id, Desc: "What is to be seen in " + id, Number: plain}
}

// proportion holds a measured length against a figure: their ratio is to be one
// for all marks, to a hundredth of a pixel.
type proportion struct{ ratio float64 }

func (p *proportion) check(t *testing.T, what string, length, figure float64) {
	t.Helper()
	if p.ratio == 0 {
		if figure != 0 {
			p.ratio = length / figure
		}
		return
	}
	if math.Abs(length-figure*p.ratio) > 0.011+math.Abs(figure)*0.02/200 {
		t.Errorf("%s: %.2f px for %g, want %.2f", what, length, figure, figure*p.ratio)
	}
}

func businesses(values ...[]float64) []Series {
	list := []Series{{Name: "mining", Role: Mining}, {Name: "AI colocation", Role: Colocation}, {Name: "GPU cloud", Role: GPUCloud}}
	for i := range values {
		list[i].Values = values[i]
	}
	return list[:len(values)]
}

func TestStackSaysItsFigures(t *testing.T) {
	s := &Stack{
		Head: heading("mw"), Unit: "MW", Categories: []string{"2027", "2028", "2029"}, Total: "all",
		Series: businesses([]float64{382.25, 95.2, 95.2}, []float64{0, 0, 166.1}, []float64{0, 0, 48.25}),
	}
	for _, width := range []int{350, 640, 1200} {
		list := draw(t, s, width)
		var p proportion
		for _, series := range s.Series {
			found := marks(list, series.Name)
			want := 0
			for i, v := range series.Values {
				if v == 0 {
					continue
				}
				e := found[want]
				want++
				if e.attr["data-key"] != s.Categories[i] || e.num(t, "data-value") != v || e.title == "" {
					t.Errorf("%s %s: %v", series.Name, s.Categories[i], e)
				}
				p.check(t, series.Name, e.num(t, "height"), v)
			}
			if len(found) != want {
				t.Errorf("%d marks of %s, want %d", len(found), series.Name, want)
			}
		}
	}
	table := s.Table()
	if got := fmt.Sprint(table.Header, table.Rows[2]); got != "[ mining, MW AI colocation, MW GPU cloud, MW all, MW] [2029 95.2 166 48.3 310]" && got != "[ mining, MW AI colocation, MW GPU cloud, MW all, MW] [2029 95.2 166 48.2 310]" {
		t.Error(got)
	}
}

func TestBudgetSaysItsFigures(t *testing.T) {
	b := &Budget{
		Head: heading("budget"), Unit: "USD million", Years: []string{"2027", "2028"}, AllowedName: "allowed",
		Allowed: []Series{{"budget", Pale1, []float64{1500, 1500}}, {"kept", Pale2, []float64{0, 625.5}}}, Spent: Series{"spent", Neutral, []float64{874.5, 0}},
	}
	list := draw(t, b, 640)
	var p proportion
	for _, want := range []struct {
		series, year string
		value        float64
	}{{"budget", "2027", 1500}, {"budget", "2028", 1500}, {"kept", "2028", 625.5}, {"spent", "2027", 874.5}} {
		found := slices.DeleteFunc(marks(list, want.series), func(e elem) bool { return e.attr["data-key"] != want.year })
		if len(found) != 1 || found[0].num(t, "data-value") != want.value {
			t.Errorf("%v: %v", want, found)
			continue
		}
		p.check(t, want.series, found[0].num(t, "height"), want.value)
	}
	if n := len(marks(list, "spent")) + len(marks(list, "kept")); n != 2 {
		t.Errorf("%d marks of what is and is not 0", n)
	}
}

func TestCashSaysItsFigures(t *testing.T) {
	c := cashSample()
	list := draw(t, c, 700)
	var height proportion
	for _, f := range c.Flows {
		for i, e := range marks(list, f.Name) {
			if e.num(t, "data-value") != f.Values[i] || e.attr["data-key"] != c.Periods[i] {
				t.Errorf("%s %d: %v", f.Name, i, e.attr)
			}
			height.check(t, f.Name, e.num(t, "height"), math.Abs(f.Values[i]))
		}
	}
	// What comes in stands on the line at 0, and what goes out hangs from it.
	foot := marks(list, "out")[0].num(t, "y")
	for i := range c.Periods {
		in, out := marks(list, "in")[i], marks(list, "out")[i]
		if math.Abs(in.num(t, "y")+in.num(t, "height")-foot) > 0.02 || math.Abs(out.num(t, "y")-foot) > 0.02 {
			t.Errorf("%s: bars from %v and %v, want the foot %g", c.Periods[i], in.attr, out.attr, foot)
		}
		more, tax := marks(list, "more")[i], marks(list, "tax")[i]
		if math.Abs(more.num(t, "y")+more.num(t, "height")-in.num(t, "y")) > 0.02 || math.Abs(tax.num(t, "y")-out.num(t, "y")-out.num(t, "height")) > 0.02 {
			t.Errorf("%s: %v is not on %v, or %v not under %v", c.Periods[i], more.attr, in.attr, tax.attr, out.attr)
		}
	}
	line, median := marks(list, "cumulative"), marks(list, "median")
	if len(line) != 3 || len(median) != 3 {
		t.Fatalf("%d and %d marks", len(line), len(median))
	}
	for i := range line {
		if line[i].num(t, "data-value") != c.Line.Values[i] || median[i].num(t, "data-value") != c.Fan.Median[i] ||
			median[i].num(t, "data-low") != c.Fan.Low[i] || median[i].num(t, "data-high") != c.Fan.High[i] {
			t.Errorf("%d: %v %v", i, line[i].attr, median[i].attr)
		}
		height.check(t, "line", line[0].num(t, "cy")-line[i].num(t, "cy"), c.Line.Values[i]-c.Line.Values[0])
	}
	// The band is that of the figures: its corners are as far apart.
	var band [][2]float64
	for _, e := range list {
		if e.name == "polygon" {
			for _, word := range strings.Fields(e.attr["points"]) {
				x, y, _ := strings.Cut(word, ",")
				px, _ := strconv.ParseFloat(x, 64)
				py, _ := strconv.ParseFloat(y, 64)
				band = append(band, [2]float64{px, py})
			}
		}
	}
	for i := range 3 {
		height.check(t, "band", band[5-i][1]-band[i][1], c.Fan.High[i]-c.Fan.Low[i])
	}
}

func cashSample() *Cash {
	return &Cash{
		Head: heading("cash"), Unit: "USD", NetName: "net", Periods: []string{"2027", "2028", "terminal"},
		Flows: []Series{{"in", GPUCloud, []float64{10, 70.5, 120}}, {"out", Neutral, []float64{-80, -20, -0.5}}, {"more", Mining, []float64{5, 6, 7}}, {"tax", Hybrid, []float64{-3, -4, -5}}},
		Line:  Series{Name: "cumulative", Values: []float64{-70, -20, 90}},
		Fan: &Fan{
			Name: "band", MedianName: "median", LowName: "p10", HighName: "p90",
			Low: []float64{-75, -60, -10}, Median: []float64{-70, -22, 80}, High: []float64{-60, 5, 150},
		},
	}
}

func TestSupplySaysItsFigures(t *testing.T) {
	s := supplySample()
	list := marks(draw(t, s, 800), "supply")
	if len(list) != 3 {
		t.Fatalf("%d steps", len(list))
	}
	var width, height proportion
	at := 0.0
	for i, want := range []SupplyStep{s.Steps[1], s.Steps[0], s.Steps[3]} {
		e := list[i]
		if e.attr["data-key"] != want.Region || e.num(t, "data-mw") != want.MW || e.num(t, "data-price") != want.Price ||
			e.num(t, "data-months") != want.Months || e.num(t, "data-taken") != want.Taken {
			t.Errorf("step %d: %v, want %v", i, e.attr, want)
		}
		width.check(t, want.Region, e.num(t, "width"), want.MW)
		height.check(t, want.Region, e.num(t, "height"), want.Price)
		if left := e.num(t, "x"); i > 0 && math.Abs(left-at) > 0.02 {
			t.Errorf("step %d begins at %g, want %g", i, left, at)
		}
		at = e.num(t, "x") + e.num(t, "width")
	}
	for i, role := range []Role{Class5, Class1, Class2} {
		if !strings.Contains(list[i].attr["class"], role.class()) {
			t.Errorf("step %d has the colour %s, want %s", i, list[i].attr["class"], role.class())
		}
	}
}

func supplySample() *Supply {
	return &Supply{
		Head: heading("supply"), XName: "MW", YName: "USD/MWh", MonthsName: "months", XUnit: "MW", YUnit: "USD/MWh", TakenName: "taken", RegionName: "region",
		Steps: []SupplyStep{
			{"RU-B", "B", 120, 50.5, 12, 30}, {"RU-A", "A", 80, 41.25, 60, 0}, {"RU-NONE", "None", 0, 10, 9, 0}, {"RU-C", "C", 40, 70, 12.5, 40},
		},
	}
}

func TestScheduleSaysItsFigures(t *testing.T) {
	s := scheduleSample()
	for _, width := range []int{350, 700} {
		list := marks(draw(t, s, width), "schedule")
		var p proportion
		for i, r := range s.Rows {
			e := list[i]
			for name, want := range map[string]float64{"begin": r.Begin, "end": r.End, "earliest": r.Earliest, "latest": r.Latest, "mw": r.MW} {
				if got := e.num(t, "data-"+name); got != want {
					t.Errorf("%s: %s %g, want %g", r.Name, name, got, want)
				}
			}
			p.check(t, r.Name, e.num(t, "width"), r.End-r.Begin)
		}
		if len(list) != len(s.Rows) {
			t.Errorf("%d bars", len(list))
		}
	}
}

func scheduleSample() *Schedule {
	year := func(y float64) string { return strconv.FormatFloat(y, 'f', 1, 64) }
	return &Schedule{
		Head: heading("signings"), BarName: "signed to energised", RangeName: "lead time", MWName: "MW",
		Columns: [5]string{"connection", "signed", "energised", "earliest", "latest"}, Time: year,
		Rows: []ScheduleRow{
			{"RU-TVE/plant", 2027, 2029, 2028, 2029.5, 69.1, Neutral}, {"kalinin-npp", 2028.5, 2029.25, 2029.25, 2029.25, 52.9, Neutral},
		},
	}
}

func TestFrontierSaysItsFigures(t *testing.T) {
	f := frontierSample()
	list := draw(t, f, 600)
	on, off := marks(list, "frontier"), marks(list, "beside")
	if len(on) != 3 || len(off) != 1 || off[0].num(t, "data-x") != 150 || off[0].num(t, "data-y") != 11 {
		t.Fatalf("%v %v", on, off)
	}
	joined := slices.DeleteFunc(slices.Clone(list), func(e elem) bool { return e.name != "polyline" })
	if len(joined) != 1 || joined[0].attr["points"] != fmt.Sprintf("%s,%s %s,%s %s,%s", on[0].attr["cx"], on[0].attr["cy"], on[1].attr["cx"], on[1].attr["cy"], on[2].attr["cx"], on[2].attr["cy"]) {
		t.Errorf("the line joins %v", joined)
	}
	var x, y proportion
	for i, want := range []Point{f.Points[1], f.Points[0], f.Points[3]} {
		if on[i].attr["data-key"] != want.Name || on[i].num(t, "data-x") != want.X || on[i].num(t, "data-y") != want.Y {
			t.Errorf("%v, want %v", on[i].attr, want)
		}
		x.check(t, "x", on[i].num(t, "cx")-on[0].num(t, "cx"), want.X-100)
		y.check(t, "y", on[0].num(t, "cy")-on[i].num(t, "cy"), want.Y-10)
	}
}

func frontierSample() *Frontier {
	return &Frontier{
		Head: heading("frontier"), XName: "budget", YName: "NPV", PointName: "plan",
		Points: []Point{{"b", 200, 20, true}, {"a", 100, 10, true}, {"between", 150, 11, false}, {"c", 400, 25.5, true}},
	}
}

func TestPhaseSaysItsFigures(t *testing.T) {
	f := phaseSample()
	list := draw(t, f, 600)
	n := 0
	for _, l := range f.Letters {
		for _, e := range marks(list, "phase") {
			if e.attr["data-key"] != l.Letter {
				continue
			}
			n++
			i, j := slices.Index(f.Xs, e.num(t, "data-x")), slices.Index(f.Ys, e.num(t, "data-y"))
			if f.Cells[j][i] != l.Letter || !strings.Contains(e.attr["class"], l.Role.class()) {
				t.Errorf("cell %d, %d: %v, want %s", i, j, e.attr, f.Cells[j][i])
			}
		}
	}
	if n != 6 {
		t.Errorf("%d cells", n)
	}
	all := marks(list, "phase")
	if all[0].num(t, "y") <= all[5].num(t, "y") || all[0].num(t, "x") >= all[2].num(t, "x") {
		t.Error("rows do not rise, or columns")
	}
	if !slices.ContainsFunc(list, func(e elem) bool {
		return e.attr["class"] == "chosen" && e.num(t, "x") > all[1].num(t, "x") && e.num(t, "x") < all[2].num(t, "x")
	}) {
		t.Error("the cell of now is not framed")
	}
}

func phaseSample() *Phase {
	return &Phase{
		Head: heading("phase"), XName: "hashprice", YName: "rent", Xs: []float64{20, 30.5, 40}, Ys: []float64{0.1, 0.2}, NowName: "now", Now: &[2]float64{30.5, 0.2},
		Cells:   [][]string{{".", "A", "A"}, {"G", "H", "A"}},
		Letters: []Letter{{"A", "ASIC", Mining}, {"G", "GPU", Colocation}, {"H", "hybrid", Hybrid}, {".", "none", None}},
	}
}

func TestRangesSayTheirFigures(t *testing.T) {
	r := rangesSample()
	all := draw(t, r, 600)
	list := marks(all, "range")
	if len(list) != 3 {
		t.Fatalf("%d rows", len(list))
	}
	// Within a row: its title, then the thin bar, the thick bar and the dot.
	first := slices.IndexFunc(all, func(e elem) bool { return e.attr["data-key"] == "a" })
	thin, thick, dot := all[first+2], all[first+3], all[first+4]
	unit := thin.num(t, "width") / 14 // from -5 to 9
	for _, c := range []struct{ got, want float64 }{
		{thick.num(t, "width"), 6 * unit}, {thick.num(t, "x") - thin.num(t, "x"), 6 * unit}, {dot.num(t, "cx") - thin.num(t, "x"), 8 * unit},
	} {
		if math.Abs(c.got-c.want) > 0.05 {
			t.Errorf("%g px, want %g", c.got, c.want)
		}
	}
	for i := range r.Rows {
		names, want := r.Rows[i].figures()
		for k, name := range names {
			if got := list[i].num(t, "data-"+name); got != want[k] {
				t.Errorf("%s: %s %g, want %g", r.Rows[i].Name, name, got, want[k])
			}
		}
	}
	if _, there := list[2].attr["data-low"]; there {
		t.Error("a range that is not there has a figure")
	}
	if got := fmt.Sprint(r.Table().Rows); got != "[[a, proven -5.00 1.00 3.00 7.00 9.00] [b -2.00 – 0 – 2.00] [c – – 4.00 – –]]" {
		t.Error(got)
	}
}

func rangesSample() *Ranges {
	x := func(v float64) *float64 { return &v }
	return &Ranges{
		Head: heading("ranges"), Unit: "MW", Kinds: []Kind{{"must", Class5}, {"some", Class3}}, RangeName: "all", InnerName: "half", DotName: "given",
		Columns: [6]string{"region", "least", "25 %", "given", "75 %", "most"},
		Rows: []Range{
			{Name: "a", Role: Class5, Low: x(-5), InnerLow: x(1), Dot: x(3), InnerHigh: x(7), High: x(9), Note: "proven"},
			{Name: "b", Role: Class3, Low: x(-2), Dot: x(0), High: x(2)},
			{Name: "c", Role: Class3, Dot: x(4)},
		},
	}
}

func TestHistogramSaysItsFigures(t *testing.T) {
	h := histogramSample()
	list := draw(t, h, 600)
	var p proportion
	total := 0.0
	for _, e := range marks(list, "histogram") {
		from, to, n := e.num(t, "data-from"), e.num(t, "data-to"), 0.0
		for _, v := range h.Values {
			if v >= from && v < to {
				n++
			}
		}
		if got := e.num(t, "data-value"); got != n {
			t.Errorf("%g to %g: %g, want %g", from, to, got, n)
		}
		p.check(t, "bar", e.num(t, "height"), n)
		total += n
		if below := strings.Contains(e.attr["class"], Mining.class()); below != (to <= 0) {
			t.Errorf("%g to %g has the wrong colour", from, to)
		}
	}
	if int(total) != len(h.Values) {
		t.Errorf("%g of %d outcomes", total, len(h.Values))
	}
	for i, e := range marks(list, "line") {
		if e.num(t, "data-value") != h.Lines[i].Value || e.attr["data-key"] != h.Lines[i].Name {
			t.Errorf("line %d: %v", i, e.attr)
		}
	}
}

func histogramSample() *Histogram {
	h := &Histogram{
		Head: heading("outcomes"), XName: "NPV", YName: "draws", Role: Neutral, BelowRole: Mining, BelowName: "loss", Name: "gain", Below: new(float64),
		Lines: []Line{{"p10", -7.5}, {"median", 12}, {"p90", 29}},
	}
	for i := range 200 {
		h.Values = append(h.Values, float64(i*37%101)/2-11.3)
	}
	return h
}
