package data_test

import (
	"slices"
	"strings"
	"testing"
)

// published are the sums that the Russian power balance is held against, with
// the distance that is accepted.
var published = []struct {
	what, quantity, system string
	mw, within             float64
	source                 string
}{
	// The country total has territories that the pack leaves out.
	{"installed, country", "installed_capacity", "*", 271051.9, 0.08, "S77"},
	// Sums of regional peaks exceed the coincident peak by a few percent.
	{"peak, Centre", "peak_load", "Centre", 43208, 0.02, "S13"},
	{"peak, North-West", "peak_load", "North-West", 15772, 0.04, "S13"},
	// The published summer peak seems to cover more territory.
	{"peak, South", "peak_load", "South", 21435, 0.12, "S121"},
	{"peak, Siberia", "peak_load", "Siberia", 33169, 0.06, "S119"},
	{"peak, East", "peak_load", "East", 8323, 0.08, "S75"},
	{"peak, country", "peak_load", "*", 177500, 0.04, "S14"},
	{"peak, Moscow region", "peak_load", "RU-MOW RU-MOS", 21126, 0.001, "S13"},
	{"peak, St Petersburg and Leningrad", "peak_load", "RU-SPE RU-LEN", 8358, 0.001, "S13"},
	{"peak, Krasnodar and Adygea", "peak_load", "RU-KDA RU-AD", 6547, 0.001, "S21"},
	{"peak, Khabarovsk and Jewish AO", "peak_load", "RU-KHA RU-YEV", 2179, 0.001, "S15"},
}

// TestTotals holds the sums of the Russian pack against published totals and
// logs them; go test ./data -run Totals -v prints the table.
func TestTotals(t *testing.T) {
	system := map[string]string{}
	for _, region := range rows(t, "regions/russia/regions.csv") {
		system[region["id"]] = region["power_system"]
	}
	power := rows(t, "regions/russia/power.csv")
	t.Logf("%-35s %10s %10s %8s %s", "sum", "published", "pack", "off", "source")
	for _, p := range published {
		var sum float64
		for _, row := range power {
			id := row["region"]
			if row["quantity"] == p.quantity && (p.system == "*" || system[id] == p.system || slices.Contains(strings.Fields(p.system), id)) {
				sum += number(t, row, "mw")
			}
		}
		off := sum/p.mw - 1
		t.Logf("%-35s %10.0f %10.0f %+7.1f%% %s", p.what, p.mw, sum, 100*off, p.source)
		if off > p.within || off < -p.within {
			t.Errorf("%s: %.0f MW is %+.1f %% off the published %.0f", p.what, sum, 100*off, p.mw)
		}
	}
}

// TestDerivedTotals bounds what the derivation gives nationally: a few GW of
// firm power, and more that can be interrupted.
func TestDerivedTotals(t *testing.T) {
	var firm, interruptible float64
	for _, row := range rows(t, "regions/russia/surplus.csv") {
		if row["from"] == "2026-01-01" {
			firm += number(t, row, "firm_mw")
			interruptible += number(t, row, "interruptible_mw")
		}
	}
	var twoFeeders int
	offers := rows(t, "regions/russia/offers.csv")
	for _, row := range offers {
		if row["feeders"] == "2" {
			twoFeeders++
		}
	}
	t.Logf("firm %.0f MW, interruptible %.0f MW, %d offers, %d with two feeders", firm, interruptible, len(offers), twoFeeders)
	if firm < 2000 || firm > 5000 || interruptible < firm {
		t.Errorf("firm %.0f MW, interruptible %.0f MW", firm, interruptible)
	}
	if len(offers) < 150 || len(offers) > 220 || twoFeeders < 50 {
		t.Errorf("%d offers, %d with two feeders", len(offers), twoFeeders)
	}
}
