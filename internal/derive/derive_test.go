package main

import (
	"os"
	"path/filepath"
	"testing"
)

// packs are the packs of the repository that are derived.
func packs(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("../../data/regions/*/derivation")
	if err != nil || len(found) == 0 {
		t.Fatalf("packs: %v, %v", found, err)
	}
	return found
}

// TestCurrent holds the committed tables against a fresh derivation.
func TestCurrent(t *testing.T) {
	for _, folder := range packs(t) {
		dir := filepath.Dir(folder)
		files, err := derive(dir)
		if err != nil {
			t.Fatalf("%s: %v", dir, err)
		}
		for name, want := range files {
			got, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Error(err)
			} else if string(got) != string(want) {
				t.Errorf("%s/%s is out of date: run go generate ./data", dir, name)
			}
		}
	}
}

// region and power of a small pack for the tests below.
func smallPack() *pack {
	return &pack{
		regions: []row{{"id": "A", "power_system": "S", "balance": "good"}, {"id": "B", "power_system": "S", "balance": "short"}},
		rules: []row{
			{"id": "none", "stage": "now", "regions": "power_system=S", "balance": "short", "from": "2026-01-01", "reserve": "1.2", "firm_share": "0", "firm_base": "nameplate", "firm_floor_share": "0", "firm_cap_mw": "0", "interruptible_share": "0", "interruptible_base": "peak_load", "interruptible_cap_mw": "0"},
			{"id": "some", "stage": "now", "regions": "*", "balance": "good|better", "from": "2026-01-01", "reserve": "1.2", "firm_share": "10%", "firm_base": "nameplate", "firm_floor_share": "1%", "firm_cap_mw": "35", "interruptible_share": "5%", "interruptible_base": "peak_load", "interruptible_cap_mw": "100"},
		},
		systems: []row{{"id": "s", "name": "S", "regions": "power_system=S", "peak_mw": "900", "reserve": "1.1", "firm_share": "50%", "firm_floor_share": "1%", "interruptible_share": "2%", "from": "2026-01-01"}},
		classes: []row{{
			"id": "big", "name": "Big", "rules": "some", "site": "", "min_mw": "20", "max_mw": "40", "max_firm_mw": "40", "max_flex_mw": "40", "feeders": "2",
			"lead_optimistic_months": "6", "lead_typical_months": "12", "lead_pessimistic_months": "18", "cost": "100", "unit": "USD/kW", "price_year": "2025",
			"needs_firm_mw": "30", "needs_mw": "30", "repeat_mw": "20", "max_count": "3",
		}},
		power: map[string]map[string]float64{
			"A": {"installed_capacity": 1000, "peak_load": 500},
			"B": {"installed_capacity": 900, "peak_load": 500},
		},
		powerSources: map[string]string{"A": "x y", "B": "y"},
		terms:        map[string]row{},
	}
}

// TestGrants checks the arithmetic of a rule, its cap, and that a shortage
// overrides nameplate surplus.
func TestGrants(t *testing.T) {
	grants, err := smallPack().grants()
	if err != nil {
		t.Fatal(err)
	}
	if len(grants) != 2 {
		t.Fatalf("%d grants, want 2", len(grants))
	}
	// 10 % of 1000 - 1.2 x 500 is 40, capped to 35; 5 % of 500 is 25.
	if a := grants[0]; a.firm != 35 || a.flex != 25 {
		t.Errorf("A has %g firm and %g interruptible MW, want 35 and 25", a.firm, a.flex)
	}
	if b := grants[1]; b.firm != 0 || b.flex != 0 {
		t.Errorf("B has %g firm and %g interruptible MW, want none", b.firm, b.flex)
	}
}

// TestOffers checks sizes and number of the offers of a class.
func TestOffers(t *testing.T) {
	p := smallPack()
	grants, err := p.grants()
	if err != nil {
		t.Fatal(err)
	}
	offers, err := p.offers(grants)
	if err != nil {
		t.Fatal(err)
	}
	// 60 MW in all: one offer for the first 30 and one for the next 20.
	if len(offers) != 2 {
		t.Fatalf("%d offers, want 2", len(offers))
	}
	o := offers[0]
	if o["id"] != "A/big-1" || o["max_mw"] != "40" || o["max_firm_mw"] != "35" || o["max_flex_mw"] != "40" {
		t.Errorf("offer %s of %s MW, firm %s, flex %s", o["id"], o["max_mw"], o["max_firm_mw"], o["max_flex_mw"])
	}
}

// TestJoint checks a joint limit: half of 1900 - 1.1 x 900, 2 % of 900.
func TestJoint(t *testing.T) {
	rows, err := smallPack().jointLimits()
	if err != nil {
		t.Fatal(err)
	}
	if r := rows[0]; r["firm_mw"] != "455" || r["interruptible_mw"] != "18" {
		t.Errorf("limits %s and %s MW, want 455 and 18", r["firm_mw"], r["interruptible_mw"])
	}
}
