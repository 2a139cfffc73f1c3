package model_test

import (
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

func horizon(start model.Date, months, periods int) model.Horizon {
	return model.Horizon{Start: start, PeriodMonths: months, Periods: periods}
}

func TestLabels(t *testing.T) {
	for _, c := range []struct {
		h    model.Horizon
		want []string
	}{
		{horizon(model.Date{Year: 2027, Month: 1, Day: 1}, 12, 2), []string{"2027", "2028"}},
		{horizon(model.Date{Year: 2027, Month: 7, Day: 1}, 6, 3), []string{"2027-H2", "2028-H1", "2028-H2"}},
		{horizon(model.Date{Year: 2027, Month: 10, Day: 1}, 3, 3), []string{"2027-Q4", "2028-Q1", "2028-Q2"}},
	} {
		var got []string
		for p := range c.h.Periods {
			got = append(got, c.h.Label(p))
			if back, ok := c.h.Period(c.h.Label(p)); !ok || back != p {
				t.Errorf("%s names period %d, want %d", c.h.Label(p), back, p)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("labels: got %v, want %v", got, c.want)
		}
	}
	if _, ok := horizon(model.Date{Year: 2027, Month: 1, Day: 1}, 12, 2).Period("2029"); ok {
		t.Error("a label outside the horizon names a period")
	}
}

func TestYears(t *testing.T) {
	h := horizon(model.Date{Year: 2027, Month: 10, Day: 1}, 3, 6)
	if got := h.Years(); !slices.Equal(got, []int{2027, 2028, 2029}) {
		t.Errorf("years: got %v", got)
	}
}

// TestHours: four quarters make a year of 8,760 hours, leap years too.
func TestHours(t *testing.T) {
	h := horizon(model.Date{Year: 2028, Month: 1, Day: 1}, 3, 4)
	sum := 0.0
	for p := range h.Periods {
		sum += h.Hours(p)
	}
	if sum != 8760 {
		t.Errorf("hours of 2028: got %g, want 8760", sum)
	}
}

func TestRoundingIsUp(t *testing.T) {
	h := horizon(model.Date{Year: 2027, Month: 1, Day: 1}, 6, 4)
	for months, want := range map[int]int{0: 0, 1: 1, 6: 1, 7: 2, 12: 2, 13: 3} {
		if got := h.CeilPeriods(unit.Months(months)); got != want {
			t.Errorf("%d months: got %d half-years, want %d", months, got, want)
		}
	}
}

func TestDaysWithin(t *testing.T) {
	h := horizon(model.Date{Year: 2027, Month: 1, Day: 1}, 12, 3)
	winter := model.Span{Months: 1<<1 | 1<<2 | 1<<12}
	for _, c := range []struct {
		name  string
		p     int
		spans []model.Span
		want  int
	}{
		{"always", 0, []model.Span{{}}, 365},
		{"leap year", 1, []model.Span{{}}, 365},
		{"from a day", 0, []model.Span{{From: model.Date{Year: 2027, Month: 12, Day: 31}}}, 1},
		{"to a day", 0, []model.Span{{To: model.Date{Year: 2027, Month: 1, Day: 1}}}, 1},
		{"both ends count", 0, []model.Span{{From: model.Date{Year: 2027, Month: 3, Day: 1}, To: model.Date{Year: 2027, Month: 3, Day: 2}}}, 2},
		{"29 February is the 28th", 1, []model.Span{{From: model.Date{Year: 2028, Month: 2, Day: 29}, To: model.Date{Year: 2028, Month: 3, Day: 1}}}, 2},
		{"winter", 2, []model.Span{winter}, 90},
		{"winter twice", 2, []model.Span{winter, winter}, 90},
		{"winter or January", 2, []model.Span{winter, {Months: 1 << 1}}, 90},
		{"winter of another year", 0, []model.Span{{Months: 1 << 1, From: model.Date{Year: 2028, Month: 1, Day: 1}}}, 0},
		{"none", 0, nil, 0},
	} {
		if got := h.DaysWithin(c.p, c.spans...); got != c.want {
			t.Errorf("%s: got %d days, want %d", c.name, got, c.want)
		}
	}
}

func TestRuleApplies(t *testing.T) {
	r := model.Rule{Regions: []int{1, 3}, Exempt: []int{7}, Business: []model.Business{model.Mining}}
	for _, c := range []struct {
		site, region int
		business     model.Business
		want         bool
	}{
		{0, 1, model.Mining, true},
		{0, 2, model.Mining, false},
		{7, 3, model.Mining, false},
		{0, 3, model.Colocation, false},
	} {
		if got := r.Applies(c.site, c.region, c.business); got != c.want {
			t.Errorf("site %d of region %d, %v: got %v", c.site, c.region, c.business, got)
		}
	}
	r.Business = nil
	if !r.Applies(0, 3, model.Colocation) {
		t.Error("a rule without business is about all of them")
	}
}
