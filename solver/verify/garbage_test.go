package verify_test

import (
	"encoding/json"
	"maps"
	"math"
	"math/rand"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
	"github.com/gridalloc/gridalloc/solver/verify"
)

// TestGarbage changes values of a valid plan's JSON at random. Whatever still
// is a plan must be judged without panic.
func TestGarbage(t *testing.T) {
	s, plan := risky(t)
	judged, refused := 0, 0
	spoiled(t, plan, 500, func(p *model.Plan) {
		judged++
		if !verify.Check(s, p, verify.Options{}).OK {
			refused++
		}
	})
	if judged < 250 || refused < judged/2 {
		t.Errorf("%d plans judged, %d refused", judged, refused)
	}
}

// TestGarbageWorlds does the same with the worlds of a scenario.
func TestGarbageWorlds(t *testing.T) {
	s, plan := risky(t)
	judged, unfit := 0, 0
	spoiled(t, &s.Worlds, 500, func(worlds *[]model.World) {
		judged++
		s.Worlds = *worlds
		if slices.Contains(broken(verify.Check(s, plan, verify.Options{})), verify.Scenario) {
			unfit++
		}
	})
	if judged < 250 || unfit < judged/10 || unfit > judged*9/10 {
		t.Errorf("%d scenarios judged, %d found unfit", judged, unfit)
	}
}

// spoiled changes values of x's JSON at random and hands on what can still be
// read, so many times.
func spoiled[T any](t *testing.T, x *T, times int, judge func(*T)) {
	t.Helper()
	text, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewSource(1))
	for range times {
		var tree any
		if err := json.Unmarshal(text, &tree); err != nil {
			t.Fatal(err)
		}
		for range 1 + random.Intn(4) {
			tree = spoil(random, tree)
		}
		changed, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		y := new(T)
		if json.Unmarshal(changed, y) == nil {
			judge(y)
		}
	}
}

// spoil changes one value somewhere in a JSON tree.
func spoil(random *rand.Rand, tree any) any {
	switch x := tree.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(x))
		key := keys[random.Intn(len(keys))]
		x[key] = spoil(random, x[key])
		return x
	case []any:
		if len(x) == 0 || random.Intn(8) == 0 {
			return nil
		}
		i := random.Intn(len(x))
		if random.Intn(8) == 0 {
			return append(x, x[i])
		}
		x[i] = spoil(random, x[i])
		return x
	case string:
		return []string{"", "2027", "2031", "a", "b", "d", "miner", "colo", "gpu", "terminal", "firm", "gpu_cloud"}[random.Intn(12)]
	case float64:
		return []float64{-x, 0, 1, -1, 1e300, -1e300, 1e-300, x * 2, 7, 1 << 40}[random.Intn(10)]
	default:
		return nil
	}
}

// FuzzCheck judges whatever can be read as a plan.
func FuzzCheck(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"signings":[{"site":"a","signed":"2027","energised":"2028","firm_mw":12}]}`))
	f.Add([]byte(`{"halls":[{"site":"a","hall_type":"miner","design":"n","stand":"flex","start":"2028","count":9}],"result":{"irr":-0.5}}`))
	f.Add([]byte(`{"signings":[{"site":"a","signed":"2027","energised":"2028","firm_mw":12}],"halls":[{"site":"a","hall_type":"colo","design":"2n","stand":"firm","start":"2028","count":1,"waits":true}],"spot_supply":[{"site":"a","product":"colocation","period":"2028","mw":1,"waits":true}],"worlds":[{"world":"w0","best":1}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p := new(model.Plan)
		if json.Unmarshal(text, p) != nil {
			return
		}
		s := brownfield(4)
		s.Contracts = []model.Contract{contract()}
		branch(s, func(i int, w *model.World) { w.Lead = []unit.Months{unit.Months(12 + 12*i), 12} }, 0.5, 0.5)
		if verify.Check(s, p, verify.Options{}).OK {
			t.Error("accepted, though it leaves out the existing halls")
		}
	})
}

