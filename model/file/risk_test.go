package file_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/unit"
)

// TestRisk holds the risk set against its tables.
func TestRisk(t *testing.T) {
	s := loadGood(t, good)
	r := s.Risk
	if !r.Given || r.Bitcoin.Model != model.RevertingJumps || r.Bitcoin.Height != 955000 || r.Bitcoin.At != (model.Date{Year: 2026, Month: 7, Day: 1}) {
		t.Errorf("bitcoin: %+v", r.Bitcoin)
	}
	near(t, "price of bitcoin", float64(r.Bitcoin.Price), 9.2e6/80)
	near(t, "volatility", r.Bitcoin.Volatility, 0.55)
	near(t, "mean of jumps", r.Bitcoin.JumpMean, -0.03)
	near(t, "hashrate", r.Bitcoin.Hashrate, 1100)
	near(t, "power price", float64(r.Bitcoin.PowerPrice), 52)
	near(t, "price of machines", float64(r.Bitcoin.MachineCapex), 1500e3*1.03*1.025)
	near(t, "efficiency trend", float64(r.Bitcoin.EfficiencyTrend), -0.08)
	if r.Bitcoin.Payback != 24 || r.Bitcoin.ExitLag != 3 || r.Bitcoin.ScrapRate != 0.15 {
		t.Errorf("bitcoin: %+v", r.Bitcoin)
	}
	if len(r.Rent) != 1 || r.Rent[0][model.Colocation].Utilisation != 0.92 || r.Rent[0][model.GPUCloud].Utilisation != 0.75 || r.Rent[0][model.GPUCloud].Drift != -0.05 {
		t.Errorf("rents: %+v", r.Rent)
	}
	if len(r.Power) != 2 || r.Power[0].Volatility != 0.1 || r.Power[1].Volatility != 0.18 || r.Power[1].SpreadVolatility != 0.2 {
		t.Errorf("power: %+v", r.Power)
	}
	want := [model.Factors][model.Factors]float64{{1, 0, 0.2, -0.1}, {0, 1, 0.6, 0}, {0.2, 0.6, 1, 0}, {-0.1, 0, 0, 1}}
	if r.Correlation != want {
		t.Errorf("correlations: %v", r.Correlation)
	}
	if !reflect.DeepEqual(r.Delay, model.DelayRisk{Companies: []string{"AA-S", "North Grid, public"}, Company: []int{1, 0}, Early: 0.1, Late: 0.9, Correlation: 0.4}) {
		t.Errorf("delays: %+v", r.Delay)
	}
	if r.Clients.Correlation != 0.15 || s.Contracts[0].Default != 0.02 || s.Contracts[1].Default != 0.012 {
		t.Errorf("clients: %+v, %v, %v", r.Clients, s.Contracts[0].Default, s.Contracts[1].Default)
	}
	if s.Sampling != (model.Sampling{Draws: 200, Keep: 20, Seed: 3}) || len(s.Worlds) != 1 || s.Worlds[0].Name != "base" {
		t.Errorf("sampling %+v, %d worlds", s.Sampling, len(s.Worlds))
	}
	response := s.Zones[1].Response
	near(t, "demand response", float64(response.Payment), 500*12*1000*1.08*1.06/80)
	if response.Hours != 80 || len(response.Sources) != 1 || s.Zones[0].Response.Payment != 0 {
		t.Errorf("responses: %+v, %+v", response, s.Zones[0].Response)
	}
}

// TestNoRisk: without a risk set nothing of it is there.
func TestNoRisk(t *testing.T) {
	dir, _ := change(t, "scenarios/two.yaml\n-risk: base\\nworlds: {draws: 200, keep: 20, seed: 3}\\n\n+\nmarkets/two/contracts.csv\n-,BB,9\n+5%,,9\n")
	s := loadGood(t, dir)
	if !reflect.DeepEqual(s.Risk, model.Risk{}) || s.Sampling != (model.Sampling{}) || len(s.Worlds) != 1 {
		t.Errorf("risk %+v, sampling %+v", s.Risk, s.Sampling)
	}
}

