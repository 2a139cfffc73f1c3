package chart

import (
	"fmt"
	"math"
	"strconv"
)

// Schedule shows when connections are signed and energised (a Gantt chart), with
// the range that the lead time may have. Times are calendar years with their
// fraction: 2027.5 is the first of July 2027.
type Schedule struct {
	Head
	Rows []ScheduleRow
	// BarName, RangeName and MWName say what the bar, the line and the figure are.
	BarName, RangeName, MWName string
	// Head of the table: name, begin, end, earliest and latest end.
	Columns [5]string
	// Time writes a time for titles and the table.
	Time func(year float64) string
}

// ScheduleRow is a connection.
type ScheduleRow struct {
	Name             string
	Begin, End       float64 // signed, energised as planned
	Earliest, Latest float64 // energised with the shortest and the longest lead time
	MW               float64
	Role             Role
}

// Heights in the schedule, and the share of the width that names may take.
const (
	rowHeight = 22.0
	barHeight = 10.0
	nameShare = 0.36
	twoLines  = 480.0 // below this width a name stands over its bar
)

// SVG draws the picture.
func (s *Schedule) SVG(width int) (string, error) {
	if err := s.check(width); err != nil {
		return "", err
	}
	if len(s.Rows) == 0 {
		return "", ErrEmpty
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, r := range s.Rows {
		if err := s.finite([]float64{r.Begin, r.End, r.Earliest, r.Latest, r.MW}); err != nil {
			return "", err
		}
		if r.End < r.Begin || r.Earliest > r.Latest {
			return "", fmt.Errorf("picture %s: %s ends before it begins", s.ID, r.Name)
		}
		low, high = min(low, r.Begin, r.Earliest), max(high, r.End, r.Latest)
	}
	c := &canvas{width: float64(width)}
	c.legend(swatch(s.BarName, s.Rows[0].Role), entry{"range", "", s.RangeName})
	stacked := c.width < twoLines
	left, height := pad, rowHeight
	if stacked {
		height += lineStep
	} else {
		for _, r := range s.Rows {
			left = max(left, min(pad+textWidth(r.Name, normal)+8, nameShare*c.width))
		}
	}
	widest := 0.0
	for _, r := range s.Rows {
		widest = max(widest, textWidth(s.withUnit(r.MW, s.MWName), small))
	}
	p := &plot{canvas: c, head: &s.Head, left: left, right: c.width - pad - widest - 8, top: c.height, bottom: c.height + height*float64(len(s.Rows))}
	x := s.years(p, low, high)
	for i, r := range s.Rows {
		s.row(p, x, r, p.top+height*float64(i), stacked)
	}
	return c.svg(&s.Head), nil
}

// years draws a rule at each whole year, or at each few of them.
func (s *Schedule) years(p *plot, low, high float64) scale {
	list, _ := ticks(math.Floor(low), math.Ceil(high), int(min(math.Ceil(high)-math.Floor(low), (p.right-p.left)/60)))
	x := scale{list[0], list[len(list)-1], p.left, p.right}
	for _, t := range list {
		p.element("line", "", class("rule"), line(x.at(t), p.top, x.at(t), p.bottom))
	}
	p.axis(x, "", list, func(t float64) string { return strconv.FormatFloat(t, 'f', -1, 64) })
	return x
}

// row draws a connection whose room begins at top.
func (s *Schedule) row(p *plot, x scale, r ScheduleRow, top float64, stacked bool) {
	if stacked {
		p.write(label{p.left, top + lineStep - 2, start, normal, "name over", shorten(r.Name, p.width-2*pad, normal)})
		top += lineStep
	} else {
		p.write(label{pad, top + rowHeight/2 + 4, start, normal, "name", shorten(r.Name, p.left-pad-8, normal)})
	}
	y := top + rowHeight/2
	title := join(r.Name, s.withUnit(r.MW, s.MWName), s.BarName+" "+s.Time(r.Begin)+"–"+s.Time(r.End), s.RangeName+" "+s.Time(r.Earliest)+"–"+s.Time(r.Latest))
	p.element("rect", title, class(r.Role.class(), "mark"), rect(x.at(r.Begin), y-barHeight+3, x.at(r.End), y+3),
		of("schedule", r.Name), value("begin", r.Begin), value("end", r.End), value("earliest", r.Earliest), value("latest", r.Latest), value("mw", r.MW))
	under := y + 7 // the range, below the bar
	p.element("line", "", class("range"), line(x.at(r.Earliest), under, x.at(r.Latest), under))
	for _, at := range []float64{r.Earliest, r.Latest} {
		p.element("line", "", class("range"), line(x.at(at), under-3, x.at(at), under+3))
	}
	p.write(label{p.width - pad, y + 4, end, small, "muted", s.withUnit(r.MW, s.MWName)})
}

// Table is the connections with their times.
func (s *Schedule) Table() Table {
	t := Table{Header: append(append([]string{}, s.Columns[:]...), s.MWName), Left: 1}
	for _, r := range s.Rows {
		t.Rows = append(t.Rows, []string{r.Name, s.Time(r.Begin), s.Time(r.End), s.Time(r.Earliest), s.Time(r.Latest), s.figure(r.MW)})
	}
	return t
}
