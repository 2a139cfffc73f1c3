package chart

// Stack is amounts of several series on one another in each category: MW over
// time by business, or by market. No amount may be negative.
type Stack struct {
	Head
	Unit       string   // of the amounts, as MW
	Categories []string // periods, or whatever is across
	Series     []Series // from the bottom up
	Total      string   // what the sum is called, in the table and in titles
}

// SVG draws the picture.
func (s *Stack) SVG(width int) (string, error) {
	if err := s.check(width); err != nil {
		return "", err
	}
	if len(s.Categories) == 0 || len(s.Series) == 0 {
		return "", ErrEmpty
	}
	if err := s.series(len(s.Categories), s.Series...); err != nil {
		return "", err
	}
	if err := s.notNegative(s.Series); err != nil {
		return "", err
	}
	c := &canvas{width: float64(width)}
	var names []entry
	for _, series := range s.Series {
		names = append(names, swatch(series.Name, series.Role))
	}
	c.legend(names...)
	totals := sums(s.Series, len(s.Categories))
	p := newPlot(c, &s.Head, s.Unit, 0, most(totals))
	place := p.categories(s.Categories)
	gap := barGap(place)
	room := true // for sums over all bars
	for _, v := range totals {
		room = room && textWidth(s.figure(v), small) <= place
	}
	for i, category := range s.Categories {
		below := 0.0
		for _, series := range s.Series {
			v := series.Values[i]
			if v == 0 {
				continue
			}
			x := p.left + float64(i)*place
			c.element("rect", join(category, series.Name, s.withUnit(v, s.Unit)), class(series.Role.class(), "mark"),
				rect(x+gap, p.y.at(below), x+place-gap, p.y.at(below+v)), of(series.Name, category), value("value", v))
			below += v
		}
		if room && totals[i] > 0 {
			c.try(label{p.middle(i, place), p.y.at(totals[i]) - 4, middle, small, "sum", s.figure(totals[i])})
		}
	}
	p.baseline()
	return c.svg(&s.Head), nil
}

// Table is the amounts and their sums by category.
func (s *Stack) Table() Table {
	t := Table{Header: []string{""}, Left: 1}
	for _, series := range s.Series {
		t.Header = append(t.Header, withName(series.Name, s.Unit))
	}
	t.Header = append(t.Header, withName(s.Total, s.Unit))
	totals := sums(s.Series, len(s.Categories))
	for i, category := range s.Categories {
		row := []string{category}
		for _, series := range s.Series {
			row = append(row, s.figure(series.Values[i]))
		}
		t.Rows = append(t.Rows, append(row, s.figure(totals[i])))
	}
	return t
}