// TestSampling reads all settings of the section worlds.
func TestSampling(t *testing.T) {
	s := loadGood(t, good, "worlds={draws: 1, keep: 1, seed: 0, reduce: paths, means: processes, difficulty: fixed}")
	if s.Sampling != (model.Sampling{Draws: 1, Keep: 1, Reduction: model.ByPaths, Open: true, Rigid: true}) {
		t.Errorf("sampling %+v", s.Sampling)
	}
}

// TestRiskOfOthers: a risk set may be for zones and markets of other packs,
// and lie in a folder with sources of its own.
func TestRiskOfOthers(t *testing.T) {
	dir, _ := change(t, `risk/base/power.csv
-Z2,
+Z9,
scenarios/two.yaml
-risk: base
+risk: ../risk/base
risk/base/sources.csv
+id,title,address,date
+OWN,Measured,,
risk/base/clients.csv
-S1
+OWN
`)
	s, findings, err := file.Load(file.Options{Path: filepath.Join("scenarios", "two.yaml"), Dir: dir, Packs: os.DirFS(dir)})
	if err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	if s.Risk.Power[1].Volatility != 0.1 || s.Risk.Clients.Correlation != 0.15 || s.Sources[s.Risk.Sources[0]].ID != "OWN" {
		t.Errorf("risk: %+v, sources %v", s.Risk, s.Sources)
	}
}

// TestMeasures holds a hall type with a measure against a calculation by hand.
func TestMeasures(t *testing.T) {
	s := loadGood(t, good)
	if len(s.HallTypes) != 4 || s.HallTypes[3].ID != "miner+predictive" {
		t.Fatalf("hall types: %+v", s.HallTypes)
	}
	base, got := s.HallTypes[2], s.HallTypes[3]
	want := base
	want.ID, want.Name = "miner+predictive", "Miner hall, predictive maintenance"
	want.ShellCapex, want.FixedOM, want.VariableOM = 402e3, 20300, 0.9
	want.Uptime, want.Efficiency, want.MachineLife = 0.97*1.01, 18*0.995, 50
	want.Provenance = got.Provenance
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	var sources []string
	for _, i := range got.Sources {
		sources = append(sources, s.Sources[i].ID)
	}
	if !slices.Equal(sources, []string{"S1", "S3"}) || got.Method != model.Derived || got.Grade != model.GradeC {
		t.Errorf("provenance %v, %+v", sources, got.Provenance)
	}
	if s.Sites[2].Existing.Halls != nil || s.HallTypes[s.Sites[1].Existing.Halls[1].HallType].ID != "miner" {
		t.Errorf("existing halls: %+v", s.Sites)
	}
	dir, _ := change(t, "technology/plain/measures.csv\n-1%,-0.5%\n+10%,-0.5%\n")
	if capped := loadGood(t, dir).HallTypes[3].Uptime; capped != 1 {
		t.Errorf("uptime %v", capped)
	}
	if plain := loadGood(t, good, "measures=[]"); len(plain.HallTypes) != 3 {
		t.Errorf("%d hall types without measures", len(plain.HallTypes))
	}
}

// TestObjective reads measures and multiples.
func TestObjective(t *testing.T) {
	o := loadGood(t, good).Objective
	if o.Measure != model.Expected || o.Weight != 0 || o.Tail != 0.1 || len(o.Multiple) != 1 {
		t.Errorf("objective: %+v", o)
	}
	o = loadGood(t, good, "objective={goal: npv, measure: cvar, weight: 30%, tail: 5%}").Objective
	if o.Measure != model.CVaR || o.Weight != 0.3 || o.Tail != 0.05 {
		t.Errorf("objective: %+v", o)
	}
	o = loadGood(t, good, "objective={goal: equity_value, measure: regret, multiple: {mining: 6, colocation: {M1: 15, M9: 7}, gpu_cloud: 9}}", "objective.multiple.mining.M1=5").Objective
	if o.Measure != model.Regret || !reflect.DeepEqual(o.Multiple, [][3]unit.Share{{5, 15, 9}}) {
		t.Errorf("objective: %+v", o)
	}
	s, findings, err := file.Load(file.Options{Path: "two", Packs: os.DirFS(good), Set: []string{
		"regions.packs=[two, other]", "contracts.only=[bank]", "objective={goal: equity_value, multiple: {mining: 6, colocation: {M1: 15, M9: 7}, gpu_cloud: 9}}",
	}})
	if err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	if !reflect.DeepEqual(s.Objective.Multiple, [][3]unit.Share{{6, 15, 9}, {6, 7, 9}}) {
		t.Errorf("multiples of two markets: %v", s.Objective.Multiple)
	}
}

