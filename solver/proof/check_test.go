package proof_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
	"github.com/gridalloc/gridalloc/solver/proof"
)

var inf = math.Inf(1)

// knapsack is max 5a + 4b + 3c, 2a + 3b + c <= 5, 4a + b + 2c <= 11, 3a + 4b + 2c <= 8
// with whole numbers a <= 2, b, c from zero without upper bounds (Chvatal,
// Linear Programming, chapter 1): 13 at (2, 0, 1), also in fractions; less 1 as
// an offset.
func knapsack(t *testing.T, maximize bool) *mip.Model {
	t.Helper()
	sign := 1.0
	if !maximize {
		sign = -1
	}
	b := mip.NewBuilder("knapsack", maximize)
	f := b.AddFamily(mip.Family{Name: "x"})
	for j, cost := range []float64{5, 4, 3} {
		b.AddCol(f, 0, []float64{2, inf, inf}[j], sign*cost, j < 2, string(rune('a'+j)))
	}
	for i, row := range [][]float64{{2, 3, 1}, {4, 1, 2}, {3, 4, 2}} {
		b.AddRow(f, -inf, []float64{5, 11, 8}[i])
		for j, v := range row {
			b.Term(int32(i), int32(j), v)
		}
	}
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	m.Offset = -sign
	return m
}

// certified is a certificate of the optimum with a split that is not needed.
func certified(m *mip.Model) *proof.Certificate {
	sign := 1.0
	if !m.Maximize {
		sign = -1
	}
	cutoff := sign * 10
	return &proof.Certificate{
		Format: proof.Format, Program: proof.Fingerprint(m), Bound: proof.Number(sign * 12), Cutoff: &cutoff,
		Implied: []proof.Implied{
			{Col: 1, Row: 0, Upper: true, Value: 1},
			{Col: 2, Row: 2, Upper: true, Value: 4},
			{Col: 0, Row: proof.CutoffRow, Value: -1}, // 5a >= 11 - 4 - 12
		},
		Multipliers: []proof.Multipliers{
			{Rows: []int32{0, 2}, Values: []float64{sign, sign}},
			{Rows: []int32{0}, Values: []float64{1}},
			{Rows: []int32{0, 2}, Values: []float64{sign * 0.75, sign * 1.25}},
		},
		Tree: []proof.Node{proof.SplitOn(0, 0), proof.DualLeaf(0), proof.SplitOn(1, 0), proof.DualLeaf(0), proof.SplitOn(0, 1), proof.DualLeaf(2), proof.RayLeaf(1)},
	}
}

func TestCheck(t *testing.T) {
	for _, maximize := range []bool{true, false} {
		m := knapsack(t, maximize)
		want := 12.0
		if !maximize {
			want = -12
		}
		c := certified(m)
		p, err := proof.Check(context.Background(), m, c)
		if err != nil {
			t.Fatal(err)
		}
		if p.Bound != want || p.Infeasible || p.Leaves != 4 || p.Rays != 1 {
			t.Errorf("%+v", p)
		}
		c.Bound = proof.Number(2 * want) // a weaker claim holds, too
		if p, err = proof.Check(context.Background(), m, c); err != nil || p.Bound != want {
			t.Errorf("%+v, %v", p, err)
		}
	}
}

