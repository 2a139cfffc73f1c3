package file_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/file"
)

// loadGood loads the scenario "two" of a folder without findings.
func loadGood(t testing.TB, dir string, set ...string) *model.Scenario {
	t.Helper()
	s, findings, err := file.Load(file.Options{Path: "two", Packs: os.DirFS(dir), Set: set})
	if err != nil {
		t.Fatal(err)
	}
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return s
}

// near fails unless two figures agree to rounding.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12*math.Abs(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// TestConversion holds converted figures against a calculation by hand.
func TestConversion(t *testing.T) {
	s := loadGood(t, good)
	north, south := s.Regions[0], s.Regions[1]
	// AAC of 2024 to 2026: 8 % and 6 %, then 80 to the dollar.
	toUSD := 1.08 * 1.06 / 80
	near(t, "energy price of AA-N", float64(north.EnergyPrice), 2.4*1000*toUSD)
	near(t, "network price of AA-N", float64(north.NetworkPrice), 0.8*1000*toUSD)
	near(t, "energy price of AA-S", float64(south.EnergyPrice), 40)
	near(t, "rent of colocation", float64(s.Worlds[0].Rent[0][model.Colocation][0]), 150*1000)
	near(t, "rent of gpu_cloud", float64(s.Worlds[0].Rent[0][model.GPUCloud][1]), 2.2*700*730)
	near(t, "hashprice after the table's end", float64(s.Worlds[0].Hashprice[4]), 45)
	near(t, "power index of Z1", float64(s.Worlds[0].PowerIndex[0][3]), 1.02)
	near(t, "yearly budget", float64(s.Budget.Annual[4]), 60e6)
	near(t, "total budget", float64(s.Budget.Total), 250e6)
	near(t, "machine trend", float64(s.HallTypes[2].MachineTrend), -0.05)

	if s.Sites[0].ID != "n-110" || s.Sites[2].ID != "old-s" || len(s.Sites) != 3 {
		t.Fatalf("sites: %v", s.Sites)
	}
	near(t, "fixed cost of n-110", float64(s.Sites[0].Offer.FixedCost), 2e6*1.03*1.025)
	near(t, "cost of n-110", float64(s.Sites[0].Offer.CostPerMW), 30000*1000*toUSD)
	extended := s.Sites[2]
	near(t, "fixed cost of s-35", float64(extended.Offer.FixedCost), 50e6/80)
	near(t, "cost of s-35", float64(extended.Offer.CostPerMW), 300e3)
	if !extended.HasOffer || extended.Existing.Firm != 8 || extended.Offer.Feeders != 2 {
		t.Errorf("old-s is not extended: %+v", extended)
	}
}

// TestScale: factors of the section scale multiply hashprice, rents and budgets, and lead
// times up to whole months, and nothing else; 100 % changes nothing.
func TestScale(t *testing.T) {
	before := loadGood(t, good)
	if file.Hash(loadGood(t, good, "scale={hashprice: 100%, rent: 1, lead_time: 100%, budget: 1}")) != file.Hash(before) {
		t.Error("100 % changes the scenario")
	}
	after := loadGood(t, good, "scale.hashprice=80%", "scale.rent=1.5", "scale.lead_time=110%", "scale.budget=50%")
	for p, x := range before.Base.Hashprice {
		near(t, "hashprice", float64(after.Base.Hashprice[p]), 0.8*float64(x))
		near(t, "hashprice of the world", float64(after.Worlds[0].Hashprice[p]), 0.8*float64(x))
		near(t, "rent", float64(after.Base.Rent[0][model.Colocation][p]), 1.5*float64(before.Base.Rent[0][model.Colocation][p]))
	}
	leads := 0
	for i := range before.Sites {
		for q, x := range before.Sites[i].Offer.Lead {
			if want := math.Ceil(float64(x*110) / 100); float64(after.Sites[i].Offer.Lead[q]) != want {
				t.Errorf("%d months became %d, not %g", x, after.Sites[i].Offer.Lead[q], want)
			}
			leads += int(x)
		}
	}
	if leads == 0 {
		t.Error("no lead times to scale")
	}
	near(t, "budget in all", float64(after.Budget.Total), 0.5*float64(before.Budget.Total))
	for y, x := range before.Budget.Annual {
		near(t, "budget of a year", float64(after.Budget.Annual[y]), 0.5*float64(x))
	}
	byYear := "budget.annual={2027: 10, 2028: 20, 2029: 30, 2030: 40, 2031: 50}"
	near(t, "budget of a year of its own", float64(loadGood(t, good, byYear, "scale.budget=3").Budget.Annual[1]), 60e6)
	after.Base, after.Worlds, after.Budget = before.Base, before.Worlds, before.Budget
	for i := range after.Sites {
		after.Sites[i].Offer.Lead = before.Sites[i].Offer.Lead
	}
	if file.Hash(after) != file.Hash(before) {
		t.Error("something else is scaled")
	}
}

