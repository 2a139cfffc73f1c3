package chart

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// canvas writes a drawing. Elements are written as they come; the height is
// known at the end.
type canvas struct {
	body   strings.Builder
	width  float64
	height float64
	texts  []box // that are written, so that no other comes over them
}

// box is a rectangle.
type box struct{ left, top, right, bottom float64 }

func (b box) overlaps(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

// attributes are names and values of an element, in turn.
type attributes []string

// element writes an element; its title is shown when it is pointed at. Names
// and values are written as they are, but for escaping.
func (c *canvas) element(name, title string, lists ...attributes) {
	c.begin(name, lists...)
	if title == "" {
		c.body.WriteString("/>")
		return
	}
	c.body.WriteString("><title>" + escape(title) + "</title></" + name + ">")
}

// open begins an element that close ends.
func (c *canvas) open(name string, lists ...attributes) {
	c.begin(name, lists...)
	c.body.WriteByte('>')
}

func (c *canvas) close(name string) { c.body.WriteString("</" + name + ">") }

func (c *canvas) begin(name string, lists ...attributes) {
	c.body.WriteString("<" + name)
	for _, list := range lists {
		for i := 0; i < len(list); i += 2 {
			c.body.WriteString(" " + list[i] + `="` + escape(list[i+1]) + `"`)
		}
	}
}

// escape makes text safe within an element and an attribute. Characters that XML
// does not have become the replacement character.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}

// class, and the other functions here, write attributes.
func class(names ...string) attributes { return attributes{"class", strings.Join(names, " ")} }

// rect is a rectangle between two corners, in whichever order.
func rect(x0, y0, x1, y1 float64) attributes {
	return attributes{
		"x", coordinate(min(x0, x1)), "y", coordinate(min(y0, y1)),
		"width", coordinate(math.Abs(x1 - x0)), "height", coordinate(math.Abs(y1 - y0)),
	}
}

func line(x0, y0, x1, y1 float64) attributes {
	return attributes{"x1", coordinate(x0), "y1", coordinate(y0), "x2", coordinate(x1), "y2", coordinate(y1)}
}

func circle(x, y, r float64) attributes {
	return attributes{"cx", coordinate(x), "cy", coordinate(y), "r", coordinate(r)}
}

// polyline joins points.
func polyline(points [][2]float64) attributes {
	var b strings.Builder
	for i, p := range points {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(coordinate(p[0]) + "," + coordinate(p[1]))
	}
	return attributes{"points", b.String()}
}

// of says what a mark stands for.
func of(series, key string) attributes { return attributes{"data-series", series, "data-key", key} }

// value is a figure of a mark, in full precision.
func value(name string, x float64) attributes {
	return attributes{"data-" + name, strconv.FormatFloat(x, 'g', -1, 64)}
}

// coordinate is a place in the drawing to a hundredth.
func coordinate(x float64) string {
	return strconv.FormatFloat(math.Round(x*100)/100+0, 'f', -1, 64)
}

// svg ends the drawing.
func (c *canvas) svg(h *Head) string {
	id := fmt.Sprintf("%s-%.0f", h.ID, c.width)
	size := []string{coordinate(c.width), coordinate(math.Ceil(c.height))}
	out := &canvas{}
	out.open("svg", attributes{
		"xmlns", "http://www.w3.org/2000/svg", "id", id, "class", "chart", "role", "img",
		"aria-labelledby", id + "-title " + id + "-desc", "viewBox", "0 0 " + size[0] + " " + size[1], "width", size[0], "height", size[1],
	})
	for _, part := range [][2]string{{"title", h.Title}, {"desc", h.Desc}} {
		out.open(part[0], attributes{"id", id + "-" + part[0]})
		out.body.WriteString(escape(part[1]))
		out.close(part[0])
	}
	out.body.WriteString(c.body.String())
	out.close("svg")
	return out.body.String()
}
