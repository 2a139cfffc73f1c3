package calibrate

import (
	"fmt"
	"time"

	"github.com/gridalloc/gridalloc/model"
)

// Month is a calendar month, counted from January of the year 0.
type Month int

const monthsPerYear = 12

// MonthOf is the month that a day lies in.
func MonthOf(d model.Date) Month { return Month(d.Year*monthsPerYear + d.Month - 1) }

// Year is the calendar year.
func (m Month) Year() int { return int(m) / monthsPerYear }

// Date is the first day of the month.
func (m Month) Date() model.Date {
	return model.Date{Year: m.Year(), Month: int(m)%monthsPerYear + 1, Day: 1}
}

// String is the month as in tables: 2026-06.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year(), m.Date().Month) }

// parseMonth reads a month as String writes it.
func parseMonth(text string) (Month, error) {
	t, err := time.Parse("2006-01", text)
	return Month(t.Year()*monthsPerYear + int(t.Month()) - 1), err
}
