package mip_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/solver/mip"
)

var inf = math.Inf(1)

// sample is a small model with every kind of row and bound.
func sample(t *testing.T, maximize bool) *mip.Model {
	t.Helper()
	b := mip.NewBuilder("a sample", maximize)
	sign := b.AddFamily(mip.Family{Name: "sign", Unit: "1", Help: "signed"})
	budget := b.AddFamily(mip.Family{Name: "budget", Unit: "million", Help: "money"})
	x := b.AddCol(sign, 0, 1, 3, true, "north", "2027")
	y := b.AddCol(sign, -inf, 4, -2, false, "south", "2028")
	z := b.AddCol(sign, -inf, inf, 0.1, false, "free one")
	w := b.AddCol(sign, 2.5, 2.5, 1, false, "Север")
	v := b.AddCol(sign, 0, inf, 1, true, "many")
	rows := []int32{
		b.AddRow(budget, -inf, 10, "2027"),
		b.AddRow(budget, -1, inf, "2028"),
		b.AddRow(budget, 5.5, 5.5, "2029"),
		b.AddRow(budget, -3, 7, "2030"),
		b.AddRow(budget, -inf, inf, "unlimited"),
		b.AddRow(budget, -1, 1, "empty"),
	}
	for i, row := range rows[:5] {
		for j, col := range []int32{v, x, w, y, z} {
			b.Term(row, col, float64(i*j%4)-0.5)
		}
	}
	b.Term(rows[0], y, 1)
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	m.Offset = 12.25
	return m
}

func TestBuild(t *testing.T) {
	b := mip.NewBuilder("merge", false)
	f := b.AddFamily(mip.Family{Name: "x"})
	b.AddCol(f, 0, 1, 1, false, "a")
	b.AddCol(f, 0, 1, 1, false, "b")
	b.AddCol(f, 0, 1, 1, false, "c")
	for range 3 {
		b.AddRow(f, 0, 1)
	}
	for _, term := range []struct {
		row, col int32
		value    float64
	}{{2, 0, 1}, {0, 0, 2}, {2, 0, 3}, {1, 2, 5}, {1, 2, -5}, {0, 2, 0}, {2, 2, 7}} {
		b.Term(term.row, term.col, term.value)
	}
	m, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.Start, []int32{0, 2, 2, 3}) || !slices.Equal(m.Index, []int32{0, 2, 2}) || !slices.Equal(m.Value, []float64{2, 4, 7}) {
		t.Errorf("columns %v %v %v", m.Start, m.Index, m.Value)
	}
	if m.NumCols() != 3 || m.NumRows() != 3 || m.NumNonzeros() != 3 || m.NumIntegers() != 0 {
		t.Errorf("%d columns, %d rows, %d coefficients, %d integers", m.NumCols(), m.NumRows(), m.NumNonzeros(), m.NumIntegers())
	}
	if _, err := b.Build(); err == nil {
		t.Error("the builder was used twice")
	}
}

func TestBuildRejects(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(b *mip.Builder, f mip.FamilyID)
		names string // must be in the error
	}{
		{"coefficient", func(b *mip.Builder, _ mip.FamilyID) { b.Term(0, 0, math.NaN()) }, "x[col] in row x[row]"},
		{"infinite coefficient", func(b *mip.Builder, _ mip.FamilyID) { b.Term(0, 0, inf) }, "x[col] in row x[row]"},
		{"sum overflows", func(b *mip.Builder, _ mip.FamilyID) {
			b.Term(0, 0, math.MaxFloat64)
			b.Term(0, 0, math.MaxFloat64)
		}, "x[col] in row x[row]"},
		{"cost", func(b *mip.Builder, f mip.FamilyID) { b.AddCol(f, 0, 1, inf, false, "dear") }, "x[dear]"},
		{"crossed column", func(b *mip.Builder, f mip.FamilyID) { b.AddCol(f, 2, 1, 0, false, "crossed") }, "x[crossed]"},
		{"crossed row", func(b *mip.Builder, f mip.FamilyID) { b.AddRow(f, 2, 1, "crossed") }, "x[crossed]"},
		{"bound not a number", func(b *mip.Builder, f mip.FamilyID) { b.AddRow(f, math.NaN(), 1, "odd") }, "x[odd]"},
		{"bound above everything", func(b *mip.Builder, f mip.FamilyID) { b.AddCol(f, inf, inf, 0, false, "far") }, "x[far]"},
		{"term outside, column", func(b *mip.Builder, _ mip.FamilyID) { b.Term(0, 1, 1) }, "column 1"},
		{"term outside, row", func(b *mip.Builder, _ mip.FamilyID) { b.Term(-1, 0, 1) }, "row -1"},
	} {
		b := mip.NewBuilder("bad", false)
		f := b.AddFamily(mip.Family{Name: "x"})
		b.AddCol(f, 0, 1, 1, false, "col")
		b.AddRow(f, 0, 1, "row")
		c.spoil(b, f)
		if _, err := b.Build(); err == nil || !strings.Contains(err.Error(), c.names) {
			t.Errorf("%s: the error %v does not name %s", c.name, err, c.names)
		}
	}
}

