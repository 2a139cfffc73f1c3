package mip_test

import (
	"math"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/solver/mip"
)

func TestTermination(t *testing.T) {
	for r := mip.Failed; r <= mip.Interrupted; r++ {
		want := r == mip.Optimal || r == mip.Infeasible || r == mip.Unbounded || r == mip.InfeasibleOrUnbounded
		if r.Conclusive() != want || r.String() == "" {
			t.Errorf("%v: conclusive %v", r, r.Conclusive())
		}
	}
	if mip.LimitReached.String() != "limit reached" || mip.TimeLimit.String() != "time" || mip.NoLimit.String() != "none" {
		t.Error("the words changed")
	}
	if mip.Termination(99).String() != "Termination(99)" || mip.Limit(99).String() != "Limit(99)" || mip.Termination(99).Conclusive() {
		t.Error("numbers outside the tables")
	}
}

func TestOptions(t *testing.T) {
	var zero mip.Options
	if err := zero.Validate(3); err != nil {
		t.Errorf("the zero value is usable: %v", err)
	}
	full := zero.WithDefaults()
	if full.AbsoluteGap != 1e-6 || full.FeasibilityTolerance != 1e-7 || full.IntegralityTolerance != 1e-6 || full.Threads != 1 || full.RelativeGap != 0 || full.TimeLimit != 0 {
		t.Errorf("%+v", full)
	}
	for _, bad := range []mip.Options{
		{TimeLimit: -time.Second},
		{RelativeGap: math.NaN()},
		{AbsoluteGap: inf},
		{Threads: -1},
		{Seed: -1},
		{FeasibilityTolerance: -1},
		{IntegralityTolerance: -1},
		{Start: []float64{1}},
		{Start: []float64{1, 2, math.NaN()}},
	} {
		if bad.Validate(3) == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
}

func TestRelativeGap(t *testing.T) {
	for _, c := range [][3]float64{{100, 110, 0.1}, {-100, -110, 0.1}, {0, 0, 0}, {5, 5, 0}, {0, 1, 1e10}} {
		if got := mip.RelativeGap(c[0], c[1]); math.Abs(got-c[2]) > 1e-12*c[2] {
			t.Errorf("objective %v, bound %v: gap %v", c[0], c[1], got)
		}
	}
}
