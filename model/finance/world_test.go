package finance_test

import (
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
)

// in is a calculator of the scenario in a world that differs from the base.
func in(s *model.Scenario, change func(w *model.World)) *finance.Calculator {
	w := s.Worlds[0]
	change(&w)
	return calculator(s).In(&w)
}

func TestDefaultInAWorld(t *testing.T) {
	s := scenario()
	s.Contracts = []model.Contract{{
		Product: model.Colocation, MW: 10, Start: model.Date{Year: 2027, Month: 7, Day: 1}, Term: 36, Price: 150e3,
		ExpectedUse: 0.5, TakeOrPay: 0.8, Default: 0.1, RelettingGap: 9, RelettingPrice: 0.75, Penalty: 20e3,
	}}
	// Six months in 2027, ten in 2028 less the default after month 9 of the
	// term: three paid in 2028, nine vacant, then let again.
	c := in(s, func(w *model.World) { w.Default = []unit.Months{9} })
	terms := c.Terms(0)
	near(t, "paid in 2027", c.Serve(terms, 0, 0).Revenue, 0.8*6*150e3)
	near(t, "paid in 2028", c.Serve(terms, 0, 1).Revenue, 0.8*3*150e3)
	near(t, "power in 2028", c.Serve(terms, 0, 1).Power, 0.25*0.5*8760*1.2*50)
	near(t, "let in 2029", c.Serve(terms, 0, 2).Revenue, 0.8*12*0.75*120e3)
	near(t, "penalty in 2028", c.Short(terms, 1).Penalty, 3*20e3)
	near(t, "penalty in 2029", c.Short(terms, 2).Penalty, 0)

	never := in(s, func(w *model.World) { w.Default = []unit.Months{36} })
	near(t, "never defaults", never.Serve(never.Terms(0), 0, 2).Revenue, 0.8*12*150e3)
}

func TestUtilisation(t *testing.T) {
	s := scenario()
	c := in(s, func(w *model.World) {
		w.Utilisation = [][3][]unit.Share{{nil, flat(4, unit.Share(0.6)), flat(4, unit.Share(1))}}
	})
	near(t, "sale", c.SpotSale(0, &s.Markets[0].Demand[0], 0).Revenue, 0.6*0.9*120e3*12)
	near(t, "power", c.SpotSupply(model.Colocation, 0, 0).Power, 0.6*0.8*8760*1.2*50)
	near(t, "lost", c.SpotLost(model.Colocation, 0, 0).Revenue, -0.6*0.9*120e3*12)
}

func TestSpreadLetsMinersStop(t *testing.T) {
	s := scenario()
	hours := 8760 * 0.95 * 0.99 * 0.99
	for _, c := range []struct {
		spread unit.Share
		share  float64 // of the hours that pay
		price  float64 // mean of those hours
	}{
		// 98 $/MWh at the machines against 1.04 x (40 x price + 10) + 1.
		{1, 1, 1}, {3, 0.5, -0.5}, {0, 1, 1},
	} {
		calc := in(s, func(w *model.World) { w.PowerSpread = [][]unit.Share{flat(4, c.spread)} })
		got := calc.Halls(0, 0, 0, model.Headroom).Mine(0, 0)
		near(t, "power", got.Power, hours*c.share*1.04*(40*c.price+10))
		near(t, "drawn", got.GridMWh, hours*c.share*1.04)
	}
}

func TestDemandResponse(t *testing.T) {
	s := scenario()
	hours := 8760 * 0.95 * 0.99 * 0.99
	without := calculator(s).Halls(0, 0, 0, model.Headroom).Mine(0, 0)
	s.Zones[0].Response = model.DemandResponse{Payment: 50e3, Hours: 876}
	halls := calculator(s).Halls(0, 0, 0, model.Headroom)
	got := halls.Mine(0, 0)
	near(t, "drawn", got.GridMWh, hours*0.9*1.04)
	near(t, "power", got.Power, hours*1.04*(0.5*(20+10)+0.4*(60+10)))
	near(t, "paid", got.Revenue, without.Revenue*0.9+50e3*1.04*0.95*0.99*0.99)
	near(t, "without the right", halls.MineWith(0, 0, 0, finance.Stop).EBITDA(), without.EBITDA())

	s.Zones[0].Response.Payment = 1 // less than the hours would earn
	near(t, "not worth it", calculator(s).Halls(0, 0, 0, model.Headroom).Mine(0, 0).EBITDA(), without.EBITDA())
}