// TestRefuses spoils a certificate in one place after another.
func TestRefuses(t *testing.T) {
	two := int32(2)
	for name, c := range map[string]struct {
		spoil func(c *proof.Certificate)
		says  string
	}{
		"format":               {func(c *proof.Certificate) { c.Format++ }, "format"},
		"program":              {func(c *proof.Certificate) { c.Program = c.Program[1:] }, "another program"},
		"claim":                {func(c *proof.Certificate) { c.Bound = proof.Number(math.Nextafter(12, 0)) }, "claims"},
		"claim of nothing":     {func(c *proof.Certificate) { c.Bound = proof.Number(math.NaN()) }, "claims"},
		"claim of infeasible":  {func(c *proof.Certificate) { c.Bound = proof.Number(-inf) }, "claims"},
		"cutoff above":         {func(c *proof.Certificate) { *c.Cutoff = 12.5; c.Implied[2].Value = -0 }, "claims"},
		"cutoff not a number":  {func(c *proof.Certificate) { *c.Cutoff = math.NaN() }, "cutoff"},
		"no cutoff":            {func(c *proof.Certificate) { c.Cutoff = nil }, "no cutoff"},
		"implied too tight":    {func(c *proof.Certificate) { c.Implied[0].Value = 0 }, "implied bound 0"},
		"implied, continuous":  {func(c *proof.Certificate) { c.Implied[1].Value = math.Nextafter(4, 0) }, "implied bound 1"},
		"implied fraction":     {func(c *proof.Certificate) { c.Implied[0].Value = 1.5 }, "implied bound 0"},
		"implied infinite":     {func(c *proof.Certificate) { c.Implied[0].Value = inf }, "implied bound 0"},
		"implied lower":        {func(c *proof.Certificate) { c.Implied[0].Upper = false }, "implied bound 0"},
		"implied by objective": {func(c *proof.Certificate) { c.Implied[2].Value = 0 }, "implied bound 2"},
		"implied too early":    {func(c *proof.Certificate) { c.Implied[0], c.Implied[2] = c.Implied[2], c.Implied[0] }, "implied bound 0"},
		"implied column":       {func(c *proof.Certificate) { c.Implied[0].Col = 3 }, "column 3"},
		"implied row":          {func(c *proof.Certificate) { c.Implied[0].Row = -2 }, "row -2"},
		"tree empty":           {func(c *proof.Certificate) { c.Tree = nil }, "not complete"},
		"leaf missing":         {func(c *proof.Certificate) { c.Tree = c.Tree[:6] }, "not complete"},
		"leaf too many":        {func(c *proof.Certificate) { c.Tree = append(c.Tree, c.Tree[1]) }, "after the end"},
		"leaf left out":        {func(c *proof.Certificate) { c.Tree = append(c.Tree[:1], c.Tree[2:]...) }, "node 3"},
		"split continuous":     {func(c *proof.Certificate) { c.Tree[2] = proof.SplitOn(2, 0) }, "not an integer"},
		"split no column":      {func(c *proof.Certificate) { c.Tree[2] = proof.SplitOn(3, 0) }, "no column"},
		"split below":          {func(c *proof.Certificate) { c.Tree[0].At = -1 }, "does not divide"},
		"split above":          {func(c *proof.Certificate) { c.Tree[0].At = 2 }, "does not divide"},
		"split far":            {func(c *proof.Certificate) { c.Tree[0].At = math.MaxInt64 }, "does not divide"},
		"split shifted":        {func(c *proof.Certificate) { c.Tree[0].At = 1 }, "does not divide"},
		"node of two kinds":    {func(c *proof.Certificate) { c.Tree[1].Ray = &two }, "not one of"},
		"node of no kind":      {func(c *proof.Certificate) { c.Tree[1] = proof.Node{} }, "not one of"},
		"multipliers missing":  {func(c *proof.Certificate) { c.Tree[1] = proof.DualLeaf(3) }, "no multipliers"},
		"dual too small":       {func(c *proof.Certificate) { c.Multipliers[0].Values[0] = 0.5 }, "claims"},
		"dual too large":       {func(c *proof.Certificate) { c.Multipliers[0].Values[1] = 2 }, "claims"},
		"dual of wrong sign":   {func(c *proof.Certificate) { c.Multipliers[0].Values[0] = -1 }, "proves +Inf"},
		"dual not a number":    {func(c *proof.Certificate) { c.Multipliers[0].Values[0] = math.NaN() }, "multiplier NaN"},
		"dual row":             {func(c *proof.Certificate) { c.Multipliers[0].Rows[1] = 3 }, "of 3 rows"},
		"dual rows descend":    {func(c *proof.Certificate) { c.Multipliers[0].Rows[0] = 2 }, "after row 2"},
		"dual rows short":      {func(c *proof.Certificate) { c.Multipliers[0].Rows = c.Multipliers[0].Rows[1:] }, "2 values for 1"},
		"ray of wrong sign":    {func(c *proof.Certificate) { c.Multipliers[1].Values[0] = -1 }, "do not show"},
		"ray too weak":         {func(c *proof.Certificate) { c.Tree[4], c.Tree[5], c.Tree[6] = c.Tree[6], c.Tree[4], c.Tree[5] }, "do not show"},
	} {
		m := knapsack(t, true)
		spoiled := certified(m)
		c.spoil(spoiled)
		if p, err := proof.Check(context.Background(), m, spoiled); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
}

// TestFingerprint: any number of a program changes it, names do not.
func TestFingerprint(t *testing.T) {
	m := knapsack(t, true)
	same := proof.Fingerprint(m)
	m.Name, m.ColFamily = "other", nil
	if proof.Fingerprint(m) != same {
		t.Error("a name counts")
	}
	for name, spoil := range map[string]func(m *mip.Model){
		"sense":       func(m *mip.Model) { m.Maximize = false },
		"offset":      func(m *mip.Model) { m.Offset++ },
		"cost":        func(m *mip.Model) { m.ColCost[1]++ },
		"bound":       func(m *mip.Model) { m.ColUpper[1] = 1e9 },
		"integer":     func(m *mip.Model) { m.ColInteger[2] = true },
		"row":         func(m *mip.Model) { m.RowLower[0] = 0 },
		"coefficient": func(m *mip.Model) { m.Value[3] = math.Nextafter(m.Value[3], 9) },
		"index":       func(m *mip.Model) { m.Index = append([]int32(nil), 0, 1, 2, 0, 1, 2, 0, 2, 2) },
	} {
		m := knapsack(t, true)
		if spoil(m); proof.Fingerprint(m) == same {
			t.Errorf("%s does not count", name)
		}
	}
}

// TestCrossed: bounds that leave an integer column no value need no ray.
func TestCrossed(t *testing.T) {
	m := knapsack(t, true)
	m.ColLower[0], m.ColUpper[0] = 0.25, 0.75
	c := &proof.Certificate{Format: proof.Format, Program: proof.Fingerprint(m), Bound: proof.Number(-inf), Multipliers: make([]proof.Multipliers, 1), Tree: []proof.Node{proof.RayLeaf(0)}}
	if p, err := proof.Check(context.Background(), m, c); err != nil || !p.Infeasible || !math.IsInf(p.Bound, -1) {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	m := knapsack(t, true)
	if _, err := proof.Check(ctx, m, certified(m)); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
