package miptest

import (
	"context"
	"slices"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
)

// knownCase is a problem with its answer. Where there are several answers an
// engine may give, all are named.
type knownCase struct {
	problem
	answers   []mip.Termination
	objective float64
	x         []float64 // where unique
}

var (
	optimal    = []mip.Termination{mip.Optimal}
	infeasible = []mip.Termination{mip.Infeasible}
	unbounded  = []mip.Termination{mip.Unbounded, mip.InfeasibleOrUnbounded}
)

// knownLPs are linear programs solved by hand.
var knownLPs = []knownCase{
	{problem{name: "one column", cols: []col{{1, 3, 2, false}}}, optimal, 2, []float64{1}},
	{problem{name: "one column, maximise", maximize: true, cols: []col{{1, 3, 2, false}}}, optimal, 6, []float64{3}},
	{problem{
		name: "two rows", maximize: true,
		cols: []col{{0, inf, 3, false}, {0, inf, 5, false}},
		rows: []row{{-inf, 4, []float64{1, 0}}, {-inf, 12, []float64{0, 2}}, {-inf, 18, []float64{3, 2}}},
	}, optimal, 36, []float64{2, 6}}, // Wyndor Glass; Hillier and Lieberman, chapter 3
	{problem{
		name: "equality",
		cols: []col{{0, inf, 1, false}, {0, inf, 2, false}}, rows: []row{{3, 3, []float64{1, 1}}},
	}, optimal, 3, []float64{3, 0}},
	{problem{
		name: "equality twice",
		cols: []col{{0, inf, 1, false}, {0, inf, 2, false}}, rows: []row{{3, 3, []float64{1, 1}}, {6, 6, []float64{2, 2}}},
	}, optimal, 3, []float64{3, 0}},
	{problem{
		name: "range, lower side",
		cols: []col{{0, 10, 1, false}, {0, 10, 1, false}}, rows: []row{{2, 5, []float64{1, 1}}},
	}, optimal, 2, nil},
	{problem{
		name: "range, upper side", maximize: true,
		cols: []col{{0, 10, 1, false}, {0, 10, 1, false}}, rows: []row{{2, 5, []float64{1, 1}}},
	}, optimal, 5, nil},
	{problem{
		name: "free column",
		cols: []col{{-inf, inf, 1, false}}, rows: []row{{-4, inf, []float64{1}}},
	}, optimal, -4, []float64{-4}},
	{problem{
		name: "column without lower bound", maximize: true,
		cols: []col{{-inf, -2, 1, false}}, rows: []row{{-9, inf, []float64{1}}},
	}, optimal, -2, []float64{-2}},
	{problem{
		name: "fixed column",
		cols: []col{{2, 2, 5, false}, {0, inf, 1, false}}, rows: []row{{5, inf, []float64{1, 1}}},
	}, optimal, 13, []float64{2, 3}},
	{problem{
		name: "negative bounds",
		cols: []col{{-5, -1, 1, false}, {-5, -1, -1, false}}, rows: []row{{-4, -3, []float64{1, 1}}},
	}, optimal, -2, []float64{-3, -1}},
	{problem{
		name: "row without coefficients",
		cols: []col{{0, 1, -1, false}}, rows: []row{{-1, 1, []float64{0}}, {-inf, 0.5, []float64{1}}},
	}, optimal, -0.5, []float64{0.5}},
	{problem{
		name: "row without bounds",
		cols: []col{{0, 1, -1, false}}, rows: []row{{-inf, inf, []float64{1}}},
	}, optimal, -1, []float64{1}},
	{problem{
		name: "column without coefficients",
		cols: []col{{0, 4, -1, false}, {0, 4, -1, false}}, rows: []row{{-inf, 1, []float64{1, 0}}},
	}, optimal, -5, []float64{1, 4}},
	{problem{name: "no rows", cols: []col{{0, 4, -1, false}, {-3, 4, 1, false}}}, optimal, -7, []float64{4, -3}},
	{problem{name: "nothing at all", offset: 7}, optimal, 7, []float64{}},
	{problem{name: "rows without columns", rows: []row{{-1, 1, nil}}}, optimal, 0, []float64{}},
	// HiGHS 1.15.1 calls this "model empty", which usually means optimal.
	{problem{name: "rows without columns that must be one", rows: []row{{1, 1, nil}}}, infeasible, 0, nil},
	{problem{name: "no objective", offset: -2, cols: []col{{1, 4, 0, false}}}, optimal, -2, nil},
	{problem{name: "offset, maximise", maximize: true, offset: 100, cols: []col{{0, 4, 1, false}}}, optimal, 104, []float64{4}},
	{problem{
		name: "degenerate", maximize: true,
		cols: []col{{0, inf, 0.75, false}, {0, inf, -150, false}, {0, inf, 0.02, false}, {0, inf, -6, false}},
		rows: []row{{-inf, 0, []float64{0.25, -60, -0.04, 9}}, {-inf, 0, []float64{0.5, -90, -0.02, 3}}, {-inf, 1, []float64{0, 0, 1, 0}}},
	}, optimal, 0.05, nil}, // Beale's cycling example
	{problem{
		name: "big numbers", maximize: true,
		cols: []col{{0, 1e6, 1e5, false}, {0, 1e6, 1, false}}, rows: []row{{-inf, 1e7, []float64{1e4, 1}}},
	}, optimal, 1e8, []float64{1000, 0}},
	{problem{name: "bounds of a row cannot be met", cols: []col{{0, 1, 1, false}}, rows: []row{{2, inf, []float64{1}}}}, infeasible, 0, nil},
	{problem{name: "row of zeros that must be one", cols: []col{{0, 1, 1, false}}, rows: []row{{1, 1, []float64{0}}}}, infeasible, 0, nil},
	{problem{
		name: "rows that contradict each other",
		cols: []col{{-inf, inf, 1, false}, {-inf, inf, 1, false}}, rows: []row{{3, 3, []float64{1, 1}}, {7, 7, []float64{2, 2}}},
	}, infeasible, 0, nil},
	{problem{name: "unbounded", cols: []col{{0, inf, -1, false}, {0, 1, 0, false}}, rows: []row{{0, inf, []float64{1, 1}}}}, unbounded, 0, nil},
	{problem{name: "unbounded without rows", maximize: true, cols: []col{{0, inf, 1, false}}}, unbounded, 0, nil},
}

