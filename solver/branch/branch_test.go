package branch_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/gridalloc/gridalloc/solver/branch"
	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/mip/refsimplex"
	"github.com/gridalloc/gridalloc/solver/proof"
)

var (
	inf        = math.Inf(1)
	background = context.Background()
	engines    = []mip.RelaxEngine{highs.Engine{}, refsimplex.Engine{}}
)

// randomModel is a small program with integer and continuous columns, of which
// some have no upper or lower bound. Its numbers are exact in binary, so that what
// floating point calls feasible is.
func randomModel(t testing.TB, seed uint64) *mip.Model {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 17))
	b := mip.NewBuilder(fmt.Sprint("random ", seed), r.IntN(2) == 0)
	f := b.AddFamily(mip.Family{Name: "x"})
	cols := int32(2 + r.IntN(7))
	point := make([]float64, cols) // mostly feasible
	for j := range cols {
		lower, integer := float64(r.IntN(5)-3), r.IntN(3) > 0
		upper := lower + float64(r.IntN(5))
		switch r.IntN(9) {
		case 0:
			upper = inf
		case 1:
			lower = -inf
		}
		point[j] = max(lower, min(0, upper))
		b.AddCol(f, lower, upper, float64(r.IntN(19)-9)/3, integer)
	}
	for range 1 + r.IntN(6) {
		coefficients, at := make([]float64, cols), float64(r.IntN(8)-2)/4
		for j := range coefficients {
			if r.IntN(3) > 0 {
				coefficients[j] = float64(r.IntN(9)-4) * []float64{0.125, 1, 0.75, 7}[r.IntN(4)]
				at += coefficients[j] * point[j]
			}
		}
		bounds := [][2]float64{{at - 0.25, at}, {at - 5.25, at}, {at - 2, inf}, {-inf, at}, {-inf, at}, {at - 3, inf}, {-inf, at}, {at, at}}[r.IntN(8)]
		row := b.AddRow(f, bounds[0], bounds[1])
		for j, v := range coefficients {
			b.Term(row, int32(j), v)
		}
	}
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	m.Offset = float64(r.IntN(9)-4) / 7
	return m
}

// better is by how much a is above b, where the model maximises.
func better(m *mip.Model, a, b float64) float64 {
	if m.Maximize {
		return a - b
	}
	return b - a
}

// TestProve holds what is proven of random programs against their optima, with
// and without knowing them, with every engine.
func TestProve(t *testing.T) {
	counts := map[string]int{}
	for seed := range uint64(400) {
		m := randomModel(t, seed)
		want, err := highs.Engine{}.Solve(background, m, mip.Options{})
		if err != nil {
			t.Fatal(err)
		}
		counts[want.Termination.String()]++
		for _, engine := range engines {
			for _, known := range []bool{false, true} {
				opt := branch.Options{MaxNodes: 2000}
				if known {
					if !want.HasSolution {
						continue
					}
					opt.Incumbent = &want.Objective
				}
				r, err := branch.Prove(background, engine, m, opt)
				if err != nil {
					t.Errorf("seed %d, %s: %v", seed, engine.Name(), err)
					continue
				}
				check(t, seed, m, want, r, counts, fmt.Sprintf("%s, known %v", engine.Name(), known))
			}
		}
	}
	t.Log(counts)
	for _, engine := range engines {
		for _, known := range []bool{false, true} {
			name := fmt.Sprintf("%s, known %v", engine.Name(), known)
			if counts["loose, "+name] > counts["tight, "+name]/20 {
				t.Errorf("%s: %d bounds are not tight", name, counts["loose, "+name])
			}
		}
	}
	if counts["infeasible"] < 20 || counts["optimal"] < 200 {
		t.Error("the mixture says little")
	}
}

