package simulate

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// lateScenario is a site with 23 MW of two feeders at hand and an order that
// is planned to be there in period 1 of yearly ones; nothing waits as planned.
func lateScenario() *model.Scenario {
	s := scenariotest.Random(1)
	s.Zones[0].Response = model.DemandResponse{}
	s.Rules, s.Contracts = nil, nil
	s.HallTypes[0].Construction, s.HallTypes[1].Construction = 0, 0
	s.Sites = s.Sites[:1]
	s.Sites[0].Existing = model.Existing{Firm: 23, Flex: 11, Feeders: 2}
	s.Sites[0].Offer.Feeders = 2
	s.Sites[0].Offer.Lead = [3]unit.Months{12, 12, 12}
	return s
}

func hall(hallType, stand string, start, count int, s *model.Scenario) model.Hall {
	design := "double"
	if hallType == "asic" {
		design = "single"
	}
	return model.Hall{Site: "s0", HallType: hallType, Design: design, Stand: stand, Start: s.Horizon.Label(start), Count: count}
}

// lateBy values a plan in the base world with the site's order so many periods
// late.
func lateBy(t *testing.T, s *model.Scenario, plan *model.Plan, periods int) Outcome {
	t.Helper()
	e, err := NewEvaluator(s, plan)
	if err != nil {
		t.Fatal(err)
	}
	w := s.Worlds[0]
	w.Lead = []unit.Months{unit.Months(12 + 12*periods)}
	return e.Value(&w)
}

// TestUnmarkedHallsThatFitRun: an asic hall is 11 MW at the grid, one for AI 7
// MW. Without the order 23 MW carry two asic halls, and 11.5 secure MW one AI
// hall; flex MW another asic hall.
func TestUnmarkedHallsThatFitRun(t *testing.T) {
	s := lateScenario()
	for _, c := range []struct {
		what               string
		halls              []model.Hall
		mining, ai         float64 // online without the order
		fullMining, fullAI float64
	}{
		{what: "miners that fit", halls: []model.Hall{hall("asic", "headroom", 1, 2, s)}, mining: 22, fullMining: 22},
		{what: "miners that do not", halls: []model.Hall{hall("asic", "headroom", 1, 3, s)}, mining: 22, fullMining: 33},
		{what: "those before the order go first", halls: []model.Hall{hall("asic", "headroom", 1, 2, s), hall("asic", "headroom", 0, 1, s)}, mining: 22, fullMining: 33},
		{what: "flex and firm MW are two things", halls: []model.Hall{hall("asic", "headroom", 1, 1, s), hall("asic", "flex", 1, 3, s)}, mining: 22, fullMining: 44},
		{what: "AI halls on secure MW", halls: []model.Hall{hall("colo", "firm", 1, 3, s)}, ai: 7, fullAI: 21},
		{what: "also those of two groups", halls: []model.Hall{hall("colo", "firm", 1, 1, s), hall("colo", "firm", 1, 2, s)}, ai: 7, fullAI: 21},
		{what: "AI before miners", halls: []model.Hall{hall("asic", "headroom", 1, 2, s), hall("colo", "firm", 1, 1, s)}, ai: 7, fullAI: 7, mining: 11, fullMining: 22},
		{what: "but after those that ran before", halls: []model.Hall{hall("asic", "headroom", 0, 2, s), hall("colo", "firm", 1, 1, s)}, fullAI: 7, mining: 22, fullMining: 22},
		{what: "what is marked waits though it would fit", halls: []model.Hall{func() model.Hall {
			h := hall("asic", "headroom", 1, 2, s)
			h.Waits = true
			return h
		}()}, fullMining: 22},
	} {
		plan := &model.Plan{Signings: []model.Signing{{Site: "s0", Signed: s.Horizon.Label(0), FirmMW: 30}}, Halls: c.halls}
		for late := range 3 {
			got := lateBy(t, s, plan, late)
			for p := 1; p < 3; p++ {
				mining, ai := c.fullMining, c.fullAI
				if p < 1+late {
					mining, ai = c.mining, c.ai
				}
				near(t, c.what+": mining", got.Online[model.Mining][p], mining, 1)
				near(t, c.what+": AI", got.Online[model.Colocation][p], ai, 1)
			}
		}
	}
}