// TestResolution checks ids, selectors, switches and what is left out.
func TestResolution(t *testing.T) {
	s := loadGood(t, good)
	if len(s.Contracts) != 2 || s.Contracts[0].ID != "bank" || s.Contracts[1].ID != "lab" {
		t.Fatalf("contracts: %+v", s.Contracts)
	}
	if got := s.Contracts[0].Regions; !reflect.DeepEqual(got, []int{0, 1}) {
		t.Errorf("* is %v", got)
	}
	if got := s.Contracts[1].Regions; !reflect.DeepEqual(got, []int{0}) {
		t.Errorf("power_system=Upper is %v", got)
	}
	near(t, "price of lab", float64(s.Contracts[1].Price), 2.6*700*730)
	rules := map[string]model.Rule{}
	for _, r := range s.Rules {
		rules[r.ID] = r
	}
	if !rules["pay"].Enabled || rules["mix"].Enabled {
		t.Error("switches do not switch")
	}
	ban := rules["winter-ban"]
	if ban.Span.Months != 1<<11|1<<12|1<<1|1<<2|1<<3 || !reflect.DeepEqual(ban.Exempt, []int{2}) || !reflect.DeepEqual(ban.Business, []model.Business{model.Mining}) {
		t.Errorf("winter-ban: %+v", ban)
	}
	near(t, "largest site in GW", rules["largest"].Limit, 100)
	near(t, "carbon in kt", rules["co2"].Limit, 200e3)
	if len(s.JointLimits) != 2 || len(s.Regions[0].Surplus) != 2 || s.Regions[0].Surplus[0].Firm != 100 {
		t.Errorf("joint limits %v, surplus %v", s.JointLimits, s.Regions[0].Surplus)
	}
	if len(s.Sources) != 3 || s.Sources[0].ID != "S1" {
		t.Errorf("sources that are used: %v", s.Sources)
	}
	if len(s.Markets) != 1 || len(s.Markets[0].Demand) != 2 || s.Markets[0].Demand[1].Depth[4] != 14 {
		t.Errorf("markets: %+v", s.Markets)
	}
	lines := map[string]string{}
	for _, in := range s.Inputs {
		if len(in.Sources) == 0 || lines[in.Kind+in.ID] != "" {
			t.Errorf("input without source, or twice: %+v", in)
		}
		lines[in.Kind+in.ID] = in.Where
	}
	if got := lines["offern-110"]; got != "data/regions/two/offers.csv:2" {
		t.Errorf("offer n-110 is at %q", got)
	}
	if len(s.Files) != 38 {
		t.Errorf("%d files", len(s.Files))
	}
}

// TestFilter keeps one region: what concerns the other goes.
func TestFilter(t *testing.T) {
	s := loadGood(t, good, "regions.power_systems=[Lower]", "regions.except=[]", "discount_rate=0.08", "budget.annual={2027: 1, 2028: 2, 2029: 3, 2030: 4, 2031: 5}")
	if len(s.Regions) != 1 || s.Regions[0].ID != "AA-S" || len(s.Sites) != 1 || len(s.Zones) != 1 || len(s.Contracts) != 1 {
		t.Errorf("%d regions, %d sites, %d zones, %d contracts", len(s.Regions), len(s.Sites), len(s.Zones), len(s.Contracts))
	}
	if len(s.JointLimits) != 1 || !reflect.DeepEqual(s.JointLimits[0].Regions, []int{0}) {
		t.Errorf("joint limits: %+v", s.JointLimits)
	}
	for _, r := range s.Rules {
		if r.ID == "gpus" {
			t.Error("a rule without region is left")
		}
	}
	near(t, "discount rate", float64(s.DiscountRate), 0.08)
	near(t, "budget of 2030", float64(s.Budget.Annual[3]), 4e6)
}

// TestOrder shuffles the rows of all tables: the scenario stays the same but
// for its files and where its inputs stand.
func TestOrder(t *testing.T) {
	want := loadGood(t, good)
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 10 {
		dir, _ := change(t, "")
		shuffle(t, rnd, dir)
		got := loadGood(t, dir)
		if file.Hash(got) != file.Hash(want) {
			t.Error("the hash depends on the order of rows")
		}
		plain(got)
		copied := *want
		copied.Inputs = append([]model.Input{}, want.Inputs...)
		plain(&copied)
		if !reflect.DeepEqual(got, &copied) {
			t.Error("the scenario depends on the order of rows")
		}
	}
}

