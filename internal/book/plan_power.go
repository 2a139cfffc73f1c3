package book

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// The columns of the sheet Allocations.
const (
	allocPeriod = iota + 1
	allocRegion
	allocSite
	allocBusiness
	allocIT
	allocGrid
)

// allocations writes what runs where and when, on which the sheets of MW rest.
func (w *planWriter) allocations() error {
	l := table(allocationsSheet, 1, column{"period", "", 10}, column{"region", "", 12}, column{"site", "", 22},
		column{"business", "", 12}, column{"IT", "MW", 10}, column{"grid", "MW", 10})
	for _, a := range w.plan.Allocations {
		l.line(a.Period, a.Region, a.Site, a.Business, powerCell(a.ITMW), powerCell(a.GridMW))
	}
	return w.add(l, nil)
}

// summed is the MW of the allocations that meet the conditions: a formula, and what it
// gives now.
func (w *planWriter) summed(col int, conditions string, meets func(*model.Allocation) bool) formula {
	sum, n := 0.0, len(w.plan.Allocations)
	for i := range w.plan.Allocations {
		a := &w.plan.Allocations[i]
		if !meets(a) {
			continue
		}
		if col == allocIT {
			sum += float64(a.ITMW)
		} else {
			sum += float64(a.GridMW)
		}
	}
	return formula{fmt.Sprintf("SUMPRODUCT(%s*%s)", conditions, within(allocationsSheet, col, n)), sum, asMW, plain}
}

// is is the condition that a column of the allocations equals something.
func (w *planWriter) is(col int, what string) string {
	return fmt.Sprintf("(%s=%s)", within(allocationsSheet, col, len(w.plan.Allocations)), what)
}

// businesses are the names of the businesses.
func businesses() []string {
	names := make([]string, 0, len(model.Businesses))
	for _, b := range model.Businesses {
		names = append(names, b.String())
	}
	return names
}

// power writes the MW by period and business.
func (w *planWriter) power() error {
	columns := []column{{"period", "", 10}}
	for _, kind := range []string{"IT", "grid"} {
		for _, b := range append(businesses(), "all") {
			columns = append(columns, column{kind + ", " + strings.ReplaceAll(b, "_", " "), "MW", 12})
		}
	}
	l := table(powerSheet, 1, columns...)
	for i, period := range w.plan.Periods {
		row := []any{period}
		for _, col := range []int{allocIT, allocGrid} {
			first, all := len(row)+1, 0.0
			for _, b := range businesses() {
				f := w.summed(col, w.is(allocPeriod, ref(headRows+1+i, 1))+"*"+w.is(allocBusiness, `"`+b+`"`),
					func(a *model.Allocation) bool { return a.Period == period && a.Business == b })
				all += f.value.(float64)
				row = append(row, f)
			}
			row = append(row, formula{fmt.Sprintf("SUM(%s:%s)", ref(headRows+1+i, first), ref(headRows+1+i, len(row))), all, asMW, plain})
		}
		l.line(row...)
	}
	return w.add(l, nil)
}

// regionTable writes what is signed and what runs in the end, by region.
func (w *planWriter) regionTable() error {
	l := table("Regions", 2, column{"region", "", 14}, column{"name", "", 26}, column{"local name", "", 26}, column{"power system", "", 16},
		column{"power price", w.plan.Currency + "/MWh", 11}, column{"signed, firm", "MW", 11}, column{"signed, interruptible", "MW", 13},
		column{"grid, mining", "MW", 11}, column{"grid, colocation", "MW", 11}, column{"grid, gpu cloud", "MW", 11}, column{"grid, all", "MW", 11}, column{"share of all", "share", 10})
	ids, last := w.regionIDs(), ""
	if n := len(w.plan.Periods); n > 0 {
		last = w.plan.Periods[n-1]
	}
	everything := 0.0
	for _, a := range w.plan.Allocations {
		if a.Period == last {
			everything += float64(a.GridMW)
		}
	}
	sums := make([]float64, 6)
	for i, id := range ids {
		l.line(w.regionRow(id, headRows+1+i, len(ids), last, everything, sums)...)
	}
	row := []any{styled{"all", asText, total}, nil, nil, nil, nil}
	for i, sum := range sums {
		row = append(row, totalOf("SUM("+rowsOf(6+i, len(ids))+")", sum, asMW))
	}
	l.totals(row...)
	l.line()
	l.line(styled{"signed: connections of the plan; grid: what runs in " + last, asText, faint})
	return w.add(l, nil)
}

// regionIDs lists the regions that the plan is about, those with most MW first.
func (w *planWriter) regionIDs() []string {
	size := map[string]float64{}
	for _, s := range w.plan.Signings {
		size[s.Region] += float64(s.FirmMW + s.FlexMW)
	}
	for _, a := range w.plan.Allocations {
		size[a.Region] += float64(a.GridMW)
	}
	ids := sortedKeys(size)
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(size[b], size[a]) })
	return ids
}