func TestLate(t *testing.T) {
	s := scenario() // typical lead 18 months: two periods
	for _, c := range []struct {
		lead unit.Months
		want int
	}{{6, 0}, {18, 0}, {24, 0}, {25, 1}, {40, 2}} {
		if got := in(s, func(w *model.World) { w.Lead = []unit.Months{c.lead} }).Late(0); got != c.want {
			t.Errorf("a lead of %d months is %d periods late, want %d", c.lead, got, c.want)
		}
	}
	if got := calculator(s).Late(0); got != 0 {
		t.Errorf("%d periods late without a lead of its own", got)
	}
}

// TestUse: a calculator moved to another world is that of the other world.
func TestUse(t *testing.T) {
	s := scenario()
	s.Contracts = []model.Contract{{
		Product: model.Colocation, MW: 10, Start: model.Date{Year: 2027, Month: 7, Day: 1}, Term: 36, Price: 150e3,
		ExpectedUse: 0.5, RelettingPrice: 0.75, Penalty: 20e3,
	}}
	moved := calculator(s)
	halls, terms := moved.Halls(0, 0, 0, model.Headroom), moved.Terms(0)
	before := halls.Run(1, 0)
	other := s.Worlds[0]
	other.Hashprice = flat(4, unit.Hashprice(60))
	other.Default = []unit.Months{9}
	moved.Use(&other)
	moved.Renew(terms)
	fresh := calculator(s).In(&other)
	if got, want := halls.Run(1, 0), fresh.Halls(0, 0, 0, model.Headroom).Run(1, 0); got != want || got == before {
		t.Errorf("mining: got %v, want %v, in the world before %v", got, want, before)
	}
	want := fresh.Terms(0)
	for p := range 4 {
		if a, b := moved.Serve(terms, 0, p), fresh.Serve(want, 0, p); a != b {
			t.Errorf("served in period %d: got %v, want %v", p, a, b)
		}
		if a, b := moved.Short(terms, p), fresh.Short(want, p); a != b {
			t.Errorf("short in period %d: got %v, want %v", p, a, b)
		}
	}
}

func TestEarnsAs(t *testing.T) {
	s := scenario()
	other := s.Sites[0]
	other.ID = "T"
	s.Sites = append(s.Sites, other)
	s.Rules = []model.Rule{{Kind: model.Ban, Enabled: true, Business: []model.Business{model.Mining}, Regions: []int{0}, Exempt: []int{1}}}
	c := calculator(s)
	a := c.Halls(0, 0, 0, model.Headroom)
	if !a.EarnsAs(c.Halls(0, 0, 0, model.Headroom)) {
		t.Error("equal halls earn differently")
	}
	for what, b := range map[string]*finance.Halls{
		"under another rule": c.Halls(1, 0, 0, model.Headroom), "on other MW": c.Halls(0, 0, 0, model.Flex), "of AI": c.Halls(0, 1, 1, model.Firm),
	} {
		if a.EarnsAs(b) {
			t.Errorf("halls %s earn the same", what)
		}
	}
}

// TestDefaultAdjustedRent: the mean over all months in which a client may
// default is what the contract brings where defaults count by their chance.
func TestDefaultAdjustedRent(t *testing.T) {
	s := scenario()
	s.Contracts = []model.Contract{{
		Product: model.Colocation, MW: 10, Start: model.Date{Year: 2027, Month: 4, Day: 1}, Term: 40, Ramp: 6, Price: 150e3,
		ExpectedUse: 0.5, TakeOrPay: 0.8, Default: 0.05, RelettingGap: 7, RelettingPrice: 0.75, Penalty: 20e3,
	}}
	contract := &s.Contracts[0]
	survives := func(months int) float64 { return math.Pow(0.95, float64(months)/12) }
	var mean [4][3]float64
	for d := 1; d <= int(contract.Term); d++ {
		chance := survives(d-1) - survives(d)
		if d == int(contract.Term) {
			chance = survives(d - 1) // never within the term
		}
		c := in(s, func(w *model.World) { w.Default = []unit.Months{unit.Months(d)} })
		for p, terms := 0, c.Terms(0); p < 4; p++ {
			served := c.Serve(terms, 0, p)
			mean[p][0] += chance * served.Revenue
			mean[p][1] += chance * served.Power
			mean[p][2] += chance * c.Short(terms, p).Penalty
		}
	}
	c := calculator(s)
	for p, terms := 0, c.Terms(0); p < 4; p++ {
		near(t, "mean rent", mean[p][0], c.Serve(terms, 0, p).Revenue)
		near(t, "mean power", mean[p][1], c.Serve(terms, 0, p).Power)
		near(t, "mean penalty", mean[p][2], c.Short(terms, p).Penalty)
	}
}
