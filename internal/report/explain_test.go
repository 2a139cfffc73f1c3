package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// amount is a known amount of money, in millions.
func amount(x float64) *unit.Money { m := unit.Money(1e6 * x); return &m }

// TestGainCell: what is proven, what is only bounded and what is exactly nothing look different,
// and a loss is not hidden.
func TestGainCell(t *testing.T) {
	for _, x := range []struct {
		row  WorthRow
		want string
	}{
		{WorthRow{How: "not looked at"}, "?"},
		{WorthRow{How: "idle", Gain: amount(0), Low: amount(0), High: amount(0)}, "0"},
		{WorthRow{How: "solved", Proven: true, Gain: amount(3), Low: amount(2.9), High: amount(3.1)}, "3.00 (2.90 to 3.10)"},
		{WorthRow{How: "solved", Proven: true, Gain: amount(1234.5), Low: amount(1234.5), High: amount(1234.5)}, "1,234.50"},
		{WorthRow{How: "solved", Gain: amount(0.1), Low: amount(0), High: amount(0.3)}, "at most 0.30"},
		{WorthRow{How: "solved", Gain: amount(0), Low: amount(0), High: amount(0.001)}, "0.00"},
		{WorthRow{How: "solved", Gain: amount(-2), Low: amount(-2.1), High: amount(-1.9)}, "-2.00 (-2.10 to -1.90)"},
		{WorthRow{How: "grouped", High: amount(0.7)}, "at most 0.70"},
		{WorthRow{How: "solved"}, "unknown"},
	} {
		if got := x.row.gain(); got != x.want {
			t.Errorf("%+v: got %q, want %q", x.row, got, x.want)
		}
	}
}

// TestHolds: the amounts over which a unit is worth the same.
func TestHolds(t *testing.T) {
	yes, no, half, double := true, false, 5.0, 20.0
	for _, x := range []struct {
		half, double *bool
		want         string
	}{
		{&yes, &yes, "5 to 20 MW"},
		{&no, &yes, "10 to 20 MW"},
		{&yes, &no, "5 to 10 MW"},
		{&no, nil, "at 10 MW"},
	} {
		row := WorthRow{Amount: 10, Unit: "MW", HalfAmount: &half, DoubleAmount: &double, HalfHolds: x.half, DoubleHolds: x.double}
		if got := row.holds(); got != x.want {
			t.Errorf("got %q, want %q", got, x.want)
		}
	}
}

// TestExplainPage: regions are counted by verdict and each shown once, largest proven worth
// first; what was not looked at, or cannot be built, is named.
func TestExplainPage(t *testing.T) {
	e := &Explanation{
		Scenario: "s", Currency: "USD", Goal: "npv", Measure: "cvar", Given: *amount(9), Value: *amount(10),
		Kinds: []string{"firm_surplus", "power_price"}, Steps: ExplainSteps{MW: 10, Months: 6, Price: 10},
		Binding: []model.Binding{
			{Limit: "offer", Name: "a/110kv", Period: "2028", Unit: "MW", Worth: 5, How: "marginal"},
			{Limit: "total_budget", Name: "total", Unit: "million USD", Worth: 70, How: "marginal"},
			{Limit: "new_limit", Name: "n", Period: "2029", Unit: "MW", Worth: 6, How: "marginal"},
			{Limit: "budget", Name: "every year", Unit: "million USD", Worth: 7, How: "re-solve"},
		},
		Worths: []WorthRow{
			{Kind: "firm_surplus", Of: "a", How: "solved", Proven: true, Change: "a MW", Amount: 10, Gain: amount(1), Low: amount(1), High: amount(1), PerUnit: amount(0.1)},
			{Kind: "power_price", Of: "a", How: "solved", Gain: amount(0), Low: amount(0), High: amount(0.2)},
			{Kind: "firm_surplus", Of: "b", How: "solved", Proven: true, Change: "b MW", Amount: 10, Gain: amount(4), Low: amount(4), High: amount(4), PerUnit: amount(0.4)},
			{Kind: "power_price", Of: "b", How: "idle", Why: "no surplus"},
			{Kind: "firm_surplus", Of: "c", How: "idle", Why: "no offer"},
			{Kind: "power_price", Of: "c", How: "idle", Why: "no offer"},
			{Kind: "firm_surplus", Of: "d", How: "not looked at"},
			{Kind: "power_price", Of: "d", How: "not looked at"},
		},
		Regions: []AccessRow{
			{Region: "a", InUse: true, Verdict: "access", AccessLow: amount(1), AccessHigh: amount(1), PriceLow: amount(0), PriceHigh: amount(0.2)},
			{Region: "b", Verdict: "access", AccessLow: amount(4), AccessHigh: amount(4), PriceLow: amount(0), PriceHigh: amount(0)},
			{Region: "c", Verdict: "closed"},
			{Region: "d", Verdict: "not looked at"},
		},
	}
	// Many regions of which nothing is proven share a line.
	for _, name := range []string{"n1", "n2", "n3", "n4", "n5", "n6"} {
		e.Regions = append(e.Regions, AccessRow{Region: name, Verdict: "neither", AccessHigh: amount(0.3), PriceHigh: amount(0)})
		e.Worths = append(e.Worths, WorthRow{Kind: "firm_surplus", Of: name, How: "grouped", High: amount(0.3)}, WorthRow{Kind: "power_price", Of: name, How: "idle", Why: "no surplus"})
	}
	e.Worths[len(e.Worths)-2].High = amount(0.4)
	var b bytes.Buffer
	if err := Explain(e).Write(&b, "text"); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	last := -1
	for _, want := range []string{
		"The plan is worth USD 10.00 million (net present value) by cvar. It is the best one found from yours, which is worth 9.00: 1.00 less.",
		"It would gain most by b MW: 4.00; a MW: 1.00.",
		"the budget of all years is used up ", "new limit n 2029", "the offer a/110kv of 2028 is ordered in full ",
		"There is no budget, and no rule is in force.",
		"| b        |        |               4.00 |                 0 |            access |", "| a        | yes    |               1.00 |      at most 0.20 |            access |",
		"| 6 others |        |       at most 0.40 |                 0 | not proven of any |",
		"Of 9 regions, access (MW or months) is worth more than price in 2, price in 0. In 6 it is not proven",
		"In 1 (c) nothing can be built", "A lower price alone opens nothing in b (no surplus), n1 (no surplus)", "Not looked at: d.",
		"| 10 MW firm surplus | no offer", "| USD 0.01/kWh less  | no surplus",
	} {
		at := strings.Index(page, want)
		if at <= last {
			t.Errorf("%q is not there, or too early, in\n%s", want, page)
		}
		last = max(last, at)
	}
	if strings.Contains(page, "%!") || strings.Contains(page, "every year") {
		t.Errorf("a limit is worded wrongly in\n%s", page)
	}
}
