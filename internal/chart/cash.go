package chart

// Cash is cash flows as bars, up and down from 0, with a line of what they come to.
type Cash struct {
	Head
	Unit    string // of money
	Periods []string
	// Flows are stacked: amounts above 0 upward, those below downward.
	Flows []Series
	// Net is the sum that the table shows; NetName names it.
	NetName string
	// Line is the cumulative value; none where its values are nil.
	Line Series
	// Fan is how the line is spread over worlds; nil for none.
	Fan *Fan
}

// Fan is a band from Low to High around the Median, by period.
type Fan struct {
	Name, MedianName, LowName, HighName string
	Low, Median, High                   []float64
}

// all lists the fan's figures as series.
func (f *Fan) all() []Series {
	return []Series{{Name: f.LowName, Values: f.Low}, {Name: f.MedianName, Values: f.Median}, {Name: f.HighName, Values: f.High}}
}

// SVG draws the picture.
func (s *Cash) SVG(width int) (string, error) {
	if err := s.check(width); err != nil {
		return "", err
	}
	if len(s.Periods) == 0 || len(s.Flows) == 0 {
		return "", ErrEmpty
	}
	if err := s.series(len(s.Periods), s.lists()...); err != nil {
		return "", err
	}
	c := &canvas{width: float64(width)}
	s.legend(c)
	up, down := s.extents()
	low, high := least(down), most(up)
	for _, series := range s.lists()[len(s.Flows):] {
		low, high = min(low, least(series.Values)), max(high, most(series.Values))
	}
	p := newPlot(c, &s.Head, s.Unit, low, high)
	place := p.categories(s.Periods)
	s.fan(p, place)
	for i := range s.Periods {
		s.bar(p, i, place)
	}
	p.baseline()
	s.lines(p, place)
	return c.svg(&s.Head), nil
}

// lists are all series, flows first.
func (s *Cash) lists() []Series {
	list := append([]Series{}, s.Flows...)
	if s.Line.Values != nil {
		list = append(list, s.Line)
	}
	if s.Fan != nil {
		list = append(list, s.Fan.all()...)
	}
	return list
}

func (s *Cash) legend(c *canvas) {
	var names []entry
	for _, f := range s.Flows {
		names = append(names, swatch(f.Name, f.Role))
	}
	if s.Line.Values != nil {
		names = append(names, entry{"line", "", s.Line.Name})
	}
	if s.Fan != nil {
		names = append(names, entry{"dash", "", s.Fan.MedianName}, entry{"band", "", s.Fan.Name})
	}
	c.legend(names...)
}

// extents are how far the stacked flows go up and down in each period.
func (s *Cash) extents() (up, down []float64) {
	up, down = make([]float64, len(s.Periods)), make([]float64, len(s.Periods))
	for _, f := range s.Flows {
		for i, v := range f.Values {
			up[i] += max(v, 0)
			down[i] += min(v, 0)
		}
	}
	return up, down
}

// bar draws the flows of a period.
func (s *Cash) bar(p *plot, i int, place float64) {
	above, below := 0.0, 0.0
	x, gap := p.left+float64(i)*place, barGap(place)*1.4
	for _, f := range s.Flows {
		v := f.Values[i]
		from := &above
		if v < 0 {
			from = &below
		}
		if v != 0 {
			p.element("rect", join(s.Periods[i], f.Name, s.withUnit(v, s.Unit)), class(f.Role.class(), "mark"),
				rect(x+gap, p.y.at(*from), x+place-gap, p.y.at(*from+v)), of(f.Name, s.Periods[i]), value("value", v))
		}
		*from += v
	}
}

// fan draws the band.
func (s *Cash) fan(p *plot, place float64) {
	if s.Fan == nil {
		return
	}
	n := len(s.Periods)
	points := make([][2]float64, 0, 2*n)
	for i, v := range s.Fan.High {
		points = append(points, [2]float64{p.middle(i, place), p.y.at(v)})
	}
	for i := n - 1; i >= 0; i-- {
		points = append(points, [2]float64{p.middle(i, place), p.y.at(s.Fan.Low[i])})
	}
	p.element("polygon", s.Fan.Name, class("band"), polyline(points))
}

// lines draws the line, the median and, for each period, a mark with the figures.
func (s *Cash) lines(p *plot, place float64) {
	path := func(kind string, values []float64) {
		points := make([][2]float64, len(values))
		for i, v := range values {
			points[i] = [2]float64{p.middle(i, place), p.y.at(v)}
		}
		p.element("polyline", "", class(kind), polyline(points))
	}
	if s.Fan != nil {
		path("dash", s.Fan.Median)
		for i, v := range s.Fan.Median {
			period := s.Periods[i]
			title := join(period, s.Fan.LowName+" "+s.figure(s.Fan.Low[i]), s.Fan.MedianName+" "+s.figure(v), s.Fan.HighName+" "+s.withUnit(s.Fan.High[i], s.Unit))
			p.element("circle", title, class("point"), circle(p.middle(i, place), p.y.at(v), 1.8),
				of(s.Fan.MedianName, period), value("low", s.Fan.Low[i]), value("value", v), value("high", s.Fan.High[i]))
		}
	}
	if s.Line.Values == nil {
		return
	}
	path("halo", s.Line.Values) // so that it is seen over bars
	path("line", s.Line.Values)
	for i, v := range s.Line.Values {
		p.element("circle", join(s.Periods[i], s.Line.Name, s.withUnit(v, s.Unit)), class("point"),
			circle(p.middle(i, place), p.y.at(v), min(3.5, place/3)), of(s.Line.Name, s.Periods[i]), value("value", v))
	}
}

// Table is all figures by period.
func (s *Cash) Table() Table {
	t := Table{Header: []string{""}, Left: 1}
	for _, f := range s.Flows {
		t.Header = append(t.Header, withName(f.Name, s.Unit))
	}
	several := len(s.Flows) > 1
	if several {
		t.Header = append(t.Header, withName(s.NetName, s.Unit))
	}
	rest := s.lists()[len(s.Flows):]
	for _, series := range rest {
		t.Header = append(t.Header, withName(series.Name, s.Unit))
	}
	net := sums(s.Flows, len(s.Periods))
	for i, period := range s.Periods {
		row := []string{period}
		for _, f := range s.Flows {
			row = append(row, s.figure(f.Values[i]))
		}
		if several {
			row = append(row, s.figure(net[i]))
		}
		for _, series := range rest {
			row = append(row, s.figure(series.Values[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
