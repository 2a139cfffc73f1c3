package file

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
)

// checkRecord reads every cell of a record by its field and reports those
// that are bad.
func (l *loader) checkRecord(r *record) {
	var lacks []string
	for i := range r.table.Fields {
		f, c := &r.table.Fields[i], &r.cells[i]
		switch {
		case c.written():
			c.ok = l.checkCell(f, c)
			r.ok = r.ok && c.ok
		case !f.Required || c.bad:
		case c.at.isZero():
			lacks = append(lacks, f.Name)
		case f.Name == "source":
			r.ok = false
			l.report(diag.NoSource, c.at, "name the ids of sources.csv that the figures come from", "the row has no source")
		default:
			r.ok = false
			l.report(diag.MissingValue, c.at, f.holds(), "%s is empty", f.Name)
		}
	}
	if len(lacks) > 0 {
		r.ok = false
		hint := "gridalloc dump tables says what they hold"
		if len(lacks) == 1 {
			hint = r.table.Fields[r.table.byName[lacks[0]]].holds()
		}
		l.report(diag.MissingField, r.at, hint, "%s lacks %s", r.table.noun(), strings.Join(lacks, ", "))
	}
}

// checkCell reads one written cell.
func (l *loader) checkCell(f *Field, c *cell) bool {
	if c.list != nil && !f.isList() {
		l.report(diag.WrongType, c.at, f.holds(), "%s is a list where %s is wanted", f.Name, article(f.Type))
		return false
	}
	switch f.Type {
	case Number, Whole, Share, Ratio, Year:
		return l.checkNumber(f, c)
	case PerYear, PerMarket:
		return c.tree != nil || l.checkNumber(f, c)
	case Day:
		return l.checkDate(f, c)
	case Bool:
		return l.checkBool(f, c)
	case Choice:
		return l.checkChoice(f, c)
	case Choices, MonthSet, IDs, Selector:
		return l.checkItems(f, c)
	case IDOrAll:
		return c.text == "*" || l.checkID(f, item{c.text, c.at})
	case ID:
		return l.checkID(f, item{c.text, c.at})
	case Seconds:
		return l.checkSeconds(f, c)
	case Bytes:
		return l.checkBytes(f, c)
	}
	return true
}

// isList reports whether a field may hold several values.
func (f *Field) isList() bool {
	switch f.Type {
	case IDs, Selector, Choices, MonthSet, Records, Settings, Filters:
		return true
	}
	return false
}

// checkNumber reads a number and holds it against the field's bounds.
func (l *loader) checkNumber(f *Field, c *cell) bool {
	v, err := parseNumber(c.text, f.Type == Share || f.Type == Ratio)
	if err != nil || strings.ContainsAny(c.text, "xXpP_") {
		l.report(diag.BadNumber, c.at, numberHint(f, c.text), "%s is not a number: %q", f.Name, c.text)
		return false
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		l.report(diag.NotFinite, c.at, "write a number such as 12.5", "%s is not a finite number: %q", f.Name, c.text)
		return false
	}
	switch {
	case (f.Type == Whole || f.Type == Year) && v != math.Trunc(v):
		l.report(diag.NotWhole, c.at, "write a whole number", "%s has to be a whole number: %s", f.Name, c.text)
	case v < 0 && f.Min >= 0:
		l.report(diag.Negative, c.at, f.holds(), "%s may not be negative: %s", f.Name, c.text)
	case f.Type == Share && f.Max == 1 && v > 1:
		l.report(diag.ShareAboveOne, c.at, "the whole is 100% or 1; write shares as 12% or 0.12", "%s is a share and may not exceed 100%%: %s", f.Name, c.text)
	case v < f.Min || v > f.Max || f.Above && v == f.Min || f.Below && v == f.Max:
		l.report(diag.OutOfRange, c.at, f.holds(), "%s has to be %s: %s", f.Name, f.bounds(), c.text)
	default:
		c.num = v
		return true
	}
	return false
}

// bounds words the bounds of a number.
func (f *Field) bounds() string {
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	low, high := "at least ", "at most "
	if f.Above {
		low = "more than "
	}
	if f.Below {
		high = "less than "
	}
	switch {
	case f.Min == f.Max:
		return number(f.Min)
	case math.IsInf(f.Max, 1):
		return low + number(f.Min)
	case math.IsInf(f.Min, -1):
		return high + number(f.Max)
	default:
		return low + number(f.Min) + " and " + high + number(f.Max)
	}
}