// knownMIPs are integer programs solved by hand.
var knownMIPs = []knownCase{
	{problem{
		name: "knapsack", maximize: true,
		cols: []col{{0, 1, 60, true}, {0, 1, 100, true}, {0, 1, 120, true}}, rows: []row{{-inf, 50, []float64{10, 20, 30}}},
	}, optimal, 220, []float64{0, 1, 1}},
	{problem{
		name: "rounding is not enough", maximize: true,
		cols: []col{{0, inf, 1, true}, {0, inf, 0.64, true}}, rows: []row{{-inf, 250, []float64{50, 31}}, {-4, inf, []float64{3, -2}}},
	}, optimal, 5, []float64{5, 0}}, // Wolsey, Integer Programming, section 1.2
	{problem{
		name: "mixed",
		cols: []col{{0, 10, 1, true}, {0, 0.4, 0.5, false}}, rows: []row{{2.5, inf, []float64{1, 1}}},
	}, optimal, 3, []float64{3, 0}},
	{problem{
		name: "big M", maximize: true,
		cols: []col{{0, inf, 1, false}, {0, 1, -50, true}}, rows: []row{{-inf, 0, []float64{1, -1000}}, {-inf, 300, []float64{1, 0}}},
	}, optimal, 250, []float64{300, 1}},
	{problem{name: "fractional bounds", cols: []col{{0.5, 2.5, 1, true}, {0.5, 2.5, -1, true}}}, optimal, -1, []float64{1, 2}},
	// HiGHS 1.15.1 calls -7.5 optimal here when it is given the bounds as they are.
	{problem{name: "negative integers", cols: []col{{-7.5, 3, 1, true}}, rows: []row{{-inf, 2, []float64{1}}}}, optimal, -7, []float64{-7}},
	{problem{name: "free integer", cols: []col{{-inf, inf, 1, true}}, rows: []row{{-4.5, inf, []float64{1}}}}, optimal, -4, []float64{-4}},
	{problem{name: "integer-infeasible", cols: []col{{0, 10, 1, true}}, rows: []row{{3, 3, []float64{2}}}}, infeasible, 0, nil},
	{problem{name: "no whole number between the bounds", cols: []col{{0.2, 0.8, 1, true}}}, infeasible, 0, nil},
	{problem{
		name: "parity",
		cols: []col{{0, 5, 1, true}, {0, 5, 1, true}, {0, 5, 1, true}}, rows: []row{{7, 7, []float64{2, 4, 6}}},
	}, infeasible, 0, nil},
	{problem{name: "unbounded integers", maximize: true, cols: []col{{0, inf, 1, true}}, rows: []row{{1, inf, []float64{1}}}}, unbounded, 0, nil},
	{problem{
		name: "large integers", maximize: true, offset: 0.5,
		cols: []col{{0, 1e6, 3, true}, {0, 1e6, 2, true}}, rows: []row{{-inf, 1000001, []float64{2, 1}}},
	}, optimal, 2000001.5, []float64{1, 999999}},
}

func (s *suite) testKnown(t *testing.T) {
	for _, c := range slices.Concat(knownLPs, knownMIPs) {
		t.Run(c.name, func(t *testing.T) {
			m := c.model(t)
			r := s.solve(t, context.Background(), m, nil)
			if !slices.Contains(c.answers, r.Termination) {
				t.Fatalf("%v (%s) instead of %v", r.Termination, r.Raw, c.answers)
			}
			if r.Termination != mip.Optimal {
				return
			}
			if !near(r.Objective, c.objective) || !near(r.DualBound, c.objective) {
				t.Errorf("objective %v and bound %v instead of %v", r.Objective, r.DualBound, c.objective)
			}
			if c.x != nil && !slices.EqualFunc(r.X, c.x, near) {
				t.Errorf("the solution is %v instead of %v", r.X, c.x)
			}
		})
	}
}
