package model_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/gridalloc/gridalloc/model"
)

// TestOutcomeJSON: an outcome is the same after writing and reading; a bound that
// is not known is null.
func TestOutcomeJSON(t *testing.T) {
	inf := math.Inf(1)
	for want, o := range map[string]model.Outcome{
		`{"goal":"npv","termination":"limit reached","limit":"time","objective":1,"verified":true,"bound":1.5,"gap":0.5}`: {Goal: "npv", Termination: "limit reached", Limit: "time", Objective: 1, Verified: true, Bound: 1.5, Gap: 0.5},
		`{"goal":"npv","termination":"interrupted","objective":0,"verified":true,"bound":null,"gap":null}`:                {Goal: "npv", Termination: "interrupted", Verified: true, Bound: inf, Gap: inf},
	} {
		text, err := json.Marshal(o)
		if err != nil || string(text) != want {
			t.Errorf("%+v is written %s (%v), want %s", o, text, err, want)
		}
		var back model.Outcome
		if err := json.Unmarshal(text, &back); err != nil || back != o {
			t.Errorf("%s is read %+v (%v), want %+v", text, back, err, o)
		}
	}
	if err := json.Unmarshal([]byte(`{"bound":"much"}`), new(model.Outcome)); err == nil {
		t.Error("a bound that is text is read")
	}
}
