package cli

import (
	"errors"
	"reflect"
	"testing"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
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

// The line of a plan says what runs at its height and at its end, and what is
// taken.
func TestStudyRow(t *testing.T) {
	plan := &model.Plan{
		Periods: []string{"2027", "2028"},
		Allocations: []model.Allocation{
			{Period: "2027", Site: "a", GridMW: 10, Business: "mining"},
			{Period: "2027", Site: "b", GridMW: 30, Business: "colocation"},
			{Period: "2028", Site: "a", GridMW: 20, Business: "colocation"},
			{Period: "2028", Site: "b", GridMW: 5, Business: "colocation"},
			{Period: "2028", Site: "b", GridMW: 3, Business: "mining"},
		},
		Contracts: []model.ContractOutcome{{Accepted: true}, {}, {Accepted: true}},
		Shares:    model.Shares{GPUOnlyMW: 25}, Risk: model.RiskFigures{Expected: 5}, Result: model.Result{NPV: 5, EquityValue: 6},
	}
	s := &model.Scenario{Name: "x", Worlds: make([]model.World, 7), Contracts: make([]model.Contract, 3)}
	s.Objective = model.Objective{Weight: 0.5, Multiple: [][3]unit.Share{{6, 15, 9}, {6, 12, 9}}}
	row := studyRow(s, &solver.Answer{Plan: plan, Termination: mip.Optimal}, 3)
	if *row.PeakMW != 40 || *row.GPUMW != 25 || *row.Taken != 2 || row.Offered != 3 || row.Worlds != 7 || *row.Expected != 5 || *row.NPV != 5 || *row.EquityValue != 6 || row.Outcome != "optimal" || row.Seconds != 3 {
		t.Errorf("%+v", row)
	}
	if *row.MiningMW != 3 || *row.ColocationMW != 25 || *row.GPUCloudMW != 0 {
		t.Errorf("at the end %g, %g and %g MW", *row.MiningMW, *row.ColocationMW, *row.GPUCloudMW)
	}
	if *row.MiningMultiple != 6 || row.ColocationMultiple != nil || *row.GPUCloudMultiple != 9 {
		t.Errorf("multiples of %+v", row)
	}
	if row.Weight != 0 {
		t.Errorf("the mean has a weight of CVaR: %g", row.Weight)
	}
	s.Objective = model.Objective{Measure: model.CVaR, Weight: 0.5, Multiple: make([][3]unit.Share, 2)}
	row = studyRow(s, &solver.Answer{Termination: mip.Infeasible}, 0)
	if row.Expected != nil || row.Taken != nil || row.Outcome != "infeasible" || row.Weight != 0.5 || row.MiningMultiple != nil {
		t.Errorf("without a plan: %+v", row)
	}
}

// The variants of a valuation differ in goal and multiples only, and leave the
// scenario's objective alone.
func TestValuationVariants(t *testing.T) {
	own := model.Objective{Goal: model.LeastCapex, Tail: 0.1, Multiple: [][3]unit.Share{{1, 2, 3}, {4, 5, 6}}}
	want := func(goal model.Goal, rows ...[3]unit.Share) model.Objective {
		return model.Objective{Goal: goal, Tail: 0.1, Multiple: rows}
	}
	for _, x := range []struct {
		given *[3]unit.Share
		ai    []unit.Share
		want  []model.Objective
	}{
		{nil, nil, []model.Objective{want(model.NPV, own.Multiple...), want(model.EquityValue, own.Multiple...)}},
		{&[3]unit.Share{6, 15, 9}, nil, []model.Objective{
			want(model.NPV, [3]unit.Share{6, 15, 9}, [3]unit.Share{6, 15, 9}), want(model.EquityValue, [3]unit.Share{6, 15, 9}, [3]unit.Share{6, 15, 9}),
		}},
		{nil, []unit.Share{0, 18}, []model.Objective{
			want(model.NPV, own.Multiple...), want(model.EquityValue, [3]unit.Share{1, 0, 0}, [3]unit.Share{4, 0, 0}), want(model.EquityValue, [3]unit.Share{1, 18, 18}, [3]unit.Share{4, 18, 18}),
		}},
	} {
		var got []model.Objective
		for _, v := range valuationVariants(own, x.given, x.ai) {
			got = append(got, v.objective)
		}
		if !reflect.DeepEqual(got, x.want) {
			t.Errorf("%v, %v: %v, want %v", x.given, x.ai, got, x.want)
		}
	}
	if own.Multiple[0] != [3]unit.Share{1, 2, 3} || own.Goal != model.LeastCapex {
		t.Errorf("the objective has become %v", own)
	}
}

// Weight 0 of CVaR is the mean.
func TestRiskVariants(t *testing.T) {
	got := riskVariants(model.Objective{Goal: model.EquityValue, Measure: model.Regret}, []float64{0, 0.3}, 0.05)
	want := []variant{
		{"weight 0 %", model.Objective{Goal: model.EquityValue, Measure: model.Expected, Tail: 0.05}},
		{"weight 30 %", model.Objective{Goal: model.EquityValue, Measure: model.CVaR, Weight: 0.3, Tail: 0.05}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestMultipleOf(t *testing.T) {
	for text, want := range map[string]unit.Share{"6": 6, " 7.5 ": 7.5, "0": 0, "100": 100, "1e1": 10} {
		if got, err := multipleOf("x", text); err != nil || got != want {
			t.Errorf("%q is %g, %v", text, float64(got), err)
		}
	}
	for _, text := range []string{"", "-1", "-1e-9", "100.1", "NaN", "Inf", "six", "6x"} {
		if got, err := multipleOf("x", text); err == nil {
			t.Errorf("%q is taken for %g", text, float64(got))
		}
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

// The points of a range are evenly spaced, without rounding noise, and keep
// their unit.
func TestBetween(t *testing.T) {
	for _, x := range []struct {
		from, to string
		n        int
		want     []string
	}{
		{"100", "400", 4, []string{"100", "200", "300", "400"}},
		{"400", "100", 3, []string{"400", "250", "100"}},
		{"0", "1", 11, []string{"0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"}},
		{"80%", "120%", 3, []string{"80%", "100%", "120%"}},
		{"-1", "1e6", 2, []string{"-1", "1000000"}},
		{"30s", " 90s", 3, []string{"30s", "60s", "90s"}},
	} {
		if got, ok := between(x.from, x.to, x.n); !ok || !reflect.DeepEqual(got, x.want) {
			t.Errorf("from %s to %s: %v, want %v", x.from, x.to, got, x.want)
		}
	}
	for _, x := range [][2]string{{"", "1"}, {"1", ""}, {"1", "1"}, {"10%", "20"}, {"a", "b"}, {"NaN", "1"}, {"1", "Inf"}, {"1", "1e999"}} {
		if got, ok := between(x[0], x[1], 3); ok {
			t.Errorf("from %q to %q: %v", x[0], x[1], got)
		}
	}
}
