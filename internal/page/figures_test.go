package page

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// same wants the figures to be those wanted, to a millionth.
func same(t *testing.T, what string, got, want map[string]float64) {
	t.Helper()
	for key := range want {
		if want[key] == 0 {
			delete(want, key)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d marks, want %d", what, len(got), len(want))
	}
	for key, v := range want {
		if math.Abs(got[key]-v) > 1e-6*math.Max(1, math.Abs(v)) {
			t.Errorf("%s: %s is %g, want %g", what, key, got[key], v)
		}
	}
}

// TestPicturesSayThePlan reads the pictures back and holds them against the plan.
func TestPicturesSayThePlan(t *testing.T) {
	r := sample(t)
	p := r.Plan
	page, _ := read(t, r, "en")
	last := p.Periods[len(p.Periods)-1]
	regions := map[string]float64{}
	for i := range r.Scenario.Regions {
		regions[r.Scenario.Regions[i].ID] = 0
	}
	names := map[string]string{"mining": "mining", "colocation": "AI colocation", "gpu_cloud": "GPU cloud"}
	business := map[string]map[string]float64{"mining": {}, "colocation": {}, "gpu_cloud": {}}
	for _, a := range p.Allocations {
		business[a.Business][a.Period] += float64(a.GridMW)
		if a.Period == last {
			regions[a.Region] += float64(a.GridMW)
		}
	}
	onMap := page.marks(t, "picture-map-russia", "map", "value")
	if len(onMap) != len(regions) {
		t.Errorf("%d regions on the map, want %d", len(onMap), len(regions))
	}
	for id, mw := range regions {
		if math.Abs(onMap[id]-mw) > 1e-9 {
			t.Errorf("%s has %g MW on the map, want %g", id, onMap[id], mw)
		}
	}
	for b, want := range business {
		same(t, b, page.marks(t, "picture-operating", names[b], "value"), want)
	}
	spent, budget, carried := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, y := range p.Spending {
		key := strconv.Itoa(y.Year)
		spent[key], budget[key], carried[key] = float64(y.Spent)/1e6, float64(y.Budget)/1e6, float64(y.Carried)/1e6
	}
	same(t, "spent", page.marks(t, "picture-budget", "spent", "value"), spent)
	same(t, "budget", page.marks(t, "picture-budget", "budget of the year", "value"), budget)
	same(t, "carried", page.marks(t, "picture-budget", "carried in", "value"), carried)
	taken, signed := map[string]float64{}, map[string]float64{}
	begin := map[string]float64{}
	for _, s := range p.Signings {
		mw := float64(s.FirmMW + s.FlexMW)
		taken[s.Region] += mw
		name := r.Scenario.Regions[slices.IndexFunc(r.Scenario.Regions, func(x model.Region) bool { return x.ID == s.Region })].Name + ", " + strings.TrimPrefix(s.Site, s.Region+"/")
		signed[name] = mw
		begin[name], _ = strconv.ParseFloat(s.Signed, 64)
	}
	if len(signed) == 0 {
		t.Fatal("the sample signs nothing")
	}
	same(t, "signed", page.marks(t, "picture-signings", "schedule", "mw"), signed)
	same(t, "begin", page.marks(t, "picture-signings", "schedule", "begin"), begin)
	supply := page.marks(t, "picture-supply", "supply", "taken")
	for id, mw := range supply {
		if math.Abs(mw-taken[id]) > 1e-6 {
			t.Errorf("%s: %g MW taken of its supply, want %g", id, mw, taken[id])
		}
		delete(taken, id)
	}
	if len(taken) > 0 {
		t.Errorf("the supply curve leaves out %v", taken)
	}
}

// TestCashAndFan holds cash flows, their cumulative value and the fan against the plan
// and its worlds.
func TestCashAndFan(t *testing.T) {
	r := sample(t)
	p := r.Plan
	page, _ := read(t, r, "en")
	label := func(c *model.CashFlow) string {
		if c.Period == "terminal" {
			return "at the end"
		}
		return c.Period
	}
	net, cumulative := map[string]float64{}, map[string]float64{}
	var sum unit.Money
	for i := range p.CashFlows {
		c := &p.CashFlows[i]
		sum += c.Discounted
		net[label(c)] = float64(c.Net) / 1e6
		cumulative[label(c)] = float64(sum) / 1e6
	}
	drawn := map[string]float64{}
	for _, series := range []string{
		"mining revenue", "colocation revenue", "GPU cloud revenue", "invested, less resale", "power, operation, penalties", "tax", "loans",
	} {
		for key, v := range page.marks(t, "picture-cash", series, "value") {
			drawn[key] += v
		}
	}
	same(t, "net", drawn, net)
	same(t, "cumulative", page.marks(t, "picture-cash", "cumulative NPV", "value"), cumulative)
	if math.Abs(cumulative["at the end"]-float64(p.Result.NPV)/1e6) > 1e-6*math.Abs(float64(p.Result.NPV)) {
		t.Errorf("the line ends at %g, the plan is worth %g", cumulative["at the end"], p.Result.NPV)
	}
	worlds := slices.SortedFunc(slices.Values(p.Worlds), func(a, b model.WorldResult) int { return cmp.Compare(a.NPV, b.NPV) })
	quantile := func(level float64) float64 {
		sum := 0.0
		for _, w := range worlds {
			if sum += w.Probability; sum >= level-1e-12 {
				return float64(w.NPV) / 1e6
			}
		}
		return math.NaN()
	}
	for figure, level := range map[string]float64{"low": 0.1, "value": 0.5, "high": 0.9} {
		got := page.marks(t, "picture-cash", "median of worlds", figure)["at the end"]
		if want := quantile(level); math.Abs(got-want) > 1e-5*math.Abs(want) {
			t.Errorf("the fan's %s ends at %g, want %g", figure, got, want)
		}
	}
}

// TestTablesSayThePlan reads tables back, in both languages.
func TestTablesSayThePlan(t *testing.T) {
	r := sample(t)
	p := r.Plan
	last := p.Periods[len(p.Periods)-1]
	for code, caption := range map[string]string{
		"en": "Operating in " + last + " by region, MW at the grid connection",
		"ru": "Работает в " + last + " году по регионам, МВт в точке присоединения",
	} {
		page, _ := read(t, r, code)
		parse := func(text string) float64 {
			if code == "ru" {
				text = strings.ReplaceAll(text, ",", ".")
			}
			return value(t, text)
		}
		rows := page.cells(t, caption)
		want, all := map[string]float64{}, 0.0
		for _, a := range p.Allocations {
			if a.Period == last {
				region := &r.Scenario.Regions[slices.IndexFunc(r.Scenario.Regions, func(x model.Region) bool { return x.ID == a.Region })]
				name := map[string]string{"en": region.Name, "ru": region.LocalName}[code]
				want[name] += float64(a.GridMW)
				all += float64(a.GridMW)
			}
		}
		if len(rows) != len(want)+2 {
			t.Errorf("%s: %d rows for %d regions", code, len(rows), len(want))
		}
		for _, row := range rows[1 : len(rows)-1] {
			if got := parse(row[4]); math.Abs(got-want[row[0]]) > 0.0501 || want[row[0]] == 0 {
				t.Errorf("%s: %s has %g, want %g", code, row[0], got, want[row[0]])
			}
			if got := parse(row[1]) + parse(row[2]) + parse(row[3]); math.Abs(got-want[row[0]]) > 0.16 {
				t.Errorf("%s: the businesses of %s have %g, want %g", code, row[0], got, want[row[0]])
			}
		}
		if got := parse(rows[len(rows)-1][4]); math.Abs(got-all) > 0.0501 {
			t.Errorf("%s: all are %g, want %g", code, got, all)
		}
	}
}

// TestAnswer wants the figures of the answer to be the plan's.
func TestAnswer(t *testing.T) {
	r := sample(t)
	p := r.Plan
	page, _ := read(t, r, "en")
	section := page.byID(t, "answer")
	facts := map[string]string{}
	for _, div := range section.all("div") {
		if dt := div.all("dt"); len(dt) == 1 {
			facts[dt[0].text()] = div.all("dd")[0].text()
		}
	}
	if got := value(t, strings.TrimSuffix(strings.TrimPrefix(facts["Net present value"], "USD "), " million")); math.Abs(got-float64(p.Result.NPV)/1e6) > 0.0501 {
		t.Errorf("worth %g, want %g", got, p.Result.NPV)
	}
	if got := value(t, strings.TrimSuffix(strings.TrimPrefix(facts["Capital spending"], "USD "), " million")); math.Abs(got-float64(p.Result.Capex)/1e6) > 0.0501 {
		t.Errorf("takes %g, want %g", got, p.Result.Capex)
	}
	lead := section.all("p")[0].text()
	for _, part := range []string{facts["Net present value"], facts["Capital spending"], "grid connection", "8 worlds", "USD"} {
		if !strings.Contains(lead, part) {
			t.Errorf("the answer does not say %q: %s", part, lead)
		}
	}
}