// check holds one result against the optimum.
func check(t *testing.T, seed uint64, m *mip.Model, want *mip.Result, r *branch.Result, counts map[string]int, name string) {
	t.Helper()
	switch {
	case want.Termination == mip.Infeasible && r.Proof.Infeasible:
		counts["infeasible, "+name]++
	case want.Termination == mip.Infeasible:
		counts["unproven, "+name]++
		t.Logf("seed %d, %s: infeasible, not proven: %v after %d nodes", seed, name, r.Termination, r.Nodes)
	case r.Proof.Infeasible:
		t.Errorf("seed %d, %s: infeasible is proven, but it is %v", seed, name, want.Termination)
	case want.Termination != mip.Optimal:
		if !math.IsInf(r.Proof.Bound, 0) {
			t.Errorf("seed %d, %s: the bound %v of a program that is %v", seed, name, r.Proof.Bound, want.Termination)
		}
	default:
		slack := 1e-6 * max(1, math.Abs(want.Objective))
		off := better(m, r.Proof.Bound, want.Objective)
		if off < -slack {
			t.Errorf("seed %d, %s: the bound %v is beaten by %v", seed, name, r.Proof.Bound, want.Objective)
		}
		if off > 3*slack {
			counts["loose, "+name]++
			t.Logf("seed %d, %s: the bound %v of %v: %v after %d nodes", seed, name, r.Proof.Bound, want.Objective, r.Termination, r.Nodes)
		} else {
			counts["tight, "+name]++
		}
	}
}

// hard is a program of which no bound is found at once: binaries that fill
// several knapsacks.
func hard(t testing.TB) *mip.Model {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 5))
	b := mip.NewBuilder("hard", true)
	f := b.AddFamily(mip.Family{Name: "x"})
	for range 30 {
		b.AddCol(f, 0, 1, float64(20+r.IntN(30)), true)
	}
	for range 5 {
		row := b.AddRow(f, -inf, 300)
		for j := range int32(30) {
			b.Term(row, j, float64(10+r.IntN(40)))
		}
	}
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestStops: whatever ends a search, what its certificate proves is true and
// said.
func TestStops(t *testing.T) {
	m := hard(t)
	best, err := highs.Engine{}.Solve(background, m, mip.Options{})
	if err != nil {
		t.Fatal(err)
	}
	last := inf
	for _, nodes := range []int{1, 10, 100, 300, 0} {
		r, err := branch.Prove(background, highs.Engine{}, m, branch.Options{Incumbent: &best.Objective, MaxNodes: nodes})
		if err != nil {
			t.Fatal(err)
		}
		limited := r.Termination == mip.LimitReached && r.Limit == mip.NodeLimit && r.Nodes == nodes
		if r.Proof.Bound < best.Objective || r.Proof.Bound > last || limited != (nodes > 0) || !limited && r.Termination != mip.Optimal {
			t.Errorf("%d nodes: %v by %v after %d with the bound %v, before %v", nodes, r.Termination, r.Limit, r.Nodes, r.Proof.Bound, last)
		}
		last = r.Proof.Bound
	}
	if last > best.Objective+2e-6 {
		t.Errorf("the bound is %v, the optimum %v", last, best.Objective)
	}
	cancelled, cancel := context.WithCancel(background)
	cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		opt  branch.Options
		want mip.Termination
	}{
		"cancelled": {cancelled, branch.Options{}, mip.Interrupted},
		"time":      {background, branch.Options{TimeLimit: time.Nanosecond}, mip.LimitReached},
	} {
		r, err := branch.Prove(c.ctx, highs.Engine{}, m, c.opt)
		if err != nil || r.Termination != c.want || r.Proof.Bound < best.Objective || math.IsInf(r.Proof.Bound, 0) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	if _, err := branch.Prove(background, highs.Engine{}, m, branch.Options{Priority: []int{1}}); err == nil {
		t.Error("priorities of another length were taken")
	}
}

