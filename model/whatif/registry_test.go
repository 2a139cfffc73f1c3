package whatif_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/model/whatif"
)

// budgeted is a random scenario with budgets, a discount rate and all else that quantities
// are about.
func budgeted(seed uint64) *model.Scenario {
	s := scenariotest.Random(seed)
	s.Budget.Annual, s.Budget.Total, s.Budget.HasTotal = []unit.Money{10e6, 20e6, 30e6}, 50e6, true
	s.DiscountRate, s.Countries[0].TaxRate = 0.1, 0.25
	for i := range s.Regions {
		s.Regions[i].Surplus[0].Firm = 20
	}
	return s
}

// TestQuantities: a quantity that is set to a value has it when it is asked for again, and
// the scenario that it was made from stays as it is.
func TestQuantities(t *testing.T) {
	names := []string{"rent:colocation", "capex:mining", "capex:colocation", "power-price:A", "lead-time:A", "connection-cost:A", "surplus:A"}
	for _, e := range whatif.Registry {
		names = append(names, e.Name)
	}
	for seed := range uint64(20) {
		s := budgeted(seed)
		s.Sites[0].Region = 0 // region A has an offer
		for _, name := range names {
			before := scenariotest.Clone(s)
			q, err := whatif.QuantityOf(s, name)
			if err != nil {
				t.Fatalf("seed %d, %s: %v", seed, name, err)
			}
			if !(q.Least <= q.Low && q.Low <= q.Now && q.Now < q.High && q.High <= q.Most) {
				t.Errorf("seed %d, %s: the range is %g..%g of %g..%g, now %g", seed, name, q.Low, q.High, q.Least, q.Most, q.Now)
			}
			for _, value := range []float64{q.Low, q.Now, (q.Low + 3*q.High) / 4, q.High} {
				value = q.Round(value)
				if math.Abs(q.Round(value)-value) > 1e-12*math.Abs(value) {
					t.Errorf("%s: %g is rounded to %g", name, value, q.Round(value))
				}
				after, err := whatif.QuantityOf(q.At(s, value), name)
				switch {
				case value == 0 && err != nil: // nothing moves with it any more
				case err != nil:
					t.Errorf("seed %d, %s at %g: %v", seed, name, value, err)
				case q.Unit != "months more" && q.Unit != "% of now" && math.Abs(after.Now-value) > 1e-9*max(1, math.Abs(value)):
					t.Errorf("seed %d, %s: set to %g it is %g", seed, name, value, after.Now)
				}
			}
			if !reflect.DeepEqual(scenariotest.Clone(s), before) {
				t.Fatalf("seed %d, %s: the scenario changed", seed, name)
			}
		}
	}
}

// TestQuantityValues: what a value makes of a scenario, figure by figure.
func TestQuantityValues(t *testing.T) {
	s := budgeted(3)
	s.Worlds[0].Hashprice = []unit.Hashprice{40, 30, 20}
	s.Worlds[0].Rent[0][model.Colocation] = []unit.MoneyPerMWMonth{100e3, 90e3, 80e3}
	s.Contracts = []model.Contract{{Product: model.Colocation, Price: 120e3}}
	s.Sites[0].Offer.Lead[model.Typical], s.Sites[1].Offer.Lead[model.Typical] = 18, 6
	s.Sites[0].Offer.FixedCost, s.Sites[0].Offer.CostPerMW, s.Sites[0].Offer.Max = 3e6, 2e5, 30
	s.Sites[1].Offer = s.Sites[0].Offer
	s.Sites[1].Offer.Lead[model.Typical] = 6
	s.HallTypes[0].ShellCapex, s.HallTypes[0].MachineCapex = 3e5, 7e5
	for _, x := range []struct {
		name       string
		now, value float64
		of         func(*model.Scenario) []float64
		want       []float64
	}{
		{"hashprice", 40, 50, func(s *model.Scenario) []float64 { return floats(s.Worlds[0].Hashprice) }, []float64{50, 37.5, 25}},
		{"rent", 100, 50, func(s *model.Scenario) []float64 {
			return append(floats(s.Worlds[0].Rent[0][model.Colocation]), float64(s.Contracts[0].Price))
		}, []float64{50e3, 45e3, 40e3, 60e3}},
		{"power-price", 0.035, 0.05, func(s *model.Scenario) []float64 { return []float64{float64(s.Regions[0].EnergyPrice)} }, []float64{50}},
		{"lead-time", 0, -12, func(s *model.Scenario) []float64 {
			return []float64{float64(s.Sites[0].Offer.Lead[model.Typical]), float64(s.Sites[1].Offer.Lead[model.Typical])}
		}, []float64{6, 0}},
		{"capex:mining", 1, 1.5, func(s *model.Scenario) []float64 {
			return []float64{float64(s.HallTypes[0].ShellCapex), float64(s.HallTypes[0].MachineCapex), float64(s.HallTypes[1].ShellCapex)}
		}, []float64{4.5e5, 10.5e5, float64(s.HallTypes[1].ShellCapex)}},
		{"connection-cost", 300, 600, func(s *model.Scenario) []float64 {
			return []float64{float64(s.Sites[0].Offer.FixedCost), float64(s.Sites[0].Offer.CostPerMW)}
		}, []float64{6e6, 4e5}},
		{"discount-rate", 10, 12, func(s *model.Scenario) []float64 { return []float64{float64(s.DiscountRate)} }, []float64{0.12}},
		{"tax", 25, 0, func(s *model.Scenario) []float64 { return []float64{float64(s.Countries[0].TaxRate)} }, []float64{0}},
		{"budget", 60, 90, func(s *model.Scenario) []float64 { return append(floats(s.Budget.Annual), float64(s.Budget.Total)) }, []float64{15e6, 30e6, 45e6, 75e6}},
	} {
		q, err := whatif.QuantityOf(s, x.name)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(q.Now-x.now) > 1e-9*x.now {
			t.Errorf("%s is %g now, not %g", x.name, q.Now, x.now)
		}
		got := x.of(q.At(s, x.value))
		for i := range x.want {
			if math.Abs(got[i]-x.want[i]) > 1e-9*max(1, x.want[i]) {
				t.Errorf("%s = %g: figures are %v, not %v", x.name, x.value, got, x.want)
			}
		}
	}
}

