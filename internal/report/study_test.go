package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/model/unit"
)

// studied are the lines of a study: two plans and a search that found none.
func studied() []StudyRow {
	money := func(x float64) *unit.Money { return (*unit.Money)(&x) }
	taken, more := 3, 4
	return []StudyRow{
		{
			Scenario: "russia|x", Currency: "USD", Goal: "npv", Measure: "cvar", Weight: 0.25, Tail: 0.1, MiningMultiple: ptr(6), ColocationMultiple: ptr(15), GPUCloudMultiple: ptr(9.5),
			Worlds: 50, Outcome: "optimal", Expected: money(1234.5e6), CVaR: money(-10e6), Worst: money(-99.94e6), Loss: ptr(0.05), NPV: money(1234.5e6), EquityValue: money(2000e6), Capex: money(800e6),
			MiningMW: ptr(40), ColocationMW: ptr(50), GPUCloudMW: ptr(10), ASICMW: ptr(30), GPUMW: ptr(50), HybridMW: ptr(20), PeakMW: ptr(120), Taken: &taken, Offered: 9, Gap: ptr(0.004), Seconds: 61.4,
		},
		{
			Scenario: "russia|x", Currency: "USD", Goal: "equity_value", Measure: "cvar", Weight: 0.25, Tail: 0.1, MiningMultiple: ptr(6), GPUCloudMultiple: ptr(9.5),
			Worlds: 50, Outcome: "optimal", Expected: money(2500e6), CVaR: money(-10e6), Worst: money(-99.94e6), Loss: ptr(0.05), NPV: money(1200e6), EquityValue: money(2500e6), Capex: money(900e6),
			MiningMW: ptr(0), ColocationMW: ptr(75), GPUCloudMW: ptr(10), ASICMW: ptr(0), GPUMW: ptr(85), HybridMW: ptr(0), PeakMW: ptr(120), Taken: &more, Offered: 9, Gap: ptr(0.004), Seconds: 61.4,
		},
		{Scenario: "russia|x", Currency: "USD", Goal: "equity_value", Measure: "expected", Weight: 1, Tail: 0.1, MiningMultiple: ptr(6), ColocationMultiple: ptr(20), GPUCloudMultiple: ptr(20), Worlds: 50, Outcome: "limit reached", Offered: 9, Seconds: 300},
	}
}

func TestStudyGolden(t *testing.T) {
	for name, write := range map[string]func(*bytes.Buffer, string) error{
		"risk.md":      func(b *bytes.Buffer, format string) error { return RiskStudy(b, studied(), format) },
		"valuation.md": func(b *bytes.Buffer, format string) error { return ValuationStudy(b, studied(), format) },
	} {
		var b bytes.Buffer
		for _, format := range []string{"text", "csv"} {
			if err := write(&b, format); err != nil {
				t.Fatal(err)
			}
		}
		golden(t, name, b.Bytes())
		list, err := csv.NewReader(strings.NewReader(b.String()[strings.Index(b.String(), "scenario,"):])).ReadAll()
		if err != nil || len(list) != 4 {
			t.Errorf("%s: the table has %d rows: %v", name, len(list), err)
		}
		b.Reset()
		if err := write(&b, "json"); err != nil {
			t.Fatal(err)
		}
		var got []StudyRow
		if err := json.Unmarshal(b.Bytes(), &got); err != nil || !reflect.DeepEqual(got, studied()) {
			t.Errorf("%s: read back: %+v, %v", name, got, err)
		}
	}
}

// A sweep is told of the same way in all formats: points with a plan and without,
// solved alone too or not.
func TestSweepGolden(t *testing.T) {
	money := func(x float64) *unit.Money { return (*unit.Money)(&x) }
	taken := 3
	rows := []SweepRow{
		{
			Scenario: "centre|x", Currency: "USD", Goal: "npv", Measure: "expected", Path: "budget.annual", Setting: "100", Outcome: "optimal", Value: money(65.4e6), Bound: money(65.68e6), Gap: ptr(0.0043),
			Taken: &taken, Offered: 10, Capex: money(1234.5e6), MiningMW: ptr(40), ColocationMW: ptr(50), GPUCloudMW: ptr(10), PeakMW: ptr(120), Seconds: 2,
			ColdValue: money(65.5e6), ColdBound: money(65.8e6), ColdSeconds: ptr(10),
		},
		{Scenario: "centre|x", Currency: "USD", Goal: "npv", Measure: "expected", Path: "budget.annual", Setting: "50", Outcome: "infeasible", Offered: 10, Seconds: 1, ColdSeconds: ptr(2)},
		{Scenario: "centre|x", Currency: "USD", Goal: "npv", Measure: "expected", Path: "budget.annual", Setting: "20", Outcome: "failed", Offered: 10, Seconds: 1},
	}
	var b bytes.Buffer
	for _, list := range [][]SweepRow{rows, rows[2:]} {
		if err := SweepStudy(&b, list, "text"); err != nil {
			t.Fatal(err)
		}
	}
	if err := SweepStudy(&b, rows, "csv"); err != nil {
		t.Fatal(err)
	}
	golden(t, "sweep.md", b.Bytes())
	b.Reset()
	if err := SweepStudy(&b, rows, "json"); err != nil {
		t.Fatal(err)
	}
	var got []SweepRow
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || !reflect.DeepEqual(got, rows) {
		t.Errorf("read back: %+v, %v", got, err)
	}
}

// What a valuation adds is told from what it takes, and what cannot be told is
// said.
func TestValuationNote(t *testing.T) {
	rows := studied()
	cash, valued, none := &rows[0], &rows[1], &rows[2]
	for _, x := range []struct {
		cash, valued *StudyRow
		want         string
	}{
		{cash, valued, "the valuation adds 25.0 MW of AI to the 60.0 MW that pay in cash, and gives up USD 34.5 million of NPV"},
		{valued, cash, "the valuation takes 25.0 MW of AI from the 85.0 MW that pay in cash, and gains USD 34.5 million of NPV"},
		{cash, cash, "the valuation adds 0.0 MW of AI to the 60.0 MW that pay in cash, and gives up USD 0.0 million of NPV"},
		{cash, none, "not compared, as a plan is missing"},
		{none, cash, "not compared, as a plan is missing"},
	} {
		if got := valuationNote(x.cash, x.valued); got != x.want {
			t.Errorf("%s, want %s", got, x.want)
		}
	}
}
