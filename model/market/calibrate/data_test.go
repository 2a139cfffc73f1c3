package calibrate_test

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/data"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market/calibrate"
	"github.com/gridalloc/gridalloc/model/unit"
)

// rows reads a table of the data by column name.
func rows(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := data.FS.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var table []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		table = append(table, row)
	}
	return table
}

// number reads 12% and 0.12.
func number(t *testing.T, text string) float64 {
	t.Helper()
	digits, percent := strings.CutSuffix(text, "%")
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		t.Fatal(err)
	}
	if percent {
		v /= 100
	}
	return v
}

// rounded fails unless the text is v, rounded to as many digits as it has.
func rounded(t *testing.T, what, text string, v float64) {
	t.Helper()
	digits, percent := strings.CutSuffix(text, "%")
	if percent {
		v *= 100
	}
	_, decimals, _ := strings.Cut(digits, ".")
	if half := 0.5 * math.Pow10(-len(decimals)); math.Abs(number(t, digits)-v) > half*1.0001 {
		t.Errorf("%s is %s, a fresh fit gives %g", what, text, v)
	}
}

func read[T any](t *testing.T, name string, reader func(io.Reader) ([]T, error)) []T {
	t.Helper()
	f, err := data.FS.Open("history/" + name)
	if err != nil {
		t.Fatal(err)
	}
	list, err := reader(f)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return list
}

// shipped is the history that comes with the program, and the bitcoin risk of
// the set base.
func shipped(t *testing.T) (calibrate.History, model.BitcoinRisk, map[string]map[string]string) {
	t.Helper()
	h := calibrate.History{
		Bitcoin: read(t, "bitcoin.csv", calibrate.ReadBitcoin), Power: read(t, "power.csv", calibrate.ReadPower),
		Rents: read(t, "rents.csv", calibrate.ReadRents), Leads: read(t, "lead_times.csv", calibrate.ReadLeads),
	}
	table := map[string]map[string]string{}
	for _, row := range rows(t, "risk/base/bitcoin.csv") {
		table[row["parameter"]] = row
	}
	v := func(parameter string) float64 { return number(t, table[parameter]["value"]) }
	base := model.BitcoinRisk{
		Height: int(v("height")), FleetEfficiency: unit.JPerTH(v("fleet_efficiency")), NewEfficiency: unit.JPerTH(v("new_efficiency")),
		FleetSpread: v("fleet_spread"), EfficiencyTrend: unit.Share(v("efficiency_trend")), PowerPrice: unit.MoneyPerMWh(v("power_price")),
		MachineCapex: unit.MoneyPerMW(1000 * v("machine_capex")), Payback: unit.Months(v("payback")), ScrapRate: v("scrap_rate"), ExitLag: unit.Months(v("exit_lag")),
	}
	if u := table["machine_capex"]["unit"]; u != "USD/kW" {
		t.Fatalf("machine_capex is in %s", u)
	}
	if _, err := fmt.Sscanf(table["at"]["value"], "%d-%d-%d", &base.At.Year, &base.At.Month, &base.At.Day); err != nil {
		t.Fatal(err)
	}
	return h, base, table
}

// TestBaseIsCalibrated holds the risk set base against a fresh fit: figures
// that are said to come from one are equal to it, and where another was assumed
// the note tells what the fit says.
func TestBaseIsCalibrated(t *testing.T) {
	h, base, table := shipped(t)
	all, err := calibrate.All(h, base)
	if err != nil {
		t.Fatal(err)
	}
	fit := map[string]calibrate.Estimate{}
	for _, e := range all {
		fit[e.Table+" "+e.Parameter] = e
		t.Logf("%-12s %-20s %9.4f +- %.4f %s, %d: %s", e.Table, e.Parameter, e.Value, e.StdErr, e.Unit, e.N, e.Note)
	}
	fitted := 0
	for parameter, row := range table {
		e, known := fit["bitcoin.csv "+parameter]
		cited := strings.Contains(row["source"], "calibration")
		switch {
		case !cited || parameter == "price_model":
		case row["method"] == "derived":
			if !known {
				t.Errorf("%s is said to be fitted, but there is no such fit", parameter)
			}
			rounded(t, parameter, row["value"], e.Value)
			fitted++
		case known && number(t, row["value"]) != e.Value && !strings.Contains(row["note"], fmt.Sprintf("%.2f", e.Value)) && !strings.Contains(row["note"], fmt.Sprintf("%.1f %%", 100*e.Value)):
			t.Errorf("the note on %s does not tell the fit, %.2f: %s", parameter, e.Value, row["note"])
		}
	}
	if fitted < 4 {
		t.Errorf("%d figures of bitcoin.csv are fitted", fitted)
	}
	if e := fit[" price_model"]; (e.Value < 0) != (table["price_model"]["value"] == "gbm") {
		t.Errorf("the price model is %s, but %s", table["price_model"]["value"], e.Note)
	}
	power := rows(t, "risk/base/power.csv")[0]
	rounded(t, "volatility of power", power["volatility"], fit["power.csv volatility"].Value)
	rounded(t, "common part of power", power["common"], fit["power.csv common"].Value)
	rounded(t, "correlation of delays", rows(t, "risk/base/delays.csv")[0]["correlation"], fit["delays.csv correlation"].Value)
	for _, row := range rows(t, "risk/base/rents.csv") {
		if e := fit["rents.csv volatility"]; row["product"] == "gpu_cloud" && !strings.Contains(row["note"], fmt.Sprintf("%.2f with a standard error of %.2f", e.Value, e.StdErr)) {
			t.Errorf("the note on gpu_cloud does not tell the fit: %s", row["note"])
		}
	}
}

// TestDelayLevels holds the levels of optimistic and pessimistic lead times
// against those of lead times with the fitted deviation, to five points.
func TestDelayLevels(t *testing.T) {
	h, _, _ := shipped(t)
	leads, err := calibrate.Leads(h.Leads)
	if err != nil {
		t.Fatal(err)
	}
	var early, late, n float64
	for _, pack := range []string{"russia", "united-states", "middle-east"} {
		for _, row := range rows(t, "regions/"+pack+"/offers.csv") {
			typical := number(t, row["lead_typical_months"])
			early += math.Log(number(t, row["lead_optimistic_months"]) / typical)
			late += math.Log(number(t, row["lead_pessimistic_months"]) / typical)
			n++
		}
	}
	row := rows(t, "risk/base/delays.csv")[0]
	for column, ratio := range map[string]float64{"early": math.Exp(early / n), "late": math.Exp(late / n)} {
		level := calibrate.Level(ratio, leads[0].Value)
		t.Logf("%s: offers have %.2f of the typical months, a level of %.1f %%", column, ratio, 100*level)
		if math.Abs(number(t, row[column])-level) > 0.025 {
			t.Errorf("%s is %s, the offers have a level of %g", column, row[column], level)
		}
	}
}

// TestBacktestOfHistory fits the first half of the history and draws the
// second. The band has to hold at least what it promises; that it holds more is
// said in docs/data.md.
func TestBacktestOfHistory(t *testing.T) {
	h, base, _ := shipped(t)
	b, err := calibrate.RunBacktest(h.Bitcoin, calibrate.Half(h.Bitcoin), base, 1, 2000)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("split at %s: the 80 %% band holds the hashprice in %.0f %%, the price in %.0f %% of %d months", b.Split, 100*b.Hashprice, 100*b.Price, len(b.Months))
	if b.Hashprice < 0.8 || b.Price < 0.8 {
		t.Errorf("the band holds hashprice in %g and price in %g of months", b.Hashprice, b.Price)
	}
}
