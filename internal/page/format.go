package page

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/gridalloc/gridalloc/internal/chart"
	"github.com/gridalloc/gridalloc/internal/lang"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// builder builds the sections of a plan's page.
type builder struct {
	*lang.Language
	report   *Report
	plan     *model.Plan
	scenario *model.Scenario
	last     string // period, "" where there is none
	// Money is shown in this unit.
	unit     float64
	unitKey  string
	decimals int
}

// roles are the colours of the businesses.
var roles = map[model.Business]chart.Role{model.Mining: chart.Mining, model.Colocation: chart.Colocation, model.GPUCloud: chart.GPUCloud}

// newBuilder chooses the unit of money so that the headline figures have few digits.
func newBuilder(r *Report, l *lang.Language) *builder {
	b := &builder{Language: l, report: r, plan: r.Plan, scenario: r.Scenario, unit: 1, unitKey: "units", decimals: 1}
	if n := len(r.Plan.Periods); n > 0 {
		b.last = r.Plan.Periods[n-1]
	}
	switch largest := math.Max(math.Abs(float64(r.Plan.Result.NPV)), math.Abs(float64(r.Plan.Result.Capex))); {
	case largest >= 1e6:
		b.unit, b.unitKey = 1e6, "million"
	case largest >= 1e4:
		b.unit, b.unitKey = 1e3, "thousand"
	}
	return b
}

// in is money in the page's unit.
func (b *builder) in(x unit.Money) float64 { return float64(x) / b.unit }

// amount writes money in the page's unit, without naming it.
func (b *builder) amount(x unit.Money) string { return b.Number(b.in(x), b.decimals) }

// money writes money with currency and unit.
func (b *builder) money(x unit.Money) string {
	return b.Text(named("money", b.unitKey), b.amount(x), b.plan.Currency)
}

// moneyUnit names the page's unit of money.
func (b *builder) moneyUnit() string { return b.Text(named("unit", b.unitKey), b.plan.Currency) }

// named is the key of an id under a prefix.
func named(prefix, id string) string { return prefix + "." + id }

// mw writes megawatts with their unit; cells of tables go without it.
func (b *builder) mw(x unit.MW) string { return b.Text("mw", b.Number(float64(x), 1)) }

func (b *builder) mwCell(x unit.MW) string {
	if math.Abs(float64(x)) < 0.05 {
		return "–"
	}
	return b.Number(float64(x), 1)
}

// business names a business by its id in files.
func (b *builder) business(id string) string { return b.Name("business", id) }

// region names a region: by its local name where that is in the page's script.
func (b *builder) region(id string) string {
	i := slices.IndexFunc(b.scenario.Regions, func(r model.Region) bool { return r.ID == id })
	if i < 0 {
		return id
	}
	r := &b.scenario.Regions[i]
	if b.Code == "ru" && strings.ContainsFunc(r.LocalName, func(c rune) bool { return unicode.Is(unicode.Cyrillic, c) }) {
		return r.LocalName
	}
	return cmp.Or(r.Name, id)
}

// site names a site by its region and what its id says beyond it.
func (b *builder) site(id string) string {
	i := slices.IndexFunc(b.scenario.Sites, func(s model.Site) bool { return s.ID == id })
	if i < 0 {
		return id
	}
	region := b.scenario.Regions[b.scenario.Sites[i].Region].ID
	return b.region(region) + ", " + strings.TrimPrefix(id, region+"/")
}

// period writes a period's label; the row after the last has a name.
func (b *builder) period(label string) string {
	if label == "terminal" {
		return b.Text("terminal")
	}
	return label
}

// byRegion is the grid MW of the last period by region and business.
func (b *builder) byRegion() map[string]*[3]unit.MW {
	sums := map[string]*[3]unit.MW{}
	for _, a := range b.plan.Allocations {
		if a.Period != b.last {
			continue
		}
		if sums[a.Region] == nil {
			sums[a.Region] = new([3]unit.MW)
		}
		for _, business := range model.Businesses {
			if business.String() == a.Business {
				sums[a.Region][business] += a.GridMW
			}
		}
	}
	return sums
}

// largestFirst lists the regions by falling MW.
func largestFirst(sums map[string]*[3]unit.MW) []string {
	list := slices.Sorted(maps.Keys(sums))
	slices.SortStableFunc(list, func(x, y string) int { return cmp.Compare(total(sums[y]), total(sums[x])) })
	return list
}

func total(parts *[3]unit.MW) unit.MW { return parts[0] + parts[1] + parts[2] }

// overall adds up the regions.
func overall(sums map[string]*[3]unit.MW) *[3]unit.MW {
	all := new([3]unit.MW)
	for _, id := range slices.Sorted(maps.Keys(sums)) {
		for i, x := range sums[id] {
			all[i] += x
		}
	}
	return all
}
