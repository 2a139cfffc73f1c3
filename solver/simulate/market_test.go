package simulate

import (
	"os"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/finance"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/model/unit"
)

// withRisk gives a scenario processes with figures near those of mid-2026.
func withRisk(s *model.Scenario) *model.Scenario {
	s.Risk = model.Risk{
		Given: true,
		Bitcoin: model.BitcoinRisk{
			Model: model.RevertingJumps, At: model.Date{Year: 2026, Month: 6, Day: 14}, Price: 62000,
			Drift: 0.05, Volatility: 0.5, Reversion: 0.4, JumpRate: 1.5, JumpMean: -0.04, JumpDeviation: 0.12,
			Height: 953600, FeeShare: 0.01, FeeVolatility: 0.9, FeeReversion: 3,
			Hashrate: 894, FleetEfficiency: 18.5, NewEfficiency: 11.5, FleetSpread: 0.3, EfficiencyTrend: -0.08, PowerPrice: 52,
			MachineCapex: 1.6e6, Payback: 36, EntryRate: 0.6, ScrapRate: 0.15, ExitLag: 2,
		},
		Delay:   model.DelayRisk{Companies: []string{"a"}, Company: make([]int, len(s.Regions)), Early: 0.1, Late: 0.9, Correlation: 0.5},
		Clients: model.ClientRisk{Correlation: 0.3},
	}
	rent := model.RentRisk{Drift: -0.03, Volatility: 0.3, Reversion: 0.5, Common: 0.5, Utilisation: 0.85, UtilisationDeviation: 0.8, UtilisationReversion: 1}
	for range s.Markets {
		s.Risk.Rent = append(s.Risk.Rent, [3]model.RentRisk{{}, rent, rent})
	}
	for range s.Zones {
		s.Risk.Power = append(s.Risk.Power, model.PowerRisk{Volatility: 0.25, Reversion: 0.8, Common: 0.6, SpreadVolatility: 0.2, SpreadReversion: 1})
	}
	for f := range s.Risk.Correlation {
		s.Risk.Correlation[f][f] = 1
	}
	return s
}

func marketOf(t testing.TB, s *model.Scenario) *market.Market {
	t.Helper()
	m, err := market.New(s, &s.Worlds[0])
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// zone is the power system of Siberia with processes of risk.
func zone(t testing.TB) *model.Scenario {
	t.Helper()
	s, findings, err := file.Load(file.Options{Path: "siberia", Packs: os.DirFS("../../data")})
	if err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	return withRisk(s)
}

// full builds at every offer of a scenario: on half of the firm MW AI halls,
// whose MW go to the contracts and to the market, on the rest miners of two
// years. It is larger than what a budget allows.
func full(s *model.Scenario) *model.Plan {
	h, n := s.Horizon, s.Horizon.Periods
	plan := &model.Plan{}
	calc := finance.New(s, &s.Worlds[0])
	left := map[[2]int]float64{} // IT MW to sell, by site and period, of colocation
	colo := calc.HallTypeOf(model.Colocation)
	for i := range s.Sites {
		site := &s.Sites[i]
		ready := finance.LeadPeriods(s, i)
		if !site.HasOffer || ready >= n {
			continue
		}
		plan.Signings = append(plan.Signings, model.Signing{Site: site.ID, Signed: h.Label(0), FirmMW: site.Offer.MaxFirm, FlexMW: site.Offer.MaxFlex})
		ai := 0.0
		for t := range s.HallTypes {
			hallType := &s.HallTypes[t]
			design := hallType.Designs[0]
			if s.Designs[design].Feeders > finance.Feeders(site) || hallType.Business == model.GPUCloud {
				continue
			}
			start := max(ready, h.CeilPeriods(hallType.Construction))
			hall := model.Hall{Site: site.ID, HallType: hallType.ID, Design: s.Designs[design].ID, Waits: true}
			starts := []int{start}
			if hallType.Business == model.Mining {
				hall.Stand, starts = "headroom", append(starts, start+1)
				if finance.Feeders(site) < 2 {
					hall.Stand = "firm"
				}
				hall.Count = 1 + int((float64(site.Offer.MaxFirm)-ai)/4/float64(hallType.Module))
			} else {
				hall.Stand, hall.Count = "firm", 1+int(float64(site.Offer.MaxFirm)/4/float64(hallType.Module))
			}
			for _, v := range starts {
				if v >= n {
					continue
				}
				hall.Start = h.Label(v)
				plan.Halls = append(plan.Halls, hall)
				for p := v; p < n && t == colo; p++ {
					left[[2]int{i, p}] += float64(hallType.Module) * float64(hall.Count)
				}
			}
		}
	}
	sellFull(s, plan, left)
	return plan
}

// sellFull gives what is to sell to the contracts in turn, and to the market.
func sellFull(s *model.Scenario, plan *model.Plan, left map[[2]int]float64) {
	h := s.Horizon
	for k := range s.Contracts {
		c := &s.Contracts[k]
		plan.Contracts = append(plan.Contracts, model.ContractOutcome{Contract: c.ID, Accepted: true})
		mw, _ := finance.Profile(h, c)
		for p, want := range mw {
			for i := range s.Sites {
				key := [2]int{i, p}
				if give := min(want, left[key]); give > 0 && c.Product == model.Colocation {
					plan.Deliveries = append(plan.Deliveries, model.Delivery{Contract: c.ID, Site: s.Sites[i].ID, Period: h.Label(p), MW: unit.MW(give), Waits: true})
					left[key] -= give
					want -= give
				}
			}
			if want > 0 {
				plan.Shortfalls = append(plan.Shortfalls, model.Shortfall{Contract: c.ID, Period: h.Label(p), MW: unit.MW(want)})
			}
		}
	}
	for i := range s.Sites {
		for p := range h.Periods {
			if mw := left[[2]int{i, p}]; mw > 0 {
				plan.SpotSupply = append(plan.SpotSupply, model.SpotSupply{Site: s.Sites[i].ID, Product: "colocation", Period: h.Label(p), MW: unit.MW(mw), Waits: true})
			}
		}
	}
	for m := range s.Markets {
		for k := range s.Markets[m].Demand {
			for p := range h.Periods {
				step := &s.Markets[m].Demand[k]
				plan.SpotSales = append(plan.SpotSales, model.SpotSale{Market: s.Markets[m].ID, Step: step.ID, Period: h.Label(p), MW: step.Depth[p]})
			}
		}
	}
}
