package chart

import (
	"math"

	"github.com/gridalloc/gridalloc/internal/geo"
)

// Map colours the regions of a map by an amount or by a kind, and sets a pie of
// the shares of businesses upon each that has any.
type Map struct {
	Head
	// Frames are those of one map, as geo.Atlas.Select gives them.
	Frames  []*geo.Frame
	Regions []MapRegion
	Unit    string // of the amounts, as MW
	// ByKind colours by Kind instead of the amount; Kinds explain the colours.
	ByKind bool
	Kinds  []Kind
	// Shares name the parts of the pies, in the order of MapRegion.Shares.
	Shares []Kind
	// NoneName explains the colour of a region without anything.
	NoneName string
	// RegionName, AmountName and KindName head the table.
	RegionName, AmountName, KindName string
}

// MapRegion is what a region has.
type MapRegion struct {
	ID, Name string    // the id finds it on the map; the name is written
	Amount   float64   // not negative
	Kind     int       // index into Kinds, -1 for none
	Shares   []float64 // amounts by business, not negative
}

// Sizes on the map, in CSS pixels: pies of the largest amount and the smallest, dots of
// regions without a shape.
const (
	pieRadius = 17.0
	leastPie  = 5.0
	dotRadius = 6.0
)

// manyPies are as many as a map holds at full size; more are drawn smaller.
const manyPies = 25

// mapHeight is the largest height of a map by its width, on a page and on a
// telephone.
func mapHeight(width float64) float64 {
	if width < twoLines {
		return 1.1 * width
	}
	return 0.72 * width
}

// drawing is the state of a map that is drawn.
type drawing struct {
	*canvas
	*Map
	limits []float64
	most   float64
	shrink float64 // of marks on small maps
}

// SVG draws the picture.
func (m *Map) SVG(width int) (string, error) {
	if err := m.validate(width); err != nil {
		return "", err
	}
	d := &drawing{canvas: &canvas{width: float64(width)}, Map: m}
	pies := 0
	for _, r := range m.Regions {
		d.most = max(d.most, r.Amount)
		if r.Amount > 0 {
			pies++
		}
	}
	d.limits = bounds(d.most, 5)
	d.shrink = min(1, max(0.5, d.width/WideWidth)) * min(1, math.Sqrt(manyPies/float64(max(pies, 1))))
	d.legends()
	ids := m.ids()
	main := m.Frames[0].Fit(ids, d.width, mapHeight(d.width))
	top := d.height
	d.frame(m.Frames[0], main, 0, top)
	d.height = top + main.Height
	d.insets(main, top)
	return d.svg(&m.Head), nil
}

func (m *Map) ids() []string {
	list := make([]string, len(m.Regions))
	for i, r := range m.Regions {
		list[i] = r.ID
	}
	return list
}

// legends explain colours and pies.
func (d *drawing) legends() {
	none := swatch(d.NoneName, None)
	var names []entry
	if d.ByKind {
		for _, k := range d.Kinds {
			names = append(names, swatch(k.Name, k.Role))
		}
		d.legend(append(names, none)...)
	} else {
		before := 0.0
		names = append(names, none)
		for i, limit := range d.limits {
			text := d.Number(before, shortest(before)) + "–" + d.Number(limit, shortest(limit))
			if i == len(d.limits)-1 {
				text += " " + d.Unit
			}
			names = append(names, swatch(text, Class1+Role(i)))
			before = limit
		}
		d.legend(names...)
	}
	if len(d.Shares) > 0 {
		d.height -= pad
		names = names[:0]
		for _, k := range d.Shares {
			names = append(names, entry{"pie", k.Role.class(), k.Name})
		}
		d.legend(names...)
	}
}

// role is the colour of a region.
func (d *drawing) role(r *MapRegion) Role {
	switch {
	case d.ByKind && r.Kind >= 0:
		return d.Kinds[r.Kind].Role
	case d.ByKind || r.Amount == 0:
		return None
	}
	return Class1 + Role(classOf(r.Amount, d.limits))
}

// frame draws a frame with its corner at x, y: land, regions, pies, names.
func (d *drawing) frame(f *geo.Frame, v geo.View, x, y float64) {
	id := d.ID + "-" + coordinate(d.width) + "-" + f.ID
	d.open("clipPath", attributes{"id", id})
	d.element("rect", "", rect(0, 0, v.Width, v.Height))
	d.close("clipPath")
	d.open("g", attributes{"transform", "translate(" + coordinate(x) + " " + coordinate(y) + ")", "clip-path", "url(#" + id + ")"})
	d.land(v, "around", f.Around...)
	d.land(v, "land", f.Land...)
	d.regions(f, v)
	d.close("g")
	d.marks(f, v, x, y)
}

// land draws shapes that have no figures, as far as they are seen.
func (d *drawing) land(v geo.View, kind string, shapes ...geo.Shape) {
	for _, s := range shapes {
		if v.Shows(s) {
			d.element("path", "", class(kind), attributes{"d", v.Path(s)})
		}
	}
}

// regions draws the areas of a frame; those that are not in the picture are land.
func (d *drawing) regions(f *geo.Frame, v geo.View) {
	for i := range f.Places {
		p := &f.Places[i]
		r := d.find(p.Region)
		switch {
		case p.Shape == nil:
		case r == nil:
			d.land(v, "land", p.Shape)
		default:
			d.element("path", d.title(r), class(d.role(r).class(), "region"), attributes{"d", v.Path(p.Shape)}, d.figures(r))
		}
	}
	for i := range f.Places {
		p := &f.Places[i]
		if r := d.find(p.Region); p.Shape == nil && r != nil {
			c := v.Centre(p)
			d.element("circle", d.title(r), class(d.role(r).class(), "dot"), circle(c.X, c.Y, d.shrink*dotRadius), d.figures(r))
		}
	}
}

func (d *drawing) find(id string) *MapRegion {
	for i := range d.Regions {
		if d.Regions[i].ID == id {
			return &d.Regions[i]
		}
	}
	return nil
}

// figures are the attributes of a region.
func (d *drawing) figures(r *MapRegion) attributes {
	a := of("map", r.ID)
	if d.ByKind {
		return append(a, "data-kind", d.kind(r))
	}
	return append(a, value("value", r.Amount)...)
}

func (m *Map) kind(r *MapRegion) string {
	if r.Kind < 0 {
		return m.NoneName
	}
	return m.Kinds[r.Kind].Name
}

// title says what a region has.
func (d *drawing) title(r *MapRegion) string {
	parts := []string{r.Name}
	if d.ByKind {
		parts = append(parts, d.kind(r))
	} else {
		parts = append(parts, d.withUnit(r.Amount, d.Unit))
	}
	for i, share := range r.Shares {
		if share > 0 {
			parts = append(parts, d.Shares[i].Name+" "+d.withUnit(share, d.Unit))
		}
	}
	return join(parts...)
}

// radius of a pie, by area.
func (d *drawing) radius(amount float64) float64 {
	return d.shrink * max(leastPie, pieRadius*math.Sqrt(amount/d.most))
}
