package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/gridalloc/gridalloc/internal/geo"
)

// validate finds what cannot be drawn.
func (m *Map) validate(width int) error {
	if err := m.check(width); err != nil {
		return err
	}
	if len(m.Frames) == 0 || len(m.Regions) == 0 {
		return ErrEmpty
	}
	for _, r := range m.Regions {
		if !slices.ContainsFunc(m.Frames, func(f *geo.Frame) bool { return f.Find(r.ID) != nil }) {
			return fmt.Errorf("picture %s: region %s is not on the map", m.ID, r.ID)
		}
		if err := m.finite([]float64{r.Amount}, r.Shares); err != nil {
			return err
		}
		if len(r.Shares) > len(m.Shares) || r.Kind >= len(m.Kinds) && m.ByKind {
			return fmt.Errorf("picture %s: region %s has more shares or kinds than are named", m.ID, r.ID)
		}
		if slices.Min(append([]float64{r.Amount}, r.Shares...)) < 0 {
			return fmt.Errorf("picture %s: region %s has a negative amount", m.ID, r.ID)
		}
	}
	return nil
}

// spot is a region with something upon it, at a place of the drawing.
type spot struct {
	region *MapRegion
	at     geo.Point
	radius float64
}

// marks draws pies and names over a frame whose corner is at x, y. The largest
// comes first: it lies beneath the smaller ones, and its name has the choice of
// place.
func (d *drawing) marks(f *geo.Frame, v geo.View, x, y float64) {
	var spots []spot
	for i := range f.Places {
		r := d.find(f.Places[i].Region)
		if r == nil || r.Amount == 0 {
			continue
		}
		c := v.Centre(&f.Places[i])
		s := spot{r, geo.Point{X: x + c.X, Y: y + c.Y}, d.shrink * dotRadius}
		if total(r.Shares) > 0 {
			s.radius = d.radius(r.Amount)
		}
		spots = append(spots, s)
	}
	slices.SortStableFunc(spots, func(a, b spot) int { return cmp.Compare(b.region.Amount, a.region.Amount) })
	for _, s := range spots {
		d.pie(s)
		d.texts = append(d.texts, box{s.at.X - s.radius, s.at.Y - s.radius, s.at.X + s.radius, s.at.Y + s.radius})
	}
	for _, s := range spots {
		d.name(s)
	}
}

// name writes a region's name and amount, or its amount, where there is room.
func (d *drawing) name(s spot) {
	amount := d.figure(s.region.Amount)
	if d.beside(s.at.X, s.at.Y, s.radius+3, s.region.Name+" "+amount) {
		return
	}
	d.beside(s.at.X, s.at.Y, s.radius+3, amount)
}

// pie draws the shares of a region.
func (d *drawing) pie(s spot) {
	sum := total(s.region.Shares)
	if sum == 0 {
		return
	}
	d.open("g", class("pie"), of("pie", s.region.ID))
	d.body.WriteString("<title>" + escape(d.title(s.region)) + "</title>")
	before := 0.0
	for i, share := range s.region.Shares {
		if share == 0 {
			continue
		}
		marks := append(of(d.Shares[i].Name, s.region.ID), value("value", share)...)
		if share > 0.9999*sum {
			d.element("circle", "", class(d.Shares[i].Role.class(), "ring"), circle(s.at.X, s.at.Y, s.radius), marks)
		} else {
			d.element("path", "", class(d.Shares[i].Role.class(), "ring"), attributes{"d", sector(s, before/sum, (before+share)/sum)}, marks)
		}
		before += share
	}
	d.close("g")
}

// sector is the path of the part of a pie from one share of the turn to another,
// clockwise from the top.
func sector(s spot, from, to float64) string {
	point := func(share float64) string {
		a := 2 * math.Pi * share
		return coordinate(s.at.X+s.radius*math.Sin(a)) + " " + coordinate(s.at.Y-s.radius*math.Cos(a))
	}
	wide := "0"
	if to-from > 0.5 {
		wide = "1"
	}
	r := coordinate(s.radius)
	return "M" + coordinate(s.at.X) + " " + coordinate(s.at.Y) + "L" + point(from) + "A" + r + " " + r + " 0 " + wide + " 1 " + point(to) + "z"
}

// insets draws the further frames at the scale of the main one, whose top is
// given: in the lower right corner where no region lies, or beneath.
func (d *drawing) insets(main geo.View, top float64) {
	right, bottom := d.width-pad, top+main.Height
	for _, f := range d.Frames[1:] {
		v := f.At(main, d.ids())
		x, y := right-v.Width, bottom-v.Height
		if d.occupied(main, x, y-top-lineStep) {
			x, y = pad, d.height+pad+lineStep
			d.height = y + v.Height
		} else {
			right = x - 2*pad
		}
		d.write(label{x, y - 4, start, small, "muted", shorten(f.Title, d.width-pad-x, small)})
		d.element("rect", "", class("ground"), rect(x, y, x+v.Width, y+v.Height))
		d.frame(f, v, x, y)
		d.element("rect", "", class("frame"), rect(x, y, x+v.Width, y+v.Height))
	}
	d.height += pad
}

// occupied tells whether a region of the main frame lies right of and below a
// point.
func (d *drawing) occupied(main geo.View, x, y float64) bool {
	f := d.Frames[0]
	for i := range f.Places {
		if d.find(f.Places[i].Region) != nil && main.Touches(&f.Places[i], x, y, d.width, main.Height) {
			return true
		}
	}
	return false
}

func total(list []float64) float64 {
	sum := 0.0
	for _, x := range list {
		sum += x
	}
	return sum
}

// Table is the regions that have anything, the largest first.
func (m *Map) Table() Table {
	t := Table{Header: []string{m.RegionName}, Left: 1}
	if m.ByKind {
		t.Header = append(t.Header, m.KindName)
		t.Left = 2
	} else {
		t.Header = append(t.Header, withName(m.AmountName, m.Unit))
	}
	for _, k := range m.Shares {
		t.Header = append(t.Header, withName(k.Name, m.Unit))
	}
	list := slices.Clone(m.Regions)
	slices.SortStableFunc(list, func(a, b MapRegion) int { return cmp.Compare(b.Amount, a.Amount) })
	for i := range list {
		r := &list[i]
		if !m.ByKind && r.Amount == 0 {
			continue
		}
		row := []string{r.Name, m.figure(r.Amount)}
		if m.ByKind {
			row[1] = m.kind(r)
		}
		for k := range m.Shares {
			share := 0.0
			if k < len(r.Shares) {
				share = r.Shares[k]
			}
			row = append(row, m.figure(share))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
