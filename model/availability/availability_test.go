package availability_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/availability"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12*math.Max(1, math.Abs(want)) {
		t.Errorf("%s: got %.15g, want %.15g", what, got, want)
	}
}

func TestComponent(t *testing.T) {
	near(t, "given", availability.Component(model.Component{Availability: 0.97}), 0.97)
	// One failure a year, repaired in 8.76 hours: 1000 hours up for each down.
	near(t, "repairable", availability.Component(model.Component{FailuresPerYear: 1, RepairHours: 8.76}), 1000.0/1001)
}

func TestKOfN(t *testing.T) {
	const a = 0.9
	near(t, "1 of 1", availability.KOfN(1, 1, a), a)
	near(t, "1 of 2", availability.KOfN(1, 2, a), 1-0.01)
	near(t, "2 of 2", availability.KOfN(2, 2, a), 0.81)
	near(t, "2 of 3", availability.KOfN(2, 3, a), 3*a*a*(1-a)+a*a*a)
	near(t, "3 of 4", availability.KOfN(3, 4, a), 4*a*a*a*(1-a)+a*a*a*a)
	near(t, "0 of 2", availability.KOfN(0, 2, a), 1)
}

// TestKOfNEnumerated holds the recursion against the sum over all states.
func TestKOfNEnumerated(t *testing.T) {
	const a = 0.83
	for n := 1; n <= 8; n++ {
		for k := 1; k <= n; k++ {
			want := 0.0
			for state := range 1 << n {
				p, up := 1.0, 0
				for unit := range n {
					if state>>unit&1 == 1 {
						p, up = p*a, up+1
					} else {
						p *= 1 - a
					}
				}
				if up >= k {
					want += p
				}
			}
			near(t, "k of n", availability.KOfN(k, n, a), want)
		}
	}
}

func TestDesignIsSeriesOfRedundantGroups(t *testing.T) {
	line := model.Component{Availability: 0.99}
	transformer := model.Component{Availability: 0.98}
	diesel := model.Component{Availability: 0.95}
	ups := model.Component{Availability: 0.999}
	d := model.SupplyDesign{Groups: []model.SupplyGroup{
		{Name: "power", Alternatives: []model.Alternative{
			{Chain: []model.Component{line, transformer}, Count: 2, Need: 1},
			{Chain: []model.Component{diesel}, Count: 3, Need: 2},
		}},
		{Name: "ups", Alternatives: []model.Alternative{{Chain: []model.Component{ups}, Count: 1, Need: 1}}},
	}}
	feeders := 1 - math.Pow(1-0.99*0.98, 2)
	sets := 3*0.95*0.95*0.05 + 0.95*0.95*0.95
	near(t, "design", availability.Design(d), (1-(1-feeders)*(1-sets))*0.999)
}
