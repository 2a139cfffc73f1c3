package cli

import (
	"errors"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// A study ends with the gravest outcome of its variants, the first of equals.
func TestWorst(t *testing.T) {
	var w worst
	if w.failure() != nil {
		t.Error("a study without variants fails")
	}
	w.add(outcome{code: exitOK}, "a")
	if w.failure() != nil {
		t.Error("a study that went well fails")
	}
	for _, x := range []struct {
		code int
		name string
		want int
	}{{exitLimit, "b", exitLimit}, {exitNoPlan, "c", exitNoPlan}, {exitLimitNoPlan, "d", exitNoPlan}, {exitNoPlan, "e", exitNoPlan}, {exitVerification, "f", exitVerification}} {
		w.add(outcome{code: x.code, message: "why"}, x.name)
		if w.code != x.want {
			t.Errorf("after %s: code %d, want %d", x.name, w.code, x.want)
		}
	}
	var f *failure
	if !errors.As(w.failure(), &f) || f.message != "f: why" {
		t.Errorf("the failure is %v", w.failure())
	}
	for _, e := range exits { // gravity 0 would hide a code
		if _, ok := gravity[e.code]; !ok && e.code != exitUsage && e.code != exitInput && e.code != exitInterrupted {
			t.Errorf("code %d has no gravity", e.code)
		}
	}
}

// The line of a plan says what runs at its height, and what is taken.
func TestRiskRow(t *testing.T) {
	plan := &model.Plan{
		Allocations: []model.Allocation{
			{Period: "2027", Site: "a", GridMW: 10}, {Period: "2027", Site: "b", GridMW: 30}, {Period: "2028", Site: "a", GridMW: 25},
		},
		Contracts: []model.ContractOutcome{{Accepted: true}, {}, {Accepted: true}},
		Shares:    model.Shares{GPUOnlyMW: 25}, Risk: model.RiskFigures{Expected: 5},
	}
	s := &model.Scenario{Name: "x", Worlds: make([]model.World, 7), Contracts: make([]model.Contract, 3)}
	row := riskRow(s, 0.5, 0.1, &solver.Answer{Plan: plan, Termination: mip.Optimal})
	if *row.PeakMW != 40 || *row.GPUMW != 25 || *row.Taken != 2 || row.Offered != 3 || row.Worlds != 7 || *row.Expected != 5 || row.Outcome != "optimal" {
		t.Errorf("%+v", row)
	}
	row = riskRow(s, 0.5, 0.1, &solver.Answer{Termination: mip.Infeasible})
	if row.Expected != nil || row.Taken != nil || row.Outcome != "infeasible" {
		t.Errorf("without a plan: %+v", row)
	}
}

func TestShareOf(t *testing.T) {
	for text, want := range map[string]float64{"25%": 0.25, "0.25": 0.25, " 1 ": 1, "0": 0, "100 %": 1, "1e-3": 0.001} {
		if got, err := shareOf("x", text); err != nil || got != want {
			t.Errorf("%q is %g, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "%", "-1%", "101%", "1.01", "NaN", "half", "Inf", "0x1p-2%%"} {
		if got, err := shareOf("x", text); err == nil {
			t.Errorf("%q is taken for %g", text, got)
		}
	}
}
