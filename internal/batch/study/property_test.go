package study_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/batch/study"
)

// paths are varied in random studies.
var paths = []string{"budget.total", "discount_rate", "scale.rent", "scale.hashprice", "solver.gap"}

// random writes the axes of a random study, and filters for it that leave every level a
// run: those in which a level stands beside the first ones of all other axes are kept.
func random(rng *rand.Rand) (axes, filters string) {
	n := 2 + rng.IntN(3)
	sizes := make([]int, n)
	var b, f strings.Builder
	b.WriteString("axes:\n")
	for a := range n {
		sizes[a] = 1 + rng.IntN(5)
		fmt.Fprintf(&b, "  %s: [", paths[a])
		for l := range sizes[a] {
			fmt.Fprintf(&b, "%d, ", l)
		}
		b.WriteString("]\n")
	}
	if rng.IntN(3) == 0 {
		b.WriteString("repetitions: 3\n")
	}
	f.WriteString("leave_out:\n")
	if slices.Contains(sizes, 1) {
		return b.String(), "" // whose only level is the first one
	}
	for range 1 + rng.IntN(12) {
		f.WriteString("  - {")
		for a, size := range sizes {
			fmt.Fprintf(&f, "%s: %d, ", paths[a], 1+rng.IntN(size-1))
		}
		f.WriteString("}\n")
	}
	return b.String(), f.String()
}

// key is a run by its levels.
func key(run study.Run) string { return strings.Join(run.Levels, " ") }

// TestProperties: in random studies the count is the number of runs; a run is the same
// however it is reached; filters only remove; neighbours are mutual and differ on one
// axis that is no repetition, with no kept level between.
func TestProperties(t *testing.T) {
	filtered := 0
	for seed := range uint64(300) {
		axes, filters := random(rand.New(rand.NewPCG(seed, 1)))
		all, some := written(t, axes), written(t, axes+filters)
		if filters != "" {
			filtered++
		}
		whole, kept := numbers(all), numbers(some)
		if len(whole) != all.Count() || len(kept) != some.Count() || all.Count() != all.Size().Combinations {
			t.Fatalf("seed %d: %d and %d runs, counted %d and %d", seed, len(whole), len(kept), all.Count(), some.Count())
		}
		if filters != "" && some.Count() >= all.Count() {
			t.Errorf("seed %d: the filters remove nothing", seed)
		}
		last := 0
		for run := range some.Runs() {
			n := whole[key(run)]
			if n <= last {
				t.Errorf("seed %d: run %s is new, or in another order", seed, key(run))
			}
			last = n
			if again := some.Run(run.Number); key(again) != key(run) || !slices.Equal(again.Sets(), all.Run(n).Sets()) {
				t.Errorf("seed %d: run %d is another by its number", seed, run.Number)
			}
			checkNear(t, some, run, kept)
		}
	}
	if filtered < 100 {
		t.Errorf("only %d studies had filters", filtered)
	}
}

// numbers are those of all runs, by their levels.
func numbers(s *study.Study) map[string]int {
	all := map[string]int{}
	for run := range s.Runs() {
		all[key(run)] = run.Number
	}
	return all
}

// checkNear holds the neighbours of a run against those found by trying all levels.
func checkNear(t *testing.T, s *study.Study, run study.Run, kept map[string]int) {
	t.Helper()
	near := s.Near(run.Number)
	var want []int
	for a, axis := range s.Size().Axes {
		if axis.Name == "repetition" {
			continue
		}
		own := slices.Index(axis.Levels, run.Levels[a])
		for _, side := range [][]string{reversed(axis.Levels[:own]), axis.Levels[own+1:]} {
			for _, level := range side {
				other := slices.Clone(run.Levels)
				other[a] = level
				if n, ok := kept[strings.Join(other, " ")]; ok {
					want = append(want, n)
					break
				}
			}
		}
	}
	slices.Sort(want)
	got := slices.Sorted(slices.Values(near))
	if !slices.Equal(got, want) {
		t.Errorf("run %s is near %v, want %v", key(run), got, want)
	}
	for _, n := range near {
		if !slices.Contains(s.Near(n), run.Number) {
			t.Errorf("run %d is near %d, but not the other way round", n, run.Number)
		}
	}
}

// reversed is a list from its end.
func reversed(list []string) []string {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// TestLarge: a study of millions of combinations of which few are kept is numbered all
// the same.
func TestLarge(t *testing.T) {
	s := written(t, "axes: {seeds: 3000}\nrepetitions: 3000\nkeep: [{seed: [1, 64, 65, 3000]}, {repetition: 3000}]\n")
	if want := 4*3000 + 2996; s.Count() != want {
		t.Fatalf("%d runs, want %d", s.Count(), want)
	}
	for n, want := range map[int]string{1: "1 1", 3000: "1 3000", 3001: "2 3000", s.Count(): "3000 3000", s.Count() - 2999: "3000 1"} {
		if got := key(s.Run(n)); got != want {
			t.Errorf("run %d is %s, want %s", n, got, want)
		}
	}
}
