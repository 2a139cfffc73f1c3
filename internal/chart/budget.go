package chart

// Budget sets what is spent in a year against what may be spent.
type Budget struct {
	Head
	Unit  string // of money, as USD million
	Years []string
	// Allowed are the parts of what may be spent, from the bottom up: the year's
	// budget, what was kept, borrowed and so on. Empty where there is no limit.
	Allowed []Series
	Spent   Series
	// AllowedName is what the sum of Allowed is called.
	AllowedName string
}

// SVG draws the picture.
func (b *Budget) SVG(width int) (string, error) {
	if err := b.check(width); err != nil {
		return "", err
	}
	if len(b.Years) == 0 {
		return "", ErrEmpty
	}
	all := append([]Series{b.Spent}, b.Allowed...)
	if err := b.series(len(b.Years), all...); err != nil {
		return "", err
	}
	if err := b.notNegative(all); err != nil {
		return "", err
	}
	c := &canvas{width: float64(width)}
	names := []entry{swatch(b.Spent.Name, b.Spent.Role)}
	for _, s := range b.Allowed {
		names = append(names, swatch(s.Name, s.Role))
	}
	c.legend(names...)
	allowed := sums(b.Allowed, len(b.Years))
	p := newPlot(c, &b.Head, b.Unit, 0, most(allowed, b.Spent.Values))
	place := p.categories(b.Years)
	gap := barGap(place)
	for i, year := range b.Years {
		x0, x1 := p.left+float64(i)*place+gap, p.left+float64(i+1)*place-gap
		below := 0.0
		for _, s := range b.Allowed {
			if v := s.Values[i]; v > 0 {
				c.element("rect", join(year, s.Name, b.withUnit(v, b.Unit)), class(s.Role.class(), "mark"),
					rect(x0, p.y.at(below), x1, p.y.at(below+v)), of(s.Name, year), value("value", v))
				below += v
			}
		}
		inset := 0.0
		if len(b.Allowed) > 0 {
			inset = (x1 - x0) * 0.22
		}
		if v := b.Spent.Values[i]; v > 0 {
			c.element("rect", join(year, b.Spent.Name, b.withUnit(v, b.Unit)), class(b.Spent.Role.class(), "mark"),
				rect(x0+inset, p.y.at(0), x1-inset, p.y.at(v)), of(b.Spent.Name, year), value("value", v))
		}
	}
	p.baseline()
	return c.svg(&b.Head), nil
}

// Table is what is spent and what may be, by year.
func (b *Budget) Table() Table {
	t := Table{Header: []string{"", withName(b.Spent.Name, b.Unit)}, Left: 1}
	for _, s := range b.Allowed {
		t.Header = append(t.Header, withName(s.Name, b.Unit))
	}
	if len(b.Allowed) > 0 {
		t.Header = append(t.Header, withName(b.AllowedName, b.Unit))
	}
	allowed := sums(b.Allowed, len(b.Years))
	for i, year := range b.Years {
		row := []string{year, b.figure(b.Spent.Values[i])}
		for _, s := range b.Allowed {
			row = append(row, b.figure(s.Values[i]))
		}
		if len(b.Allowed) > 0 {
			row = append(row, b.figure(allowed[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