// TestDeterministic: the same search leaves the same certificate, and a gap and
// priorities change it.
func TestDeterministic(t *testing.T) {
	m := hard(t)
	best := 0.0
	prove := func(opt branch.Options) *branch.Result {
		r, err := branch.Prove(background, highs.Engine{}, m, opt)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r, err := highs.Engine{}.Solve(background, m, mip.Options{})
	if err != nil {
		t.Fatal(err)
	}
	best = r.Objective
	a, b := prove(branch.Options{Incumbent: &best}), prove(branch.Options{Incumbent: &best})
	if !reflect.DeepEqual(a.Certificate, b.Certificate) {
		t.Error("the certificates differ")
	}
	priority := make([]int, m.NumCols())
	priority[7] = 1
	c := prove(branch.Options{Incumbent: &best, Priority: priority})
	if root := c.Certificate.Tree[0]; root.Split == nil {
		t.Error("the hard program was not split")
	} else if reflect.DeepEqual(a.Certificate, c.Certificate) && *root.Split != 7 {
		t.Error("the priority made no difference")
	}
	if d := prove(branch.Options{Incumbent: &best, RelativeGap: 0.02}); d.Nodes >= a.Nodes || d.Proof.Bound > best*1.02+1e-6 {
		t.Errorf("%d nodes with a gap, %d without; the bound is %v", d.Nodes, a.Nodes, d.Proof.Bound)
	}
}

// TestMutations changes one number after another of certificates. What the
// checker takes all the same must be true: no bound below the optimum. What
// lowers the claim or takes a node away is refused.
func TestMutations(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 43))
	refused, taken := 0, 0
	try := func(m *mip.Model, c *proof.Certificate, optimum float64, mustRefuse bool, what string) {
		p, err := proof.Check(background, m, c)
		switch {
		case err != nil:
			refused++
		case mustRefuse:
			t.Errorf("%s: %s was taken", m.Name, what)
		case better(m, p.Bound, optimum) < -1e-7*max(1, math.Abs(optimum)):
			t.Errorf("%s: %s lets it prove %v, the optimum is %v", m.Name, what, p.Bound, optimum)
		default:
			taken++
		}
	}
	for seed := range uint64(150) {
		m := randomModel(t, seed)
		best, err := highs.Engine{}.Solve(background, m, mip.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if best.Termination != mip.Optimal {
			continue
		}
		found, err := branch.Prove(background, highs.Engine{}, m, branch.Options{Incumbent: &best.Objective})
		if err != nil {
			t.Fatal(err)
		}
		if math.IsInf(found.Proof.Bound, 0) {
			continue
		}
		mutate(r, m, found.Certificate, func(c *proof.Certificate, mustRefuse bool, what string) {
			try(m, c, best.Objective, mustRefuse, what)
		})
	}
	t.Logf("%d mutations refused, %d taken that prove what is true", refused, taken)
	if refused < 1000 || taken == 0 {
		t.Error("the mutations say little")
	}
}

// mutate hands copies of a certificate to try, each with one change.
func mutate(r *rand.Rand, m *mip.Model, c *proof.Certificate, try func(c *proof.Certificate, mustRefuse bool, what string)) {
	stronger := -inf
	if !m.Maximize {
		stronger = inf
	}
	copied := func() *proof.Certificate {
		d := *c
		d.Implied, d.Tree, d.Multipliers = slices.Clone(c.Implied), slices.Clone(c.Tree), slices.Clone(c.Multipliers)
		for k := range d.Multipliers {
			d.Multipliers[k].Values = slices.Clone(d.Multipliers[k].Values)
		}
		return &d
	}
	d := copied()
	d.Bound = proof.Number(math.Nextafter(float64(c.Bound), stronger))
	try(d, true, "a lower claim")
	for k := range c.Tree {
		d := copied()
		d.Tree = slices.Delete(d.Tree, k, k+1)
		try(d, true, "a node taken away")
		d = copied()
		d.Tree = slices.Insert(d.Tree, k, proof.DualLeaf(0))
		try(d, true, "a leaf added")
		if c.Tree[k].Split != nil {
			for _, by := range []int64{-1, 1} {
				d := copied()
				d.Tree[k].At += by
				try(d, false, "a split shifted")
			}
			d := copied()
			d.Tree[k] = proof.SplitOn(int32(r.IntN(m.NumCols())), d.Tree[k].At)
			try(d, false, "a split of another column")
		}
		d = copied()
		d.Tree[k] = proof.RayLeaf(int32(r.IntN(len(d.Multipliers))))
		try(d, false, "a node made infeasible")
	}
	for k := range c.Implied {
		for _, by := range []float64{-1, -1e-3, 1e-3, 1} {
			d := copied()
			d.Implied[k].Value += by * max(1, math.Abs(d.Implied[k].Value))
			try(d, false, "an implied bound changed")
		}
	}
	for k := range c.Multipliers {
		for i := range c.Multipliers[k].Values {
			for _, factor := range []float64{-1, 0, 0.5, 0.999999, 1.000001, 2, 1e6} {
				d := copied()
				d.Multipliers[k].Values[i] *= factor
				try(d, false, "a multiplier changed")
			}
		}
	}
}