// TestIdleMinersEarnNothing: a plan of which the order carries one of three
// halls is worth, late for ever, as much as two halls and the cost of a third.
func TestIdleMinersEarnNothing(t *testing.T) {
	s := lateScenario()
	value := func(marked int, w func(*model.World)) float64 {
		free, waits := hall("asic", "headroom", 1, 3-marked, s), hall("asic", "headroom", 1, marked, s)
		waits.Waits = true
		plan := &model.Plan{Signings: []model.Signing{{Site: "s0", Signed: s.Horizon.Label(0), FirmMW: 30}}}
		for _, h := range []model.Hall{free, waits} {
			if h.Count > 0 {
				plan.Halls = append(plan.Halls, h)
			}
		}
		e, err := NewEvaluator(s, plan)
		if err != nil {
			t.Fatal(err)
		}
		world := s.Worlds[0]
		world.Lead = []unit.Months{36}
		w(&world)
		return e.Value(&world).NPV
	}
	rich := func(w *model.World) { w.Hashprice = []unit.Hashprice{90, 90, 90} }
	poor := func(w *model.World) { w.Hashprice = []unit.Hashprice{1, 1, 1} } // miners stop by themselves
	near(t, "unmarked", value(0, rich), value(1, rich), value(0, rich))
	two, one, none := value(1, rich), value(2, rich), value(3, rich)
	near(t, "each hall earns as much", two-one, one-none, two)
	near(t, "idle", none, value(3, poor), none)
	near(t, "stopped", value(0, poor), none, none)
	if two <= one {
		t.Errorf("a hall that runs earns %g", two-one)
	}
}

// TestUnmarkedSalesAreCut: what halls without the order cannot give is lost,
// to the market first, then of the contracts with the lower SLA.
func TestUnmarkedSalesAreCut(t *testing.T) {
	s := lateScenario()
	contract := func(id string, sla unit.Share) model.Contract {
		return model.Contract{
			ID: id, Product: model.Colocation, MW: 4, Start: model.Date{Year: 2027, Month: 1, Day: 1}, Term: 36, Price: 200e3,
			ExpectedUse: 0.8, SLA: sla, Regions: []int{0}, Penalty: 50e3,
		}
	}
	s.Contracts = []model.Contract{contract("low", 0.99), contract("high", 0.9999), contract("low2", 0.99)}
	s.Contracts[1].Penalty = 80e3
	label := s.Horizon.Label(1)
	plan := &model.Plan{
		Signings: []model.Signing{{Site: "s0", Signed: s.Horizon.Label(0), FirmMW: 30}},
		Halls:    []model.Hall{hall("colo", "firm", 1, 3, s)}, // 5 MW x 0.9999 each, one runs
		Contracts: []model.ContractOutcome{
			{Contract: "low", Accepted: true}, {Contract: "high", Accepted: true}, {Contract: "low2", Accepted: true},
		},
		Deliveries: []model.Delivery{
			{Contract: "low", Site: "s0", Period: label, MW: 3}, {Contract: "high", Site: "s0", Period: label, MW: 4}, {Contract: "low2", Site: "s0", Period: label, MW: 1},
		},
		SpotSupply: []model.SpotSupply{{Site: "s0", Product: "colocation", Period: label, MW: 5}},
	}
	if got := lateBy(t, s, plan, 0); got.Penalties != 0 {
		t.Errorf("in time, and penalties of %g", got.Penalties)
	}
	// The one hall gives 4.9995 MW: 4 to high, 0.9995 of 4 to the others.
	near(t, "penalties", lateBy(t, s, plan, 1).Penalties, (4-0.9995)*12*50e3, 1)

	// What is marked is lost, though the hall that runs could give it, and
	// leaves that hall to the others.
	plan.Deliveries[1].Waits = true
	near(t, "marked", lateBy(t, s, plan, 1).Penalties, 4*12*80e3, 1)

	// The market loses its dearest rent.
	plan.Deliveries = nil
	plan.SpotSupply[0].MW = 4.9995 + 2
	whole, cut := lateBy(t, s, plan, 0), lateBy(t, s, plan, 1)
	plan.SpotSupply[0].MW = 4.9995
	less := lateBy(t, s, plan, 0)
	tax := 1 - float64(s.Countries[0].TaxRate)
	rent := float64(s.Worlds[0].Rent[0][model.Colocation][1])
	near(t, "less drawn, less rent", cut.Net[1]-less.Net[1], -2*rent*12*tax, whole.Net[1])
}

