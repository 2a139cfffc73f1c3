package geo

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// View places a frame in a drawing: x to the right and y downward, from 0 to
// Width and Height, in units of the drawing.
type View struct {
	Width, Height float64
	projection    Albers
	scale         float64 // units per km
	left, top     float64 // km of the corner
}

// Smallest width of what is shown, in km: a single small region is seen with
// what is around it.
const leastWidth = 600

// margin is left on each side, as a share of the width.
const margin = 0.02

// Fit places the regions of the frame in a drawing of a width, and of a height
// that follows but is at most so much. Regions that are not of the frame are
// left alone. With all regions of the frame its other land is shown too, and
// with none all of it.
func (f *Frame) Fit(regions []string, width, height float64) View {
	var shown []Shape
	all := true
	for i := range f.Places {
		if p := &f.Places[i]; slices.Contains(regions, p.Region) {
			shown = append(shown, p.extent())
		} else {
			all = false
		}
	}
	if len(shown) == 0 {
		for i := range f.Places {
			shown = append(shown, f.Places[i].extent())
		}
	}
	if all || len(regions) == 0 {
		shown = append(shown, f.Land...)
	}
	low, high := f.Projection.extent(shown)
	w := max(high.X-low.X, leastWidth) * (1 + 2*margin)
	h := high.Y - low.Y + 2*margin*w
	v := View{Width: width, projection: f.Projection, scale: min(width/w, height/h)}
	v.Height = h * v.scale
	v.left = (low.X+high.X)/2 - width/v.scale/2
	v.top = (low.Y+high.Y)/2 + h/2
	return v
}

// extent is the shape of a place or, where it has none, its point as one.
func (p *Place) extent() Shape {
	if p.Shape == nil {
		return Shape{{{p.At}}}
	}
	return p.Shape
}

// extent is the least rectangle, in km, that holds the shapes.
func (a Albers) extent(shapes []Shape) (low, high Point) {
	low, high = Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, s := range shapes {
		for _, polygon := range a.projected(s) {
			for _, q := range polygon[0] {
				low = Point{min(low.X, q.X), min(low.Y, q.Y)}
				high = Point{max(high.X, q.X), max(high.Y, q.Y)}
			}
		}
	}
	return low, high
}

// Shows tells whether a shape may reach into the drawing: its least rectangle
// does.
func (v View) Shows(s Shape) bool {
	low, high := v.projection.extent([]Shape{s})
	a, b := v.place(low), v.place(high) // lower left and upper right
	return a.X < v.Width && b.X > 0 && b.Y < v.Height && a.Y > 0
}

// Touches tells whether a corner of a place, or its point, is within a rectangle
// of the drawing.
func (v View) Touches(p *Place, left, top, right, bottom float64) bool {
	for _, polygon := range p.extent() {
		for _, at := range polygon[0] {
			if q := v.Point(at); q.X > left && q.X < right && q.Y > top && q.Y < bottom {
				return true
			}
		}
	}
	return false
}

// At gives a view of the frame that has the scale of another, for a second
// frame beside the first, as large as its regions need.
func (f *Frame) At(v View, regions []string) View {
	own := f.Fit(regions, v.Width, math.Inf(1))
	ratio := v.scale / own.scale
	own.scale, own.Width, own.Height = v.scale, own.Width*ratio, own.Height*ratio
	return own
}

// Point places a point given in degrees.
func (v View) Point(p Point) Point { return v.place(v.projection.Project(p)) }

// place turns km into units of the drawing.
func (v View) place(q Point) Point {
	return Point{(q.X - v.left) * v.scale, (v.top - q.Y) * v.scale}
}

// Path writes a shape as SVG path data, to a tenth of a unit. Points that fall
// together are written once, and rings that shrink to nothing not at all,
// but for the first of the shape.
func (v View) Path(s Shape) string {
	var b strings.Builder
	for _, polygon := range s {
		for _, ring := range polygon {
			v.ring(&b, ring)
		}
	}
	return b.String()
}

// ring writes a ring as steps in tenths, so that rounding does not add up.
func (v View) ring(b *strings.Builder, ring []Point) {
	type tenths struct{ x, y int }
	var list []tenths
	for _, p := range ring[:len(ring)-1] {
		q := v.Point(p)
		t := tenths{int(math.Round(q.X * 10)), int(math.Round(q.Y * 10))}
		if len(list) > 0 { // corners closer than half a unit are not seen
			last := list[len(list)-1]
			if dx, dy := t.x-last.x, t.y-last.y; dx*dx+dy*dy < 25 {
				continue
			}
		}
		list = append(list, t)
	}
	if len(list) < 3 && b.Len() > 0 {
		return
	}
	for i, t := range list {
		if i == 0 {
			b.WriteString("M" + tenth(t.x) + " " + tenth(t.y) + "l")
			continue
		}
		if i > 1 {
			b.WriteByte(' ')
		}
		b.WriteString(tenth(t.x-list[i-1].x) + " " + tenth(t.y-list[i-1].y))
	}
	if len(list) == 1 {
		b.WriteString("0 0")
	}
	b.WriteByte('z')
}

// tenth writes a number of tenths: 15 is 1.5.
func tenth(n int) string { return strconv.FormatFloat(float64(n)/10, 'f', -1, 64) }
