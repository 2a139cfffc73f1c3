package chart

import (
	"math"
	"slices"
)

// Histogram is how many of the outcomes of a simulation lie in each of equal
// intervals between round numbers.
type Histogram struct {
	Head
	XName, YName string // of the figure, with its unit, and of the count
	Values       []float64
	Role         Role
	// Below are outcomes under this line, in another colour: losses, say.
	Below     *float64
	BelowRole Role
	// BelowName and Name explain the colours where Below is given.
	BelowName, Name string
	// Lines are figures to be marked: quantiles, the mean.
	Lines []Line
}

// Line is a figure to be marked with its name.
type Line struct {
	Name  string
	Value float64
}

// bins are the edges of the intervals and the counts. An outcome on an edge
// belongs to the interval above, the highest to the last.
func (s *Histogram) bins() (edges []float64, counts []int) {
	low, high := slices.Min(s.Values), slices.Max(s.Values)
	n := int(min(max(math.Ceil(math.Sqrt(float64(len(s.Values)))), 5), 30))
	edges, _ = ticks(low, high, n)
	counts = make([]int, len(edges)-1)
	step := edges[1] - edges[0]
	for _, v := range s.Values {
		counts[max(0, min(int(math.Floor((v-edges[0])/step)), len(counts)-1))]++
	}
	return edges, counts
}

// SVG draws the picture.
func (s *Histogram) SVG(width int) (string, error) {
	if err := s.check(width); err != nil {
		return "", err
	}
	if len(s.Values) == 0 {
		return "", ErrEmpty
	}
	lines := make([]float64, len(s.Lines))
	for i, l := range s.Lines {
		lines[i] = l.Value
	}
	if err := s.finite(s.Values, lines); err != nil {
		return "", err
	}
	edges, counts := s.bins()
	c := &canvas{width: float64(width)}
	if s.Below != nil {
		c.legend(swatch(s.BelowName, s.BelowRole), swatch(s.Name, s.Role))
	}
	top := c.height
	c.height += lineStep * float64(len(s.Lines)) // a line of text for each name
	p := newPlot(c, &s.Head, s.YName, 0, float64(slices.Max(counts)))
	all := append([]float64{edges[0], edges[len(edges)-1]}, lines...)
	x := p.numbers(s.XName, slices.Min(all), slices.Max(all))
	for i, n := range counts {
		s.bar(p, x, edges[i], edges[i+1], n)
	}
	p.baseline()
	for i, l := range s.Lines {
		s.mark(p, x, l, top+lineStep*float64(i+1))
	}
	return c.svg(&s.Head), nil
}

// bar draws the outcomes from one edge to the next.
func (s *Histogram) bar(p *plot, x scale, from, to float64, n int) {
	if n == 0 {
		return
	}
	role := s.Role
	if s.Below != nil && (from+to)/2 < *s.Below {
		role = s.BelowRole
	}
	p.element("rect", join(s.figure(from)+" – "+s.figure(to), s.YName+" "+s.Number(float64(n), 0)), class(role.class(), "mark"),
		rect(x.at(from), p.y.at(0), x.at(to), p.y.at(float64(n))), of("histogram", ""), value("from", from), value("to", to), value("value", float64(n)))
}

// mark draws a line with its name, whose baseline is given.
func (s *Histogram) mark(p *plot, x scale, l Line, baseline float64) {
	at := x.at(l.Value)
	p.element("line", join(l.Name, s.figure(l.Value)), class("dash"), line(at, baseline+3, at, p.bottom), of("line", l.Name), value("value", l.Value))
	text := label{at + 4, baseline, start, small, "over", shorten(l.Name+" "+s.figure(l.Value), p.width-2*pad, small)}
	b := text.box()
	text.x -= max(0, b.right-p.width+pad)
	p.write(text)
}

// Table is the intervals and their counts.
func (s *Histogram) Table() Table {
	t := Table{Header: []string{s.XName, s.YName}, Left: 1}
	if len(s.Values) == 0 {
		return t
	}
	edges, counts := s.bins()
	for i, n := range counts {
		t.Rows = append(t.Rows, []string{s.figure(edges[i]) + " – " + s.figure(edges[i+1]), s.Number(float64(n), 0)})
	}
	for _, l := range s.Lines {
		t.Rows = append(t.Rows, []string{l.Name, s.figure(l.Value)})
	}
	return t
}