func floats[T ~float64](list []T) []float64 {
	out := make([]float64, len(list))
	for i, x := range list {
		out[i] = float64(x)
	}
	return out
}

// TestSurplusShare: joint limits rise with all regions, and by what one has more, and do not
// fall with one.
func TestSurplusShare(t *testing.T) {
	s := budgeted(1)
	s.Regions = append(s.Regions[:1:1], s.Regions[0])
	s.Regions[1].ID = "B"
	only := func(firm unit.MW) []model.Surplus { return []model.Surplus{{Firm: firm, Interruptible: firm / 2}} }
	s.Regions[0].Surplus, s.Regions[1].Surplus = only(20), only(40)
	s.JointLimits = []model.JointLimit{{ID: "joint", Regions: []int{0, 1}, Surplus: only(50)}}
	firm := func(list []model.Surplus) (sum unit.MW) {
		for _, x := range list {
			sum += x.Firm
		}
		return sum
	}
	for _, x := range []struct {
		region              string
		percent             float64
		first, second, both unit.MW
	}{{"", 50, 30, 60, 75}, {"", -50, 10, 20, 25}, {"A", 50, 30, 40, 60}, {"A", -50, 10, 40, 50}} {
		l := whatif.SurplusShare(x.region)
		c := l.Turn(s, x.percent)
		if a, b, j := firm(c.Regions[0].Surplus), firm(c.Regions[1].Surplus), firm(c.JointLimits[0].Surplus); a != x.first || b != x.second || j != x.both {
			t.Errorf("surplus of %q by %g %%: %g, %g and %g MW together", x.region, x.percent, a, b, j)
		}
	}
}

// TestQuantityParse: values are numbers in the unit, percentages are of what is now, and what
// makes no sense is an error that says so.
func TestQuantityParse(t *testing.T) {
	s := budgeted(3)
	s.Worlds[0].Hashprice[0] = 40
	for _, x := range []struct {
		name, text string
		want       float64
		wrong      string
	}{
		{"hashprice", "60", 60, ""},
		{"hashprice", "150%", 60, ""},
		{"hashprice", "-1", 0, "is not from 0 to 400"},
		{"hashprice", "many", 0, "not a number"},
		{"hashprice", "NaN", 0, "not a number"},
		{"discount-rate", "12%", 12, ""},
		{"discount-rate", "12", 12, ""},
		{"lead-time", "-6", -6, ""},
		{"lead-time", "80%", 0, "not a number of months"},
		{"budget", "50%", 30, ""},
		{"tax", "101", 0, "is not from"},
	} {
		q, err := whatif.QuantityOf(s, x.name)
		if err != nil {
			t.Fatal(err)
		}
		if x.name == "lead-time" {
			q.Least = -12
		}
		got, err := q.Parse(x.text)
		if x.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), x.wrong) {
				t.Errorf("%s=%s: %v, wanted %q", x.name, x.text, err, x.wrong)
			}
			continue
		}
		if err != nil || math.Abs(got-x.want) > 1e-9 {
			t.Errorf("%s=%s is %g, %v; wanted %g", x.name, x.text, got, err, x.want)
		}
	}
	for name, wrong := range map[string]string{
		"hash": "not one of hashprice, rent", "hashprice:A": "the same everywhere", "power-price:Z": "no region", "rent:mining": "no \"mining\"",
		"rent:gpu_cloud": "no \"gpu_cloud\"", "capex:x": "no \"x\"",
	} {
		if _, err := whatif.QuantityOf(s, name); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: %v, wanted %q", name, err, wrong)
		}
	}
	bare := scenariotest.Random(1)
	bare.Budget = model.Budget{}
	if _, err := whatif.QuantityOf(bare, "budget"); err == nil || !strings.Contains(err.Error(), "no budget") {
		t.Errorf("a budget there is not: %v", err)
	}
}