// regionRow is the row of a region; it adds its MW to the sums.
func (w *planWriter) regionRow(id string, row, regions int, last string, everything float64, sums []float64) []any {
	var name, local, system string
	var price any
	if r := w.regions[id]; r != nil {
		name, local, system, price = r.Name, r.LocalName, r.PowerSystem, styled{float64(r.EnergyPrice + r.NetworkPrice), "#,##0.00", plain}
	}
	var firm, flex float64
	for _, s := range w.plan.Signings {
		if s.Region == id {
			firm, flex = firm+float64(s.FirmMW), flex+float64(s.FlexMW)
		}
	}
	here, n := ref(row, 1), len(w.plan.Signings)
	signed := func(col int, value float64) formula {
		return formula{fmt.Sprintf("SUMPRODUCT((%s=%s)*%s)", within(signingsSheet, 3, n), here, within(signingsSheet, col, n)), value, asMW, plain}
	}
	cells := []any{id, name, local, system, price, signed(6, firm), signed(7, flex)}
	sums[0], sums[1] = sums[0]+firm, sums[1]+flex
	all := 0.0
	for i, b := range businesses() {
		f := w.summed(allocGrid, w.is(allocRegion, here)+"*"+w.is(allocPeriod, `"`+last+`"`)+"*"+w.is(allocBusiness, `"`+b+`"`),
			func(a *model.Allocation) bool { return a.Region == id && a.Period == last && a.Business == b })
		cells = append(cells, f)
		sums[2+i] += f.value.(float64)
		all += f.value.(float64)
	}
	sums[5] += all
	whole := ref(headRows+1+regions, 11)
	return append(cells, formula{fmt.Sprintf("SUM(%s:%s)", ref(row, 8), ref(row, 10)), all, asMW, plain},
		formula{fmt.Sprintf("IF(%s=0,0,%s/%s)", whole, ref(row, 11), whole), ratio(all, everything), asPercent, plain})
}

// signings writes the connections to sign.
func (w *planWriter) signings() error {
	l := table(signingsSheet, 2, column{"site", "", 24}, column{"region name", "", 26}, column{"region", "", 14},
		column{"sign in", "period", 10}, column{"power from", "period", 10}, column{"firm", "MW", 10}, column{"interruptible", "MW", 13}, column{"all", "MW", 10})
	var firm, flex float64
	for i, s := range w.plan.Signings {
		firm, flex = firm+float64(s.FirmMW), flex+float64(s.FlexMW)
		l.line(s.Site, w.regionName(s.Region), s.Region, s.Signed, s.Energised, powerCell(s.FirmMW), powerCell(s.FlexMW),
			formula{fmt.Sprintf("%s+%s", ref(headRows+1+i, 6), ref(headRows+1+i, 7)), float64(s.FirmMW + s.FlexMW), asMW, plain})
	}
	n := len(w.plan.Signings)
	l.totals(styled{"all", asText, total}, nil, nil, nil, nil, totalOf("SUM("+rowsOf(6, n)+")", firm, asMW),
		totalOf("SUM("+rowsOf(7, n)+")", flex, asMW), totalOf("SUM("+rowsOf(8, n)+")", firm+flex, asMW))
	return w.add(l, nil)
}

// halls writes the halls to build, and those that run already.
func (w *planWriter) halls() error {
	l := table("Halls", 1, column{"site", "", 24}, column{"region", "", 14}, column{"hall type", "", 20}, column{"business", "", 12}, column{"design", "", 16},
		column{"stands on", "", 10}, column{"existing group", "", 16}, column{"from", "period", 10}, column{"until", "period", 10}, column{"halls", "count", 8},
		column{"IT", "MW", 10}, column{"grid", "MW", 10}, column{"waits for its connection", "", 12})
	var it, grid float64
	count := 0
	for _, h := range w.plan.Halls {
		it, grid, count = it+float64(h.ITMW), grid+float64(h.GridMW), count+h.Count
		l.line(h.Site, h.Region, h.HallType, h.Business, h.Design, h.Stand, h.Existing, h.Start, h.End, styled{h.Count, asCount, plain},
			powerCell(h.ITMW), powerCell(h.GridMW), h.Waits)
	}
	n := len(w.plan.Halls)
	row := make([]any, 12)
	row[0] = styled{"all", asText, total}
	row[9], row[10], row[11] = totalOf("SUM("+rowsOf(10, n)+")", float64(count), asCount), totalOf("SUM("+rowsOf(11, n)+")", it, asMW), totalOf("SUM("+rowsOf(12, n)+")", grid, asMW)
	l.totals(row...)
	return w.add(l, nil)
}
