package explain

import (
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/solver"
)

// TestSupply: no plan gives a contract more MW from a region than are said to be carried there, nor any
// before the first period in which a hall can run; some plans give nearly as much.
func TestSupply(t *testing.T) {
	served, full := 0, 0
	for seed := range uint64(120) {
		s := scenariotest.Random(seed)
		if len(s.Contracts) == 0 {
			continue
		}
		c := &s.Contracts[0]
		c.MW, c.Price = 40, c.Price*4 // as much as can be served pays
		c.MaxShort = 1
		found, err := withHiGHS().Find(t.Context(), s.Name, s, solver.Known{})
		if err != nil || found.Plan == nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		given := map[string]map[int]float64{}
		for _, d := range found.Plan.Deliveries {
			p, _ := s.Horizon.Period(d.Period)
			for i := range s.Sites {
				if s.Sites[i].ID == d.Site {
					id := s.Regions[s.Sites[i].Region].ID
					if given[id] == nil {
						given[id] = map[int]float64{}
					}
					given[id][p] += float64(d.MW)
				}
			}
		}
		calc := finance.New(s, &s.Worlds[0])
		list, _ := supplies(s, c)
		for _, x := range list {
			for p, mw := range given[x.Region] {
				region := 0
				for s.Regions[region].ID != x.Region {
					region++
				}
				_, most, _ := carriable(s, calc, c, region, p)
				if served++; mw > most+1e-6 || p < x.From {
					t.Errorf("%s: %s gives %g MW in period %d; at most %g from %d on", s.Name, x.Region, mw, p, most, x.From)
				}
				if mw > 0.6*most {
					full++
				}
			}
		}
	}
	t.Logf("%d deliveries, %d of them of nearly as much as there is", served, full)
	if served < 20 || full < 5 {
		t.Error("too little is delivered to test anything")
	}
}
