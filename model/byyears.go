package model

import (
	"slices"

	"github.com/gridalloc/gridalloc/model/unit"
)

// ByYears is the scenario with years for periods, each worth the mean of its parts; false
// where its periods are years, or its horizon does not begin and end with a year. It
// rounds lead times up to years: a plan of it, with all that begins in a year beginning
// with its first part, is in time in the scenario too.
func (s *Scenario) ByYears() (*Scenario, bool) {
	if s.Horizon.PeriodMonths <= 0 || s.Horizon.PeriodMonths >= 12 {
		return nil, false
	}
	parts := 12 / s.Horizon.PeriodMonths
	if s.Horizon.Start.Month != 1 || s.Horizon.Periods%parts != 0 {
		return nil, false
	}
	c := *s
	c.Horizon.PeriodMonths, c.Horizon.Periods = 12, s.Horizon.Periods/parts
	c.Rules = slices.Clone(s.Rules)
	for r := range c.Rules {
		c.Rules[r].Span = c.Rules[r].spanByYears()
	}
	c.Markets = slices.Clone(s.Markets)
	for m := range c.Markets {
		c.Markets[m].Demand = slices.Clone(s.Markets[m].Demand)
		for k := range c.Markets[m].Demand {
			step := &c.Markets[m].Demand[k]
			step.Depth = means(step.Depth, parts)
		}
	}
	c.Worlds = slices.Clone(s.Worlds)
	for w := range c.Worlds {
		x := &c.Worlds[w]
		x.Hashprice = means(x.Hashprice, parts)
		x.Rent, x.Utilisation = byProduct(x.Rent, parts), byProduct(x.Utilisation, parts)
		x.PowerIndex, x.PowerSpread = byZone(x.PowerIndex, parts), byZone(x.PowerSpread, parts)
	}
	return &c, true
}

// spanByYears is the span of a rule among periods that are years. MW that it asks for in
// a part of a year have to run in the whole year, for halls then start with years.
func (r *Rule) spanByYears() Span {
	span := r.Span
	if r.Kind == MinMW {
		span.Months = 0
		if !span.From.IsZero() {
			span.From = Date{Year: span.From.Year, Month: 1, Day: 1}
		}
	}
	return span
}

// byProduct are paths by market and product with the mean of each so many periods.
func byProduct[T ~float64](paths [][3][]T, parts int) [][3][]T {
	list := slices.Clone(paths)
	for m := range list {
		for b := range list[m] {
			list[m][b] = means(list[m][b], parts)
		}
	}
	return list
}

// byZone are paths by zone with the mean of each so many periods.
func byZone(paths [][]unit.Share, parts int) [][]unit.Share {
	list := slices.Clone(paths)
	for z := range list {
		list[z] = means(list[z], parts)
	}
	return list
}

// means are the means of each so many values, that of equal ones to the last digit; nil
// stays nil.
func means[T ~float64](values []T, parts int) []T {
	var list []T
	for group := range slices.Chunk(values, parts) {
		var above T
		for _, v := range group {
			above += v - group[0]
		}
		list = append(list, group[0]+above/T(len(group)))
	}
	return list
}
