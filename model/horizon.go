package model

import (
	"fmt"

	"github.com/gridalloc/gridalloc/model/unit"
)

// Date is a calendar day.
type Date struct{ Year, Month, Day int }

// IsZero reports whether the date was left out.
func (d Date) IsZero() bool { return d == Date{} }

// String writes the date as 2027-04-01.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.dayNumber() < e.dayNumber() }

// MonthsSince counts whole calendar months from e's month to d's month.
func (d Date) MonthsSince(e Date) unit.Months {
	return unit.Months((d.Year-e.Year)*12 + d.Month - e.Month)
}

// DaysSince counts the days from e to d, in a calendar without leap days.
func (d Date) DaysSince(e Date) int { return d.dayNumber() - e.dayNumber() }

// daysBefore holds the days of a 365-day year before each month.
var daysBefore = [13]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365}

// DaysIn is the number of days of month m (1..12) in the model's 365-day year.
func DaysIn(m int) int { return daysBefore[m] - daysBefore[m-1] }

// dayNumber counts days in a calendar without leap days; 29 February counts
// as 28 February.
func (d Date) dayNumber() int {
	day := d.Day
	if d.Month == 2 && day > 28 {
		day = 28
	}
	return d.Year*365 + daysBefore[d.Month-1] + day - 1
}

// Horizon is the planning time: Periods periods of PeriodMonths months each,
// the first starting on the first day of Start. Periods never straddle a
// calendar year. The model's year has 365 days and 8,760 hours.
type Horizon struct {
	Start        Date // first day of the first period
	PeriodMonths int  // 12, 6 or 3
	Periods      int
}

// Label names period p: "2027", "2027-H1" or "2027-Q1".
func (h Horizon) Label(p int) string {
	year, month := h.month(p * h.PeriodMonths)
	switch h.PeriodMonths {
	case 6:
		return fmt.Sprintf("%d-H%d", year, (month-1)/6+1)
	case 3:
		return fmt.Sprintf("%d-Q%d", year, (month-1)/3+1)
	default:
		return fmt.Sprintf("%d", year)
	}
}

// Period is the index of the period that a label names.
func (h Horizon) Period(label string) (int, bool) {
	for p := range h.Periods {
		if h.Label(p) == label {
			return p, true
		}
	}
	return 0, false
}

// month returns the calendar year and month that begins m months after Start.
func (h Horizon) month(m int) (year, month int) {
	n := h.Start.Year*12 + h.Start.Month - 1 + m
	return n / 12, n%12 + 1
}

// Begin is the first day of period p; Begin(Periods) is the day after the end.
func (h Horizon) Begin(p int) Date {
	y, m := h.month(p * h.PeriodMonths)
	return Date{y, m, 1}
}

// Year is the calendar year of period p.
func (h Horizon) Year(p int) int { return h.Begin(p).Year }

// Years lists the calendar years of the horizon in order.
func (h Horizon) Years() []int {
	var years []int
	for p := range h.Periods {
		if y := h.Year(p); len(years) == 0 || years[len(years)-1] != y {
			years = append(years, y)
		}
	}
	return years
}

// YearsPerPeriod is the length of a period in years.
func (h Horizon) YearsPerPeriod() float64 { return float64(h.PeriodMonths) / 12 }

// Days is the number of days of period p.
func (h Horizon) Days(p int) int { return h.Begin(p+1).dayNumber() - h.Begin(p).dayNumber() }

// Hours is the number of hours of period p.
func (h Horizon) Hours(p int) float64 { return float64(24 * h.Days(p)) }

// CeilPeriods rounds a duration up to whole periods.
func (h Horizon) CeilPeriods(m unit.Months) int {
	return (int(m) + h.PeriodMonths - 1) / h.PeriodMonths
}

// DaysWithin counts the days of period p on which at least one of the spans
// is in force.
func (h Horizon) DaysWithin(p int, spans ...Span) int {
	n := 0
	for day := h.Begin(p); day.Before(h.Begin(p + 1)); day = day.next() {
		for _, s := range spans {
			if s.Covers(day) {
				n++
				break
			}
		}
	}
	return n
}

// next is the following day in the calendar without leap days.
func (d Date) next() Date {
	switch {
	case d.Day < DaysIn(d.Month):
		return Date{d.Year, d.Month, d.Day + 1}
	case d.Month < 12:
		return Date{d.Year, d.Month + 1, 1}
	default:
		return Date{d.Year + 1, 1, 1}
	}
}

// Span is a time in which a rule is in force: from From to To, both days
// included, an omitted end being open, and only in the months whose bit
// (1<<month) is set in Months, all months when Months is 0.
type Span struct {
	From, To Date
	Months   uint16
}

// Covers reports whether the span is in force on day d.
func (s Span) Covers(d Date) bool {
	return (s.From.IsZero() || !d.Before(s.From)) &&
		(s.To.IsZero() || !s.To.Before(d)) &&
		(s.Months == 0 || s.Months&(1<<d.Month) != 0)
}