func TestUnfitScenarios(t *testing.T) {
	for name, change := range map[string]func(*model.Scenario){
		"no periods":       func(s *model.Scenario) { s.Horizon.Periods = 0 },
		"no start":         func(s *model.Scenario) { s.Horizon.Start = model.Date{} },
		"no world":         func(s *model.Scenario) { s.Worlds = nil },
		"two sure worlds":  func(s *model.Scenario) { s.Worlds = append(s.Worlds, s.Worlds[0]) },
		"unlikely worlds":  func(s *model.Scenario) { branch(s, func(int, *model.World) {}, 0.5, 0.4) },
		"impossible world": func(s *model.Scenario) { branch(s, func(int, *model.World) {}, 1, 0) },
		"negative chance":  func(s *model.Scenario) { branch(s, func(int, *model.World) {}, 1.5, -0.5) },
		"NaN chance":       func(s *model.Scenario) { s.Worlds[0].Probability = unit.Share(math.NaN()) },
		"NaN price":        func(s *model.Scenario) { s.Worlds[0].Hashprice[3] = unit.Hashprice(math.NaN()) },
		"second world short": func(s *model.Scenario) {
			branch(s, func(i int, w *model.World) { w.Hashprice = w.Hashprice[i:] }, 0.5, 0.5)
		},
		"no utilisation of a market": func(s *model.Scenario) { s.Worlds[0].Utilisation = [][3][]unit.Share{} },
		"no utilisation of a product": func(s *model.Scenario) {
			s.Worlds[0].Utilisation = [][3][]unit.Share{{nil, nil, same(unit.Share(1), 4)}}
		},
		"short utilisation": func(s *model.Scenario) {
			s.Worlds[0].Utilisation = [][3][]unit.Share{{nil, same(unit.Share(1), 4), same(unit.Share(1), 3)}}
		},
		"no spread of a zone": func(s *model.Scenario) { s.Worlds[0].PowerSpread = [][]unit.Share{} },
		"short spread":        func(s *model.Scenario) { s.Worlds[0].PowerSpread = [][]unit.Share{{1, 1, 1}} },
		"short lead times":    func(s *model.Scenario) { s.Worlds[0].Lead = []unit.Months{} },
		"short defaults": func(s *model.Scenario) {
			s.Contracts, s.Worlds[0].Default = []model.Contract{contract()}, []unit.Months{}
		},
		"no multiples":    func(s *model.Scenario) { s.Objective.Goal = model.EquityValue },
		"unknown goal":    func(s *model.Scenario) { s.Objective.Goal = 3 },
		"unknown measure": func(s *model.Scenario) { s.Objective.Measure = -1 },
		"absurd weight":   func(s *model.Scenario) { s.Objective.Weight = 1.5 },
		"absurd tail":     func(s *model.Scenario) { s.Objective.Tail = unit.Share(math.NaN()) },
		"no country":      func(s *model.Scenario) { s.Countries = nil },
		"absurd rate":     func(s *model.Scenario) { s.DiscountRate = -1 },
		"short prices":    func(s *model.Scenario) { s.Worlds[0].Hashprice = nil },
		"short indices":   func(s *model.Scenario) { s.Worlds[0].PowerIndex[0] = nil },
		"short rents":     func(s *model.Scenario) { s.Worlds[0].Rent[0][model.GPUCloud] = nil },
		"short demand":    func(s *model.Scenario) { s.Markets[0].Demand[0].Depth = nil },
	} {
		s := base(4, 12)
		change(s)
		if got := broken(verify.Check(s, &model.Plan{}, verify.Options{})); len(got) != 1 || got[0] != verify.Scenario {
			t.Errorf("%s: findings of %q", name, got)
		}
		if _, err := verify.Recompute(s, &model.Plan{}); err == nil {
			t.Errorf("%s: recomputed", name)
		}
	}
}

func TestEmptyPlan(t *testing.T) {
	s := base(4, 12)
	plan := accepted(t, s, &model.Plan{})
	if plan.Result.IRR != nil || plan.Result.PaybackYears != nil {
		t.Error("an IRR or payback without cash")
	}
	near(t, "NPV", plan.Result.NPV, 0.0)
}
