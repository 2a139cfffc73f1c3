package solver_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/simulate"
)

// tangled are random scenarios in which much meets: worlds, half-years, late
// connections of sites that have MW already, two countries that keep their
// losses, reinvestment, loans, carbon caps, and every goal with every measure.
func tangled(seed uint64) *model.Scenario {
	r := rand.New(rand.NewPCG(seed, 99))
	s := scenariotest.Random(seed)
	if r.IntN(3) == 0 {
		s = scenariotest.Split(s, 2)
	}
	s = scenariotest.WithWorlds(s, 1+r.IntN(3), r.IntN(3) > 0, seed)
	addCountry(s, r)
	addExisting(s, r)
	addMoney(s, r)
	for i := range s.Contracts {
		if r.IntN(2) == 0 {
			s.Contracts[i].MaxShort = 0.5
		}
		s.Contracts[i].Market = r.IntN(len(s.Markets))
		s.Contracts[i].Mandatory = r.IntN(6) == 0
	}
	if r.IntN(4) == 0 {
		rule(model.Rule{Kind: model.CarbonCap, Limit: 30e3})(s)
	}
	setObjective(s, r)
	return s
}

// addCountry makes the second region a country with a client market.
func addCountry(s *model.Scenario, r *rand.Rand) {
	if len(s.Regions) == 2 {
		s.Countries = append(s.Countries, model.Country{ID: "Y", Name: "Y", TaxRate: 0.3, CarryForward: r.IntN(2) == 0})
		market := s.Markets[0]
		market.ID = "n"
		s.Markets = append(s.Markets, market)
		s.Regions[1].Country, s.Regions[1].Market = 1, 1
		for w := range s.Worlds {
			s.Worlds[w].Rent = append(s.Worlds[w].Rent, s.Worlds[w].Rent[0])
			s.Worlds[w].Utilisation = append(s.Worlds[w].Utilisation, s.Worlds[w].Utilisation[0])
		}
	}
	s.Countries[0].CarryForward = r.IntN(2) == 0
}

// addExisting gives sites MW of their own beside their offers.
func addExisting(s *model.Scenario, r *rand.Rand) {
	for i := range s.Sites {
		x := &s.Sites[i].Existing
		if r.IntN(2) == 0 {
			x.Feeders = max(x.Feeders, 1+r.IntN(2)*r.IntN(2))
			s.Sites[i].Offer.Feeders = max(s.Sites[i].Offer.Feeders, x.Feeders)
			x.Firm += unit.MW(12 * r.IntN(2))
			x.Flex += unit.MW(12 * r.IntN(3))
			if len(x.Halls) > 0 && max(x.Feeders, s.Sites[i].Offer.Feeders) > 1 && r.IntN(2) == 0 {
				x.Halls[0].Stand = model.Headroom
			}
		}
	}
}

func addMoney(s *model.Scenario, r *rand.Rand) {
	if s.Budget.Annual != nil && r.IntN(2) == 0 {
		s.Budget.Reinvest = pick[unit.Share](r, 0.3, 1)
		s.Budget.CarryOver = pick[unit.Share](r, 0, 0, 0.5, 1)
	}
	if (s.Budget.Annual != nil || s.Budget.HasTotal) && r.IntN(2) == 0 {
		s.Budget.DebtShare, s.Budget.DebtRate, s.Budget.DebtYears = 0.6, 0.06, 2
	}
}

func setObjective(s *model.Scenario, r *rand.Rand) {
	switch r.IntN(4) {
	case 0:
		s.Objective.Goal = model.EquityValue
		for range s.Markets {
			s.Objective.Multiple = append(s.Objective.Multiple, [3]unit.Share{unit.Share(2 + r.IntN(3)), unit.Share(6 + r.IntN(3)), 5})
		}
	case 1:
		if r.IntN(2) == 0 && len(s.Contracts) > 0 {
			s.Objective.Goal = model.LeastCapex
			s.Contracts[0].Mandatory = true
		}
	}
	switch r.IntN(3) {
	case 0:
		s.Objective.Measure, s.Objective.Weight, s.Objective.Tail = model.CVaR, pick[unit.Share](r, 0.5, 1), pick[unit.Share](r, 0.1, 0.4, 1)
	case 1:
		s.Objective.Measure = model.Regret
	}
}