func TestValidateShape(t *testing.T) {
	for name, spoil := range map[string]func(m *mip.Model){
		"short bounds":       func(m *mip.Model) { m.ColLower = m.ColLower[1:] },
		"short names":        func(m *mip.Model) { m.ColNames = mip.Names{}; m.ColNames.Append("only one") },
		"short start":        func(m *mip.Model) { m.Start = m.Start[1:] },
		"start too far":      func(m *mip.Model) { m.Start[len(m.Start)-1]++ },
		"start descends":     func(m *mip.Model) { m.Start[1] = m.Start[2] + 1 },
		"rows not ascending": func(m *mip.Model) { m.Index[0], m.Index[1] = m.Index[1], m.Index[0] },
		"row out of range":   func(m *mip.Model) { m.Index[0] = 6 },
		"offset":             func(m *mip.Model) { m.Offset = inf },
		"coefficient":        func(m *mip.Model) { m.Value[0] = inf },
	} {
		m := sample(t, false)
		if err := m.Validate(); err != nil {
			t.Fatal(err)
		}
		if spoil(m); m.Validate() == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
	bare := sample(t, false)
	bare.ColNames, bare.RowNames, bare.Families, bare.ColFamily, bare.RowFamily = mip.Names{}, mip.Names{}, nil, nil, nil
	if err := bare.Validate(); err != nil {
		t.Errorf("names and families may be left out: %v", err)
	}
	if bare.ColName(2) != "c2" || bare.RowName(1) != "r1" {
		t.Errorf("names %s and %s", bare.ColName(2), bare.RowName(1))
	}
}

func TestNames(t *testing.T) {
	m := sample(t, false)
	for got, want := range map[string]string{
		m.ColName(0):     "sign[north,2027]",
		m.ColName(3):     "sign[Север]",
		m.RowName(4):     "budget[unlimited]",
		m.ColNames.At(1): "south,2028",
	} {
		if got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
	if m.ColNames.Len() != 5 {
		t.Errorf("%d names", m.ColNames.Len())
	}
}

func TestFixIntegers(t *testing.T) {
	m := sample(t, false)
	lp := m.FixIntegers([]float64{0.9999999, 1, 2, 2.5, -3})
	if lp.NumIntegers() != 0 || lp.ColLower[0] != 1 || lp.ColUpper[0] != 1 || lp.ColLower[4] != 0 || lp.ColUpper[4] != 0 || !math.IsInf(lp.ColLower[1], -1) {
		t.Errorf("bounds %v and %v, %d integers", lp.ColLower, lp.ColUpper, lp.NumIntegers())
	}
	if m.ColUpper[4] != inf || m.NumIntegers() != 2 {
		t.Error("the model itself changed")
	}
}

// BenchmarkBuild states a model the size of a planning program, ten terms per
// column, built row by row where row is set and column by column otherwise.
func BenchmarkBuild(b *testing.B) {
	const cols, rows, perCol = 100_000, 50_000, 10
	for _, order := range []string{"ByColumn", "ByRow"} {
		b.Run(order, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				build(b, cols, rows, perCol, order == "ByRow")
			}
			perTerm := float64(b.Elapsed().Nanoseconds()) / float64(b.N) / (cols * perCol)
			b.ReportMetric(perTerm, "ns/term")
		})
	}
}

func build(tb testing.TB, cols, rows, perCol int, byRow bool) *mip.Model {
	tb.Helper()
	builder := mip.NewBuilder("bench", true)
	builder.Grow(cols, rows)
	x := builder.AddFamily(mip.Family{Name: "halls", Unit: "halls"})
	r := builder.AddFamily(mip.Family{Name: "firm_mw", Unit: "MW"})
	for range rows {
		builder.AddRow(r, math.Inf(-1), 100, "krasnoyarsk", "2031")
	}
	for range cols {
		builder.AddCol(x, 0, 10, 1.5, true, "krasnoyarsk", "2031", "air")
	}
	for k := range cols * perCol {
		col, row := k/perCol, k*7919%rows
		if byRow {
			row, col = k*rows/(cols*perCol), k*7919%cols
		}
		builder.Term(int32(row), int32(col), 1.25)
	}
	m, err := builder.Build()
	if err != nil {
		tb.Fatal(err)
	}
	return m
}
