package chart

import (
	"cmp"
	"slices"
)

// Frontier is plans by two figures, joined by a line in the order of the first.
type Frontier struct {
	Head
	XName, YName string // with their units
	Points       []Point
	PointName    string // heads the column of names
}

// Point is a plan. A point that is not On the frontier is drawn hollow and is not
// joined.
type Point struct {
	Name string
	X, Y float64
	On   bool
}

// SVG draws the picture.
func (f *Frontier) SVG(width int) (string, error) {
	if err := f.check(width); err != nil {
		return "", err
	}
	if len(f.Points) == 0 {
		return "", ErrEmpty
	}
	points := slices.Clone(f.Points)
	slices.SortStableFunc(points, func(a, b Point) int { return cmp.Compare(a.X, b.X) })
	low, high := points[0], points[0]
	var joined [][2]float64
	for _, q := range points {
		if err := f.finite([]float64{q.X, q.Y}); err != nil {
			return "", err
		}
		low.X, low.Y, high.X, high.Y = min(low.X, q.X), min(low.Y, q.Y), max(high.X, q.X), max(high.Y, q.Y)
	}
	c := &canvas{width: float64(width)}
	p := newPlot(c, &f.Head, f.YName, low.Y, high.Y)
	x := p.numbers(f.XName, low.X, high.X)
	for _, q := range points {
		if q.On {
			joined = append(joined, [2]float64{x.at(q.X), p.y.at(q.Y)})
		}
	}
	if len(joined) > 1 {
		c.element("polyline", "", class("line"), polyline(joined))
	}
	for _, q := range points {
		kind, series := "point", "frontier"
		if !q.On {
			kind, series = "hollow", "beside"
		}
		c.element("circle", join(q.Name, f.XName+" "+f.figure(q.X), f.YName+" "+f.figure(q.Y)), class(kind),
			circle(x.at(q.X), p.y.at(q.Y), 4.5), of(series, q.Name), value("x", q.X), value("y", q.Y))
	}
	for _, q := range points {
		at := label{x.at(q.X), p.y.at(q.Y) - 9, middle, small, "over", q.Name} // above: a frontier bends down
		if !c.try(at) {
			c.beside(x.at(q.X), p.y.at(q.Y), 7, q.Name)
		}
	}
	return c.svg(&f.Head), nil
}

// beside writes a name next to a mark of a radius, on the first side where there
// is room, and not at all where there is none.
func (c *canvas) beside(x, y, r float64, name string) bool {
	near := 0.7 * r
	for _, l := range []label{
		{x: x + r, y: y + 4, anchor: start},
		{x: x, y: y - r - 2, anchor: middle},
		{x: x, y: y + r + 9, anchor: middle},
		{x: x - r, y: y + 4, anchor: end},
		{x: x + near, y: y - near, anchor: start},
		{x: x + near, y: y + near + 8, anchor: start},
		{x: x - near, y: y - near, anchor: end},
		{x: x - near, y: y + near + 8, anchor: end},
	} {
		l.size, l.class, l.text = small, "over", name
		if c.try(l) {
			return true
		}
	}
	return false
}

// Table is the points in their order.
func (f *Frontier) Table() Table {
	t := Table{Header: []string{f.PointName, f.XName, f.YName}, Left: 1}
	for _, q := range f.Points {
		t.Rows = append(t.Rows, []string{q.Name, f.figure(q.X), f.figure(q.Y)})
	}
	return t
}