// TestTangled: verification, which recomputes a plan from docs/model.md alone,
// and simulation agree with every plan.
func TestTangled(t *testing.T) {
	infeasible := 0
	for seed := range uint64(80) {
		s := tangled(seed)
		answer, err := solver.Solve(context.Background(), s, &highs.Engine{}, solver.Options{})
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			continue
		}
		if answer.Termination == mip.Infeasible {
			infeasible++
			continue
		}
		if answer.Plan == nil {
			t.Errorf("seed %d: stopped %v, %v", seed, answer.Termination, answer.Report)
			continue
		}
		e, err := simulate.NewEvaluator(s, answer.Plan)
		if err != nil {
			t.Fatal(err)
		}
		for w := range s.Worlds {
			if got, want := e.Value(&s.Worlds[w]).NPV, float64(answer.Plan.Worlds[w].NPV); !close6(got, want) {
				t.Errorf("seed %d: in world %d the plan is worth %.6f million by simulation, %.6f by itself", seed, w, got/1e6, want/1e6)
			}
		}
	}
	if infeasible > 20 {
		t.Errorf("%d scenarios are infeasible", infeasible)
	}
}

// keeping are scenarios of halls that earn from the start, whose losses are
// kept and whose cash is reinvested.
func keeping(seed uint64, carryOver unit.Share) *model.Scenario {
	r := rand.New(rand.NewPCG(seed, 98))
	s := scenariotest.WithWorlds(scenariotest.Random(seed), 1+r.IntN(3), false, seed)
	s.Countries[0].CarryForward, s.Countries[0].TaxRate = true, 0.5
	for i := range s.Sites {
		hall := model.ExistingHall{ID: fmt.Sprint("old", i), Stand: model.Firm, Count: 2, MachineAge: pick[unit.Months](r, 6, 12, 20), ShellAge: 36}
		if s.Sites[i].Offer.Feeders > 1 {
			hall.Stand = model.Headroom
		}
		s.Sites[i].Existing = model.Existing{Firm: 40, Feeders: 1, Halls: []model.ExistingHall{hall}}
		s.Sites[i].Offer.Lead[model.Typical] = 0
	}
	for w := range s.Worlds {
		for p := range s.Worlds[w].Hashprice {
			s.Worlds[w].Hashprice[p] *= 2
		}
	}
	s.Rules = nil
	s.Budget = model.Budget{Reinvest: pick[unit.Share](r, 0.3, 1), CarryOver: carryOver}
	for range 3 {
		s.Budget.Annual = append(s.Budget.Annual, unit.Money(1e6*float64(r.IntN(12))))
	}
	return s
}

func pick[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

// TestPrepaidTax: no plan rests on tax paid before it is due. Where all of a
// budget is carried over none could; elsewhere the error says what it is about.
func TestPrepaidTax(t *testing.T) {
	refused, noted := 0, 0
	for seed := uint64(15); seed < 30; seed++ {
		planned(t, keeping(seed, 1), solver.Options{})
		against := keeping(seed, 0)
		against.Objective.Measure = model.Regret
		if a, err := solver.Solve(context.Background(), against, &highs.Engine{}, solver.Options{}); err == nil && len(a.Notes) > 0 {
			if !strings.Contains(a.Notes[0], "tax before it is due") {
				t.Errorf("seed %d: %q", seed, a.Notes)
			}
			noted++
		}
		answer, err := solver.Solve(context.Background(), keeping(seed, 0), &highs.Engine{}, solver.Options{})
		switch {
		case err != nil && strings.Contains(err.Error(), "tax before it is due"):
			refused++
		case err != nil:
			t.Errorf("seed %d: %v", seed, err)
		case answer.Plan == nil:
			t.Errorf("seed %d: stopped %v, %v", seed, answer.Termination, answer.Report)
		}
	}
	if refused == 0 || noted == 0 {
		t.Errorf("%d plans would prepay tax, %d are measured against such: the scenarios are too dull to test anything", refused, noted)
	}
}
