package file_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
)

// embedded loads with the shipped data.
func embedded(t *testing.T, opts file.Options) *model.Scenario {
	t.Helper()
	opts.Packs = data.FS
	s, findings, err := file.Load(opts)
	if err != nil {
		t.Fatal(err)
	}
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return s
}

// TestLike: sections of another scenario take the place of a scenario's own, also where
// the other has none, --set comes on top, and the rest stays.
func TestLike(t *testing.T) {
	path := filepath.Join(t.TempDir(), "base.yaml")
	text := "extends: russia\ngridalloc: 1\nname: base\ntitle: Base\ndiscount_rate: 12%\nlead_time: pessimistic\n" +
		"horizon: {start: 2027-01-01, period: year, periods: 6}\nbudget: {total: 700, unit: USD million}\nscale: {rent: 90%}\n"
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	own := embedded(t, file.Options{Path: "united-states"})
	like := embedded(t, file.Options{Path: "united-states", Like: path, Sections: file.Common(), Set: []string{"solver.gap=3%"}})
	if like.Name != "united-states" || like.DiscountRate != own.DiscountRate || len(like.Regions) != len(own.Regions) {
		t.Errorf("%s at %v with %d regions", like.Name, like.DiscountRate, len(like.Regions))
	}
	if like.Horizon.Periods != 6 || like.LeadQuantile != model.Pessimistic || like.Solver.Gap != 0.03 {
		t.Errorf("horizon %v, quantile %v, gap %v", like.Horizon, like.LeadQuantile, like.Solver.Gap)
	}
	if like.Budget.Annual[0] != 1500e6 || like.Budget.Total != 700e6 {
		t.Errorf("budget %+v", like.Budget)
	}
	if ratio := like.Base.Rent[0][model.Colocation][0] / own.Base.Rent[0][model.Colocation][0]; ratio < 0.899 || ratio > 0.901 {
		t.Errorf("rents are %v of what they were", ratio)
	}
	common := slices.DeleteFunc(file.Common(), func(name string) bool { return name == "budget" })
	if s := embedded(t, file.Options{Path: "united-states", Like: "russia", Sections: common}); s.Budget.Annual[0] != own.Budget.Annual[0] {
		t.Errorf("its own budget became %v", s.Budget.Annual[0])
	}
	// A section that the other lacks falls away.
	scaled := filepath.Join(t.TempDir(), "scaled.yaml")
	if err := os.WriteFile(scaled, []byte("extends: united-states\ngridalloc: 1\nname: scaled\ntitle: Scaled\nscale: {rent: 50%}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if s := embedded(t, file.Options{Path: scaled, Like: "russia", Sections: file.Common()}); s.Base.Rent[0][model.Colocation][0] != own.Base.Rent[0][model.Colocation][0] {
		t.Errorf("the scale of rents stayed: %v", s.Base.Rent[0][model.Colocation][0])
	}
	// A scenario like itself is itself.
	if s := embedded(t, file.Options{Path: "urals", Like: "urals", Sections: file.Common()}); file.Hash(s) != file.Hash(embedded(t, file.Options{Path: "urals"})) {
		t.Error("urals like urals is another")
	}
	_, findings, err := file.Load(file.Options{Path: "urals", Like: "uralls", Sections: file.Common(), Packs: data.FS})
	if err != nil || !strings.Contains(findings.Error(), "uralls") {
		t.Errorf("a scenario that there is not: %v, %v", findings, err)
	}
}

// TestAlso: scenarios are pooled with the regions, markets, contracts and rules of each,
// and what the first says for the rest.
func TestAlso(t *testing.T) {
	base, other := embedded(t, file.Options{Path: "russia"}), embedded(t, file.Options{Path: "united-states"})
	s := embedded(t, file.Options{Path: "russia", Also: []string{"united-states", "urals"}, Set: []string{"solver.seed=7"}})
	if s.Name != "russia" || s.DiscountRate != base.DiscountRate || s.Budget.Annual[0] != base.Budget.Annual[0] || s.Solver.Seed != 7 {
		t.Errorf("%s at %v, budget %v, seed %v", s.Name, s.DiscountRate, s.Budget.Annual[0], s.Solver.Seed)
	}
	for what, got := range map[string][3]int{
		"regions":   {len(s.Regions), len(base.Regions), len(other.Regions)},
		"countries": {len(s.Countries), len(base.Countries), len(other.Countries)},
		"sites":     {len(s.Sites), len(base.Sites), len(other.Sites)},
		"contracts": {len(s.Contracts), len(base.Contracts), len(other.Contracts)},
		"markets":   {len(s.Markets), len(base.Markets), len(other.Markets)},
		"rules":     {len(s.Rules), len(base.Rules), len(other.Rules)},
	} {
		if got[0] != got[1]+got[2] {
			t.Errorf("%d %s of %d and %d", got[0], what, got[1], got[2])
		}
	}
}

// TestKeep: named regions and contracts are kept instead of those of the filters.
func TestKeep(t *testing.T) {
	all := embedded(t, file.Options{Path: "urals"})
	s := embedded(t, file.Options{Path: "urals", Regions: []string{all.Regions[1].ID, "RU-KYA"}, Contracts: []string{all.Contracts[0].ID}})
	if len(s.Regions) != 2 || len(s.Contracts) > 1 {
		t.Errorf("%d regions, %d contracts", len(s.Regions), len(s.Contracts))
	}
	if s := embedded(t, file.Options{Path: "urals", Contracts: []string{}}); len(s.Contracts) != 0 || len(s.Regions) != len(all.Regions) {
		t.Errorf("%d contracts", len(s.Contracts))
	}
}

// TestAlsoWritten: what is written in the scenarios is joined, and the first one's switch
// counts where both have one.
func TestAlsoWritten(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("extends: urals\ngridalloc: 1\nname: "+strings.TrimSuffix(name, ".yaml")+"\ntitle: T\n"+text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one := write("one.yaml", "rules: {switch: {ru-take-or-pay: true}, add: [{id: mine, name: Mine, kind: openings, enabled: true, regions: '*', limit: 3, limit_unit: openings/year}]}\n")
	two := write("two.yaml", "regions: {packs: [russia], power_systems: [Siberia]}\nrules: {switch: {ru-take-or-pay: false, ru-carbon-cap: true}, "+
		"add: [{id: theirs, name: Theirs, kind: openings, enabled: true, regions: '*', limit: 4, limit_unit: openings/year}]}\n")
	s := embedded(t, file.Options{Path: one, Also: []string{two}, Regions: []string{"RU-SVE", "RU-KYA"}})
	enabled := map[string]bool{}
	for _, rule := range s.Rules {
		enabled[rule.ID] = rule.Enabled
	}
	for id, want := range map[string]bool{"mine": true, "theirs": true, "ru-take-or-pay": true, "ru-carbon-cap": true} {
		if got, there := enabled[id]; !there || got != want {
			t.Errorf("%s: there %v, on %v", id, there, got)
		}
	}
	if len(s.Regions) != 2 {
		t.Errorf("%d regions", len(s.Regions))
	}
}
