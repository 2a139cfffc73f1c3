package chart

import "fmt"

// Ranges is how far figures reach, a row each: the MW of regions over all good
// plans, quantiles of a plan's worth, the part of an input in a gap.
type Ranges struct {
	Head
	Unit string
	Rows []Range
	// Kinds explain the colours of the rows; empty for no legend.
	Kinds []Kind
	// Names of the parts, as far as rows have them: the thin line, the thick line, the dot.
	RangeName, InnerName, DotName string
	// Columns head the table: name, low, inner low, dot, inner high, high. A column
	// with an empty head is left out.
	Columns [6]string
}

// Kind is a colour with its meaning.
type Kind struct {
	Name string
	Role Role
}

// Range is a row. What is nil is not there.
type Range struct {
	Name                string
	Role                Role
	Low, High           *float64
	InnerLow, InnerHigh *float64
	Dot                 *float64
	// Note stands in the title, and behind the name in the table.
	Note string
}

// figures are those of the row that are there, with their names.
func (r *Range) figures() (names []string, list []float64) {
	for i, x := range r.all() {
		if x != nil {
			names, list = append(names, rangeNames[i]), append(list, *x)
		}
	}
	return names, list
}

func (r *Range) all() [5]*float64 {
	return [5]*float64{r.Low, r.InnerLow, r.Dot, r.InnerHigh, r.High}
}

var rangeNames = [5]string{"low", "inner-low", "dot", "inner-high", "high"}

// SVG draws the picture.
func (s *Ranges) SVG(width int) (string, error) {
	if err := s.check(width); err != nil {
		return "", err
	}
	if len(s.Rows) == 0 {
		return "", ErrEmpty
	}
	low, high := 0.0, 0.0
	for i := range s.Rows {
		r := &s.Rows[i]
		_, list := r.figures()
		if err := s.finite(list); err != nil {
			return "", err
		}
		if (r.Low == nil) != (r.High == nil) || (r.InnerLow == nil) != (r.InnerHigh == nil) {
			return "", fmt.Errorf("picture %s: %s has one end of a range only", s.ID, r.Name)
		}
		low, high = min(low, least(list)), max(high, most(list))
	}
	c := &canvas{width: float64(width)}
	s.legend(c)
	stacked := c.width < twoLines
	left, height := pad+8, rowHeight
	if stacked {
		height += lineStep
	} else {
		for _, r := range s.Rows {
			left = max(left, min(pad+textWidth(r.Name, normal)+14, nameShare*c.width))
		}
	}
	p := &plot{canvas: c, head: &s.Head, left: left, right: c.width - pad - 8, top: c.height, bottom: c.height + height*float64(len(s.Rows))}
	x := p.numbers(s.Unit, low, high)
	p.element("line", "", class("axis"), line(x.at(0), p.top, x.at(0), p.bottom))
	for i := range s.Rows {
		s.row(p, x, &s.Rows[i], p.top+height*float64(i), stacked)
	}
	return c.svg(&s.Head), nil
}

func (s *Ranges) legend(c *canvas) {
	var names []entry
	for _, k := range s.Kinds {
		names = append(names, swatch(k.Name, k.Role))
	}
	c.legend(append(names, entry{"range", "", s.RangeName}, entry{"thick", "", s.InnerName}, entry{"dot", "", s.DotName})...)
}

// row draws a row whose room begins at top.
func (s *Ranges) row(p *plot, x scale, r *Range, top float64, stacked bool) {
	if stacked {
		p.write(label{pad, top + lineStep - 2, start, normal, "name over", shorten(r.Name, p.width-2*pad, normal)})
		top += lineStep
	} else {
		p.write(label{pad, top + rowHeight/2 + 4, start, normal, "name", shorten(r.Name, p.left-pad-14, normal)})
	}
	y := top + rowHeight/2
	p.element("line", "", class("rule"), line(p.left, y, p.right, y))
	names, list := r.figures()
	title := r.Name
	marks := of("range", r.Name)
	for i, v := range list {
		title = join(title, s.figure(v))
		marks = append(marks, value(names[i], v)...)
	}
	if r.Note != "" {
		title = join(title, r.Note)
	}
	p.open("g", marks)
	p.body.WriteString("<title>" + escape(title) + "</title>")
	if r.Low != nil {
		p.element("rect", "", class(r.Role.class()), rect(x.at(*r.Low), y-2, max(x.at(*r.High), x.at(*r.Low)+1), y+2))
	}
	if r.InnerLow != nil {
		p.element("rect", "", class(r.Role.class(), "mark"), rect(x.at(*r.InnerLow), y-6, max(x.at(*r.InnerHigh), x.at(*r.InnerLow)+1), y+6))
	}
	if r.Dot != nil {
		p.element("circle", "", class("point"), circle(x.at(*r.Dot), y, 4))
	}
	p.close("g")
}

// Table is the figures of the rows.
func (s *Ranges) Table() Table {
	t := Table{Header: []string{s.Columns[0]}, Left: 1}
	for _, name := range s.Columns[1:] {
		if name != "" {
			t.Header = append(t.Header, name)
		}
	}
	for i := range s.Rows {
		r := &s.Rows[i]
		row := []string{r.Name}
		if r.Note != "" {
			row[0] = join(r.Name, r.Note)
		}
		for k, x := range r.all() {
			switch {
			case s.Columns[k+1] == "":
			case x == nil:
				row = append(row, "–")
			default:
				row = append(row, s.figure(*x))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
