package highs_test

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/solver/highs"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// writers write a model to a file that other programs read; mps says that the
// objective of a model that maximises is negated in it.
var writers = []struct {
	ending string
	write  func(io.Writer, *mip.Model) error
	mps    bool
}{
	{"mps", mip.WriteMPS, true},
	{"lp", mip.WriteLP, false},
}

// randomModel has all kinds of rows and bounds, and often an optimum.
func randomModel(t *testing.T, rng *rand.Rand, name string) *mip.Model {
	t.Helper()
	b := mip.NewBuilder(name, rng.IntN(2) == 0)
	halls := b.AddFamily(mip.Family{Name: "halls"})
	limit := b.AddFamily(mip.Family{Name: "limit"})
	cols := int32(2 + rng.IntN(8))
	for range cols {
		lower := float64(rng.IntN(7) - 4)
		upper := lower + float64(rng.IntN(6))
		switch rng.IntN(6) {
		case 0:
			lower = math.Inf(-1)
		case 1:
			upper = inf
		}
		b.AddCol(halls, lower, upper, float64(rng.IntN(21)-10)/4, rng.IntN(2) == 0, "Норильск", "air 2", "2031")
	}
	for range rng.IntN(8) {
		at := float64(rng.IntN(20) - 6)
		bounds := [][2]float64{{at, at}, {at - 5.25, at}, {at - 8, inf}, {math.Inf(-1), at}, {math.Inf(-1), inf}}[rng.IntN(5)]
		row := b.AddRow(limit, bounds[0], bounds[1], "surplus", "Siberia")
		for j := range cols {
			if rng.IntN(2) == 0 {
				b.Term(row, j, float64(rng.IntN(9)-4)*0.5)
			}
		}
	}
	m := built(t, b)
	m.Offset = float64(rng.IntN(9) - 4)
	return m
}

// TestReadBack has HiGHS read the files of random models and solve them: the
// answers must be those of the models. The files that HiGHS writes itself are
// read, too.
func TestReadBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	for i := range 100 {
		m := randomModel(t, rng, fmt.Sprintf("written %d", i))
		want, err := highs.Engine{}.Solve(background, m, mip.Options{})
		must(t, err)
		for _, w := range writers {
			path := filepath.Join(t.TempDir(), "model."+w.ending)
			writeFile(t, path, m, w.write)
			own := filepath.Join(t.TempDir(), "own."+w.ending)
			objective := solveFile(t, path, own, want)
			if w.mps && m.Maximize {
				objective = -objective
			}
			if want.HasSolution && !near(objective, want.Objective) {
				t.Errorf("%s: %v from the file instead of %v", path, objective, want.Objective)
			}
		}
	}
}

// solveFile reads a model and solves it, writes it again and solves that.
func solveFile(t *testing.T, path, again string, want *mip.Result) float64 {
	t.Helper()
	h, err := highs.New()
	must(t, err)
	defer h.Close()
	objective := 0.0
	for _, file := range []string{path, again} {
		must(t, h.ReadModel(file))
		r, err := h.Solve(background, mip.Options{})
		must(t, err)
		if r.Termination != want.Termination {
			t.Errorf("%s: %v instead of %v", file, r.Raw, want.Raw)
		}
		objective = r.Objective
		if file == path {
			must(t, h.WriteModel(again))
		}
	}
	return objective
}

func writeFile(t *testing.T, path string, m *mip.Model, write func(io.Writer, *mip.Model) error) {
	t.Helper()
	file, err := os.Create(path)
	must(t, err)
	must(t, write(file, m))
	must(t, file.Close())
}

func TestNames(t *testing.T) {
	m := wyndor(t)
	h := open(t, m)
	must(t, h.PassNames(m))
	path := filepath.Join(t.TempDir(), "named.mps")
	must(t, h.WriteModel(path))
	text, err := os.ReadFile(path)
	must(t, err)
	for _, name := range []string{"plant[doors]", "plant[windows]", "plant[2]"} {
		if !strings.Contains(string(text), name) {
			t.Errorf("%s is missing:\n%s", name, text)
		}
	}
}
