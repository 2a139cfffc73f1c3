package simulate

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/unit"
)

func pick[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

// randomScenario is one of scenariotest with what worlds and taxes can do on
// top: shorter periods, two countries and markets, losses carried forward,
// loans, demand response.
func randomScenario(r *rand.Rand, seed uint64) *model.Scenario {
	s := scenariotest.Random(seed)
	if parts := pick(r, 1, 2, 4); parts > 1 {
		s = scenariotest.Split(s, parts)
	}
	if len(s.Regions) > 1 {
		s.Countries = append(s.Countries, model.Country{ID: "Y", TaxRate: 0.15, CarryForward: r.IntN(2) == 0})
		s.Markets = append(s.Markets, s.Markets[0])
		s.Markets[1].ID = "m2"
		s.Worlds[0].Rent = append(s.Worlds[0].Rent, s.Worlds[0].Rent[0])
		s.Regions[1].Country, s.Regions[1].Market = 1, 1
	}
	s.Countries[0].CarryForward = r.IntN(2) == 0
	s.Budget.DebtShare, s.Budget.DebtRate, s.Budget.DebtYears = 0.5, 0.07, 1+r.IntN(4)
	if r.IntN(2) == 0 {
		s.Zones[0].Response = model.DemandResponse{Payment: unit.MoneyPerMWYear(20e3 * r.Float64()), Hours: 200}
	}
	s.Objective.Goal = pick(r, model.NPV, model.EquityValue, model.LeastCapex)
	for range s.Markets {
		s.Objective.Multiple = append(s.Objective.Multiple, [3]unit.Share{6, unit.Share(10 + 5*r.Float64()), 9})
	}
	return s
}

// randomPlan decides without regard to limits, but keeps to the calendar: new
// halls at a signed site start once it is energised and wait if it is late.
func randomPlan(r *rand.Rand, s *model.Scenario) *model.Plan {
	plan := &model.Plan{}
	h, n := s.Horizon, s.Horizon.Periods
	calc := finance.New(s, &s.Worlds[0])
	ready := make([]int, len(s.Sites)) // n: not signed
	for i := range s.Sites {
		site := &s.Sites[i]
		q := r.IntN(2)
		if ready[i] = q + finance.LeadPeriods(s, i); ready[i] >= n || r.IntN(8) == 0 {
			ready[i] = n
		} else {
			plan.Signings = append(plan.Signings, model.Signing{Site: site.ID, Signed: h.Label(q), FirmMW: unit.MW(30 * r.Float64()), FlexMW: unit.MW(10 * r.Float64())})
		}
		for k := range site.Existing.Halls {
			old := &site.Existing.Halls[k]
			kind := calc.Halls(i, old.HallType, old.Design, old.Stand)
			hall := model.Hall{
				Site: site.ID, HallType: s.HallTypes[old.HallType].ID, Design: s.Designs[old.Design].ID, Stand: old.Stand.String(),
				Existing: old.ID, Start: h.Label(0), Count: old.Count,
			}
			if stop := r.IntN(kind.LastStop(old) + 1); stop < n {
				hall.End = h.Label(stop)
			}
			plan.Halls = append(plan.Halls, hall)
		}
		for range r.IntN(4) {
			addHalls(r, s, calc, plan, i, ready[i])
		}
	}
	sell(r, s, plan, ready)
	for _, year := range h.Years() {
		plan.Loans = append(plan.Loans, model.Loan{Year: year, Amount: unit.Money(1e6 * r.Float64())})
	}
	return plan
}

func addHalls(r *rand.Rand, s *model.Scenario, calc *finance.Calculator, plan *model.Plan, site, ready int) {
	t := r.IntN(len(s.HallTypes))
	stand := model.Firm
	if !s.HallTypes[t].Business.IsAI() {
		stand = pick(r, model.Firm, model.Headroom, model.Flex)
	}
	design := r.IntN(len(s.Designs))
	kind := calc.Halls(site, t, design, stand)
	first := max(ready, kind.Construction())
	if first >= s.Horizon.Periods {
		return
	}
	start := first + r.IntN(s.Horizon.Periods-first)
	stops := kind.Stops(start)
	if len(stops) == 0 {
		return
	}
	hall := model.Hall{
		Site: s.Sites[site].ID, HallType: s.HallTypes[t].ID, Design: s.Designs[design].ID, Stand: stand.String(),
		Start: s.Horizon.Label(start), Count: 1 + r.IntN(3), Waits: true,
	}
	if stop := stops[r.IntN(len(stops))]; stop < s.Horizon.Periods {
		hall.End = s.Horizon.Label(stop)
	}
	plan.Halls = append(plan.Halls, hall)
}

// sell serves the contract and the markets from all sites; what is sold at a
// signed site waits for its connection.
func sell(r *rand.Rand, s *model.Scenario, plan *model.Plan, ready []int) {
	for k := range s.Contracts {
		plan.Contracts = append(plan.Contracts, model.ContractOutcome{Contract: s.Contracts[k].ID, Accepted: true})
	}
	for p := range s.Horizon.Periods {
		label := s.Horizon.Label(p)
		for i := range s.Sites {
			waits := ready[i] <= p
			if len(s.Contracts) > 0 {
				plan.Deliveries = append(plan.Deliveries, model.Delivery{Contract: "c", Site: s.Sites[i].ID, Period: label, MW: unit.MW(4 * r.Float64()), Waits: waits})
			}
			plan.SpotSupply = append(plan.SpotSupply, model.SpotSupply{Site: s.Sites[i].ID, Product: "colocation", Period: label, MW: unit.MW(6 * r.Float64()), Waits: waits})
		}
		if len(s.Contracts) > 0 {
			plan.Shortfalls = append(plan.Shortfalls, model.Shortfall{Contract: "c", Period: label, MW: unit.MW(r.Float64())})
		}
		for m := range s.Markets {
			for k := range s.Markets[m].Demand {
				plan.SpotSales = append(plan.SpotSales, model.SpotSale{Market: s.Markets[m].ID, Step: s.Markets[m].Demand[k].ID, Period: label, MW: unit.MW(5 * r.Float64())})
			}
		}
	}
}

// randomWorld is a world that leaves some things out.
func randomWorld(r *rand.Rand, s *model.Scenario) *model.World {
	n := s.Horizon.Periods
	shares := func(low, high float64) []unit.Share {
		list := make([]unit.Share, n)
		for p := range list {
			list[p] = unit.Share(low + (high-low)*r.Float64())
		}
		return list
	}
	w := &model.World{PowerIndex: [][]unit.Share{shares(0.5, 2)}}
	for range n {
		w.Hashprice = append(w.Hashprice, unit.Hashprice(20+60*r.Float64()))
	}
	if r.IntN(2) == 0 {
		w.PowerSpread = [][]unit.Share{shares(0.2, 3)}
	}
	let := r.IntN(2) == 0
	for m := range s.Markets {
		rents := make([]unit.MoneyPerMWMonth, n)
		for p := range rents {
			rents[p] = unit.MoneyPerMWMonth(50e3 + 200e3*r.Float64())
		}
		w.Rent = append(w.Rent, [3][]unit.MoneyPerMWMonth{nil, rents, nil})
		if let {
			w.Utilisation = append(w.Utilisation, [3][]unit.Share{})
			w.Utilisation[m][model.Colocation] = shares(0.3, 1)
		}
	}
	if r.IntN(4) > 0 {
		for range s.Sites {
			w.Lead = append(w.Lead, unit.Months(r.IntN(40)))
		}
	}
	if r.IntN(4) > 0 {
		for range s.Contracts {
			w.Default = append(w.Default, unit.Months(r.IntN(40)))
		}
		if w.Default == nil {
			w.Default = []unit.Months{}
		}
	}
	return w
}

func near(t *testing.T, what string, got, want, size float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*max(1, math.Abs(size), math.Abs(want))) {
		t.Errorf("%s: got %.12g, want %.12g", what, got, want)
	}
}
