package report

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
)

// near is an answer with every kind of region and an alternative without a proven distance.
func near() *Alternatives {
	return &Alternatives{
		Scenario: "urals", Currency: "USD", Goal: "npv", Loss: 0.02, Floor: 98e6,
		Plans: []AlternativeRow{
			{Plan: "given", Worth: 100e6, Loss: ptr(0), NPV: 100e6, Capex: 300e6, MiningMW: 40, GPUCloudMW: 11, Taken: 2},
			{Plan: "alternative-1", Worth: 98.1e6, Loss: ptr(0.019), NPV: 98.1e6, Capex: 310e6, Nearest: ptr(22), Most: ptr(22.1), Proven: true, FromGiven: 22, Share: 0.22, MiningMW: 40, GPUCloudMW: 11, Taken: 2},
			{Plan: "alternative-2", Worth: 99e6, Loss: ptr(0.01), NPV: 99e6, Capex: 290e6, Nearest: ptr(8.3), FromGiven: 8.3, Share: 0.08, MiningMW: 31.7, GPUCloudMW: 11, Taken: 1},
		},
		Moved: []PlaceRow{
			{"alternative-1", "RU-CHE", "gpu_cloud", 11},
			{"alternative-1", "RU-PER", "gpu_cloud", -11},
			{"alternative-2", "RU-BA", "mining", -8.3},
		},
		Regions: []RegionUseRow{
			{Region: "RU-BA", Name: "Bashkortostan", Presence: "must", GivenMW: 40, Builds: 3, Plans: 3, Bound: ptr(90e6), Least: ptr(31.7), LeastBound: ptr(31.7), Most: ptr(40), MostBound: ptr(45)},
			{Region: "RU-CHE", Presence: "some", Builds: 1, Plans: 3, With: "alternative-1", Without: "given"},
			{Region: "RU-ORE", Presence: "unknown", Plans: 3},
			{Region: "RU-TYU", Presence: "none", Plans: 3},
		},
		End: "The search for a further plan found none before a limit ended it; there may be more.",
	}
}

// moved is an answer with a change of every kind.
func moved() *Diff {
	return &Diff{
		A: "a.json", B: "b.json", Currency: "USD", Notes: []string{"a note"},
		Changes: []ChangeRow{
			{Subject: "input", Figure: "scenario_sha256", A: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", B: "1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
			{Subject: "result", Figure: "npv", Unit: "USD", From: ptr(10e6), To: ptr(12.5e6), By: ptr(2.5e6)},
			{Subject: "result", Figure: "irr", Unit: "share", To: ptr(0.15)},
			{Subject: "site", Name: "s", Figure: "signed", Unit: "months", A: "2028", B: "2027", By: ptr(-12)},
			{Subject: "site", Name: "s", Figure: "firm_mw", Unit: "MW", From: ptr(0), To: ptr(20), By: ptr(20)},
			{Subject: "contract", Name: "c", A: "taken", B: "refused"},
		},
		Effects: []InputEffectRow{
			{Path: "budget.annual", B: "900", Effect: ptr(3e6), Low: ptr(2.9e6), High: ptr(3.1e6)},
			{Path: "remainder", Effect: ptr(-0.5e6)},
		},
	}
}

func TestAnswersGolden(t *testing.T) {
	for name, answer := range map[string]interface{ Reply() *Reply }{"alternatives.md": near(), "diff.md": moved()} {
		r := answer.Reply()
		var b bytes.Buffer
		for _, format := range []string{"text", "csv"} {
			if err := r.Write(&b, format); err != nil {
				t.Fatal(err)
			}
		}
		golden(t, name, b.Bytes())
		b.Reset()
		if err := r.Write(&b, "json"); err != nil {
			t.Fatal(err)
		}
		got := reflect.New(reflect.TypeOf(answer).Elem()).Interface()
		if err := json.Unmarshal(b.Bytes(), got); err != nil || !reflect.DeepEqual(got, answer) {
			t.Errorf("%s: read back: %+v, %v", name, got, err)
		}
	}
}

// TestNothingDiffers: a comparison without changes says so.
func TestNothingDiffers(t *testing.T) {
	var b bytes.Buffer
	d := Diff{A: "a", B: "a"}
	if err := d.Reply().Write(&b, "text"); err != nil || b.String() != "# From a (A) to a (B)\n\nNothing differs.\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}
