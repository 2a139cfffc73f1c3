package chart

import "math"

// Room around a plot, in CSS pixels.
const (
	pad       = 8.0
	lineStep  = 16.0 // between lines of text
	plotShare = 0.42 // height of a plot by its width
)

// entry is a name in a legend with the shape of its mark: box, line, dash, band, dot,
// taken, range, thick, pie or frame.
type entry struct {
	shape string
	class string
	name  string
}

// swatch of a series.
func swatch(name string, r Role) entry { return entry{"box", r.class(), name} }

// legend writes names from the top on, in as many lines as they need, and moves
// the height of the drawing below.
func (c *canvas) legend(entries ...entry) {
	const box, gap = 12.0, 16.0
	x, y := pad, c.height+lineStep
	for _, e := range entries {
		if e.name == "" {
			continue
		}
		name := shorten(e.name, c.width-2*pad-box-6, normal)
		w := box + 6 + textWidth(name, normal)
		if x > pad && x+w > c.width-pad {
			x, y = pad, y+lineStep+2
		}
		c.sample(e, x, y)
		c.write(label{x + box + 6, y, start, normal, "name", name})
		x += w + gap
	}
	c.height = y + pad
}

// sample draws the mark of an entry, with the baseline of its name at y.
func (c *canvas) sample(e entry, x, y float64) {
	switch e.shape {
	case "box":
		c.element("rect", "", class(e.class, "region"), rect(x, y-10, x+12, y+2))
	case "band":
		c.element("rect", "", class("band"), rect(x, y-10, x+12, y+2))
	case "line", "dash":
		c.element("line", "", class(e.shape), line(x, y-4, x+12, y-4))
	case "range":
		c.element("line", "", class("range"), line(x, y-4, x+12, y-4))
		c.element("line", "", class("range"), line(x, y-8, x, y))
		c.element("line", "", class("range"), line(x+12, y-8, x+12, y))
	case "thick":
		c.element("rect", "", class(Neutral.class()), rect(x, y-9, x+12, y+1))
	case "pie":
		c.element("circle", "", class(e.class, "ring"), circle(x+6, y-4, 6))
	case "frame":
		c.element("rect", "", class("chosen"), rect(x+1, y-9, x+11, y+1))
	case "dot":
		c.element("circle", "", class("point"), circle(x+6, y-4, 4))
	case "taken":
		c.element("rect", "", class("taken"), rect(x, y-6, x+12, y-2))
	}
}

// plot is the area in which figures are drawn.
type plot struct {
	*canvas
	head                     *Head
	left, right, top, bottom float64
	y                        scale
}

// newPlot makes room below what is drawn so far, with a rule and a number at
// each round figure from low to high.
func newPlot(c *canvas, h *Head, name string, low, high float64) *plot {
	height := math.Round(min(max(c.width*plotShare, 200), 340))
	list, decimals := ticks(low, high, int(height/45))
	p := &plot{canvas: c, head: h, right: c.width - pad}
	widest := 0.0
	for _, t := range list {
		widest = max(widest, textWidth(h.Number(t, decimals), small))
	}
	p.left = pad + widest + 6
	c.height += lineStep
	c.write(label{pad, c.height - 2, start, small, "muted unit", shorten(name, c.width-2*pad, small)})
	p.top = c.height + pad
	p.bottom = p.top + height
	p.y = scale{list[0], list[len(list)-1], p.bottom, p.top}
	for _, t := range list {
		y := p.y.at(t)
		c.element("line", "", class("rule"), line(p.left, y, p.right, y))
		c.write(label{p.left - 6, y + 4, end, small, "muted tick", h.Number(t+0, decimals)})
	}
	c.height = p.bottom
	return p
}

// baseline draws the rule at 0 over the feet of bars.
func (p *plot) baseline() {
	p.element("line", "", class("axis"), line(p.left, p.y.at(0), p.right, p.y.at(0)))
}

// categories writes names beneath the plot, as many as there is room for, and
// gives the width of a place.
func (p *plot) categories(names []string) (place float64) {
	place = (p.right - p.left) / float64(max(len(names), 1))
	labels := p.places(names, place, 1)
	for i := 0; crowded(labels); i++ {
		labels = p.places(names, place, thinning(i))
	}
	for _, l := range labels {
		p.write(l)
	}
	p.height = p.bottom + lineStep + pad
	return place
}

// thinning is how many categories one name may stand for, from few to many:
// numbers that go well with quarters, years and months.
func thinning(i int) int {
	list := []int{2, 3, 4, 6, 12}
	if i < len(list) {
		return list[i]
	}
	return 12 << (i - len(list) + 1)
}

// places are the names of every few categories, moved inward where they would
// leave the drawing.
func (p *plot) places(names []string, place float64, every int) []label {
	var list []label
	for i := 0; i < len(names); i += every {
		room := max(place*float64(every)+lineStep, 40) // a little over its own place, if the neighbours allow
		l := label{p.middle(i, place), p.bottom + lineStep, middle, small, "muted place", shorten(names[i], min(room, 120), small)}
		b := l.box()
		l.x += max(0, -b.left) - max(0, b.right-p.width)
		list = append(list, l)
	}
	return list
}

// crowded tells whether names in a row are closer than a few pixels.
func crowded(labels []label) bool {
	for i := 1; i < len(labels); i++ {
		if labels[i].box().left < labels[i-1].box().right+5 {
			return true
		}
	}
	return false
}

// middle is that of the i-th place.
func (p *plot) middle(i int, place float64) float64 { return p.left + (float64(i)+0.5)*place }

// numbers writes a rising scale of figures beneath the plot, and its name.
func (p *plot) numbers(name string, low, high float64) scale {
	n := max(2, int((p.right-p.left)/80))
	list, decimals := ticks(low, high, n)
	x := scale{list[0], list[len(list)-1], p.left, p.right}
	p.axis(x, name, list, func(t float64) string { return p.head.Number(t+0, decimals) })
	return x
}

// axis writes the numbers of a scale that there is room for.
func (p *plot) axis(x scale, name string, list []float64, write func(float64) string) {
	last := math.Inf(-1)
	for _, t := range list {
		at := x.at(t)
		p.element("line", "", class("axis"), line(at, p.bottom, at, p.bottom+4))
		l := label{at, p.bottom + lineStep + 2, middle, small, "muted tick", write(t)}
		b := l.box()
		l.x += max(0, -b.left) - max(0, b.right-p.width)
		if b = l.box(); b.left > last+6 {
			p.write(l)
			last = b.right
		}
	}
	p.height = p.bottom + lineStep + 4
	if name != "" {
		p.height += lineStep
		p.write(label{p.right, p.height, end, small, "muted unit", shorten(name, p.right-pad, small)})
	}
	p.height += pad
}