// plain clears what may depend on the order of rows.
func plain(s *model.Scenario) {
	s.Files = nil
	for i := range s.Inputs {
		s.Inputs[i].Where = ""
	}
}

// shuffle puts the rows of every table of a folder in another order.
func shuffle(t *testing.T, rnd *rand.Rand, dir string) {
	t.Helper()
	for _, pattern := range []string{"*.csv", "*/*.csv", "*/*/*.csv"} {
		paths, _ := filepath.Glob(filepath.Join(dir, pattern))
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSpace(string(data)), "\n")
			rnd.Shuffle(len(lines)-1, func(i, j int) { lines[i+1], lines[j+1] = lines[j+1], lines[i+1] })
			if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestMemoryLimit reads amounts of memory in every unit.
func TestMemoryLimit(t *testing.T) {
	for text, want := range map[string]float64{"0MB": 0, "500MB": 5e8, "8 GB": 8e9, "1.5TB": 1.5e12, "1MiB": 1 << 20, "0.5GiB": 1 << 29, "2TiB": 2 << 40} {
		if got := loadGood(t, good, "solver.memory_limit="+text).Solver.MemoryLimit; got != want {
			t.Errorf("%s is %g bytes, want %g", text, got, want)
		}
	}
	if got := loadGood(t, good).Solver; got.MemoryLimit != 0 || got.Method != model.Auto {
		t.Errorf("left out: %+v", got)
	}
}

// TestHash names what the hash depends on.
func TestHash(t *testing.T) {
	want := file.Hash(loadGood(t, good))
	for _, set := range []string{"solver.time_limit=5s", "solver.threads=2", "solver.seed=9", "solver.memory_limit=1GB", "solver.method=decompose", "solver.gap=1%", "discount_rate=0.12"} {
		if file.Hash(loadGood(t, good, set)) != want {
			t.Errorf("%s changes the hash", set)
		}
	}
	for _, set := range []string{"discount_rate=13%", "title=Other", "rules.switch.pay=false", "lead_time=pessimistic"} {
		if file.Hash(loadGood(t, good, set)) == want {
			t.Errorf("%s does not change the hash", set)
		}
	}
	dir, _ := change(t, "regions/two/power.csv\n-600,S1\n+601,S1\n")
	if file.Hash(loadGood(t, dir)) != want {
		t.Error("power.csv, which a plan does not use, changes the hash")
	}
	dir, _ = change(t, "scenarios/two.yaml\n-name: two\n+# a comment\\nname: two\n")
	if file.Hash(loadGood(t, dir)) != want {
		t.Error("a comment changes the hash")
	}
}

// TestOnDisk loads a scenario file that extends an embedded one, with a pack
// and sources of its own beside it. What a file names is taken from its folder,
// also when another file extends it.
func TestOnDisk(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "packs", "own"), os.DirFS(filepath.Join(good, "regions", "two"))); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"packs/own/sources.csv": "id,title,address,date\nOWN,Measured,,2026\n",
		"packs/own/carbon.csv":  "region,t_per_mwh,source,year,method,grade,note\nAA-N,0.1,OWN,2025,reported,A,\nAA-S,0.5,OWN S1,2025,reported,A,\n",
		"plans/mine.yaml":       "extends: two\nname: mine\nregions: {packs: [../packs/own]}\nbudget: {annual: 70}\n",
		"other/deep/more.yaml":  "extends: ../../plans/mine.yaml\nname: more\nsolver: {gap: 1%}\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	s, findings, err := file.Load(file.Options{Path: "other/deep/more.yaml", Dir: dir, Packs: os.DirFS(good)})
	if err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	if s.Name != "more" || s.Title != "Two regions" || s.Budget.Annual[0] != 70e6 || s.Sources[0].ID != "OWN" || s.Solver.Gap != 0.01 {
		t.Errorf("not merged: %s, %s, %v, %v, %v", s.Name, s.Title, s.Budget.Annual, s.Sources, s.Solver)
	}
	for _, f := range s.Files {
		if f.Path == "packs/own/regions.csv" {
			return
		}
	}
	t.Errorf("files: %v", s.Files)
}

// TestInit loads the starter scenario with the data that the program ships, as
// it is and with each of the settings that stand in its comments.
func TestInit(t *testing.T) {
	var b bytes.Buffer
	if err := file.Init(&b); err != nil {
		t.Fatal(err)
	}
	texts := []string{b.String()}
	for _, setting := range regexp.MustCompile(`(?m)^ *# [a-z]+: [\[{\d].*$`).FindAllString(b.String(), -1) {
		texts = append(texts, strings.Replace(b.String(), setting, strings.Replace(setting, "# ", "", 1), 1))
	}
	if len(texts) != 13 {
		t.Errorf("%d settings in comments", len(texts)-1)
	}
	dir := t.TempDir()
	for _, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, "mine.yaml"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		_, findings, err := file.Load(file.Options{Path: "mine.yaml", Dir: dir, Packs: os.DirFS("../../data")})
		if err != nil || len(findings) > 0 {
			t.Error(findings, err)
		}
	}
}