func TestPlansThatMakeNoSense(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	var s *model.Scenario
	var good *model.Plan
	for seed := uint64(0); ; seed++ { // one with all kinds of decisions
		s = randomScenario(r, seed)
		good = randomPlan(r, s)
		if len(good.Signings) == 2 && len(good.Halls) > 2 && good.Halls[0].Existing != "" && good.Halls[len(good.Halls)-1].Waits && len(good.Deliveries) > 0 {
			break
		}
	}
	last := len(good.Halls) - 1
	for want, change := range map[string]func(p *model.Plan){
		`no site "x"`:           func(p *model.Plan) { p.Signings[0].Site = "x" },
		`no period "1999"`:      func(p *model.Plan) { p.Signings[0].Signed = "1999" },
		"firm MW is -1":         func(p *model.Plan) { p.Signings[0].FirmMW = -1 },
		"signed twice":          func(p *model.Plan) { p.Signings[1] = p.Signings[0] },
		"after the horizon":     func(p *model.Plan) { p.Signings[0].Signed = s.Horizon.Label(s.Horizon.Periods - 1) },
		`no hall type "x"`:      func(p *model.Plan) { p.Halls[last].HallType = "x" },
		`no supply design "x"`:  func(p *model.Plan) { p.Halls[last].Design = "x" },
		`no stand "x"`:          func(p *model.Plan) { p.Halls[last].Stand = "x" },
		"group of 0 halls":      func(p *model.Plan) { p.Halls[last].Count = 0 },
		"stop in":               func(p *model.Plan) { p.Halls[last].End = p.Halls[last].Start },
		"no existing halls":     func(p *model.Plan) { p.Halls[0].Existing = "x" },
		"another type":          func(p *model.Plan) { p.Halls[0].Stand = "flex" },
		"run from the first":    func(p *model.Plan) { p.Halls[0].Start = s.Horizon.Label(1); p.Halls[0].End = "" },
		"cannot wait":           func(p *model.Plan) { p.Halls[0].Waits = true },
		"does not then get":     func(p *model.Plan) { p.Signings = nil },
		`no contract "x"`:       func(p *model.Plan) { p.Deliveries[0].Contract = "x" },
		"is not accepted":       func(p *model.Plan) { p.Contracts[0].Accepted = false },
		"delivery is NaN":       func(p *model.Plan) { p.Deliveries[0].MW = unit.MW(nan()) },
		"shortfall is -1":       func(p *model.Plan) { p.Shortfalls[0].MW = -1 },
		"no hall type offers":   func(p *model.Plan) { p.SpotSupply[0].Product = "gpu_cloud" },
		`no business "x"`:       func(p *model.Plan) { p.SpotSupply[0].Product = "x" },
		`no client market "x"`:  func(p *model.Plan) { p.SpotSales[0].Market = "x" },
		`no demand step "x"`:    func(p *model.Plan) { p.SpotSales[0].Step = "x" },
		"no year of the":        func(p *model.Plan) { p.Loans[0].Year = 1999 },
		"loan: amount is -Inf":  func(p *model.Plan) { p.Loans[0].Amount = unit.Money(-1 / zero()) },
		"begun before the hori": func(p *model.Plan) { s.HallTypes[0].Construction, s.HallTypes[1].Construction = 600, 600 },
	} {
		before := s.HallTypes
		s.HallTypes = append([]model.HallType(nil), before...)
		plan := clone(good)
		change(plan)
		if _, err := NewEvaluator(s, plan); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
		s.HallTypes = before
	}
	if _, err := NewEvaluator(s, clone(good)); err != nil {
		t.Error(err)
	}
}

func zero() float64 { return 0 }

func nan() float64 { return zero() / zero() }

// clone copies the decisions of a plan.
func clone(p *model.Plan) *model.Plan {
	c := *p
	c.Signings = append([]model.Signing(nil), p.Signings...)
	c.Halls = append([]model.Hall(nil), p.Halls...)
	c.Contracts = append([]model.ContractOutcome(nil), p.Contracts...)
	c.Deliveries = append([]model.Delivery(nil), p.Deliveries...)
	c.Shortfalls = append([]model.Shortfall(nil), p.Shortfalls...)
	c.SpotSupply = append([]model.SpotSupply(nil), p.SpotSupply...)
	c.SpotSales = append([]model.SpotSale(nil), p.SpotSales...)
	c.Loans = append([]model.Loan(nil), p.Loans...)
	return &c
}