// parseNumber reads a decimal number; 12% is exactly 0.12 where percent signs
// are allowed.
func parseNumber(text string, percent bool) (float64, error) {
	if number, found := strings.CutSuffix(text, "%"); found && percent {
		number = strings.TrimSpace(number)
		if strings.ContainsAny(number, "eE") {
			return 0, strconv.ErrSyntax
		}
		text = number + "e-2"
	}
	v, err := strconv.ParseFloat(text, 64)
	if errors.Is(err, strconv.ErrRange) {
		err = nil // too large: infinite, which is reported as such
	}
	return v, err
}

// numberHint guesses what keeps a text from being a number.
func numberHint(f *Field, text string) string {
	switch {
	case strings.Contains(text, ","):
		return "use a point for decimals and nothing between thousands"
	case strings.HasSuffix(text, "%"):
		return f.Name + " is not a share; write a plain number"
	case strings.Contains(text, " ") && f.UnitFrom != "":
		return "write only the number; its unit stands in " + f.UnitFrom
	case strings.Contains(text, " ") && f.Unit != "":
		return "write only the number, in the unit " + f.Unit
	}
	return "write a decimal number such as 12.5"
}

// checkDate reads a calendar day.
func (l *loader) checkDate(f *Field, c *cell) bool {
	t, err := time.Parse(time.DateOnly, c.text)
	if err != nil || len(c.text) != len(time.DateOnly) {
		hint := "write year-month-day, such as 2027-04-01"
		if err != nil && strings.Contains(err.Error(), "out of range") {
			hint = "there is no such day in the calendar"
		}
		l.report(diag.BadDate, c.at, hint, "%s is not a date: %q", f.Name, c.text)
		return false
	}
	if t.Year() < 1900 || t.Year() > 2200 {
		l.report(diag.BadDate, c.at, "dates lie between 1900 and 2200", "%s has an impossible year: %s", f.Name, c.text)
		return false
	}
	c.date = model.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
	return true
}

// checkBool reads true or false.
func (l *loader) checkBool(f *Field, c *cell) bool {
	switch c.text {
	case "true":
		c.num = 1
	case "false":
		c.num = 0
	default:
		l.report(diag.BadBool, c.at, "write true or false", "%s is neither true nor false: %q", f.Name, c.text)
		return false
	}
	return true
}

// checkChoice reads one of the field's choices as its index.
func (l *loader) checkChoice(f *Field, c *cell) bool {
	for i, choice := range f.Choices {
		if c.text == choice {
			c.num = float64(i)
			return true
		}
	}
	l.report(diag.BadChoice, c.at, l.nearest(c.text, f.Choices), "%s cannot be %q", f.Name, c.text)
	return false
}

// checkItems checks every item of a list.
func (l *loader) checkItems(f *Field, c *cell) bool {
	good := true
	for _, n := range c.list {
		if n.kind != scalar || n.value == "" {
			l.report(diag.WrongType, n.at, "write single values in the list", "%s holds %s where a name is wanted", f.Name, n.kind)
			return false
		}
	}
	for _, it := range c.items() {
		switch f.Type {
		case Choices:
			one := cell{text: it.text, at: it.at}
			good = l.checkChoice(f, &one) && good
		case MonthSet:
			if m, err := strconv.Atoi(it.text); err != nil || m < 1 || m > 12 {
				l.report(diag.OutOfRange, it.at, "write numbers from 1 to 12 separated by blanks", "%s is not a month: %q", f.Name, it.text)
				good = false
			}
		case Selector:
			name := it.text
			if _, after, found := strings.Cut(name, "="); found {
				name = after
			}
			if name != "*" {
				good = l.checkID(f, item{name, it.at}) && good
			}
		default:
			good = l.checkID(f, it) && good
		}
	}
	return good
}

// checkID checks that an id is made of letters, digits and a few marks.
func (l *loader) checkID(f *Field, it item) bool {
	for _, r := range it.text {
		plain := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:+&()", r)
		if !plain {
			l.report(diag.BadID, it.at, "use letters, digits and - _ . / : without blanks", "%s is not an id: %q", f.Name, it.text)
			return false
		}
	}
	return true
}

// checkSeconds reads a duration such as 300s.
func (l *loader) checkSeconds(f *Field, c *cell) bool {
	d, err := time.ParseDuration(c.text)
	if err != nil {
		l.report(diag.BadDuration, c.at, "write 300s, 5m or 1h", "%s is not a duration: %q", f.Name, c.text)
		return false
	}
	switch seconds := d.Seconds(); {
	case seconds < 0:
		l.report(diag.Negative, c.at, "write 0s for no limit", "%s may not be negative: %s", f.Name, c.text)
	case seconds > f.Max:
		l.report(diag.OutOfRange, c.at, "write 0s for no limit", "%s is longer than 30 days: %s", f.Name, c.text)
	default:
		c.num = seconds
		return true
	}
	return false
}