// TestOwnWorlds reads worlds of one's own; what they leave out is as in the
// tables.
func TestOwnWorlds(t *testing.T) {
	base := loadGood(t, good).Worlds[0]
	s := loadGood(t, good, "worlds={file: own.csv}")
	if len(s.Worlds) != 2 || s.Sampling != (model.Sampling{File: "own.csv"}) {
		t.Fatalf("%d worlds, sampling %+v", len(s.Worlds), s.Sampling)
	}
	ones := []unit.Share{1, 1, 1, 1, 1}
	low, high := s.Worlds[0], s.Worlds[1]
	want := base
	want.Name, want.Probability, want.Provenance = "low", 0.25, low.Provenance
	want.Hashprice = []unit.Hashprice{40, 3.2 * 1000 / 80, 30, 28, 25}
	want.Utilisation = [][3][]unit.Share{{nil, ones, {0.8, 0.7, 0.6, 0.6, 0.6}}}
	want.PowerIndex = [][]unit.Share{{1.1, 1.1, 1.2, 1.2, 1.3}, base.PowerIndex[1]}
	want.Lead = []unit.Months{20, 0, 12}
	want.Default = []unit.Months{60, 7}
	if !reflect.DeepEqual(low, want) {
		t.Errorf("low: got %+v\nwant %+v", low, want)
	}
	want = base
	want.Name, want.Probability, want.Provenance = "high", 0.75, high.Provenance
	rent := unit.MoneyPerMWMonth(3 * 700 * 730)
	want.Rent = [][3][]unit.MoneyPerMWMonth{{nil, base.Rent[0][1], {rent, rent, rent, rent, rent}}}
	want.PowerSpread = [][]unit.Share{ones, {1.5, 1.5, 1.5, 1.5, 1.5}}
	want.Lead = []unit.Months{12, 0, 12}
	want.Default = []unit.Months{60, 36}
	if !reflect.DeepEqual(high, want) {
		t.Errorf("high: got %+v\nwant %+v", high, want)
	}
	if s.Sources[low.Sources[0]].ID != "scenario" || low.Method != model.Assumed {
		t.Errorf("provenance %+v", low.Provenance)
	}
	if !slices.ContainsFunc(s.Files, func(f model.InputFile) bool {
		return f.Path == "data/scenarios/own.csv" && len(f.SHA256) == 64
	}) {
		t.Errorf("files: %v", s.Files)
	}
	if !slices.ContainsFunc(s.Inputs, func(in model.Input) bool {
		return in.Kind == "world" && in.ID == "high" && in.Where == "data/scenarios/own.csv:20"
	}) {
		t.Errorf("inputs: %v", s.Inputs)
	}
}

// TestFilteredWorlds: a file of worlds may be of more than the scenario keeps.
func TestFilteredWorlds(t *testing.T) {
	s := loadGood(t, good, "worlds={file: own.csv}", "regions.except=[AA-N]", "contracts.only=[bank]")
	if len(s.Worlds) != 2 || len(s.Worlds[0].PowerIndex) != 1 || !slices.Equal(s.Worlds[0].Lead, []unit.Months{12}) || !slices.Equal(s.Worlds[0].Default, []unit.Months{60}) {
		t.Errorf("worlds: %+v", s.Worlds)
	}
}