// TestWritten adds contracts and rules in the scenario file.
func TestWritten(t *testing.T) {
	dir, _ := change(t, `scenarios/two.yaml
-from: [two]
+from: []\n  add:\n  - {id: own, client: Own, product: colocation, market: M1, mw: 3, start: 2028-01-01, term_months: 60, ramp_months: 0, price: 150, unit: USD/kW/month, price_year: 2026, pass_through: true, expected_use: 70%, take_or_pay: 0%, sla: 99%, regions: [AA-N, country=AA], default_per_year: 1%, reletting_gap_months: 6, reletting_price: 80%, penalty: 300, max_short: 5%, mandatory: true}
-switch: {pay: true}
+add: [{id: few, name: Few, kind: openings, enabled: true, limit: 2, limit_unit: openings/year, regions: "*", source: S3, method: reported}]
`)
	s := loadGood(t, dir)
	if len(s.Contracts) != 1 || !reflect.DeepEqual(s.Contracts[0].Regions, []int{0, 1}) || !s.Contracts[0].Mandatory {
		t.Fatalf("contracts: %+v", s.Contracts)
	}
	p := s.Contracts[0].Provenance
	if p.Method != model.Assumed || p.Grade != model.GradeC || p.Year != 2026 || len(p.Sources) != 1 || s.Sources[p.Sources[0]].ID != "scenario" {
		t.Errorf("a contract written in the scenario has the provenance %+v", p)
	}
	for _, r := range s.Rules {
		if r.ID == "few" && (s.Sources[r.Sources[0]].ID != "S3" || r.Method != model.Reported || r.Limit != 2) {
			t.Errorf("rule: %+v", r)
		}
	}
}

// TestTooMany checks that a long list ends, and says so.
func TestTooMany(t *testing.T) {
	for _, c := range []struct{ row, want string }{
		{`AA-N,peak,-1,S1,2025,reported,A,`, "reading stopped after 200 findings; there may be more"},
		{`AA-N,peak_load,1,S9,2025,reported,A,`, "300 more findings are not shown"},
	} {
		dir, _ := change(t, "regions/two/power.csv\n"+strings.Repeat("+"+c.row+"\n", 250))
		findings := load(t, dir)
		last := findings[len(findings)-1]
		if len(findings) != 201 || last.Code != diag.TooMany || last.Message != c.want {
			t.Errorf("%d findings, the last: %s", len(findings), last)
		}
	}
}

// TestDeterministic loads bad data twice.
func TestDeterministic(t *testing.T) {
	dir, _ := change(t, "regions/two/regions.csv\n-AA-N\n+AA-X\n-AA-S\n+AA-Y\ntechnology/plain/components.csv\n-ups\n+upt\n-feeder\n+feder\n")
	want := load(t, dir)
	for range 20 {
		if got := load(t, dir); !reflect.DeepEqual(got, want) {
			t.Fatalf("findings differ:\n%v\n%v", got, want)
		}
	}
}

// TestLeastMW: a rule that asks for MW may name businesses or none.
func TestLeastMW(t *testing.T) {
	dir, _ := change(t, `scenarios/two.yaml
-switch: {pay: true}
+add: [{id: ai, name: AI, kind: min_mw, enabled: true, from: 2028-01-01, limit: 0.02, limit_unit: GW, regions: AA-N, business: [gpu_cloud, colocation]}, {id: any, name: Any, kind: min_mw, enabled: true, limit: 3, limit_unit: MW, regions: "*"}]
`)
	rules := map[string]model.Rule{}
	for _, r := range loadGood(t, dir).Rules {
		rules[r.ID] = r
	}
	ai, all := rules["ai"], rules["any"]
	if ai.Kind != model.MinMW || ai.Limit != 20 || !reflect.DeepEqual(ai.Business, []model.Business{model.Colocation, model.GPUCloud}) {
		t.Errorf("rule: %+v", ai)
	}
	if all.Kind != model.MinMW || all.Limit != 3 || len(all.Business) != 0 || len(all.Regions) != 2 {
		t.Errorf("rule: %+v", all)
	}
	if ai.Kind.String() != "min_mw" {
		t.Errorf("the kind is called %q", ai.Kind)
	}
}
