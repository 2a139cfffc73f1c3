package chart

import (
	"cmp"
	"fmt"
	"slices"
)

// Supply is the supply curve of regions: power by rising price of delivered
// energy, each step as wide as its MW and coloured by the months until it flows.
type Supply struct {
	Head
	Steps []SupplyStep // in any order
	// Names of the axes with their units, and of the colours.
	XName, YName, MonthsName string
	XUnit, YUnit             string // in titles and the table
	// TakenName is what the part that the plan takes is called.
	TakenName string
	// RegionName heads the column of regions.
	RegionName string
}

// SupplyStep is the power of a region.
type SupplyStep struct {
	Region string // its id, written on the step where there is room
	Name   string
	MW     float64
	Price  float64
	Months float64 // until it can be used
	Taken  float64 // MW of it in the plan
}

// monthLimits are the upper limits of the colours, the last without end.
var monthLimits = []float64{12, 24, 36, 48}

// monthRole is the colour of so many months.
func monthRole(months float64) Role {
	for i, limit := range monthLimits {
		if months <= limit {
			return Class1 + Role(i)
		}
	}
	return Class5
}

// sorted lists the steps that have power, by price.
func (s *Supply) sorted() []SupplyStep {
	list := slices.DeleteFunc(slices.Clone(s.Steps), func(a SupplyStep) bool { return a.MW == 0 })
	slices.SortStableFunc(list, func(a, b SupplyStep) int { return cmp.Compare(a.Price, b.Price) })
	return list
}

// SVG draws the picture.
func (s *Supply) SVG(width int) (string, error) {
	if err := s.check(width); err != nil {
		return "", err
	}
	steps := s.sorted()
	low, high, total := 0.0, 0.0, 0.0
	for _, a := range steps {
		if err := s.finite([]float64{a.MW, a.Price, a.Months, a.Taken}); err != nil {
			return "", err
		}
		if a.MW < 0 || a.Taken < 0 || a.Taken > a.MW*(1+1e-6)+1e-6 {
			return "", fmt.Errorf("picture %s: %s has %g MW of which %g are taken", s.ID, a.Region, a.MW, a.Taken)
		}
		low, high, total = min(low, a.Price), max(high, a.Price), total+a.MW
	}
	if len(steps) == 0 {
		return "", ErrEmpty
	}
	c := &canvas{width: float64(width)}
	s.legend(c)
	p := newPlot(c, &s.Head, s.YName, low, high)
	x := p.numbers(s.XName, 0, total)
	before := 0.0
	for _, a := range steps {
		s.step(p, x, a, before)
		before += a.MW
	}
	p.baseline()
	s.curve(p, x, steps)
	before = 0
	for _, a := range steps {
		if x.at(before+a.MW)-x.at(before) > textWidth(a.Region, small)+4 {
			c.try(label{x.at(before + a.MW/2), p.y.at(a.Price) - 5, middle, small, "over", a.Region})
		}
		before += a.MW
	}
	return c.svg(&s.Head), nil
}

func (s *Supply) legend(c *canvas) {
	names := []entry{swatch(s.MonthsName+" ≤ "+s.Number(monthLimits[0], 0), Class1)}
	for i := 1; i < len(monthLimits); i++ {
		names = append(names, swatch(s.Number(monthLimits[i-1], 0)+"–"+s.Number(monthLimits[i], 0), Class1+Role(i)))
	}
	names = append(names, swatch("> "+s.Number(monthLimits[len(monthLimits)-1], 0), Class5), entry{"taken", "", s.TakenName})
	c.legend(names...)
}

// step draws the power of a region, and at its foot what the plan takes.
func (s *Supply) step(p *plot, x scale, a SupplyStep, before float64) {
	title := join(a.Name, s.withUnit(a.MW, s.XUnit), s.withUnit(a.Price, s.YUnit), s.MonthsName+" "+s.figure(a.Months), s.TakenName+" "+s.withUnit(a.Taken, s.XUnit))
	p.element("rect", title, class(monthRole(a.Months).class(), "mark"), rect(x.at(before), p.y.at(0), x.at(before+a.MW), p.y.at(a.Price)),
		of("supply", a.Region), value("mw", a.MW), value("price", a.Price), value("months", a.Months), value("taken", a.Taken))
	if a.Taken > 0 {
		p.element("rect", "", class("taken"), rect(x.at(before), p.y.at(0)-6, x.at(before+a.Taken), p.y.at(0)))
	}
}

// curve draws the line over the steps.
func (s *Supply) curve(p *plot, x scale, steps []SupplyStep) {
	var points [][2]float64
	before := 0.0
	for _, a := range steps {
		points = append(points, [2]float64{x.at(before), p.y.at(a.Price)}, [2]float64{x.at(before + a.MW), p.y.at(a.Price)})
		before += a.MW
	}
	p.element("polyline", "", class("line"), polyline(points))
}

// Table is the steps by rising price.
func (s *Supply) Table() Table {
	t := Table{Header: []string{s.RegionName, "", s.XName, s.YName, s.MonthsName, withName(s.TakenName, s.XUnit)}, Left: 2}
	for _, a := range s.sorted() {
		t.Rows = append(t.Rows, []string{a.Region, a.Name, s.figure(a.MW), s.Number(a.Price, 2), s.figure(a.Months), s.figure(a.Taken)})
	}
	return t
}