// TestWorldsHash: a hash depends on worlds and not on the name of their file.
func TestWorldsHash(t *testing.T) {
	want := file.Hash(loadGood(t, good, "worlds={file: own.csv}"))
	dir, _ := change(t, "")
	if err := os.Rename(filepath.Join(dir, "scenarios/own.csv"), filepath.Join(dir, "scenarios/same.csv")); err != nil {
		t.Fatal(err)
	}
	if file.Hash(loadGood(t, dir, "worlds={file: same.csv}")) != want {
		t.Error("the name of a file of worlds changes the hash")
	}
	dir, _ = change(t, "scenarios/own.csv\n-2027,40\n+2027,41\n")
	if file.Hash(loadGood(t, dir, "worlds={file: own.csv}")) == want {
		t.Error("a hashprice does not change the hash")
	}
	if file.Hash(loadGood(t, good, "worlds.seed=4")) == file.Hash(loadGood(t, good)) {
		t.Error("the seed of the draws does not change the hash")
	}
}

// TestWriteWorlds writes worlds of arbitrary figures and reads them again: they
// are the same to the last bit, and so is what is written of them.
func TestWriteWorlds(t *testing.T) {
	s := loadGood(t, good)
	rnd := rand.New(rand.NewPCG(5, 6))
	for round := range 20 {
		worlds := randomWorlds(rnd, s, round%2 == 0)
		dir, _ := change(t, "")
		var first, second bytes.Buffer
		if err := file.WriteWorlds(&first, s, worlds); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "scenarios/drawn.csv"), first.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		got := loadGood(t, dir, "worlds={file: drawn.csv}").Worlds
		if err := file.WriteWorlds(&second, s, got); err != nil {
			t.Fatal(err)
		}
		for i := range got {
			got[i].Provenance = model.Provenance{}
		}
		if !reflect.DeepEqual(got, worlds) {
			t.Fatalf("got %+v\nwant %+v", got, worlds)
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Error("what is written differs")
		}
	}
}

// randomWorlds makes worlds with all that a world may give, or with what it
// has to.
func randomWorlds(rnd *rand.Rand, s *model.Scenario, all bool) []model.World {
	n := s.Horizon.Periods
	share := func(scale float64) []unit.Share {
		path := make([]unit.Share, n)
		for p := range path {
			path[p] = unit.Share(scale * rnd.Float64())
		}
		return path
	}
	worlds := make([]model.World, 8)
	for i := range worlds {
		w := &worlds[i]
		w.Name, w.Probability = string(rune('z'-i)), 0.125
		for range n {
			w.Hashprice = append(w.Hashprice, unit.Hashprice(1e3*rnd.Float64()*rnd.Float64()))
		}
		for range s.Markets {
			var rent [3][]unit.MoneyPerMWMonth
			for b := 1; b < 3; b++ {
				for range n {
					rent[b] = append(rent[b], unit.MoneyPerMWMonth(1e6*rnd.ExpFloat64()))
				}
			}
			w.Rent = append(w.Rent, rent)
		}
		for range s.Zones {
			w.PowerIndex = append(w.PowerIndex, share(1e-7))
		}
		if !all {
			continue
		}
		w.Utilisation = [][3][]unit.Share{{nil, share(1), share(1)}}
		w.PowerSpread = [][]unit.Share{share(2), share(2)}
		w.Lead = []unit.Months{unit.Months(rnd.IntN(99)), 0, unit.Months(rnd.IntN(99))}
		w.Default = []unit.Months{unit.Months(rnd.IntN(99)), 1 << 30}
	}
	return worlds
}

// TestWriteWorldsErrors: what could not be read again is not written.
func TestWriteWorldsErrors(t *testing.T) {
	s := loadGood(t, good)
	for want, spoil := range map[string]func(w []model.World){
		"is not a name":          func(w []model.World) { w[1].Name = w[0].Name },
		"only one has":           func(w []model.World) { w[1].Lead = nil },
		"4 values for 5":         func(w []model.World) { w[1].Hashprice = w[1].Hashprice[1:] },
		"hashprice  2027 is NaN": func(w []model.World) { w[1].Hashprice[0] = unit.Hashprice(math.NaN()) },
	} {
		worlds := randomWorlds(rand.New(rand.NewPCG(1, 1)), s, true)
		spoil(worlds)
		err := file.WriteWorlds(new(bytes.Buffer), s, worlds)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}
